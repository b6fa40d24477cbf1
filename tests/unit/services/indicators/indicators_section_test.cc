#include "services/indicators/domain/indicators_section.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/domain/observation_id.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::Outcome;

std::string InAsker(const std::string& collection, const std::string& id) {
  return absl::StrCat("areas/asker/", collection, "/", id);
}

// An area's framework, added to piece by piece.
class Framework {
 public:
  void AddFocusArea(const std::string& id, int order) {
    v1::FocusArea& focus_area = facts_.focus_areas.emplace_back();
    focus_area.set_name(InAsker("focusAreas", id));
    focus_area.set_order(order);
  }

  void AddGoal(const std::string& id, const std::string& focus_area, int order,
               v1::GoalStatus status = v1::GOAL_STATUS_INDICATORS) {
    v1::Goal& goal = facts_.goals.emplace_back();
    goal.set_name(InAsker("goals", id));
    goal.set_focus_area(InAsker("focusAreas", focus_area));
    goal.set_order(order);
    goal.set_status(status);
  }

  void AddIndicator(const std::string& id, const std::string& goal, int order,
                    const std::string& unit = "percent") {
    v1::FrameworkIndicator& chosen = facts_.chosen.emplace_back();
    chosen.set_name(InAsker("frameworkIndicators", id));
    chosen.set_indicator(absl::StrCat("indicators/", id));
    chosen.set_goal(InAsker("goals", goal));
    chosen.set_order(order);
    v1::Indicator& indicator = facts_.indicators[chosen.indicator()];
    indicator.set_name(chosen.indicator());
    indicator.set_unit(unit);
  }

  common::v1::Cell& AddCell(const std::string& indicator, int year) {
    return AddCell(indicator, Period::OfYear(year));
  }
  common::v1::Cell& AddCell(const std::string& indicator, const Period& period) {
    const std::string name =
        ObservationName("asker", absl::StrCat("indicators/", indicator), period);
    Figure& figure = facts_.figures.try_emplace(name, Figure{.area_id = "asker", .period = period})
                         .first->second;
    figure.operand.set_name(name);
    return *figure.operand.mutable_cell();
  }

  void AddTarget(const std::string& id, const std::string& indicator, const std::string& value) {
    v1::Target& target = facts_.targets.emplace_back();
    target.set_name(InAsker("targets", id));
    if (!indicator.empty()) target.set_indicator(absl::StrCat("indicators/", indicator));
    target.set_comparator(v1::COMPARATOR_GT);
    target.set_value(value);
    target.set_unit("percent");
  }

  v1::Indicator& Definition(const std::string& id) {
    return facts_.indicators.at(absl::StrCat("indicators/", id));
  }
  v1::Target& LastTarget() { return facts_.targets.back(); }
  void ReportOn(const std::string& period) { facts_.period = *Period::Parse(period); }

  v1::IndicatorsSection Assemble() const {
    FrameworkFacts facts = facts_;
    for (auto& [name, figure] : facts.figures) figure.decimals = DecimalsOf({figure.operand});
    return AssembleIndicatorsSection(facts);
  }

 private:
  FrameworkFacts facts_ = {.area_id = "asker",
                           .period = Period::OfYear(2024),
                           .framework = std::nullopt,
                           .focus_areas = {},
                           .goals = {},
                           .chosen = {},
                           .targets = {},
                           .indicators = {},
                           .figures = {}};
};

// A focus area with a goal and an indicator "i" below it.
Framework OneIndicator(const std::string& unit = "percent") {
  Framework framework;
  framework.AddFocusArea("f", 1);
  framework.AddGoal("g", "f", 1);
  framework.AddIndicator("i", "g", 1, unit);
  return framework;
}

const v1::IndicatorSeries& FirstSeries(const v1::IndicatorsSection& section) {
  return section.focus_areas(0).goals(0).indicators(0);
}

TEST(IndicatorsSection, OfNothingIsEmptyAndCountsNothing) {
  const v1::IndicatorsSection section = Framework().Assemble();
  EXPECT_EQ(section.area(), "areas/asker");
  EXPECT_EQ(section.period(), "2024");
  EXPECT_THAT(section.periods(), ElementsAre("2021", "2022", "2023", "2024"));
  EXPECT_EQ(section.indicator_count(), 0);
  EXPECT_EQ(section.cells().cells(), 0);
  EXPECT_THAT(section.focus_areas(), IsEmpty());
}

TEST(IndicatorsSection, StandsInTheOrderStatedAndThenOfTheNames) {
  Framework framework;
  framework.AddFocusArea("a", 2);
  framework.AddFocusArea("b", 1);
  framework.AddGoal("g1", "a", 2);
  framework.AddGoal("g2", "a", 1);
  framework.AddIndicator("z", "g2", 10);
  framework.AddIndicator("y", "g2", 9);
  framework.AddIndicator("x2", "g2", 10);
  const v1::IndicatorsSection section = framework.Assemble();
  ASSERT_THAT(section.focus_areas(), SizeIs(2));
  EXPECT_EQ(section.focus_areas(0).focus_area().name(), InAsker("focusAreas", "b"));
  const v1::FocusAreaSection& a = section.focus_areas(1);
  ASSERT_THAT(a.goals(), SizeIs(2));
  EXPECT_EQ(a.goals(0).goal().name(), InAsker("goals", "g2"));
  std::vector<std::string> indicators;
  for (const auto& series : a.goals(0).indicators())
    indicators.push_back(series.indicator().name());
  EXPECT_THAT(indicators, ElementsAre("indicators/y", "indicators/x2", "indicators/z"));
}

TEST(IndicatorsSection, CountsIndicatorsGoalsAndTheirStatuses) {
  Framework framework = OneIndicator();
  framework.AddIndicator("j", "g", 2);
  framework.AddGoal("no-indicator", "f", 2, v1::GOAL_STATUS_INDICATOR_UNDER_DEVELOPMENT);
  framework.AddGoal("words", "f", 3, v1::GOAL_STATUS_REPORTED_QUALITATIVELY);
  framework.AddGoal("more-words", "f", 4, v1::GOAL_STATUS_REPORTED_QUALITATIVELY);
  const v1::IndicatorsSection section = framework.Assemble();
  EXPECT_EQ(section.indicator_count(), 2);
  EXPECT_EQ(section.focus_areas(0).indicator_count(), 2);
  EXPECT_EQ(section.goal_count(), 4);
  ASSERT_THAT(section.goal_statuses(), SizeIs(3));
  EXPECT_EQ(section.goal_statuses(2).status(), v1::GOAL_STATUS_REPORTED_QUALITATIVELY);
  EXPECT_EQ(section.goal_statuses(2).count(), 2);
  // A goal without an indicator has its place.
  EXPECT_THAT(section.focus_areas(0).goals(), SizeIs(4));
  EXPECT_THAT(section.focus_areas(0).goals(1).indicators(), IsEmpty());
}

TEST(IndicatorsSection, HasACellForEveryPeriodAndCountsWhatItHolds) {
  Framework framework = OneIndicator();
  framework.AddCell("i", 2021).set_value("0");
  framework.AddCell("i", 2022).set_missing(common::v1::MISSING_REASON_NOT_MEASURED);
  framework.AddCell("i", 2024).set_missing(common::v1::MISSING_REASON_PENDING);
  framework.AddCell("i", 2020).set_value("5");
  const v1::IndicatorsSection section = framework.Assemble();
  const auto& cells = FirstSeries(section).cells();
  ASSERT_THAT(cells, SizeIs(4));
  EXPECT_EQ(cells[0].cell().value(), "0");
  EXPECT_EQ(cells[1].cell().missing(), common::v1::MISSING_REASON_NOT_MEASURED);
  EXPECT_EQ(cells[2].outcome(), OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(cells[3].outcome(), OUTCOME_FOUND);
  for (const common::v1::CellCounts& counts : {section.cells(), section.focus_areas(0).cells()}) {
    EXPECT_EQ(counts.cells(), 4);
    EXPECT_EQ(counts.measured(), 1);
    EXPECT_EQ(counts.no_observation(), 1);
    EXPECT_THAT(counts.missing(), SizeIs(2));
  }
}

TEST(IndicatorsSection, AddsTheCellsOfAllFocusAreas) {
  Framework framework = OneIndicator();
  framework.AddFocusArea("f2", 2);
  framework.AddGoal("g2", "f2", 1);
  framework.AddIndicator("j", "g2", 1);
  framework.AddCell("i", 2024).set_value("1");
  framework.AddCell("j", 2024).set_value("2");
  framework.AddCell("j", 2023).set_value("3");
  const v1::IndicatorsSection section = framework.Assemble();
  EXPECT_EQ(section.cells().cells(), 8);
  EXPECT_EQ(section.cells().measured(), 3);
  EXPECT_EQ(section.focus_areas(0).cells().measured(), 1);
  EXPECT_EQ(section.focus_areas(1).cells().measured(), 2);
}

TEST(IndicatorsSection, TheChangeIsThatFromThePeriodBefore) {
  Framework framework = OneIndicator();
  framework.AddCell("i", 2022).set_value("1");
  framework.AddCell("i", 2023).set_value("9.0");
  framework.AddCell("i", 2024).set_value("9.3");
  const v1::IndicatorsSection percent = framework.Assemble();
  EXPECT_EQ(FirstSeries(percent).change().value(), "0.3");
  EXPECT_EQ(FirstSeries(percent).change().unit(), "percentage_points");

  framework = OneIndicator("count");
  framework.AddCell("i", 2023).set_value("100");
  framework.AddCell("i", 2024).set_value("90");
  const v1::IndicatorsSection count = framework.Assemble();
  EXPECT_EQ(FirstSeries(count).change().value(), "-10");
  EXPECT_EQ(FirstSeries(count).change().unit(), "count");
}

TEST(IndicatorsSection, AGapHasNoChangeAndNoOtherPeriodTakesItsPlace) {
  Framework framework = OneIndicator();
  framework.AddCell("i", 2022).set_value("5");
  framework.AddCell("i", 2024).set_value("6");
  const v1::IndicatorsSection section = framework.Assemble();
  EXPECT_EQ(FirstSeries(section).change().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(FirstSeries(section).change().operands(0).name(),
            "areas/asker/indicators/i/observations/2023");
}

TEST(IndicatorsSection, AssessesEachTargetOfAnIndicatorInEveryPeriod) {
  Framework framework = OneIndicator();
  framework.AddCell("i", 2022).set_value("4");
  framework.AddCell("i", 2023).set_value("6");
  framework.AddCell("i", 2024).set_missing(common::v1::MISSING_REASON_PENDING);
  framework.AddTarget("t1", "i", "5");
  framework.AddTarget("t2", "i", "7");
  framework.AddIndicator("j", "g", 2);
  framework.AddTarget("t3", "j", "9");
  const v1::IndicatorsSection section = framework.Assemble();
  EXPECT_THAT(section.other_targets(), IsEmpty());
  EXPECT_THAT(section.focus_areas(0).goals(0).indicators(1).targets(), SizeIs(1));
  ASSERT_THAT(FirstSeries(section).targets(), SizeIs(2));
  std::vector<v1::TargetState> states;
  for (const auto& one : FirstSeries(section).targets(0).assessments())
    states.push_back(one.state());
  EXPECT_THAT(states, ElementsAre(v1::TARGET_STATE_NOT_COMPUTABLE, v1::TARGET_STATE_NOT_MET,
                                  v1::TARGET_STATE_MET, v1::TARGET_STATE_NOT_COMPUTABLE));
  EXPECT_EQ(FirstSeries(section).targets(1).assessments(2).state(), v1::TARGET_STATE_NOT_MET);
}

TEST(IndicatorsSection, NamesTheTargetsThatNoChosenIndicatorMeasures) {
  Framework framework = OneIndicator();
  framework.AddTarget("measured", "i", "5");
  framework.AddTarget("subject-only", "", "5");
  framework.AddTarget("of-another", "not-chosen", "5");
  const v1::IndicatorsSection section = framework.Assemble();
  ASSERT_THAT(section.other_targets(), SizeIs(2));
  EXPECT_EQ(section.other_targets(0).name(), InAsker("targets", "subject-only"));
  EXPECT_EQ(section.other_targets(1).name(), InAsker("targets", "of-another"));
}

// Births of six tertials, in a report on 2024-T2.
Framework Births() {
  Framework framework = OneIndicator("count");
  framework.ReportOn("2024-T2");
  int births = 300;
  for (Period period = *Period::Parse("2023-T1"); period.year() <= 2024; period = period.Next()) {
    framework.AddCell("i", period).set_value(absl::StrCat(births));
    births += 10;
  }
  framework.Definition("i").set_kind(v1::FIGURE_KIND_FLOW);
  framework.Definition("i").set_additivity(v1::ADDITIVITY_ADDITIVE);
  return framework;
}

TEST(IndicatorsSectionOfATertial, ShowsTheSameTertialOfTheYearBeforeAndIt) {
  const v1::IndicatorsSection section = Births().Assemble();
  EXPECT_EQ(section.period(), "2024-T2");
  EXPECT_THAT(section.periods(), ElementsAre("2023-T2", "2024-T2"));
  const v1::IndicatorSeries& series = FirstSeries(section);
  ASSERT_THAT(series.cells(), SizeIs(2));
  EXPECT_EQ(series.cells(0).cell().value(), "310");
  EXPECT_EQ(series.cells(1).cell().value(), "340");
  EXPECT_EQ(series.change().value(), "30");
  EXPECT_EQ(section.cells().cells(), 2);
}

TEST(IndicatorsSectionOfATertial, SumsAFlowThatIsAdditive) {
  const common::v1::TertialFigures tertial = FirstSeries(Births().Assemble()).tertial();
  EXPECT_EQ(tertial.value().cell().value(), "340");
  EXPECT_EQ(tertial.same_last_year().cell().value(), "310");
  EXPECT_EQ(tertial.change().value(), "30");
  EXPECT_EQ(tertial.year_to_date().value(), "670");
  EXPECT_EQ(tertial.year_to_date_last_year().value(), "610");
}

TEST(IndicatorsSectionOfATertial, AsksTheDefinitionWhetherFiguresAddUp) {
  Framework framework = Births();
  framework.Definition("i").set_additivity(v1::ADDITIVITY_UNSPECIFIED);
  EXPECT_EQ(FirstSeries(framework.Assemble()).tertial().year_to_date().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NOT_ADDITIVE);
  framework.Definition("i").set_kind(v1::FIGURE_KIND_STOCK);
  EXPECT_EQ(FirstSeries(framework.Assemble()).tertial().year_to_date().value(), "340");
  framework.Definition("i").set_kind(v1::FIGURE_KIND_RATIO);
  framework.Definition("i").set_additivity(v1::ADDITIVITY_ADDITIVE);
  EXPECT_EQ(FirstSeries(framework.Assemble()).tertial().year_to_date().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NOT_ADDITIVE);
}

TEST(IndicatorsSectionOfATertial, SaysOfAYearlyIndicatorThatNothingIsRecorded) {
  Framework framework = OneIndicator();
  framework.ReportOn("2024-T2");
  framework.AddCell("i", 2023).set_value("1");
  framework.AddCell("i", 2024).set_value("2");
  const v1::IndicatorSeries series = FirstSeries(framework.Assemble());
  EXPECT_EQ(series.tertial().value().outcome(), OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(series.change().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(IndicatorsSectionOfATertial, HoldsNoFlowAgainstATargetOfAYear) {
  Framework framework = Births();
  framework.AddTarget("t", "i", "900");
  framework.LastTarget().set_due_period("2024");
  const v1::TargetAssessment of_year = FirstSeries(framework.Assemble()).targets(0).assessments(1);
  EXPECT_EQ(of_year.state(), v1::TARGET_STATE_NOT_COMPUTABLE);
  EXPECT_EQ(of_year.distance().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_TARGET_VALUE);
  framework.LastTarget().set_due_period("2024-T2");
  EXPECT_EQ(FirstSeries(framework.Assemble()).targets(0).assessments(1).state(),
            v1::TARGET_STATE_NOT_MET);
  framework.LastTarget().set_due_period("2024");
  framework.Definition("i").set_kind(v1::FIGURE_KIND_STOCK);
  EXPECT_EQ(FirstSeries(framework.Assemble()).targets(0).assessments(1).state(),
            v1::TARGET_STATE_NOT_MET);
}

TEST(IndicatorsSection, OfAYearHasNoFiguresOfATertial) {
  Framework framework = OneIndicator();
  EXPECT_FALSE(FirstSeries(framework.Assemble()).has_tertial());
}

}  // namespace
}  // namespace tertial::indicators
