// Why what is told of a target is not computable.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/target_progress.h"
#include "tests/unit/services/climate/target_samples.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::NotComputableReason;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Assessment = v1::ClimateTargetAssessment;

// Level, change, distance, share, milestone, gap, rate needed, present rate, projection, straight
// projection and ratio.
std::vector<NotComputableReason> Obstacles(const Assessment& assessment) {
  return {WhyNot(assessment.target_level()), WhyNot(assessment.change_from_base()),
          WhyNot(assessment.distance()),     WhyNot(assessment.share_reached()),
          WhyNot(assessment.milestone()),    WhyNot(assessment.milestone_gap()),
          WhyNot(assessment.rate_needed()),  WhyNot(assessment.present_rate()),
          WhyNot(assessment.projection()),   WhyNot(assessment.linear_projection()),
          WhyNot(assessment.rate_ratio())};
}

constexpr auto kComputed = common::v1::NOT_COMPUTABLE_REASON_UNSPECIFIED;
constexpr auto kNothing = common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION;
constexpr auto kMissing = common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND;
constexpr auto kBreak = common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES;
constexpr auto kNoBaseline = common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE;
constexpr auto kNoTarget = common::v1::NOT_COMPUTABLE_REASON_NO_TARGET_VALUE;
constexpr auto kSign = common::v1::NOT_COMPUTABLE_REASON_SIGN_CHANGE;
constexpr auto kNoChange = common::v1::NOT_COMPUTABLE_REASON_NO_CHANGE_REQUIRED;

TEST(TargetObstacle, IsABaseThatTheReleaseDoesNotHold) {
  const MeasuredRelease release({Emission("all", "2023", Value("203735"))});
  const Assessment assessment = release.Assess(ReductionTarget());
  EXPECT_THAT(Obstacles(assessment),
              ElementsAre(kNothing, kNothing, kNothing, kNothing, kNothing, kNothing, kNothing,
                          kNothing, kNothing, kNothing, kNothing));
  EXPECT_THAT(assessment.milestone_gap().not_computable().detail(), HasSubstr("all~2009"));
  EXPECT_EQ(assessment.standing(), v1::MILESTONE_STANDING_UNSPECIFIED);
}

TEST(TargetObstacle, IsAGapInTheBase) {
  const MeasuredRelease release(
      {Emission("all", "2009", Missing(common::v1::MISSING_REASON_NOT_ESTIMATED)),
       Emission("all", "2023", Value("203735"))});
  EXPECT_THAT(Obstacles(release.Assess(ReductionTarget())),
              ElementsAre(kMissing, kMissing, kMissing, kMissing, kMissing, kMissing, kMissing,
                          kMissing, kMissing, kMissing, kMissing));
}

TEST(TargetObstacle, IsThatNothingIsMeasured) {
  const MeasuredRelease release(
      {Emission("all", "2009", Value("373141")), Emission("all", "2023", Pending())});
  const Assessment assessment = release.Assess(ReductionTarget(), 2008);
  EXPECT_EQ(assessment.current_period(), "");
  EXPECT_THAT(Obstacles(assessment),
              ElementsAre(kComputed, kNothing, kNothing, kNothing, kNothing, kNothing, kNothing,
                          kNothing, kNothing, kNothing, kNothing));
  EXPECT_EQ(assessment.standing(), v1::MILESTONE_STANDING_UNSPECIFIED);
}

TEST(TargetObstacle, IsACurrentYearBeforeTheBase) {
  const MeasuredRelease release(
      {Emission("all", "2008", Value("400000")), Emission("all", "2009", Value("373141"))});
  EXPECT_THAT(Obstacles(release.Assess(ReductionTarget(), 2008)),
              ElementsAre(kComputed, kNothing, kNothing, kNoBaseline, kNoBaseline, kNoBaseline,
                          kNoBaseline, kNoBaseline, kNoBaseline, kNoBaseline, kNoBaseline));
}

TEST(TargetObstacle, OfRatesIsThatTheBaseIsTheCurrentYear) {
  const MeasuredRelease release({Emission("all", "2009", Value("373141"))});
  const Assessment assessment = release.Assess(ReductionTarget());
  EXPECT_THAT(Obstacles(assessment),
              ElementsAre(kComputed, kComputed, kComputed, kComputed, kComputed, kComputed,
                          kComputed, kNoBaseline, kNoBaseline, kNoBaseline, kNoBaseline));
  EXPECT_EQ(assessment.share_reached().value(), "0.0");
  EXPECT_EQ(assessment.milestone_gap().value(), "0");
}

TEST(TargetObstacle, IsABreakSinceTheBase) {
  const MeasuredRelease release({Emission("all", "2009", Value("373141")),
                                 WithBreak(Emission("all", "2015", Value("300000"))),
                                 Emission("all", "2023", Value("203735"))});
  const Assessment assessment = release.Assess(ReductionTarget());
  EXPECT_THAT(Obstacles(assessment), ElementsAre(kComputed, kBreak, kBreak, kBreak, kComputed,
                                                 kBreak, kBreak, kBreak, kBreak, kBreak, kBreak));
  // Since the break, rates are comparable.
  const Assessment since = release.Assess(ReductionTarget(), 2024, Period::OfYear(2015));
  EXPECT_EQ(WhyNot(since.present_rate()), kComputed);
  EXPECT_EQ(WhyNot(since.projection()), kComputed);
}

TEST(TargetObstacle, IsABreakInTheDenominator) {
  v1::ActivityFigure counted_anew = Residents("2015", "90000");
  counted_anew.mutable_cell()->add_flags(common::v1::FLAG_BREAK_IN_SERIES);
  const MeasuredRelease release(
      {Emission("all", "2009", Value("300000")), Emission("all", "2023", Value("200000"))},
      {Residents("2009", "75000"), counted_anew, Residents("2023", "100000")});
  EXPECT_EQ(WhyNot(release.Assess(IntensityReductionTarget()).change_from_base()), kBreak);
}

TEST(TargetObstacle, OfALevelIsThatItHasNoBase) {
  v1::ClimateTarget target = LevelTarget();
  target.set_value("100000");
  const MeasuredRelease release({Emission("all", "2023", Value("203735"))});
  const Assessment assessment = release.Assess(target);
  EXPECT_THAT(Obstacles(assessment),
              ElementsAre(kComputed, kNoTarget, kComputed, kNoBaseline, kNoBaseline, kNoBaseline,
                          kComputed, kNoBaseline, kNoBaseline, kNoBaseline, kNoBaseline));
  EXPECT_EQ(assessment.rate_from(), "");
}

TEST(TargetObstacle, OfRatesIsALevelOfZero) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_value("100");
  const MeasuredRelease release(
      {Emission("all", "2009", Value("1000")), Emission("all", "2023", Value("500"))});
  EXPECT_THAT(Obstacles(release.Assess(target)),
              ElementsAre(kComputed, kComputed, kComputed, kComputed, kComputed, kComputed, kSign,
                          kComputed, kComputed, kComputed, kSign));
  target.set_path(v1::TARGET_PATH_COMPOUND);
  EXPECT_EQ(WhyNot(release.Assess(target).milestone()), kSign);
  EXPECT_EQ(WhyNot(release.Assess(target).milestone_gap()), kSign);
}

TEST(TargetObstacle, IsThatNothingIsToBeReached) {
  v1::ClimateTarget target = LevelTarget();
  target.set_value("500");
  target.set_path_from("2022");
  const MeasuredRelease release(
      {Emission("all", "2022", Value("500")), Emission("all", "2023", Value("450"))});
  EXPECT_EQ(WhyNot(release.Assess(target).share_reached()), kNoChange);
  EXPECT_EQ(WhyNot(release.Assess(target).rate_ratio()), kNoChange);
}

TEST(TargetObstacle, OfAnIntensityIsADenominatorThatIsNotRecorded) {
  const std::vector<v1::EmissionFigure> figures = {Emission("all", "2009", Value("300000")),
                                                   Emission("all", "2023", Value("200000"))};
  const MeasuredRelease without(figures, {Residents("2009", "75000")});
  const Assessment assessment = without.Assess(IntensityReductionTarget());
  EXPECT_EQ(WhyNot(assessment.target_level()), kComputed);
  for (const Computed& computed : {assessment.distance(), assessment.share_reached(),
                                   assessment.rate_needed(), assessment.level_in_tonnes()}) {
    EXPECT_EQ(WhyNot(computed), kNothing);
    EXPECT_THAT(computed.not_computable().detail(),
                HasSubstr("areas/asker/activities/population~residents~2023"));
  }
  const MeasuredRelease other_unit(
      figures, {Residents("2009", "75000"), Residents("2023", "100", "thousand_residents")});
  const Computed distance = other_unit.Assess(IntensityReductionTarget()).distance();
  EXPECT_EQ(WhyNot(distance), kNothing);
  EXPECT_THAT(distance.not_computable().detail(), HasSubstr("thousand_residents"));
}

TEST(TargetObstacle, OfNetEmissionsIsThatNoRemovalsAreRecorded) {
  const MeasuredRelease release(
      {Emission("all", "2009", Value("1000")), Emission("all", "2023", Value("400"))});
  EXPECT_EQ(WhyNot(release.Assess(NetZeroTarget()).net_emissions()), kNothing);
}

TEST(TargetObstacle, OfBudgetsIsAYearWithoutABudgetOrEmissions) {
  v1::ClimateTarget target = ReductionTarget();
  AddBudget("2021", "600", "tonnes_co2e", target);
  AddBudget("2023", "500", "tonnes_co2e", target);
  std::vector<v1::EmissionFigure> figures = {
      Emission("all", "2009", Value("1000")), Emission("all", "2020", Value("620")),
      Emission("all", "2021", Value("620")), Emission("all", "2022", Value("610")),
      Emission("all", "2023", Value("490"))};
  const MeasuredRelease release(figures);
  const Assessment now = release.Assess(target);
  EXPECT_EQ(now.milestone_gap().value(), "-10");
  EXPECT_EQ(WhyNot(now.over_budget()), kNoTarget);
  EXPECT_THAT(now.over_budget().not_computable().detail(), HasSubstr("2022"));
  const Assessment between = release.Assess(target, 2022);
  EXPECT_EQ(WhyNot(between.milestone()), kNoTarget);
  EXPECT_EQ(WhyNot(between.milestone_gap()), kNoTarget);
  EXPECT_EQ(release.Assess(target, 2021).over_budget().value(), "20");
  EXPECT_EQ(WhyNot(release.Assess(target, 2020).over_budget()), kNoTarget);
  AddBudget("2024", "450", "tonnes_co2e", target);
  target.mutable_yearly_budgets(0)->set_period("2022");
  EXPECT_EQ(release.Assess(target).over_budget().value(), "0");
  figures.erase(figures.begin() + 3);
  EXPECT_EQ(WhyNot(MeasuredRelease(figures).Assess(target).over_budget()), kNothing);
}

}  // namespace
}  // namespace tertial::climate
