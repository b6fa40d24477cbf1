#include "common/types/work_calendar.h"

#include <algorithm>
#include <array>

namespace tertial {
namespace {

constexpr absl::CivilDay kDayZero(kFirstWorkYear, 1, 1);

// Holidays that move with Easter, in days from Easter Sunday.
constexpr std::array<int, 7> kDaysFromEaster = {
    -3,  // Maundy Thursday
    -2,  // Good Friday
    0,   // Easter Sunday
    1,   // Easter Monday
    39,  // Ascension Day
    49,  // Whit Sunday
    50,  // Whit Monday
};

bool IsFixedHoliday(absl::CivilDay day) {
  switch (day.month()) {
    case 1:
      return day.day() == 1;
    case 5:
      return day.day() == 1 || day.day() == 17;
    case 12:
      return day.day() == 25 || day.day() == 26;
    default:
      return false;
  }
}

bool IsWeekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

}  // namespace

DayNumber ToDayNumber(absl::CivilDay day) { return static_cast<DayNumber>(day - kDayZero); }

absl::CivilDay FromDayNumber(DayNumber day) { return kDayZero + static_cast<int64_t>(day); }

absl::CivilDay EasterSunday(int year) {
  // The Gregorian computus without tables: first the age of the moon, then the Sunday after it is
  // full.
  const int golden = year % 19;
  const int century = year / 100;
  const int leap_correction = century / 4;
  const int moon_correction = (century - (century + 8) / 25 + 1) / 3;
  const int full_moon = (19 * golden + century - leap_correction - moon_correction + 15) % 30;
  const int year_of_century = year % 100;
  const int to_sunday =
      (32 + 2 * (century % 4) + 2 * (year_of_century / 4) - full_moon - year_of_century % 4) % 7;
  // In two rare kinds of years the full moon is taken to be a day earlier.
  const int late = (golden + 11 * full_moon + 22 * to_sunday) / 451;
  // Days from 22 March.
  return absl::CivilDay(year, 3, 22) + (full_moon + to_sunday - 7 * late);
}

bool IsNorwegianHoliday(absl::CivilDay day) {
  if (IsFixedHoliday(day)) return true;
  const absl::civil_diff_t from_easter = day - EasterSunday(static_cast<int>(day.year()));
  return std::find(kDaysFromEaster.begin(), kDaysFromEaster.end(), from_easter) !=
         kDaysFromEaster.end();
}

const WorkCalendar& WorkCalendar::Norway() {
  static const WorkCalendar& norway = *new WorkCalendar();
  return norway;
}

WorkCalendar::WorkCalendar() {
  const absl::CivilDay end(kLastWorkYear + 1, 1, 1);
  before_.reserve(static_cast<size_t>(end - kDayZero) + 1);
  int32_t workdays = 0;
  for (absl::CivilDay day = kDayZero; day < end; ++day) {
    before_.push_back(workdays);
    if (!IsWeekend(day) && !IsNorwegianHoliday(day)) ++workdays;
  }
  before_.push_back(workdays);
}

int32_t WorkCalendar::Workdays(absl::CivilDay from, absl::CivilDay to) const {
  return to < from ? 0 : Before(to + 1 - kDayZero) - Before(from - kDayZero);
}

int32_t WorkdaysBetween(DayNumber from, DayNumber to) {
  return WorkCalendar::Norway().Workdays(from, to);
}

}  // namespace tertial
