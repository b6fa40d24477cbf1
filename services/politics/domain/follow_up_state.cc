#include "services/politics/domain/follow_up_state.h"

namespace tertial::politics {

v1::FollowUpState StateAfter(v1::FollowUpEventKind latest_event) {
  switch (latest_event) {
    case v1::FOLLOW_UP_EVENT_KIND_ADOPTED:
    case v1::FOLLOW_UP_EVENT_KIND_ASSIGNED:
      return v1::FOLLOW_UP_STATE_OPEN;
    case v1::FOLLOW_UP_EVENT_KIND_CASE_PRESENTED:
    case v1::FOLLOW_UP_EVENT_KIND_ANSWERED_IN_WRITING:
    case v1::FOLLOW_UP_EVENT_KIND_ANSWERED_ORALLY:
    case v1::FOLLOW_UP_EVENT_KIND_NOTED:
      return v1::FOLLOW_UP_STATE_ANSWERED;
    case v1::FOLLOW_UP_EVENT_KIND_CONTINUED:
    case v1::FOLLOW_UP_EVENT_KIND_PARTLY_DONE:
      return v1::FOLLOW_UP_STATE_IN_PROGRESS;
    case v1::FOLLOW_UP_EVENT_KIND_DONE:
      return v1::FOLLOW_UP_STATE_DONE;
    case v1::FOLLOW_UP_EVENT_KIND_REJECTED:
      return v1::FOLLOW_UP_STATE_REJECTED;
    case v1::FOLLOW_UP_EVENT_KIND_SUPERSEDED:
    case v1::FOLLOW_UP_EVENT_KIND_CLOSED:
      return v1::FOLLOW_UP_STATE_CLOSED;
    default:
      return v1::FOLLOW_UP_STATE_UNSPECIFIED;
  }
}

}  // namespace tertial::politics
