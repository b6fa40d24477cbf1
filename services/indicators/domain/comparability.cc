#include "services/indicators/domain/comparability.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"

namespace tertial::indicators {
namespace {

// How far from zero a figure must lie, in units of its last printed decimal, not to fall to zero by
// itself: of 5 expected at random, none come in fewer than 1 of 100 periods.
constexpr int kUnitsFromZero = 5;
constexpr size_t kFewestOthers = 3;

Rational ValueOf(const Figure& figure) {
  // Stored cells have passed CheckCell, so the value parses.
  return Rational(*Decimal::Parse(figure.operand.cell().value()));
}

v1::FoundIssue MakeIssue(v1::ComparabilityIssue issue, std::vector<std::string> areas,
                         absl::string_view detail) {
  std::sort(areas.begin(), areas.end());
  v1::FoundIssue found;
  found.set_issue(issue);
  found.mutable_areas()->Add(areas.begin(), areas.end());
  found.set_detail(std::string(detail));
  return found;
}

// The areas of the figures that are so.
template <typename Predicate>
std::vector<std::string> AreasWhere(const std::vector<JudgedFigure>& figures, Predicate is_so) {
  std::vector<std::string> areas;
  for (const JudgedFigure& judged : figures) {
    if (is_so(judged)) areas.push_back(judged.area);
  }
  return areas;
}

class Judge {
 public:
  Judge(const v1::Indicator& indicator, const std::vector<JudgedFigure>& figures)
      : indicator_(indicator), figures_(figures) {}

  std::vector<v1::FoundIssue> FindAll() {
    if (figures_.size() < 2) return {};
    FindDefinitionVersions();
    FindProvisional();
    FindBases();
    FindSums();
    FindZero();
    FindEstimates();
    return std::move(found_);
  }

 private:
  void Add(v1::ComparabilityIssue issue, std::vector<std::string> areas, absl::string_view detail) {
    found_.push_back(MakeIssue(issue, std::move(areas), detail));
  }

  void FindDefinitionVersions() {
    std::map<int32_t, size_t> count;
    for (const JudgedFigure& judged : figures_) ++count[judged.figure->definition_version];
    int32_t usual = 0;
    for (const auto& [version, figures] : count) {
      if (usual == 0 || figures >= count[usual]) usual = version;
    }
    std::vector<std::string> areas = AreasWhere(figures_, [usual](const JudgedFigure& judged) {
      return judged.figure->definition_version != usual ||
             HasFlag(judged.figure->operand.cell(), common::v1::FLAG_DEFINITION_DIFFERS);
    });
    if (areas.empty()) return;
    const std::string detail =
        absl::StrCat(areas.size(), " of ", figures_.size(),
                     " figures are measured by another definition than version ", usual, ".");
    Add(v1::COMPARABILITY_ISSUE_DEFINITION_VERSIONS, std::move(areas), detail);
  }

  void FindProvisional() {
    std::vector<std::string> areas = AreasWhere(figures_, [](const JudgedFigure& judged) {
      return HasFlag(judged.figure->operand.cell(), common::v1::FLAG_PROVISIONAL);
    });
    if (areas.empty() || areas.size() == figures_.size()) return;
    const std::string detail = absl::StrCat(areas.size(), " of ", figures_.size(),
                                            " figures are provisional, the others final.");
    Add(v1::COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL, std::move(areas), detail);
  }

  void FindBases() {
    if (indicator_.bases().empty()) return;
    std::set<std::string> bases;
    for (const JudgedFigure& judged : figures_) bases.insert(judged.figure->basis);
    const bool unknown = bases.erase("") > 0;
    const auto is_known = [](const JudgedFigure& judged) { return !judged.figure->basis.empty(); };
    if (bases.size() > 1) {
      Add(v1::COMPARABILITY_ISSUE_DIFFERENT_BASES, AreasWhere(figures_, is_known),
          absl::StrCat("The figures stand on ", bases.size(), " bases, among them ", *bases.begin(),
                       " and ", *bases.rbegin(), "."));
    }
    if (unknown) {
      std::vector<std::string> areas = AreasWhere(figures_, std::not_fn(is_known));
      const std::string detail =
          absl::StrCat("The basis of ", areas.size(), " of ", figures_.size(),
                       " figures is unknown, and figures on different bases do not compare.");
      Add(v1::COMPARABILITY_ISSUE_UNKNOWN_BASIS, std::move(areas), detail);
    }
  }

  bool IsSum(const JudgedFigure& judged) const {
    return judged.is_group && IsSumOverGroup(indicator_, *judged.figure);
  }

  void FindSums() {
    std::vector<std::string> areas =
        AreasWhere(figures_, [this](const JudgedFigure& judged) { return IsSum(judged); });
    if (areas.empty() || areas.size() == figures_.size()) return;
    const std::string detail =
        absl::StrCat(areas.size(), " of ", figures_.size(),
                     " figures are sums over groups of places and stand beside others that are "
                     "none; only means compare with single places.");
    Add(v1::COMPARABILITY_ISSUE_SUM_BESIDE_PLACES, std::move(areas), detail);
  }

  bool ZeroIsAValueLikeOthers() const {
    switch (indicator_.kind()) {
      case v1::FIGURE_KIND_INDEX:
      case v1::FIGURE_KIND_CHANGE_IN_PERCENTAGE_POINTS:
        return true;
      case v1::FIGURE_KIND_UNSPECIFIED:
        return indicator_.unit() == "index" || indicator_.unit() == "percentage_points";
      default:
        return false;
    }
  }

  void FindZero() {
    if (ZeroIsAValueLikeOthers()) return;
    const JudgedFigure* zero = nullptr;
    for (const JudgedFigure& judged : figures_) {
      // Most figures are not zero, which their first digit says.
      const std::string& value = judged.figure->operand.cell().value();
      if (value[0] != '0' || !Decimal::Parse(value)->IsZero()) continue;
      if (zero != nullptr) return;
      zero = &judged;
    }
    if (zero == nullptr) return;
    std::vector<Rational> others;
    for (const JudgedFigure& judged : figures_) {
      if (&judged != zero && (zero->is_group || !IsSum(judged))) {
        others.push_back(ValueOf(*judged.figure));
      }
    }
    if (others.size() < (zero->is_group ? 1 : kFewestOthers)) return;
    if (!IsUnlikely(*zero, others)) return;
    Add(v1::COMPARABILITY_ISSUE_SUSPICIOUS_ZERO, {zero->area},
        absl::StrCat("A zero is published for ", zero->area,
                     ", which is hardly one; none of the others is zero."));
  }

  bool IsUnlikely(const JudgedFigure& zero, const std::vector<Rational>& others) const {
    const Rational near = Rational::FromInt(kUnitsFromZero) /
                          Rational::FromInt(10).Power(std::max(zero.figure->decimals, 0));
    const auto is_far = [&near](const Rational& value) { return value.Abs() >= near; };
    bool has_neighbour = false;
    for (const Figure* neighbour : {zero.before, zero.after}) {
      if (neighbour == nullptr || !neighbour->has_value()) continue;
      has_neighbour = true;
      if (!is_far(ValueOf(*neighbour))) return false;
    }
    if (has_neighbour) return true;
    if (!std::all_of(others.begin(), others.end(), is_far)) return false;
    if (zero.is_group) return true;
    if (AddsUp(indicator_) || indicator_.kind() == v1::FIGURE_KIND_COUNT_OF_N) return false;
    const auto [low, high] = std::minmax_element(others.begin(), others.end());
    if (low->sign() != high->sign()) return false;
    const Rational& nearest = low->sign() > 0 ? *low : *high;
    const Rational& farthest = low->sign() > 0 ? *high : *low;
    return farthest.Abs() <= nearest.Abs() + nearest.Abs();
  }

  void FindEstimates() {
    std::vector<std::string> areas = AreasWhere(figures_, [](const JudgedFigure& judged) {
      return HasFlag(judged.figure->operand.cell(), common::v1::FLAG_FORECAST) ||
             HasFlag(judged.figure->operand.cell(), common::v1::FLAG_ESTIMATED);
    });
    if (areas.empty() || areas.size() == figures_.size()) return;
    const std::string detail =
        absl::StrCat(areas.size(), " of ", figures_.size(), " figures are forecasts or estimates.");
    Add(v1::COMPARABILITY_ISSUE_ESTIMATES, std::move(areas), detail);
  }

  const v1::Indicator& indicator_;
  const std::vector<JudgedFigure>& figures_;
  std::vector<v1::FoundIssue> found_;
};

}  // namespace

bool IsGroup(common::v1::AreaLevel level) {
  return level != common::v1::AREA_LEVEL_UNSPECIFIED &&
         level != common::v1::AREA_LEVEL_MUNICIPALITY;
}

bool AddsUp(const v1::Indicator& indicator) {
  return indicator.additivity() == v1::ADDITIVITY_ADDITIVE ||
         (indicator.additivity() == v1::ADDITIVITY_UNSPECIFIED && indicator.unit() == "count");
}

bool IsSumOverGroup(const v1::Indicator& indicator, const Figure& figure) {
  return figure.group_statistic == v1::GROUP_STATISTIC_SUM ||
         (figure.group_statistic == v1::GROUP_STATISTIC_UNSPECIFIED && AddsUp(indicator));
}

std::vector<v1::FoundIssue> FindIssues(const v1::Indicator& indicator,
                                       const std::vector<JudgedFigure>& figures) {
  return Judge(indicator, figures).FindAll();
}

}  // namespace tertial::indicators
