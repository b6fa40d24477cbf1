// Imports: the kinds of rows, in the order in which they are applied.
#include <memory>

#include "common/rpc/importing.h"
#include "services/climate/handler/climate_handlers.h"
#include "services/climate/handler/rules.h"

namespace tertial::climate {

std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>> ClimateHandlers::ImportRows(
    const CallContext& call) {
  return OpenImport<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::ClimateRow, GwpTableRules,
                    SectorCrosswalkRules, EmissionFactorRules, InventoryReleaseRules,
                    EmissionFigureRules, ActivityFigureRules, ReferencePathRules,
                    ClimateTargetRules, ClimateMeasureRules>(ledger_, areas_, call);
}

}  // namespace tertial::climate
