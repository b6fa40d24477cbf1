#include "services/gateway/formats/report_cells.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/gateway/formats/sample_report.h"

namespace tertial::gateway {
namespace {

// By series and period.
std::map<std::pair<std::string, std::string>, ReportCell> CellsOf(const v1::Report& report) {
  std::map<std::pair<std::string, std::string>, ReportCell> cells;
  for (ReportCell& cell : ListReportCells(report, "nb")) {
    cells.emplace(std::pair(cell.series.key, cell.period), cell);
  }
  return cells;
}

TEST(ReportCells, AValueKeepsItsDigits) {
  const ReportCell cell = CellsOf(SampleReport())[{"economy.debt", "2021"}];
  EXPECT_EQ(cell.section, v1::SECTION_KIND_INDICATORS);
  EXPECT_EQ(cell.cell.value(), "4.70");
  EXPECT_EQ(DecimalsOf(cell), "2");
  EXPECT_EQ(cell.series.unit, "percent");
  EXPECT_EQ(cell.series.label, kWildLabel);
  EXPECT_EQ(cell.missing, "");
}

TEST(ReportCells, AGapHasItsReasonAndNoValue) {
  auto cells = CellsOf(SampleReport());
  const ReportCell gap = cells[{"economy.debt", "2022"}];
  EXPECT_EQ(gap.missing, "NOT_MEASURED");
  EXPECT_EQ(gap.cell.value(), "");
  EXPECT_EQ(DecimalsOf(gap), "");
  const ReportCell nothing = cells[{"fte~unit.culture", "2024"}];
  EXPECT_EQ(nothing.missing, "NO_OBSERVATION");
  EXPECT_EQ(nothing.cell.value(), "");
}

TEST(ReportCells, AComputedNumberIsMarkedByItsFormula) {
  auto cells = CellsOf(SampleReport());
  EXPECT_EQ((cells[{"fte-total", "2024"}].formula), common::v1::FORMULA_SUM);
  EXPECT_EQ((cells[{"fte-total", "2024"}].cell.value()), "100");
  EXPECT_EQ((cells[{"fte~unit.welfare", "2024"}].formula), common::v1::FORMULA_UNSPECIFIED);
  const ReportCell change = cells[{"economy.debt:change", "2024"}];
  EXPECT_EQ(change.formula, common::v1::FORMULA_PERCENTAGE_POINTS);
  EXPECT_EQ(change.missing, "MISSING_OPERAND");
  EXPECT_EQ(change.series.unit, "percentage_points");
}

TEST(ReportCells, TheDimensionsOfASeriesAreInItsKey) {
  const ReportCell cell = CellsOf(SampleReport())[{"fte~unit.welfare", "2024"}];
  EXPECT_THAT(cell.series.dimensions,
              testing::ElementsAre(testing::Pair(std::string("unit"), std::string("welfare"))));
}

TEST(ReportCells, EachSeriesAndPeriodStandsOnce) {
  v1::Report report = SampleReport();
  // The tertial's own figure stands among the cells as well.
  indicators::v1::IndicatorSeries& series =
      *report.mutable_indicators()->mutable_focus_areas(0)->mutable_goals(0)->mutable_indicators(0);
  *series.mutable_tertial()->mutable_value() = series.cells(3);
  std::set<std::pair<std::string, std::string>> keys;
  for (const ReportCell& cell : ListReportCells(report, "nb")) {
    EXPECT_TRUE(keys.emplace(cell.series.key, cell.period).second) << cell.series.key;
  }
  EXPECT_EQ(keys.size(), 8);
}

TEST(ReportCells, ASectionThatIsNotThereHasNone) {
  v1::Report report = SampleReport();
  report.clear_indicators();
  for (const ReportCell& cell : ListReportCells(report, "nb")) {
    EXPECT_EQ(cell.section, v1::SECTION_KIND_WORKFORCE);
  }
}

TEST(ReportCells, CountsOfMeetingsAreThereOnlyWhereSomethingIsRecorded) {
  v1::Report report;
  politics::v1::PoliticsSection& section = *report.mutable_politics();
  section.set_period("2024");
  for (const char* id : {"council", "board"}) {
    section.add_activities()->mutable_body()->set_name(std::string("areas/asker/bodies/") + id);
  }
  section.mutable_activities(0)->mutable_counted()->set_meetings(0);
  section.mutable_activities(1)->mutable_counted();
  auto cells = CellsOf(report);
  EXPECT_EQ((cells[{"counted-meetings~body.council", "2024"}].cell.value()), "0");
  EXPECT_EQ((cells.count({"counted-meetings~body.board", "2024"})), 0);
}

}  // namespace
}  // namespace tertial::gateway
