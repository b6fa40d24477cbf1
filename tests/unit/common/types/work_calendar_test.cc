#include "common/types/work_calendar.h"

#include <set>
#include <vector>

#include "gtest/gtest.h"

namespace tertial {
namespace {

using absl::CivilDay;

CivilDay LastDayOf(int year, int month) { return CivilDay(year, month + 1, 1) - 1; }

int32_t WorkdaysOf(int year) {
  return WorkCalendar::Norway().Workdays(CivilDay(year, 1, 1), CivilDay(year, 12, 31));
}

std::set<CivilDay> HolidaysOf(int year) {
  std::set<CivilDay> holidays;
  for (CivilDay day(year, 1, 1); day.year() == year; ++day) {
    if (IsNorwegianHoliday(day)) holidays.insert(day);
  }
  return holidays;
}

TEST(WorkCalendar, KnowsEasterSunday) {
  EXPECT_EQ(EasterSunday(2008), CivilDay(2008, 3, 23));
  EXPECT_EQ(EasterSunday(2024), CivilDay(2024, 3, 31));
  EXPECT_EQ(EasterSunday(2025), CivilDay(2025, 4, 20));
  EXPECT_EQ(EasterSunday(2026), CivilDay(2026, 4, 5));
  // The latest there is, and the two kinds of years in which the full moon is taken a day earlier.
  EXPECT_EQ(EasterSunday(2038), CivilDay(2038, 4, 25));
  EXPECT_EQ(EasterSunday(1981), CivilDay(1981, 4, 19));
  EXPECT_EQ(EasterSunday(1954), CivilDay(1954, 4, 18));
  EXPECT_EQ(EasterSunday(1900), CivilDay(1900, 4, 15));
  EXPECT_EQ(EasterSunday(2100), CivilDay(2100, 3, 28));
}

TEST(WorkCalendar, EasterIsASundayFromThe22MarchToThe25April) {
  for (int year = kFirstWorkYear; year <= kLastWorkYear; ++year) {
    const CivilDay easter = EasterSunday(year);
    EXPECT_EQ(absl::GetWeekday(easter), absl::Weekday::sunday) << year;
    EXPECT_GE(easter, CivilDay(year, 3, 22));
    EXPECT_LE(easter, CivilDay(year, 4, 25));
  }
}

TEST(WorkCalendar, NamesTheHolidaysOf2024) {
  EXPECT_EQ(
      HolidaysOf(2024),
      (std::set<CivilDay>{CivilDay(2024, 1, 1), CivilDay(2024, 3, 28), CivilDay(2024, 3, 29),
                          CivilDay(2024, 3, 31), CivilDay(2024, 4, 1), CivilDay(2024, 5, 1),
                          CivilDay(2024, 5, 9), CivilDay(2024, 5, 17), CivilDay(2024, 5, 19),
                          CivilDay(2024, 5, 20), CivilDay(2024, 12, 25), CivilDay(2024, 12, 26)}));
}

TEST(WorkCalendar, ChristmasEveAndNewYearsEveAreWorkdays) {
  const WorkCalendar& norway = WorkCalendar::Norway();
  EXPECT_EQ(norway.Workdays(CivilDay(2024, 12, 24), CivilDay(2024, 12, 24)), 1);
  EXPECT_EQ(norway.Workdays(CivilDay(2024, 12, 31), CivilDay(2024, 12, 31)), 1);
}

TEST(WorkCalendar, CountsTheWorkdaysOfKnownYears) {
  EXPECT_EQ(WorkdaysOf(2019), 251);
  EXPECT_EQ(WorkdaysOf(2020), 254);
  EXPECT_EQ(WorkdaysOf(2021), 254);
  EXPECT_EQ(WorkdaysOf(2022), 253);
  EXPECT_EQ(WorkdaysOf(2023), 251);
  EXPECT_EQ(WorkdaysOf(2024), 252);
  EXPECT_EQ(WorkdaysOf(2025), 252);
  EXPECT_EQ(WorkdaysOf(2026), 253);
}

TEST(WorkCalendar, CountsTheWorkdaysOfTheMonthsOf2024) {
  std::vector<int32_t> months;
  for (int month = 1; month <= 12; ++month) {
    months.push_back(
        WorkCalendar::Norway().Workdays(CivilDay(2024, month, 1), LastDayOf(2024, month)));
  }
  EXPECT_EQ(months, (std::vector<int32_t>{22, 21, 19, 21, 19, 20, 23, 22, 21, 23, 21, 20}));
}

TEST(WorkCalendar, TwoHolidaysOnOneDayAreOne) {
  // In 2008 Ascension Day was 1 May.
  EXPECT_EQ(HolidaysOf(2008).size(), 11);
  EXPECT_EQ(WorkdaysOf(2008), 254);
}

TEST(WorkCalendar, AgreesWithCountingDayByDayInEveryYear) {
  for (int year = kFirstWorkYear; year <= kLastWorkYear; ++year) {
    int32_t counted = 0;
    const std::set<CivilDay> holidays = HolidaysOf(year);
    EXPECT_GE(holidays.size(), 10U) << year;
    EXPECT_LE(holidays.size(), 12U) << year;
    for (CivilDay day(year, 1, 1); day.year() == year; ++day) {
      const absl::Weekday weekday = absl::GetWeekday(day);
      const bool is_free = weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday ||
                           holidays.count(day) > 0;
      counted += is_free ? 0 : 1;
      ASSERT_EQ(WorkCalendar::Norway().Workdays(day, day), is_free ? 0 : 1) << day;
    }
    EXPECT_EQ(WorkdaysOf(year), counted) << year;
  }
}

TEST(WorkCalendar, CountsNothingBackwardsAndOutsideOfItsYears) {
  const WorkCalendar& norway = WorkCalendar::Norway();
  EXPECT_EQ(norway.Workdays(CivilDay(2024, 1, 3), CivilDay(2024, 1, 2)), 0);
  EXPECT_EQ(norway.Workdays(DayNumber{10}, DayNumber{9}), 0);
  EXPECT_EQ(norway.Workdays(CivilDay(1890, 1, 1), CivilDay(1899, 12, 31)), 0);
  EXPECT_EQ(norway.Workdays(CivilDay(2101, 1, 1), CivilDay(2150, 12, 31)), 0);
  EXPECT_EQ(norway.Workdays(CivilDay(1890, 1, 1), CivilDay(2150, 1, 1)),
            norway.Workdays(CivilDay(1900, 1, 1), CivilDay(2100, 12, 31)));
  EXPECT_EQ(WorkdaysBetween(0, UINT32_MAX),
            norway.Workdays(CivilDay(1900, 1, 1), CivilDay(2100, 12, 31)));
}

TEST(DayNumber, CountsFromTheFirstDayOf1900) {
  EXPECT_EQ(ToDayNumber(CivilDay(1900, 1, 1)), 0U);
  EXPECT_EQ(ToDayNumber(CivilDay(1900, 3, 1)), 59U);
  EXPECT_EQ(FromDayNumber(ToDayNumber(CivilDay(2024, 2, 29))), CivilDay(2024, 2, 29));
  EXPECT_EQ(WorkdaysBetween(ToDayNumber(CivilDay(2024, 1, 1)), ToDayNumber(CivilDay(2024, 12, 31))),
            252);
}

}  // namespace
}  // namespace tertial
