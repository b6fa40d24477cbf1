#include "services/indicators/domain/targets.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/intervals.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"

namespace tertial::indicators {
namespace {

using common::v1::Computed;
using common::v1::Operand;

constexpr char kPercent[] = "percent";

bool HasValue(const Operand& operand) {
  return operand.cell().content_case() == common::v1::Cell::kValue;
}

Rational ValueOf(const Operand& operand) {
  return Rational(*Decimal::Parse(operand.cell().value()));
}

Operand ConstantOf(const v1::Target& target, const TargetContext& context,
                   absl::string_view value) {
  Operand constant = MakeConstant(target.name(), value);
  constant.set_revision(context.revision);
  return constant;
}

const std::string& UnitOf(const v1::Target& target, const TargetContext& context) {
  return context.unit.empty() ? target.unit() : context.unit;
}

int DecimalsFor(const TargetContext& context, const std::vector<Operand>& operands) {
  return context.decimals.value_or(DecimalsOf(operands));
}

// Why the reference allows no change in per cent, if it does not; a gap in it shows by itself.
std::optional<Refusal> RefuseReference(const v1::Target& target, const TargetContext& context) {
  if (!context.reference.has_value()) {
    return Refusal{common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE,
                   absl::StrCat("The figure that ", target.name(), " is a change from, of ",
                                target.base_period(), ", is not at hand.")};
  }
  if (!HasValue(*context.reference)) return std::nullopt;
  const int sign = ValueOf(*context.reference).sign();
  if (sign > 0) return std::nullopt;
  return Refusal{sign == 0 ? common::v1::NOT_COMPUTABLE_REASON_ZERO_BASE
                           : common::v1::NOT_COMPUTABLE_REASON_NEGATIVE_BASE,
                 absl::StrCat("The base ", context.reference->name(), " is ",
                              sign == 0 ? "zero" : "negative", ".")};
}

// By how many per cent the target reduces its base.
Decimal ReductionOf(const v1::Target& target) {
  const Decimal change = *Decimal::Parse(target.change_percent());
  return *Decimal::FromUnscaled(-change.unscaled(), change.scale());
}

// Whether a value above (1), below (-1) or at (0) what it is held against is what the target asks
// for.
bool IsMet(v1::Comparator comparator, int sign) {
  switch (comparator) {
    case v1::COMPARATOR_GT:
    case v1::COMPARATOR_INCREASE:
      return sign > 0;
    case v1::COMPARATOR_GE:
      return sign >= 0;
    case v1::COMPARATOR_LT:
    case v1::COMPARATOR_DECREASE:
      return sign < 0;
    case v1::COMPARATOR_LE:
      return sign <= 0;
    default:
      return sign == 0;
  }
}

// Holds one figure against one target.
class Assessor {
 public:
  Assessor(const v1::Target& target, const Operand& observed, const TargetContext& context)
      : target_(target), observed_(observed), context_(context), unit_(UnitOf(target, context)) {}

  v1::TargetAssessment Assess(const std::string& period) const {
    v1::TargetAssessment assessment;
    assessment.set_period(period);
    Computed& distance = *assessment.mutable_distance();
    switch (target_.comparator()) {
      case v1::COMPARATOR_WITHIN:
        distance = DistanceToBand();
        break;
      case v1::COMPARATOR_INCREASE:
      case v1::COMPARATOR_DECREASE:
        distance = ChangeFromReference();
        break;
      case v1::COMPARATOR_AVOID:
        distance = DistanceTo(ConstantOf(target_, context_, "0"));
        break;
      default:
        distance = DistanceToLevel();
    }
    assessment.set_state(StateOf(distance));
    return assessment;
  }

 private:
  std::string UnitOfDistance() const { return UnitOfDifference(unit_); }

  v1::TargetState StateOf(const Computed& distance) const {
    if (!distance.has_value()) return v1::TARGET_STATE_NOT_COMPUTABLE;
    // The distance is the value less the level, or the end of the band, or the reference.
    const bool is_met = IsMet(target_.comparator(), Rational::Parse(distance.unrounded())->sign());
    return is_met ? v1::TARGET_STATE_MET : v1::TARGET_STATE_NOT_MET;
  }

  Computed Refused(common::v1::Formula formula, std::vector<Operand> operands,
                   absl::string_view unit, const Refusal& refusal) const {
    return NotComputable(formula, std::move(operands), unit, refusal.reason, refusal.detail);
  }

  Computed DistanceTo(Operand aim) const {
    std::vector<Operand> operands = {std::move(aim), observed_};
    const int decimals = DecimalsFor(context_, operands);
    return Compute(common::v1::FORMULA_DISTANCE, std::move(operands), UnitOfDistance(), decimals);
  }

  Computed DistanceToLevel() const {
    const Computed level = TargetLevel(target_, context_);
    Operand aim = LevelOperand(target_, context_);
    if (level.has_not_computable()) {
      return Refused(common::v1::FORMULA_DISTANCE, {std::move(aim), observed_}, UnitOfDistance(),
                     {level.not_computable().reason(), level.not_computable().detail()});
    }
    // A level that is a part of its base is one of the series that the base belongs to.
    if (!target_.change_percent().empty() && HasObstacle()) {
      return Refused(common::v1::FORMULA_DISTANCE, {std::move(aim), observed_}, UnitOfDistance(),
                     *context_.obstacle);
    }
    return DistanceTo(std::move(aim));
  }

  // From the nearer end; 0 inside.
  Computed DistanceToBand() const {
    if (!HasValue(observed_)) return DistanceTo(ConstantOf(target_, context_, target_.value()));
    const Decimal value = *Decimal::Parse(observed_.cell().value());
    const Decimal low = *Decimal::Parse(target_.value());
    const Decimal high = *Decimal::Parse(target_.value_max());
    Computed distance =
        DistanceTo(ConstantOf(target_, context_, std::clamp(value, low, high).Format()));
    if (!distance.has_interval()) return distance;
    const auto from_band = [&](const Rational& number) {
      return number - std::clamp(number, Rational(low), Rational(high));
    };
    // The distance has an interval, so the observed has one.
    const Range observed = *RangeOf(observed_);
    std::optional<common::v1::Interval> interval =
        MakeInterval({from_band(observed.low), from_band(observed.high)}, distance.decimals());
    distance.clear_interval();
    if (interval.has_value()) *distance.mutable_interval() = *std::move(interval);
    return distance;
  }

  Computed ChangeFromReference() const {
    const common::v1::Formula formula =
        unit_ == kPercent ? common::v1::FORMULA_PERCENTAGE_POINTS : common::v1::FORMULA_DIFFERENCE;
    if (!context_.reference.has_value()) {
      return Refused(formula, {observed_}, UnitOfDistance(),
                     {common::v1::NOT_COMPUTABLE_REASON_NO_TARGET_VALUE,
                      absl::StrCat(target_.name(),
                                   " names no value to compare with, and no earlier figure is at "
                                   "hand.")});
    }
    std::vector<Operand> operands = {*context_.reference, observed_};
    if (HasObstacle())
      return Refused(formula, std::move(operands), UnitOfDistance(), *context_.obstacle);
    const int decimals = DecimalsFor(context_, operands);
    return Compute(formula, std::move(operands), UnitOfDistance(), decimals);
  }

  // A gap says more than that the two would not be comparable.
  bool HasObstacle() const {
    return context_.obstacle.has_value() && HasValue(*context_.reference) && HasValue(observed_);
  }

  const v1::Target& target_;
  const Operand& observed_;
  const TargetContext& context_;
  const std::string unit_;
};

}  // namespace

bool HasLevel(const v1::Target& target) {
  switch (target.comparator()) {
    case v1::COMPARATOR_GT:
    case v1::COMPARATOR_GE:
    case v1::COMPARATOR_LT:
    case v1::COMPARATOR_LE:
    case v1::COMPARATOR_EQ:
      return true;
    default:
      return false;
  }
}

Computed TargetLevel(const v1::Target& target, const TargetContext& context) {
  const std::string& unit = UnitOf(target, context);
  if (target.change_percent().empty()) {
    std::vector<Operand> operands = {ConstantOf(target, context, target.value())};
    const int decimals = DecimalsOf(operands);
    return Compute(common::v1::FORMULA_SUM, std::move(operands), unit, decimals);
  }
  std::vector<Operand> operands = {context.reference.value_or(MakeOperand(target.name(), nullptr)),
                                   ConstantOf(target, context, ReductionOf(target).Format())};
  if (const std::optional<Refusal> refusal = RefuseReference(target, context);
      refusal.has_value()) {
    return NotComputable(common::v1::FORMULA_REDUCED_BY_PERCENT, std::move(operands), unit,
                         refusal->reason, refusal->detail);
  }
  const int decimals = DecimalsFor(context, {operands[0]});
  return Compute(common::v1::FORMULA_REDUCED_BY_PERCENT, std::move(operands), unit, decimals);
}

Operand LevelOperand(const v1::Target& target, const TargetContext& context) {
  Operand level = OperandOf(target.name(), TargetLevel(target, context));
  level.set_revision(context.revision);
  if (target.change_percent().empty()) {
    // As it is written: 80.0 stays 80.0.
    level.mutable_cell()->set_value(target.value());
  }
  return level;
}

v1::TargetAssessment AssessTarget(const v1::Target& target, const std::string& period,
                                  const Operand& observed, const TargetContext& context) {
  return Assessor(target, observed, context).Assess(period);
}

}  // namespace tertial::indicators
