// Compute against arithmetic that shares no code with it: fractions of two 128-bit integers, over
// operands drawn at random from a fixed seed.
#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
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

// The formula over thousandths; nothing over a base that allows none.
std::optional<Fraction> Expected(v1::Formula formula, const std::vector<int64_t>& x) {
  switch (formula) {
    case FORMULA_SUM: {
      __int128 sum = 0;
      for (const int64_t one : x) sum += one;
      return Fraction{sum, kThousand};
    }
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
    case FORMULA_REDUCED_BY_PERCENT:
      return Fraction{__int128{x[0]} * (100 * kThousand - x[1]), kThousand * 100 * kThousand};
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

const std::vector<v1::Formula>& Formulas() {
  static const auto& formulas = *new std::vector<v1::Formula>{FORMULA_SUM,
                                                              FORMULA_DIFFERENCE,
                                                              FORMULA_DISTANCE,
                                                              FORMULA_PERCENTAGE_POINTS,
                                                              FORMULA_PERCENT_CHANGE,
                                                              FORMULA_SHARE,
                                                              FORMULA_REDUCED_BY_PERCENT};
  return formulas;
}

std::vector<int64_t> DrawOperands(v1::Formula formula, Draw& draw) {
  std::vector<int64_t> numbers(formula == FORMULA_SUM ? 1 + draw.Below(6) : 2);
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
  EXPECT_THAT(refused, ElementsAre(v1::NOT_COMPUTABLE_REASON_ZERO_BASE,
                                   v1::NOT_COMPUTABLE_REASON_NEGATIVE_BASE));
}

TEST(ComputeProperty, AGapInAnyPositionIsNeverANumber) {
  Draw draw;
  for (int trial = 0; trial < kTrials / 4; ++trial) {
    for (const v1::Formula formula : Formulas()) {
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

}  // namespace
}  // namespace tertial
