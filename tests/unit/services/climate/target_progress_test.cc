#include "services/climate/domain/target_progress.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/target_samples.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::NotComputableReason;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Assessment = v1::ClimateTargetAssessment;
using Field = const Computed& (Assessment::*)() const;

// Asker's release, with the base that follows from -45.4 per cent.
std::vector<v1::EmissionFigure> FirstRelease() {
  return {ImpliedBase(), Emission("all", "2022", Value("219716")),
          Emission("all", "2023", Value("203735")), Emission("all", "2024", Pending())};
}

std::vector<v1::EmissionFigure> SecondRelease() {
  return {Emission("all", "2009", Value("380000")), Emission("all", "2023", Value("205000"))};
}

struct Expected {
  const char* what;
  Field field;
  // By the first release, with its interval, and by the second.
  const char* value;
  const char* low;
  const char* high;
  const char* by_second;
};

void ExpectFigures(const v1::ClimateTarget& target, const std::vector<Expected>& table) {
  const MeasuredRelease first(FirstRelease());
  const MeasuredRelease second(SecondRelease());
  const Assessment assessment = first.Assess(target);
  const Assessment by_second = second.Assess(target);
  EXPECT_EQ(assessment.current_period(), "2023");
  EXPECT_EQ(assessment.rate_from(), "2009");
  for (const Expected& expected : table) {
    SCOPED_TRACE(expected.what);
    const Computed& computed = (assessment.*expected.field)();
    EXPECT_EQ(computed.value(), expected.value) << computed.DebugString();
    EXPECT_EQ(computed.interval().low(), expected.low);
    EXPECT_EQ(computed.interval().high(), expected.high);
    const Computed& second_computed = (by_second.*expected.field)();
    EXPECT_EQ(second_computed.value(), expected.by_second) << second_computed.DebugString();
    EXPECT_FALSE(second_computed.has_interval()) << second_computed.DebugString();
  }
}

TEST(TargetProgress, HasTheFiguresOfEachReleaseWithTheIntervalOfItsBase) {
  ExpectFigures(
      ReductionTarget(),
      {{"level", &Assessment::target_level, "123137", "123024", "123249", "125400"},
       {"share reached", &Assessment::share_reached, "67.8", "67.7", "67.8", "68.7"},
       {"milestone", &Assessment::milestone, "206471", "206282", "206661", "210267"},
       {"gap", &Assessment::milestone_gap, "-2736", "-2926", "-2547", "-5267"},
       {"distance", &Assessment::distance, "80598", "80486", "80711", "79600"},
       {"rate needed", &Assessment::rate_needed, "6.94", "6.93", "6.95", "6.78"},
       {"present rate", &Assessment::present_rate, "-4.23", "-4.24", "-4.22", "-4.31"},
       {"projection", &Assessment::projection, "150543", "150475", "150612", "150570"},
       {"straight", &Assessment::linear_projection, "119032", "118861", "119203", "117500"},
       {"ratio", &Assessment::rate_ratio, "0.82", "0.82", "0.82", "0.84"}});
}

TEST(TargetProgress, OnACompoundPathIsHeldAgainstTheMilestoneOfThatPath) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_path(v1::TARGET_PATH_COMPOUND);
  ExpectFigures(target,
                {{"milestone", &Assessment::milestone, "178190", "178027", "178353", "181465"},
                 {"gap", &Assessment::milestone_gap, "25545", "25382", "25708", "23535"},
                 {"share reached", &Assessment::share_reached, "67.8", "67.7", "67.8", "68.7"}});
  const MeasuredRelease first(FirstRelease());
  EXPECT_EQ(first.Assess(target).milestone_gap().formula(), common::v1::FORMULA_DISTANCE);
  EXPECT_EQ(first.Assess(target).standing(), v1::MILESTONE_STANDING_BEHIND);
}

// The ends of a base that was rounded would give -2935 … -2548.
TEST(TargetProgress, TakesTheEndsOfTheBaseBeforeRounding) {
  const MeasuredRelease first(FirstRelease());
  const Assessment assessment = first.Assess(ReductionTarget());
  const Computed& gap = assessment.milestone_gap();
  EXPECT_THAT(gap.unrounded(), StartsWith("-2736.353"));
  EXPECT_THAT(gap.interval().unrounded_low(), StartsWith("-2925.61"));
  EXPECT_THAT(gap.interval().unrounded_high(), StartsWith("-2547.46"));
  EXPECT_EQ(assessment.change_from_base().value(), "-45.4");
  EXPECT_THAT(assessment.present_rate().unrounded(), StartsWith("-4.2303"));
  EXPECT_THAT(assessment.rate_ratio().unrounded(), StartsWith("0.822"));
  EXPECT_THAT(assessment.rate_ratio().interval().unrounded_low(), StartsWith("0.8214"));
}

TEST(TargetProgress, HasTheIntervalOfAStatedUncertainty) {
  std::vector<v1::EmissionFigure> figures = FirstRelease();
  figures[0].clear_implied_by();
  figures[0].mutable_uncertainty()->set_low("372800");
  figures[0].mutable_uncertainty()->set_high("373500");
  const MeasuredRelease release(figures);
  const Assessment assessment = release.Assess(ReductionTarget());
  EXPECT_EQ(assessment.milestone_gap().interval().low(), "-2935");
  EXPECT_EQ(assessment.milestone_gap().interval().high(), "-2548");
}

TEST(TargetProgress, StandsAheadBehindOrUncertainByTheWholeInterval) {
  const auto standing = [](const char* current, const char* low, const char* high) {
    std::vector<v1::EmissionFigure> figures = {Emission("all", "2009", Value("373141")),
                                               Emission("all", "2023", Value(current))};
    figures[0].mutable_uncertainty()->set_low(low);
    figures[0].mutable_uncertainty()->set_high(high);
    return MeasuredRelease(figures).Assess(ReductionTarget()).standing();
  };
  EXPECT_EQ(standing("203735", "372800", "373500"), v1::MILESTONE_STANDING_AHEAD);
  EXPECT_EQ(standing("206471", "372800", "373500"), v1::MILESTONE_STANDING_UNCERTAIN);
  EXPECT_EQ(standing("210000", "372800", "373500"), v1::MILESTONE_STANDING_BEHIND);
  // At the milestone is ahead.
  EXPECT_EQ(standing("206471.353333", "373141", "373141"), v1::MILESTONE_STANDING_AHEAD);
  EXPECT_EQ(standing("206471.36", "373141", "373141"), v1::MILESTONE_STANDING_BEHIND);
}

TEST(TargetProgress, HasNoIntervalWhereWhatTheBaseFollowsFromIsGone) {
  const MeasuredRelease release({ImpliedBase(), Emission("all", "2022", Value("219716"))});
  const Assessment assessment = release.Assess(ReductionTarget());
  EXPECT_EQ(assessment.current_period(), "2022");
  EXPECT_EQ(assessment.target_level().value(), "123137");
  EXPECT_FALSE(assessment.target_level().has_interval());
  EXPECT_TRUE(assessment.milestone_gap().has_value());
  EXPECT_EQ(assessment.standing(), v1::MILESTONE_STANDING_UNCERTAIN);
}

TEST(TargetProgress, MeasuresThePresentRateFromWhereItIsAskedTo) {
  const MeasuredRelease release(FirstRelease());
  const Assessment assessment = release.Assess(ReductionTarget(), 2024, Period::OfYear(2022));
  EXPECT_EQ(assessment.rate_from(), "2022");
  // 203 735 / 219 716, and that to the power of 7 years.
  EXPECT_EQ(assessment.present_rate().value(), "-7.27");
  EXPECT_FALSE(assessment.present_rate().has_interval());
  EXPECT_EQ(assessment.linear_projection().value(), "91868");
  // All else goes by the base.
  EXPECT_EQ(assessment.share_reached().value(), "67.8");
  EXPECT_EQ(assessment.rate_ratio().value(), "0.82");
}

TEST(TargetProgress, OfARangeTellsBothLevelsAndGoesByTheLesser) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_value("50");
  target.set_value_max("55");
  const MeasuredRelease release(SecondRelease());
  const Assessment assessment = release.Assess(target);
  EXPECT_EQ(assessment.target_level().value(), "190000");
  EXPECT_EQ(assessment.target_level_max().value(), "171000");
  EXPECT_EQ(assessment.distance().value(), "15000");
  EXPECT_FALSE(release.Assess(ReductionTarget()).has_target_level_max());
}

TEST(TargetProgress, FromTheDueYearOnIsHeldAgainstTheLevel) {
  const MeasuredRelease release({Emission("all", "2009", Value("1000")),
                                 Emission("all", "2030", Value("400")),
                                 Emission("all", "2032", Value("300"))});
  for (const auto path : {v1::TARGET_PATH_LINEAR, v1::TARGET_PATH_COMPOUND}) {
    v1::ClimateTarget target = ReductionTarget();
    target.set_path(path);
    const Assessment due = release.Assess(target, 2030);
    EXPECT_EQ(due.milestone().value(), "330");
    EXPECT_EQ(due.milestone_gap().value(), "70");
    EXPECT_EQ(due.standing(), v1::MILESTONE_STANDING_BEHIND);
    const Assessment later = release.Assess(target, 2032);
    EXPECT_EQ(later.milestone().value(), "330");
    EXPECT_EQ(later.milestone_gap().value(), "-30");
    for (const Field field :
         {&Assessment::rate_needed, &Assessment::projection, &Assessment::linear_projection}) {
      EXPECT_EQ(WhyNot((due.*field)()), common::v1::NOT_COMPUTABLE_REASON_NO_TIME_LEFT);
      EXPECT_EQ(WhyNot((later.*field)()), common::v1::NOT_COMPUTABLE_REASON_NO_TIME_LEFT);
    }
    EXPECT_EQ(due.share_reached().value(), "89.6");
  }
}

TEST(TargetProgress, OfALevelBeginsWhereItsPathDoes) {
  v1::ClimateTarget target = LevelTarget();
  target.set_value("100000");
  target.set_due_period("2030");
  target.set_path_from("2022");
  const MeasuredRelease release(FirstRelease());
  const Assessment assessment = release.Assess(target);
  EXPECT_EQ(assessment.rate_from(), "2022");
  // (219 716 - 203 735) of (219 716 - 100 000); an eighth of that is asked for.
  EXPECT_EQ(assessment.share_reached().value(), "13.3");
  EXPECT_EQ(assessment.milestone().unrounded(), "204751.5");
  EXPECT_EQ(assessment.milestone_gap().unrounded(), "-1016.5");
  EXPECT_EQ(WhyNot(assessment.change_from_base()),
            common::v1::NOT_COMPUTABLE_REASON_NO_TARGET_VALUE);
}

TEST(TargetProgress, OfAReductionMayHaveAPathThatBeginsLater) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_path_from("2022");
  const MeasuredRelease release(SecondRelease());
  const Assessment without = release.Assess(target);
  EXPECT_EQ(WhyNot(without.milestone()), common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_THAT(without.milestone().not_computable().detail(), HasSubstr("all~2022"));
  EXPECT_EQ(without.share_reached().value(), "68.7");
  EXPECT_EQ(without.rate_from(), "2009");
}

TEST(TargetProgress, OfAnIntensityDividesByTheDenominatorOfEachPeriod) {
  const MeasuredRelease release(
      {Emission("all", "2009", Value("300000")), Emission("all", "2023", Value("200000"))},
      {Residents("2009", "75000"), Residents("2023", "100000")});
  const Assessment by_percent = release.Assess(IntensityReductionTarget());
  EXPECT_EQ(by_percent.target_level().value(), "2.000000");
  EXPECT_EQ(by_percent.target_level().unit(), "tonnes_co2e_per_resident");
  EXPECT_EQ(by_percent.change_from_base().value(), "-50.0");
  EXPECT_EQ(by_percent.distance().value(), "0.000000");
  EXPECT_EQ(by_percent.share_reached().value(), "100.0");
  EXPECT_EQ(by_percent.level_in_tonnes().value(), "200000");
  EXPECT_EQ(by_percent.level_in_tonnes().unit(), "tonnes_co2e");
  // 4 - 2 · 14/21.
  EXPECT_EQ(by_percent.milestone().value(), "2.666667");
  EXPECT_EQ(by_percent.standing(), v1::MILESTONE_STANDING_AHEAD);
  const Assessment to_level = release.Assess(IntensityTarget());
  EXPECT_EQ(to_level.target_level().value(), "2");
  EXPECT_EQ(to_level.distance().value(), "0.000000");
  EXPECT_EQ(to_level.level_in_tonnes().value(), "200000");
  EXPECT_FALSE(release.Assess(ReductionTarget()).has_level_in_tonnes());
}

TEST(TargetProgress, OfNetZeroSetsRemovalsAgainstWhatIsEmitted) {
  v1::ClimateTarget target = NetZeroTarget();
  const MeasuredRelease release(
      {Emission("all", "2009", Value("1000")), Emission("all", "2023", Value("400")),
       Emission("removals", "2023", Value("-150")), Emission("land-use", "2023", Value("-50"))});
  const Assessment assessment = release.Assess(target);
  EXPECT_EQ(assessment.target_level().value(), "100");
  EXPECT_EQ(assessment.target_level().formula(), common::v1::FORMULA_PERCENT_OF);
  EXPECT_EQ(assessment.share_reached().value(), "66.7");
  EXPECT_EQ(assessment.net_emissions().value(), "250");
  target.add_removal_sectors("removals");
  target.add_removal_sectors("land-use");
  EXPECT_EQ(release.Assess(target).net_emissions().value(), "200");
  target.set_unit("tonnes_co2e");
  target.set_value("60");
  target.clear_base_period();
  EXPECT_EQ(release.Assess(target).target_level().value(), "60");
  EXPECT_FALSE(release.Assess(ReductionTarget()).has_net_emissions());
}

TEST(TargetProgress, TellsHowMuchMoreWasEmittedThanBudgeted) {
  v1::ClimateTarget target = ReductionTarget();
  AddBudget("2022", "60", "percent", target);
  AddBudget("2023", "500", "tonnes_co2e", target);
  const MeasuredRelease release({Emission("all", "2009", Value("1000")),
                                 Emission("all", "2022", Value("620")),
                                 Emission("all", "2023", Value("490"))});
  const Assessment assessment = release.Assess(target);
  EXPECT_EQ(assessment.over_budget().value(), "10");
  EXPECT_EQ(assessment.milestone().value(), "500");
  EXPECT_EQ(assessment.milestone_gap().value(), "-10");
  EXPECT_EQ(assessment.milestone_gap().formula(), common::v1::FORMULA_DISTANCE);
  EXPECT_EQ(assessment.standing(), v1::MILESTONE_STANDING_AHEAD);
  EXPECT_FALSE(release.Assess(ReductionTarget()).has_over_budget());
}

TEST(TargetProgress, SumsASectorThatIsOnlySplit) {
  const auto source = [](const char* name, const char* year, common::v1::Cell cell) {
    v1::EmissionFigure figure = Emission("road-traffic", year, std::move(cell));
    figure.set_source(name);
    figure.set_name(absl::StrCat(figure.name(), "~source.", name));
    return figure;
  };
  v1::ClimateTarget target = ReductionTarget();
  target.set_sector("road-traffic");
  const MeasuredRelease release(
      {source("cars", "2009", Value("60")), source("lorries", "2009", Value("40")),
       source("cars", "2023", Value("30")), source("lorries", "2023", Value("20")),
       source("cars", "2024", Value("10")),
       source("lorries", "2024", Missing(common::v1::MISSING_REASON_NOT_ESTIMATED))});
  const Assessment assessment = release.Assess(target);
  // 2024 has no complete sum.
  EXPECT_EQ(assessment.current_period(), "2023");
  EXPECT_EQ(assessment.target_level().value(), "33");
  EXPECT_EQ(assessment.change_from_base().value(), "-50.0");
  target.set_base_period("2024");
  EXPECT_EQ(WhyNot(release.Assess(target).target_level()),
            common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE);
}

}  // namespace
}  // namespace tertial::climate
