// What must be true of a meeting and of an item on its agenda on their own, whatever else is
// recorded.
//
// Each function adds to `violations` whatever is wrong. The name has been made canonical before.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_MEETING_RULES_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_MEETING_RULES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "tertial/politics/v1/meetings_resources.pb.h"

namespace tertial::politics {

void CheckMeeting(const v1::Meeting& meeting, const Violations& violations);
void CheckAgendaItem(const v1::AgendaItem& item, const Violations& violations);

// The name of the body whose meeting it is, by the meeting's name or that of something below it:
// "areas/asker/bodies/youth-council". Empty: no such name.
std::string BodyOfMeeting(absl::string_view name);
// The name of the meeting on whose agenda it stands. Empty: it has no such name.
std::string MeetingOf(const v1::AgendaItem& item);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_MEETING_RULES_H_
