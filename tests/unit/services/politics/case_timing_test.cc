#include "services/politics/domain/case_timing.h"

#include "gtest/gtest.h"
#include "tests/unit/services/politics/activity_rows.h"

namespace tertial::politics {
namespace {

using enum v1::CaseTiming;

const DayRange k2024 = Days("2024-01-01", "2024-12-31");
const DayRange kFirstTertial = Days("2024-01-01", "2024-04-30");

TEST(CaseTiming, ADayOfTheSpanCounts) {
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2024-01-01"), k2024), CASE_TIMING_COUNTED);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2024-12-31"), k2024), CASE_TIMING_COUNTED);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2023-12-31"), k2024), std::nullopt);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2025-01-01"), k2024), std::nullopt);
}

TEST(CaseTiming, APartialDateCountsWhereAllItsDaysLieInTheSpan) {
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2024"), k2024), CASE_TIMING_COUNTED);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2024-autumn"), k2024), CASE_TIMING_COUNTED);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2024-04"), kFirstTertial), CASE_TIMING_COUNTED);
}

TEST(CaseTiming, APartialDateThatReachesIntoTheSpanIsPossible) {
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2024"), kFirstTertial), CASE_TIMING_POSSIBLE);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2024-spring"), kFirstTertial), CASE_TIMING_POSSIBLE);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2024-05"), kFirstTertial), std::nullopt);
}

TEST(CaseTiming, AWinterReachesOverNewYear) {
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2023-winter"), k2024), CASE_TIMING_POSSIBLE);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2024-winter"), k2024), CASE_TIMING_POSSIBLE);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2022-winter"), k2024), std::nullopt);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "2024-winter"), Days("2023-10-17", "2027-09-30")),
            CASE_TIMING_COUNTED);
}

TEST(CaseTiming, WithoutADayTheYearOfTheNumberMakesAPossibility) {
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "", 1, 2024), k2024), CASE_TIMING_POSSIBLE);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "", 1, 2023), k2024), std::nullopt);
  EXPECT_EQ(TimingOf(MakeCase("c", "council", "", 1, 2023), Days("2023-10-17", "2027-09-30")),
            CASE_TIMING_POSSIBLE);
}

TEST(CaseTiming, TheDayOfTheMeetingCountsInPlaceOfTheDate) {
  const RecordedCase held =
      InMeeting(MakeCase("c", "council", "2024"), "2024-06-11", v1::MEETING_STATE_HELD);
  EXPECT_EQ(TimingOf(held, k2024), CASE_TIMING_COUNTED);
  EXPECT_EQ(TimingOf(held, kFirstTertial), std::nullopt);
}

TEST(CaseTiming, ACaseOfAPlannedOrCancelledMeetingWasNotTreated) {
  for (const v1::MeetingState state : {v1::MEETING_STATE_PLANNED, v1::MEETING_STATE_CANCELLED}) {
    const RecordedCase one = InMeeting(MakeCase("c", "council", ""), "2024-06-11", state);
    EXPECT_FALSE(WasTreated(one));
    EXPECT_EQ(TimingOf(one, k2024), CASE_TIMING_NOT_TREATED);
    EXPECT_EQ(TimingOf(one, kFirstTertial), std::nullopt);
  }
}

TEST(CaseTiming, TheSecondMeetingOfADayHasThatDay) {
  EXPECT_EQ(
      TimingOf(InMeeting(MakeCase("c", "council", ""), "2024-06-11-2", v1::MEETING_STATE_HELD),
               k2024),
      CASE_TIMING_COUNTED);
}

TEST(CaseTiming, ListsStandByFirstPossibleDayThenName) {
  const v1::Case year = MakeCase("b", "council", "2024").political_case;
  const v1::Case day = MakeCase("a", "council", "2024-02-01").political_case;
  const v1::Case undated = MakeCase("0", "council", "", 1, 2020).political_case;
  EXPECT_TRUE(StandsBefore(year, day));
  EXPECT_FALSE(StandsBefore(day, year));
  EXPECT_TRUE(StandsBefore(day, undated));
  EXPECT_FALSE(StandsBefore(undated, day));
  EXPECT_TRUE(StandsBefore(MakeCase("a", "council", "2024").political_case, year));
  EXPECT_TRUE(StandsBefore(undated, MakeCase("1", "council", "", 1, 2019).political_case));
}

}  // namespace
}  // namespace tertial::politics
