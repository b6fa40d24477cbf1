// Compute against arithmetic that shares no code with it: fractions of two 128-bit integers, over
// operands drawn at random from a fixed seed.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

using ::testing::ElementsAre;
using enum common::v1::Formula;

constexpr int kTrials = 2000;
// An operand is a whole number of thousandths.
constexpr int kScale = 3;
constexpr int64_t kThousand = 1000;

struct Fraction {
  __int128 numerator;
  __int128 denominator;
};

std::string DigitsOf(unsigned __int128 number, size_t least) {
  std::string digits;
  for (; number > 0; number /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + number % 10));
  while (digits.size() < least) digits.insert(digits.begin(), '0');
  return digits;
}

// The whole number of 10^-decimals as a decimal text.
std::string FormatScaled(__int128 scaled, int decimals) {
  const bool negative = scaled < 0;
  std::string digits = DigitsOf(static_cast<unsigned __int128>(negative ? -scaled : scaled),
                                static_cast<size_t>(decimals) + 1);
  if (decimals > 0) digits.insert(digits.size() - static_cast<size_t>(decimals), ".");
  return (negative ? "-" : "") + digits;
}

// Rounded half away from zero.
std::string Rounded(Fraction fraction, int decimals) {
  if (fraction.denominator < 0) {
    fraction = {-fraction.numerator, -fraction.denominator};
  }
  for (int i = 0; i < decimals; ++i) fraction.numerator *= 10;
  const bool negative = fraction.numerator < 0;
  const __int128 size = negative ? -fraction.numerator : fraction.numerator;
  const __int128 rounded = (2 * size + fraction.denominator) / (2 * fraction.denominator);
  return FormatScaled(negative ? -rounded : rounded, decimals);
}

__int128 SumOf(const std::vector<int64_t>& numbers) {
  __int128 sum = 0;
  for (const int64_t number : numbers) sum += number;
  return sum;
}

// Of pairs; nothing over weights that allow none.
std::optional<Fraction> ExpectedWeightedMean(const std::vector<int64_t>& x) {
  Fraction mean{0, 0};
  for (size_t i = 0; i < x.size(); i += 2) {
    if (x[i + 1] < 0) return std::nullopt;
    mean.numerator += __int128{x[i]} * x[i + 1];
    mean.denominator += x[i + 1];
  }
  if (mean.denominator == 0) return std::nullopt;
  return Fraction{mean.numerator, mean.denominator * kThousand};
}

// (n Σtv - Σt Σv) / (n Σtt - Σt Σt), another form of the slope than Compute's.
std::optional<Fraction> ExpectedSlope(const std::vector<int64_t>& x) {
  const auto n = static_cast<__int128>(x.size() / 2);
  __int128 t = 0, v = 0, tv = 0, tt = 0;
  for (size_t i = 0; i < x.size(); i += 2) {
    t += x[i];
    v += x[i + 1];
    tv += __int128{x[i]} * x[i + 1];
    tt += __int128{x[i]} * x[i];
  }
  if (n * tt == t * t) return std::nullopt;
  return Fraction{n * tv - t * v, n * tt - t * t};
}

Fraction ExpectedMedian(std::vector<int64_t> x) {
  std::sort(x.begin(), x.end());
  return {__int128{x[(x.size() - 1) / 2]} + x[x.size() / 2], 2 * kThousand};
}

// The formula over thousandths; nothing over a base that allows none.
std::optional<Fraction> Expected(v1::Formula formula, const std::vector<int64_t>& x) {
  switch (formula) {
    case FORMULA_SUM:
    case FORMULA_VALUE:
      return Fraction{SumOf(x), kThousand};
    case FORMULA_MEAN:
      return Fraction{SumOf(x), static_cast<__int128>(x.size()) * kThousand};
    case FORMULA_MEDIAN:
      return ExpectedMedian(x);
    case FORMULA_WEIGHTED_MEAN:
      return ExpectedWeightedMean(x);
    case FORMULA_SLOPE:
      return ExpectedSlope(x);
    case FORMULA_SHARE_OF_REDUCTION:
      if (x[0] == x[2]) return std::nullopt;
      return Fraction{(__int128{x[0]} - x[1]) * 100, __int128{x[0]} - x[2]};
    case FORMULA_LINEAR_MILESTONE:
      if (x[3] == 0) return std::nullopt;
      return Fraction{__int128{x[0]} * x[3] + (__int128{x[1]} - x[0]) * x[2],
                      __int128{x[3]} * kThousand};
    case FORMULA_MILESTONE_GAP:
      if (x[4] == 0) return std::nullopt;
      return Fraction{(__int128{x[2]} - x[0]) * x[4] - (__int128{x[1]} - x[0]) * x[3],
                      __int128{x[4]} * kThousand};
    case FORMULA_DIFFERENCE:
    case FORMULA_DISTANCE:
    case FORMULA_PERCENTAGE_POINTS:
      return Fraction{__int128{x[1]} - x[0], kThousand};
    case FORMULA_PERCENT_CHANGE:
      if (x[0] <= 0) return std::nullopt;
      return Fraction{(__int128{x[1]} - x[0]) * 100, x[0]};
    case FORMULA_SHARE:
      if (x[1] == 0) return std::nullopt;
      return Fraction{__int128{x[0]} * 100, x[1]};
    case FORMULA_RATIO:
      if (x[1] == 0) return std::nullopt;
      return Fraction{x[0], x[1]};
    case FORMULA_REDUCED_BY_PERCENT:
      return Fraction{__int128{x[0]} * (100 * kThousand - x[1]), kThousand * 100 * kThousand};
    case FORMULA_PERCENT_OF:
      return Fraction{__int128{x[0]} * x[1], kThousand * kThousand * 100};
    case FORMULA_GAP:
      return Fraction{__int128{x[0]} - x[1] - x[2], kThousand};
    case FORMULA_LINEAR_PROJECTION:
      if (x[2] <= 0 || x[3] < 0) return std::nullopt;
      return Fraction{__int128{x[1]} * x[2] + (__int128{x[1]} - x[0]) * x[3],
                      __int128{x[2]} * kThousand};
    case FORMULA_BEFORE_PERCENT_CHANGE:
      if (x[1] <= -100 * kThousand) return std::nullopt;
      return Fraction{__int128{x[0]} * 100, __int128{100 * kThousand} + x[1]};
    default:
      ADD_FAILURE() << v1::Formula_Name(formula);
      return std::nullopt;
  }
}

v1::Operand OperandOf(int64_t thousandths) {
  return MakeConstant("x", FormatScaled(thousandths, kScale));
}

// Whole numbers of thousandths, small ones and zero often, so that ties and zero bases occur.
class Draw {
 public:
  int64_t Number() {
    const int64_t most = std::vector<int64_t>{2, 5000, 1'000'000'000}[Below(3)];
    return static_cast<int64_t>(Below(static_cast<uint64_t>(2 * most + 1))) - most;
  }
  size_t Below(uint64_t end) { return random_() % end; }

 private:
  std::mt19937_64 random_{20240401};
};

// The formulas that draw no roots.
const std::vector<v1::Formula>& Formulas() {
  static const auto& formulas = *new std::vector<v1::Formula>{FORMULA_SUM,
                                                              FORMULA_MEAN,
                                                              FORMULA_MEDIAN,
                                                              FORMULA_WEIGHTED_MEAN,
                                                              FORMULA_SLOPE,
                                                              FORMULA_DIFFERENCE,
                                                              FORMULA_DISTANCE,
                                                              FORMULA_PERCENTAGE_POINTS,
                                                              FORMULA_PERCENT_CHANGE,
                                                              FORMULA_SHARE,
                                                              FORMULA_RATIO,
                                                              FORMULA_REDUCED_BY_PERCENT,
                                                              FORMULA_SHARE_OF_REDUCTION,
                                                              FORMULA_LINEAR_MILESTONE,
                                                              FORMULA_MILESTONE_GAP,
                                                              FORMULA_PERCENT_OF,
                                                              FORMULA_GAP,
                                                              FORMULA_LINEAR_PROJECTION,
                                                              FORMULA_BEFORE_PERCENT_CHANGE,
                                                              FORMULA_VALUE};
  return formulas;
}

size_t DrawCount(v1::Formula formula, Draw& draw) {
  switch (formula) {
    case FORMULA_VALUE:
      return 1;
    case FORMULA_SUM:
    case FORMULA_MEAN:
    case FORMULA_MEDIAN:
      return 1 + draw.Below(6);
    case FORMULA_WEIGHTED_MEAN:
      return 2 + 2 * draw.Below(4);
    case FORMULA_SLOPE:
      return 6 + 2 * draw.Below(4);
    case FORMULA_SHARE_OF_REDUCTION:
    case FORMULA_RATE_NEEDED:
    case FORMULA_GAP:
      return 3;
    case FORMULA_LINEAR_MILESTONE:
    case FORMULA_LINEAR_PROJECTION:
      return 4;
    case FORMULA_MILESTONE_GAP:
      return 5;
    case FORMULA_CAGR_RATIO:
      return 6;
    default:
      return 2;
  }
}

std::vector<int64_t> DrawOperands(v1::Formula formula, Draw& draw) {
  std::vector<int64_t> numbers(DrawCount(formula, draw));
  for (int64_t& number : numbers) number = draw.Number();
  return numbers;
}

std::vector<v1::Operand> OperandsOf(const std::vector<int64_t>& numbers) {
  std::vector<v1::Operand> operands;
  for (const int64_t number : numbers) operands.push_back(OperandOf(number));
  return operands;
}

TEST(ComputeProperty, AgreesWithFractionsOfIntegers) {
  Draw draw;
  std::set<v1::NotComputableReason> refused;
  for (int trial = 0; trial < kTrials; ++trial) {
    for (const v1::Formula formula : Formulas()) {
      const std::vector<int64_t> numbers = DrawOperands(formula, draw);
      const int decimals = static_cast<int>(draw.Below(4));
      const v1::Computed computed = Compute(formula, OperandsOf(numbers), "percent", decimals);
      const std::optional<Fraction> expected = Expected(formula, numbers);
      ASSERT_EQ(computed.has_value(), expected.has_value()) << computed.DebugString();
      if (expected.has_value()) {
        ASSERT_EQ(computed.value(), Rounded(*expected, decimals)) << computed.DebugString();
      } else {
        refused.insert(computed.not_computable().reason());
      }
    }
  }
  EXPECT_THAT(
      refused,
      ElementsAre(v1::NOT_COMPUTABLE_REASON_ZERO_BASE, v1::NOT_COMPUTABLE_REASON_NEGATIVE_BASE,
                  v1::NOT_COMPUTABLE_REASON_NO_BASELINE, v1::NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO,
                  v1::NOT_COMPUTABLE_REASON_NO_TIME_LEFT,
                  v1::NOT_COMPUTABLE_REASON_NO_CHANGE_REQUIRED));
}

TEST(ComputeProperty, AGapInAnyPositionIsNeverANumber) {
  Draw draw;
  std::vector<v1::Formula> formulas = Formulas();
  formulas.insert(formulas.end(), {FORMULA_CAGR_RATIO, FORMULA_RATE_NEEDED});
  for (int trial = 0; trial < kTrials / 4; ++trial) {
    for (const v1::Formula formula : formulas) {
      const std::vector<v1::Operand> operands = OperandsOf(DrawOperands(formula, draw));
      for (size_t position = 0; position < operands.size(); ++position) {
        v1::Cell missing;
        missing.set_missing(
            static_cast<v1::MissingReason>(1 + draw.Below(v1::MissingReason_ARRAYSIZE - 1)));
        for (const v1::Cell* cell :
             {static_cast<const v1::Cell*>(&missing), static_cast<const v1::Cell*>(nullptr)}) {
          std::vector<v1::Operand> with_gap = operands;
          with_gap[position] = MakeOperand("the gap", cell);
          const v1::Computed computed = Compute(formula, with_gap, "percent", 1);
          ASSERT_FALSE(computed.has_value()) << computed.DebugString();
          ASSERT_EQ(computed.unrounded(), "");
          ASSERT_EQ(computed.not_computable().reason(),
                    cell == nullptr ? v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION
                                    : v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
          ASSERT_NE(computed.not_computable().detail().find("the gap"), std::string::npos);
        }
      }
    }
  }
}

TEST(ComputeProperty, MeansAndMediansLieBetweenTheLeastAndTheMost) {
  Draw draw;
  for (int trial = 0; trial < kTrials; ++trial) {
    for (const v1::Formula formula : {FORMULA_MEAN, FORMULA_MEDIAN, FORMULA_WEIGHTED_MEAN}) {
      std::vector<int64_t> numbers = DrawOperands(formula, draw);
      const size_t step = formula == FORMULA_WEIGHTED_MEAN ? 2 : 1;
      int64_t least = numbers[0];
      int64_t most = numbers[0];
      for (size_t i = 0; i < numbers.size(); i += step) {
        least = std::min(least, numbers[i]);
        most = std::max(most, numbers[i]);
        if (step == 2) numbers[i + 1] = std::abs(numbers[i + 1]) + 1;
      }
      const v1::Computed computed = Compute(formula, OperandsOf(numbers), "percent", kScale);
      ASSERT_TRUE(computed.has_value()) << computed.DebugString();
      const Decimal value = Decimal::Parse(computed.value()).value();
      ASSERT_GE(value, Decimal::FromUnscaled(least, kScale).value()) << computed.DebugString();
      ASSERT_LE(value, Decimal::FromUnscaled(most, kScale).value()) << computed.DebugString();
    }
  }
}

// A thousandth above zero, so that rates are computable.
int64_t DrawPositive(Draw& draw) { return 1 + std::abs(draw.Number()); }

TEST(ComputeProperty, TheRateNeededLeadsToTheTarget) {
  Draw draw;
  const Rational nearly = Rational::FromInt(10).Power(-30);
  for (int trial = 0; trial < kTrials / 4; ++trial) {
    const int periods = 1 + static_cast<int>(draw.Below(50));
    const std::vector<int64_t> numbers = {DrawPositive(draw), DrawPositive(draw),
                                          periods * kThousand};
    const v1::Computed rate = Compute(FORMULA_RATE_NEEDED, OperandsOf(numbers), "percent", 2);
    ASSERT_TRUE(rate.has_value()) << rate.DebugString();
    const Rational factor =
        Rational::FromInt(1) - *Rational::Parse(rate.unrounded()) / Rational::FromInt(100);
    const Rational reached = Rational::FromInt(numbers[0]) * factor.Power(periods);
    ASSERT_LE((reached / Rational::FromInt(numbers[1]) - Rational::FromInt(1)).Abs(), nearly)
        << rate.DebugString();
  }
}

// On the curve of constant growth, the observed rate is the one required, in either direction.
TEST(ComputeProperty, TheRatioOfRatesIsOneOnTheWayAndMinusOneAgainstIt) {
  Draw draw;
  for (int trial = 0; trial < kTrials / 4; ++trial) {
    // 1.1^a and 0.9^a, exactly.
    const int gone = 1 + static_cast<int>(draw.Below(6));
    const int all = gone + static_cast<int>(draw.Below(6));
    const bool grows = draw.Below(2) == 0;
    const Rational factor = Rational(Decimal::Parse(grows ? "1.1" : "0.9").value());
    const auto text = [](const Rational& number) { return number.RoundToFit().value().Format(); };
    const std::vector<std::string> values = {"1000",
                                             text(Rational::FromInt(1000) * factor.Power(gone)),
                                             text(Rational::FromInt(1000) * factor.Power(all)),
                                             std::to_string(gone),
                                             std::to_string(all),
                                             "1"};
    std::vector<v1::Operand> operands;
    for (const std::string& value : values) operands.push_back(MakeConstant("x", value));
    const v1::Computed computed = Compute(FORMULA_CAGR_RATIO, operands, "ratio", 2);
    ASSERT_EQ(computed.unrounded(), grows ? "1" : "-1") << computed.DebugString();
  }
}

}  // namespace
}  // namespace tertial
