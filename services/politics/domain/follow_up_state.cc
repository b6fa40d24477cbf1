#include "services/politics/domain/follow_up_state.h"

#include <algorithm>
#include <tuple>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/types/partial_date.h"
#include "services/politics/domain/meeting_id.h"

namespace tertial::politics {
namespace {

// Stored dates have passed the rules, so one that does not parse is one that is not known.
std::optional<DayRange> DaysOf(const std::string& date) {
  // Most that are not known are empty: no error is made for them.
  if (date.empty()) return std::nullopt;
  const absl::StatusOr<PartialDate> parsed = PartialDate::Parse(date);
  if (!parsed.ok()) return std::nullopt;
  return DayRange{parsed->earliest(), parsed->latest()};
}

const v1::Case* DecidedIn(const FollowUpFacts& facts) {
  return facts.decided_in.has_value() ? &*facts.decided_in : nullptr;
}

// An event that may have happened by the day.
struct DatedEvent {
  DayRange days;
  const RecordedEvent* recorded;

  auto Order() const {
    return std::make_tuple(days.last, recorded->revision,
                           absl::string_view(recorded->event.name()));
  }
};

// The latest first.
std::vector<DatedEvent> EventsUpTo(const std::vector<RecordedEvent>& events, absl::CivilDay day) {
  std::vector<DatedEvent> dated;
  for (const RecordedEvent& recorded : events) {
    const std::optional<DayRange> days = DaysOf(recorded.event.date());
    if (days.has_value() && days->first <= day) dated.push_back({*days, &recorded});
  }
  std::sort(dated.begin(), dated.end(),
            [](const DatedEvent& a, const DatedEvent& b) { return b.Order() < a.Order(); });
  return dated;
}

// The last treatment that may have been by the day; nullptr if there is none.
const v1::FollowUpTreatment* LastTreatment(const v1::ResolutionFollowUp& resolution,
                                           absl::CivilDay day) {
  for (int i = resolution.treatments_size() - 1; i >= 0; --i) {
    const std::optional<DayRange> days = DaysOf(resolution.treatments(i).date());
    if (!days.has_value() || days->first <= day) return &resolution.treatments(i);
  }
  return nullptr;
}

void SetState(const FollowUpFacts& facts, const std::vector<DatedEvent>& events, absl::CivilDay day,
              v1::ResolutionResult& result) {
  const v1::FollowUpEventKind reported = facts.resolution.latest_event();
  if (!events.empty()) {
    const DatedEvent& latest = events.front();
    result.set_state(StateAfter(latest.recorded->event.kind()));
    result.set_state_basis(v1::FOLLOW_UP_STATE_BASIS_EVENTS);
    *result.mutable_event() = latest.recorded->event;
    result.set_certain(latest.days.last <= day);
    result.set_since(latest.recorded->event.date());
  } else if (facts.events.empty() && reported != v1::FOLLOW_UP_EVENT_KIND_UNSPECIFIED) {
    result.set_state(StateAfter(reported));
    result.set_state_basis(v1::FOLLOW_UP_STATE_BASIS_REPORTED);
  } else {
    const std::optional<DayRange> decision = DecisionDays(facts.resolution, DecidedIn(facts));
    result.set_state(v1::FOLLOW_UP_STATE_OPEN);
    result.set_state_basis(v1::FOLLOW_UP_STATE_BASIS_DECISION);
    result.set_certain(decision.has_value() && decision->last <= day);
    result.set_since(DecisionDate(facts.resolution, DecidedIn(facts)));
  }
}

// What the latest event says that says anything, else the follow-up.
std::string LatestText(const std::vector<DatedEvent>& events,
                       const std::string& (v1::FollowUpEvent::*field)() const,
                       const std::string& otherwise) {
  for (const DatedEvent& event : events) {
    const std::string& text = (event.recorded->event.*field)();
    if (!text.empty()) return text;
  }
  return otherwise;
}

void SetWhoAndWhen(const FollowUpFacts& facts, const std::vector<DatedEvent>& events,
                   absl::CivilDay day, v1::ResolutionResult& result) {
  const v1::ResolutionFollowUp& resolution = facts.resolution;
  result.set_due_date(LatestText(events, &v1::FollowUpEvent::due_date, resolution.due_date()));
  const std::optional<DayRange> due = DaysOf(result.due_date());
  const bool is_in_hand = result.state() == v1::FOLLOW_UP_STATE_OPEN ||
                          result.state() == v1::FOLLOW_UP_STATE_IN_PROGRESS;
  result.set_overdue(is_in_hand && due.has_value() && due->last < day);
  result.set_owner_unit(
      LatestText(events, &v1::FollowUpEvent::owner_unit, resolution.owner_unit()));
  result.set_case_handler(
      LatestText(events, &v1::FollowUpEvent::case_handler, resolution.case_handler()));
  if (result.case_handler().empty() && facts.decided_in.has_value()) {
    result.set_case_handler(facts.decided_in->case_handler());
  }
  const auto with_remarks = std::find_if(events.begin(), events.end(), [](const DatedEvent& event) {
    return event.recorded->event.remarks_size() > 0;
  });
  *result.mutable_remarks() = with_remarks == events.end()
                                  ? resolution.summaries()
                                  : with_remarks->recorded->event.remarks();
}

// Where, when and in what words it was decided.
void SetDecision(const FollowUpFacts& facts, absl::CivilDay day, v1::ResolutionResult& result) {
  const v1::ResolutionFollowUp& resolution = facts.resolution;
  result.set_body(resolution.body());
  *result.mutable_decisions() = resolution.wordings();
  if (facts.decided_in.has_value()) {
    const v1::Case& decided_in = *facts.decided_in;
    if (result.body().empty()) result.set_body(decided_in.body());
    if (decided_in.has_number()) *result.mutable_case_number() = decided_in.number();
    *result.mutable_case_titles() = decided_in.titles();
    if (result.decisions().empty()) *result.mutable_decisions() = decided_in.decisions();
    if (decided_in.has_exemption()) *result.mutable_exemption() = decided_in.exemption();
  }
  const bool has_meeting = facts.decided_in.has_value() && !facts.decided_in->meeting().empty();
  result.set_meeting_date(has_meeting ? DecisionDate({}, DecidedIn(facts))
                                      : DecisionDate(resolution, DecidedIn(facts)));
  const v1::FollowUpTreatment* treatment = LastTreatment(resolution, day);
  if (treatment == nullptr) return;
  if (result.body().empty()) result.set_body(treatment->body());
  if (!resolution.decided_in().empty() || !resolution.adopted().empty()) return;
  result.set_meeting_date(treatment->date());
  if (treatment->has_case_number()) *result.mutable_case_number() = treatment->case_number();
}

}  // namespace

v1::FollowUpState StateAfter(v1::FollowUpEventKind event) {
  switch (event) {
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

std::string DecisionDate(const v1::ResolutionFollowUp& resolution, const v1::Case* decided_in) {
  if (!resolution.adopted().empty() || decided_in == nullptr) return resolution.adopted();
  if (decided_in->meeting().empty()) return decided_in->decision_date();
  const std::optional<DayRange> days = DaysOf(*decided_in);
  return days.has_value() ? absl::FormatCivilTime(days->first) : "";
}

std::optional<DayRange> DecisionDays(const v1::ResolutionFollowUp& resolution,
                                     const v1::Case* decided_in) {
  return DaysOf(DecisionDate(resolution, decided_in));
}

bool MayHaveBeenThere(const FollowUpFacts& facts, absl::CivilDay day) {
  bool is_dated = false;
  bool is_there = false;
  const auto look_at = [&](const std::optional<DayRange>& days) {
    is_dated = is_dated || days.has_value();
    is_there = is_there || (days.has_value() && days->first <= day);
  };
  look_at(DecisionDays(facts.resolution, DecidedIn(facts)));
  for (const RecordedEvent& recorded : facts.events) look_at(DaysOf(recorded.event.date()));
  for (const v1::FollowUpTreatment& treatment : facts.resolution.treatments()) {
    look_at(DaysOf(treatment.date()));
  }
  return is_there || !is_dated;
}

v1::ResolutionResult FollowUpOn(const FollowUpFacts& facts, absl::CivilDay day) {
  const std::vector<DatedEvent> events = EventsUpTo(facts.events, day);
  v1::ResolutionResult result;
  *result.mutable_resolution() = facts.resolution;
  SetState(facts, events, day, result);
  SetWhoAndWhen(facts, events, day, result);
  SetDecision(facts, day, result);
  return result;
}

bool WasClosedBefore(const v1::ResolutionResult& result, absl::CivilDay first_day) {
  if (result.state_basis() != v1::FOLLOW_UP_STATE_BASIS_EVENTS) return false;
  const bool is_closed = result.state() == v1::FOLLOW_UP_STATE_DONE ||
                         result.state() == v1::FOLLOW_UP_STATE_REJECTED ||
                         result.state() == v1::FOLLOW_UP_STATE_CLOSED;
  const std::optional<DayRange> days = DaysOf(result.event().date());
  return is_closed && days.has_value() && days->last < first_day;
}

}  // namespace tertial::politics
