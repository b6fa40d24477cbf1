#include "services/politics/domain/case_days.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/types/calendar.h"
#include "common/types/partial_date.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/meeting_id.h"

namespace tertial::politics {

std::optional<DayRange> DaysOf(const v1::Case& political_case) {
  if (!political_case.meeting().empty()) {
    const absl::string_view id = LastIdOf(political_case.meeting());
    if (!IsMeetingId(id)) return std::nullopt;
    const absl::CivilDay day = *ParseCivilDay(DayOfMeetingId(id));
    return DayRange{day, day};
  }
  if (political_case.decision_date().empty()) return std::nullopt;
  const absl::StatusOr<PartialDate> date = PartialDate::Parse(political_case.decision_date());
  if (!date.ok()) return std::nullopt;
  return DayRange{date->earliest(), date->latest()};
}

std::string FormatDays(const DayRange& days) {
  if (days.first == days.last) return absl::FormatCivilTime(days.first);
  return absl::StrCat(absl::FormatCivilTime(days.first), " to ", absl::FormatCivilTime(days.last));
}

}  // namespace tertial::politics
