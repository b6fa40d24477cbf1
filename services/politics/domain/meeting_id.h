// The last id of a meeting's name: its day, "2024-06-11", and for further meetings of that day
// "2024-06-11-2" to "2024-06-11-9".
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_MEETING_ID_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_MEETING_ID_H_

#include "absl/strings/string_view.h"

namespace tertial::politics {

// Whether it has one of the forms above. Any year of four digits.
bool IsMeetingId(absl::string_view id);

// The day in an id that has one of them: "2024-06-11". Points into `id`.
absl::string_view DayOfMeetingId(absl::string_view id);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_MEETING_ID_H_
