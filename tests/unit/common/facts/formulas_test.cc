// The formulas of progress, trends and statistics, and their intervals, over chosen operands.
#include <string>
#include <utility>
#include <vector>

#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

using ::testing::HasSubstr;
using enum common::v1::Formula;
using enum common::v1::NotComputableReason;

v1::Operand Value(const std::string& value, const std::string& name = "x") {
  return MakeConstant(name, value);
}

v1::Operand Rounded(const std::string& value, const std::string& step) {
  v1::Operand operand = Value(value);
  operand.mutable_cell()->set_rounded_to(step);
  return operand;
}

v1::Operand Break(const std::string& value) {
  v1::Operand operand = Value(value, "after");
  operand.mutable_cell()->add_flags(v1::FLAG_BREAK_IN_SERIES);
  return operand;
}

std::vector<v1::Operand> Values(const std::vector<std::string>& values) {
  std::vector<v1::Operand> operands;
  for (const std::string& value : values) operands.push_back(Value(value, "x" + value));
  return operands;
}

std::string Result(v1::Formula formula, const std::vector<std::string>& values, int decimals) {
  const v1::Computed computed = Compute(formula, Values(values), "count", decimals);
  EXPECT_TRUE(computed.has_value()) << computed.DebugString();
  return computed.value();
}

v1::NotComputableReason WhyNot(const v1::Computed& computed) {
  EXPECT_FALSE(computed.has_value()) << computed.DebugString();
  EXPECT_EQ(computed.unrounded(), "");
  EXPECT_FALSE(computed.has_interval());
  EXPECT_FALSE(computed.not_computable().detail().empty());
  return computed.not_computable().reason();
}

v1::NotComputableReason WhyNot(v1::Formula formula, const std::vector<std::string>& values) {
  return WhyNot(Compute(formula, Values(values), "count", 2));
}

// "low to high", or "none".
std::string IntervalText(const v1::Computed& computed) {
  if (!computed.has_interval()) return "none";
  return computed.interval().low() + " to " + computed.interval().high();
}

TEST(Formulas, TakeMeansAndMedians) {
  EXPECT_EQ(Result(FORMULA_MEAN, {"1", "2", "4"}, 2), "2.33");
  EXPECT_EQ(Result(FORMULA_MEAN, {"0.5", "0.6"}, 1), "0.6");
  EXPECT_EQ(Result(FORMULA_MEDIAN, {"9", "1", "4"}, 0), "4");
  EXPECT_EQ(Result(FORMULA_MEDIAN, {"9", "1", "4", "5"}, 1), "4.5");
  EXPECT_EQ(Result(FORMULA_MEDIAN, {"-2", "-3"}, 0), "-3");
  EXPECT_EQ(Result(FORMULA_WEIGHTED_MEAN, {"10.4", "0.745", "6.2", "0.255"}, 1), "9.3");
  EXPECT_EQ(Result(FORMULA_WEIGHTED_MEAN, {"10", "3", "20", "0"}, 0), "10");
}

TEST(Formulas, TakeRatios) {
  EXPECT_EQ(Result(FORMULA_RATIO, {"31", "4"}, 1), "7.8");
  EXPECT_EQ(Result(FORMULA_RATIO, {"0", "4"}, 1), "0.0");
  EXPECT_EQ(Result(FORMULA_RATIO, {"-1", "3"}, 2), "-0.33");
  for (const char* zero : {"0", "0.0"}) {
    const v1::Computed computed =
        Compute(FORMULA_RATIO, {Value("5", "weeks"), Value(zero, "persons")}, "weeks", 1);
    EXPECT_EQ(WhyNot(computed), NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO);
    EXPECT_THAT(computed.not_computable().detail(), HasSubstr("persons"));
  }
  EXPECT_EQ(IntervalText(Compute(FORMULA_RATIO, {Rounded("10", "1"), Value("2")}, "weeks", 2)),
            "4.75 to 5.25");
}

TEST(Formulas, TakeNoMeanOfNothing) {
  for (const v1::Formula formula : {FORMULA_MEAN, FORMULA_MEDIAN, FORMULA_WEIGHTED_MEAN}) {
    EXPECT_EQ(WhyNot(formula, {}), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  }
}

TEST(Formulas, TakeNoMeanOverWeightsThatAllowNone) {
  EXPECT_EQ(WhyNot(FORMULA_WEIGHTED_MEAN, {"10", "0", "20", "0.0"}),
            NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO);
  const v1::Computed negative =
      Compute(FORMULA_WEIGHTED_MEAN, Values({"10", "3", "20", "-1"}), "count", 2);
  EXPECT_EQ(WhyNot(negative), NOT_COMPUTABLE_REASON_NEGATIVE_BASE);
  EXPECT_THAT(negative.not_computable().detail(), HasSubstr("x-1"));
}

TEST(Formulas, TakeTheSlopeOfTheLineWithTheLeastSquares) {
  EXPECT_EQ(Result(FORMULA_SLOPE, {"2021", "1", "2022", "3", "2023", "5"}, 2), "2.00");
  // Bullying in 7th grade.
  EXPECT_EQ(
      Result(FORMULA_SLOPE, {"2021", "6.9", "2022", "7.7", "2023", "11.4", "2024", "10.5"}, 3),
      "1.450");
  // A period without a value counts as time: 1 in three periods, then 1 in one.
  EXPECT_EQ(Result(FORMULA_SLOPE, {"2020", "1", "2023", "2", "2024", "3"}, 3), "0.462");
  EXPECT_EQ(Result(FORMULA_SLOPE, {"1", "5", "2", "5", "3", "5"}, 1), "0.0");
}

TEST(Formulas, TakeNoSlopeOfFewerThanThreePointsOrOneTime) {
  EXPECT_EQ(WhyNot(FORMULA_SLOPE, {}), NOT_COMPUTABLE_REASON_TOO_FEW_CELLS);
  EXPECT_EQ(WhyNot(FORMULA_SLOPE, {"2021", "1", "2022", "3"}), NOT_COMPUTABLE_REASON_TOO_FEW_CELLS);
  EXPECT_EQ(WhyNot(FORMULA_SLOPE, {"1", "1", "1", "2", "1", "3"}),
            NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO);
}

TEST(Formulas, MeasureAWayFromBaseToTarget) {
  // Asker's emissions, 2009 to 2030, in 2023.
  EXPECT_EQ(Result(FORMULA_SHARE_OF_REDUCTION, {"373141", "203735", "123136.53"}, 1), "67.8");
  EXPECT_EQ(Result(FORMULA_LINEAR_MILESTONE, {"373141", "123136.53", "14", "21"}, 0), "206471");
  EXPECT_EQ(Result(FORMULA_MILESTONE_GAP, {"373141", "123136.53", "203735", "14", "21"}, 0),
            "-2736");
  EXPECT_EQ(Result(FORMULA_CAGR_RATIO, {"373141", "203735", "123136.53", "14", "21", "-1"}, 2),
            "0.82");
  EXPECT_EQ(Result(FORMULA_RATE_NEEDED, {"203735", "123136.53", "7"}, 2), "6.94");
}

TEST(Formulas, FollowAPathOfEqualRates) {
  // Asker's emissions again.
  EXPECT_EQ(Result(FORMULA_COMPOUND_MILESTONE, {"373141", "123136.53", "14", "21"}, 0), "178190");
  EXPECT_EQ(Result(FORMULA_YEARLY_CHANGE, {"373141", "203735", "14"}, 4), "-4.2303");
  EXPECT_EQ(Result(FORMULA_PROJECTION, {"373141", "203735", "14", "7"}, 0), "150543");
  EXPECT_EQ(Result(FORMULA_LINEAR_PROJECTION, {"373141", "203735", "14", "7"}, 0), "119032");
  EXPECT_EQ(Result(FORMULA_COMPOUND_MILESTONE, {"100", "400", "1", "2"}, 0), "200");
  EXPECT_EQ(Result(FORMULA_PROJECTION, {"100", "110", "1", "2"}, 1), "133.1");
}

TEST(Formulas, StartAPathWhereItStarts) {
  EXPECT_EQ(Result(FORMULA_COMPOUND_MILESTONE, {"7", "3", "0", "5"}, 0), "7");
  EXPECT_EQ(Result(FORMULA_PROJECTION, {"7", "3", "5", "0"}, 0), "3");
  EXPECT_EQ(Result(FORMULA_LINEAR_PROJECTION, {"7", "3", "5", "0"}, 0), "3");
}

TEST(Formulas, MultiplyAndConvert) {
  EXPECT_EQ(Result(FORMULA_PRODUCT, {"2", "3", "0.5"}, 1), "3.0");
  EXPECT_EQ(Result(FORMULA_PRODUCT, {"-4"}, 0), "-4");
  // 12 000 kWh at 0.017 kg each, in tonnes.
  EXPECT_EQ(Result(FORMULA_CONVERTED_PRODUCT, {"12000", "0.017", "1", "1000"}, 6), "0.204000");
  EXPECT_EQ(WhyNot(FORMULA_CONVERTED_PRODUCT, {"1", "2", "3", "0"}),
            NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO);
  // CO2, CH4 and N2O by AR4 and AR5.
  EXPECT_EQ(Result(FORMULA_WEIGHTED_SUM, {"100", "1", "10", "25", "2", "298"}, 0), "946");
  EXPECT_EQ(Result(FORMULA_WEIGHTED_SUM, {"100", "1", "10", "28", "2", "265"}, 0), "910");
  EXPECT_EQ(Result(FORMULA_SHARES_SUM, {"200", "25", "80", "100"}, 0), "130");
  EXPECT_EQ(Result(FORMULA_PERCENT_OF, {"373141", "33"}, 2), "123136.53");
  EXPECT_EQ(Result(FORMULA_GAP, {"150000", "20000", "123137"}, 0), "6863");
}

TEST(Formulas, GoBackBeforeAChange) {
  EXPECT_EQ(Result(FORMULA_BEFORE_PERCENT_CHANGE, {"203735", "-45.4"}, 3), "373141.026");
  EXPECT_EQ(Result(FORMULA_BEFORE_PERCENT_CHANGE, {"110", "10"}, 0), "100");
  EXPECT_EQ(Result(FORMULA_VALUE, {"1836.65"}, 1), "1836.7");
  EXPECT_EQ(WhyNot(FORMULA_BEFORE_PERCENT_CHANGE, {"110", "-100"}),
            NOT_COMPUTABLE_REASON_ZERO_BASE);
}

TEST(Formulas, RefusePathsWithoutABaseASignOrTime) {
  for (const v1::Formula formula : {FORMULA_COMPOUND_MILESTONE, FORMULA_PROJECTION}) {
    EXPECT_EQ(WhyNot(formula, {"0", "5", "1", "2"}), NOT_COMPUTABLE_REASON_ZERO_BASE);
    EXPECT_EQ(WhyNot(formula, {"-1", "5", "1", "2"}), NOT_COMPUTABLE_REASON_NEGATIVE_BASE);
    EXPECT_EQ(WhyNot(formula, {"1", "0", "1", "2"}), NOT_COMPUTABLE_REASON_SIGN_CHANGE);
    EXPECT_EQ(WhyNot(formula, {"1", "5", "-1", "2"}), NOT_COMPUTABLE_REASON_NO_BASELINE);
    EXPECT_EQ(WhyNot(formula, {"1", "5", "1", "-1"}), NOT_COMPUTABLE_REASON_NO_TIME_LEFT);
    EXPECT_EQ(WhyNot(formula, {"1", "5", "10007", "10009"}), NOT_COMPUTABLE_REASON_OUT_OF_RANGE);
  }
  EXPECT_EQ(WhyNot(FORMULA_YEARLY_CHANGE, {"5", "6", "0"}), NOT_COMPUTABLE_REASON_NO_BASELINE);
  EXPECT_EQ(WhyNot(FORMULA_LINEAR_PROJECTION, {"5", "6", "0", "1"}),
            NOT_COMPUTABLE_REASON_NO_BASELINE);
}

TEST(Formulas, DrawRootsTo34Digits) {
  EXPECT_EQ(Compute(FORMULA_CAGR_RATIO, Values({"373141", "203735", "123136.53", "14", "21", "-1"}),
                    "x", 2)
                .unrounded(),
            "0.8226334454614769391652857764141367");
  EXPECT_EQ(Compute(FORMULA_RATE_NEEDED, Values({"2", "1", "2"}), "x", 2).unrounded(),
            "29.2893218813452475599155637895151");
}

TEST(Formulas, MeasureGrowthAsWellAsReduction) {
  EXPECT_EQ(Result(FORMULA_SHARE_OF_REDUCTION, {"50", "60", "90"}, 1), "25.0");
  EXPECT_EQ(Result(FORMULA_SHARE_OF_REDUCTION, {"50", "40", "90"}, 1), "-25.0");
  EXPECT_EQ(Result(FORMULA_LINEAR_MILESTONE, {"50", "90", "1", "4"}, 0), "60");
  EXPECT_EQ(Result(FORMULA_CAGR_RATIO, {"100", "121", "146.41", "2", "4", "1"}, 2), "1.00");
  EXPECT_EQ(Result(FORMULA_CAGR_RATIO, {"100", "81", "121", "2", "2", "1"}, 2), "-1.00");
  EXPECT_EQ(Result(FORMULA_RATE_NEEDED, {"100", "121", "2"}, 1), "-10.0");
  EXPECT_EQ(Result(FORMULA_RATE_NEEDED, {"100", "100", "2"}, 1), "0.0");
}

TEST(Formulas, SayThatATargetEqualToItsBaseAsksForNoChange) {
  EXPECT_EQ(WhyNot(FORMULA_SHARE_OF_REDUCTION, {"50", "60", "50.0"}),
            NOT_COMPUTABLE_REASON_NO_CHANGE_REQUIRED);
  EXPECT_EQ(WhyNot(FORMULA_CAGR_RATIO, {"50", "60", "50", "1", "2", "1"}),
            NOT_COMPUTABLE_REASON_NO_CHANGE_REQUIRED);
}

TEST(Formulas, GiveNoRateOverZeroOrAChangeOfSign) {
  const auto ratio = [](const std::string& base, const std::string& current,
                        const std::string& target) {
    return WhyNot(FORMULA_CAGR_RATIO, {base, current, target, "1", "2", "1"});
  };
  EXPECT_EQ(ratio("0", "5", "6"), NOT_COMPUTABLE_REASON_ZERO_BASE);
  EXPECT_EQ(ratio("-1", "-5", "-6"), NOT_COMPUTABLE_REASON_NEGATIVE_BASE);
  EXPECT_EQ(ratio("1", "-5", "6"), NOT_COMPUTABLE_REASON_SIGN_CHANGE);
  EXPECT_EQ(ratio("1", "0", "6"), NOT_COMPUTABLE_REASON_SIGN_CHANGE);
  EXPECT_EQ(ratio("1", "5", "-6"), NOT_COMPUTABLE_REASON_SIGN_CHANGE);
  EXPECT_EQ(ratio("1", "5", "0"), NOT_COMPUTABLE_REASON_SIGN_CHANGE);
  EXPECT_EQ(WhyNot(FORMULA_RATE_NEEDED, {"0", "5", "2"}), NOT_COMPUTABLE_REASON_ZERO_BASE);
  EXPECT_EQ(WhyNot(FORMULA_RATE_NEEDED, {"-1", "5", "2"}), NOT_COMPUTABLE_REASON_NEGATIVE_BASE);
  EXPECT_EQ(WhyNot(FORMULA_RATE_NEEDED, {"5", "0", "2"}), NOT_COMPUTABLE_REASON_SIGN_CHANGE);
}

TEST(Formulas, NeedTimeBetweenBaseCurrentAndDue) {
  EXPECT_EQ(WhyNot(FORMULA_LINEAR_MILESTONE, {"5", "6", "0", "0"}),
            NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO);
  EXPECT_EQ(WhyNot(FORMULA_MILESTONE_GAP, {"5", "6", "7", "0", "0"}),
            NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO);
  EXPECT_EQ(WhyNot(FORMULA_CAGR_RATIO, {"5", "6", "7", "0", "2", "1"}),
            NOT_COMPUTABLE_REASON_NO_BASELINE);
  EXPECT_EQ(WhyNot(FORMULA_CAGR_RATIO, {"5", "6", "7", "1", "0", "1"}),
            NOT_COMPUTABLE_REASON_NO_TIME_LEFT);
  EXPECT_EQ(WhyNot(FORMULA_RATE_NEEDED, {"5", "6", "0"}), NOT_COMPUTABLE_REASON_NO_TIME_LEFT);
  EXPECT_EQ(WhyNot(FORMULA_RATE_NEEDED, {"5", "6", "123456"}), NOT_COMPUTABLE_REASON_OUT_OF_RANGE);
}

TEST(Formulas, RefuseWhatABreakSeparates) {
  const std::vector<std::pair<v1::Formula, std::vector<v1::Operand>>> cases = {
      {FORMULA_SHARE_OF_REDUCTION, {Value("5"), Break("4"), Value("3")}},
      {FORMULA_MILESTONE_GAP, {Value("5"), Value("3"), Break("4"), Value("1"), Value("2")}},
      {FORMULA_CAGR_RATIO,
       {Value("5"), Break("4"), Value("3"), Value("1"), Value("2"), Value("-1")}},
      {FORMULA_YEARLY_CHANGE, {Value("5"), Break("4"), Value("3")}},
      {FORMULA_PROJECTION, {Value("5"), Break("4"), Value("3"), Value("1")}},
      {FORMULA_LINEAR_PROJECTION, {Value("5"), Break("4"), Value("3"), Value("1")}},
      {FORMULA_SLOPE, {Value("1"), Value("5"), Value("2"), Value("4"), Value("3"), Break("4")}}};
  for (const auto& [formula, operands] : cases) {
    const v1::Computed computed = Compute(formula, operands, "count", 1);
    EXPECT_EQ(WhyNot(computed), NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
    EXPECT_THAT(computed.not_computable().detail(), HasSubstr("after"));
  }
  // A break before the first one lies outside.
  EXPECT_TRUE(Compute(FORMULA_SLOPE,
                      {Value("1"), Break("5"), Value("2"), Value("4"), Value("3"), Value("4")},
                      "count", 1)
                  .has_value());
  EXPECT_TRUE(
      Compute(FORMULA_RATE_NEEDED, {Break("5"), Value("4"), Value("3")}, "count", 1).has_value());
}

TEST(Intervals, AreThereOnlyWhereAnOperandIsRounded) {
  EXPECT_EQ(IntervalText(Compute(FORMULA_SUM, {Value("1"), Value("2")}, "count", 1)), "none");
  EXPECT_EQ(IntervalText(Compute(FORMULA_SUM, {Rounded("500", "100"), Value("2")}, "count", 0)),
            "452 to 552");
  EXPECT_EQ(IntervalText(Compute(FORMULA_COUNT, {Rounded("500", "100")}, "count", 0)), "none");
}

TEST(Intervals, RoundTheirEndsAsTheNumberIsRounded) {
  EXPECT_EQ(IntervalText(
                Compute(FORMULA_DIFFERENCE, {Rounded("10.2", "0.1"), Value("8.5")}, "percent", 1)),
            "-1.8 to -1.7");
  EXPECT_EQ(IntervalText(Compute(FORMULA_PERCENT_CHANGE,
                                 {Rounded("1000", "100"), Rounded("1100", "100")}, "percent", 1)),
            "0.0 to 21.1");
}

TEST(Intervals, HoldForAsManyRoundedOperandsAsThereAre) {
  const std::vector<v1::Operand> operands(400, Rounded("5", "1"));
  EXPECT_EQ(IntervalText(Compute(FORMULA_SUM, operands, "count", 0)), "1800 to 2200");
  EXPECT_EQ(IntervalText(Compute(FORMULA_WEIGHTED_MEAN, operands, "count", 1)), "4.5 to 5.5");
}

TEST(Intervals, AreMissingWhereTheFormulaIsNotComputableOverAll) {
  // The whole may be zero.
  EXPECT_EQ(IntervalText(Compute(FORMULA_SHARE, {Value("1"), Rounded("50", "100")}, "percent", 0)),
            "none");
  // The whole may have either sign: between its ends the share has no bounds.
  const v1::Computed share =
      Compute(FORMULA_SHARE, {Value("1"), Rounded("10", "100")}, "percent", 0);
  EXPECT_EQ(share.value(), "10");
  EXPECT_EQ(IntervalText(share), "none");
  EXPECT_EQ(IntervalText(Compute(FORMULA_SHARE_OF_REDUCTION,
                                 {Rounded("100", "50"), Value("90"), Value("80")}, "percent", 0)),
            "none");
  EXPECT_EQ(
      IntervalText(Compute(FORMULA_WEIGHTED_MEAN,
                           {Value("1"), Rounded("1", "4"), Value("2"), Value("3")}, "count", 0)),
      "none");
}

TEST(Intervals, ReachAsFarAsTheBaseOfTheExampleWasRounded) {
  v1::Operand base = Rounded("373141", "684");
  v1::Operand target = Rounded("123136.53", "225.72");
  EXPECT_EQ(IntervalText(Compute(FORMULA_MILESTONE_GAP,
                                 {base, target, Value("203735"), Value("14"), Value("21")},
                                 "tonnes_co2e", 0)),
            "-2926 to -2547");
  EXPECT_EQ(
      IntervalText(Compute(FORMULA_CAGR_RATIO,
                           {base, Value("203735"), target, Value("14"), Value("21"), Value("-1")},
                           "ratio", 2)),
      "0.82 to 0.82");
}

TEST(OperandOf, TakesTheNumberBeforeRounding) {
  const v1::Computed third = Compute(FORMULA_SHARE, Values({"1", "300"}), "percent", 1);
  const v1::Operand operand = OperandOf("areas/asker/targets/t", third);
  EXPECT_EQ(operand.name(), "areas/asker/targets/t");
  EXPECT_EQ(operand.cell().value(), "0." + std::string(33, '3'));
  EXPECT_FALSE(OperandOf("x", Compute(FORMULA_SHARE, Values({"1", "0"}), "percent", 1)).has_cell());
}

// What was computed from rounded numbers was taken for exact when something was computed from it.
TEST(OperandOf, IsAsUncertainAsItWasComputedToBe) {
  const v1::Operand half =
      OperandOf("half", Compute(FORMULA_MEAN, {Rounded("1", "1"), Value("2")}, "count", 0));
  EXPECT_EQ(half.cell().value(), "1.5");
  EXPECT_EQ(half.interval().low(), "1");
  EXPECT_EQ(half.interval().unrounded_low(), "1.25");
  EXPECT_EQ(half.interval().unrounded_high(), "1.75");
  // From the ends before rounding: 10 - 1.75 to 10 - 1.25.
  EXPECT_EQ(IntervalText(Compute(FORMULA_DIFFERENCE, {half, Value("10")}, "count", 2)),
            "8.25 to 8.75");
  EXPECT_EQ(IntervalText(Compute(FORMULA_DIFFERENCE, {half, Rounded("10", "1")}, "count", 2)),
            "7.75 to 9.25");
  EXPECT_EQ(IntervalText(Compute(FORMULA_SUM, {half, half}, "count", 1)), "2.5 to 3.5");
  // Also over ends that do not end.
  const v1::Operand third = OperandOf(
      "third", Compute(FORMULA_MEAN, {Rounded("1", "1"), Value("0"), Value("0")}, "count", 1));
  EXPECT_EQ(IntervalText(Compute(FORMULA_PERCENT_CHANGE, {third, third}, "percent", 1)),
            "-66.7 to 200.0");
}

TEST(OperandOf, OfWhatIsExactIsExact) {
  const auto is_exact = [](const v1::Computed& computed) {
    EXPECT_TRUE(computed.has_value());
    return !OperandOf("x", computed).has_interval();
  };
  EXPECT_TRUE(is_exact(Compute(FORMULA_SUM, Values({"1", "2"}), "count", 0)));
  EXPECT_TRUE(is_exact(Compute(FORMULA_COUNT, {Rounded("500", "100")}, "count", 0)));
  // Nothing is left, whatever the base was.
  EXPECT_TRUE(is_exact(
      Compute(FORMULA_REDUCED_BY_PERCENT, {Rounded("500", "100"), Value("100")}, "count", 0)));
}

TEST(Intervals, AreMissingWhereNobodyKnowsBetweenWhatAnOperandLies) {
  const v1::Computed share =
      Compute(FORMULA_SHARE, {Value("1"), Rounded("10", "100")}, "percent", 0);
  ASSERT_FALSE(share.has_interval());
  const v1::Operand unknown = OperandOf("share", share);
  EXPECT_TRUE(IsUncertain(unknown));
  EXPECT_EQ(RangeOf(unknown), std::nullopt);
  const v1::Computed sum = Compute(FORMULA_SUM, {unknown, Rounded("500", "100")}, "percent", 0);
  EXPECT_TRUE(sum.has_value());
  EXPECT_EQ(IntervalText(sum), "none");
  // However far it is carried on.
  EXPECT_EQ(RangeOf(OperandOf("sum", sum)), std::nullopt);
}

TEST(ComputedAs, RoundsWhatWasComputedElsewhere) {
  const Rational third = Rational::FromInt(1) / Rational::FromInt(3);
  const v1::Computed computed = ComputedAs(FORMULA_EXPRESSION, Values({"1", "3"}), "ratio", 2,
                                           third, Range{third - Rational::FromInt(1), third});
  EXPECT_EQ(computed.formula(), FORMULA_EXPRESSION);
  EXPECT_EQ(computed.value(), "0.33");
  EXPECT_EQ(computed.unrounded(), "0." + std::string(34, '3'));
  EXPECT_EQ(IntervalText(computed), "-0.67 to 0.33");
  EXPECT_EQ(computed.operands_size(), 2);
  EXPECT_EQ(WhyNot(ComputedAs(FORMULA_EXPRESSION, {}, "ratio", 2, Rational::FromInt(10).Power(40),
                              Range{third, third})),
            NOT_COMPUTABLE_REASON_OUT_OF_RANGE);
}

TEST(Formulas, HaveATextUnlessEachNumberStatesItsOwn) {
  for (int formula = v1::Formula_MIN; formula <= v1::Formula_MAX; ++formula) {
    const auto one = static_cast<v1::Formula>(formula);
    EXPECT_EQ(FormulaText(one).empty(), one == FORMULA_UNSPECIFIED || one == FORMULA_EXPRESSION)
        << v1::Formula_Name(one);
  }
}

}  // namespace
}  // namespace tertial
