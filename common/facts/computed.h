// Computed numbers: the one place where facts become sums, changes and shares. A gap is never a
// zero: an operand without a value makes the result not computable, and says which one it was.
#ifndef TERTIAL_COMMON_FACTS_COMPUTED_H_
#define TERTIAL_COMMON_FACTS_COMPUTED_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial {

// An operand: the fact's resource name and its cell, nullptr where nothing is recorded; and the
// field that holds it, where the resource has several cells.
common::v1::Operand MakeOperand(absl::string_view name, const common::v1::Cell* cell,
                                absl::string_view field = "");

// An operand that is no recorded cell but a number that a resource states, such as the value of a
// target.
common::v1::Operand MakeConstant(absl::string_view name, absl::string_view value);

// Applies `formula` (see tertial.common.v1.Formula) to `operands`; rounds once, to `decimals`.
// FORMULA_SUM and FORMULA_COUNT take any number of operands, the others two. A sum of no operand is
// not computable (NO_OBSERVATION). Cells must have passed CheckCell.
common::v1::Computed Compute(common::v1::Formula formula, std::vector<common::v1::Operand> operands,
                             absl::string_view unit, int decimals);

// A result that is known to be not computable for a reason that the operands do not show.
common::v1::Computed NotComputable(common::v1::Formula formula,
                                   std::vector<common::v1::Operand> operands,
                                   absl::string_view unit, common::v1::NotComputableReason reason,
                                   absl::string_view detail);

// The most decimals that any of the operands has: what their sum or difference has.
int DecimalsOf(const std::vector<common::v1::Operand>& operands);

// The change from `earlier` to `later` of a figure in `unit`: in percentage points where the unit
// is "percent", else as a difference in the unit itself.
common::v1::Computed ChangeOf(common::v1::Operand earlier, common::v1::Operand later,
                              absl::string_view unit);

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_COMPUTED_H_
