#include "services/indicators/domain/progress.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/formulas.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"
#include "services/indicators/domain/development.h"
#include "services/indicators/domain/period_position.h"
#include "services/indicators/domain/targets.h"

namespace tertial::indicators {
namespace {

using common::v1::Computed;
using common::v1::Operand;
using enum v1::ProgressMethod;
using enum v1::ProgressClass;
using enum common::v1::NotComputableReason;

constexpr char kPercent[] = "percent";
constexpr int kShareDecimals = 1;
constexpr int kRatioDecimals = 2;
constexpr int kRateDecimals = 2;

// The limits of the classes of CAGR_RATIO: Statistics Canada's, as Open SDG has them.
const Rational& OnTrack() {
  static const Rational& limit = *new Rational(*Decimal::Parse("0.95"));
  return limit;
}
const Rational& Moderate() {
  static const Rational& limit = *new Rational(*Decimal::Parse("0.6"));
  return limit;
}

using Obstacle = std::optional<Refusal>;

int64_t PeriodsBetween(const Figure& earlier, const Figure& later) {
  return PositionOf(later.period) - PositionOf(earlier.period);
}

Obstacle RefuseBase(const ProgressInput& input) {
  if (!input.base.has_value()) {
    return Refusal{
        NOT_COMPUTABLE_REASON_NO_BASELINE,
        absl::StrCat("The figure of the base period of ", input.target.name(), " is not at hand.")};
  }
  const Period& base = input.base->period;
  const Period& current = input.current.period;
  if (base.kind() == current.kind() && base < current) return std::nullopt;
  return Refusal{NOT_COMPUTABLE_REASON_NO_BASELINE,
                 absl::StrCat("The base period ", base.Format(), " is no period of the kind of ",
                              current.Format(), " before it.")};
}

// Why the current figure cannot be compared with an earlier one, although both have values.
Obstacle RefuseComparison(const ProgressInput& input, const Figure& earlier) {
  Obstacle obstacle = FindBreakBetween(input.indicator, earlier, input.current, input.series);
  if (obstacle.has_value() || !earlier.has_value() || !input.current.has_value() ||
      earlier.definition_version == input.current.definition_version) {
    return obstacle;
  }
  return Refusal{
      NOT_COMPUTABLE_REASON_DIFFERENT_VINTAGES,
      absl::StrCat(earlier.operand.name(), " is measured by version ", earlier.definition_version,
                   " of the definition, ", input.current.operand.name(), " by version ",
                   input.current.definition_version, ".")};
}

TargetContext ContextOf(const ProgressInput& input) {
  TargetContext context{.unit = input.indicator.unit(), .revision = input.target_revision};
  context.decimals = input.current.decimals;
  // Without a base, what names only a direction is held against the period before.
  const bool has_base = !input.target.base_period().empty();
  const std::optional<Figure>& reference = has_base ? input.base : input.previous;
  if (reference.has_value()) {
    context.reference = reference->operand;
    context.decimals = std::max(*context.decimals, reference->decimals);
    context.obstacle =
        has_base ? RefuseComparison(input, *reference)
                 : FindBreakBetween(input.indicator, *reference, input.current, input.series);
  }
  if (Obstacle no_base = RefuseBase(input); has_base && no_base.has_value()) {
    context.obstacle = std::move(no_base);
  }
  if (!input.target.value().empty()) {
    context.decimals = std::max(*context.decimals, Decimal::Parse(input.target.value())->scale());
  }
  return context;
}

// Measures by one method after the other, towards a level and from a base.
class Measurer {
 public:
  Measurer(const ProgressInput& input, const TargetContext& context, const Computed& level)
      : input_(input),
        context_(context),
        level_(LevelOperand(input.target, context)),
        no_base_(RefuseBase(input)) {
    base_ = input.base.has_value() ? input.base->operand
                                   : MakeOperand(input.target.name(), nullptr, "base_period");
    if (level.has_not_computable()) {
      no_level_ = Refusal{level.not_computable().reason(), level.not_computable().detail()};
    }
    if (!no_base_.has_value()) {
      incomparable_ = RefuseComparison(input, *input.base);
      gone_ = PeriodsBetween(*input.base, input.current);
    }
    SetDue();
  }

  void AddAll(v1::TargetProgress& progress) const {
    *progress.add_methods() = ShareOfReduction();
    *progress.add_methods() = LinearMilestone();
    *progress.add_methods() = MilestoneGap();
    *progress.add_methods() = CagrRatio();
    *progress.add_methods() = RateNeeded();
  }

 private:
  void SetDue() {
    const absl::StatusOr<Period> due = Period::Parse(input_.target.due_period());
    if (!due.ok()) {
      past_due_ = Refusal{NOT_COMPUTABLE_REASON_NO_TIME_LEFT,
                          absl::StrCat(input_.target.name(),
                                       " names no period that it is due "
                                       "in.")};
      due_now_ = past_due_;
      return;
    }
    left_ = PositionOfDay(input_.current.period.kind(), due->last_day()) -
            PositionOf(input_.current.period);
    const Refusal no_time = {
        NOT_COMPUTABLE_REASON_NO_TIME_LEFT,
        absl::StrCat("The target is due in ", due->Format(), ", and the current period is ",
                     input_.current.period.Format(), ".")};
    if (left_ < 0) past_due_ = no_time;
    if (left_ <= 0) due_now_ = no_time;
  }

  // A number that follows from what the field of the target says.
  Operand Constant(absl::string_view field, int64_t value) const {
    Operand constant = MakeConstant(input_.target.name(), absl::StrCat(value));
    constant.set_field(std::string(field));
    constant.set_revision(input_.target_revision);
    return constant;
  }
  Operand Gone() const { return Constant("base_period", gone_); }
  Operand InAll() const { return Constant("due_period", gone_ + left_); }

  // The result of the formula, unless one of the obstacles, in their order, stands in the way.
  v1::MethodResult Measure(v1::ProgressMethod method, common::v1::Formula formula,
                           std::vector<Operand> operands, absl::string_view unit, int decimals,
                           const std::vector<Obstacle>& obstacles) const {
    v1::MethodResult result;
    result.set_method(method);
    const auto first = std::find_if(obstacles.begin(), obstacles.end(),
                                    [](const Obstacle& one) { return one.has_value(); });
    *result.mutable_result() =
        first == obstacles.end()
            ? Compute(formula, std::move(operands), unit, decimals)
            : NotComputable(formula, std::move(operands), unit, (*first)->reason, (*first)->detail);
    return result;
  }

  v1::MethodResult ShareOfReduction() const {
    return Measure(PROGRESS_METHOD_SHARE_OF_REDUCTION, common::v1::FORMULA_SHARE_OF_REDUCTION,
                   {base_, input_.current.operand, level_}, kPercent, kShareDecimals,
                   {no_base_, no_level_, incomparable_});
  }

  v1::MethodResult LinearMilestone() const {
    return Measure(PROGRESS_METHOD_LINEAR_MILESTONE, common::v1::FORMULA_LINEAR_MILESTONE,
                   {base_, level_, Gone(), InAll()}, context_.unit, *context_.decimals,
                   {no_base_, past_due_, no_level_, incomparable_});
  }

  v1::MethodResult MilestoneGap() const {
    v1::MethodResult result = Measure(
        PROGRESS_METHOD_MILESTONE_GAP, common::v1::FORMULA_MILESTONE_GAP,
        {base_, level_, input_.current.operand, Gone(), InAll()}, UnitOfDifference(context_.unit),
        *context_.decimals, {no_base_, past_due_, no_level_, incomparable_});
    if (result.result().has_value()) {
      const int gap = Rational::Parse(result.result().unrounded())->sign();
      const int way = DirectionOfTarget();
      // Without a way to go, only the line itself is right.
      const bool is_ahead = way == 0 ? gap == 0 : gap * way >= 0;
      result.set_progress_class(is_ahead ? PROGRESS_CLASS_AHEAD_OF_MILESTONE
                                         : PROGRESS_CLASS_BEHIND_MILESTONE);
    }
    return result;
  }

  v1::MethodResult CagrRatio() const {
    Obstacle no_direction;
    const int direction = BetterDirection();
    if (direction == 0) {
      no_direction = Refusal{
          NOT_COMPUTABLE_REASON_NO_DIRECTION,
          absl::StrCat("Nobody has said which way of ", input_.indicator.name(), " is better.")};
    }
    v1::MethodResult result = Measure(
        PROGRESS_METHOD_CAGR_RATIO, common::v1::FORMULA_CAGR_RATIO,
        {base_, input_.current.operand, level_, Gone(), InAll(), Constant("comparator", direction)},
        "ratio", kRatioDecimals, {no_base_, past_due_, no_direction, no_level_, incomparable_});
    if (result.result().has_value()) {
      result.set_progress_class(ClassOf(*Rational::Parse(result.result().unrounded())));
    }
    return result;
  }

  v1::MethodResult RateNeeded() const {
    return Measure(PROGRESS_METHOD_RATE_NEEDED, common::v1::FORMULA_RATE_NEEDED,
                   {input_.current.operand, level_, Constant("due_period", left_)},
                   absl::StrCat("percent_per_", UnitOfTime(input_.current.period.kind())),
                   kRateDecimals, {due_now_, no_level_, ObstacleToLevel()});
  }

  // A level that is a part of its base is one of the series that the base belongs to.
  Obstacle ObstacleToLevel() const {
    if (input_.target.change_percent().empty()) return std::nullopt;
    return no_base_.has_value() ? no_base_ : incomparable_;
  }

  static v1::ProgressClass ClassOf(const Rational& ratio) {
    if (ratio >= OnTrack()) return PROGRESS_CLASS_SUBSTANTIAL;
    if (ratio >= Moderate()) return PROGRESS_CLASS_MODERATE;
    return ratio.sign() >= 0 ? PROGRESS_CLASS_LIMITED : PROGRESS_CLASS_NEGATIVE;
  }

  // The way that the comparator points: 1 upwards, -1 downwards, 0 for EQ.
  int DirectionOfComparator() const {
    switch (input_.target.comparator()) {
      case v1::COMPARATOR_GT:
      case v1::COMPARATOR_GE:
        return 1;
      case v1::COMPARATOR_LT:
      case v1::COMPARATOR_LE:
        return -1;
      default:
        return 0;
    }
  }

  // Which way is better: as the target says, else as the indicator does; 0 where neither does.
  int BetterDirection() const {
    if (const int direction = DirectionOfComparator(); direction != 0) return direction;
    switch (input_.indicator.direction()) {
      case v1::DIRECTION_HIGHER_IS_BETTER:
        return 1;
      case v1::DIRECTION_LOWER_IS_BETTER:
        return -1;
      default:
        return 0;
    }
  }

  // The way to the target: as the comparator points, else from base to level, which have values.
  int DirectionOfTarget() const {
    if (const int direction = DirectionOfComparator(); direction != 0) return direction;
    return (Rational(*Decimal::Parse(level_.cell().value())) -
            Rational(*Decimal::Parse(base_.cell().value())))
        .sign();
  }

  const ProgressInput& input_;
  const TargetContext& context_;
  const Operand level_;
  Operand base_;
  const Obstacle no_base_;
  Obstacle no_level_;
  Obstacle incomparable_;
  // The current period lies after the due one, or there is none.
  Obstacle past_due_;
  // The same, or it is the due one.
  Obstacle due_now_;
  // Periods from base to current, and from there to due.
  int64_t gone_ = 0;
  int64_t left_ = 0;
};

}  // namespace

v1::TargetProgress ProgressOf(const ProgressInput& input) {
  const TargetContext context = ContextOf(input);
  v1::TargetProgress progress;
  *progress.mutable_target() = input.target;
  *progress.mutable_threshold() =
      AssessTarget(input.target, input.current.period.Format(), input.current.operand, context);
  if (!HasLevel(input.target)) return progress;
  *progress.mutable_level() = TargetLevel(input.target, context);
  if (input.target.base_period().empty()) return progress;
  Measurer(input, context, progress.level()).AddAll(progress);
  return progress;
}

}  // namespace tertial::indicators
