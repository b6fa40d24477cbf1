// Rows for tests of figures of activity.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_POLITICS_ACTIVITY_ROWS_H_
#define TERTIAL_TESTS_UNIT_SERVICES_POLITICS_ACTIVITY_ROWS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "common/types/calendar.h"
#include "services/politics/domain/case_timing.h"
#include "tertial/politics/v1/meetings_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

inline DayRange Days(const std::string& first, const std::string& last) {
  return {*ParseCivilDay(first), *ParseCivilDay(last)};
}

inline std::string BodyNamed(const std::string& id) {
  return absl::StrCat("areas/asker/bodies/", id);
}

inline std::string MatterNamed(const std::string& id) {
  return absl::StrCat("areas/asker/matters/", id);
}

inline v1::Body MakeBody(const std::string& id, int order) {
  v1::Body body;
  body.set_name(BodyNamed(id));
  body.set_order(order);
  return body;
}

inline v1::Meeting MakeMeeting(const std::string& body, const std::string& date,
                               v1::MeetingState state) {
  v1::Meeting meeting;
  meeting.set_name(absl::StrCat(BodyNamed(body), "/meetings/", date));
  meeting.set_date(date);
  meeting.set_state(state);
  return meeting;
}

// A case of the body, of none where that is empty, with the date as it is known.
inline RecordedCase MakeCase(const std::string& id, const std::string& body,
                             const std::string& date, int sequence = 1, int year = 2024) {
  RecordedCase one;
  one.political_case.set_name(absl::StrCat("areas/asker/cases/", id));
  if (!body.empty()) one.political_case.set_body(BodyNamed(body));
  one.political_case.set_decision_date(date);
  one.political_case.mutable_number()->set_sequence(sequence);
  one.political_case.mutable_number()->set_year(year);
  return one;
}

inline RecordedCase OfMatter(RecordedCase one, const std::string& matter) {
  one.political_case.set_matter(MatterNamed(matter));
  return one;
}

inline RecordedCase OfKind(RecordedCase one, v1::TreatmentKind kind) {
  one.political_case.set_kind(kind);
  return one;
}

// On the agenda of the meeting, which is in the state.
inline RecordedCase InMeeting(RecordedCase one, const std::string& day, v1::MeetingState state) {
  one.political_case.set_meeting(absl::StrCat(one.political_case.body(), "/meetings/", day));
  one.meeting_state = state;
  return one;
}

}  // namespace tertial::politics

#endif  // TERTIAL_TESTS_UNIT_SERVICES_POLITICS_ACTIVITY_ROWS_H_
