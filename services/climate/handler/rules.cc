#include "services/climate/handler/rules.h"

#include "common/rpc/standard_writes.h"

namespace tertial::climate {
TableCatalog ClimateTables() {
  return TableCatalog({DefineResource<InventoryReleaseRules>(),
                       DefineResource<EmissionFigureRules>(), DefineResource<ActivityFigureRules>(),
                       DefineResource<ClimateTargetRules>(), DefineResource<ClimateMeasureRules>(),
                       DefineResource<GwpTableRules>(), DefineResource<SectorCrosswalkRules>(),
                       DefineResource<EmissionFactorRules>(), DefineResource<ReferencePathRules>(),
                       DefineResource<ClimateTargetLevelRules>(),
                       DefineResource<CalculatedEmissionRules>()});
}

}  // namespace tertial::climate
