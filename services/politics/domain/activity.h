// What the bodies of an area did in a span of days: what was reported beside what is counted.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_ACTIVITY_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_ACTIVITY_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/types/period.h"
#include "services/politics/domain/case_timing.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/politics/v1/meetings_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/politics/v1/politics_sections.pb.h"

namespace tertial::politics {

// What is recorded of one area, all read at one state. What of it lies outside of the span is left
// out of the figures, so more may be given than is needed.
struct ActivityFacts {
  std::string area_id;
  DayRange span;
  // Set where the span is a period: only then are there reported counts.
  std::optional<Period> period;
  // Any bodies of the area, in any order.
  std::vector<v1::Body> bodies;
  // The reported activities of the period, by their names (ActivityName).
  std::map<std::string, v1::BodyActivity> activities;
  // Set false where meetings and cases could not be read: then nothing is counted, and neither
  // `counted`, nor differences, nor shares of it are set.
  bool is_counted = true;
  // All meetings of the span, and others or not.
  std::vector<v1::Meeting> meetings;
  // Each case once: all that may have been treated in the span or are of meetings of it, and for
  // the durations all cases of the matters that these name. Others may be among them.
  std::vector<RecordedCase> cases;
};

struct ActivityFigures {
  // Of the bodies that are there on some day of the span and those with a reported activity, in
  // their order.
  std::vector<v1::BodyActivitySeries> bodies;
  // As GetActivityResponse has them.
  common::v1::Computed reported_meetings_total;
  common::v1::Computed reported_cases_total;
  v1::ActivityTotals totals;
};

// The figures, as the messages tell them. Pure.
ActivityFigures AssembleActivity(const ActivityFacts& facts);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_ACTIVITY_H_
