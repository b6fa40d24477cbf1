#include "services/climate/domain/target_path.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "services/climate/domain/field_rules.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;

std::optional<Period> StartOf(const v1::ClimateTarget& target) {
  return ParsePeriod(target.path_from().empty() ? target.base_period() : target.path_from());
}

bool IsStraight(const v1::ClimateTarget& target) {
  return target.path() == v1::TARGET_PATH_UNSPECIFIED || target.path() == v1::TARGET_PATH_LINEAR;
}

Refusal NoBudget(const v1::ClimateTarget& target, const Period& year) {
  return {common::v1::NOT_COMPUTABLE_REASON_NO_TARGET_VALUE,
          absl::StrCat(target.name(), " has no budget for ", year.Format(), ".")};
}

Computed Refused(common::v1::Formula formula, std::vector<Measured> operands,
                 const std::string& unit, Refusal refusal) {
  operands.front().refusal = std::move(refusal);
  return ComputeOver(formula, operands, unit, /*decimals=*/0);
}

}  // namespace

PathByRelease::PathByRelease(const v1::ClimateTarget& target, const Inventory& inventory,
                             const Denominators& denominators)
    : target_(target),
      figures_(target, inventory, denominators),
      start_(StartOf(target)),
      due_(ParsePeriod(target.due_period())),
      levels_(LevelOf(target, figures_)) {}

Measured PathByRelease::YearsGone(const Period& year) const {
  return YearsBetween(target_, *start_, std::min(year, *due_));
}

Computed PathByRelease::MilestoneIn(const Period& year) const {
  if (target_.path() == v1::TARGET_PATH_YEARLY_BUDGETS) return BudgetLevel(year);
  const auto formula = IsStraight(target_) ? common::v1::FORMULA_LINEAR_MILESTONE
                                           : common::v1::FORMULA_COMPOUND_MILESTONE;
  const std::string unit = LevelUnit(target_);
  const Measured level = MeasuredAs(target_.name(), levels_.level);
  if (!start_.has_value()) {
    return Refused(formula, {level}, unit,
                   {common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE,
                    absl::StrCat(target_.name(), " does not say where its path begins.")});
  }
  const Measured start = figures_.In(*start_);
  const std::vector<Measured> operands = {start, level, YearsGone(year),
                                          YearsBetween(target_, *start_, *due_)};
  if (year < *start_) {
    return Refused(
        formula, operands, unit,
        {common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE,
         absl::StrCat("The path begins in ", start_->Format(), ", after ", year.Format(), ".")});
  }
  return ComputeOver(formula, operands, unit, std::max(start.decimals, level.decimals));
}

Computed PathByRelease::BudgetLevel(const Period& year) const {
  const std::string unit = LevelUnit(target_);
  const v1::YearlyBudget* const budget = FindBudget(year);
  if (budget == nullptr) {
    return Refused(common::v1::FORMULA_SUM, {MeasuredAs(target_.name(), Computed())}, unit,
                   NoBudget(target_, year));
  }
  const Measured stated = StatedBy(target_, budget->value());
  if (budget->unit() == kPercentUnit) {
    const Measured base = figures_.In(*Period::Parse(target_.base_period()));
    return ComputeOver(common::v1::FORMULA_PERCENT_OF, {base, stated}, unit, base.decimals);
  }
  if (IsIntensity(target_)) {
    return ComputeOver(common::v1::FORMULA_RATIO, {stated, figures_.DenominatorIn(year)}, unit,
                       kIntensityDecimals);
  }
  return ComputeOver(common::v1::FORMULA_SUM, {stated}, unit, stated.decimals);
}

Computed PathByRelease::LevelIn(const Period& year) const {
  return year < *due_ ? MilestoneIn(year) : levels_.level;
}

std::optional<Refusal> PathByRelease::RefuseComparison(const Period& year) const {
  return start_.has_value() ? figures_.BreakBetween(*start_, year) : std::nullopt;
}

Computed PathByRelease::GapIn(const Period& year, const Computed& level) const {
  const std::string unit = LevelUnit(target_);
  const Measured current = figures_.In(year);
  const Measured asked = MeasuredAs(target_.name(), level);
  const int decimals = std::max(asked.decimals, current.decimals);
  const bool straight = IsStraight(target_) && start_.has_value();
  const auto formula = straight ? common::v1::FORMULA_MILESTONE_GAP : common::v1::FORMULA_DISTANCE;
  std::vector<Measured> operands = {asked, current};
  if (straight) {
    operands = {figures_.In(*start_), MeasuredAs(target_.name(), levels_.level), current,
                YearsGone(year), YearsBetween(target_, *start_, *due_)};
  }
  // Why there is no milestone stands before anything that the operands show.
  if (asked.refusal.has_value()) return Refused(formula, operands, unit, *asked.refusal);
  if (std::optional<Refusal> refusal = RefuseComparison(year);
      refusal.has_value() && current.has_value()) {
    return Refused(formula, operands, unit, *std::move(refusal));
  }
  return ComputeOver(formula, operands, unit, decimals);
}

std::vector<v1::Milestone> PathByRelease::Milestones() const {
  std::vector<v1::Milestone> milestones;
  std::optional<Period> first = start_;
  if (!first.has_value() && target_.yearly_budgets_size() > 0) {
    first = ParsePeriod(target_.yearly_budgets(0).period());
  }
  if (!first.has_value()) return milestones;
  for (Period year = *first; year <= *due_; year = year.Next()) {
    v1::Milestone& milestone = milestones.emplace_back();
    milestone.set_period(year.Format());
    *milestone.mutable_level() = MilestoneIn(year);
    *milestone.mutable_gap() = GapIn(year, milestone.level());
  }
  return milestones;
}

const v1::YearlyBudget* PathByRelease::FindBudget(const Period& year) const {
  const std::string period = year.Format();
  const auto found =
      std::find_if(target_.yearly_budgets().begin(), target_.yearly_budgets().end(),
                   [&](const v1::YearlyBudget& budget) { return budget.period() == period; });
  return found == target_.yearly_budgets().end() ? nullptr : &*found;
}

Measured PathByRelease::BudgetInTonnes(const v1::YearlyBudget& budget, const Period& year) const {
  if (budget.unit() != kPercentUnit) return StatedBy(target_, budget.value());
  const Measured level = MeasuredAs(target_.name(), BudgetLevel(year));
  if (!IsIntensity(target_)) return level;
  return MeasuredAs(target_.name(),
                    ComputeOver(common::v1::FORMULA_PRODUCT, {level, figures_.DenominatorIn(year)},
                                kEmissionUnit, kIntensityDecimals));
}

Computed PathByRelease::OverBudget(const Period& last) const {
  constexpr auto kFormula = common::v1::FORMULA_DIFFERENCE;
  std::vector<Measured> allowed;
  std::vector<Measured> emitted;
  Period year = *Period::Parse(target_.yearly_budgets(0).period());
  for (; year <= last; year = year.Next()) {
    const v1::YearlyBudget* const budget = FindBudget(year);
    if (budget == nullptr) break;
    allowed.push_back(BudgetInTonnes(*budget, year));
    emitted.push_back(figures_.EmissionsIn(year));
  }
  if (allowed.empty() || year <= last) {
    const Measured none = MeasuredAs(target_.name(), Computed());
    return Refused(kFormula, {none, none}, kEmissionUnit,
                   NoBudget(target_, year <= last ? year : last));
  }
  const auto sum = [](const std::vector<Measured>& years) {
    return ComputeOver(common::v1::FORMULA_SUM, years, kEmissionUnit, DecimalsOf(years));
  };
  const std::vector<Measured> sums = {MeasuredAs(target_.name(), sum(allowed)),
                                      MeasuredAs(figures_.release(), sum(emitted))};
  return ComputeOver(kFormula, sums, kEmissionUnit, DecimalsOf(sums));
}

Computed LevelIn(const v1::ClimateTarget& target, const Inventory& inventory,
                 const Denominators& denominators, const Period& year) {
  return PathByRelease(target, inventory, denominators).LevelIn(year);
}

std::vector<v1::Milestone> MilestonesOf(const v1::ClimateTarget& target, const Inventory& inventory,
                                        const Denominators& denominators) {
  return PathByRelease(target, inventory, denominators).Milestones();
}

}  // namespace tertial::climate
