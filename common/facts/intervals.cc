#include "common/facts/intervals.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "common/types/decimal.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

using Operands = absl::Span<const v1::Operand>;

std::optional<Evaluation> EvaluationOf(FormulaResult result) {
  if (Evaluation* const evaluation = std::get_if<Evaluation>(&result))
    return std::move(*evaluation);
  return std::nullopt;
}

std::optional<Rational> ResultOver(v1::Formula formula, Operands operands,
                                   absl::Span<const Rational> values) {
  std::optional<Evaluation> evaluation = EvaluationOf(Evaluate(formula, operands, values));
  if (!evaluation.has_value()) return std::nullopt;
  return std::move(evaluation->result);
}

void Include(const Rational& number, Range& range) {
  range.low = std::min(range.low, number);
  range.high = std::max(range.high, number);
}

// Of a formula that never falls where an operand rises.
std::optional<Range> OverRising(v1::Formula formula, Operands operands,
                                absl::Span<const Range> ranges) {
  std::vector<Rational> low;
  std::vector<Rational> high;
  for (const Range& range : ranges) {
    low.push_back(range.low);
    high.push_back(range.high);
  }
  const std::optional<Rational> lowest = ResultOver(formula, operands, low);
  const std::optional<Rational> highest = ResultOver(formula, operands, high);
  if (!lowest.has_value() || !highest.has_value()) return std::nullopt;
  return Range{*lowest, *highest};
}

// A slope rises with the values after the middle of its time and falls with those before.
std::optional<Range> OverSlope(Operands operands, absl::Span<const Range> ranges) {
  Rational mean;
  for (size_t i = 0; i < ranges.size(); i += 2) mean += ranges[i].low;
  mean = mean / Rational::FromInt(static_cast<int64_t>(ranges.size() / 2));
  std::vector<Rational> steepest;
  std::vector<Rational> flattest;
  for (size_t i = 0; i + 1 < ranges.size(); i += 2) {
    const bool rises = ranges[i].low > mean;
    const Range& value = ranges[i + 1];
    steepest.insert(steepest.end(), {ranges[i].low, rises ? value.high : value.low});
    flattest.insert(flattest.end(), {ranges[i].low, rises ? value.low : value.high});
  }
  const std::optional<Rational> low = ResultOver(v1::FORMULA_SLOPE, operands, flattest);
  const std::optional<Rational> high = ResultOver(v1::FORMULA_SLOPE, operands, steepest);
  if (!low.has_value() || !high.has_value()) return std::nullopt;
  return Range{*low, *high};
}

struct Weighted {
  Rational value;
  Range weight;
};

// The extreme of a weighted mean of values in an order gives the first ones their highest weights
// and the others their lowest; how many, is tried. All weights are positive in sum.
template <typename Better>
Rational ExtremeMean(std::vector<Weighted> terms, const Better& is_better) {
  std::sort(terms.begin(), terms.end(),
            [&](const Weighted& a, const Weighted& b) { return is_better(a.value, b.value); });
  Rational sum;
  Rational weights;
  for (const Weighted& term : terms) {
    sum += term.value * term.weight.low;
    weights += term.weight.low;
  }
  Rational best = sum / weights;
  for (const Weighted& term : terms) {
    const Rational more = term.weight.high - term.weight.low;
    sum += term.value * more;
    weights += more;
    if (const Rational mean = sum / weights; is_better(mean, best)) best = mean;
  }
  return best;
}

std::optional<Range> OverWeightedMean(absl::Span<const Range> ranges) {
  std::vector<Weighted> low;
  std::vector<Weighted> high;
  Rational weights;
  for (size_t i = 0; i + 1 < ranges.size(); i += 2) {
    if (ranges[i + 1].low.sign() < 0) return std::nullopt;
    weights += ranges[i + 1].low;
    low.push_back({ranges[i].low, ranges[i + 1]});
    high.push_back({ranges[i].high, ranges[i + 1]});
  }
  if (weights.IsZero()) return std::nullopt;
  return Range{ExtremeMean(std::move(low), std::less<Rational>()),
               ExtremeMean(std::move(high), std::greater<Rational>())};
}

// The least and greatest product of numbers of the two ranges.
Range ProductOf(const Range& a, const Range& b) {
  Range product{a.low * b.low, a.low * b.low};
  for (const Rational& corner : {a.low * b.high, a.high * b.low, a.high * b.high}) {
    Include(corner, product);
  }
  return product;
}

// Of pairs, each of numbers of its own: what is least of each is least together.
std::optional<Range> OverSumOfProducts(v1::Formula formula, absl::Span<const Range> ranges) {
  Range sum;
  for (size_t i = 0; i + 1 < ranges.size(); i += 2) {
    const Range product = ProductOf(ranges[i], ranges[i + 1]);
    sum.low += product.low;
    sum.high += product.high;
  }
  if (formula == v1::FORMULA_WEIGHTED_SUM) return sum;
  const Rational hundred = Rational::FromInt(100);
  return Range{sum.low / hundred, sum.high / hundred};
}

}  // namespace

bool IsUncertain(const v1::Operand& operand) {
  return operand.has_interval() || !operand.cell().rounded_to().empty();
}

std::optional<Range> RangeOf(const v1::Operand& operand) {
  if (operand.has_interval()) {
    const std::optional<Rational> low = Rational::Parse(operand.interval().unrounded_low());
    const std::optional<Rational> high = Rational::Parse(operand.interval().unrounded_high());
    if (!low.has_value() || !high.has_value()) return std::nullopt;
    return Range{*low, *high};
  }
  // Stored cells have passed CheckCell, so both parse.
  const Rational value(*Decimal::Parse(operand.cell().value()));
  if (operand.cell().rounded_to().empty()) return Range{value, value};
  const Rational half =
      Rational(*Decimal::Parse(operand.cell().rounded_to())) / Rational::FromInt(2);
  return Range{value - half, value + half};
}

std::optional<v1::Interval> MakeInterval(const Range& range, int decimals) {
  const absl::StatusOr<Decimal> low = range.low.Round(decimals);
  const absl::StatusOr<Decimal> high = range.high.Round(decimals);
  if (!low.ok() || !high.ok()) return std::nullopt;
  v1::Interval interval;
  interval.set_low(low->Format());
  interval.set_high(high->Format());
  interval.set_unrounded_low(range.low.FormatSignificant());
  interval.set_unrounded_high(range.high.FormatSignificant());
  return interval;
}

std::optional<Range> OverCorners(
    absl::Span<const Range> ranges,
    absl::FunctionRef<std::optional<Evaluation>(absl::Span<const Rational>)> evaluate) {
  std::vector<size_t> rounded;
  std::vector<Rational> values;
  for (const Range& range : ranges) {
    if (!range.is_one_number()) rounded.push_back(values.size());
    values.push_back(range.low);
  }
  if (rounded.size() > kMostRoundedOperands) return std::nullopt;
  std::optional<Range> all;
  int divisor_sign = 0;
  for (uint32_t corner = 0; corner < (uint32_t{1} << rounded.size()); ++corner) {
    for (size_t i = 0; i < rounded.size(); ++i) {
      const Range& range = ranges[rounded[i]];
      values[rounded[i]] = (corner >> i & 1) == 0 ? range.low : range.high;
    }
    const std::optional<Evaluation> at = evaluate(values);
    if (!at.has_value() || (corner > 0 && at->divisor_sign != divisor_sign)) return std::nullopt;
    divisor_sign = at->divisor_sign;
    if (!all.has_value()) all = Range{at->result, at->result};
    Include(at->result, *all);
  }
  return all;
}

std::optional<Range> IntervalOf(v1::Formula formula, Operands operands, const Rational& result) {
  if (std::none_of(operands.begin(), operands.end(), IsUncertain)) return std::nullopt;
  std::vector<Range> ranges;
  for (const v1::Operand& operand : operands) {
    std::optional<Range> range = RangeOf(operand);
    if (!range.has_value()) return std::nullopt;
    ranges.push_back(*std::move(range));
  }
  std::optional<Range> interval;
  switch (formula) {
    // These take any number of operands, so their corners are not tried one by one.
    case v1::FORMULA_SUM:
    case v1::FORMULA_MEAN:
    case v1::FORMULA_MEDIAN:
      interval = OverRising(formula, operands, ranges);
      break;
    case v1::FORMULA_SLOPE:
      interval = OverSlope(operands, ranges);
      break;
    case v1::FORMULA_WEIGHTED_MEAN:
      interval = OverWeightedMean(ranges);
      break;
    case v1::FORMULA_WEIGHTED_SUM:
    case v1::FORMULA_SHARES_SUM:
      interval = OverSumOfProducts(formula, ranges);
      break;
    default:
      interval = OverCorners(ranges, [&](absl::Span<const Rational> values) {
        return EvaluationOf(Evaluate(formula, operands, values));
      });
  }
  // The ratio of two rates may have its extreme between the corners.
  if (interval.has_value()) Include(result, *interval);
  return interval;
}

}  // namespace tertial
