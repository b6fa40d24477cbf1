// Figures of derived indicators: formulas evaluated over facts.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_FORMULA_EVALUATION_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_FORMULA_EVALUATION_H_

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "services/indicators/domain/figure.h"
#include "services/indicators/domain/formula.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::indicators {

// Evaluates `formula` for one area and period: exactly, with one rounding at the end, half away
// from zero, to `decimals`. `find` gives the figure of a reference; where nothing is recorded, one
// whose operand has a name and no cell. It is called once for each reference, and for the periods
// that lie between two referred to, to learn whether a break does; it must not fail.
//
// The result is of FORMULA_EXPRESSION, with one operand for each reference of the formula, in their
// order, whether computable or not. It is not computable, the first that applies:
// - MISSING_OPERAND, NO_OBSERVATION: an operand has no value. The first one such is named. Never
//   is a gap taken for zero, nor looked over because it would be multiplied by zero.
// - BREAK_IN_SERIES: two periods of one indicator are used, of which the later, or one between
//   them, is not comparable with those before it (Figure::is_break). Of which dimensions does not
//   matter. A break before all periods used does not matter.
// - DIVISION_BY_ZERO: the divisor is named.
// - OUT_OF_RANGE: the result has more than 34 digits.
//
// The interval, where operands are uncertain (common/facts/intervals.h): it holds the result for
// all that each of them may be, whatever the others are. It is the narrowest that does where each
// uncertain figure occurs once, or the formula can be written as a quotient of first degree in each
// that occurs more than once (parts of a whole, growth), and at most 10 do; else it may be wider
// than need be. There is none where a divisor may be zero within the intervals.
common::v1::Computed EvaluateFormula(const Formula& formula, absl::string_view unit, int decimals,
                                     absl::FunctionRef<Figure(const FormulaReference&)> find);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_FORMULA_EVALUATION_H_
