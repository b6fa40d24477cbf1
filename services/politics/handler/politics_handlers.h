// What the politics service does, as plain functions: parse, check, call, answer.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_POLITICS_HANDLERS_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_POLITICS_HANDLERS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "tertial/politics/v1/politics_sections.pb.h"
#include "tertial/politics/v1/politics_service.pb.h"

namespace tertial::politics {

// All functions may be called from any thread. `ledger` and `areas` must outlive the object.
class PoliticsHandlers {
 public:
  PoliticsHandlers(Ledger& ledger, const AreaRegistry& areas) : ledger_(ledger), areas_(areas) {}

  // resource_handlers.cc
  absl::StatusOr<v1::GetBodyResponse> GetBody(const CallContext& call,
                                              const v1::GetBodyRequest& request) const;
  absl::StatusOr<v1::ListBodiesResponse> ListBodies(const CallContext& call,
                                                    const v1::ListBodiesRequest& request) const;
  absl::StatusOr<v1::BatchGetBodiesResponse> BatchGetBodies(
      const CallContext& call, const v1::BatchGetBodiesRequest& request) const;
  absl::StatusOr<v1::GetBodyActivityResponse> GetBodyActivity(
      const CallContext& call, const v1::GetBodyActivityRequest& request) const;
  absl::StatusOr<v1::ListBodyActivitiesResponse> ListBodyActivities(
      const CallContext& call, const v1::ListBodyActivitiesRequest& request) const;
  absl::StatusOr<v1::BatchGetBodyActivitiesResponse> BatchGetBodyActivities(
      const CallContext& call, const v1::BatchGetBodyActivitiesRequest& request) const;
  absl::StatusOr<v1::GetCaseResponse> GetCase(const CallContext& call,
                                              const v1::GetCaseRequest& request) const;
  absl::StatusOr<v1::ListCasesResponse> ListCases(const CallContext& call,
                                                  const v1::ListCasesRequest& request) const;
  absl::StatusOr<v1::BatchGetCasesResponse> BatchGetCases(
      const CallContext& call, const v1::BatchGetCasesRequest& request) const;
  absl::StatusOr<v1::GetThematicPlanResponse> GetThematicPlan(
      const CallContext& call, const v1::GetThematicPlanRequest& request) const;
  absl::StatusOr<v1::ListThematicPlansResponse> ListThematicPlans(
      const CallContext& call, const v1::ListThematicPlansRequest& request) const;
  absl::StatusOr<v1::BatchGetThematicPlansResponse> BatchGetThematicPlans(
      const CallContext& call, const v1::BatchGetThematicPlansRequest& request) const;
  absl::StatusOr<v1::GetResolutionFollowUpResponse> GetResolutionFollowUp(
      const CallContext& call, const v1::GetResolutionFollowUpRequest& request) const;
  absl::StatusOr<v1::ListResolutionFollowUpsResponse> ListResolutionFollowUps(
      const CallContext& call, const v1::ListResolutionFollowUpsRequest& request) const;
  absl::StatusOr<v1::BatchGetResolutionFollowUpsResponse> BatchGetResolutionFollowUps(
      const CallContext& call, const v1::BatchGetResolutionFollowUpsRequest& request) const;

  // import_handler.cc
  std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>> ImportRows(
      const CallContext& call);

  // section_handlers.cc
  absl::StatusOr<v1::GetPoliticsSectionResponse> GetPoliticsSection(
      const CallContext& call, const v1::GetPoliticsSectionRequest& request) const;

 private:
  Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_POLITICS_HANDLERS_H_
