#include "services/indicators/domain/progress.h"

#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/indicators/figure_fixtures.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using enum common::v1::NotComputableReason;
using enum v1::Comparator;
using enum v1::ProgressClass;
using enum v1::ProgressMethod;
using enum v1::TargetState;

constexpr int64_t kTargetRevision = 9;

Figure Pending(const std::string& period) {
  return Missing(period, common::v1::MISSING_REASON_PENDING);
}

v1::Target MakeTarget(v1::Comparator comparator, const std::string& value) {
  v1::Target target;
  target.set_name("areas/asker/targets/t");
  target.set_indicator("indicators/i");
  target.set_comparator(comparator);
  target.set_value(value);
  target.set_base_period("2009");
  target.set_due_period("2030");
  return target;
}

v1::Target MakeChange(v1::Comparator comparator, const std::string& change) {
  v1::Target target = MakeTarget(comparator, "");
  target.set_change_percent(change);
  target.set_unit("percent");
  return target;
}

// Without what a case does not need.
v1::TargetProgress Progress(const v1::Indicator& indicator, const v1::Target& target,
                            const std::optional<Figure>& base, const Figure& current,
                            const std::vector<Figure>& series = {}) {
  return ProgressOf({.indicator = indicator,
                     .target = target,
                     .target_revision = kTargetRevision,
                     .current = current,
                     .base = base,
                     .series = series});
}

const v1::MethodResult& Method(const v1::TargetProgress& progress, v1::ProgressMethod method) {
  EXPECT_EQ(progress.methods_size(), 5);
  return progress.methods(method - 1);
}

const common::v1::Computed& Result(const v1::TargetProgress& progress, v1::ProgressMethod method) {
  return Method(progress, method).result();
}

std::string IntervalText(const common::v1::Computed& computed) {
  return computed.interval().low() + " to " + computed.interval().high();
}

// The reasons of all methods, in their order; UNSPECIFIED where there is a result.
std::vector<common::v1::NotComputableReason> Reasons(const v1::TargetProgress& progress) {
  std::vector<common::v1::NotComputableReason> reasons;
  for (const v1::MethodResult& method : progress.methods()) {
    EXPECT_EQ(method.result().has_value(), !method.result().has_not_computable());
    EXPECT_EQ(method.result().not_computable().detail().empty(), method.result().has_value());
    if (!method.result().has_value()) {
      EXPECT_EQ(method.progress_class(), PROGRESS_CLASS_UNSPECIFIED);
    }
    reasons.push_back(method.result().not_computable().reason());
  }
  return reasons;
}

constexpr auto kResult = NOT_COMPUTABLE_REASON_UNSPECIFIED;

// Asker's direct emissions: 67 per cent less in 2030 than in 2009. The base follows from -45.4 per
// cent, which is rounded: it lies between 372 799 and 373 483.
class Emissions : public ::testing::Test {
 protected:
  Emissions() { base_.operand.mutable_cell()->set_rounded_to("684"); }

  v1::TargetProgress In(const std::string& year, const std::string& value) const {
    return Progress(indicator_, target_, base_, Measured(year, value));
  }

  const v1::Indicator indicator_ = MakeIndicator("tonnes_co2e", v1::DIRECTION_LOWER_IS_BETTER);
  const v1::Target target_ = MakeChange(COMPARATOR_LE, "-67");
  Figure base_ = Measured("2009", "373141");
};

TEST_F(Emissions, HaveALevelAndADistanceToIt) {
  const v1::TargetProgress progress = In("2023", "203735");
  EXPECT_EQ(progress.level().value(), "123137");
  EXPECT_EQ(progress.level().unit(), "tonnes_co2e");
  EXPECT_EQ(IntervalText(progress.level()), "123024 to 123249");
  EXPECT_EQ(progress.threshold().state(), TARGET_STATE_NOT_MET);
  EXPECT_EQ(progress.threshold().period(), "2023");
  EXPECT_EQ(progress.threshold().distance().value(), "80598");
  EXPECT_EQ(progress.threshold().distance().unit(), "tonnes_co2e");
}

TEST_F(Emissions, AreAheadOfTheStraightLineAndYetModerateByTheirRate) {
  const v1::TargetProgress progress = In("2023", "203735");
  const common::v1::Computed& share = Result(progress, PROGRESS_METHOD_SHARE_OF_REDUCTION);
  EXPECT_EQ(share.value(), "67.8");
  EXPECT_EQ(share.unit(), "percent");
  EXPECT_EQ(IntervalText(share), "67.7 to 67.8");
  EXPECT_EQ(Result(progress, PROGRESS_METHOD_LINEAR_MILESTONE).value(), "206471");
  const v1::MethodResult& gap = Method(progress, PROGRESS_METHOD_MILESTONE_GAP);
  EXPECT_EQ(gap.result().value(), "-2736");
  EXPECT_EQ(IntervalText(gap.result()), "-2926 to -2547");
  EXPECT_EQ(gap.progress_class(), PROGRESS_CLASS_AHEAD_OF_MILESTONE);
  const v1::MethodResult& ratio = Method(progress, PROGRESS_METHOD_CAGR_RATIO);
  EXPECT_EQ(ratio.result().value(), "0.82");
  EXPECT_EQ(ratio.progress_class(), PROGRESS_CLASS_MODERATE);
  const common::v1::Computed& rate = Result(progress, PROGRESS_METHOD_RATE_NEEDED);
  EXPECT_EQ(rate.value(), "6.94");
  EXPECT_EQ(rate.unit(), "percent_per_year");
}

TEST_F(Emissions, FellBehindTheLineWhenTheyRose) {
  const v1::TargetProgress in_2021 = In("2021", "216713");
  EXPECT_EQ(Method(in_2021, PROGRESS_METHOD_MILESTONE_GAP).progress_class(),
            PROGRESS_CLASS_AHEAD_OF_MILESTONE);
  const v1::TargetProgress in_2022 = In("2022", "219716");
  EXPECT_EQ(Result(in_2022, PROGRESS_METHOD_LINEAR_MILESTONE).value(), "218376");
  EXPECT_EQ(Method(in_2022, PROGRESS_METHOD_MILESTONE_GAP).progress_class(),
            PROGRESS_CLASS_BEHIND_MILESTONE);
}

TEST_F(Emissions, TellEveryInputWithItsRevision) {
  const v1::TargetProgress progress = In("2023", "203735");
  for (const v1::MethodResult& method : progress.methods()) {
    for (const common::v1::Operand& operand : method.result().operands()) {
      const bool is_target = operand.name() == target_.name();
      EXPECT_EQ(operand.revision(), is_target ? kTargetRevision : 5) << operand.DebugString();
    }
  }
  const common::v1::Computed& ratio = Result(progress, PROGRESS_METHOD_CAGR_RATIO);
  ASSERT_EQ(ratio.operands_size(), 6);
  const auto text = [&](int i) {
    return ratio.operands(i).field() + "=" + ratio.operands(i).cell().value();
  };
  EXPECT_EQ(ratio.operands(0).name(), "areas/asker/indicators/i/observations/2009");
  EXPECT_EQ(ratio.operands(1).name(), "areas/asker/indicators/i/observations/2023");
  EXPECT_EQ(text(2), "=123136.53");
  EXPECT_EQ(text(3), "base_period=14");
  EXPECT_EQ(text(4), "due_period=21");
  EXPECT_EQ(text(5), "comparator=-1");
}

TEST_F(Emissions, HaveNoIntervalWhereTheBaseIsExact) {
  base_.operand.mutable_cell()->clear_rounded_to();
  const v1::TargetProgress progress = In("2023", "203735");
  for (const v1::MethodResult& method : progress.methods()) {
    EXPECT_FALSE(method.result().has_interval());
  }
}

// A figure that is computed from rounded ones was taken for exact.
TEST_F(Emissions, AreAsUncertainAsTheFiguresTheyAreDerivedFrom) {
  Figure derived = Measured("2009", "373141");
  derived.computed = Compute(common::v1::FORMULA_SUM, {base_.operand}, "tonnes_co2e", 0);
  derived.operand = OperandOf(derived.operand.name(), *derived.computed);
  const v1::TargetProgress progress =
      Progress(indicator_, target_, derived, Measured("2023", "203735"));
  const v1::TargetProgress recorded = In("2023", "203735");
  EXPECT_EQ(IntervalText(progress.level()), "123024 to 123249");
  EXPECT_EQ(IntervalText(progress.threshold().distance()), "80486 to 80711");
  for (int i = 0; i < progress.methods_size(); ++i) {
    EXPECT_EQ(IntervalText(progress.methods(i).result()),
              IntervalText(recorded.methods(i).result()));
    EXPECT_TRUE(progress.methods(i).result().has_interval());
  }
}

TEST(ProgressOf, ListsTheMethodsInTheirOrder) {
  const v1::TargetProgress progress =
      Progress(MakeIndicator("count"), MakeTarget(COMPARATOR_GE, "100"), Measured("2009", "50"),
               Measured("2020", "80"));
  std::vector<v1::ProgressMethod> methods;
  for (const v1::MethodResult& method : progress.methods()) methods.push_back(method.method());
  EXPECT_THAT(methods, ElementsAre(PROGRESS_METHOD_SHARE_OF_REDUCTION,
                                   PROGRESS_METHOD_LINEAR_MILESTONE, PROGRESS_METHOD_MILESTONE_GAP,
                                   PROGRESS_METHOD_CAGR_RATIO, PROGRESS_METHOD_RATE_NEEDED));
  EXPECT_EQ(progress.level().value(), "100");
  EXPECT_EQ(Result(progress, PROGRESS_METHOD_SHARE_OF_REDUCTION).value(), "60.0");
  EXPECT_EQ(Method(progress, PROGRESS_METHOD_MILESTONE_GAP).progress_class(),
            PROGRESS_CLASS_AHEAD_OF_MILESTONE);
  EXPECT_EQ(Result(progress, PROGRESS_METHOD_RATE_NEEDED).value(), "-2.26");
}

TEST(ProgressOf, GivesAtATargetWithoutABaseOnlyLevelAndThreshold) {
  v1::Target target = MakeTarget(COMPARATOR_GT, "10");
  target.clear_base_period();
  const v1::TargetProgress progress =
      Progress(MakeIndicator("percent"), target, std::nullopt, Measured("2024", "14.3"));
  EXPECT_EQ(progress.level().value(), "10");
  EXPECT_EQ(progress.threshold().state(), TARGET_STATE_MET);
  EXPECT_EQ(progress.threshold().distance().value(), "4.3");
  EXPECT_EQ(progress.level().unit(), "percent");
  EXPECT_EQ(progress.threshold().distance().unit(), "percentage_points");
  EXPECT_THAT(progress.methods(), IsEmpty());
}

TEST(ProgressOf, GivesABandOnlyAThreshold) {
  v1::Target band = MakeTarget(COMPARATOR_WITHIN, "1.3");
  band.set_value_max("1.8");
  const v1::TargetProgress progress =
      Progress(MakeIndicator("percent"), band, Measured("2009", "1.0"), Measured("2024", "2"));
  EXPECT_FALSE(progress.has_level());
  EXPECT_EQ(progress.threshold().state(), TARGET_STATE_NOT_MET);
  EXPECT_EQ(progress.threshold().distance().value(), "0.2");
  EXPECT_THAT(progress.methods(), IsEmpty());
}

TEST(ProgressOf, HoldsADirectionAgainstTheBaseOrThePeriodBefore) {
  const v1::Indicator indicator = MakeIndicator("percent");
  v1::Target target = MakeTarget(COMPARATOR_INCREASE, "");
  const Figure current = Measured("2024", "70");
  const Figure previous = Measured("2023", "71");
  const auto threshold = [&](const std::optional<Figure>& base,
                             const std::optional<Figure>& before) {
    const v1::TargetProgress progress = ProgressOf({.indicator = indicator,
                                                    .target = target,
                                                    .current = current,
                                                    .base = base,
                                                    .previous = before});
    EXPECT_FALSE(progress.has_level());
    EXPECT_THAT(progress.methods(), IsEmpty());
    return progress.threshold();
  };
  EXPECT_EQ(threshold(Measured("2009", "60"), previous).state(), TARGET_STATE_MET);
  EXPECT_EQ(threshold(Measured("2009", "60"), previous).distance().value(), "10");
  target.clear_base_period();
  EXPECT_EQ(threshold(std::nullopt, previous).state(), TARGET_STATE_NOT_MET);
  EXPECT_EQ(threshold(std::nullopt, previous).distance().value(), "-1");
  EXPECT_EQ(threshold(std::nullopt, Pending("2023")).distance().not_computable().reason(),
            NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_EQ(threshold(std::nullopt, std::nullopt).state(), TARGET_STATE_NOT_COMPUTABLE);
  target.set_comparator(COMPARATOR_DECREASE);
  EXPECT_EQ(threshold(std::nullopt, previous).state(), TARGET_STATE_MET);
  target.set_comparator(COMPARATOR_AVOID);
  EXPECT_EQ(threshold(std::nullopt, previous).state(), TARGET_STATE_NOT_MET);
}

TEST(ProgressOf, NeedsABaselineBeforeTheCurrentPeriod) {
  const v1::Indicator indicator = MakeIndicator("count");
  const v1::Target target = MakeTarget(COMPARATOR_GE, "100");
  const Figure current = Measured("2020", "80");
  const std::vector<common::v1::NotComputableReason> none = {
      NOT_COMPUTABLE_REASON_NO_BASELINE, NOT_COMPUTABLE_REASON_NO_BASELINE,
      NOT_COMPUTABLE_REASON_NO_BASELINE, NOT_COMPUTABLE_REASON_NO_BASELINE, kResult};
  EXPECT_EQ(Reasons(Progress(indicator, target, std::nullopt, current)), none);
  for (const char* period : {"2020", "2021", "2019-T1", "2018/2019"}) {
    EXPECT_EQ(Reasons(Progress(indicator, target, Measured(period, "50"), current)), none)
        << period;
  }
  // A level that is a part of the base is not known without it.
  const v1::TargetProgress change =
      Progress(indicator, MakeChange(COMPARATOR_GE, "10"), std::nullopt, current);
  EXPECT_EQ(change.level().not_computable().reason(), NOT_COMPUTABLE_REASON_NO_BASELINE);
  EXPECT_EQ(change.threshold().state(), TARGET_STATE_NOT_COMPUTABLE);
  EXPECT_EQ(Reasons(change).back(), NOT_COMPUTABLE_REASON_NO_BASELINE);
}

TEST(ProgressOf, NeedsTimeForWhatIsDue) {
  const v1::Indicator indicator = MakeIndicator("count");
  v1::Target target = MakeTarget(COMPARATOR_GE, "100");
  const Figure base = Measured("2009", "50");
  constexpr auto kNoTime = NOT_COMPUTABLE_REASON_NO_TIME_LEFT;
  const auto reasons = [&](const char* period) {
    return Reasons(Progress(indicator, target, base, Measured(period, "80")));
  };
  EXPECT_THAT(reasons("2029"), ElementsAre(kResult, kResult, kResult, kResult, kResult));
  EXPECT_THAT(reasons("2030"), ElementsAre(kResult, kResult, kResult, kResult, kNoTime));
  EXPECT_THAT(reasons("2031"), ElementsAre(kResult, kNoTime, kNoTime, kNoTime, kNoTime));
  target.clear_due_period();
  EXPECT_THAT(reasons("2020"), ElementsAre(kResult, kNoTime, kNoTime, kNoTime, kNoTime));
}

TEST(ProgressOf, CountsTimeInPeriodsOfTheCurrentKind) {
  v1::Target target = MakeTarget(COMPARATOR_LE, "10");
  target.set_base_period("2023-T1");
  target.set_due_period("2025");
  const v1::TargetProgress progress = Progress(
      MakeIndicator("percent"), target, Measured("2023-T1", "50"), Measured("2024-T1", "30"));
  const common::v1::Computed& milestone = Result(progress, PROGRESS_METHOD_LINEAR_MILESTONE);
  EXPECT_EQ(milestone.operands(2).cell().value(), "3");
  EXPECT_EQ(milestone.operands(3).cell().value(), "8");
  EXPECT_EQ(milestone.value(), "35");
  EXPECT_EQ(Result(progress, PROGRESS_METHOD_MILESTONE_GAP).unit(), "percentage_points");
  EXPECT_EQ(Result(progress, PROGRESS_METHOD_RATE_NEEDED).unit(), "percent_per_tertial");
}

TEST(ProgressOf, AGapIsNoNumber) {
  const v1::Indicator indicator = MakeIndicator("count");
  const v1::Target target = MakeTarget(COMPARATOR_GE, "100");
  constexpr auto kMissing = NOT_COMPUTABLE_REASON_MISSING_OPERAND;
  constexpr auto kNothing = NOT_COMPUTABLE_REASON_NO_OBSERVATION;
  const v1::TargetProgress pending =
      Progress(indicator, target, Measured("2009", "50"), Pending("2020"));
  EXPECT_EQ(pending.threshold().state(), TARGET_STATE_NOT_COMPUTABLE);
  // The milestone does not rest on what is pending.
  EXPECT_THAT(Reasons(pending), ElementsAre(kMissing, kResult, kMissing, kMissing, kMissing));
  EXPECT_THAT(Reasons(Progress(indicator, target, NoFigure("2009"), Measured("2020", "80"))),
              ElementsAre(kNothing, kNothing, kNothing, kNothing, kResult));
  EXPECT_THAT(Reasons(Progress(indicator, MakeChange(COMPARATOR_GE, "10"), NoFigure("2009"),
                               Measured("2020", "80"))),
              ElementsAre(kNothing, kNothing, kNothing, kNothing, kNothing));
}

TEST(ProgressOf, IsNotComputableAcrossABreak) {
  const v1::Indicator indicator = MakeIndicator("count");
  const Figure base = Measured("2009", "50");
  const Figure current = Measured("2020", "80");
  Figure broken = Measured("2015", "60");
  broken.is_break = true;
  constexpr auto kBreak = NOT_COMPUTABLE_REASON_BREAK_IN_SERIES;
  const v1::TargetProgress value =
      Progress(indicator, MakeTarget(COMPARATOR_GE, "100"), base, current, {broken});
  // What a value asks for is known all the same.
  EXPECT_EQ(value.threshold().state(), TARGET_STATE_NOT_MET);
  EXPECT_THAT(Reasons(value), ElementsAre(kBreak, kBreak, kBreak, kBreak, kResult));
  const v1::TargetProgress change =
      Progress(indicator, MakeChange(COMPARATOR_GE, "10"), base, current, {broken});
  EXPECT_EQ(change.level().value(), "55");
  EXPECT_EQ(change.threshold().state(), TARGET_STATE_NOT_COMPUTABLE);
  EXPECT_EQ(change.threshold().distance().not_computable().reason(), kBreak);
  EXPECT_THAT(Reasons(change), ElementsAre(kBreak, kBreak, kBreak, kBreak, kBreak));
  Figure current_broken = current;
  current_broken.is_break = true;
  EXPECT_EQ(Reasons(Progress(indicator, MakeTarget(COMPARATOR_GE, "100"), base, current_broken)),
            Reasons(value));
}

TEST(ProgressOf, IsNotComputableOverABaseOfAnotherVintage) {
  const v1::Indicator indicator = MakeIndicator("count");
  Figure base = Measured("2009", "50");
  Figure current = Measured("2020", "80");
  current.definition_version = 2;
  constexpr auto kVintage = NOT_COMPUTABLE_REASON_DIFFERENT_VINTAGES;
  EXPECT_THAT(Reasons(Progress(indicator, MakeTarget(COMPARATOR_GE, "100"), base, current)),
              ElementsAre(kVintage, kVintage, kVintage, kVintage, kResult));
  base.definition_version = 2;
  EXPECT_THAT(Reasons(Progress(indicator, MakeTarget(COMPARATOR_GE, "100"), base, current)),
              ElementsAre(kResult, kResult, kResult, kResult, kResult));
}

TEST(ProgressOf, SaysWhatTheNumbersAllow) {
  const v1::Indicator indicator = MakeIndicator("count");
  const auto reasons = [&](const v1::Target& target, const char* base, const char* current) {
    return Reasons(Progress(indicator, target, Measured("2009", base), Measured("2020", current)));
  };
  EXPECT_THAT(reasons(MakeTarget(COMPARATOR_GE, "100"), "0", "80"),
              ElementsAre(kResult, kResult, kResult, NOT_COMPUTABLE_REASON_ZERO_BASE, kResult));
  EXPECT_THAT(reasons(MakeTarget(COMPARATOR_GE, "100"), "50", "-1"),
              ElementsAre(kResult, kResult, kResult, NOT_COMPUTABLE_REASON_SIGN_CHANGE,
                          NOT_COMPUTABLE_REASON_NEGATIVE_BASE));
  EXPECT_THAT(reasons(MakeTarget(COMPARATOR_LE, "0"), "50", "10"),
              ElementsAre(kResult, kResult, kResult, NOT_COMPUTABLE_REASON_SIGN_CHANGE,
                          NOT_COMPUTABLE_REASON_SIGN_CHANGE));
  EXPECT_THAT(reasons(MakeTarget(COMPARATOR_LE, "50"), "50", "40"),
              ElementsAre(NOT_COMPUTABLE_REASON_NO_CHANGE_REQUIRED, kResult, kResult,
                          NOT_COMPUTABLE_REASON_NO_CHANGE_REQUIRED, kResult));
  EXPECT_THAT(reasons(MakeChange(COMPARATOR_LE, "-67"), "0", "40"),
              ::testing::Each(NOT_COMPUTABLE_REASON_ZERO_BASE));
  EXPECT_THAT(reasons(MakeChange(COMPARATOR_LE, "-67"), "-5", "40"),
              ::testing::Each(NOT_COMPUTABLE_REASON_NEGATIVE_BASE));
}

TEST(ProgressOf, TakesTheDirectionOfATargetToEqualFromTheIndicator) {
  const v1::Target target = MakeTarget(COMPARATOR_EQ, "100");
  const auto progress = [&](v1::Direction direction) {
    return Progress(MakeIndicator("count", direction), target, Measured("2009", "50"),
                    Measured("2020", "60"));
  };
  const v1::TargetProgress undirected = progress(v1::DIRECTION_NEUTRAL);
  EXPECT_EQ(Result(undirected, PROGRESS_METHOD_CAGR_RATIO).not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_DIRECTION);
  // The line leads upwards, whoever has said what.
  EXPECT_EQ(Method(undirected, PROGRESS_METHOD_MILESTONE_GAP).progress_class(),
            PROGRESS_CLASS_BEHIND_MILESTONE);
  EXPECT_EQ(
      Method(progress(v1::DIRECTION_HIGHER_IS_BETTER), PROGRESS_METHOD_CAGR_RATIO).progress_class(),
      PROGRESS_CLASS_LIMITED);
  EXPECT_EQ(
      Method(progress(v1::DIRECTION_LOWER_IS_BETTER), PROGRESS_METHOD_CAGR_RATIO).progress_class(),
      PROGRESS_CLASS_NEGATIVE);
}

// The limits belong to the better class. After one of two periods towards (1 + r)^2 - 1, with what
// was observed chosen so that the ratio is exact.
TEST(ProgressOf, ClassesBeginAtTheirLimits) {
  v1::Target target = MakeTarget(COMPARATOR_GE, "1.21");
  target.set_base_period("2020");
  target.set_due_period("2022");
  const std::map<std::string, v1::ProgressClass> cases = {
      {"1.095", PROGRESS_CLASS_SUBSTANTIAL}, {"1.0949999", PROGRESS_CLASS_MODERATE},
      {"1.06", PROGRESS_CLASS_MODERATE},     {"1.0599999", PROGRESS_CLASS_LIMITED},
      {"1", PROGRESS_CLASS_LIMITED},         {"0.9999999", PROGRESS_CLASS_NEGATIVE},
      {"1.5", PROGRESS_CLASS_SUBSTANTIAL}};
  for (const auto& [current, expected] : cases) {
    const v1::TargetProgress progress =
        Progress(MakeIndicator("index"), target, Measured("2020", "1"), Measured("2021", current));
    EXPECT_EQ(Method(progress, PROGRESS_METHOD_CAGR_RATIO).progress_class(), expected) << current;
  }
}

TEST(ProgressOf, IsAtTheMilestoneOrBeyondItWhenAhead) {
  const auto class_at = [](v1::Comparator comparator, const char* target, const char* current) {
    v1::Target to = MakeTarget(comparator, target);
    to.set_base_period("2020");
    to.set_due_period("2022");
    return Method(Progress(MakeIndicator("count"), to, Measured("2020", "50"),
                           Measured("2021", current)),
                  PROGRESS_METHOD_MILESTONE_GAP)
        .progress_class();
  };
  EXPECT_EQ(class_at(COMPARATOR_GE, "100", "75"), PROGRESS_CLASS_AHEAD_OF_MILESTONE);
  EXPECT_EQ(class_at(COMPARATOR_GE, "100", "74.9"), PROGRESS_CLASS_BEHIND_MILESTONE);
  EXPECT_EQ(class_at(COMPARATOR_LT, "0", "25"), PROGRESS_CLASS_AHEAD_OF_MILESTONE);
  EXPECT_EQ(class_at(COMPARATOR_LT, "0", "25.1"), PROGRESS_CLASS_BEHIND_MILESTONE);
  EXPECT_EQ(class_at(COMPARATOR_EQ, "50", "50"), PROGRESS_CLASS_AHEAD_OF_MILESTONE);
  EXPECT_EQ(class_at(COMPARATOR_EQ, "50", "51"), PROGRESS_CLASS_BEHIND_MILESTONE);
}

// Whatever is recorded, a method has a result or a reason, and no gap becomes a number.
TEST(ProgressProperty, NoGapBecomesANumber) {
  std::mt19937_64 random(20240404);
  const auto draw = [&](const std::string& period) {
    switch (random() % 4) {
      case 0:
        return Pending(period);
      case 1:
        return NoFigure(period);
      default:
        return Measured(period, std::to_string(static_cast<int>(random() % 21) - 10));
    }
  };
  for (int trial = 0; trial < 500; ++trial) {
    const bool is_change = random() % 2 == 0;
    const auto comparator = static_cast<v1::Comparator>(1 + random() % 4);
    const std::string number = std::to_string(static_cast<int>(random() % 100) - 99);
    const v1::Target target = is_change ? MakeChange(comparator, number == "0" ? "1" : number)
                                        : MakeTarget(comparator, number);
    const v1::TargetProgress progress =
        Progress(MakeIndicator("count"), target, draw("2009"), draw("2020"));
    Reasons(progress);
    for (const v1::MethodResult& method : progress.methods()) {
      if (!method.result().has_value()) continue;
      for (const common::v1::Operand& operand : method.result().operands()) {
        ASSERT_EQ(operand.cell().content_case(), common::v1::Cell::kValue)
            << progress.DebugString();
      }
    }
  }
}

}  // namespace
}  // namespace tertial::indicators
