// The arithmetic of tertial.common.v1.Formula, over values alone. computed.h applies it to facts.
#ifndef TERTIAL_COMMON_FACTS_FORMULAS_H_
#define TERTIAL_COMMON_FACTS_FORMULAS_H_

#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/types/rational.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial {

// Why a formula has no result over some values.
struct Refusal {
  common::v1::NotComputableReason reason;
  // One sentence that names the operand at fault.
  std::string detail;
};

// What a formula gives over some values.
struct Evaluation {
  Rational result;
  // The sign of what was divided by, where that may be either. On the way between values that give
  // different ones the formula divides by zero.
  int divisor_sign = 1;
};

using FormulaResult = std::variant<Evaluation, Refusal>;

// `formula` over `values`, of which there is one for each of the operands; these only lend their
// names. Sums, products, means and medians take one or more, a weighted mean, sums of products and
// a slope pairs, the others as many as the formula names; another number aborts, and so do COUNT
// and EXPRESSION.
FormulaResult Evaluate(common::v1::Formula formula, absl::Span<const common::v1::Operand> operands,
                       absl::Span<const Rational> values);

// The formula for a person to read, over x1 … xn: "(x2 - x1) / x1 * 100". Empty for EXPRESSION,
// which each computed number states itself.
absl::string_view FormulaText(common::v1::Formula formula);

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_FORMULAS_H_
