#include "services/climate/domain/target_path.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/target_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// "2009 1000 / 0", "-" for what is not computable.
std::vector<std::string> TextsOf(const std::vector<v1::Milestone>& milestones) {
  const auto text = [](const common::v1::Computed& computed) {
    return computed.has_value() ? computed.value() : "-";
  };
  std::vector<std::string> texts;
  for (const v1::Milestone& milestone : milestones) {
    texts.push_back(absl::StrCat(milestone.period(), " ", text(milestone.level()), " / ",
                                 text(milestone.gap())));
  }
  return texts;
}

v1::ClimateTarget HalfIn2012() {
  v1::ClimateTarget target = ReductionTarget();
  target.set_value("50");
  target.set_due_period("2012");
  return target;
}

const std::vector<v1::EmissionFigure>& Figures() {
  static const auto& figures = *new std::vector<v1::EmissionFigure>{
      Emission("all", "2009", Value("800")), Emission("all", "2010", Value("700")),
      Emission("all", "2012", Value("300"))};
  return figures;
}

TEST(TargetPath, FallsByAsManyTonnesEachYearUnlessItSaysOtherwise) {
  const MeasuredRelease release(Figures());
  EXPECT_THAT(TextsOf(release.Milestones(HalfIn2012())),
              ElementsAre("2009 800 / 0", "2010 667 / 33", "2011 533 / -", "2012 400 / -100"));
  v1::ClimateTarget linear = HalfIn2012();
  linear.set_path(v1::TARGET_PATH_LINEAR);
  EXPECT_EQ(TextsOf(release.Milestones(linear)), TextsOf(release.Milestones(HalfIn2012())));
}

// 800 · 2^(-1/3), 800 · 2^(-2/3).
TEST(TargetPath, FallsByTheSamePercentageWhereItIsCompound) {
  v1::ClimateTarget target = HalfIn2012();
  target.set_path(v1::TARGET_PATH_COMPOUND);
  const MeasuredRelease release(Figures());
  EXPECT_THAT(TextsOf(release.Milestones(target)),
              ElementsAre("2009 800 / 0", "2010 635 / 65", "2011 504 / -", "2012 400 / -100"));
}

TEST(TargetPath, GoesByTheBudgetsOfTheYears) {
  v1::ClimateTarget target = HalfIn2012();
  AddBudget("2010", "750.5", "tonnes_co2e", target);
  AddBudget("2012", "55", "percent", target);
  const MeasuredRelease release(Figures());
  EXPECT_THAT(TextsOf(release.Milestones(target)),
              ElementsAre("2009 - / -", "2010 750.5 / -50.5", "2011 - / -", "2012 440 / -140"));
  EXPECT_EQ(WhyNot(release.Milestones(target)[2].level()),
            common::v1::NOT_COMPUTABLE_REASON_NO_TARGET_VALUE);
}

TEST(TargetPath, OfALevelWithBudgetsBeginsWithTheFirstOfThem) {
  v1::ClimateTarget target = LevelTarget();
  target.set_value("400");
  target.set_due_period("2012");
  const MeasuredRelease release(Figures());
  EXPECT_THAT(release.Milestones(target), IsEmpty());
  AddBudget("2011", "500", "tonnes_co2e", target);
  AddBudget("2012", "400", "tonnes_co2e", target);
  EXPECT_THAT(TextsOf(release.Milestones(target)), ElementsAre("2011 500 / -", "2012 400 / -100"));
}

TEST(TargetPath, OfAnIntensityIsToldPerUnit) {
  v1::ClimateTarget target = IntensityReductionTarget();
  target.set_due_period("2012");
  const MeasuredRelease release(
      Figures(), {Residents("2009", "100"), Residents("2010", "100"), Residents("2012", "50")});
  EXPECT_THAT(TextsOf(release.Milestones(target)),
              ElementsAre("2009 8.000000 / 0.000000", "2010 6.666667 / 0.333333",
                          "2011 5.333333 / -", "2012 4.000000 / 2.000000"));
  AddBudget("2010", "650", "tonnes_co2e", target);
  AddBudget("2012", "50", "percent", target);
  EXPECT_THAT(TextsOf(release.Milestones(target)),
              ElementsAre("2009 - / -", "2010 6.500000 / 0.500000", "2011 - / -",
                          "2012 4.000000 / 2.000000"));
  // 700 - 650 in 2010; no budget in 2011.
  const v1::ClimateTargetAssessment assessment = release.Assess(target, 2010);
  EXPECT_EQ(assessment.over_budget().value(), "50");
}

TEST(TargetPath, ComparesNoYearOverABreak) {
  const MeasuredRelease release({Emission("all", "2009", Value("800")),
                                 WithBreak(Emission("all", "2010", Value("700"))),
                                 Emission("all", "2012", Value("300"))});
  const std::vector<v1::Milestone> milestones = release.Milestones(HalfIn2012());
  ASSERT_THAT(milestones, SizeIs(4));
  EXPECT_EQ(milestones[0].gap().value(), "0");
  for (const int i : {1, 3}) {
    EXPECT_TRUE(milestones[i].level().has_value());
    EXPECT_EQ(WhyNot(milestones[i].gap()), common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  }
}

TEST(TargetPath, AsksForTheLevelFromTheDueYearOn) {
  v1::ClimateTarget target = HalfIn2012();
  AddBudget("2010", "700", "tonnes_co2e", target);
  AddBudget("2012", "450", "tonnes_co2e", target);
  const MeasuredRelease release(Figures());
  EXPECT_EQ(release.LevelIn(target, 2010).value(), "700");
  EXPECT_EQ(release.LevelIn(target, 2012).value(), "400");
  EXPECT_EQ(release.LevelIn(target, 2020).value(), "400");
  EXPECT_EQ(release.LevelIn(HalfIn2012(), 2010).value(), "667");
  EXPECT_EQ(WhyNot(release.LevelIn(HalfIn2012(), 2008)),
            common::v1::NOT_COMPUTABLE_REASON_NO_BASELINE);
}

}  // namespace
}  // namespace tertial::climate
