// What the indicators service does, as plain functions: parse, check, call, answer.
#ifndef TERTIAL_SERVICES_INDICATORS_HANDLER_INDICATORS_HANDLERS_H_
#define TERTIAL_SERVICES_INDICATORS_HANDLER_INDICATORS_HANDLERS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "tertial/indicators/v1/indicators_sections.pb.h"
#include "tertial/indicators/v1/indicators_service.pb.h"

namespace tertial::indicators {

// All functions may be called from any thread. `ledger` and `areas` must outlive the object.
class IndicatorsHandlers {
 public:
  IndicatorsHandlers(Ledger& ledger, const AreaRegistry& areas) : ledger_(ledger), areas_(areas) {}

  // resource_handlers.cc
  absl::StatusOr<v1::GetIndicatorResponse> GetIndicator(
      const CallContext& call, const v1::GetIndicatorRequest& request) const;
  absl::StatusOr<v1::ListIndicatorsResponse> ListIndicators(
      const CallContext& call, const v1::ListIndicatorsRequest& request) const;
  absl::StatusOr<v1::BatchGetIndicatorsResponse> BatchGetIndicators(
      const CallContext& call, const v1::BatchGetIndicatorsRequest& request) const;
  absl::StatusOr<v1::GetFocusAreaResponse> GetFocusArea(
      const CallContext& call, const v1::GetFocusAreaRequest& request) const;
  absl::StatusOr<v1::ListFocusAreasResponse> ListFocusAreas(
      const CallContext& call, const v1::ListFocusAreasRequest& request) const;
  absl::StatusOr<v1::BatchGetFocusAreasResponse> BatchGetFocusAreas(
      const CallContext& call, const v1::BatchGetFocusAreasRequest& request) const;
  absl::StatusOr<v1::GetGoalResponse> GetGoal(const CallContext& call,
                                              const v1::GetGoalRequest& request) const;
  absl::StatusOr<v1::ListGoalsResponse> ListGoals(const CallContext& call,
                                                  const v1::ListGoalsRequest& request) const;
  absl::StatusOr<v1::BatchGetGoalsResponse> BatchGetGoals(
      const CallContext& call, const v1::BatchGetGoalsRequest& request) const;
  absl::StatusOr<v1::GetFrameworkIndicatorResponse> GetFrameworkIndicator(
      const CallContext& call, const v1::GetFrameworkIndicatorRequest& request) const;
  absl::StatusOr<v1::ListFrameworkIndicatorsResponse> ListFrameworkIndicators(
      const CallContext& call, const v1::ListFrameworkIndicatorsRequest& request) const;
  absl::StatusOr<v1::BatchGetFrameworkIndicatorsResponse> BatchGetFrameworkIndicators(
      const CallContext& call, const v1::BatchGetFrameworkIndicatorsRequest& request) const;
  absl::StatusOr<v1::GetObservationResponse> GetObservation(
      const CallContext& call, const v1::GetObservationRequest& request) const;
  absl::StatusOr<v1::ListObservationsResponse> ListObservations(
      const CallContext& call, const v1::ListObservationsRequest& request) const;
  absl::StatusOr<v1::BatchGetObservationsResponse> BatchGetObservations(
      const CallContext& call, const v1::BatchGetObservationsRequest& request) const;
  absl::StatusOr<v1::GetTargetResponse> GetTarget(const CallContext& call,
                                                  const v1::GetTargetRequest& request) const;
  absl::StatusOr<v1::ListTargetsResponse> ListTargets(const CallContext& call,
                                                      const v1::ListTargetsRequest& request) const;
  absl::StatusOr<v1::BatchGetTargetsResponse> BatchGetTargets(
      const CallContext& call, const v1::BatchGetTargetsRequest& request) const;

  // import_handler.cc
  std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>> ImportRows(
      const CallContext& call);

  // section_handlers.cc
  absl::StatusOr<v1::GetIndicatorsSectionResponse> GetIndicatorsSection(
      const CallContext& call, const v1::GetIndicatorsSectionRequest& request) const;
  absl::StatusOr<v1::GetStatisticsSectionResponse> GetStatisticsSection(
      const CallContext& call, const v1::GetStatisticsSectionRequest& request) const;

 private:
  Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_HANDLER_INDICATORS_HANDLERS_H_
