#include "common/types/partial_date.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using absl::CivilDay;
using common::v1::ERROR_REASON_INVALID_DATE;

PartialDate Date(absl::string_view text) { return PartialDate::Parse(text).value(); }

TEST(PartialDate, ReadsEveryPrecision) {
  const struct {
    const char* text;
    DatePrecision precision;
    CivilDay earliest;
    CivilDay latest;
  } kCases[] = {
      {"2024", DatePrecision::kYear, CivilDay(2024, 1, 1), CivilDay(2024, 12, 31)},
      {"2024-spring", DatePrecision::kSeason, CivilDay(2024, 3, 1), CivilDay(2024, 5, 31)},
      {"2024-summer", DatePrecision::kSeason, CivilDay(2024, 6, 1), CivilDay(2024, 8, 31)},
      {"2024-autumn", DatePrecision::kSeason, CivilDay(2024, 9, 1), CivilDay(2024, 11, 30)},
      {"2024-winter", DatePrecision::kSeason, CivilDay(2024, 12, 1), CivilDay(2025, 2, 28)},
      {"2023-winter", DatePrecision::kSeason, CivilDay(2023, 12, 1), CivilDay(2024, 2, 29)},
      {"2024-11", DatePrecision::kMonth, CivilDay(2024, 11, 1), CivilDay(2024, 11, 30)},
      {"2024-02", DatePrecision::kMonth, CivilDay(2024, 2, 1), CivilDay(2024, 2, 29)},
      {"2024-11-05", DatePrecision::kDay, CivilDay(2024, 11, 5), CivilDay(2024, 11, 5)},
  };
  for (const auto& c : kCases) {
    const PartialDate date = Date(c.text);
    EXPECT_EQ(date.precision(), c.precision) << c.text;
    EXPECT_EQ(date.earliest(), c.earliest) << c.text;
    EXPECT_EQ(date.latest(), c.latest) << c.text;
    EXPECT_EQ(date.Format(), c.text);
  }
}

TEST(PartialDate, EveryDayOfALeapYearSurvivesItsText) {
  for (CivilDay day(2024, 1, 1); day <= CivilDay(2024, 12, 31); ++day) {
    const std::string text = absl::FormatCivilTime(day);
    EXPECT_EQ(Date(text).earliest(), day);
    EXPECT_EQ(Date(text).Format(), text);
  }
}

TEST(PartialDate, RefusesADayThatIsNotInTheCalendar) {
  for (const char* text : {"2023-02-29", "2024-02-30", "2024-13-01", "2024-04-31", "2024-01-00",
                           "2024-00-01", "2024-13", "2024-00"}) {
    EXPECT_THAT(PartialDate::Parse(text), HasReason(ERROR_REASON_INVALID_DATE)) << text;
    EXPECT_THAT(PartialDate::Parse(text), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(PartialDate::Parse(text), MessageNames(absl::StrCat("\"", text, "\"")));
  }
}

TEST(PartialDate, RefusesOtherTexts) {
  for (const char* text :
       {"", "24", "2024-", "2024-1", "2024-Autumn", "2024-fall", "2024-høst", "2024-11-5",
        "05.11.2024", "2024/11/05", "2024-11-05 ", "2024-Q1", "20241105", "2024-11-05T12:00"}) {
    EXPECT_THAT(PartialDate::Parse(text), HasReason(ERROR_REASON_INVALID_DATE)) << text;
    EXPECT_THAT(PartialDate::Parse(text), MessageNames(absl::StrCat("\"", text, "\"")));
  }
}

TEST(PartialDate, RefusesYearsOutsideItsLimits) {
  EXPECT_THAT(PartialDate::Parse("1799-12-31"), HasReason(ERROR_REASON_INVALID_DATE));
  EXPECT_THAT(PartialDate::Parse("2201"), HasReason(ERROR_REASON_INVALID_DATE));
  EXPECT_THAT(PartialDate::Parse("1814-05-17"), IsOk());
}

TEST(PartialDate, StandsInTheOrderOfEarliestThenLatestDay) {
  EXPECT_LT(Date("2024-01-01"), Date("2024-01"));
  EXPECT_LT(Date("2024-01"), Date("2024"));
  EXPECT_LT(Date("2024"), Date("2024-spring"));
  EXPECT_LT(Date("2024-11-05"), Date("2024-winter"));
  EXPECT_EQ(Date("2024-11"), Date("2024-11"));
  EXPECT_NE(Date("2024-11"), Date("2024-11-01"));
}

}  // namespace
}  // namespace tertial
