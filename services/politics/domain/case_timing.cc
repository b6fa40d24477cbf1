#include "services/politics/domain/case_timing.h"

#include "absl/time/civil_time.h"

namespace tertial::politics {
namespace {

bool LiesIn(const DayRange& days, const DayRange& span) {
  return days.first >= span.first && days.last <= span.last;
}

bool SharesADay(const DayRange& a, const DayRange& b) {
  return a.first <= b.last && a.last >= b.first;
}

DayRange DaysOfYear(int year) { return {absl::CivilDay(year, 1, 1), absl::CivilDay(year, 12, 31)}; }

}  // namespace

bool WasTreated(const RecordedCase& one) {
  return one.meeting_state != v1::MEETING_STATE_PLANNED &&
         one.meeting_state != v1::MEETING_STATE_CANCELLED;
}

std::optional<v1::CaseTiming> TimingOf(const RecordedCase& one, const DayRange& span) {
  const std::optional<DayRange> days = DaysOf(one.political_case);
  if (!SharesADay(days.value_or(DaysOfYear(one.political_case.number().year())), span)) {
    return std::nullopt;
  }
  if (!WasTreated(one)) return v1::CASE_TIMING_NOT_TREATED;
  // The year of a number is no day of the case: it never makes more than a possibility.
  const bool is_counted = days.has_value() && LiesIn(*days, span);
  return is_counted ? v1::CASE_TIMING_COUNTED : v1::CASE_TIMING_POSSIBLE;
}

bool StandsBefore(const v1::Case& a, const v1::Case& b) {
  const std::optional<DayRange> days_of_a = DaysOf(a);
  const std::optional<DayRange> days_of_b = DaysOf(b);
  if (days_of_a.has_value() != days_of_b.has_value()) return days_of_a.has_value();
  if (days_of_a.has_value() && days_of_a->first != days_of_b->first) {
    return days_of_a->first < days_of_b->first;
  }
  return a.name() < b.name();
}

}  // namespace tertial::politics
