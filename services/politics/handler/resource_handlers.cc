// Get, List and BatchGet of every resource.
#include "common/rpc/standard_methods.h"
#include "services/politics/handler/politics_handlers.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {

absl::StatusOr<v1::GetBodyResponse> PoliticsHandlers::GetBody(
    const CallContext& /*call*/, const v1::GetBodyRequest& request) const {
  return AnswerGet<BodyTable, v1::GetBodyResponse>(ledger_, areas_, request,
                                                   &v1::GetBodyResponse::mutable_body);
}

absl::StatusOr<v1::ListBodiesResponse> PoliticsHandlers::ListBodies(
    const CallContext& /*call*/, const v1::ListBodiesRequest& request) const {
  return AnswerList<BodyTable, v1::ListBodiesResponse>(ledger_, areas_, request,
                                                       &v1::ListBodiesResponse::mutable_bodies);
}

absl::StatusOr<v1::BatchGetBodiesResponse> PoliticsHandlers::BatchGetBodies(
    const CallContext& /*call*/, const v1::BatchGetBodiesRequest& request) const {
  return AnswerBatchGet<BodyTable, v1::BatchGetBodiesResponse>(
      ledger_, areas_, request, &v1::BatchGetBodiesResult::mutable_body);
}

absl::StatusOr<v1::GetBodyActivityResponse> PoliticsHandlers::GetBodyActivity(
    const CallContext& /*call*/, const v1::GetBodyActivityRequest& request) const {
  return AnswerGet<BodyActivityTable, v1::GetBodyActivityResponse>(
      ledger_, areas_, request, &v1::GetBodyActivityResponse::mutable_body_activity);
}

absl::StatusOr<v1::ListBodyActivitiesResponse> PoliticsHandlers::ListBodyActivities(
    const CallContext& /*call*/, const v1::ListBodyActivitiesRequest& request) const {
  return AnswerList<BodyActivityTable, v1::ListBodyActivitiesResponse>(
      ledger_, areas_, request, &v1::ListBodyActivitiesResponse::mutable_body_activities);
}

absl::StatusOr<v1::BatchGetBodyActivitiesResponse> PoliticsHandlers::BatchGetBodyActivities(
    const CallContext& /*call*/, const v1::BatchGetBodyActivitiesRequest& request) const {
  return AnswerBatchGet<BodyActivityTable, v1::BatchGetBodyActivitiesResponse>(
      ledger_, areas_, request, &v1::BatchGetBodyActivitiesResult::mutable_body_activity);
}

absl::StatusOr<v1::GetCaseResponse> PoliticsHandlers::GetCase(
    const CallContext& /*call*/, const v1::GetCaseRequest& request) const {
  return AnswerGet<CaseTable, v1::GetCaseResponse>(ledger_, areas_, request,
                                                   &v1::GetCaseResponse::mutable_political_case);
}

absl::StatusOr<v1::ListCasesResponse> PoliticsHandlers::ListCases(
    const CallContext& /*call*/, const v1::ListCasesRequest& request) const {
  return AnswerList<CaseTable, v1::ListCasesResponse>(ledger_, areas_, request,
                                                      &v1::ListCasesResponse::mutable_cases);
}

absl::StatusOr<v1::BatchGetCasesResponse> PoliticsHandlers::BatchGetCases(
    const CallContext& /*call*/, const v1::BatchGetCasesRequest& request) const {
  return AnswerBatchGet<CaseTable, v1::BatchGetCasesResponse>(
      ledger_, areas_, request, &v1::BatchGetCasesResult::mutable_political_case);
}

absl::StatusOr<v1::GetThematicPlanResponse> PoliticsHandlers::GetThematicPlan(
    const CallContext& /*call*/, const v1::GetThematicPlanRequest& request) const {
  return AnswerGet<ThematicPlanTable, v1::GetThematicPlanResponse>(
      ledger_, areas_, request, &v1::GetThematicPlanResponse::mutable_thematic_plan);
}

absl::StatusOr<v1::ListThematicPlansResponse> PoliticsHandlers::ListThematicPlans(
    const CallContext& /*call*/, const v1::ListThematicPlansRequest& request) const {
  return AnswerList<ThematicPlanTable, v1::ListThematicPlansResponse>(
      ledger_, areas_, request, &v1::ListThematicPlansResponse::mutable_thematic_plans);
}

absl::StatusOr<v1::BatchGetThematicPlansResponse> PoliticsHandlers::BatchGetThematicPlans(
    const CallContext& /*call*/, const v1::BatchGetThematicPlansRequest& request) const {
  return AnswerBatchGet<ThematicPlanTable, v1::BatchGetThematicPlansResponse>(
      ledger_, areas_, request, &v1::BatchGetThematicPlansResult::mutable_thematic_plan);
}

absl::StatusOr<v1::GetResolutionFollowUpResponse> PoliticsHandlers::GetResolutionFollowUp(
    const CallContext& /*call*/, const v1::GetResolutionFollowUpRequest& request) const {
  return AnswerGet<ResolutionFollowUpTable, v1::GetResolutionFollowUpResponse>(
      ledger_, areas_, request, &v1::GetResolutionFollowUpResponse::mutable_resolution_follow_up);
}

absl::StatusOr<v1::ListResolutionFollowUpsResponse> PoliticsHandlers::ListResolutionFollowUps(
    const CallContext& /*call*/, const v1::ListResolutionFollowUpsRequest& request) const {
  return AnswerList<ResolutionFollowUpTable, v1::ListResolutionFollowUpsResponse>(
      ledger_, areas_, request,
      &v1::ListResolutionFollowUpsResponse::mutable_resolution_follow_ups);
}

absl::StatusOr<v1::BatchGetResolutionFollowUpsResponse>
PoliticsHandlers::BatchGetResolutionFollowUps(
    const CallContext& /*call*/, const v1::BatchGetResolutionFollowUpsRequest& request) const {
  return AnswerBatchGet<ResolutionFollowUpTable, v1::BatchGetResolutionFollowUpsResponse>(
      ledger_, areas_, request,
      &v1::BatchGetResolutionFollowUpsResult::mutable_resolution_follow_up);
}

}  // namespace tertial::politics
