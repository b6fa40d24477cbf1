// Get, List and BatchGet of every resource.
#include "common/rpc/standard_methods.h"
#include "services/indicators/handler/indicators_handlers.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {

absl::StatusOr<v1::GetIndicatorResponse> IndicatorsHandlers::GetIndicator(
    const CallContext& /*call*/, const v1::GetIndicatorRequest& request) const {
  return AnswerGet<IndicatorTable, v1::GetIndicatorResponse>(
      ledger_, areas_, request, &v1::GetIndicatorResponse::mutable_indicator);
}

absl::StatusOr<v1::ListIndicatorsResponse> IndicatorsHandlers::ListIndicators(
    const CallContext& /*call*/, const v1::ListIndicatorsRequest& request) const {
  return AnswerList<IndicatorTable, v1::ListIndicatorsResponse>(
      ledger_, areas_, request, &v1::ListIndicatorsResponse::mutable_indicators);
}

absl::StatusOr<v1::BatchGetIndicatorsResponse> IndicatorsHandlers::BatchGetIndicators(
    const CallContext& /*call*/, const v1::BatchGetIndicatorsRequest& request) const {
  return AnswerBatchGet<IndicatorTable, v1::BatchGetIndicatorsResponse>(
      ledger_, areas_, request, &v1::BatchGetIndicatorsResult::mutable_indicator);
}

absl::StatusOr<v1::GetFocusAreaResponse> IndicatorsHandlers::GetFocusArea(
    const CallContext& /*call*/, const v1::GetFocusAreaRequest& request) const {
  return AnswerGet<FocusAreaTable, v1::GetFocusAreaResponse>(
      ledger_, areas_, request, &v1::GetFocusAreaResponse::mutable_focus_area);
}

absl::StatusOr<v1::ListFocusAreasResponse> IndicatorsHandlers::ListFocusAreas(
    const CallContext& /*call*/, const v1::ListFocusAreasRequest& request) const {
  return AnswerList<FocusAreaTable, v1::ListFocusAreasResponse>(
      ledger_, areas_, request, &v1::ListFocusAreasResponse::mutable_focus_areas);
}

absl::StatusOr<v1::BatchGetFocusAreasResponse> IndicatorsHandlers::BatchGetFocusAreas(
    const CallContext& /*call*/, const v1::BatchGetFocusAreasRequest& request) const {
  return AnswerBatchGet<FocusAreaTable, v1::BatchGetFocusAreasResponse>(
      ledger_, areas_, request, &v1::BatchGetFocusAreasResult::mutable_focus_area);
}

absl::StatusOr<v1::GetGoalResponse> IndicatorsHandlers::GetGoal(
    const CallContext& /*call*/, const v1::GetGoalRequest& request) const {
  return AnswerGet<GoalTable, v1::GetGoalResponse>(ledger_, areas_, request,
                                                   &v1::GetGoalResponse::mutable_goal);
}

absl::StatusOr<v1::ListGoalsResponse> IndicatorsHandlers::ListGoals(
    const CallContext& /*call*/, const v1::ListGoalsRequest& request) const {
  return AnswerList<GoalTable, v1::ListGoalsResponse>(ledger_, areas_, request,
                                                      &v1::ListGoalsResponse::mutable_goals);
}

absl::StatusOr<v1::BatchGetGoalsResponse> IndicatorsHandlers::BatchGetGoals(
    const CallContext& /*call*/, const v1::BatchGetGoalsRequest& request) const {
  return AnswerBatchGet<GoalTable, v1::BatchGetGoalsResponse>(
      ledger_, areas_, request, &v1::BatchGetGoalsResult::mutable_goal);
}

absl::StatusOr<v1::GetFrameworkIndicatorResponse> IndicatorsHandlers::GetFrameworkIndicator(
    const CallContext& /*call*/, const v1::GetFrameworkIndicatorRequest& request) const {
  return AnswerGet<FrameworkIndicatorTable, v1::GetFrameworkIndicatorResponse>(
      ledger_, areas_, request, &v1::GetFrameworkIndicatorResponse::mutable_framework_indicator);
}

absl::StatusOr<v1::ListFrameworkIndicatorsResponse> IndicatorsHandlers::ListFrameworkIndicators(
    const CallContext& /*call*/, const v1::ListFrameworkIndicatorsRequest& request) const {
  return AnswerList<FrameworkIndicatorTable, v1::ListFrameworkIndicatorsResponse>(
      ledger_, areas_, request, &v1::ListFrameworkIndicatorsResponse::mutable_framework_indicators);
}

absl::StatusOr<v1::BatchGetFrameworkIndicatorsResponse>
IndicatorsHandlers::BatchGetFrameworkIndicators(
    const CallContext& /*call*/, const v1::BatchGetFrameworkIndicatorsRequest& request) const {
  return AnswerBatchGet<FrameworkIndicatorTable, v1::BatchGetFrameworkIndicatorsResponse>(
      ledger_, areas_, request,
      &v1::BatchGetFrameworkIndicatorsResult::mutable_framework_indicator);
}

absl::StatusOr<v1::GetObservationResponse> IndicatorsHandlers::GetObservation(
    const CallContext& /*call*/, const v1::GetObservationRequest& request) const {
  return AnswerGet<ObservationTable, v1::GetObservationResponse>(
      ledger_, areas_, request, &v1::GetObservationResponse::mutable_observation);
}

absl::StatusOr<v1::ListObservationsResponse> IndicatorsHandlers::ListObservations(
    const CallContext& /*call*/, const v1::ListObservationsRequest& request) const {
  return AnswerList<ObservationTable, v1::ListObservationsResponse>(
      ledger_, areas_, request, &v1::ListObservationsResponse::mutable_observations);
}

absl::StatusOr<v1::BatchGetObservationsResponse> IndicatorsHandlers::BatchGetObservations(
    const CallContext& /*call*/, const v1::BatchGetObservationsRequest& request) const {
  return AnswerBatchGet<ObservationTable, v1::BatchGetObservationsResponse>(
      ledger_, areas_, request, &v1::BatchGetObservationsResult::mutable_observation);
}

absl::StatusOr<v1::GetTargetResponse> IndicatorsHandlers::GetTarget(
    const CallContext& /*call*/, const v1::GetTargetRequest& request) const {
  return AnswerGet<TargetTable, v1::GetTargetResponse>(ledger_, areas_, request,
                                                       &v1::GetTargetResponse::mutable_target);
}

absl::StatusOr<v1::ListTargetsResponse> IndicatorsHandlers::ListTargets(
    const CallContext& /*call*/, const v1::ListTargetsRequest& request) const {
  return AnswerList<TargetTable, v1::ListTargetsResponse>(
      ledger_, areas_, request, &v1::ListTargetsResponse::mutable_targets);
}

absl::StatusOr<v1::BatchGetTargetsResponse> IndicatorsHandlers::BatchGetTargets(
    const CallContext& /*call*/, const v1::BatchGetTargetsRequest& request) const {
  return AnswerBatchGet<TargetTable, v1::BatchGetTargetsResponse>(
      ledger_, areas_, request, &v1::BatchGetTargetsResult::mutable_target);
}

}  // namespace tertial::indicators
