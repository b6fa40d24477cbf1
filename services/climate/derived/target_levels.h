// Targets in tonnes by the releases that they are measured by, as they should be recorded.
#ifndef TERTIAL_SERVICES_CLIMATE_DERIVED_TARGET_LEVELS_H_
#define TERTIAL_SERVICES_CLIMATE_DERIVED_TARGET_LEVELS_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/record_reader.h"
#include "services/climate/derived/derived_rows.h"
#include "services/climate/domain/target_progress.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// The row for a target and a release; nothing where the target has no base period, or no level by
// that release.
std::optional<v1::ClimateTargetLevel> LevelRow(const v1::ClimateTarget& target,
                                               const v1::InventoryRelease& release,
                                               const TargetLevel& level);

// What must be done so that the levels recorded of the targets of an area are those that its facts
// give. Reads its targets, its releases, and of these the figures of the targets' base periods.
absl::StatusOr<std::vector<RowChange>> LevelChanges(const RecordReader& reader,
                                                    const std::string& area_id);

// Adds the ids of the areas whose releases use a GWP table, by its pk.
absl::Status AddAreasOfGwpTable(const RecordReader& reader, absl::string_view gwp_table,
                                std::set<std::string>& areas);

// The ids of all areas that have targets, or levels of targets.
absl::StatusOr<std::set<std::string>> AreasWithTargets(const RecordReader& reader);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DERIVED_TARGET_LEVELS_H_
