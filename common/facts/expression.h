// Arithmetic over figures, written as a text: what the formulas of derived indicators and the terms
// of claims have in common.
//
//   expression = product { ("+" | "-") product }
//   product    = factor { ("*" | "/") factor }
//   factor     = "-" factor | "(" expression ")" | number | operand | function
//   number     = an exact decimal without a sign, as Decimal::Parse reads it
//   function   = ("min" | "max") "(" expression { "," expression } ")"
//
// Blanks, tabs and line ends may stand between these, not within a number. How an operand is
// written, and whether there are functions, the grammar of each says.
#ifndef TERTIAL_COMMON_FACTS_EXPRESSION_H_
#define TERTIAL_COMMON_FACTS_EXPRESSION_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/facts/formulas.h"
#include "common/facts/intervals.h"
#include "common/status/errors.h"
#include "common/types/rational.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial {

// Parentheses, signs and functions within each other: what a person can still read.
inline constexpr int kDeepestNesting = 32;

// One step of the evaluation: puts a number or an operand on a stack, or replaces the topmost one
// (kNegate) or two (the others; the right one is the topmost) by a result.
struct ExpressionStep {
  enum class Kind {
    kNumber,
    kOperand,
    kNegate,
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kMinimum,
    kMaximum
  };
  Kind kind = Kind::kNumber;
  // Of kNumber.
  Rational number;
  // Of kOperand: which one, counted from 0.
  size_t operand = 0;
  // Of kDivide: the divisor as it is written.
  std::string divisor;
};

// Which one an operand is, and how much of the text it takes.
struct WrittenOperand {
  size_t index = 0;
  size_t bytes = 0;
};

// What one kind of expression has beside the arithmetic.
struct ExpressionGrammar {
  // The reason of what is refused, but for a constant divisor of zero (DIVISION_BY_ZERO).
  ErrorReason reason = common::v1::ERROR_REASON_INVALID_FORMULA;
  size_t longest = 0;  // Bytes.
  // What would be right where an operand is missing: "a number, x1, \"(\" or \"-\"".
  absl::string_view expected;
  // What to do with one that is too long or too deep, the end of a sentence without its full stop.
  absl::string_view shorten;
  bool has_functions = false;
};

// Immutable.
class Expression {
 public:
  // Reads the operand that `rest`, the text from byte `position` on, begins with; nothing where it
  // begins with none. Fails with InvalidExpression where it does and the operand is wrong.
  using OperandReader = absl::FunctionRef<absl::StatusOr<std::optional<WrittenOperand>>(
      absl::string_view rest, size_t position)>;

  // INVALID_ARGUMENT with a sentence that says where in the text what was found and what would be
  // right.
  static absl::StatusOr<Expression> Parse(absl::string_view text, const ExpressionGrammar& grammar,
                                          OperandReader read_operand);

  // What to do, in this order. One number is left on the stack.
  const std::vector<ExpressionStep>& steps() const { return steps_; }

 private:
  friend class ExpressionParser;
  Expression() = default;

  std::vector<ExpressionStep> steps_;
};

// "At character 5: …", of the byte `position`; all before it must be ASCII.
absl::Status InvalidExpression(ErrorReason reason, size_t position, absl::string_view what);

// The expression over `values`, of which there is one for each operand. Refused: DIVISION_BY_ZERO,
// which names the divisor.
FormulaResult Evaluate(const Expression& expression, absl::Span<const Rational> values);

// A range that holds the value of the expression for all numbers in `ranges`, of which there is one
// for each operand. It is the narrowest that does where each uncertain operand occurs once, or the
// expression can be written as a quotient of first degree in each that occurs more than once (parts
// of a whole, growth), and at most kMostRoundedOperands do; else it may be wider than need be.
// Nothing where a divisor may be zero.
std::optional<Range> RangeOf(const Expression& expression, const std::vector<Range>& ranges);

// A number of FORMULA_EXPRESSION: exact, with one rounding at the end, to `decimals`. Not
// computable, the first that applies: NO_OBSERVATION and MISSING_OPERAND (the first operand without
// a value is named; never is a gap taken for zero, nor looked over because it would be multiplied
// by zero), DIVISION_BY_ZERO, OUT_OF_RANGE. With an interval where operands are uncertain. `text`
// is the expression as it was parsed.
common::v1::Computed ComputeExpression(const Expression& expression, absl::string_view text,
                                       const std::vector<common::v1::Operand>& operands,
                                       absl::string_view unit, int decimals);

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_EXPRESSION_H_
