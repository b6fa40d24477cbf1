#include "services/politics/domain/field_rules.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/domain/case_days.h"

namespace tertial::politics {
namespace {

using ::testing::HasSubstr;
using enum common::v1::ErrorReason;

PartialDate Date(const std::string& text) { return *PartialDate::Parse(text); }

TEST(CertainlyBefore, OnlyWhatNoDayOfTheOtherMayPrecede) {
  EXPECT_TRUE(IsCertainlyBefore(Date("2024-06-10"), Date("2024-06-11")));
  EXPECT_FALSE(IsCertainlyBefore(Date("2024-06-11"), Date("2024-06-11")));
  EXPECT_FALSE(IsCertainlyBefore(Date("2024"), Date("2024-12-31")));
  EXPECT_FALSE(IsCertainlyBefore(Date("2024-12-31"), Date("2024")));
  EXPECT_TRUE(IsCertainlyBefore(Date("2024"), Date("2025-01-01")));
  EXPECT_TRUE(IsCertainlyBefore(Date("2024-autumn"), Date("2024-winter")));
  EXPECT_FALSE(IsCertainlyBefore(Date("2024-winter"), Date("2025-02")));
  EXPECT_TRUE(IsCertainlyBefore(Date("2024-winter"), Date("2025-03")));
}

TEST(Days, ADateKnownToTheMonthIsNoDay) {
  Violations violations;
  EXPECT_EQ(CheckDay("day", "2024-06", Presence::kOptional, violations), std::nullopt);
  ASSERT_EQ(violations.list().size(), 1u);
  EXPECT_EQ(violations.list()[0].reason(), ERROR_REASON_INVALID_DATE);
  EXPECT_THAT(violations.list()[0].description(), HasSubstr("\"2024-06\""));
  EXPECT_THAT(violations.list()[0].description(), HasSubstr("2024-06-01"));
}

TEST(Days, YearsFrom1900To2100AreThoseOfThisService) {
  Violations violations;
  EXPECT_EQ(CheckDay("day", "1900-01-01", Presence::kRequired, violations),
            absl::CivilDay(1900, 1, 1));
  EXPECT_EQ(CheckDay("day", "2100-12-31", Presence::kRequired, violations),
            absl::CivilDay(2100, 12, 31));
  EXPECT_TRUE(violations.empty());
  CheckDay("day", "1899-12-31", Presence::kRequired, violations);
  CheckDay("day", "2101-01-01", Presence::kRequired, violations);
  EXPECT_EQ(violations.list().size(), 2u);
}

TEST(CaseDays, TheDayOfTheMeetingCountsInPlaceOfTheDate) {
  v1::Case political_case;
  EXPECT_EQ(DaysOf(political_case), std::nullopt);
  political_case.set_decision_date("2024-06");
  EXPECT_EQ(DaysOf(political_case),
            (DayRange{absl::CivilDay(2024, 6, 1), absl::CivilDay(2024, 6, 30)}));
  political_case.set_meeting("areas/asker/bodies/council/meetings/2024-06-11-2");
  EXPECT_EQ(DaysOf(political_case),
            (DayRange{absl::CivilDay(2024, 6, 11), absl::CivilDay(2024, 6, 11)}));
  political_case.set_meeting("areas/asker/bodies/council/meetings/june");
  EXPECT_EQ(DaysOf(political_case), std::nullopt);
}

TEST(CaseDays, AreToldAsADayOrAsASpan) {
  EXPECT_EQ(FormatDays({absl::CivilDay(2024, 6, 11), absl::CivilDay(2024, 6, 11)}), "2024-06-11");
  EXPECT_EQ(FormatDays({absl::CivilDay(2024, 6, 1), absl::CivilDay(2024, 6, 30)}),
            "2024-06-01 to 2024-06-30");
}

}  // namespace
}  // namespace tertial::politics
