// Computed numbers: the one place where facts become sums, changes and shares. A gap is never a
// zero: an operand without a value makes the result not computable, and says which one it was.
#ifndef TERTIAL_COMMON_FACTS_COMPUTED_H_
#define TERTIAL_COMMON_FACTS_COMPUTED_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/facts/intervals.h"
#include "common/types/rational.h"
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

// An operand that is itself computed, named after the resource that declares it: the number before
// rounding, as far as the digits of a decimal go, and as uncertain as it is computed to be. Without
// a cell where it is not computable.
common::v1::Operand OperandOf(absl::string_view name, const common::v1::Computed& computed);

// Applies `formula` (see tertial.common.v1.Formula) to `operands`, as many as it names; rounds
// once, to `decimals`; a count has none. Not for FORMULA_EXPRESSION. Cells must have passed
// CheckCell.
//
// Not computable: over an operand without a value (MISSING_OPERAND, NO_OBSERVATION) and over none
// at all (NO_OBSERVATION; a slope of fewer than three points TOO_FEW_CELLS); where an operand is
// flagged as a break and the formula compares it with one before it in time; over a base or a whole
// of zero, a negative base of a change in per cent or negative weight (NEGATIVE_BASE), weights that
// add up to zero (DIVISION_BY_ZERO), a target that equals the base, and rates to zero or another
// sign (SIGN_CHANGE). The result has an interval where an operand is uncertain (intervals.h).
common::v1::Computed Compute(common::v1::Formula formula, std::vector<common::v1::Operand> operands,
                             absl::string_view unit, int decimals);

// A number that was computed from `operands` by `formula` elsewhere, exactly, rounded once here;
// with its interval, if it has one. Not computable where it has too many digits.
common::v1::Computed ComputedAs(common::v1::Formula formula,
                                std::vector<common::v1::Operand> operands, absl::string_view unit,
                                int decimals, const Rational& result,
                                const std::optional<Range>& interval);

// A result that is known to be not computable for a reason that the operands do not show.
common::v1::Computed NotComputable(common::v1::Formula formula,
                                   std::vector<common::v1::Operand> operands,
                                   absl::string_view unit, common::v1::NotComputableReason reason,
                                   absl::string_view detail);

// The most decimals that any of the operands has: what their sum or difference has.
int DecimalsOf(const std::vector<common::v1::Operand>& operands);

// The unit of a difference between figures in `unit`: "percentage_points" where that is "percent",
// else the unit itself.
std::string UnitOfDifference(absl::string_view unit);

// The change from `earlier` to `later` of a figure in `unit`, in the unit of a difference.
common::v1::Computed ChangeOf(common::v1::Operand earlier, common::v1::Operand later,
                              absl::string_view unit);

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_COMPUTED_H_
