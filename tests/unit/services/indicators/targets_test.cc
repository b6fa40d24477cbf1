#include "services/indicators/domain/targets.h"

#include <string>
#include <vector>

#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::indicators {
namespace {

using common::v1::Operand;
using enum common::v1::NotComputableReason;
using enum v1::Comparator;
using enum v1::TargetState;

constexpr char kName[] = "areas/asker/indicators/i/observations/2024";

v1::Target MakeTarget(v1::Comparator comparator, const std::string& value,
                      const std::string& value_max = "") {
  v1::Target target;
  target.set_name("areas/asker/targets/t");
  target.set_indicator("indicators/i");
  target.set_comparator(comparator);
  target.set_value(value);
  target.set_value_max(value_max);
  target.set_unit("percent");
  return target;
}

Operand Observed(const std::string& value) { return MakeConstant(kName, value); }

Operand Missing(common::v1::MissingReason reason) {
  common::v1::Cell cell;
  cell.set_missing(reason);
  return MakeOperand(kName, &cell);
}

struct Case {
  v1::Comparator comparator;
  const char* value;
  v1::TargetState state;
  const char* distance;
};

TEST(AssessTarget, ComparesAsTheComparatorSays) {
  const std::vector<Case> cases = {{COMPARATOR_GT, "9.9", TARGET_STATE_NOT_MET, "-0.1"},
                                   {COMPARATOR_GT, "10", TARGET_STATE_NOT_MET, "0"},
                                   {COMPARATOR_GT, "10.1", TARGET_STATE_MET, "0.1"},
                                   {COMPARATOR_GE, "9.9", TARGET_STATE_NOT_MET, "-0.1"},
                                   {COMPARATOR_GE, "10.00", TARGET_STATE_MET, "0.00"},
                                   {COMPARATOR_GE, "11", TARGET_STATE_MET, "1"},
                                   {COMPARATOR_LT, "9", TARGET_STATE_MET, "-1"},
                                   {COMPARATOR_LT, "10", TARGET_STATE_NOT_MET, "0"},
                                   {COMPARATOR_LT, "11", TARGET_STATE_NOT_MET, "1"},
                                   {COMPARATOR_LE, "10", TARGET_STATE_MET, "0"},
                                   {COMPARATOR_LE, "10.0001", TARGET_STATE_NOT_MET, "0.0001"},
                                   {COMPARATOR_EQ, "10.0", TARGET_STATE_MET, "0.0"},
                                   {COMPARATOR_EQ, "9.9", TARGET_STATE_NOT_MET, "-0.1"},
                                   {COMPARATOR_GT, "-20", TARGET_STATE_NOT_MET, "-30"}};
  for (const Case& one : cases) {
    const v1::TargetAssessment assessment =
        AssessTarget(MakeTarget(one.comparator, "10"), "2024", Observed(one.value));
    EXPECT_EQ(assessment.period(), "2024");
    EXPECT_EQ(assessment.state(), one.state)
        << v1::Comparator_Name(one.comparator) << " " << one.value;
    EXPECT_EQ(assessment.distance().value(), one.distance) << one.value;
  }
}

TEST(AssessTarget, ABandIncludesBothEndsAndTheDistanceIsFromTheNearest) {
  const v1::Target band = MakeTarget(COMPARATOR_WITHIN, "1.3", "1.8");
  const std::vector<Case> cases = {{COMPARATOR_WITHIN, "1.2", TARGET_STATE_NOT_MET, "-0.1"},
                                   {COMPARATOR_WITHIN, "1.3", TARGET_STATE_MET, "0.0"},
                                   {COMPARATOR_WITHIN, "1.55", TARGET_STATE_MET, "0.00"},
                                   {COMPARATOR_WITHIN, "1.8", TARGET_STATE_MET, "0.0"},
                                   {COMPARATOR_WITHIN, "2", TARGET_STATE_NOT_MET, "0.2"}};
  for (const Case& one : cases) {
    const v1::TargetAssessment assessment = AssessTarget(band, "2024", Observed(one.value));
    EXPECT_EQ(assessment.state(), one.state) << one.value;
    EXPECT_EQ(assessment.distance().value(), one.distance) << one.value;
  }
}

TEST(AssessTarget, AMissingValueIsNeverNotMet) {
  for (const v1::Comparator comparator :
       {COMPARATOR_GT, COMPARATOR_LT, COMPARATOR_EQ, COMPARATOR_WITHIN}) {
    const v1::Target target = MakeTarget(comparator, "10", "20");
    const v1::TargetAssessment pending =
        AssessTarget(target, "2024", Missing(common::v1::MISSING_REASON_PENDING));
    EXPECT_EQ(pending.state(), TARGET_STATE_NOT_COMPUTABLE);
    EXPECT_EQ(pending.distance().not_computable().reason(), NOT_COMPUTABLE_REASON_MISSING_OPERAND);
    const v1::TargetAssessment nothing = AssessTarget(target, "2024", MakeOperand(kName, nullptr));
    EXPECT_EQ(nothing.state(), TARGET_STATE_NOT_COMPUTABLE);
    EXPECT_EQ(nothing.distance().not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  }
}

TEST(AssessTarget, ADirectionWithoutAnEarlierFigureIsNotComputable) {
  for (const v1::Comparator comparator : {COMPARATOR_INCREASE, COMPARATOR_DECREASE}) {
    const v1::TargetAssessment assessment =
        AssessTarget(MakeTarget(comparator, ""), "2024", Observed("5"));
    EXPECT_EQ(assessment.state(), TARGET_STATE_NOT_COMPUTABLE);
    EXPECT_EQ(assessment.distance().not_computable().reason(),
              NOT_COMPUTABLE_REASON_NO_TARGET_VALUE);
  }
}

TEST(AssessTarget, NamesWhatTheDistanceWasMeasuredBetween) {
  const v1::TargetAssessment assessment =
      AssessTarget(MakeTarget(COMPARATOR_GT, "10"), "2024", Observed("14.3"));
  EXPECT_EQ(assessment.distance().unit(), "percentage_points");
  ASSERT_EQ(assessment.distance().operands_size(), 2);
  EXPECT_EQ(assessment.distance().operands(0).name(), "areas/asker/targets/t");
  EXPECT_EQ(assessment.distance().operands(1).name(), kName);
}

// The distance of a percentage was said to be "percent", as if it were a part of something.
TEST(AssessTarget, ADistanceOfPercentagesIsInPercentagePoints) {
  std::vector<v1::Target> targets = {
      MakeTarget(COMPARATOR_GE, "10"), MakeTarget(COMPARATOR_WITHIN, "1", "2"),
      MakeTarget(COMPARATOR_INCREASE, ""), MakeTarget(COMPARATOR_AVOID, "")};
  targets.push_back(MakeTarget(COMPARATOR_LE, ""));
  targets.back().set_change_percent("-10");
  targets.back().set_base_period("2009");
  const auto unit_of = [](const v1::Target& target, const TargetContext& context) {
    return AssessTarget(target, "2024", Observed("14.3"), context).distance().unit();
  };
  const Operand base = MakeConstant("base", "20");
  for (const v1::Target& target : targets) {
    EXPECT_EQ(unit_of(target, {.reference = base, .unit = "percent"}), "percentage_points");
    // Also where there is none.
    EXPECT_EQ(unit_of(target, {.unit = "percent"}), "percentage_points");
    EXPECT_EQ(unit_of(target, {.reference = base, .unit = "gwh"}), "gwh");
  }
}

TEST(AssessTarget, WhatIsToBeAvoidedIsMetByZero) {
  const v1::Target target = MakeTarget(COMPARATOR_AVOID, "");
  const v1::TargetAssessment some = AssessTarget(target, "2024", Observed("5"));
  EXPECT_EQ(some.state(), TARGET_STATE_NOT_MET);
  EXPECT_EQ(some.distance().value(), "5");
  const v1::TargetAssessment none = AssessTarget(target, "2024", Observed("0.0"));
  EXPECT_EQ(none.state(), TARGET_STATE_MET);
  EXPECT_EQ(none.distance().value(), "0.0");
  EXPECT_EQ(AssessTarget(target, "2024", Missing(common::v1::MISSING_REASON_PENDING)).state(),
            TARGET_STATE_NOT_COMPUTABLE);
}

v1::TargetAssessment AssessChange(v1::Comparator comparator, const Operand& earlier,
                                  const Operand& observed) {
  return AssessTarget(MakeTarget(comparator, ""), "2024", observed, {.reference = earlier});
}

TEST(AssessTarget, ADirectionIsHeldAgainstTheChange) {
  const Operand before = MakeConstant("before", "9.5");
  const v1::TargetAssessment risen = AssessChange(COMPARATOR_INCREASE, before, Observed("9.7"));
  EXPECT_EQ(risen.state(), TARGET_STATE_MET);
  EXPECT_EQ(risen.distance().value(), "0.2");
  EXPECT_EQ(risen.distance().unit(), "percentage_points");
  EXPECT_EQ(risen.distance().formula(), common::v1::FORMULA_PERCENTAGE_POINTS);
  EXPECT_EQ(AssessChange(COMPARATOR_DECREASE, before, Observed("9.7")).state(),
            TARGET_STATE_NOT_MET);
  EXPECT_EQ(AssessChange(COMPARATOR_DECREASE, before, Observed("9")).state(), TARGET_STATE_MET);
  // To stay the same is neither to rise nor to fall.
  for (const v1::Comparator comparator : {COMPARATOR_INCREASE, COMPARATOR_DECREASE}) {
    EXPECT_EQ(AssessChange(comparator, before, Observed("9.50")).state(), TARGET_STATE_NOT_MET);
  }
}

TEST(AssessTarget, ADirectionAcrossAGapOrABreakIsNotComputable) {
  const Operand before = MakeConstant("before", "9.5");
  const auto why = [](const v1::TargetAssessment& assessment) {
    EXPECT_EQ(assessment.state(), TARGET_STATE_NOT_COMPUTABLE);
    return assessment.distance().not_computable().reason();
  };
  EXPECT_EQ(why(AssessChange(COMPARATOR_INCREASE, MakeOperand("before", nullptr), Observed("9"))),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  const Operand pending = Missing(common::v1::MISSING_REASON_PENDING);
  EXPECT_EQ(why(AssessChange(COMPARATOR_INCREASE, pending, Observed("9"))),
            NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  Operand broken = Observed("9");
  broken.mutable_cell()->add_flags(common::v1::FLAG_BREAK_IN_SERIES);
  EXPECT_EQ(why(AssessChange(COMPARATOR_INCREASE, before, broken)),
            NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  const TargetContext between = {
      .reference = before, .obstacle = Refusal{NOT_COMPUTABLE_REASON_BREAK_IN_SERIES, "Between."}};
  EXPECT_EQ(why(AssessTarget(MakeTarget(COMPARATOR_INCREASE, ""), "2024", Observed("9"), between)),
            NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  // A gap says more.
  EXPECT_EQ(why(AssessTarget(MakeTarget(COMPARATOR_INCREASE, ""), "2024", pending, between)),
            NOT_COMPUTABLE_REASON_MISSING_OPERAND);
}

v1::Target MakeChange(v1::Comparator comparator, const std::string& change) {
  v1::Target target = MakeTarget(comparator, "");
  target.set_change_percent(change);
  target.set_base_period("2009");
  return target;
}

TEST(AssessTarget, AChangeInPerCentIsHeldAgainstWhatItMakesOfTheBase) {
  const TargetContext context = {.reference = MakeConstant("base", "200"), .unit = "gwh"};
  const v1::Target reduction = MakeChange(COMPARATOR_LE, "-67.5");
  const v1::TargetAssessment above = AssessTarget(reduction, "2024", Observed("70"), context);
  EXPECT_EQ(above.state(), TARGET_STATE_NOT_MET);
  EXPECT_EQ(above.distance().value(), "5");
  EXPECT_EQ(above.distance().unit(), "gwh");
  EXPECT_EQ(above.distance().operands(0).cell().value(), "65");
  EXPECT_EQ(AssessTarget(reduction, "2024", Observed("65"), context).state(), TARGET_STATE_MET);
  EXPECT_EQ(AssessTarget(MakeChange(COMPARATOR_GT, "10"), "2024", Observed("220"), context).state(),
            TARGET_STATE_NOT_MET);
}

TEST(AssessTarget, AChangeInPerCentNeedsAPositiveBaseOfTheSameSeries) {
  const v1::Target target = MakeChange(COMPARATOR_LE, "-67");
  const auto why = [&](const TargetContext& context) {
    const v1::TargetAssessment assessment = AssessTarget(target, "2024", Observed("5"), context);
    EXPECT_EQ(assessment.state(), TARGET_STATE_NOT_COMPUTABLE);
    return assessment.distance().not_computable().reason();
  };
  EXPECT_EQ(why({}), NOT_COMPUTABLE_REASON_NO_BASELINE);
  EXPECT_EQ(why({.reference = MakeOperand("base", nullptr)}), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(why({.reference = Missing(common::v1::MISSING_REASON_PENDING)}),
            NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_EQ(why({.reference = MakeConstant("base", "0")}), NOT_COMPUTABLE_REASON_ZERO_BASE);
  EXPECT_EQ(why({.reference = MakeConstant("base", "-5")}), NOT_COMPUTABLE_REASON_NEGATIVE_BASE);
  EXPECT_EQ(why({.reference = MakeConstant("base", "10"),
                 .obstacle = Refusal{NOT_COMPUTABLE_REASON_BREAK_IN_SERIES, "Between."}}),
            NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
}

TEST(AssessTarget, RoundsTheDistanceAsFiguresArePrinted) {
  const TargetContext context = {
      .reference = MakeConstant("base", "373141"), .unit = "tonnes_co2e", .decimals = 0};
  const v1::TargetAssessment assessment =
      AssessTarget(MakeChange(COMPARATOR_LE, "-67"), "2023", Observed("203735"), context);
  EXPECT_EQ(assessment.distance().value(), "80598");
  EXPECT_EQ(assessment.distance().unrounded(), "80598.47");
}

TEST(AssessTarget, ADistanceToABandIsAsUncertainAsTheValueOutsideIt) {
  const v1::Target band = MakeTarget(COMPARATOR_WITHIN, "1.3", "1.8");
  const auto interval = [&](const std::string& value) {
    Operand observed = Observed(value);
    observed.mutable_cell()->set_rounded_to("0.1");
    const common::v1::Computed distance =
        AssessTarget(band, "2024", observed, {.decimals = 2}).distance();
    return distance.interval().low() + " to " + distance.interval().high();
  };
  EXPECT_EQ(interval("1.5"), "0.00 to 0.00");
  EXPECT_EQ(interval("1.8"), "0.00 to 0.05");
  EXPECT_EQ(interval("1.2"), "-0.15 to -0.05");
}

TEST(AssessTarget, ADistanceIsAsUncertainAsAComputedFigure) {
  common::v1::Cell rounded;
  rounded.set_value("150");
  rounded.set_rounded_to("10");
  const common::v1::Computed figure =
      Compute(common::v1::FORMULA_SHARE,
              {MakeOperand("part", &rounded), MakeConstant("whole", "8")}, "ratio", 0);
  const auto distance = [&](const v1::Target& target) {
    const common::v1::Interval interval =
        AssessTarget(target, "2024", OperandOf(kName, figure), {.decimals = 1})
            .distance()
            .interval();
    return interval.low() + " to " + interval.high();
  };
  // The figure lies between 1812.5 and 1937.5.
  EXPECT_EQ(distance(MakeTarget(COMPARATOR_GT, "1800")), "12.5 to 137.5");
  EXPECT_EQ(distance(MakeTarget(COMPARATOR_WITHIN, "1820", "1900")), "-7.5 to 37.5");
}

TEST(TargetLevel, IsTheValueOrWhatTheChangeMakesOfTheBase) {
  const common::v1::Computed value = TargetLevel(MakeTarget(COMPARATOR_LT, "80.0"), {});
  EXPECT_EQ(value.value(), "80.0");
  EXPECT_EQ(value.unit(), "percent");
  const TargetContext context = {
      .reference = MakeConstant("base", "373141"), .unit = "tonnes_co2e", .revision = 7};
  const common::v1::Computed level = TargetLevel(MakeChange(COMPARATOR_LE, "-67"), context);
  EXPECT_EQ(level.value(), "123137");
  EXPECT_EQ(level.unrounded(), "123136.53");
  EXPECT_EQ(level.formula(), common::v1::FORMULA_REDUCED_BY_PERCENT);
  ASSERT_EQ(level.operands_size(), 2);
  EXPECT_EQ(level.operands(1).cell().value(), "67");
  EXPECT_EQ(level.operands(1).revision(), 7);
  EXPECT_EQ(TargetLevel(MakeChange(COMPARATOR_GE, "12.5"), context).unrounded(), "419783.625");
}

TEST(LevelOperand, IsAsUncertainAsTheBaseItIsAPartOf) {
  TargetContext context = {.reference = MakeConstant("base", "373141")};
  context.reference->mutable_cell()->set_rounded_to("684");
  const Operand level = LevelOperand(MakeChange(COMPARATOR_LE, "-67"), context);
  EXPECT_EQ(level.cell().value(), "123136.53");
  EXPECT_EQ(level.interval().unrounded_low(), "123023.67");
  EXPECT_EQ(level.interval().unrounded_high(), "123249.39");
  const Operand nothing_left = LevelOperand(MakeChange(COMPARATOR_LE, "-100"), context);
  EXPECT_EQ(nothing_left.cell().value(), "0");
  EXPECT_FALSE(nothing_left.has_interval());
  EXPECT_EQ(LevelOperand(MakeTarget(COMPARATOR_LT, "80.0"), {}).cell().value(), "80.0");
}

// A break separates a period from those before it; a target is none of them.
TEST(AssessTarget, ABreakInTheSeriesDoesNotMatter) {
  Operand observed = Observed("14.3");
  observed.mutable_cell()->add_flags(common::v1::FLAG_BREAK_IN_SERIES);
  const v1::TargetAssessment assessment =
      AssessTarget(MakeTarget(COMPARATOR_GT, "10"), "2024", observed);
  EXPECT_EQ(assessment.state(), TARGET_STATE_MET);
  EXPECT_EQ(assessment.distance().value(), "4.3");
}

}  // namespace
}  // namespace tertial::indicators
