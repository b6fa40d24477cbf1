#include "services/politics/domain/meeting_id.h"

#include "common/types/calendar.h"

namespace tertial::politics {
namespace {

constexpr size_t kDayLength = 10;

}  // namespace

bool IsMeetingId(absl::string_view id) {
  if (!ParseCivilDay(DayOfMeetingId(id)).has_value()) return false;
  const absl::string_view rest = id.substr(kDayLength);
  return rest.empty() || (rest.size() == 2 && rest[0] == '-' && rest[1] >= '2' && rest[1] <= '9');
}

absl::string_view DayOfMeetingId(absl::string_view id) { return id.substr(0, kDayLength); }

}  // namespace tertial::politics
