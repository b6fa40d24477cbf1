// Get, List and BatchGet of every resource.
#include "common/rpc/standard_methods.h"
#include "services/workforce/handler/workforce_handlers.h"
#include "services/workforce/store/keys.h"

namespace tertial::workforce {

absl::StatusOr<v1::GetUnitResponse> WorkforceHandlers::GetUnit(
    const CallContext& /*call*/, const v1::GetUnitRequest& request) const {
  return AnswerGet<UnitTable, v1::GetUnitResponse>(ledger_, areas_, request,
                                                   &v1::GetUnitResponse::mutable_unit);
}

absl::StatusOr<v1::ListUnitsResponse> WorkforceHandlers::ListUnits(
    const CallContext& /*call*/, const v1::ListUnitsRequest& request) const {
  return AnswerList<UnitTable, v1::ListUnitsResponse>(ledger_, areas_, request,
                                                      &v1::ListUnitsResponse::mutable_units);
}

absl::StatusOr<v1::BatchGetUnitsResponse> WorkforceHandlers::BatchGetUnits(
    const CallContext& /*call*/, const v1::BatchGetUnitsRequest& request) const {
  return AnswerBatchGet<UnitTable, v1::BatchGetUnitsResponse>(
      ledger_, areas_, request, &v1::BatchGetUnitsResult::mutable_unit);
}

absl::StatusOr<v1::GetWorkforceFigureResponse> WorkforceHandlers::GetWorkforceFigure(
    const CallContext& /*call*/, const v1::GetWorkforceFigureRequest& request) const {
  return AnswerGet<WorkforceFigureTable, v1::GetWorkforceFigureResponse>(
      ledger_, areas_, request, &v1::GetWorkforceFigureResponse::mutable_workforce_figure);
}

absl::StatusOr<v1::ListWorkforceFiguresResponse> WorkforceHandlers::ListWorkforceFigures(
    const CallContext& /*call*/, const v1::ListWorkforceFiguresRequest& request) const {
  return AnswerList<WorkforceFigureTable, v1::ListWorkforceFiguresResponse>(
      ledger_, areas_, request, &v1::ListWorkforceFiguresResponse::mutable_workforce_figures);
}

absl::StatusOr<v1::BatchGetWorkforceFiguresResponse> WorkforceHandlers::BatchGetWorkforceFigures(
    const CallContext& /*call*/, const v1::BatchGetWorkforceFiguresRequest& request) const {
  return AnswerBatchGet<WorkforceFigureTable, v1::BatchGetWorkforceFiguresResponse>(
      ledger_, areas_, request, &v1::BatchGetWorkforceFiguresResult::mutable_workforce_figure);
}

}  // namespace tertial::workforce
