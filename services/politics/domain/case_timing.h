// How a case counts in a span of days.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_TIMING_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_TIMING_H_

#include <optional>

#include "services/politics/domain/case_days.h"
#include "tertial/politics/v1/meetings_resources.pb.h"
#include "tertial/politics/v1/politics_analysis.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

// A case, and what figures need of the meeting that it names.
struct RecordedCase {
  // For figures it needs no more of the message than store/case_parts.h keeps.
  v1::Case political_case;
  // Unspecified: it names no meeting, or one that is not recorded.
  v1::MeetingState meeting_state = v1::MEETING_STATE_UNSPECIFIED;
};

// Whether it was treated, as far as is known: it was not where its meeting is planned or was
// cancelled.
bool WasTreated(const RecordedCase& one);

// How it counts in the days of `span`, as CountedActivity (politics_sections.proto) tells; nothing
// where it has nothing to do with them. Pure.
std::optional<v1::CaseTiming> TimingOf(const RecordedCase& one, const DayRange& span);

// Whether `a` stands before `b` in a list of cases by the first day that each may have been treated
// on: those of no known day are last, those of one day in the order of their names.
bool StandsBefore(const v1::Case& a, const v1::Case& b);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_TIMING_H_
