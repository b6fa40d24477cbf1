#include "services/indicators/domain/formula_interval.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace tertial::indicators {
namespace {

using Kind = FormulaStep::Kind;

Range Hull(std::vector<Rational> ends) {
  const auto [low, high] = std::minmax_element(ends.begin(), ends.end());
  return {*low, *high};
}

bool HoldsZero(const Range& range) { return range.low.sign() <= 0 && range.high.sign() >= 0; }

// The range of all results over two ranges; nothing where it divides by what may be zero.
std::optional<Range> Apply(Kind kind, const Range& a, const Range& b) {
  switch (kind) {
    case Kind::kAdd:
      return Range{a.low + b.low, a.high + b.high};
    case Kind::kSubtract:
      return Range{a.low - b.high, a.high - b.low};
    case Kind::kMultiply:
      return Hull({a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high});
    default:
      if (HoldsZero(b)) return std::nullopt;
      return Hull({a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high});
  }
}

// Step by step, as if every occurrence of a figure were a figure of its own: exact where each
// occurs once, and never too narrow.
std::optional<Range> RangeByStep(const Formula& formula, const std::vector<Range>& ranges) {
  std::vector<Range> stack;
  for (const FormulaStep& step : formula.steps()) {
    if (step.kind == Kind::kNumber) {
      stack.push_back({step.number, step.number});
    } else if (step.kind == Kind::kReference) {
      stack.push_back(ranges[step.reference]);
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

// The degrees of a quotient of two polynomials in one figure, nothing cancelled.
struct Degrees {
  int numerator = 0;
  int denominator = 0;
};

Degrees DegreesIn(const Formula& formula, size_t reference) {
  std::vector<Degrees> stack;
  for (const FormulaStep& step : formula.steps()) {
    if (step.kind == Kind::kNumber || step.kind == Kind::kReference) {
      const bool it = step.kind == Kind::kReference && step.reference == reference;
      stack.push_back({it ? 1 : 0, 0});
      continue;
    }
    if (step.kind == Kind::kNegate) continue;
    const Degrees b = stack.back();
    stack.pop_back();
    Degrees& a = stack.back();
    if (step.kind == Kind::kMultiply) {
      a = {a.numerator + b.numerator, a.denominator + b.denominator};
    } else if (step.kind == Kind::kDivide) {
      a = {a.numerator + b.denominator, a.denominator + b.numerator};
    } else {
      a = {std::max(a.numerator + b.denominator, b.numerator + a.denominator),
           a.denominator + b.denominator};
    }
  }
  return stack.back();
}

// The figures that are no single number, occur more than once, and in which the formula rises or
// falls all the way whatever the others are: a quotient of first degree does where it has no pole.
std::vector<size_t> MonotoneRepeated(const Formula& formula, const std::vector<Range>& ranges) {
  std::vector<size_t> found;
  for (size_t i = 0; i < ranges.size(); ++i) {
    if (ranges[i].is_one_number()) continue;
    const auto occurrences =
        std::count_if(formula.steps().begin(), formula.steps().end(), [i](const FormulaStep& step) {
          return step.kind == Kind::kReference && step.reference == i;
        });
    if (occurrences < 2) continue;
    const Degrees degrees = DegreesIn(formula, i);
    if (degrees.numerator <= 1 && degrees.denominator <= 1) found.push_back(i);
  }
  // 2^n corners are evaluated. Of the others the range is as wide as step by step.
  if (found.size() > kMostRoundedOperands) found.resize(kMostRoundedOperands);
  return found;
}

}  // namespace

std::optional<Range> RangeOf(const Formula& formula, const std::vector<Range>& ranges) {
  // No divisor may be zero anywhere, not only at the ends.
  std::optional<Range> whole = RangeByStep(formula, ranges);
  if (!whole.has_value()) return std::nullopt;
  const std::vector<size_t> repeated = MonotoneRepeated(formula, ranges);
  if (repeated.empty()) return whole;
  std::vector<Range> corner = ranges;
  std::optional<Range> hull;
  for (size_t ends = 0; ends < size_t{1} << repeated.size(); ++ends) {
    for (size_t i = 0; i < repeated.size(); ++i) {
      const Range& range = ranges[repeated[i]];
      const Rational& end = (ends >> i & 1) != 0 ? range.high : range.low;
      corner[repeated[i]] = {end, end};
    }
    const Range at = *RangeByStep(formula, corner);
    hull = hull.has_value() ? Hull({hull->low, hull->high, at.low, at.high}) : at;
  }
  return hull;
}

}  // namespace tertial::indicators
