#include "services/gateway/domain/report_views.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kClimate[] = "areas/asker/focusAreas/climate";
constexpr char kWelfare[] = "areas/asker/units/welfare";

ReportSubject OfFocusArea(const std::string& focus_area) {
  return {.area_id = "asker", .period = "2024", .focus_area = focus_area};
}
ReportSubject OfUnit(const std::string& unit) {
  return {.area_id = "asker", .period = "2024", .service_area = unit};
}

Section Complete(v1::SectionKind kind) {
  Section section;
  section.state.set_section(kind);
  section.state.set_service(std::string(ServiceOf(kind)));
  section.state.set_completeness(v1::COMPLETENESS_COMPLETE);
  return section;
}

void MissPart(const std::string& part, Section& section) {
  section.state.set_completeness(v1::COMPLETENESS_PARTIAL);
  section.state.add_missing_parts()->set_part(part);
  section.state.set_reason(absl::StrCat(
      "The ", section.state.service(),
      " service could not read a part of it: ", section.state.missing_parts(0).part(), "."));
}

common::v1::PeriodCell Measured(const std::string& value) {
  common::v1::PeriodCell cell;
  cell.set_period("2024");
  cell.set_outcome(common::v1::OUTCOME_FOUND);
  cell.mutable_cell()->set_value(value);
  return cell;
}

// A focus area with as many goals of a status.
void AddFocusArea(const std::string& name, indicators::v1::GoalStatus status, int goals,
                  indicators::v1::IndicatorsSection& section) {
  indicators::v1::FocusAreaSection& focus_area = *section.add_focus_areas();
  focus_area.mutable_focus_area()->set_name(name);
  focus_area.set_indicator_count(goals * 2);
  focus_area.mutable_cells()->set_cells(goals * 8);
  for (int i = 0; i < goals; ++i) focus_area.add_goals()->mutable_goal()->set_status(status);
}

Section Indicators() {
  Section section = Complete(v1::SECTION_KIND_INDICATORS);
  indicators::v1::IndicatorsSection& content = *section.content.mutable_indicators();
  content.set_period("2024");
  AddFocusArea("areas/asker/focusAreas/health", indicators::v1::GOAL_STATUS_INDICATORS, 3, content);
  AddFocusArea(kClimate, indicators::v1::GOAL_STATUS_REPORTED_QUALITATIVELY, 2, content);
  content.set_indicator_count(10);
  content.set_goal_count(5);
  content.add_goal_statuses()->set_count(5);
  content.mutable_cells()->set_cells(40);
  content.add_other_targets();
  return section;
}

TEST(NarrowSection, LeavesAReportOfEverythingAsItIs) {
  const Section section = Indicators();
  const auto narrowed = NarrowSection({.area_id = "asker", .period = "2024"}, section);
  ASSERT_THAT(narrowed, IsOk());
  EXPECT_EQ(narrowed->content.SerializeAsString(), section.content.SerializeAsString());
}

TEST(NarrowSection, OfAFocusAreaCountsItsGoalsAndIndicatorsAlone) {
  const auto narrowed = NarrowSection(OfFocusArea(kClimate), Indicators());
  ASSERT_THAT(narrowed, IsOk());
  const indicators::v1::IndicatorsSection& shown = narrowed->content.indicators();
  ASSERT_THAT(shown.focus_areas(), SizeIs(1));
  EXPECT_EQ(shown.focus_areas(0).focus_area().name(), kClimate);
  EXPECT_EQ(shown.indicator_count(), 4);
  EXPECT_EQ(shown.goal_count(), 2);
  EXPECT_EQ(shown.cells().cells(), 16);
  ASSERT_THAT(shown.goal_statuses(), SizeIs(1));
  EXPECT_EQ(shown.goal_statuses(0).status(), indicators::v1::GOAL_STATUS_REPORTED_QUALITATIVELY);
  EXPECT_EQ(shown.goal_statuses(0).count(), 2);
  EXPECT_THAT(shown.other_targets(), IsEmpty());
}

TEST(NarrowSection, KnowsNoFocusAreaThatTheFrameworkHasNot) {
  const auto narrowed = NarrowSection(OfFocusArea("areas/asker/focusAreas/nothing"), Indicators());
  EXPECT_THAT(narrowed, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(narrowed, HasReason(common::v1::ERROR_REASON_FOCUS_AREA_NOT_FOUND));
}

TEST(NarrowSection, LeavesASectionThatDidNotArriveAsItIs) {
  Section missing =
      MissingSection(v1::SECTION_KIND_INDICATORS, absl::UnavailableError("not there"));
  const auto narrowed = NarrowSection(OfFocusArea(kClimate), missing);
  ASSERT_THAT(narrowed, IsOk());
  EXPECT_EQ(narrowed->state.completeness(), v1::COMPLETENESS_UNAVAILABLE);
}

Section Politics() {
  Section section = Complete(v1::SECTION_KIND_POLITICS);
  politics::v1::PoliticsSection& content = *section.content.mutable_politics();
  content.set_area("areas/asker");
  content.set_period("2024");
  content.set_body_count(18);
  content.add_activities();
  content.mutable_meetings_total()->set_value("136");
  content.mutable_totals();
  content.set_case_count(45);
  content.add_cases();
  content.set_resolution_count(13);
  content.add_resolutions();
  for (const auto& [id, unit] :
       {std::pair("climate-action", "areas/asker/units/other"), {"age-friendly-asker", kWelfare}}) {
    politics::v1::ThematicPlan& plan = *content.add_plans();
    plan.set_name(absl::StrCat("areas/asker/plans/", id));
    plan.add_responsible_units(unit);
  }
  content.mutable_plans(0)->add_framework_focus_areas(kClimate);
  content.set_plan_count(2);
  return section;
}

TEST(NarrowSection, OfPoliticsShowsThePlansThatNameTheFocusAreaAlone) {
  const auto narrowed = NarrowSection(OfFocusArea(kClimate), Politics());
  ASSERT_THAT(narrowed, IsOk());
  const politics::v1::PoliticsSection& shown = narrowed->content.politics();
  ASSERT_THAT(shown.plans(), SizeIs(1));
  EXPECT_EQ(shown.plans(0).name(), "areas/asker/plans/climate-action");
  EXPECT_EQ(shown.plan_count(), 1);
  EXPECT_EQ(shown.period(), "2024");
  EXPECT_THAT(shown.activities(), IsEmpty());
  EXPECT_FALSE(shown.has_meetings_total());
  EXPECT_FALSE(shown.has_totals());
  EXPECT_FALSE(shown.has_case_count());
  EXPECT_FALSE(shown.has_resolution_count());
}

TEST(NarrowSection, OfPoliticsShowsThePlansThatTheUnitIsResponsibleForAlone) {
  const auto narrowed = NarrowSection(OfUnit(kWelfare), Politics());
  ASSERT_THAT(narrowed, IsOk());
  ASSERT_THAT(narrowed->content.politics().plans(), SizeIs(1));
  EXPECT_EQ(narrowed->content.politics().plans(0).name(), "areas/asker/plans/age-friendly-asker");
}

TEST(NarrowSection, MissesNothingOfWhatItDoesNotShow) {
  Section section = Politics();
  MissPart("cases", section);
  auto narrowed = NarrowSection(OfUnit(kWelfare), section);
  ASSERT_THAT(narrowed, IsOk());
  EXPECT_EQ(narrowed->state.completeness(), v1::COMPLETENESS_COMPLETE);
  EXPECT_THAT(narrowed->state.reason(), IsEmpty());

  section.content.mutable_politics()->clear_plan_count();
  MissPart("plans", section);
  narrowed = NarrowSection(OfUnit(kWelfare), section);
  ASSERT_THAT(narrowed, IsOk());
  EXPECT_EQ(narrowed->state.completeness(), v1::COMPLETENESS_PARTIAL);
  ASSERT_THAT(narrowed->state.missing_parts(), SizeIs(1));
  EXPECT_THAT(narrowed->state.reason(), ::testing::HasSubstr("plans"));
  EXPECT_FALSE(narrowed->content.politics().has_plan_count());
}

TEST(NarrowSection, OfStatisticsShowsTheKostraFiguresOfTheServiceArea) {
  Section section = Complete(v1::SECTION_KIND_STATISTICS);
  indicators::v1::StatisticsSection& content = *section.content.mutable_statistics();
  indicators::v1::StatisticsCollection& kostra = *content.add_collections();
  kostra.set_collection(indicators::v1::COLLECTION_KOSTRA);
  for (const char* service_area : {"welfare", "governance", "welfare"}) {
    indicators::v1::StatisticSeries& series = *kostra.add_series();
    series.mutable_indicator()->mutable_kostra()->set_service_area(service_area);
    *series.add_cells() = Measured("1");
  }
  kostra.mutable_cells()->set_cells(3);
  content.add_collections()->set_collection(indicators::v1::COLLECTION_POPULATION);
  const auto narrowed = NarrowSection(OfUnit(kWelfare), section);
  ASSERT_THAT(narrowed, IsOk());
  const indicators::v1::StatisticsSection& shown = narrowed->content.statistics();
  ASSERT_THAT(shown.collections(), SizeIs(1));
  EXPECT_THAT(shown.collections(0).series(), SizeIs(2));
  EXPECT_EQ(shown.collections(0).cells().cells(), 2);
  EXPECT_EQ(shown.collections(0).cells().measured(), 2);
}

workforce::v1::Unit Unit(const std::string& id, const std::string& parent = "",
                         const std::string& from = "") {
  workforce::v1::Unit unit;
  unit.set_name(absl::StrCat("areas/asker/units/", id));
  if (!parent.empty()) {
    if (!from.empty()) unit.add_placements();
    workforce::v1::UnitPlacement& placement = *unit.add_placements();
    placement.set_parent(absl::StrCat("areas/asker/units/", parent));
    placement.set_from(from);
  }
  return unit;
}

Section Workforce() {
  Section section = Complete(v1::SECTION_KIND_WORKFORCE);
  workforce::v1::WorkforceSection& content = *section.content.mutable_workforce();
  content.set_period("2024");
  for (const workforce::v1::Unit& unit :
       {Unit("welfare"), Unit("governance"), Unit("nursing-home", "care"),
        Unit("later", "welfare", "2025-01-01"), Unit("moved", "welfare", "2024-12-31")}) {
    workforce::v1::UnitSeries& series = *content.add_units();
    *series.mutable_unit() = unit;
    *series.add_fte() = Measured("10");
    *series.add_head_count() = Measured("12");
  }
  *content.add_other_units() = Unit("care", "welfare");
  *content.add_other_units() = Unit("archive", "governance");
  content.add_fte_totals()->mutable_total()->set_value("30");
  content.mutable_fte_total_change()->set_value("1.0");
  content.mutable_fte_total_difference()->set_value("1");
  content.add_figures();
  content.add_published();
  content.add_comparisons()->mutable_reported()->set_unit(kWelfare);
  content.add_comparisons();
  content.mutable_cells()->set_cells(99);
  return section;
}

std::vector<std::string> UnitsOf(const workforce::v1::WorkforceSection& section) {
  std::vector<std::string> ids;
  for (const workforce::v1::UnitSeries& series : section.units()) {
    ids.push_back(series.unit().name().substr(sizeof("areas/asker/units/") - 1));
  }
  return ids;
}

TEST(NarrowSection, OfWorkforceShowsTheUnitAndWhatStandsBelowIt) {
  const auto narrowed = NarrowSection(OfUnit(kWelfare), Workforce());
  ASSERT_THAT(narrowed, IsOk());
  const workforce::v1::WorkforceSection& shown = narrowed->content.workforce();
  EXPECT_THAT(UnitsOf(shown), ElementsAre("welfare", "nursing-home", "moved"));
  ASSERT_THAT(shown.other_units(), SizeIs(1));
  EXPECT_EQ(shown.other_units(0).name(), "areas/asker/units/care");
  EXPECT_EQ(shown.cells().cells(), 6);
  EXPECT_THAT(shown.comparisons(), SizeIs(1));
}

TEST(NarrowSection, OfWorkforceLeavesOutTotalsOfTheWholeArea) {
  const auto narrowed = NarrowSection(OfUnit(kWelfare), Workforce());
  ASSERT_THAT(narrowed, IsOk());
  const workforce::v1::WorkforceSection& shown = narrowed->content.workforce();
  EXPECT_THAT(shown.fte_totals(), IsEmpty());
  EXPECT_FALSE(shown.has_fte_total_change());
  EXPECT_FALSE(shown.has_fte_total_difference());
  EXPECT_THAT(shown.figures(), IsEmpty());
  EXPECT_THAT(shown.published(), IsEmpty());
}

TEST(NarrowSection, KnowsAUnitWithoutFiguresAndNoneThatIsNotThere) {
  const auto archive = NarrowSection(OfUnit("areas/asker/units/archive"), Workforce());
  ASSERT_THAT(archive, IsOk());
  EXPECT_THAT(archive->content.workforce().units(), IsEmpty());
  EXPECT_EQ(archive->content.workforce().cells().cells(), 0);
  const auto nothing = NarrowSection(OfUnit("areas/asker/units/nothing"), Workforce());
  EXPECT_THAT(nothing, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(nothing, HasReason(common::v1::ERROR_REASON_UNIT_NOT_FOUND));
}

void AddText(const std::string& language, const std::string& text,
             google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts) {
  common::v1::LocalizedText& one = *texts.Add();
  one.set_language(language);
  one.set_text(text);
}

TEST(ChooseLanguage, LeavesOneTextWhereverThereAreSome) {
  v1::Report report;
  AddText("nb", "Asker kommune", *report.mutable_area()->mutable_display_names());
  workforce::v1::UnitSeries& unit = *report.mutable_workforce()->add_units();
  AddText("nb", "Velferd", *unit.mutable_unit()->mutable_titles());
  AddText("en", "Welfare", *unit.mutable_unit()->mutable_titles());
  common::v1::Footnote& footnote = *unit.add_fte()->mutable_cell()->add_footnotes();
  AddText("en", "Seconded", *footnote.mutable_texts());
  AddText("nb", "Frikjøpte", *footnote.mutable_texts());
  ChooseLanguage("en", report);
  ASSERT_THAT(unit.unit().titles(), SizeIs(1));
  EXPECT_EQ(unit.unit().titles(0).text(), "Welfare");
  ASSERT_THAT(footnote.texts(), SizeIs(1));
  EXPECT_EQ(footnote.texts(0).text(), "Seconded");
  // There is none in English: the one fallen back to, with its own language.
  ASSERT_THAT(report.area().display_names(), SizeIs(1));
  EXPECT_EQ(report.area().display_names(0).language(), "nb");
}

TEST(ChooseLanguage, LeavesAllTextsWhereNoneIsAskedFor) {
  workforce::v1::Unit unit;
  AddText("nb", "Velferd", *unit.mutable_titles());
  AddText("en", "Welfare", *unit.mutable_titles());
  ChooseLanguage("", unit);
  EXPECT_THAT(unit.titles(), SizeIs(2));
}

}  // namespace
}  // namespace tertial::gateway
