// How far the follow-up of a resolution has come.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_FOLLOW_UP_STATE_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_FOLLOW_UP_STATE_H_

#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/politics/v1/politics_sections.pb.h"

namespace tertial::politics {

// The state that the latest event leaves a follow-up in. Pure.
v1::FollowUpState StateAfter(v1::FollowUpEventKind latest_event);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_FOLLOW_UP_STATE_H_
