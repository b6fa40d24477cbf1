// Every key of the climate service.
//
// Rows stand in the ledger's tables under the ids of their resource names, each id followed by 00
// (common/ledger/ledger_keys.h draws the bytes around them):
//
//   01 01 area 00 release 00                                        InventoryRelease
//   01 02 area 00 release 00 sector~period[~object.…] 00            EmissionFigure
//   01 03 area 00 metric~boundary~period[~scope.…][~sector.…][~object.…] 00
//                                                                   ActivityFigure
//   01 04 area 00 target 00                                         ClimateTarget
//   01 05 area 00 measure 00                                        ClimateMeasure
//
// So all emissions of one release are one range, and in it each sector, in the order of its
// periods. Table numbers are stored: a number is never given to another resource.
#ifndef TERTIAL_SERVICES_CLIMATE_STORE_KEYS_H_
#define TERTIAL_SERVICES_CLIMATE_STORE_KEYS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/record_reader.h"
#include "common/status/errors.h"
#include "common/types/period.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

struct InventoryReleaseTable {
  using Message = v1::InventoryRelease;
  static constexpr TableId kId = 1;
  static constexpr absl::string_view kPattern =
      "areas/{area}/inventoryReleases/{inventory_release}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND;
};

struct EmissionFigureTable {
  using Message = v1::EmissionFigure;
  static constexpr TableId kId = 2;
  static constexpr absl::string_view kPattern =
      "areas/{area}/inventoryReleases/{inventory_release}/emissions/{emission}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_EMISSION_FIGURE_NOT_FOUND;

  static std::optional<Period> PeriodOf(absl::Span<const std::string> ids);
  // Whether the release holds a figure of the sector.
  static absl::StatusOr<bool> IsKnown(const RecordReader& reader,
                                      absl::Span<const std::string> ids);
};

struct ActivityFigureTable {
  using Message = v1::ActivityFigure;
  static constexpr TableId kId = 3;
  static constexpr absl::string_view kPattern = "areas/{area}/activities/{activity}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_ACTIVITY_FIGURE_NOT_FOUND;

  static std::optional<Period> PeriodOf(absl::Span<const std::string> ids);
  // Whether the area holds a figure of the metric.
  static absl::StatusOr<bool> IsKnown(const RecordReader& reader,
                                      absl::Span<const std::string> ids);
};

struct ClimateTargetTable {
  using Message = v1::ClimateTarget;
  static constexpr TableId kId = 4;
  static constexpr absl::string_view kPattern = "areas/{area}/climateTargets/{climate_target}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_CLIMATE_TARGET_NOT_FOUND;
};

struct ClimateMeasureTable {
  using Message = v1::ClimateMeasure;
  static constexpr TableId kId = 5;
  static constexpr absl::string_view kPattern = "areas/{area}/climateMeasures/{climate_measure}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_CLIMATE_MEASURE_NOT_FOUND;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_STORE_KEYS_H_
