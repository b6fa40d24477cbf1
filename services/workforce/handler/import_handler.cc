// Imports: what each kind of row is checked with.
#include "common/rpc/importing.h"
#include "services/workforce/domain/resource_rules.h"
#include "services/workforce/handler/workforce_handlers.h"
#include "services/workforce/store/keys.h"

namespace tertial::workforce {
namespace {

// Decides whose number stands in the name of the unit, as in that of the figure.
std::optional<Period> PeriodOf(const v1::WorkforceFigure& figure) {
  const absl::StatusOr<Period> period = Period::Parse(figure.period());
  return period.ok() ? std::optional<Period>(*period) : std::nullopt;
}

absl::Status CheckFigureReferences(const RecordReader& reader, const v1::WorkforceFigure& figure,
                                   const Violations& violations) {
  if (figure.unit().empty()) return absl::OkStatus();
  return CheckReference<UnitTable>(reader, "unit", figure.unit(), figure.name(), violations)
      .status();
}

absl::Status ApplyRow(ImportRun& run, v1::WorkforceRow& row, const Violations& violations) {
  switch (row.row_case()) {
    case v1::WorkforceRow::kUnit:
      return run.Put<UnitTable>(*row.mutable_unit(), violations.At("unit"), CheckUnit);
    case v1::WorkforceRow::kWorkforceFigure:
      MakeReferenceCanonical<UnitTable>(run.areas(), row.mutable_workforce_figure()->mutable_unit(),
                                        PeriodOf(row.workforce_figure()));
      return run.Put<WorkforceFigureTable>(*row.mutable_workforce_figure(),
                                           violations.At("workforce_figure"), CheckWorkforceFigure,
                                           CheckFigureReferences);
    case v1::WorkforceRow::ROW_NOT_SET:
      break;  // ImportSink has refused it
  }
  return absl::OkStatus();
}

}  // namespace

std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>>
WorkforceHandlers::ImportRows(const CallContext& call) {
  using Sink = ImportSink<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::WorkforceRow>;
  return std::make_unique<Sink>(
      ledger_, areas_, call, [](const v1::WorkforceRow& row) { return row.row_case(); }, ApplyRow);
}

}  // namespace tertial::workforce
