#include "services/climate/domain/targets.h"

#include <string>
#include <utility>
#include <vector>

#include "common/types/period.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/target_progress.h"
#include "tests/unit/services/climate/climate_samples.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::NotComputableReason;

// Measures a target with a release of these figures, in a report on 2024.
v1::ClimateTargetAssessment Assess(const v1::ClimateTarget& target,
                                   const std::vector<v1::EmissionFigure>& figures,
                                   int year = 2024) {
  const std::vector<v1::InventoryRelease> releases = {CommunityRelease()};
  return AssessTarget(target, SortIntoInventories(releases, figures)[0],
                      {.period = Period::OfYear(year)});
}

// UNSPECIFIED where there is a value.
NotComputableReason ReasonOf(const Computed& computed) {
  return computed.not_computable().reason();
}

v1::EmissionFigure Break(v1::EmissionFigure figure) {
  figure.mutable_cell()->add_flags(common::v1::FLAG_BREAK_IN_SERIES);
  return figure;
}

TEST(ReduceByPercent, TakesBaseAndCurrentFromTheRelease) {
  const v1::ClimateTargetAssessment assessment =
      Assess(ReductionTarget(),
             {Emission("all", "2009", Value("373141")), Emission("all", "2022", Value("219716")),
              Emission("all", "2023", Value("203735")), Emission("all", "2024", Pending())});
  EXPECT_EQ(assessment.inventory_release(), kRelease);
  EXPECT_EQ(assessment.current_period(), "2023");
  EXPECT_EQ(assessment.target_level().value(), "123137");
  EXPECT_EQ(assessment.target_level().unrounded(), "123136.53");
  EXPECT_EQ(assessment.target_level().unit(), "tonnes_co2e");
  EXPECT_EQ(assessment.change_from_base().value(), "-45.4");
  EXPECT_EQ(assessment.distance().value(), "80598");
}

// The level is 100.5, printed 101: measured from what is printed, the distance would be 99.
TEST(ReduceByPercent, RoundsTheDistanceOnce) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_value("50");
  const v1::ClimateTargetAssessment assessment = Assess(
      target, {Emission("all", "2009", Value("201")), Emission("all", "2024", Value("200"))});
  EXPECT_EQ(assessment.target_level().value(), "101");
  EXPECT_EQ(assessment.distance().value(), "100");
  EXPECT_EQ(assessment.distance().unrounded(), "99.5");
}

TEST(ReduceByPercent, IsAsUncertainAsItsBase) {
  common::v1::Cell base = Value("373141");
  base.set_rounded_to("684");
  const v1::ClimateTargetAssessment assessment = Assess(
      ReductionTarget(), {Emission("all", "2009", base), Emission("all", "2023", Value("203735"))});
  EXPECT_EQ(assessment.target_level().interval().low(), "123024");
  EXPECT_EQ(assessment.distance().interval().low(), "80486");
  EXPECT_EQ(assessment.distance().interval().high(), "80711");
}

TEST(ReduceByPercent, IsMeasuredByTheEndOfARangeThatAsksForLess) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_value("50");
  target.set_value_max("55");
  EXPECT_EQ(Assess(target, {Emission("all", "2009", Value("200"))}).target_level().value(), "100");
}

TEST(ReduceByPercent, IsNotComputableWithoutABaseInTheRelease) {
  const v1::ClimateTargetAssessment assessment =
      Assess(ReductionTarget(), {Emission("all", "2023", Value("203735"))});
  EXPECT_EQ(assessment.current_period(), "2023");
  for (const Computed& computed :
       {assessment.target_level(), assessment.change_from_base(), assessment.distance()}) {
    EXPECT_EQ(ReasonOf(computed), common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
    EXPECT_THAT(computed.not_computable().detail(), ::testing::HasSubstr("all~2009"));
  }
}

TEST(ReduceByPercent, IsNotComputableOverAGapInTheBase) {
  const v1::ClimateTargetAssessment assessment =
      Assess(ReductionTarget(),
             {Emission("all", "2009", Missing(common::v1::MISSING_REASON_NOT_ESTIMATED)),
              Emission("all", "2023", Value("203735"))});
  for (const Computed& computed :
       {assessment.target_level(), assessment.change_from_base(), assessment.distance()}) {
    EXPECT_EQ(ReasonOf(computed), common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  }
}

TEST(ReduceByPercent, HasALevelAndNoDistanceWithoutACurrentPeriod) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_base_period("2023");
  const v1::ClimateTargetAssessment assessment = Assess(
      target, {Emission("all", "2023", Value("203735")), Emission("all", "2022", Pending())}, 2022);
  EXPECT_EQ(assessment.current_period(), "");
  EXPECT_EQ(ReasonOf(assessment.target_level()), common::v1::NOT_COMPUTABLE_REASON_UNSPECIFIED);
  EXPECT_EQ(ReasonOf(assessment.change_from_base()),
            common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_EQ(ReasonOf(assessment.distance()), common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
}

TEST(ReduceByPercent, IsNotMeasuredByAPeriodBeforeItsBase) {
  const v1::ClimateTargetAssessment assessment = Assess(
      ReductionTarget(),
      {Emission("all", "2008", Value("400000")), Emission("all", "2009", Value("373141"))}, 2008);
  EXPECT_EQ(assessment.current_period(), "2008");
  EXPECT_EQ(ReasonOf(assessment.change_from_base()),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(ReasonOf(assessment.distance()), common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(ReduceByPercent, IsNotComputableOverABreakSinceTheBase) {
  const v1::ClimateTargetAssessment assessment =
      Assess(ReductionTarget(), {Emission("all", "2009", Value("373141")),
                                 Break(Emission("all", "2015", Value("300000"))),
                                 Emission("all", "2023", Value("203735"))});
  EXPECT_EQ(ReasonOf(assessment.target_level()), common::v1::NOT_COMPUTABLE_REASON_UNSPECIFIED);
  EXPECT_EQ(ReasonOf(assessment.change_from_base()),
            common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  EXPECT_EQ(ReasonOf(assessment.distance()), common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
}

TEST(ReduceByPercent, IsComputableOverABreakAtTheBase) {
  const v1::ClimateTargetAssessment assessment =
      Assess(ReductionTarget(),
             {Break(Emission("all", "2009", Value("200"))), Emission("all", "2023", Value("100"))});
  EXPECT_EQ(assessment.change_from_base().value(), "-50.0");
}

TEST(ReduceByPercent, IsMeasuredByTheWholeSectorNotByAnObject) {
  const v1::ClimateTargetAssessment assessment =
      Assess(ReductionTarget(),
             {Emission("all", "2009", Value("200")), Emission("all", "2023", Value("150")),
              Emission("all", "2024", Value("10"), "one-school")});
  EXPECT_EQ(assessment.current_period(), "2023");
}

TEST(ReduceTo, IsMeasuredFromItsLevelAndHasNoChangeFromABase) {
  v1::ClimateTarget target = LevelTarget();
  target.set_value("1000.5");
  const v1::ClimateTargetAssessment assessment =
      Assess(target, {Emission("all", "2023", Value("203735"))});
  EXPECT_EQ(assessment.target_level().value(), "1000.5");
  EXPECT_EQ(assessment.distance().value(), "202734.5");
  EXPECT_EQ(ReasonOf(assessment.change_from_base()),
            common::v1::NOT_COMPUTABLE_REASON_NO_TARGET_VALUE);
}

TEST(ReduceTo, HasNoDistanceWhereNothingIsRecorded) {
  const v1::ClimateTargetAssessment assessment = Assess(LevelTarget(), {});
  EXPECT_EQ(assessment.current_period(), "");
  EXPECT_EQ(assessment.target_level().value(), "0");
  EXPECT_EQ(ReasonOf(assessment.distance()), common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(Target, IsMeasuredByReleasesOfItsBoundaryAndScope) {
  EXPECT_TRUE(IsMeasuredBy(ReductionTarget(), CommunityRelease()));
  EXPECT_FALSE(IsMeasuredBy(ReductionTarget(), OwnRelease()));
  v1::InventoryRelease indirect = CommunityRelease();
  indirect.set_scope(v1::SCOPE_INDIRECT);
  EXPECT_FALSE(IsMeasuredBy(ReductionTarget(), indirect));
}

}  // namespace
}  // namespace tertial::climate
