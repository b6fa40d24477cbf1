#include "services/indicators/domain/targets.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"

namespace tertial::indicators {
namespace {

bool IsMet(const v1::Target& target, const Decimal& value) {
  const Decimal aim = *Decimal::Parse(target.value());
  switch (target.comparator()) {
    case v1::COMPARATOR_GT:
      return value > aim;
    case v1::COMPARATOR_GE:
      return value >= aim;
    case v1::COMPARATOR_LT:
      return value < aim;
    case v1::COMPARATOR_LE:
      return value <= aim;
    case v1::COMPARATOR_EQ:
      return value == aim;
    case v1::COMPARATOR_WITHIN:
      return value >= aim && value <= *Decimal::Parse(target.value_max());
    default:
      return false;
  }
}

// What the distance is measured from: the target, or the point of its band nearest to `value`.
std::string NearestAim(const v1::Target& target, const std::optional<Decimal>& value) {
  if (target.comparator() != v1::COMPARATOR_WITHIN || !value.has_value()) return target.value();
  const Decimal low = *Decimal::Parse(target.value());
  const Decimal high = *Decimal::Parse(target.value_max());
  return std::clamp(*value, low, high).Format();
}

}  // namespace

v1::TargetAssessment AssessTarget(const v1::Target& target, const std::string& period,
                                  const common::v1::Operand& observed) {
  v1::TargetAssessment assessment;
  assessment.set_period(period);
  if (target.value().empty()) {
    assessment.set_state(v1::TARGET_STATE_NOT_COMPUTABLE);
    *assessment.mutable_distance() =
        NotComputable(common::v1::FORMULA_DISTANCE, {observed}, target.unit(),
                      common::v1::NOT_COMPUTABLE_REASON_NO_TARGET_VALUE,
                      absl::StrCat(target.name(), " names no value to compare with."));
    return assessment;
  }
  std::optional<Decimal> value;
  if (observed.cell().content_case() == common::v1::Cell::kValue) {
    value = *Decimal::Parse(observed.cell().value());
  }
  std::vector<common::v1::Operand> operands = {
      MakeConstant(target.name(), NearestAim(target, value)), observed};
  const int decimals = DecimalsOf(operands);
  *assessment.mutable_distance() =
      Compute(common::v1::FORMULA_DISTANCE, std::move(operands), target.unit(), decimals);
  if (!value.has_value()) {
    assessment.set_state(v1::TARGET_STATE_NOT_COMPUTABLE);
  } else {
    assessment.set_state(IsMet(target, *value) ? v1::TARGET_STATE_MET : v1::TARGET_STATE_NOT_MET);
  }
  return assessment;
}

}  // namespace tertial::indicators
