#include "services/climate/domain/target_progress.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/target_path.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::Formula;

// Rates and their ratio are shown with this many decimals.
constexpr int kRateDecimals = 2;
constexpr char kRatioUnit[] = "ratio";

Refusal Because(common::v1::NotComputableReason reason, std::string detail) {
  return {reason, std::move(detail)};
}

// What a computed number lies between on either side of zero.
v1::MilestoneStanding StandingOf(const Computed& gap) {
  if (!gap.has_value()) return v1::MILESTONE_STANDING_UNSPECIFIED;
  const bool uncertain = std::any_of(gap.operands().begin(), gap.operands().end(), IsUncertain);
  if (uncertain && !gap.has_interval()) return v1::MILESTONE_STANDING_UNCERTAIN;
  const std::string& low = gap.has_interval() ? gap.interval().unrounded_low() : gap.unrounded();
  const std::string& high = gap.has_interval() ? gap.interval().unrounded_high() : gap.unrounded();
  // What Compute has written parses.
  if (Rational::Parse(high)->sign() <= 0) return v1::MILESTONE_STANDING_AHEAD;
  if (Rational::Parse(low)->sign() > 0) return v1::MILESTONE_STANDING_BEHIND;
  return v1::MILESTONE_STANDING_UNCERTAIN;
}

class Assessor {
 public:
  Assessor(const v1::ClimateTarget& target, const Inventory& inventory,
           const AssessmentOptions& options)
      : target_(target),
        path_(target, inventory, options.denominators),
        figures_(path_.figures()),
        base_(ParsePeriod(target.base_period())),
        since_(base_.has_value() ? base_ : path_.start()),
        rate_from_(options.rate_from.has_value() ? options.rate_from : since_),
        due_(*ParsePeriod(target.due_period())),
        current_(figures_.LatestMeasured(options.period)),
        // Where nothing is measured, the figure of the period reported on says why.
        shown_(current_.value_or(options.period)),
        current_figure_(figures_.In(shown_)),
        level_(MeasuredAs(target.name(), path_.levels().level)),
        unit_(LevelUnit(target)) {}

  v1::ClimateTargetAssessment Assess() const {
    v1::ClimateTargetAssessment assessment;
    assessment.set_inventory_release(figures_.release());
    if (current_.has_value()) assessment.set_current_period(current_->Format());
    *assessment.mutable_target_level() = path_.levels().level;
    if (path_.levels().level_max.has_value()) {
      *assessment.mutable_target_level_max() = *path_.levels().level_max;
    }
    *assessment.mutable_change_from_base() = ChangeFromBase();
    *assessment.mutable_distance() = Distance();
    *assessment.mutable_share_reached() = ShareReached();
    AddMilestone(assessment);
    AddRates(assessment);
    AddAmounts(assessment);
    return assessment;
  }

 private:
  using Operands = std::vector<Measured>;

  // Over the operands; where all have a value, `refusal` is why it is not computed all the same.
  static Computed Over(Formula formula, Operands operands, const std::string& unit, int decimals,
                       std::optional<Refusal> refusal) {
    const bool all = std::all_of(operands.begin(), operands.end(),
                                 [](const Measured& operand) { return operand.has_value(); });
    if (all) operands.front().refusal = std::move(refusal);
    return ComputeOver(formula, operands, unit, decimals);
  }

  // What compares the current figure with that of `since`, where there is such a year.
  Computed OverTime(Formula formula, const std::optional<Period>& since, const Operands& operands,
                    const std::string& unit, int decimals,
                    common::v1::NotComputableReason none_before) const {
    std::optional<Refusal> refusal;
    if (since.has_value()) refusal = RefuseComparison(*since, none_before);
    return Over(formula, operands, unit, decimals, std::move(refusal));
  }

  // Of a target that does not say what it is to be compared with.
  Computed WithoutBase(Formula formula, const std::string& unit,
                       common::v1::NotComputableReason reason) const {
    Measured current = current_figure_;
    current.refusal =
        Because(reason, absl::StrCat(target_.name(), " has no base period to compare with."));
    return ComputeOver(formula, {current}, unit, /*decimals=*/0);
  }

  Computed ChangeFromBase() const {
    constexpr auto kFormula = common::v1::FORMULA_PERCENT_CHANGE;
    if (!base_.has_value()) {
      return WithoutBase(kFormula, kPercentUnit, common::v1::NOT_COMPUTABLE_REASON_NO_TARGET_VALUE);
    }
    return OverTime(kFormula, base_, {figures_.In(*base_), current_figure_}, kPercentUnit,
                    kPercentDecimals, common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  }

  Computed Distance() const {
    return OverTime(common::v1::FORMULA_DISTANCE, base_, {level_, current_figure_}, unit_,
                    std::max(level_.decimals, current_figure_.decimals),
                    common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  }

  Computed ShareReached() const {
    constexpr auto kFormula = common::v1::FORMULA_SHARE_OF_REDUCTION;
    if (!since_.has_value()) {
      return WithoutBase(kFormula, kPercentUnit, common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE);
    }
    return OverTime(kFormula, since_, {figures_.In(*since_), current_figure_, level_}, kPercentUnit,
                    kPercentDecimals, common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE);
  }

  void AddMilestone(v1::ClimateTargetAssessment& assessment) const {
    Computed& milestone = *assessment.mutable_milestone();
    Computed& gap = *assessment.mutable_milestone_gap();
    milestone = current_.has_value() ? path_.LevelIn(shown_) : WithoutCurrent();
    gap = path_.GapIn(shown_, milestone);
    assessment.set_standing(StandingOf(gap));
  }

  Computed WithoutCurrent() const {
    return NotComputable(common::v1::FORMULA_SUM, {}, unit_,
                         common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION,
                         absl::StrCat("No emissions are recorded up to ", shown_.Format(), "."));
  }

  void AddRates(v1::ClimateTargetAssessment& assessment) const {
    *assessment.mutable_rate_needed() =
        Over(common::v1::FORMULA_RATE_NEEDED,
             {current_figure_, level_, YearsBetween(target_, shown_, due_)}, kPercentUnit,
             kRateDecimals, FirstOf(RefuseDue(), RefuseBase()));
    if (rate_from_.has_value()) assessment.set_rate_from(rate_from_->Format());
    *assessment.mutable_present_rate() = SinceRateFrom(
        common::v1::FORMULA_YEARLY_CHANGE, kPercentUnit, kRateDecimals, /*to_due=*/false);
    const int decimals = current_figure_.decimals;
    *assessment.mutable_projection() =
        SinceRateFrom(common::v1::FORMULA_PROJECTION, unit_, decimals, /*to_due=*/true);
    *assessment.mutable_linear_projection() =
        SinceRateFrom(common::v1::FORMULA_LINEAR_PROJECTION, unit_, decimals, /*to_due=*/true);
    *assessment.mutable_rate_ratio() = RateRatio();
  }

  // What goes on as it has since `rate_from_`: until now, or to the due year.
  Computed SinceRateFrom(Formula formula, const std::string& unit, int decimals,
                         bool to_due) const {
    if (!rate_from_.has_value()) {
      return WithoutBase(formula, unit, common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE);
    }
    const Measured from = figures_.In(*rate_from_);
    Operands operands = {from, current_figure_, YearsBetween(target_, *rate_from_, shown_)};
    std::optional<Refusal> refusal =
        RefuseComparison(*rate_from_, common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE);
    if (to_due) {
      operands.push_back(YearsBetween(target_, shown_, due_));
      refusal = FirstOf(RefuseDue(), std::move(refusal));
      decimals = std::max(decimals, from.decimals);
    }
    return Over(formula, std::move(operands), unit, decimals, std::move(refusal));
  }

  Computed RateRatio() const {
    constexpr auto kFormula = common::v1::FORMULA_CAGR_RATIO;
    if (!since_.has_value()) {
      return WithoutBase(kFormula, kRatioUnit, common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE);
    }
    // Of emissions less is better.
    const Operands operands = {figures_.In(*since_),
                               current_figure_,
                               level_,
                               YearsBetween(target_, *since_, shown_),
                               YearsBetween(target_, *since_, due_),
                               StatedBy(target_, "-1")};
    return OverTime(kFormula, since_, operands, kRatioUnit, kRateDecimals,
                    common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE);
  }

  // What only some targets have.
  void AddAmounts(v1::ClimateTargetAssessment& assessment) const {
    if (IsIntensity(target_)) {
      *assessment.mutable_level_in_tonnes() =
          ComputeOver(common::v1::FORMULA_PRODUCT, {level_, figures_.DenominatorIn(shown_)},
                      kEmissionUnit, figures_.EmissionsIn(shown_).decimals);
    }
    if (target_.kind() == v1::CLIMATE_TARGET_KIND_NET_ZERO) {
      *assessment.mutable_net_emissions() = figures_.NetIn(shown_);
    }
    if (target_.yearly_budgets_size() > 0) {
      *assessment.mutable_over_budget() = path_.OverBudget(shown_);
    }
  }

  static std::optional<Refusal> FirstOf(std::optional<Refusal> first,
                                        std::optional<Refusal> second) {
    return first.has_value() ? first : second;
  }

  std::optional<Refusal> RefuseDue() const {
    if (shown_ < due_) return std::nullopt;
    return Because(common::v1::NOT_COMPUTABLE_REASON_NO_TIME_LEFT,
                   absl::StrCat("The target was due in ", due_.Format(), "."));
  }

  // The level is made of the base: where the current figure is not comparable with that, it is not
  // with the level.
  std::optional<Refusal> RefuseBase() const {
    if (!base_.has_value()) return std::nullopt;
    return RefuseComparison(*base_, common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE);
  }

  // Why the current figure cannot be held against that of `since`, although both may have values.
  std::optional<Refusal> RefuseComparison(const Period& since,
                                          common::v1::NotComputableReason none_before) const {
    if (!current_.has_value()) return std::nullopt;
    if (*current_ < since) {
      return Because(none_before,
                     absl::StrCat("The latest period with a value, ", current_->Format(),
                                  ", lies before the base period, ", since.Format(), "."));
    }
    return figures_.BreakBetween(since, *current_);
  }

  const v1::ClimateTarget& target_;
  const PathByRelease path_;
  const TargetFigures& figures_;
  // None for a target that is a level.
  const std::optional<Period> base_;
  // The base period, else where the path begins.
  const std::optional<Period> since_;
  const std::optional<Period> rate_from_;
  const Period due_;
  const std::optional<Period> current_;
  // The year that is held against the target: the current one, where there is one.
  const Period shown_;
  const Measured current_figure_;
  const Measured level_;
  const std::string unit_;
};

}  // namespace

v1::ClimateTargetAssessment AssessTarget(const v1::ClimateTarget& target,
                                         const Inventory& inventory,
                                         const AssessmentOptions& options) {
  return Assessor(target, inventory, options).Assess();
}

}  // namespace tertial::climate
