// What must be true of inventory releases and emission figures when they are written, by themselves
// or in an import. common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_EMISSION_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_EMISSION_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/climate/domain/emission_rules.h"
#include "services/climate/domain/release_rules.h"
#include "services/climate/store/keys.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

struct InventoryReleaseRules {
  using Table = InventoryReleaseTable;
  static constexpr auto Check = CheckInventoryRelease;
  static void MakeCanonical(const AreaRegistry& areas, v1::InventoryRelease& release);
  static absl::Status CheckReferences(const RecordReader& reader,
                                      const v1::InventoryRelease& release,
                                      const Violations& violations);
  // Also that what figures are recorded by does not change under them.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::InventoryRelease& release,
                                  const Violations& violations);
  static void ListReferences(const v1::InventoryRelease& release, References& references);
};

struct EmissionFigureRules {
  using Table = EmissionFigureTable;
  static constexpr auto Check = CheckEmissionFigure;
  // Also converts the figure into the unit that it is kept in.
  static void MakeCanonical(const AreaRegistry& areas, v1::EmissionFigure& figure);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::EmissionFigure& figure,
                                      const Violations& violations);
  static absl::Status CheckBeside(const RecordReader& reader, const v1::EmissionFigure& figure,
                                  const Violations& violations);
  static void ListReferences(const v1::EmissionFigure& figure, References& references);
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_EMISSION_RULES_H_
