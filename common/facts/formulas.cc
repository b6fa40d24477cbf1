#include "common/facts/formulas.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/formula_operands.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

using enum common::v1::Formula;

// A straight line needs three points to be more than the join of two.
constexpr size_t kFewestPoints = 3;

const Rational& Hundred() {
  static const Rational& hundred = *new Rational(Rational::FromInt(100));
  return hundred;
}

const Rational& One() {
  static const Rational& one = *new Rational(Rational::FromInt(1));
  return one;
}

// x1 … xn, counted from 1 as the formulas do.
class Terms {
 public:
  Terms(absl::Span<const v1::Operand> operands, absl::Span<const Rational> values)
      : operands_(operands), values_(values) {
    assert(operands.size() == values.size());
  }

  const Rational& operator[](size_t number) const { return values_[number - 1]; }
  size_t size() const { return values_.size(); }
  absl::Span<const Rational> values() const { return values_; }

  // "The base areas/… is zero.", of the operand `number`.
  Refusal Refuse(v1::NotComputableReason reason, size_t number, absl::string_view what,
                 absl::string_view is) const {
    return {reason, absl::StrCat("The ", what, " ", operands_[number - 1].name(), " ", is, ".")};
  }

 private:
  absl::Span<const v1::Operand> operands_;
  absl::Span<const Rational> values_;
};

// Why x1 is no base for a change in per cent, if it is none.
std::optional<Refusal> RefuseBase(const Terms& x, absl::string_view what) {
  if (x[1].IsZero()) return x.Refuse(v1::NOT_COMPUTABLE_REASON_ZERO_BASE, 1, what, "is zero");
  if (x[1].sign() < 0) {
    return x.Refuse(v1::NOT_COMPUTABLE_REASON_NEGATIVE_BASE, 1, what, "is negative");
  }
  return std::nullopt;
}

Rational Sum(absl::Span<const Rational> values) {
  Rational sum;
  for (const Rational& value : values) sum += value;
  return sum;
}

Rational Count(size_t number) { return Rational::FromInt(static_cast<int64_t>(number)); }

Rational Median(absl::Span<const Rational> values) {
  std::vector<Rational> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const size_t middle = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / Rational::FromInt(2);
}

FormulaResult WeightedMean(const Terms& x) {
  Rational sum;
  Rational weights;
  for (size_t i = 1; i < x.size(); i += 2) {
    if (x[i + 1].sign() < 0) {
      return x.Refuse(v1::NOT_COMPUTABLE_REASON_NEGATIVE_BASE, i + 1, "weight", "is negative");
    }
    sum += x[i] * x[i + 1];
    weights += x[i + 1];
  }
  if (weights.IsZero()) {
    return Refusal{v1::NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO, "The weights add up to zero."};
  }
  return Evaluation{sum / weights};
}

FormulaResult Slope(const Terms& x) {
  const size_t points = x.size() / 2;
  if (points < kFewestPoints) {
    return Refusal{
        v1::NOT_COMPUTABLE_REASON_TOO_FEW_CELLS,
        absl::StrCat("There are ", points, " measured cells; a slope needs ", kFewestPoints, ".")};
  }
  Rational mean;
  for (size_t i = 1; i < x.size(); i += 2) mean += x[i];
  mean = mean / Count(points);
  Rational product;
  Rational square;
  for (size_t i = 1; i < x.size(); i += 2) {
    const Rational deviation = x[i] - mean;
    product += deviation * x[i + 1];
    square += deviation * deviation;
  }
  if (square.IsZero()) {
    return Refusal{v1::NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO,
                   "All values are of one point in time."};
  }
  return Evaluation{product / square};
}

FormulaResult ShareOfReduction(const Terms& x) {
  const Rational way = x[1] - x[3];
  if (way.IsZero()) {
    return x.Refuse(v1::NOT_COMPUTABLE_REASON_NO_CHANGE_REQUIRED, 3, "target", "equals the base");
  }
  return Evaluation{(x[1] - x[2]) / way * Hundred(), way.sign()};
}

// The straight line from `base` to `target`, `gone` of `all` periods after the base.
Rational Milestone(const Rational& base, const Rational& target, const Rational& gone,
                   const Rational& all) {
  return base + (target - base) * gone / all;
}

Refusal NoPeriods() {
  return {v1::NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO,
          "No period lies between the base and the one that the target is due in."};
}

// (to / from)^(1 / periods), where the quotient is positive.
std::variant<Rational, Refusal> GrowthFactor(const Rational& from, const Rational& to,
                                             const Rational& periods) {
  const std::optional<Rational> root = (to / from).Root(periods);
  if (root.has_value()) return *root;
  return Refusal{v1::NOT_COMPUTABLE_REASON_OUT_OF_RANGE,
                 absl::StrCat("A root of degree ", periods.FormatSignificant(),
                              " is not computed; the degrees go up to ", Rational::kHighestDegree,
                              ", in steps of hundredths or more.")};
}

// Why the operand `number`, a value reached from a base above zero, gives no rate of change.
std::optional<Refusal> RefuseSign(const Terms& x, size_t number, absl::string_view what) {
  if (x[number].sign() > 0) return std::nullopt;
  return x.Refuse(v1::NOT_COMPUTABLE_REASON_SIGN_CHANGE, number, what,
                  x[number].IsZero() ? "is zero, which no rate of change leads to"
                                     : "has another sign than the base");
}

Refusal NoTimeGone() {
  return {v1::NOT_COMPUTABLE_REASON_NO_BASELINE, "The base is no period before the current one."};
}

Refusal NoTimeLeft() {
  return {v1::NOT_COMPUTABLE_REASON_NO_TIME_LEFT, "The target is due in no period after the base."};
}

FormulaResult CagrRatio(const Terms& x) {
  if (auto refusal = RefuseBase(x, "base"); refusal.has_value()) return *std::move(refusal);
  if (auto refusal = RefuseSign(x, 2, "current value"); refusal.has_value()) {
    return *std::move(refusal);
  }
  if (auto refusal = RefuseSign(x, 3, "target"); refusal.has_value()) return *std::move(refusal);
  if (x[3] == x[1]) {
    return x.Refuse(v1::NOT_COMPUTABLE_REASON_NO_CHANGE_REQUIRED, 3, "target", "equals the base");
  }
  if (x[4].sign() <= 0) return NoTimeGone();
  if (x[5].sign() <= 0) return NoTimeLeft();
  const auto observed = GrowthFactor(x[1], x[2], x[4]);
  if (std::holds_alternative<Refusal>(observed)) return std::get<Refusal>(observed);
  const auto required = GrowthFactor(x[1], x[3], x[5]);
  if (std::holds_alternative<Refusal>(required)) return std::get<Refusal>(required);
  const Rational required_rate = std::get<Rational>(required) - One();
  return Evaluation{x[6] * (std::get<Rational>(observed) - One()) / required_rate.Abs(),
                    required_rate.sign()};
}

FormulaResult RateNeeded(const Terms& x) {
  if (auto refusal = RefuseBase(x, "current value"); refusal.has_value()) {
    return *std::move(refusal);
  }
  if (auto refusal = RefuseSign(x, 2, "target"); refusal.has_value()) return *std::move(refusal);
  if (x[3].sign() <= 0) {
    return Refusal{v1::NOT_COMPUTABLE_REASON_NO_TIME_LEFT,
                   "The target is due in no period after the current one."};
  }
  const auto factor = GrowthFactor(x[1], x[2], x[3]);
  if (std::holds_alternative<Refusal>(factor)) return std::get<Refusal>(factor);
  return Evaluation{(One() - std::get<Rational>(factor)) * Hundred()};
}

// Why x1 is no base, or the operand `number`, a value reached or aimed at from it, gives no rate.
std::optional<Refusal> RefuseGrowth(const Terms& x, size_t number, absl::string_view what) {
  if (auto refusal = RefuseBase(x, "base"); refusal.has_value()) return refusal;
  return RefuseSign(x, number, what);
}

// `start` * (to / from)^(gone / all), where the quotient is positive and `all` is above zero.
FormulaResult Grown(const Rational& start, const Rational& from, const Rational& to,
                    const Rational& gone, const Rational& all) {
  if (gone.IsZero()) return Evaluation{start};
  const auto factor = GrowthFactor(from, to, all / gone);
  if (std::holds_alternative<Refusal>(factor)) return std::get<Refusal>(factor);
  return Evaluation{start * std::get<Rational>(factor)};
}

FormulaResult CompoundMilestone(const Terms& x) {
  if (auto refusal = RefuseGrowth(x, 2, "target"); refusal.has_value()) return *std::move(refusal);
  if (x[3].sign() < 0) return NoTimeGone();
  if (x[4].sign() <= 0) return NoTimeLeft();
  return Grown(x[1], x[1], x[2], x[3], x[4]);
}

FormulaResult YearlyChange(const Terms& x) {
  if (auto refusal = RefuseGrowth(x, 2, "current value"); refusal.has_value()) {
    return *std::move(refusal);
  }
  if (x[3].sign() <= 0) return NoTimeGone();
  const auto factor = GrowthFactor(x[1], x[2], x[3]);
  if (std::holds_alternative<Refusal>(factor)) return std::get<Refusal>(factor);
  return Evaluation{(std::get<Rational>(factor) - One()) * Hundred()};
}

FormulaResult Projection(const Terms& x) {
  if (auto refusal = RefuseGrowth(x, 2, "current value"); refusal.has_value()) {
    return *std::move(refusal);
  }
  if (x[3].sign() <= 0) return NoTimeGone();
  if (x[4].sign() < 0) return NoTimeLeft();
  return Grown(x[2], x[1], x[2], x[4], x[3]);
}

FormulaResult LinearProjection(const Terms& x) {
  if (x[3].sign() <= 0) return NoTimeGone();
  if (x[4].sign() < 0) return NoTimeLeft();
  return Evaluation{x[2] + (x[2] - x[1]) * x[4] / x[3]};
}

FormulaResult ConvertedProduct(const Terms& x) {
  if (x[4].IsZero()) {
    return x.Refuse(v1::NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO, 4, "divisor", "is zero");
  }
  return Evaluation{x[1] * x[2] * x[3] / x[4], x[4].sign()};
}

Rational Product(absl::Span<const Rational> values) {
  Rational product = One();
  for (const Rational& value : values) product = product * value;
  return product;
}

// Of pairs.
Rational SumOfProducts(const Terms& x) {
  Rational sum;
  for (size_t i = 1; i < x.size(); i += 2) sum += x[i] * x[i + 1];
  return sum;
}

FormulaResult BeforePercentChange(const Terms& x) {
  const Rational factor = Hundred() + x[2];
  if (factor.sign() <= 0) {
    return x.Refuse(v1::NOT_COMPUTABLE_REASON_ZERO_BASE, 2, "change", "leaves nothing");
  }
  return Evaluation{x[1] * Hundred() / factor};
}

FormulaResult PercentChange(const Terms& x) {
  if (auto refusal = RefuseBase(x, "base"); refusal.has_value()) return *std::move(refusal);
  return Evaluation{(x[2] - x[1]) / x[1] * Hundred()};
}

FormulaResult Share(const Terms& x) {
  if (x[2].IsZero()) return x.Refuse(v1::NOT_COMPUTABLE_REASON_ZERO_BASE, 2, "base", "is zero");
  return Evaluation{x[1] / x[2] * Hundred(), x[2].sign()};
}

FormulaResult Ratio(const Terms& x) {
  if (x[2].IsZero()) {
    return x.Refuse(v1::NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO, 2, "divisor", "is zero");
  }
  return Evaluation{x[1] / x[2], x[2].sign()};
}

}  // namespace

FormulaResult Evaluate(v1::Formula formula, absl::Span<const v1::Operand> operands,
                       absl::Span<const Rational> values) {
  assert(TakesOperands(formula, values.size()) &&
         "another number of operands than the formula has");
  const Terms x(operands, values);
  switch (formula) {
    case FORMULA_SUM:
      return Evaluation{Sum(x.values())};
    case FORMULA_MEAN:
      return Evaluation{Sum(x.values()) / Count(x.size())};
    case FORMULA_MEDIAN:
      return Evaluation{Median(x.values())};
    case FORMULA_WEIGHTED_MEAN:
      return WeightedMean(x);
    case FORMULA_SLOPE:
      return Slope(x);
    case FORMULA_DIFFERENCE:
    case FORMULA_DISTANCE:
    case FORMULA_PERCENTAGE_POINTS:
      return Evaluation{x[2] - x[1]};
    case FORMULA_PERCENT_CHANGE:
      return PercentChange(x);
    case FORMULA_SHARE:
      return Share(x);
    case FORMULA_RATIO:
      return Ratio(x);
    case FORMULA_REDUCED_BY_PERCENT:
      return Evaluation{x[1] * (Hundred() - x[2]) / Hundred()};
    case FORMULA_SHARE_OF_REDUCTION:
      return ShareOfReduction(x);
    case FORMULA_LINEAR_MILESTONE:
      if (x[4].IsZero()) return NoPeriods();
      return Evaluation{Milestone(x[1], x[2], x[3], x[4]), x[4].sign()};
    case FORMULA_MILESTONE_GAP:
      if (x[5].IsZero()) return NoPeriods();
      return Evaluation{x[3] - Milestone(x[1], x[2], x[4], x[5]), x[5].sign()};
    case FORMULA_CAGR_RATIO:
      return CagrRatio(x);
    case FORMULA_RATE_NEEDED:
      return RateNeeded(x);
    case FORMULA_COMPOUND_MILESTONE:
      return CompoundMilestone(x);
    case FORMULA_YEARLY_CHANGE:
      return YearlyChange(x);
    case FORMULA_PROJECTION:
      return Projection(x);
    case FORMULA_LINEAR_PROJECTION:
      return LinearProjection(x);
    case FORMULA_PRODUCT:
      return Evaluation{Product(x.values())};
    case FORMULA_CONVERTED_PRODUCT:
      return ConvertedProduct(x);
    case FORMULA_WEIGHTED_SUM:
      return Evaluation{SumOfProducts(x)};
    case FORMULA_SHARES_SUM:
      return Evaluation{SumOfProducts(x) / Hundred()};
    case FORMULA_PERCENT_OF:
      return Evaluation{x[1] * x[2] / Hundred()};
    case FORMULA_GAP:
      return Evaluation{x[1] - x[2] - x[3]};
    case FORMULA_BEFORE_PERCENT_CHANGE:
      return BeforePercentChange(x);
    case FORMULA_VALUE:
      return Evaluation{x[1]};
    default:
      assert(false && "a formula without arithmetic");
  }
  return Refusal{};
}

absl::string_view FormulaText(v1::Formula formula) {
  switch (formula) {
    case FORMULA_SUM:
      return "x1 + … + xn";
    case FORMULA_DIFFERENCE:
    case FORMULA_DISTANCE:
    case FORMULA_PERCENTAGE_POINTS:
      return "x2 - x1";
    case FORMULA_PERCENT_CHANGE:
      return "(x2 - x1) / x1 * 100";
    case FORMULA_SHARE:
      return "x1 / x2 * 100";
    case FORMULA_RATIO:
      return "x1 / x2";
    case FORMULA_COUNT:
      return "how many of x1 … xn have a value";
    case FORMULA_REDUCED_BY_PERCENT:
      return "x1 * (1 - x2 / 100)";
    case FORMULA_SHARE_OF_REDUCTION:
      return "(x1 - x2) / (x1 - x3) * 100";
    case FORMULA_LINEAR_MILESTONE:
      return "x1 + (x2 - x1) * x3 / x4";
    case FORMULA_MILESTONE_GAP:
      return "x3 - (x1 + (x2 - x1) * x4 / x5)";
    case FORMULA_CAGR_RATIO:
      return "x6 * ((x2 / x1)^(1 / x4) - 1) / |(x3 / x1)^(1 / x5) - 1|";
    case FORMULA_RATE_NEEDED:
      return "(1 - (x2 / x1)^(1 / x3)) * 100";
    case FORMULA_SLOPE:
      return "least squares through (x1, x2), (x3, x4), …";
    case FORMULA_MEAN:
      return "(x1 + … + xn) / n";
    case FORMULA_WEIGHTED_MEAN:
      return "(x1 * x2 + x3 * x4 + …) / (x2 + x4 + …)";
    case FORMULA_MEDIAN:
      return "median of x1 … xn";
    case FORMULA_COMPOUND_MILESTONE:
      return "x1 * (x2 / x1)^(x3 / x4)";
    case FORMULA_YEARLY_CHANGE:
      return "((x2 / x1)^(1 / x3) - 1) * 100";
    case FORMULA_PROJECTION:
      return "x2 * (x2 / x1)^(x4 / x3)";
    case FORMULA_LINEAR_PROJECTION:
      return "x2 + (x2 - x1) * x4 / x3";
    case FORMULA_PRODUCT:
      return "x1 * … * xn";
    case FORMULA_CONVERTED_PRODUCT:
      return "x1 * x2 * x3 / x4";
    case FORMULA_WEIGHTED_SUM:
      return "x1 * x2 + x3 * x4 + …";
    case FORMULA_SHARES_SUM:
      return "(x1 * x2 + x3 * x4 + …) / 100";
    case FORMULA_PERCENT_OF:
      return "x1 * x2 / 100";
    case FORMULA_GAP:
      return "x1 - x2 - x3";
    case FORMULA_BEFORE_PERCENT_CHANGE:
      return "x1 / (1 + x2 / 100)";
    case FORMULA_VALUE:
      return "x1";
    default:
      return "";
  }
}

}  // namespace tertial
