// Get, List and BatchGet of every resource.
#include "common/rpc/standard_methods.h"
#include "services/climate/handler/climate_handlers.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {

absl::StatusOr<v1::GetInventoryReleaseResponse> ClimateHandlers::GetInventoryRelease(
    const CallContext& /*call*/, const v1::GetInventoryReleaseRequest& request) const {
  return AnswerGet<InventoryReleaseTable, v1::GetInventoryReleaseResponse>(
      ledger_, areas_, request, &v1::GetInventoryReleaseResponse::mutable_inventory_release);
}

absl::StatusOr<v1::ListInventoryReleasesResponse> ClimateHandlers::ListInventoryReleases(
    const CallContext& /*call*/, const v1::ListInventoryReleasesRequest& request) const {
  return AnswerList<InventoryReleaseTable, v1::ListInventoryReleasesResponse>(
      ledger_, areas_, request, &v1::ListInventoryReleasesResponse::mutable_inventory_releases);
}

absl::StatusOr<v1::BatchGetInventoryReleasesResponse> ClimateHandlers::BatchGetInventoryReleases(
    const CallContext& /*call*/, const v1::BatchGetInventoryReleasesRequest& request) const {
  return AnswerBatchGet<InventoryReleaseTable, v1::BatchGetInventoryReleasesResponse>(
      ledger_, areas_, request, &v1::BatchGetInventoryReleasesResult::mutable_inventory_release);
}

absl::StatusOr<v1::GetEmissionFigureResponse> ClimateHandlers::GetEmissionFigure(
    const CallContext& /*call*/, const v1::GetEmissionFigureRequest& request) const {
  return AnswerGet<EmissionFigureTable, v1::GetEmissionFigureResponse>(
      ledger_, areas_, request, &v1::GetEmissionFigureResponse::mutable_emission_figure);
}

absl::StatusOr<v1::ListEmissionFiguresResponse> ClimateHandlers::ListEmissionFigures(
    const CallContext& /*call*/, const v1::ListEmissionFiguresRequest& request) const {
  return AnswerList<EmissionFigureTable, v1::ListEmissionFiguresResponse>(
      ledger_, areas_, request, &v1::ListEmissionFiguresResponse::mutable_emission_figures);
}

absl::StatusOr<v1::BatchGetEmissionFiguresResponse> ClimateHandlers::BatchGetEmissionFigures(
    const CallContext& /*call*/, const v1::BatchGetEmissionFiguresRequest& request) const {
  return AnswerBatchGet<EmissionFigureTable, v1::BatchGetEmissionFiguresResponse>(
      ledger_, areas_, request, &v1::BatchGetEmissionFiguresResult::mutable_emission_figure);
}

absl::StatusOr<v1::GetActivityFigureResponse> ClimateHandlers::GetActivityFigure(
    const CallContext& /*call*/, const v1::GetActivityFigureRequest& request) const {
  return AnswerGet<ActivityFigureTable, v1::GetActivityFigureResponse>(
      ledger_, areas_, request, &v1::GetActivityFigureResponse::mutable_activity_figure);
}

absl::StatusOr<v1::ListActivityFiguresResponse> ClimateHandlers::ListActivityFigures(
    const CallContext& /*call*/, const v1::ListActivityFiguresRequest& request) const {
  return AnswerList<ActivityFigureTable, v1::ListActivityFiguresResponse>(
      ledger_, areas_, request, &v1::ListActivityFiguresResponse::mutable_activity_figures);
}

absl::StatusOr<v1::BatchGetActivityFiguresResponse> ClimateHandlers::BatchGetActivityFigures(
    const CallContext& /*call*/, const v1::BatchGetActivityFiguresRequest& request) const {
  return AnswerBatchGet<ActivityFigureTable, v1::BatchGetActivityFiguresResponse>(
      ledger_, areas_, request, &v1::BatchGetActivityFiguresResult::mutable_activity_figure);
}

absl::StatusOr<v1::GetClimateTargetResponse> ClimateHandlers::GetClimateTarget(
    const CallContext& /*call*/, const v1::GetClimateTargetRequest& request) const {
  return AnswerGet<ClimateTargetTable, v1::GetClimateTargetResponse>(
      ledger_, areas_, request, &v1::GetClimateTargetResponse::mutable_climate_target);
}

absl::StatusOr<v1::ListClimateTargetsResponse> ClimateHandlers::ListClimateTargets(
    const CallContext& /*call*/, const v1::ListClimateTargetsRequest& request) const {
  return AnswerList<ClimateTargetTable, v1::ListClimateTargetsResponse>(
      ledger_, areas_, request, &v1::ListClimateTargetsResponse::mutable_climate_targets);
}

absl::StatusOr<v1::BatchGetClimateTargetsResponse> ClimateHandlers::BatchGetClimateTargets(
    const CallContext& /*call*/, const v1::BatchGetClimateTargetsRequest& request) const {
  return AnswerBatchGet<ClimateTargetTable, v1::BatchGetClimateTargetsResponse>(
      ledger_, areas_, request, &v1::BatchGetClimateTargetsResult::mutable_climate_target);
}

absl::StatusOr<v1::GetClimateMeasureResponse> ClimateHandlers::GetClimateMeasure(
    const CallContext& /*call*/, const v1::GetClimateMeasureRequest& request) const {
  return AnswerGet<ClimateMeasureTable, v1::GetClimateMeasureResponse>(
      ledger_, areas_, request, &v1::GetClimateMeasureResponse::mutable_climate_measure);
}

absl::StatusOr<v1::ListClimateMeasuresResponse> ClimateHandlers::ListClimateMeasures(
    const CallContext& /*call*/, const v1::ListClimateMeasuresRequest& request) const {
  return AnswerList<ClimateMeasureTable, v1::ListClimateMeasuresResponse>(
      ledger_, areas_, request, &v1::ListClimateMeasuresResponse::mutable_climate_measures);
}

absl::StatusOr<v1::BatchGetClimateMeasuresResponse> ClimateHandlers::BatchGetClimateMeasures(
    const CallContext& /*call*/, const v1::BatchGetClimateMeasuresRequest& request) const {
  return AnswerBatchGet<ClimateMeasureTable, v1::BatchGetClimateMeasuresResponse>(
      ledger_, areas_, request, &v1::BatchGetClimateMeasuresResult::mutable_climate_measure);
}

}  // namespace tertial::climate
