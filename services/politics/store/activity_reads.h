// What figures of activity, lists of cases and findings read, from one state of the store.
//
// Cases are found by body and day (index 2 of keys.h). An entry begins with the first day that the
// case may have been treated on, so a year's, season's or month's date that reaches into a span
// stands before it: under 1 January, or the first day of the season or month, of the span's first
// day, and nowhere else. Entries of days that a row had in other states stay (record_reader.h), so
// the row itself is looked at.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_ACTIVITY_READS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_ACTIVITY_READS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/read_view.h"
#include "common/ledger/record_reader.h"
#include "common/types/period.h"
#include "services/politics/domain/activity.h"
#include "services/politics/domain/case_days.h"
#include "services/politics/domain/case_timing.h"
#include "services/politics/domain/number_findings.h"

namespace tertial::politics {

// All that AssembleActivity needs of the area in `span`. `period`: the one that the span is, whose
// reported activities are read too. The three steps that follow, one after the other.
absl::StatusOr<ActivityFacts> ReadActivity(const ReadView& view, const std::string& area_id,
                                           const DayRange& span,
                                           const std::optional<Period>& period);

// The bodies, and what is reported of the period; nothing that is counted.
absl::StatusOr<ActivityFacts> ReadReportedActivity(const RecordReader& reader,
                                                   const std::string& area_id, const DayRange& span,
                                                   const std::optional<Period>& period);
// Adds the meetings of facts.bodies in facts.span.
absl::Status AddMeetings(const RecordReader& reader, ActivityFacts& facts);
// Adds the cases; after AddMeetings. They are parsed in parts (case_parts.h), and what is read
// follows the span, not the register.
absl::Status AddCases(const ReadView& view, ActivityFacts& facts);

// A page of the cases of one body in a span.
struct BodyCasesPage {
  struct Row {
    v1::Case political_case;
    v1::CaseTiming timing;
  };
  // In the order of StandsBefore.
  std::vector<Row> rows;
  // Go on from here. Empty: this was the last.
  std::string reached;
};

// The cases that have something to do with the span, whole, from behind `after` on (the `reached`
// of the page before; empty: from the beginning). `body_id` empty: cases of no known body. A page
// ends early when its rows are large or many were passed over.
absl::StatusOr<BodyCasesPage> ReadBodyCases(const ReadView& view, const std::string& area_id,
                                            const std::string& body_id, const DayRange& span,
                                            absl::string_view after, size_t page_size);

// The cases that bear one of the numbers, whole, in no particular order.
absl::StatusOr<std::vector<v1::Case>> ReadNumberedCases(const RecordReader& reader,
                                                        const std::string& area_id,
                                                        absl::Span<const int32_t> years,
                                                        int32_t sequence);

// The cases, in parts, that bear numbers of the year in the series of any body. For SeriesOf.
absl::StatusOr<std::vector<RecordedCase>> ReadCasesNumberedIn(const ReadView& view,
                                                              const std::string& area_id,
                                                              int32_t year);
// The cases, in parts, in the series of the body, of all years. For SeriesOf.
absl::StatusOr<std::vector<RecordedCase>> ReadCasesOfBody(const ReadView& view,
                                                          const std::string& area_id,
                                                          const std::string& body_id);

// The states of meetings by name. What is not recorded is left out.
absl::StatusOr<std::map<std::string, v1::MeetingState>> ReadMeetingStates(
    const RecordReader& reader, absl::Span<const std::string> meetings);

// Of each series, in their order, whether the activity of its body in its year is said to be
// recorded completely: the `is_complete` of FindingsOf.
absl::StatusOr<std::vector<bool>> ReadCompleteness(const RecordReader& reader,
                                                   absl::Span<const NumberSeries> series);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_ACTIVITY_READS_H_
