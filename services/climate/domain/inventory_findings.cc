#include "services/climate/domain/inventory_findings.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"
#include "services/climate/domain/emission_rules.h"
#include "services/climate/domain/inventory_splits.h"
#include "services/climate/domain/inventory_sums.h"

namespace tertial::climate {
namespace {

using common::v1::Cell;
using common::v1::Computed;
using common::v1::Operand;

// By how much the number that an operand holds may differ for its rounding alone.
Rational Slack(const Operand& operand) {
  const absl::StatusOr<Decimal> value = Decimal::Parse(operand.cell().value());
  if (!value.ok()) return {};
  const absl::StatusOr<Decimal> rounded_to = Decimal::Parse(operand.cell().rounded_to());
  const Rational unit =
      rounded_to.ok() ? Rational(*rounded_to) : Rational::FromInt(10).Power(-value->scale());
  return unit / Rational::FromInt(2);
}

Rational SlackOf(const Computed& computed) {
  Rational slack;
  for (const Operand& operand : computed.operands()) slack += Slack(operand);
  return slack;
}

// A number that is held against another.
struct Compared {
  Operand operand;
  int decimals = 0;
  Rational slack;

  Rational number() const { return Rational(*Decimal::Parse(operand.cell().value())); }
};

// The whole less the sum of its parts; positive where the parts are less.
Rational Difference(const Compared& whole, const Compared& sum) {
  return whole.number() - sum.number();
}
bool IsMoreThanRounding(const Compared& whole, const Compared& sum) {
  return Difference(whole, sum).Abs() > whole.slack + sum.slack;
}

template <typename Names>
void AddNames(const Names& names, v1::InventoryFinding& finding) {
  for (const std::string& name : names) {
    if (finding.resources_size() == kMostNamed) return;
    finding.add_resources(name);
  }
}

v1::InventoryFinding MakeFinding(v1::InventoryFindingKind kind, common::v1::Severity severity,
                                 const std::string& period, absl::string_view detail) {
  v1::InventoryFinding finding;
  finding.set_kind(kind);
  finding.set_severity(severity);
  finding.set_period(period);
  finding.set_detail(std::string(detail));
  return finding;
}

void SetDifference(const Compared& whole, const Compared& sum, v1::InventoryFinding& finding) {
  *finding.mutable_difference() =
      Compute(common::v1::FORMULA_DIFFERENCE, {sum.operand, whole.operand}, kEmissionUnit,
              std::max(whole.decimals, sum.decimals));
}

// The findings of one period of a release.
class PeriodFindings {
 public:
  PeriodFindings(const Inventory& inventory, const Period& period,
                 std::vector<v1::InventoryFinding>& findings)
      : inventory_(inventory),
        period_(period),
        is_complete_(inventory.release->coverage() == v1::INVENTORY_COVERAGE_COMPLETE),
        findings_(findings) {
    for (const auto& [id, figures] : inventory.series) {
      const auto found = figures.find(period);
      if (found != figures.end()) figures_.push_back(found->second);
    }
  }

  void Find() {
    if (figures_.empty()) return;
    FindInFigures();
    FindInSectors();
    FindInParts();
    FindInTotal();
  }

 private:
  v1::InventoryFinding& Add(v1::InventoryFindingKind kind, common::v1::Severity severity,
                            absl::string_view detail) {
    return findings_.emplace_back(MakeFinding(kind, severity, period_.Format(), detail));
  }

  std::string NameOf(const SeriesId& id) const {
    return EmissionName(inventory_.release->name(), id, period_);
  }

  // A sum, or what is known of it, by the name of the release.
  Compared SumAs(const std::string& field, const Computed& computed) const {
    Compared sum{.operand = OperandOf(inventory_.release->name(), computed),
                 .decimals = computed.decimals(),
                 .slack = SlackOf(computed)};
    sum.operand.set_field(field);
    return sum;
  }

  // The figure of a series; nothing where it has no value in "tonnes_co2e".
  std::optional<Compared> ValueOf(const SeriesId& id) const {
    const v1::EmissionFigure* const figure = inventory_.Find(id, period_);
    if (figure == nullptr || figure->cell().content_case() != Cell::kValue ||
        figure->unit() != kEmissionUnit) {
      return std::nullopt;
    }
    const Operand operand = EmissionOperand(inventory_, id, period_);
    return Compared{
        .operand = operand, .decimals = tertial::DecimalsOf({operand}), .slack = Slack(operand)};
  }

  void FindInFigures() {
    for (const v1::EmissionFigure* figure : figures_) {
      if (IsUnexplained(*figure)) {
        Add(v1::INVENTORY_FINDING_KIND_UNEXPLAINED, common::v1::SEVERITY_WARNING,
            absl::StrCat("It is ", common::v1::MissingReason_Name(figure->cell().missing()),
                         ", and nothing says what that means here."))
            .add_resources(figure->name());
      }
      if (!figure->has_implied_by() || AgreesWithImplied(inventory_, *figure)) continue;
      v1::InventoryFinding& finding =
          Add(v1::INVENTORY_FINDING_KIND_IMPLIED_VALUE_OUTSIDE, common::v1::SEVERITY_WARNING,
              absl::StrCat(figure->cell().value(), " no longer follows from the figure of ",
                           figure->implied_by().period(), "."));
      finding.add_resources(figure->name());
      const absl::StatusOr<Period> later = Period::Parse(figure->implied_by().period());
      if (!later.ok()) continue;
      finding.add_resources(EmissionName(inventory_.release->name(), SeriesOf(*figure), *later));
    }
  }

  void FindInSectors() {
    std::set<std::string> sectors;
    for (const v1::EmissionFigure* figure : figures_) sectors.insert(figure->sector());
    for (const std::string& sector : sectors) {
      FindDifferentSplits(sector);
      if (sector == kTotalSector) continue;
      const v1::InventoryTotal total = TotalOf(inventory_, sector, period_);
      if (total.basis() == v1::TOTAL_BASIS_SUMMED) {
        AddIncomplete(NameOf({.sector = sector}), total);
      }
    }
  }

  void AddIncomplete(const std::string& name, const v1::InventoryTotal& total) {
    if (total.gap_count() == 0) return;
    v1::InventoryFinding& finding =
        Add(v1::INVENTORY_FINDING_KIND_TOTAL_INCOMPLETE,
            is_complete_ ? common::v1::SEVERITY_WARNING : common::v1::SEVERITY_INFO,
            absl::StrCat("The sum has ", total.gap_count(),
                         total.gap_count() == 1 ? " gap: " : " gaps; the first: ",
                         total.total().not_computable().detail()));
    finding.add_resources(name);
    AddNames(total.gaps(), finding);
  }

  // What a sector is told as: its own figure, and each of its splits that is there.
  struct Told {
    std::string text;
    std::vector<std::string> resources;
    Compared number;
    bool is_whole = true;
  };

  std::vector<Told> TellingsOf(const std::string& sector) const {
    std::vector<Told> tellings;
    const SeriesId whole{.sector = sector};
    if (const std::optional<Compared> own = ValueOf(whole); own.has_value()) {
      tellings.push_back({"its own figure", {NameOf(whole)}, *own});
    }
    const Splits splits = SplitsOf(inventory_, sector);
    const auto add = [&](absl::string_view text, const std::vector<SeriesId>& split) {
      if (!HasAnyFigure(inventory_, split, period_)) return;
      const v1::InventoryTotal sum = SumOfSeries(inventory_, split, period_);
      const bool is_whole = sum.total().has_value();
      if (!is_whole && !sum.recorded_part().has_value()) return;
      Told told{std::string(text),
                {},
                SumAs(sector, is_whole ? sum.total() : sum.recorded_part()),
                is_whole};
      for (const SeriesId& id : split) {
        if (inventory_.Find(id, period_) != nullptr) told.resources.push_back(NameOf(id));
      }
      tellings.push_back(std::move(told));
    };
    add("the sum of its sources and gases", splits.by_source_and_gas);
    add("the sum of its sources", splits.by_source);
    add("the sum of its gases", splits.by_gas);
    return tellings;
  }

  // The first telling that is whole is held against the others; of one with gaps what is known
  // cannot be more, where nothing is negative.
  void FindDifferentSplits(const std::string& sector) {
    const std::vector<Told> tellings = TellingsOf(sector);
    const auto first = std::find_if(tellings.begin(), tellings.end(),
                                    [](const Told& told) { return told.is_whole; });
    if (first == tellings.end()) return;
    const bool may_be_negative = StandsApart(TopSectorOf(inventory_, sector));
    for (const Told& other : tellings) {
      if (&other == &*first || !IsMoreThanRounding(first->number, other.number)) continue;
      const bool is_more = Difference(first->number, other.number).sign() < 0;
      if (!other.is_whole && (may_be_negative || !is_more)) continue;
      v1::InventoryFinding& finding =
          Add(v1::INVENTORY_FINDING_KIND_SPLITS_DIFFER, common::v1::SEVERITY_ERROR,
              absl::StrCat("Of the sector ", Quoted(sector), " ", other.text, ", ",
                           other.number.operand.cell().value(), ", is not ", first->text, ", ",
                           first->number.operand.cell().value(), "."));
      AddNames(first->resources, finding);
      AddNames(other.resources, finding);
      SetDifference(first->number, other.number, finding);
    }
  }

  // What the parts of a sector, or objects in it, are together, as far as they are recorded.
  struct Parts {
    std::vector<Operand> operands;
    std::vector<std::string> resources;
    int decimals = 0;
    Rational slack;
  };

  void FindInParts() {
    std::map<std::string, Parts> parts;
    std::map<std::string, Parts> objects;
    std::set<std::string> seen;
    for (const v1::EmissionFigure* figure : figures_) {
      if (!figure->object().empty()) {
        AddPart(NameOf(SeriesOf(*figure)), ValueOf(SeriesOf(*figure)), objects[figure->sector()]);
        continue;
      }
      const std::string& sector = figure->sector();
      const auto part_of = inventory_.part_of.find(sector);
      if (part_of == inventory_.part_of.end() || part_of->second.empty() ||
          part_of->second == kTotalSector || !seen.insert(sector).second) {
        continue;
      }
      const v1::InventoryTotal total = TotalOf(inventory_, sector, period_);
      const Computed& known = total.total().has_value() ? total.total() : total.recorded_part();
      AddPart(NameOf({.sector = sector}),
              known.has_value() ? std::optional<Compared>(SumAs(sector, known)) : std::nullopt,
              parts[part_of->second]);
    }
    for (const auto& [sector, of_sector] : parts) FindInPartsOf(sector, "parts", of_sector);
    for (const auto& [sector, of_sector] : objects) FindInPartsOf(sector, "objects", of_sector);
  }

  static void AddPart(const std::string& name, const std::optional<Compared>& value, Parts& parts) {
    parts.resources.push_back(name);
    if (!value.has_value()) return;
    parts.operands.push_back(value->operand);
    parts.decimals = std::max(parts.decimals, value->decimals);
    parts.slack += value->slack;
  }

  void FindInPartsOf(const std::string& sector, absl::string_view what, const Parts& parts) {
    const std::string name = NameOf({.sector = sector});
    if (!HasFigures(inventory_, sector, period_)) {
      v1::InventoryFinding& finding =
          Add(v1::INVENTORY_FINDING_KIND_PARENT_NOT_RECORDED, common::v1::SEVERITY_INFO,
              absl::StrCat("Nothing is recorded of the sector ", Quoted(sector), " itself, of ",
                           "which there are ", what, "."));
      finding.add_resources(name);
      AddNames(parts.resources, finding);
      return;
    }
    const v1::InventoryTotal total = TotalOf(inventory_, sector, period_);
    if (!total.total().has_value() || parts.operands.empty() ||
        StandsApart(TopSectorOf(inventory_, sector))) {
      return;
    }
    const Computed together =
        Compute(common::v1::FORMULA_SUM, parts.operands, kEmissionUnit, parts.decimals);
    if (!together.has_value()) return;
    const Compared whole = SumAs(sector, total.total());
    Compared sum = SumAs(absl::StrCat(sector, " ", what), together);
    sum.slack = parts.slack;
    if (Difference(whole, sum).sign() >= 0 || !IsMoreThanRounding(whole, sum)) return;
    v1::InventoryFinding& finding =
        Add(v1::INVENTORY_FINDING_KIND_PARTS_EXCEED_WHOLE, common::v1::SEVERITY_ERROR,
            absl::StrCat("The ", what, " of the sector ", Quoted(sector), " are together ",
                         together.value(), ", more than all of it, ", total.total().value(), "."));
    finding.add_resources(name);
    AddNames(parts.resources, finding);
    SetDifference(whole, sum, finding);
  }

  void FindInTotal() {
    const v1::InventoryTotal all = SumOfSectors(inventory_, period_);
    if (all.basis() != v1::TOTAL_BASIS_SUMMED) return;
    const std::string name = NameOf({.sector = kTotalSector});
    AddIncomplete(name, all);
    const std::optional<Compared> published = ValueOf({.sector = kTotalSector});
    const bool is_whole = all.total().has_value();
    const Computed& known = is_whole ? all.total() : all.recorded_part();
    if (!published.has_value() || !known.has_value()) return;
    const std::vector<std::string> sectors = SummedSectors(inventory_);
    Compared sum = SumAs(kTotalSector, known);
    sum.slack = Rational();
    for (const std::string& sector : sectors) {
      const v1::InventoryTotal of_sector = TotalOf(inventory_, sector, period_);
      sum.slack += SlackOf(of_sector.total());
    }
    if (!IsMoreThanRounding(*published, sum)) return;
    const bool is_more = Difference(*published, sum).sign() < 0;
    if (!is_whole && !is_more) return;
    const bool is_error = is_more || is_complete_;
    v1::InventoryFinding& finding =
        Add(v1::INVENTORY_FINDING_KIND_SECTORS_DIFFER_FROM_TOTAL,
            is_error ? common::v1::SEVERITY_ERROR : common::v1::SEVERITY_INFO,
            absl::StrCat("The sectors are together ", known.value(), is_more ? ", more" : ", less",
                         " than the published total, ", published->operand.cell().value(), "."));
    finding.add_resources(name);
    for (const std::string& sector : sectors) {
      if (finding.resources_size() == kMostNamed) break;
      finding.add_resources(NameOf({.sector = sector}));
    }
    SetDifference(*published, sum, finding);
  }

  const Inventory& inventory_;
  const Period period_;
  const bool is_complete_;
  std::vector<v1::InventoryFinding>& findings_;
  std::vector<const v1::EmissionFigure*> figures_;
};

// What the target's budgets allow in the due year, in tonnes; nothing where they do not tell.
std::optional<Compared> LastBudget(const v1::ClimateTarget& target, const TargetLevel& level) {
  for (const v1::YearlyBudget& budget : target.yearly_budgets()) {
    if (budget.period() != target.due_period()) continue;
    const Operand value = MakeConstant(target.name(), budget.value());
    if (budget.unit() == kEmissionUnit) {
      return Compared{
          .operand = value, .decimals = tertial::DecimalsOf({value}), .slack = Slack(value)};
    }
    if (!level.base.has_value()) return std::nullopt;
    const Computed part = Compute(common::v1::FORMULA_PERCENT_OF, {*level.base, value},
                                  kEmissionUnit, tertial::DecimalsOf({*level.base}));
    if (!part.has_value()) return std::nullopt;
    const Operand operand = OperandOf(target.name(), part);
    return Compared{.operand = operand,
                    .decimals = part.decimals(),
                    .slack = Slack(MakeConstant(target.name(), part.value()))};
  }
  return std::nullopt;
}

std::optional<v1::InventoryFinding> FindBudgetEnd(const v1::ClimateTarget& target,
                                                  const Inventory& inventory) {
  if (target.path() != v1::TARGET_PATH_YEARLY_BUDGETS || target.has_denominator() ||
      !IsMeasuredBy(target, *inventory.release)) {
    return std::nullopt;
  }
  const TargetLevel level = LevelOf(target, inventory, Denominators());
  const std::optional<Compared> budget = LastBudget(target, level);
  if (!budget.has_value() || !level.level.has_value()) return std::nullopt;
  const Compared asked{.operand = OperandOf(target.name(), level.level),
                       .decimals = level.level.decimals(),
                       .slack = Slack(MakeConstant(target.name(), level.level.value()))};
  if (!IsMoreThanRounding(asked, *budget)) return std::nullopt;
  v1::InventoryFinding finding =
      MakeFinding(v1::INVENTORY_FINDING_KIND_BUDGET_ENDS_ELSEWHERE, common::v1::SEVERITY_WARNING,
                  target.due_period(),
                  absl::StrCat("By this release the target asks for ", level.level.value(), " in ",
                               target.due_period(), ", and the budget of that year is ",
                               budget->operand.cell().value(), "."));
  AddNames(std::vector<std::string>{target.name(), inventory.release->name()}, finding);
  SetDifference(asked, *budget, finding);
  return finding;
}

std::optional<v1::InventoryFinding> FindBaseGone(const v1::ClimateTarget& target,
                                                 const Inventory& inventory) {
  if (target.reference_release() != inventory.release->name() || target.base_period().empty()) {
    return std::nullopt;
  }
  const absl::StatusOr<Period> base = Period::Parse(target.base_period());
  if (!base.ok() || TotalOf(inventory, target.sector(), *base).total().has_value()) {
    return std::nullopt;
  }
  v1::InventoryFinding finding =
      MakeFinding(v1::INVENTORY_FINDING_KIND_BASE_NOT_IN_RELEASE, common::v1::SEVERITY_WARNING,
                  target.base_period(),
                  absl::StrCat("The release that the target was set on holds no value of ",
                               Quoted(target.sector()), " for the base period."));
  AddNames(std::vector<std::string>{target.name(), EmissionName(inventory.release->name(),
                                                                target.sector(), *base)},
           finding);
  return finding;
}

}  // namespace

std::vector<Period> PeriodsOf(const Inventory& inventory) {
  std::set<Period> periods;
  for (const auto& [id, figures] : inventory.series) {
    for (const auto& [period, figure] : figures) periods.insert(period);
  }
  return {periods.begin(), periods.end()};
}

std::vector<v1::InventoryFinding> FindingsOf(const Inventory& inventory,
                                             absl::Span<const Period> periods) {
  std::vector<v1::InventoryFinding> findings;
  for (const Period& period : periods) PeriodFindings(inventory, period, findings).Find();
  return findings;
}

std::vector<v1::InventoryFinding> TargetFindingsOf(const v1::ClimateTarget& target,
                                                   const Inventory& inventory) {
  std::vector<v1::InventoryFinding> findings;
  for (std::optional<v1::InventoryFinding> found :
       {FindBudgetEnd(target, inventory), FindBaseGone(target, inventory)}) {
    if (found.has_value()) findings.push_back(*std::move(found));
  }
  return findings;
}

void SortFindings(std::vector<v1::InventoryFinding>& findings) {
  const auto key = [](const v1::InventoryFinding& finding) {
    // Stored periods parse.
    return std::tuple(*Period::Parse(finding.period()), finding.kind(),
                      finding.resources_size() == 0 ? "" : finding.resources(0));
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
}

}  // namespace tertial::climate
