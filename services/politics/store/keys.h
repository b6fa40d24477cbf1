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
//
// So all activities of one body are one range, in the order of their periods. Table numbers are
// stored: a number is never given to another resource.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_KEYS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_KEYS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/record_reader.h"
#include "common/status/errors.h"
#include "common/types/period.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

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
};

struct ThematicPlanTable {
  using Message = v1::ThematicPlan;
  static constexpr TableId kId = 4;
  static constexpr absl::string_view kPattern = "areas/{area}/plans/{plan}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_THEMATIC_PLAN_NOT_FOUND;
};

struct ResolutionFollowUpTable {
  using Message = v1::ResolutionFollowUp;
  static constexpr TableId kId = 5;
  static constexpr absl::string_view kPattern = "areas/{area}/resolutions/{resolution}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_RESOLUTION_FOLLOW_UP_NOT_FOUND;
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_KEYS_H_
