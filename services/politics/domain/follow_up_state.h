// How far a follow-up has come on a day, as FollowUpState tells.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_FOLLOW_UP_STATE_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_FOLLOW_UP_STATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/politics/domain/case_days.h"
#include "tertial/politics/v1/follow_up_events.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/politics/v1/politics_sections.pb.h"

namespace tertial::politics {

// An event, and the commit that wrote this version of it.
struct RecordedEvent {
  v1::FollowUpEvent event;
  int64_t revision = 0;
};

// What is recorded of one follow-up, all read at one state.
struct FollowUpFacts {
  v1::ResolutionFollowUp resolution;
  // Not set: it names none, or that is not there.
  std::optional<v1::Case> decided_in;
  // In any order.
  std::vector<RecordedEvent> events;
};

// All that follow are pure.

// The state that an event leaves a follow-up in.
v1::FollowUpState StateAfter(v1::FollowUpEventKind event);

// When it was decided, as it is known: `adopted`, else the day of the meeting of `decided_in`, else
// its decision date. Empty: not known. `decided_in` may be nullptr.
std::string DecisionDate(const v1::ResolutionFollowUp& resolution, const v1::Case* decided_in);
// The days that this may mean.
std::optional<DayRange> DecisionDays(const v1::ResolutionFollowUp& resolution,
                                     const v1::Case* decided_in);

// Whether it was there by the day.
bool MayHaveBeenThere(const FollowUpFacts& facts, absl::CivilDay day);

// As it stood on the day: a line of the list that the council gets. Its last treatment is the last
// in the order of the source that may have been by then.
v1::ResolutionResult FollowUpOn(const FollowUpFacts& facts, absl::CivilDay day);

// Whether an event closed it certainly before `first_day`, and none that may have happened up to
// the day of `result` came after.
bool WasClosedBefore(const v1::ResolutionResult& result, absl::CivilDay first_day);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_FOLLOW_UP_STATE_H_
