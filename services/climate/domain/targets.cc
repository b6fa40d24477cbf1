#include "services/climate/domain/targets.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/types/calendar.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::Operand;

bool IsBreak(const common::v1::Cell& cell) {
  return std::find(cell.flags().begin(), cell.flags().end(), common::v1::FLAG_BREAK_IN_SERIES) !=
         cell.flags().end();
}

class Assessor {
 public:
  Assessor(const v1::ClimateTarget& target, const Inventory& inventory, const Period& period)
      : target_(target),
        inventory_(inventory),
        series_{.sector = target.sector(), .object = ""},
        figures_(inventory.FiguresOf(series_)),
        period_(period),
        current_(LatestMeasured(figures_, Period::OfYear(kFirstYear), period)) {
    if (!target.base_period().empty()) base_ = *Period::Parse(target.base_period());
  }

  v1::ClimateTargetAssessment Assess() const {
    v1::ClimateTargetAssessment assessment;
    assessment.set_inventory_release(inventory_.release->name());
    if (current_.has_value()) assessment.set_current_period(current_->Format());
    *assessment.mutable_target_level() = TargetLevel();
    *assessment.mutable_change_from_base() = ChangeFromBase();
    *assessment.mutable_distance() = Distance(assessment.target_level());
    return assessment;
  }

 private:
  struct Refusal {
    common::v1::NotComputableReason reason;
    std::string detail;
  };

  Operand EmissionsIn(const Period& period) const {
    return EmissionOperand(inventory_, series_, period);
  }

  // Where nothing is measured, the figure of the period reported on says why.
  Operand Current() const { return EmissionsIn(current_.value_or(period_)); }

  Computed TargetLevel() const {
    const Operand value = MakeConstant(target_.name(), target_.value());
    if (!base_.has_value()) {
      return Compute(common::v1::FORMULA_SUM, {value}, kEmissionUnit, DecimalsOf({value}));
    }
    const Operand base = EmissionsIn(*base_);
    return Compute(common::v1::FORMULA_REDUCED_BY_PERCENT, {base, value}, kEmissionUnit,
                   DecimalsOf({base}));
  }

  Computed ChangeFromBase() const {
    constexpr auto kFormula = common::v1::FORMULA_PERCENT_CHANGE;
    if (!base_.has_value()) {
      return NotComputable(kFormula, {Current()}, "percent",
                           common::v1::NOT_COMPUTABLE_REASON_NO_TARGET_VALUE,
                           absl::StrCat(target_.name(), " has no base period to compare with."));
    }
    std::vector<Operand> operands = {EmissionsIn(*base_), Current()};
    if (const std::optional<Refusal> refusal = RefuseComparison(); refusal.has_value()) {
      return NotComputable(kFormula, std::move(operands), "percent", refusal->reason,
                           refusal->detail);
    }
    return Compute(kFormula, std::move(operands), "percent", kPercentDecimals);
  }

  Computed Distance(const Computed& level) const {
    constexpr auto kFormula = common::v1::FORMULA_DISTANCE;
    const Operand current = Current();
    if (level.has_not_computable()) {
      // The level is the operand that is not there.
      return NotComputable(kFormula, {MakeOperand(target_.name(), nullptr), current}, kEmissionUnit,
                           level.not_computable().reason(), level.not_computable().detail());
    }
    std::vector<Operand> operands = {OperandOf(target_.name(), level), current};
    if (const std::optional<Refusal> refusal = RefuseComparison(); refusal.has_value()) {
      return NotComputable(kFormula, std::move(operands), kEmissionUnit, refusal->reason,
                           refusal->detail);
    }
    const int decimals = std::max(level.decimals(), DecimalsOf({current}));
    return Compute(kFormula, std::move(operands), kEmissionUnit, decimals);
  }

  // Why the current period cannot be held against the base period, although both may have values.
  std::optional<Refusal> RefuseComparison() const {
    if (!base_.has_value() || !current_.has_value()) return std::nullopt;
    if (*current_ < *base_) {
      return Refusal{common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION,
                     absl::StrCat("The latest period with a value, ", current_->Format(),
                                  ", lies before the base period, ", base_->Format(), ".")};
    }
    for (auto at = figures_.upper_bound(*base_); at != figures_.end() && at->first <= *current_;
         ++at) {
      if (IsBreak(at->second->cell())) {
        return Refusal{
            common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES,
            absl::StrCat(at->second->name(), " is not comparable with the periods before.")};
      }
    }
    return std::nullopt;
  }

  const v1::ClimateTarget& target_;
  const Inventory& inventory_;
  const SeriesId series_;
  const FiguresByPeriod& figures_;
  const Period period_;
  const std::optional<Period> current_;
  // None for a target that is a level.
  std::optional<Period> base_;
};

}  // namespace

bool IsMeasuredBy(const v1::ClimateTarget& target, const v1::InventoryRelease& release) {
  return target.boundary() == release.boundary() && target.scope() == release.scope();
}

v1::ClimateTargetAssessment AssessClimateTarget(const v1::ClimateTarget& target,
                                                const Inventory& inventory, const Period& period) {
  return Assessor(target, inventory, period).Assess();
}

}  // namespace tertial::climate
