// Every key of the indicators service.
//
// Rows stand in the ledger's tables under the ids of their resource names, each id followed by 00
// (common/ledger/ledger_keys.h draws the bytes around them):
//
//   01 01 indicator 00                                        Indicator
//   01 02 area 00 focus_area 00                               FocusArea
//   01 03 area 00 goal 00                                     Goal
//   01 04 area 00 indicator 00                                FrameworkIndicator
//   01 05 area 00 indicator 00 period[~dimension.member…] 00  Observation
//   01 06 area 00 target 00                                   Target
//   01 07 area 00 framework 00                                Framework
//   01 08 peer_group 00                                       PeerGroup
//   0C 05 indicator 00 period[~dimension.member…] 00 area 00  what is compared of an Observation
//   0A    service 00                                          FollowedOwner (followed_owners.h)
//
// So all observations of one indicator and area are one range, in the order of their periods, and
// those of one indicator and period, of all areas, are one of the covering index. Table numbers are
// stored: a number is never given to another resource.
#ifndef TERTIAL_SERVICES_INDICATORS_STORE_KEYS_H_
#define TERTIAL_SERVICES_INDICATORS_STORE_KEYS_H_

#include <array>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_view.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/table.h"
#include "common/status/errors.h"
#include "common/types/period.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

struct IndicatorTable {
  using Message = v1::Indicator;
  static constexpr TableId kId = 1;
  static constexpr absl::string_view kPattern = "indicators/{indicator}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_INDICATOR_NOT_FOUND;
  static constexpr std::array<absl::string_view, 1> kOutputOnly = {"versions"};

  // Sets the versions of the definition.
  static absl::Status Derive(const ReadView& view, v1::Indicator& indicator);
};

struct FocusAreaTable {
  using Message = v1::FocusArea;
  static constexpr TableId kId = 2;
  static constexpr absl::string_view kPattern = "areas/{area}/focusAreas/{focus_area}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_FOCUS_AREA_NOT_FOUND;
};

struct GoalTable {
  using Message = v1::Goal;
  static constexpr TableId kId = 3;
  static constexpr absl::string_view kPattern = "areas/{area}/goals/{goal}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_GOAL_NOT_FOUND;
};

struct FrameworkIndicatorTable {
  using Message = v1::FrameworkIndicator;
  static constexpr TableId kId = 4;
  static constexpr absl::string_view kPattern =
      "areas/{area}/frameworkIndicators/{framework_indicator}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_FRAMEWORK_INDICATOR_NOT_FOUND;
};

struct ObservationTable {
  using Message = v1::Observation;
  static constexpr TableId kId = 5;
  static constexpr absl::string_view kPattern =
      "areas/{area}/indicators/{indicator}/observations/{observation}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_OBSERVATION_NOT_FOUND;
  static constexpr std::array<absl::string_view, 1> kOutputOnly = {"pulled"};
  // By who corrects what was pulled and is owned no more.
  static constexpr bool kOutputOnlyCleared = true;
  // Indicator, period, area.
  static constexpr std::array<size_t, 3> kCoveringOrder = {1, 2, 0};
  static constexpr std::array<int, 3> kCoveredFields = {
      Message::kCellFieldNumber, Message::kBasisFieldNumber, Message::kGroupStatisticFieldNumber};

  static std::optional<Period> PeriodOf(absl::Span<const std::string> ids);
  // NO_OBSERVATION if the indicator is defined; DISCONTINUED if it was before the period.
  static absl::StatusOr<Absence> DescribeAbsence(const RecordReader& reader,
                                                 absl::Span<const std::string> ids);
};

struct TargetTable {
  using Message = v1::Target;
  static constexpr TableId kId = 6;
  static constexpr absl::string_view kPattern = "areas/{area}/targets/{target}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_TARGET_NOT_FOUND;
};

struct FrameworkTable {
  using Message = v1::Framework;
  static constexpr TableId kId = 7;
  static constexpr absl::string_view kPattern = "areas/{area}/frameworks/{framework}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_FRAMEWORK_NOT_FOUND;
};

struct PeerGroupTable {
  using Message = v1::PeerGroup;
  static constexpr TableId kId = 8;
  static constexpr absl::string_view kPattern = "peerGroups/{peer_group}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_PEER_GROUP_NOT_FOUND;
};

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_STORE_KEYS_H_
