// What must be true of follow-ups and their events on their own, and beside the decision.
//
// Each function adds to `violations` whatever is wrong. The name has been made canonical before.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_FOLLOW_UP_RULES_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_FOLLOW_UP_RULES_H_

#include <string>

#include "common/status/violations.h"
#include "tertial/politics/v1/follow_up_events.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

void CheckResolutionFollowUp(const v1::ResolutionFollowUp& resolution,
                             const Violations& violations);
void CheckFollowUpEvent(const v1::FollowUpEvent& event, const Violations& violations);

// The name of the follow-up that an event is of: "areas/asker/resolutions/wealth-tax".
std::string ResolutionOf(const v1::FollowUpEvent& event);

// `decided_in`: the case that the follow-up names there.
void CheckDecidedIn(const v1::ResolutionFollowUp& resolution, const v1::Case& decided_in,
                    const Violations& violations);

// `decided_in`: the case that the follow-up names there; nullptr: none, or it is not there.
void CheckBesideDecision(const v1::FollowUpEvent& event, const v1::ResolutionFollowUp& resolution,
                         const v1::Case* decided_in, const Violations& violations);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_FOLLOW_UP_RULES_H_
