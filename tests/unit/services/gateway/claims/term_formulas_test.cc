#include "services/gateway/domain/claims/term_formulas.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::gateway {
namespace {

using ::testing::HasSubstr;

Rational Value(const std::string& text, const std::vector<int>& values) {
  const absl::StatusOr<Expression> expression = ParseTermExpression(text, values.size());
  EXPECT_TRUE(expression.ok()) << text << ": " << expression.status();
  std::vector<Rational> numbers;
  for (const int value : values) numbers.push_back(Rational::FromInt(value));
  return std::get<Evaluation>(Evaluate(*expression, numbers)).result;
}

TEST(TermExpression, ComputesWithBracketsSignsAndFunctions) {
  EXPECT_EQ(Value("x1 + x2 * x3", {1, 2, 3}), Rational::FromInt(7));
  EXPECT_EQ(Value("(x1 + x2) / x3 - -x1", {1, 2, 3}), Rational::FromInt(2));
  EXPECT_EQ(Value("min(x1, x2, x3)", {5, 2, 3}), Rational::FromInt(2));
  EXPECT_EQ(Value("max(x1, min(x2, 100), x3 * 2)", {5, 200, 3}), Rational::FromInt(100));
  EXPECT_EQ(Value("max(x1)", {5}), Rational::FromInt(5));
  EXPECT_EQ(Value(" min ( x1 , -x1 ) ", {5}), Rational::FromInt(-5));
  EXPECT_EQ(
      Value("x10 - x1 - x2 - x3 - x4 - x5 - x6 - x7 - x8 - x9", {1, 1, 1, 1, 1, 1, 1, 1, 1, 10}),
      Rational::FromInt(1));
}

TEST(TermExpression, SaysWhereItCannotBeRead) {
  struct Refused {
    const char* text;
    const char* says;
  };
  for (const Refused& refused :
       std::vector<Refused>{{"x1 + x3", "At character 6: \"x3\""},
                            {"x1 + x0", "At character 6: \"x0\""},
                            {"x1 + x01", "At character 6: \"x01\""},
                            {"x1 + x2y", "At character 6: \"x2y\""},
                            {"x1 + y", "At character 6: \"y\""},
                            {"x1 x2", "At character 4: \"x\""},
                            {"min x1, x2", "At character 5: \"x\""},
                            {"min(x1, x2", "\"min\" at character 1"},
                            {"min(x1,)", "At character 8: \")\""},
                            {"x1, x2", "At character 3: \",\""},
                            {"x1 * 1,5 * x2", "At character 7: \",\""},
                            {"x1 * 1e3 + x2", "\"1e3\""},
                            {"[population.total] + x1 + x2", "At character 1: \"[\""},
                            {"x1", "x2 does not stand in it"},
                            {"", "At character 1"}}) {
    const absl::StatusOr<Expression> expression = ParseTermExpression(refused.text, 2);
    ASSERT_FALSE(expression.ok()) << refused.text;
    EXPECT_EQ(ReasonOf(expression.status()), common::v1::ERROR_REASON_INVALID_CLAIM);
    EXPECT_THAT(std::string(expression.status().message()), HasSubstr(refused.says));
  }
  EXPECT_EQ(ReasonOf(ParseTermExpression("x1 / min(0, 2)", 1).status()),
            common::v1::ERROR_REASON_DIVISION_BY_ZERO);
  EXPECT_TRUE(ParseTermExpression("x1 / max(0, 2)", 1).ok());
  EXPECT_FALSE(ParseTermExpression("x1" + std::string(kLongestExpression, ' '), 1).ok());
}

TEST(TermExpression, RangeOfAMinimumIsThatOfItsEnds) {
  const auto range = [](int low, int high) {
    return Range{Rational::FromInt(low), Rational::FromInt(high)};
  };
  const Expression least = *ParseTermExpression("min(x1, x2)", 2);
  const std::optional<Range> of_two = RangeOf(least, {range(1, 5), range(2, 3)});
  EXPECT_EQ(of_two->low, Rational::FromInt(1));
  EXPECT_EQ(of_two->high, Rational::FromInt(3));
  // Where an operand occurs again, the range holds all that it may be: it is 0 at 0 and at 4, and 4
  // at 2, in the middle.
  const Expression hump = *ParseTermExpression("min(x1, 4 - x1) * 2", 1);
  const std::optional<Range> of_hump = RangeOf(hump, {range(0, 4)});
  EXPECT_LE(of_hump->low, Rational::FromInt(0));
  EXPECT_GE(of_hump->high, Rational::FromInt(4));
}

TEST(TermFormula, IsOneThatNeedsNoRoots) {
  for (const common::v1::Formula formula :
       {common::v1::FORMULA_VALUE, common::v1::FORMULA_PERCENT_CHANGE, common::v1::FORMULA_COUNT,
        common::v1::FORMULA_EXPRESSION, common::v1::FORMULA_SLOPE}) {
    EXPECT_TRUE(IsTermFormula(formula));
  }
  for (const common::v1::Formula formula :
       {common::v1::FORMULA_CAGR_RATIO, common::v1::FORMULA_RATE_NEEDED,
        common::v1::FORMULA_COMPOUND_MILESTONE, common::v1::FORMULA_YEARLY_CHANGE,
        common::v1::FORMULA_PROJECTION, common::v1::FORMULA_UNSPECIFIED}) {
    EXPECT_FALSE(IsTermFormula(formula));
  }
}

TEST(TermFormula, TakesAsManyOperandsAsItNames) {
  EXPECT_TRUE(FitsOperands(common::v1::FORMULA_VALUE, 1));
  EXPECT_FALSE(FitsOperands(common::v1::FORMULA_VALUE, 2));
  EXPECT_TRUE(FitsOperands(common::v1::FORMULA_DIFFERENCE, 2));
  EXPECT_FALSE(FitsOperands(common::v1::FORMULA_DIFFERENCE, 3));
  EXPECT_TRUE(FitsOperands(common::v1::FORMULA_SUM, 12));
  EXPECT_FALSE(FitsOperands(common::v1::FORMULA_WEIGHTED_MEAN, 3));
  EXPECT_FALSE(FitsOperands(common::v1::FORMULA_SUM, 0));
  EXPECT_TRUE(FitsOperands(common::v1::FORMULA_COUNT, 3));
}

}  // namespace
}  // namespace tertial::gateway
