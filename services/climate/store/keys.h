// Every key of the climate service.
//
// Rows stand in the ledger's tables under the ids of their resource names, each id followed by 00
// (common/ledger/ledger_keys.h draws the bytes around them):
//
//   01 01 area 00 release 00                                        InventoryRelease
//   01 02 area 00 release 00 sector~period[~source.…][~gas.…][~object.…] 00
//                                                                   EmissionFigure
//   01 03 area 00 metric~boundary~period[~scope.…][~sector.…][~object.…] 00
//                                                                   ActivityFigure
//   01 04 area 00 target 00                                         ClimateTarget
//   01 05 area 00 measure 00                                        ClimateMeasure
//   01 06 table 00                                                  GwpTable
//   01 07 crosswalk 00                                              SectorCrosswalk
//   01 08 factor~version 00                                         EmissionFactor
//   01 09 area 00 path 00                                           ReferencePath
//   01 0A area 00 target 00 release 00                              ClimateTargetLevel, derived
//   01 0B area 00 activity 00 factor~version 00                     CalculatedEmission, derived
//
// So all emissions of one release are one range, and in it each sector, in the order of its
// periods; and all versions of a factor are one. Table numbers are stored: a number is never given
// to another resource.
//
// Rows are found by index entries:
//
//   0B table 01 table ids… | pk    by what they refer to (common/ledger/in_use.h)
//   0B 03 02 factor 00 | pk        activity figures by the codes of the emission factors they name
#ifndef TERTIAL_SERVICES_CLIMATE_STORE_KEYS_H_
#define TERTIAL_SERVICES_CLIMATE_STORE_KEYS_H_

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
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// What the entries of index 2 are, of activity figures that name the factor.
std::string FactorEntry(absl::string_view factor);

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
  static void AddIndexEntries(absl::string_view pk, const Message& figure,
                              std::vector<std::string>& entries);
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

struct GwpTableTable {
  using Message = v1::GwpTable;
  static constexpr TableId kId = 6;
  static constexpr absl::string_view kPattern = "gwpTables/{gwp_table}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_GWP_TABLE_NOT_FOUND;
};

struct SectorCrosswalkTable {
  using Message = v1::SectorCrosswalk;
  static constexpr TableId kId = 7;
  static constexpr absl::string_view kPattern = "sectorCrosswalks/{sector_crosswalk}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_SECTOR_CROSSWALK_NOT_FOUND;
};

struct EmissionFactorTable {
  using Message = v1::EmissionFactor;
  static constexpr TableId kId = 8;
  static constexpr absl::string_view kPattern = "emissionFactors/{emission_factor}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_EMISSION_FACTOR_NOT_FOUND;
};

struct ReferencePathTable {
  using Message = v1::ReferencePath;
  static constexpr TableId kId = 9;
  static constexpr absl::string_view kPattern = "areas/{area}/referencePaths/{reference_path}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_REFERENCE_PATH_NOT_FOUND;
};

struct ClimateTargetLevelTable {
  using Message = v1::ClimateTargetLevel;
  static constexpr TableId kId = 10;
  static constexpr absl::string_view kPattern =
      "areas/{area}/climateTargets/{climate_target}/levels/{level}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_CLIMATE_TARGET_LEVEL_NOT_FOUND;
  static constexpr bool kDerived = true;
};

struct CalculatedEmissionTable {
  using Message = v1::CalculatedEmission;
  static constexpr TableId kId = 11;
  static constexpr absl::string_view kPattern =
      "areas/{area}/activities/{activity}/calculatedEmissions/{calculated_emission}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_CALCULATED_EMISSION_NOT_FOUND;
  static constexpr bool kDerived = true;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_STORE_KEYS_H_
