#include "common/facts/expression.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/status/violations.h"
#include "common/types/decimal.h"

namespace tertial {
namespace {

using Kind = ExpressionStep::Kind;
using common::v1::Computed;
using common::v1::Operand;

// The result of a step over two numbers, of which the right one is no divisor of zero.
Rational Apply(Kind kind, const Rational& left, const Rational& right) {
  switch (kind) {
    case Kind::kAdd:
      return left + right;
    case Kind::kSubtract:
      return left - right;
    case Kind::kMultiply:
      return left * right;
    case Kind::kMinimum:
      return std::min(left, right);
    case Kind::kMaximum:
      return std::max(left, right);
    default:
      return left / right;
  }
}

Range Hull(std::vector<Rational> ends) {
  const auto [low, high] = std::minmax_element(ends.begin(), ends.end());
  return {*low, *high};
}

bool HoldsZero(const Range& range) { return range.low.sign() <= 0 && range.high.sign() >= 0; }

// The range of all results over two ranges; nothing where it divides by what may be zero.
std::optional<Range> Apply(Kind kind, const Range& a, const Range& b) {
  switch (kind) {
    case Kind::kAdd:
    case Kind::kMinimum:
    case Kind::kMaximum:
      return Range{Apply(kind, a.low, b.low), Apply(kind, a.high, b.high)};
    case Kind::kSubtract:
      return Range{a.low - b.high, a.high - b.low};
    case Kind::kMultiply:
      return Hull({a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high});
    default:
      if (HoldsZero(b)) return std::nullopt;
      return Hull({a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high});
  }
}

// Step by step, as if every occurrence of an operand were one of its own: exact where each occurs
// once, and never too narrow.
std::optional<Range> RangeByStep(const Expression& expression, const std::vector<Range>& ranges) {
  std::vector<Range> stack;
  for (const ExpressionStep& step : expression.steps()) {
    if (step.kind == Kind::kNumber) {
      stack.push_back({step.number, step.number});
    } else if (step.kind == Kind::kOperand) {
      stack.push_back(ranges[step.operand]);
    } else if (step.kind == Kind::kNegate) {
      stack.back() = Range{-stack.back().high, -stack.back().low};
    } else {
      const Range right = std::move(stack.back());
      stack.pop_back();
      const std::optional<Range> result = Apply(step.kind, stack.back(), right);
      if (!result.has_value()) return std::nullopt;
      stack.back() = *result;
    }
  }
  return stack.back();
}

// The degrees of a quotient of two polynomials in one operand, nothing cancelled.
struct Degrees {
  int numerator = 0;
  int denominator = 0;
};

// What is no such quotient: a minimum of what the operand stands in.
constexpr Degrees kNoQuotient{2, 0};

Degrees Combine(Kind kind, const Degrees& a, const Degrees& b) {
  if (kind == Kind::kMultiply) {
    return {a.numerator + b.numerator, a.denominator + b.denominator};
  }
  if (kind == Kind::kDivide) {
    return {a.numerator + b.denominator, a.denominator + b.numerator};
  }
  if (kind == Kind::kMinimum || kind == Kind::kMaximum) {
    const bool stands_there = a.numerator + a.denominator > 0 || b.numerator + b.denominator > 0;
    return stands_there ? kNoQuotient : Degrees{};
  }
  return {std::max(a.numerator + b.denominator, b.numerator + a.denominator),
          a.denominator + b.denominator};
}

Degrees DegreesIn(const Expression& expression, size_t operand) {
  std::vector<Degrees> stack;
  for (const ExpressionStep& step : expression.steps()) {
    if (step.kind == Kind::kNumber || step.kind == Kind::kOperand) {
      const bool it = step.kind == Kind::kOperand && step.operand == operand;
      stack.push_back({it ? 1 : 0, 0});
      continue;
    }
    if (step.kind == Kind::kNegate) continue;
    const Degrees right = stack.back();
    stack.pop_back();
    stack.back() = Combine(step.kind, stack.back(), right);
  }
  return stack.back();
}

// The operands that are no single number, occur more than once, and in which the expression rises
// or falls all the way whatever the others are: a quotient of first degree does where it has no
// pole.
std::vector<size_t> MonotoneRepeated(const Expression& expression,
                                     const std::vector<Range>& ranges) {
  std::vector<size_t> found;
  for (size_t i = 0; i < ranges.size(); ++i) {
    if (ranges[i].is_one_number()) continue;
    const auto occurrences = std::count_if(
        expression.steps().begin(), expression.steps().end(), [i](const ExpressionStep& step) {
          return step.kind == Kind::kOperand && step.operand == i;
        });
    if (occurrences < 2) continue;
    const Degrees degrees = DegreesIn(expression, i);
    if (degrees.numerator <= 1 && degrees.denominator <= 1) found.push_back(i);
  }
  // 2^n corners are evaluated. Of the others the range is as wide as step by step.
  if (found.size() > kMostRoundedOperands) found.resize(kMostRoundedOperands);
  return found;
}

// Says why there is no number: the first operand without a value.
std::optional<Refusal> FindGap(const std::vector<Operand>& operands) {
  for (const Operand& operand : operands) {
    if (!operand.has_cell()) {
      return Refusal{common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION,
                     absl::StrCat("Nothing is recorded as ", operand.name(), ".")};
    }
    if (operand.cell().content_case() != common::v1::Cell::kValue) {
      return Refusal{common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND,
                     absl::StrCat(operand.name(), " has no value: ",
                                  common::v1::MissingReason_Name(operand.cell().missing()), ".")};
    }
  }
  return std::nullopt;
}

// Between what the number lies; nothing where no operand is uncertain, or nobody knows.
std::optional<Range> IntervalOver(const Expression& expression,
                                  const std::vector<Operand>& operands) {
  if (std::none_of(operands.begin(), operands.end(), IsUncertain)) return std::nullopt;
  std::vector<Range> ranges;
  for (const Operand& operand : operands) {
    std::optional<Range> range = RangeOf(operand);
    if (!range.has_value()) return std::nullopt;
    ranges.push_back(*std::move(range));
  }
  return RangeOf(expression, ranges);
}

FormulaResult EvaluateOver(const Expression& expression, const std::vector<Operand>& operands) {
  if (std::optional<Refusal> gap = FindGap(operands); gap.has_value()) return *std::move(gap);
  std::vector<Rational> values;
  for (const Operand& operand : operands) {
    // Stored cells have passed CheckCell, so the value parses.
    values.push_back(Rational(*Decimal::Parse(operand.cell().value())));
  }
  return Evaluate(expression, values);
}

}  // namespace

FormulaResult Evaluate(const Expression& expression, absl::Span<const Rational> values) {
  std::vector<Rational> stack;
  for (const ExpressionStep& step : expression.steps()) {
    if (step.kind == Kind::kNumber) {
      stack.push_back(step.number);
      continue;
    }
    if (step.kind == Kind::kOperand) {
      stack.push_back(values[step.operand]);
      continue;
    }
    const Rational right = stack.back();
    if (step.kind == Kind::kNegate) {
      stack.back() = -right;
      continue;
    }
    stack.pop_back();
    if (step.kind == Kind::kDivide && right.IsZero()) {
      return Refusal{common::v1::NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO,
                     absl::StrCat("The divisor ", Quoted(step.divisor), " is zero.")};
    }
    stack.back() = Apply(step.kind, stack.back(), right);
  }
  assert(stack.size() == 1);
  return Evaluation{stack.back()};
}

std::optional<Range> RangeOf(const Expression& expression, const std::vector<Range>& ranges) {
  // No divisor may be zero anywhere, not only at the ends.
  std::optional<Range> whole = RangeByStep(expression, ranges);
  if (!whole.has_value()) return std::nullopt;
  const std::vector<size_t> repeated = MonotoneRepeated(expression, ranges);
  if (repeated.empty()) return whole;
  std::vector<Range> corner = ranges;
  std::optional<Range> hull;
  for (size_t ends = 0; ends < size_t{1} << repeated.size(); ++ends) {
    for (size_t i = 0; i < repeated.size(); ++i) {
      const Range& range = ranges[repeated[i]];
      const Rational& end = (ends >> i & 1) != 0 ? range.high : range.low;
      corner[repeated[i]] = {end, end};
    }
    const Range at = *RangeByStep(expression, corner);
    hull = hull.has_value() ? Hull({hull->low, hull->high, at.low, at.high}) : at;
  }
  return hull;
}

Computed ComputeExpression(const Expression& expression, absl::string_view text,
                           const std::vector<Operand>& operands, absl::string_view unit,
                           int decimals) {
  const FormulaResult result = EvaluateOver(expression, operands);
  const Refusal* const refusal = std::get_if<Refusal>(&result);
  Computed computed =
      refusal != nullptr
          ? NotComputable(common::v1::FORMULA_EXPRESSION, operands, unit, refusal->reason,
                          refusal->detail)
          : ComputedAs(common::v1::FORMULA_EXPRESSION, operands, unit, decimals,
                       std::get<Evaluation>(result).result, IntervalOver(expression, operands));
  computed.set_decimals(decimals);
  computed.set_expression(std::string(text));
  return computed;
}

}  // namespace tertial
