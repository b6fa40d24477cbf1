#include "common/render/figures.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

using ::testing::ElementsAre;

v1::Computed MakeComputed(const std::string& value, const std::string& unrounded, int decimals,
                          const std::string& unit = "percent") {
  v1::Computed computed;
  computed.set_value(value);
  computed.set_unrounded(unrounded);
  computed.set_decimals(decimals);
  computed.set_unit(unit);
  return computed;
}

v1::Cell ValueCell(const std::string& value) {
  v1::Cell cell;
  cell.set_value(value);
  return cell;
}

v1::Cell MissingCell(v1::MissingReason reason) {
  v1::Cell cell;
  cell.set_missing(reason);
  return cell;
}

TEST(ShowDecimal, SetsThousandsApartFromFiveDigitsOn) {
  EXPECT_EQ(ShowDecimal("0"), "0");
  EXPECT_EQ(ShowDecimal("5414.3"), "5414.3");
  EXPECT_EQ(ShowDecimal("94915"), "94 915");
  EXPECT_EQ(ShowDecimal("203735"), "203 735");
  EXPECT_EQ(ShowDecimal("1234567.8901"), "1 234 567.8901");
  EXPECT_EQ(ShowDecimal("123456789"), "123 456 789");
}

TEST(ShowDecimal, KeepsTheSignAndTheDecimals) {
  EXPECT_EQ(ShowDecimal("-0.4"), "-0.4");
  EXPECT_EQ(ShowDecimal("-219716"), "-219 716");
  EXPECT_EQ(ShowDecimal("-1234.50"), "-1234.50");
  EXPECT_EQ(ShowDecimal("18.0"), "18.0");
}

TEST(ShowComputed, HasItsUnit) {
  EXPECT_EQ(ShowComputed(MakeComputed("-1.6", "-1.6029", 1)), "-1.6 %");
  EXPECT_EQ(ShowComputed(MakeComputed("5414.3", "5414.3", 1, "fte")), "5414.3 fte");
  EXPECT_EQ(ShowComputed(MakeComputed("792", "792", 0, "count")), "792");
  EXPECT_EQ(ShowComputed(MakeComputed("0.3", "0.3", 1, "percentage_points")), "0.3 pp");
  EXPECT_EQ(ShowComputed(MakeComputed("203735", "203735", 0, "tonnes_co2e")), "203 735 t CO2e");
}

TEST(ShowComputed, SaysWhyThereIsNoNumber) {
  v1::Computed computed;
  computed.mutable_not_computable()->set_reason(v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  *computed.add_operands()->mutable_cell() = ValueCell("1");
  *computed.add_operands()->mutable_cell() = MissingCell(v1::MISSING_REASON_PENDING);
  EXPECT_EQ(ShowComputed(computed), "not computable: pending");
  computed.mutable_operands(0)->clear_cell();
  EXPECT_EQ(ShowComputed(computed), "not computable: no observation");
  computed.clear_operands();
  computed.mutable_not_computable()->set_reason(v1::NOT_COMPUTABLE_REASON_ZERO_BASE);
  EXPECT_EQ(ShowComputed(computed), "not computable: zero base");
  EXPECT_EQ(ShowComputedExactly(computed), "not computable: zero base");
}

TEST(ShowComputedExactly, AddsThreeDecimalsWhereRoundingHidThem) {
  EXPECT_EQ(ShowComputedExactly(MakeComputed("-9.7", "-9.7469", 1)), "-9.7 % (-9.747)");
  EXPECT_EQ(ShowComputedExactly(MakeComputed("33.3", "33.33333333333333333333333333333333", 1)),
            "33.3 % (33.333)");
  EXPECT_EQ(ShowComputedExactly(MakeComputed("20000", "19999.6", 0, "fte")),
            "20 000 fte (19 999.600)");
}

TEST(ShowComputedExactly, AddsNothingToAnExactNumber) {
  EXPECT_EQ(ShowComputedExactly(MakeComputed("-9.7", "-9.7", 1)), "-9.7 %");
  EXPECT_EQ(ShowComputedExactly(MakeComputed("12.50", "12.5", 2)), "12.50 %");
  EXPECT_EQ(ShowComputedExactly(MakeComputed("1.235", "1.2345", 3)), "1.235 %");
}

TEST(ShowCell, ShowsAReasonInWordsAndNeverZero) {
  EXPECT_EQ(ShowCell(ValueCell("0")), "0");
  EXPECT_EQ(ShowCell(MissingCell(v1::MISSING_REASON_NOT_MEASURED)), "not measured");
  v1::PeriodCell nothing;
  nothing.set_outcome(v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(ShowPeriodCell(nothing), kNoObservation);
  *nothing.mutable_cell() = ValueCell("94915");
  EXPECT_EQ(ShowPeriodCell(nothing), "94 915");
}

TEST(ShowCell, ShowsFootnotesAndWhatIsNotFinal) {
  v1::Cell cell = ValueCell("222.0");
  cell.add_footnotes()->set_mark("1");
  cell.add_footnotes();
  cell.add_flags(v1::FLAG_PROVISIONAL);
  cell.add_flags(v1::FLAG_ESTIMATED);
  cell.add_flags(v1::FLAG_BREAK_IN_SERIES);
  EXPECT_EQ(ShowCell(cell), "222.0¹* (p) (e) (b)");
}

TEST(ShowUnit, SaysWhatStandsAboveTheFraction) {
  EXPECT_EQ(ShowUnit("percentage_points_per_year"), "pp per year");
  EXPECT_EQ(ShowUnit("tonnes_co2e_per_capita"), "t CO2e per capita");
  EXPECT_EQ(ShowUnit("count_per_year"), "per year");
  EXPECT_EQ(ShowUnit("nok_per_m2"), "nok per m2");
  EXPECT_EQ(ShowUnit("per_1000"), "per 1000");
  EXPECT_EQ(ShowUnit("ratio"), "");
}

TEST(ShowCounts, NamesEveryReasonThatOccurs) {
  v1::CellCounts counts;
  counts.set_cells(400);
  counts.set_measured(282);
  v1::MissingCount& not_measured = *counts.add_missing();
  not_measured.set_reason(v1::MISSING_REASON_NOT_MEASURED);
  not_measured.set_count(87);
  EXPECT_EQ(ShowCounts(counts), "400 cells: 282 measured, 87 not measured");
  counts.set_no_observation(31);
  EXPECT_EQ(ShowCounts(counts), "400 cells: 282 measured, 87 not measured, 31 without observation");
}

TEST(TextIn, FallsBackToBokmaalAndThenToTheFirst) {
  google::protobuf::RepeatedPtrField<v1::LocalizedText> texts;
  EXPECT_EQ(TextIn("en", texts), "");
  texts.Add()->set_language("se");
  texts.rbegin()->set_text("S");
  EXPECT_EQ(TextIn("en", texts), "S");
  texts.Add()->set_language("nb");
  texts.rbegin()->set_text("N");
  EXPECT_EQ(TextIn("en", texts), "N");
  texts.Add()->set_language("en");
  texts.rbegin()->set_text("E");
  EXPECT_EQ(TextIn("en", texts), "E");
}

TEST(ShowEnum, IsItsNameInWords) {
  EXPECT_EQ(ShowEnum("MISSING_REASON_NOT_MEASURED", "MISSING_REASON_"), "not measured");
  EXPECT_EQ(ShowEnum("OTHER", "MISSING_REASON_"), "other");
}

TEST(PeriodColumns, HaveOneCellEach) {
  google::protobuf::RepeatedPtrField<std::string> periods;
  *periods.Add() = "2023";
  *periods.Add() = "2024";
  Table table;
  AddPeriodColumns(periods, table);
  ASSERT_EQ(table.columns.size(), 2u);
  EXPECT_EQ(table.columns[1].title, "2024");
  EXPECT_EQ(table.columns[1].align, Align::kRight);
  google::protobuf::RepeatedPtrField<v1::PeriodCell> cells;
  *cells.Add()->mutable_cell() = ValueCell("1");
  cells.Add()->set_outcome(v1::OUTCOME_NO_OBSERVATION);
  std::vector<std::string> row = {"label"};
  AddPeriodCells(cells, row);
  EXPECT_THAT(row, ElementsAre("label", "1", kNoObservation));
}

TEST(YearToDate, IsANumberOrWhyThereIsNone) {
  v1::TertialFigures figures;
  *figures.mutable_year_to_date() = MakeComputed("12345", "12345", 0, "count");
  figures.mutable_year_to_date_last_year()->mutable_not_computable()->set_reason(
      v1::NOT_COMPUTABLE_REASON_NOT_ADDITIVE);
  Table table;
  AddYearToDateColumns(table);
  ASSERT_EQ(table.columns.size(), 2u);
  std::vector<std::string> row;
  AddYearToDateCells(figures, row);
  EXPECT_THAT(row, ElementsAre("12 345", "not additive"));
  EXPECT_TRUE(IsTertial("2024-T2"));
  EXPECT_FALSE(IsTertial("2024"));
}

}  // namespace
}  // namespace tertial
