// Imports: what each kind of row is checked with.
#include "common/rpc/importing.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/resource_rules.h"
#include "services/climate/handler/climate_handlers.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {
namespace {

absl::Status CheckEmissionReferences(const RecordReader& reader, const v1::EmissionFigure& figure,
                                     const Violations& violations) {
  return CheckReference<InventoryReleaseTable>(reader, "name", ReleaseOf(figure), figure.name(),
                                               violations)
      .status();
}

absl::Status ApplyRow(ImportRun& run, v1::ClimateRow& row, const Violations& violations) {
  switch (row.row_case()) {
    case v1::ClimateRow::kInventoryRelease:
      return run.Put<InventoryReleaseTable>(*row.mutable_inventory_release(),
                                            violations.At("inventory_release"),
                                            CheckInventoryRelease);
    case v1::ClimateRow::kEmissionFigure:
      return run.Put<EmissionFigureTable>(*row.mutable_emission_figure(),
                                          violations.At("emission_figure"), CheckEmissionFigure,
                                          CheckEmissionReferences);
    case v1::ClimateRow::kActivityFigure:
      return run.Put<ActivityFigureTable>(*row.mutable_activity_figure(),
                                          violations.At("activity_figure"), CheckActivityFigure);
    case v1::ClimateRow::kClimateTarget:
      return run.Put<ClimateTargetTable>(*row.mutable_climate_target(),
                                         violations.At("climate_target"), CheckClimateTarget);
    case v1::ClimateRow::kClimateMeasure:
      return run.Put<ClimateMeasureTable>(*row.mutable_climate_measure(),
                                          violations.At("climate_measure"), CheckClimateMeasure);
    case v1::ClimateRow::ROW_NOT_SET:
      break;  // ImportSink has refused it
  }
  return absl::OkStatus();
}

}  // namespace

std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>> ClimateHandlers::ImportRows(
    const CallContext& call) {
  using Sink = ImportSink<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::ClimateRow>;
  return std::make_unique<Sink>(
      ledger_, areas_, call, [](const v1::ClimateRow& row) { return row.row_case(); }, ApplyRow);
}

}  // namespace tertial::climate
