// What figures of activity, lists of cases and findings read, from one state of the store.
//
// Cases are found by body and day (index 2 of keys.h). An entry begins with the first day that the
// case may have been treated on, so a year's, season's or month's date that reaches into a span
// stands before it: under 1 January, or the first day of the season or month, of the span's first
// day, and nowhere else. Entries of days that a row had in other states stay (record_reader.h), so
// the row itself is looked at.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_ACTIVITY_READS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_ACTIVITY_READS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
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

// The keys of the rows of a table under an index entry; one may stand twice, and a row that has the
// entry no longer may be among them.
absl::StatusOr<std::vector<std::string>> KeysUnder(const RecordReader& reader, TableId table,
                                                   absl::string_view entry);
// The cases under these keys, in parts and each once; those that are not there are left out.
absl::StatusOr<std::vector<RecordedCase>> ReadRecordedCases(const RecordReader& reader,
                                                            std::vector<std::string> pks);

// Entries of index 2 that cases of the span may stand under.
using DayEntryVisitor = absl::FunctionRef<bool(absl::string_view day, absl::string_view pk)>;

// Visits the entries of the body's cases that may have something to do with the span, in the order
// of day and pk, from behind the entry `after_day`, `after_pk` on (empty: from the beginning); a
// row may come several times, and one that has the entry no longer. Those of no known day come
// last. False ends the scan.
absl::Status ScanDayEntries(const ReadView& view, absl::string_view area_id,
                            absl::string_view body_id, const DayRange& span,
                            absl::string_view after_day, absl::string_view after_pk,
                            DayEntryVisitor visitor);

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
