#include "services/climate/handler/rules.h"

#include "common/rpc/references.h"
#include "common/rpc/standard_writes.h"
#include "services/climate/domain/figure_id.h"

namespace tertial::climate {

absl::Status EmissionFigureRules::CheckReferences(const RecordReader& reader,
                                                  const v1::EmissionFigure& figure,
                                                  const Violations& violations) {
  return CheckReference<InventoryReleaseTable>(reader, "name", ReleaseOf(figure), figure.name(),
                                               violations)
      .status();
}

TableCatalog ClimateTables() {
  return TableCatalog({DefineResource<InventoryReleaseRules>(),
                       DefineResource<EmissionFigureRules>(), DefineResource<ActivityFigureRules>(),
                       DefineResource<ClimateTargetRules>(),
                       DefineResource<ClimateMeasureRules>()});
}

}  // namespace tertial::climate
