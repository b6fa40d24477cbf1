// How many operands the formulas of tertial.common.v1.Formula take.
#ifndef TERTIAL_COMMON_FACTS_FORMULA_OPERANDS_H_
#define TERTIAL_COMMON_FACTS_FORMULA_OPERANDS_H_

#include <cstddef>

#include "tertial/common/v1/computed.pb.h"

namespace tertial {

// Whether Evaluate (formulas.h) takes that many operands for the formula, which has arithmetic of
// its own: not COUNT, nor EXPRESSION.
bool TakesOperands(common::v1::Formula formula, size_t count);

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_FORMULA_OPERANDS_H_
