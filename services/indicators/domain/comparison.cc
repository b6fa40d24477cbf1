#include "services/indicators/domain/comparison.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/facts/computed.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/decimal.h"
#include "services/indicators/domain/comparability.h"

namespace tertial::indicators {
namespace {

using common::v1::Computed;
using common::v1::Operand;

// Longest list of areas in an error. Errors travel in headers, of which a client takes 8 KB.
constexpr size_t kLongestAreaList = 240;  // Bytes.

std::string NameOf(const ComparisonArea& area) { return absl::StrCat("areas/", area.id); }

bool HasValue(const std::optional<Figure>& figure) {
  return figure.has_value() && figure->has_value();
}

Decimal ValueOf(const Figure& figure) {
  // Stored cells have passed CheckCell, so the value parses.
  return *Decimal::Parse(figure.operand.cell().value());
}

absl::Status CheckStatistic(const ComparisonInput& input) {
  Violations violations;
  const bool weighted = input.statistic == v1::STATISTIC_WEIGHTED_MEAN;
  if (weighted && input.weight.empty()) {
    violations.Add("weight", common::v1::ERROR_REASON_WEIGHT_MISSING,
                   "A weighted mean needs a weight; name the indicator whose figures weight the "
                   "areas, such as the population.");
  }
  if (!weighted && !input.weight.empty()) {
    violations.Add(
        "weight", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat(Quoted(input.weight), " is named beside ", v1::Statistic_Name(input.statistic),
                     "; only STATISTIC_WEIGHTED_MEAN has a weight."));
  }
  if (input.statistic == v1::STATISTIC_SUM &&
      input.indicator.additivity() != v1::ADDITIVITY_ADDITIVE) {
    violations.Add("statistic", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat("Figures of ", input.indicator.name(),
                                " are not declared to add up; ask for a mean or the median."));
  }
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

const Figure* PointerTo(const std::optional<Figure>& figure) {
  return figure.has_value() ? &*figure : nullptr;
}

// The figures that a reader will see beside each other.
std::vector<JudgedFigure> FiguresOf(const ComparisonInput& input) {
  std::vector<JudgedFigure> figures;
  const auto add = [&figures](const ComparisonArea& area) {
    if (!HasValue(area.figure)) return;
    figures.push_back({NameOf(area), IsGroup(area.level), PointerTo(area.figure),
                       PointerTo(area.before), PointerTo(area.after)});
  };
  bool published_is_there = input.statistic != v1::STATISTIC_PUBLISHED || !input.published;
  for (const ComparisonArea& area : input.areas) {
    add(area);
    if (!published_is_there && area.id == input.published->id) published_is_there = true;
  }
  if (!published_is_there) add(*input.published);
  return figures;
}

bool AreGroupsOnly(const ComparisonInput& input) {
  return std::all_of(input.areas.begin(), input.areas.end(),
                     [](const ComparisonArea& area) { return IsGroup(area.level); });
}

// The weights that decide what an area contributes, or that it does not.
std::vector<JudgedFigure> WeightsOf(const ComparisonInput& input) {
  std::vector<JudgedFigure> weights;
  if (input.statistic != v1::STATISTIC_WEIGHTED_MEAN) return weights;
  const bool groups_only = AreGroupsOnly(input);
  for (const ComparisonArea& area : input.areas) {
    if (!HasValue(area.figure) || !HasValue(area.weight)) continue;
    if (IsGroup(area.level) && !groups_only) continue;
    weights.push_back({NameOf(area), IsGroup(area.level), PointerTo(area.weight),
                       PointerTo(area.weight_before), PointerTo(area.weight_after)});
  }
  return weights;
}

// What keeps the figures from being compared, and then what keeps the weights.
std::vector<v1::FoundIssue> AllIssues(const ComparisonInput& input) {
  std::vector<v1::FoundIssue> issues = FindIssues(input.indicator, FiguresOf(input));
  for (v1::FoundIssue& issue : FindIssues(input.weight_definition, WeightsOf(input))) {
    issue.set_weight(input.weight);
    issue.set_detail(absl::StrCat("Of the weights, ", input.weight, ": ", issue.detail()));
    issues.push_back(std::move(issue));
  }
  return issues;
}

std::string ListOf(const google::protobuf::RepeatedPtrField<std::string>& areas) {
  std::string list;
  for (int i = 0; i < areas.size(); ++i) {
    if (!list.empty() && list.size() + areas[i].size() >= kLongestAreaList) {
      return absl::StrCat(list, " and ", areas.size() - i, " more");
    }
    absl::StrAppend(&list, list.empty() ? "" : ",", areas[i]);
  }
  return list;
}

absl::Status RefuseUnaccepted(const std::vector<v1::FoundIssue>& issues,
                              const std::vector<v1::ComparabilityIssue>& accept) {
  std::string why;
  ErrorMetadata metadata;
  for (const v1::FoundIssue& issue : issues) {
    if (std::find(accept.begin(), accept.end(), issue.issue()) != accept.end()) continue;
    const std::string& name = v1::ComparabilityIssue_Name(issue.issue());
    metadata.emplace_back(absl::StrCat(issue.weight().empty() ? "" : "WEIGHT_",
                                       absl::StripPrefix(name, "COMPARABILITY_ISSUE_")),
                          ListOf(issue.areas()));
    absl::StrAppend(&why, why.empty() ? "" : " ", issue.detail());
  }
  return metadata.empty() ? absl::OkStatus() : NotComparable(why, metadata);
}

// Puts the answer together from figures that may be compared.
class Comparison {
 public:
  Comparison(const ComparisonInput& input, std::vector<v1::FoundIssue> issues)
      : input_(input), issues_(std::move(issues)) {
    for (const ComparisonArea& area : input.areas) areas_.push_back(&area);
    std::sort(areas_.begin(), areas_.end(),
              [](const ComparisonArea* a, const ComparisonArea* b) { return a->id < b->id; });
    groups_only_ = AreGroupsOnly(input);
  }

  v1::CompareAreasResponse Assemble();

 private:
  // An area that has a place in the order.
  struct Ranked {
    const ComparisonArea* area;
    Decimal value;
    int rank = 0;
    bool tied = false;
  };

  bool IsLeftOutAsGroup(const ComparisonArea& area) const {
    return IsGroup(area.level) && !groups_only_;
  }
  // The areas with a rank, the first one first.
  std::vector<Ranked> Rank() const;
  // Why the area has no part in the statistic asked for, whatever its figure; empty where it has.
  std::string WhyNoPart(const ComparisonArea& area) const;
  // Why it does not contribute; empty where it does.
  std::string WhyLeftOut(const ComparisonArea& area) const;
  std::string WhyNoValue(const ComparisonArea& area) const;
  v1::ComparedArea Show(const ComparisonArea& area) const;
  Computed StatisticOver(const std::vector<const ComparisonArea*>& contributors) const;
  Computed Published() const;
  int Decimals() const;

  const ComparisonInput& input_;
  const std::vector<v1::FoundIssue> issues_;
  std::vector<const ComparisonArea*> areas_;  // In the order of their names.
  bool groups_only_ = false;
};

bool IsComputed(v1::Statistic statistic) {
  return statistic != v1::STATISTIC_UNSPECIFIED && statistic != v1::STATISTIC_PUBLISHED;
}

bool HighestFirst(const v1::Indicator& indicator) {
  return indicator.direction() != v1::DIRECTION_LOWER_IS_BETTER;
}

std::vector<Comparison::Ranked> Comparison::Rank() const {
  std::vector<Ranked> ranked;
  for (const ComparisonArea* area : areas_) {
    if (HasValue(area->figure) && !IsLeftOutAsGroup(*area)) {
      ranked.push_back({area, ValueOf(*area->figure)});
    }
  }
  const bool highest_first = HighestFirst(input_.indicator);
  // Stable: of one rank the areas stay in the order of their names.
  std::stable_sort(ranked.begin(), ranked.end(), [highest_first](const Ranked& a, const Ranked& b) {
    return highest_first ? b.value < a.value : a.value < b.value;
  });
  for (size_t i = 0; i < ranked.size(); ++i) {
    const bool as_before = i > 0 && ranked[i].value == ranked[i - 1].value;
    ranked[i].rank = as_before ? ranked[i - 1].rank : static_cast<int>(i) + 1;
    if (as_before) ranked[i].tied = ranked[i - 1].tied = true;
  }
  return ranked;
}

std::string Comparison::WhyNoValue(const ComparisonArea& area) const {
  if (!area.figure.has_value() || !area.figure->operand.has_cell()) {
    if (area.figure.has_value() && area.figure->computed.has_value()) {
      return absl::StrCat("It is not computable: ",
                          area.figure->computed->not_computable().detail());
    }
    return "Nothing is recorded for it.";
  }
  return absl::StrCat("It has no value: ",
                      common::v1::MissingReason_Name(area.figure->operand.cell().missing()), ".");
}

std::string Comparison::WhyNoPart(const ComparisonArea& area) const {
  if (IsLeftOutAsGroup(area)) return "It is a group of places beside single places.";
  if (input_.statistic == v1::STATISTIC_SUM && groups_only_ &&
      area.level != common::v1::AREA_LEVEL_COUNTY) {
    return "It may have places in common with other groups, and they are not added twice.";
  }
  return "";
}

std::string Comparison::WhyLeftOut(const ComparisonArea& area) const {
  if (std::string why = WhyNoPart(area); !why.empty()) return why;
  if (!HasValue(area.figure)) return WhyNoValue(area);
  if (input_.statistic != v1::STATISTIC_WEIGHTED_MEAN) return "";
  if (!area.weight.has_value() || !area.weight->operand.has_cell()) {
    return absl::StrCat("No figure of ", input_.weight, " is recorded for it.");
  }
  if (!area.weight->has_value()) {
    return absl::StrCat("Its figure of ", input_.weight, " has no value: ",
                        common::v1::MissingReason_Name(area.weight->operand.cell().missing()), ".");
  }
  const Decimal weight = ValueOf(*area.weight);
  if (weight.IsZero() || weight.IsNegative()) {
    return absl::StrCat("Its figure of ", input_.weight, " is not above zero.");
  }
  return "";
}

v1::ComparedArea Comparison::Show(const ComparisonArea& area) const {
  v1::ComparedArea shown;
  shown.set_area(NameOf(area));
  shown.set_title(area.title);
  shown.set_outcome(area.outcome_without_cell);
  if (area.figure.has_value()) {
    const Figure& figure = *area.figure;
    shown.set_name(figure.operand.name());
    shown.set_revision(figure.operand.revision());
    if (figure.operand.has_cell()) {
      shown.set_outcome(common::v1::OUTCOME_FOUND);
      *shown.mutable_cell() = ShownCell(figure);
    }
    if (figure.computed.has_value()) *shown.mutable_computed() = *figure.computed;
  }
  if (IsComputed(input_.statistic)) {
    shown.set_left_out_because(WhyLeftOut(area));
    shown.set_contributes(shown.left_out_because().empty());
  } else {
    shown.set_left_out_because(WhyNoPart(area));
  }
  for (const v1::FoundIssue& issue : issues_) {
    // What is so of a figure may be so of its weight, too.
    if (std::binary_search(issue.areas().begin(), issue.areas().end(), shown.area()) &&
        std::find(shown.issues().begin(), shown.issues().end(), issue.issue()) ==
            shown.issues().end()) {
      shown.add_issues(issue.issue());
    }
  }
  return shown;
}

int Comparison::Decimals() const {
  int decimals = input_.indicator.decimals();
  for (const ComparisonArea* area : areas_) {
    if (HasValue(area->figure)) decimals = std::max(decimals, area->figure->decimals);
  }
  return decimals;
}

Computed Comparison::Published() const {
  if (!input_.published.has_value() || !input_.published->figure.has_value()) {
    return NotComputable(common::v1::FORMULA_SUM, {}, input_.indicator.unit(),
                         common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION,
                         "Nothing is published for the peer group.");
  }
  const Figure& figure = *input_.published->figure;
  if (figure.computed.has_value()) return *figure.computed;
  return Compute(common::v1::FORMULA_SUM, {figure.operand}, input_.indicator.unit(),
                 figure.decimals);
}

Computed Comparison::StatisticOver(const std::vector<const ComparisonArea*>& contributors) const {
  common::v1::Formula formula = common::v1::FORMULA_MEAN;
  if (input_.statistic == v1::STATISTIC_WEIGHTED_MEAN) formula = common::v1::FORMULA_WEIGHTED_MEAN;
  if (input_.statistic == v1::STATISTIC_MEDIAN) formula = common::v1::FORMULA_MEDIAN;
  if (input_.statistic == v1::STATISTIC_SUM) formula = common::v1::FORMULA_SUM;
  std::vector<Operand> operands;
  for (const ComparisonArea* area : contributors) {
    operands.push_back(area->figure.has_value() ? area->figure->operand
                                                : MakeOperand(NameOf(*area), nullptr));
    if (formula == common::v1::FORMULA_WEIGHTED_MEAN) operands.push_back(area->weight->operand);
  }
  if (operands.empty()) {
    return NotComputable(formula, {}, input_.indicator.unit(),
                         common::v1::NOT_COMPUTABLE_REASON_TOO_FEW_CELLS,
                         "No area contributes to it.");
  }
  return Compute(formula, std::move(operands), input_.indicator.unit(), Decimals());
}

v1::CompareAreasResponse Comparison::Assemble() {
  v1::CompareAreasResponse response;
  *response.mutable_indicator() = input_.indicator;
  response.set_period(input_.period.Format());
  response.set_highest_first(HighestFirst(input_.indicator));
  std::set<const ComparisonArea*> placed;
  for (const Ranked& ranked : Rank()) {
    v1::ComparedArea& shown = *response.add_areas();
    shown = Show(*ranked.area);
    shown.set_rank(ranked.rank);
    shown.set_tied(ranked.tied);
    placed.insert(ranked.area);
  }
  std::vector<const ComparisonArea*> operands;
  for (const ComparisonArea* area : areas_) {
    if (placed.count(area) == 0) *response.add_areas() = Show(*area);
    const bool contributes = IsComputed(input_.statistic) && WhyLeftOut(*area).empty();
    if (contributes) response.set_contributors(response.contributors() + 1);
    // A sum that leaves out a place would take its gap for zero.
    const bool gap = input_.statistic == v1::STATISTIC_SUM && !HasValue(area->figure) &&
                     WhyNoPart(*area).empty();
    if (contributes || gap) operands.push_back(area);
  }
  if (input_.statistic == v1::STATISTIC_PUBLISHED) {
    *response.mutable_statistic() = Published();
  } else if (IsComputed(input_.statistic)) {
    *response.mutable_statistic() = StatisticOver(operands);
  }
  response.mutable_issues()->Add(issues_.begin(), issues_.end());
  return response;
}

}  // namespace

absl::StatusOr<v1::CompareAreasResponse> Compare(const ComparisonInput& input) {
  TERTIAL_RETURN_IF_ERROR(CheckStatistic(input));
  std::vector<v1::FoundIssue> issues = AllIssues(input);
  TERTIAL_RETURN_IF_ERROR(RefuseUnaccepted(issues, input.accept));
  return Comparison(input, std::move(issues)).Assemble();
}

}  // namespace tertial::indicators
