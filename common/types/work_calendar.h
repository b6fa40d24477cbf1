// Workdays in Norway: Monday to Friday, less the public holidays.
//
// The holidays are those of lov 26 April 1947 nr. 1 (1 and 17 May) and lov 24 February 1995 nr. 12:
// 1 January, Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday and
// Monday, 25 and 26 December. They are taken to hold in every year, also before the laws did. 24
// and 31 December are workdays.
#ifndef TERTIAL_COMMON_TYPES_WORK_CALENDAR_H_
#define TERTIAL_COMMON_TYPES_WORK_CALENDAR_H_

#include <cstdint>
#include <vector>

#include "absl/time/civil_time.h"

namespace tertial {

// The years that workdays are counted in.
inline constexpr int kFirstWorkYear = 1900;
inline constexpr int kLastWorkYear = 2100;

// A day as a small number: the days since 1 January 1900, which is 0.
using DayNumber = uint32_t;

// `day` must not lie before 1900.
DayNumber ToDayNumber(absl::CivilDay day);
absl::CivilDay FromDayNumber(DayNumber day);

// Easter Sunday of the Gregorian calendar.
absl::CivilDay EasterSunday(int year);

bool IsNorwegianHoliday(absl::CivilDay day);

// Counts workdays in constant time. Safe for use from any thread.
class WorkCalendar {
 public:
  static const WorkCalendar& Norway();

  // The workdays from `from` to `to`, both included; 0 where `to` lies before `from`. What lies
  // outside of kFirstWorkYear to kLastWorkYear counts as none.
  int32_t Workdays(absl::CivilDay from, absl::CivilDay to) const;
  int32_t Workdays(DayNumber from, DayNumber to) const {
    return to < from ? 0 : Before(static_cast<int64_t>(to) + 1) - Before(from);
  }

 private:
  WorkCalendar();

  // The workdays before the day with this number.
  int32_t Before(int64_t day) const {
    const auto last = static_cast<int64_t>(before_.size()) - 1;
    return before_[static_cast<size_t>(day < 0 ? 0 : day > last ? last : day)];
  }

  // Of each day of the years, and the one after them: the workdays before it.
  std::vector<int32_t> before_;
};

// WorkCalendar::Norway().Workdays(from, to).
int32_t WorkdaysBetween(DayNumber from, DayNumber to);

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_WORK_CALENDAR_H_
