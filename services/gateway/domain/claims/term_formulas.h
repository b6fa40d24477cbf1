// The formulas that claims may use.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_TERM_FORMULAS_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_TERM_FORMULAS_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/facts/expression.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::gateway {

inline constexpr size_t kLongestExpression = 500;  // Bytes.

// Whether a term may be of the formula: one that has arithmetic and needs no roots, or EXPRESSION.
bool IsTermFormula(common::v1::Formula formula);

// Whether the formula, one of a term, takes that many operands.
bool FitsOperands(common::v1::Formula formula, size_t count);

// The expression over x1 … xn, where n is `operands`; each must be used. INVALID_ARGUMENT
// (INVALID_CLAIM, DIVISION_BY_ZERO) with a sentence that says where in the text what was found.
absl::StatusOr<Expression> ParseTermExpression(absl::string_view text, size_t operands);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_TERM_FORMULAS_H_
