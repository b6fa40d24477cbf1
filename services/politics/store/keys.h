// Every key of the politics service.
//
// Rows stand in the ledger's tables under the ids of their resource names, each id followed by 00
// (common/ledger/ledger_keys.h draws the bytes around them):
//
//   01 01 area 00 body 00             Body
//   01 02 area 00 body 00 period 00   BodyActivity
//   01 03 area 00 case 00             Case
//   01 04 area 00 plan 00             ThematicPlan
//   01 05 area 00 resolution 00       ResolutionFollowUp
//   01 06 area 00 term 00             Term
//   01 07 area 00 body 00 meeting 00  Meeting
//   01 08 area 00 body 00 meeting 00 item 00   AgendaItem
//   01 09 area 00 matter 00           Matter
//   01 0A area 00 resolution 00 event 00       FollowUpEvent
//   01 80 area 00 case 00 part 00     ExemptContent, restricted (common/ledger/ledger_keys.h)
//
// So all activities of one body are one range, in the order of their periods, and all its meetings
// another, in the order of their days. Table numbers are stored: a number is never given to another
// resource.
//
// Rows are found by index entries:
//
//   0B table 01 table ids… | pk              by what they refer to (common/ledger/in_use.h)
//   0B 03 02 area 00 body 00 day 00 | pk     cases by body and day
//   0B 03 03 area 00 number 00 | pk          cases by number
//   0B table 04 area 00 word 00 | pk         by the words of texts (common/types/search_words.h)
#ifndef TERTIAL_SERVICES_POLITICS_STORE_KEYS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/record_reader.h"
#include "common/status/errors.h"
#include "common/types/period.h"
#include "tertial/politics/v1/exempt_content_resources.pb.h"
#include "tertial/politics/v1/follow_up_events.pb.h"
#include "tertial/politics/v1/meetings_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

// What the entries of index 2 begin with, of the cases of a body; `body_id` empty: of no known one.
// They go on with the day of the case, as text that sorts as days do: that of its meeting, else the
// first that its date may mean ("2024-11-01"), else "~2024" with the year of its number.
std::string DayEntriesOf(absl::string_view area_id, absl::string_view body_id);
// The day of a case as its entry of index 2 has it.
std::string DayEntryOf(const v1::Case& political_case);
// The entry of index 3 of cases that bear a number: "2024-00031".
std::string NumberEntryOf(absl::string_view area_id, int32_t year, int32_t sequence);
// What the entries of index 3 begin with, of numbers of one year.
std::string NumberEntriesOf(absl::string_view area_id, int32_t year);
// What the entries of index 4 begin with, of rows of the area.
std::string WordEntriesOf(absl::string_view area_id);

struct BodyTable {
  using Message = v1::Body;
  static constexpr TableId kId = 1;
  static constexpr absl::string_view kPattern = "areas/{area}/bodies/{body}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_BODY_NOT_FOUND;
};

struct BodyActivityTable {
  using Message = v1::BodyActivity;
  static constexpr TableId kId = 2;
  static constexpr absl::string_view kPattern = "areas/{area}/bodies/{body}/activities/{activity}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_BODY_ACTIVITY_NOT_FOUND;

  static std::optional<Period> PeriodOf(absl::Span<const std::string> ids);
  // Whether the body is recorded.
  static absl::StatusOr<bool> IsKnown(const RecordReader& reader,
                                      absl::Span<const std::string> ids);
};

struct CaseTable {
  using Message = v1::Case;
  static constexpr TableId kId = 3;
  static constexpr absl::string_view kPattern = "areas/{area}/cases/{case}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_CASE_NOT_FOUND;
  static constexpr uint32_t kIndexSchema = 4;

  static void AddIndexEntries(absl::string_view pk, const Message& political_case,
                              std::vector<std::string>& entries);
};

struct ThematicPlanTable {
  using Message = v1::ThematicPlan;
  static constexpr TableId kId = 4;
  static constexpr absl::string_view kPattern = "areas/{area}/plans/{plan}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_THEMATIC_PLAN_NOT_FOUND;
  static constexpr uint32_t kIndexSchema = 4;

  static void AddIndexEntries(absl::string_view pk, const Message& plan,
                              std::vector<std::string>& entries);
};

struct ResolutionFollowUpTable {
  using Message = v1::ResolutionFollowUp;
  static constexpr TableId kId = 5;
  static constexpr absl::string_view kPattern = "areas/{area}/resolutions/{resolution}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_RESOLUTION_FOLLOW_UP_NOT_FOUND;
  static constexpr uint32_t kIndexSchema = 4;

  static void AddIndexEntries(absl::string_view pk, const Message& resolution,
                              std::vector<std::string>& entries);
};

struct TermTable {
  using Message = v1::Term;
  static constexpr TableId kId = 6;
  static constexpr absl::string_view kPattern = "areas/{area}/terms/{term}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_TERM_NOT_FOUND;
};

struct MeetingTable {
  using Message = v1::Meeting;
  static constexpr TableId kId = 7;
  static constexpr absl::string_view kPattern = "areas/{area}/bodies/{body}/meetings/{meeting}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_MEETING_NOT_FOUND;
};

struct AgendaItemTable {
  using Message = v1::AgendaItem;
  static constexpr TableId kId = 8;
  static constexpr absl::string_view kPattern =
      "areas/{area}/bodies/{body}/meetings/{meeting}/items/{item}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_AGENDA_ITEM_NOT_FOUND;
};

struct FollowUpEventTable {
  using Message = v1::FollowUpEvent;
  static constexpr TableId kId = 10;
  static constexpr absl::string_view kPattern =
      "areas/{area}/resolutions/{resolution}/events/{event}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_FOLLOW_UP_EVENT_NOT_FOUND;
};

struct MatterTable {
  using Message = v1::Matter;
  static constexpr TableId kId = 9;
  static constexpr absl::string_view kPattern = "areas/{area}/matters/{matter}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_MATTER_NOT_FOUND;

  static void AddIndexEntries(absl::string_view pk, const Message& matter,
                              std::vector<std::string>& entries);
};

struct ExemptContentTable {
  using Message = v1::ExemptContent;
  static constexpr TableId kId = 0x80;
  static constexpr absl::string_view kPattern =
      "areas/{area}/cases/{case}/exemptContents/{exempt_content}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_EXEMPT_CONTENT_NOT_FOUND;

  static void AddIndexEntries(absl::string_view pk, const Message& content,
                              std::vector<std::string>& entries);
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_KEYS_H_
