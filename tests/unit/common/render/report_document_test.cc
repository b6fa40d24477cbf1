#include "common/render/report_document.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

gateway::v1::SectionState& AddState(gateway::v1::Report& report, gateway::v1::SectionKind section,
                                    gateway::v1::Completeness completeness) {
  gateway::v1::SectionState& state = *report.add_states();
  state.set_section(section);
  state.set_completeness(completeness);
  state.set_service("indicators");
  return state;
}

gateway::v1::Report SomeReport() {
  gateway::v1::Report report;
  report.mutable_area()->add_display_names()->set_language("nb");
  report.mutable_area()->mutable_display_names(0)->set_text("Asker");
  report.set_period("2024");
  return report;
}

// An indicator with the cells 0 and pending, and a target that it met in 2023.
void FillIndicators(indicators::v1::IndicatorsSection& section) {
  for (const char* period : {"2023", "2024"}) section.add_periods(period);
  section.set_indicator_count(1);
  indicators::v1::FocusAreaSection& focus_area = *section.add_focus_areas();
  focus_area.set_indicator_count(1);
  indicators::v1::GoalSection& goal = *focus_area.add_goals();
  goal.mutable_goal()->set_order(1);
  indicators::v1::IndicatorSeries& series = *goal.add_indicators();
  series.mutable_indicator()->add_labels()->set_language("nb");
  series.mutable_indicator()->mutable_labels(0)->set_text("<script>|Andel");
  series.mutable_indicator()->set_unit("percent");
  series.add_cells()->mutable_cell()->set_value("0");
  series.add_cells()->mutable_cell()->set_missing(common::v1::MISSING_REASON_PENDING);
  indicators::v1::TargetResult& result = *series.add_targets();
  result.mutable_target()->set_comparator(indicators::v1::COMPARATOR_LT);
  result.mutable_target()->set_value("5");
  indicators::v1::TargetAssessment& met = *result.add_assessments();
  met.set_period("2023");
  met.set_state(indicators::v1::TARGET_STATE_MET);
  indicators::v1::TargetAssessment& open = *result.add_assessments();
  open.set_period("2024");
  open.set_state(indicators::v1::TARGET_STATE_NOT_COMPUTABLE);
  open.mutable_distance()->mutable_not_computable();
  open.mutable_distance()->add_operands()->mutable_cell()->set_missing(
      common::v1::MISSING_REASON_PENDING);
}

TEST(ReportDocument, SaysWhyAChapterIsNotThere) {
  gateway::v1::Report report = SomeReport();
  AddState(report, gateway::v1::SECTION_KIND_POLITICS, gateway::v1::COMPLETENESS_UNAVAILABLE)
      .set_reason("The politics service does not answer.");
  const std::string text = RenderText(MakeReportDocument(report, "nb"));
  EXPECT_THAT(text, HasSubstr("Asker, annual report 2024"));
  EXPECT_THAT(text, HasSubstr("UNAVAILABLE: The politics service does not answer."));
}

TEST(ReportDocument, NamesThePartsThatAreMissing) {
  gateway::v1::Report report = SomeReport();
  AddState(report, gateway::v1::SECTION_KIND_INDICATORS, gateway::v1::COMPLETENESS_PARTIAL)
      .add_missing_parts()
      ->set_part("targets");
  FillIndicators(*report.mutable_indicators());
  const std::string text = RenderText(MakeReportDocument(report, "nb"));
  EXPECT_THAT(text, HasSubstr("Missing: targets"));
  EXPECT_THAT(text, HasSubstr("1 indicators"));
}

TEST(ReportDocument, ShowsAGapAsItsReasonAndATargetByItsLatestResult) {
  gateway::v1::Report report = SomeReport();
  AddState(report, gateway::v1::SECTION_KIND_INDICATORS, gateway::v1::COMPLETENESS_COMPLETE);
  FillIndicators(*report.mutable_indicators());
  const std::string text = RenderText(MakeReportDocument(report, "nb"));
  EXPECT_THAT(text, HasSubstr("<script>|Andel"));
  EXPECT_THAT(text, HasSubstr("0  pending"));
  EXPECT_THAT(text, HasSubstr("< 5: not computable: pending; met in 2023"));
}

TEST(ReportDocument, SaysWhichFiguresMayBeOutdated) {
  gateway::v1::Report report = SomeReport();
  AddState(report, gateway::v1::SECTION_KIND_INDICATORS, gateway::v1::COMPLETENESS_COMPLETE);
  FillIndicators(*report.mutable_indicators());
  indicators::v1::OwnedFigures& owned = *report.mutable_indicators()
                                             ->mutable_focus_areas(0)
                                             ->mutable_goals(0)
                                             ->mutable_indicators(0)
                                             ->mutable_owned();
  owned.set_service("workforce");
  EXPECT_THAT(RenderText(MakeReportDocument(report, "nb")), Not(HasSubstr("outdated")));
  owned.set_stale(true);
  EXPECT_THAT(
      RenderText(MakeReportDocument(report, "nb")),
      HasSubstr("Figures that workforce owns may be outdated: the service is not heard of."));
  owned.mutable_last_contact()->set_seconds(1735689600);
  EXPECT_THAT(RenderText(MakeReportDocument(report, "nb")),
              HasSubstr("was last heard of at 2025-01-01T00:00:00Z."));
}

TEST(ReportDocument, EscapesTextsOfTheDataInMarkdown) {
  gateway::v1::Report report = SomeReport();
  AddState(report, gateway::v1::SECTION_KIND_INDICATORS, gateway::v1::COMPLETENESS_COMPLETE);
  FillIndicators(*report.mutable_indicators());
  const std::string markdown = RenderMarkdown(MakeReportDocument(report, "nb"));
  EXPECT_THAT(markdown, HasSubstr("&lt;script&gt;\\|Andel"));
  EXPECT_THAT(markdown, Not(HasSubstr("<script>")));
}

TEST(ReportDocument, NamesTheBuildThatPutItTogether) {
  gateway::v1::Report report = SomeReport();
  EXPECT_THAT(RenderText(MakeReportDocument(report, "en")), Not(HasSubstr("Put together by")));
  report.mutable_build()->set_version("1.2.3");
  EXPECT_THAT(RenderText(MakeReportDocument(report, "en")),
              HasSubstr("Put together by Tertial 1.2.3."));
}

}  // namespace
}  // namespace tertial
