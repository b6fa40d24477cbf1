#include "services/politics/domain/count_operands.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"

namespace tertial::politics {
namespace {

constexpr char kCount[] = "count";
constexpr char kPercent[] = "percent";
constexpr int kShareDecimals = 1;

common::v1::Computed Over(common::v1::Formula formula, const CountOperand& first,
                          const CountOperand& second, absl::string_view unit, int decimals) {
  std::vector<common::v1::Operand> operands = {first.operand, second.operand};
  for (const CountOperand* const one : {&first, &second}) {
    if (one->operand.has_cell() ||
        one->why_none.reason() == common::v1::NOT_COMPUTABLE_REASON_UNSPECIFIED) {
      continue;
    }
    return NotComputable(formula, std::move(operands), unit, one->why_none.reason(),
                         one->why_none.detail());
  }
  return Compute(formula, std::move(operands), unit, decimals);
}

}  // namespace

CountOperand CountedAs(absl::string_view name, absl::string_view field, std::optional<int> count) {
  CountOperand counted{.operand = MakeOperand(name, nullptr, field), .why_none = {}};
  if (count.has_value()) {
    counted.operand.mutable_cell()->set_value(absl::StrCat(*count));
  } else {
    counted.why_none.set_reason(common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
    counted.why_none.set_detail(
        "Nothing that could be counted is recorded of the area in the span.");
  }
  return counted;
}

common::v1::Computed DistanceOf(const CountOperand& level, const CountOperand& held_against) {
  return Over(common::v1::FORMULA_DISTANCE, level, held_against, kCount, 0);
}

common::v1::Computed ShareOf(const CountOperand& part, const CountOperand& whole) {
  return Over(common::v1::FORMULA_SHARE, part, whole, kPercent, kShareDecimals);
}

}  // namespace tertial::politics
