#include "common/facts/computed.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

using ::testing::HasSubstr;
using ::testing::SizeIs;
using enum common::v1::Formula;
using enum common::v1::NotComputableReason;

v1::Operand Value(const std::string& value, const std::string& name = "x") {
  return MakeConstant(name, value);
}

v1::Operand Pending(const std::string& name) {
  v1::Cell cell;
  cell.set_missing(v1::MISSING_REASON_PENDING);
  return MakeOperand(name, &cell);
}

v1::Operand WithFlag(v1::Operand operand, v1::Flag flag) {
  operand.mutable_cell()->add_flags(flag);
  return operand;
}

std::vector<v1::Operand> Values(const std::vector<std::string>& values) {
  std::vector<v1::Operand> operands;
  for (const std::string& value : values) operands.push_back(Value(value));
  return operands;
}

// The rounded result of the formula over these values.
std::string Result(v1::Formula formula, const std::vector<std::string>& values, int decimals) {
  const v1::Computed computed = Compute(formula, Values(values), "percent", decimals);
  EXPECT_TRUE(computed.has_value()) << computed.DebugString();
  return computed.value();
}

v1::NotComputableReason WhyNot(const v1::Computed& computed) {
  EXPECT_FALSE(computed.has_value());
  EXPECT_EQ(computed.unrounded(), "");
  EXPECT_FALSE(computed.not_computable().detail().empty());
  return computed.not_computable().reason();
}

TEST(Compute, AppliesEachFormula) {
  EXPECT_EQ(Result(FORMULA_SUM, {"1.5", "2.25", "-3"}, 2), "0.75");
  EXPECT_EQ(Result(FORMULA_SUM, {"7"}, 0), "7");
  EXPECT_EQ(Result(FORMULA_DIFFERENCE, {"5.5", "4.2"}, 1), "-1.3");
  EXPECT_EQ(Result(FORMULA_DISTANCE, {"10", "14.3"}, 1), "4.3");
  EXPECT_EQ(Result(FORMULA_PERCENTAGE_POINTS, {"9.0", "9.3"}, 1), "0.3");
  EXPECT_EQ(Result(FORMULA_SHARE, {"1", "8"}, 1), "12.5");
  EXPECT_EQ(Result(FORMULA_REDUCED_BY_PERCENT, {"200", "67"}, 0), "66");
  EXPECT_EQ(Result(FORMULA_COUNT, {"0", "0"}, 0), "2");
}

TEST(Compute, GivesTheChangesOfTheExample) {
  EXPECT_EQ(Result(FORMULA_PERCENT_CHANGE, {"5502.5", "5414.3"}, 1), "-1.6");
  EXPECT_EQ(Result(FORMULA_PERCENT_CHANGE, {"5511.2", "5502.5"}, 1), "-0.2");
  EXPECT_EQ(Result(FORMULA_PERCENT_CHANGE, {"219716", "203735"}, 1), "-7.3");
}

TEST(Compute, RoundsHalfAwayFromZero) {
  EXPECT_EQ(Result(FORMULA_PERCENT_CHANGE, {"40000", "34060"}, 1), "-14.9");
  EXPECT_EQ(Result(FORMULA_SUM, {"2.5"}, 0), "3");
  EXPECT_EQ(Result(FORMULA_SUM, {"-2.5"}, 0), "-3");
  EXPECT_EQ(Result(FORMULA_SUM, {"2.4999999999999999999999999"}, 0), "2");
  EXPECT_EQ(Result(FORMULA_SUM, {"-0.4"}, 0), "0");
}

TEST(Compute, RoundsOnceFromTheExactResult) {
  // 0.4549 at one decimal: 0.5 by way of 0.45 would be rounding twice.
  const v1::Computed computed = Compute(FORMULA_SUM, Values({"0.2", "0.2549"}), "percent", 1);
  EXPECT_EQ(computed.value(), "0.5");
  EXPECT_EQ(computed.unrounded(), "0.4549");
  EXPECT_EQ(Result(FORMULA_SUM, {"0.2", "0.2449"}, 1), "0.4");
}

TEST(Compute, KeepsTheNumberBeforeRounding) {
  const v1::Computed third = Compute(FORMULA_SHARE, Values({"1", "3"}), "percent", 1);
  EXPECT_EQ(third.value(), "33.3");
  EXPECT_EQ(third.unrounded(), "33." + std::string(32, '3'));
}

TEST(Compute, TellsWhatItWasComputedFrom) {
  const v1::Computed computed =
      Compute(FORMULA_SUM, {Value("1", "first"), Value("2", "second")}, "fte", 3);
  EXPECT_EQ(computed.formula(), FORMULA_SUM);
  EXPECT_EQ(computed.unit(), "fte");
  EXPECT_EQ(computed.decimals(), 3);
  ASSERT_THAT(computed.operands(), SizeIs(2));
  EXPECT_EQ(computed.operands(0).name(), "first");
  EXPECT_EQ(computed.operands(1).cell().value(), "2");
}

TEST(Compute, ASumOfNothingIsNotZero) {
  EXPECT_EQ(WhyNot(Compute(FORMULA_SUM, {}, "fte", 1)), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(Compute, NamesTheOperandThatIsMissing) {
  const v1::Computed missing =
      Compute(FORMULA_SUM, {Value("1"), Pending("welfare"), Value("2")}, "fte", 1);
  EXPECT_EQ(WhyNot(missing), NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_THAT(missing.not_computable().detail(), HasSubstr("welfare"));
  EXPECT_THAT(missing.operands(), SizeIs(3));
  const v1::Computed absent =
      Compute(FORMULA_DIFFERENCE, {Value("1"), MakeOperand("culture", nullptr)}, "fte", 1);
  EXPECT_EQ(WhyNot(absent), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_THAT(absent.not_computable().detail(), HasSubstr("culture"));
}

TEST(Compute, CountsOnlyOperandsThatHoldAValue) {
  const v1::Computed count = Compute(
      FORMULA_COUNT, {Value("0"), Pending("x"), MakeOperand("y", nullptr), Value("5")}, "count", 0);
  EXPECT_EQ(count.value(), "2");
  EXPECT_EQ(Compute(FORMULA_COUNT, {}, "count", 0).value(), "0");
}

TEST(Compute, RefusesAZeroBase) {
  for (const char* zero : {"0", "0.00"}) {
    EXPECT_EQ(WhyNot(Compute(FORMULA_PERCENT_CHANGE, {Value(zero), Value("5")}, "percent", 1)),
              NOT_COMPUTABLE_REASON_ZERO_BASE);
    const v1::Computed share =
        Compute(FORMULA_SHARE, {Value("5", "part"), Value(zero, "whole")}, "percent", 1);
    EXPECT_EQ(WhyNot(share), NOT_COMPUTABLE_REASON_ZERO_BASE);
    EXPECT_THAT(share.not_computable().detail(), HasSubstr("whole"));
  }
  EXPECT_EQ(Result(FORMULA_PERCENT_CHANGE, {"5", "0"}, 0), "-100");
  EXPECT_EQ(Result(FORMULA_SHARE, {"0", "5"}, 0), "0");
}

TEST(Compute, RefusesAChangeInPerCentOfANegativeBase) {
  const v1::Computed computed =
      Compute(FORMULA_PERCENT_CHANGE, {Value("-5", "base"), Value("5")}, "percent", 1);
  EXPECT_EQ(WhyNot(computed), NOT_COMPUTABLE_REASON_NEGATIVE_BASE);
  EXPECT_THAT(computed.not_computable().detail(), HasSubstr("base"));
  EXPECT_EQ(Result(FORMULA_PERCENT_CHANGE, {"5", "-5"}, 0), "-200");
}

TEST(Compute, RefusesAChangeAcrossABreakInTheSeries) {
  const v1::Operand broken = WithFlag(Value("5", "after"), v1::FLAG_BREAK_IN_SERIES);
  for (const v1::Formula formula :
       {FORMULA_DIFFERENCE, FORMULA_PERCENT_CHANGE, FORMULA_PERCENTAGE_POINTS}) {
    const v1::Computed computed = Compute(formula, {Value("4"), broken}, "percent", 1);
    EXPECT_EQ(WhyNot(computed), NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
    EXPECT_THAT(computed.not_computable().detail(), HasSubstr("after"));
    // A break before the earlier one lies outside the change.
    EXPECT_TRUE(Compute(formula, {broken, Value("4")}, "percent", 1).has_value());
    const v1::Operand estimated = WithFlag(Value("5"), v1::FLAG_ESTIMATED);
    EXPECT_TRUE(Compute(formula, {Value("4"), estimated}, "percent", 1).has_value());
  }
  EXPECT_TRUE(Compute(FORMULA_SUM, {Value("4"), broken}, "fte", 1).has_value());
  EXPECT_TRUE(Compute(FORMULA_DISTANCE, {Value("4"), broken}, "fte", 1).has_value());
}

TEST(Compute, SaysThatAResultIsTooLong) {
  const std::string nines(34, '9');
  EXPECT_EQ(WhyNot(Compute(FORMULA_SUM, Values({nines, "1"}), "count", 0)),
            NOT_COMPUTABLE_REASON_OUT_OF_RANGE);
  EXPECT_EQ(Result(FORMULA_SUM, {nines, "0"}, 0), nines);
}

TEST(DecimalsOf, IsTheMostOfThoseThatHoldAValue) {
  EXPECT_EQ(DecimalsOf(Values({"1", "2.50", "-3.1"})), 2);
  EXPECT_EQ(DecimalsOf({Value("1.5"), Pending("x"), MakeOperand("y", nullptr)}), 1);
  EXPECT_EQ(DecimalsOf({}), 0);
}

TEST(UnitOfDifference, IsPercentagePointsOfPercentagesOnly) {
  EXPECT_EQ(UnitOfDifference("percent"), "percentage_points");
  for (const char* unit : {"percentage_points", "fte", "percent_per_year", ""}) {
    EXPECT_EQ(UnitOfDifference(unit), unit);
  }
}

TEST(ChangeOf, IsInPercentagePointsWhereTheUnitIsPercent) {
  const v1::Computed points = ChangeOf(Value("9.0"), Value("9.25"), "percent");
  EXPECT_EQ(points.formula(), FORMULA_PERCENTAGE_POINTS);
  EXPECT_EQ(points.unit(), "percentage_points");
  EXPECT_EQ(points.value(), "0.25");
  const v1::Computed difference = ChangeOf(Value("5502.5"), Value("5414"), "fte");
  EXPECT_EQ(difference.formula(), FORMULA_DIFFERENCE);
  EXPECT_EQ(difference.unit(), "fte");
  EXPECT_EQ(difference.value(), "-88.5");
}

TEST(NotComputable, KeepsReasonAndOperands) {
  const v1::Computed computed =
      NotComputable(FORMULA_PERCENT_CHANGE, {Value("1", "base")}, "percent",
                    NOT_COMPUTABLE_REASON_DIFFERENT_RELEASES, "Two releases.");
  EXPECT_EQ(WhyNot(computed), NOT_COMPUTABLE_REASON_DIFFERENT_RELEASES);
  EXPECT_EQ(computed.operands(0).name(), "base");
}

}  // namespace
}  // namespace tertial
