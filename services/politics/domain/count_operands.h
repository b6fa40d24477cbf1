// Counts as operands of computed numbers.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_COUNT_OPERANDS_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_COUNT_OPERANDS_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::politics {

// A number that may not be there, and why it is not. An operand with a cell needs no reason: what
// its cell lacks it tells itself.
struct CountOperand {
  common::v1::Operand operand;
  common::v1::NotComputable why_none;
};

// A count that is made of rows of the resource `name`, told in the answer as `field`. Where it is
// not set, nothing is recorded that could be counted.
CountOperand CountedAs(absl::string_view name, absl::string_view field, std::optional<int> count);

// x2 - x1 in "count" (FORMULA_DISTANCE), and x1 of x2 in per cent with one decimal (FORMULA_SHARE).
// Where one of them is not there, the result is not computable for its reason, that of the first
// before that of the second.
common::v1::Computed DistanceOf(const CountOperand& level, const CountOperand& held_against);
common::v1::Computed ShareOf(const CountOperand& part, const CountOperand& whole);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_COUNT_OPERANDS_H_
