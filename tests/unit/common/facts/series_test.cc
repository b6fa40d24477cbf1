#include "common/facts/series.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::PeriodCell ValueCell() {
  v1::Cell cell;
  cell.set_value("0");
  return MakePeriodCell(Period::OfYear(2024), &cell);
}

v1::PeriodCell MissingCell(v1::MissingReason reason) {
  v1::Cell cell;
  cell.set_missing(reason);
  return MakePeriodCell(Period::OfYear(2024), &cell);
}

TEST(ParseReportPeriod, ReadsAYear) {
  EXPECT_THAT(ParseReportPeriod("period", "2024"), IsOkAndHolds(Period::OfYear(2024)));
}

TEST(ParseReportPeriod, ReadsATertial) {
  EXPECT_THAT(ParseReportPeriod("period", "2024-T2"), IsOkAndHolds(*Period::Parse("2024-T2")));
}

TEST(ParseReportYear, ReadsAYearAndNoTertial) {
  EXPECT_THAT(ParseReportYear("period", "2024"), IsOkAndHolds(Period::OfYear(2024)));
  for (const char* period : {"", "2024-T2", "2024-T4"}) {
    const absl::StatusOr<Period> refused = ParseReportYear("period", period);
    EXPECT_THAT(refused, HasReason(v1::ERROR_REASON_INVALID_PERIOD)) << period;
    EXPECT_THAT(refused, MessageNames(period));
  }
}

TEST(ParseReportPeriod, RefusesWhatIsNoYearAndNoTertial) {
  for (const char* period :
       {"", "2024-T4", "2024-Q1", "2024-M01", "2024-12-31", "2023/2024", " 2024", "24"}) {
    const absl::StatusOr<Period> refused = ParseReportPeriod("period", period);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument)) << period;
    EXPECT_THAT(refused, HasReason(v1::ERROR_REASON_INVALID_PERIOD)) << period;
    EXPECT_THAT(refused, MessageNames(period));
  }
}

TEST(ReportWindow, IsTheFourYearsUpToThePeriod) {
  EXPECT_THAT(ReportWindow(Period::OfYear(2024)),
              ElementsAre(Period::OfYear(2021), Period::OfYear(2022), Period::OfYear(2023),
                          Period::OfYear(2024)));
}

TEST(ReportWindow, OfATertialIsTheSameOneOfTheYearBeforeAndIt) {
  EXPECT_THAT(ReportWindow(*Period::Parse("2024-T1")),
              ElementsAre(*Period::Parse("2023-T1"), *Period::Parse("2024-T1")));
}

TEST(ComparedPeriod, IsTheYearBeforeOrTheSameTertialOfIt) {
  EXPECT_EQ(ComparedPeriod(Period::OfYear(2024)).Format(), "2023");
  EXPECT_EQ(ComparedPeriod(*Period::Parse("2024-T3")).Format(), "2023-T3");
}

TEST(MakePeriodCell, TellsAGapFromNothingRecorded) {
  EXPECT_EQ(ValueCell().outcome(), v1::OUTCOME_FOUND);
  EXPECT_EQ(ValueCell().cell().value(), "0");
  EXPECT_EQ(MissingCell(v1::MISSING_REASON_PENDING).outcome(), v1::OUTCOME_FOUND);
  const v1::PeriodCell nothing = MakePeriodCell(Period::OfYear(2023), nullptr);
  EXPECT_EQ(nothing.period(), "2023");
  EXPECT_EQ(nothing.outcome(), v1::OUTCOME_NO_OBSERVATION);
  EXPECT_FALSE(nothing.has_cell());
}

TEST(CellCounter, CountsValuesReasonsAndNothingApart) {
  CellCounter counter;
  counter.Add(ValueCell());
  counter.Add(MissingCell(v1::MISSING_REASON_PENDING));
  counter.Add(MissingCell(v1::MISSING_REASON_NOT_MEASURED));
  counter.Add(MissingCell(v1::MISSING_REASON_PENDING));
  counter.Add(MakePeriodCell(Period::OfYear(2024), nullptr));
  const v1::CellCounts counts = counter.Counts();
  EXPECT_EQ(counts.cells(), 5);
  EXPECT_EQ(counts.measured(), 1);
  EXPECT_EQ(counts.no_observation(), 1);
  ASSERT_EQ(counts.missing_size(), 2);
  EXPECT_EQ(counts.missing(0).reason(), v1::MISSING_REASON_NOT_MEASURED);
  EXPECT_EQ(counts.missing(0).count(), 1);
  EXPECT_EQ(counts.missing(1).reason(), v1::MISSING_REASON_PENDING);
  EXPECT_EQ(counts.missing(1).count(), 2);
}

TEST(CellCounter, AddsWhatAnotherHasCounted) {
  CellCounter one;
  one.Add(ValueCell());
  one.Add(MissingCell(v1::MISSING_REASON_PENDING));
  CellCounter other;
  other.Add(ValueCell());
  other.Add(MissingCell(v1::MISSING_REASON_PENDING));
  other.Add(MakePeriodCell(Period::OfYear(2024), nullptr));
  one.Add(other);
  const v1::CellCounts counts = one.Counts();
  EXPECT_EQ(counts.cells(), 5);
  EXPECT_EQ(counts.measured(), 2);
  EXPECT_EQ(counts.no_observation(), 1);
  EXPECT_EQ(counts.missing(0).count(), 2);
}

TEST(CellCounter, CountsNothingAsNothing) {
  const v1::CellCounts counts = CellCounter().Counts();
  EXPECT_EQ(counts.cells(), 0);
  EXPECT_THAT(counts.missing(), IsEmpty());
}

}  // namespace
}  // namespace tertial
