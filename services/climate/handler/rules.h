// What must be true of each resource of this service when it is written, by itself or in an import.
// common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/table_catalog.h"
#include "common/status/violations.h"
#include "services/climate/domain/resource_rules.h"
#include "services/climate/store/keys.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

struct InventoryReleaseRules {
  using Table = InventoryReleaseTable;
  static constexpr auto Check = CheckInventoryRelease;
};

struct EmissionFigureRules {
  using Table = EmissionFigureTable;
  static constexpr auto Check = CheckEmissionFigure;
  static absl::Status CheckReferences(const RecordReader& reader, const v1::EmissionFigure& figure,
                                      const Violations& violations);
};

struct ActivityFigureRules {
  using Table = ActivityFigureTable;
  static constexpr auto Check = CheckActivityFigure;
};

struct ClimateTargetRules {
  using Table = ClimateTargetTable;
  static constexpr auto Check = CheckClimateTarget;
};

struct ClimateMeasureRules {
  using Table = ClimateMeasureTable;
  static constexpr auto Check = CheckClimateMeasure;
};

// All tables of this service, each with its rules.
TableCatalog ClimateTables();

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_RULES_H_
