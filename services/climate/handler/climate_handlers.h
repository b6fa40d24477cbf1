// What the climate service does, as plain functions: parse, check, call, answer.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_CLIMATE_HANDLERS_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_CLIMATE_HANDLERS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "tertial/climate/v1/climate_sections.pb.h"
#include "tertial/climate/v1/climate_service.pb.h"

namespace tertial::climate {

// All functions may be called from any thread. `ledger` and `areas` must outlive the object.
class ClimateHandlers {
 public:
  ClimateHandlers(Ledger& ledger, const AreaRegistry& areas) : ledger_(ledger), areas_(areas) {}

  // resource_handlers.cc
  absl::StatusOr<v1::GetInventoryReleaseResponse> GetInventoryRelease(
      const CallContext& call, const v1::GetInventoryReleaseRequest& request) const;
  absl::StatusOr<v1::ListInventoryReleasesResponse> ListInventoryReleases(
      const CallContext& call, const v1::ListInventoryReleasesRequest& request) const;
  absl::StatusOr<v1::BatchGetInventoryReleasesResponse> BatchGetInventoryReleases(
      const CallContext& call, const v1::BatchGetInventoryReleasesRequest& request) const;
  absl::StatusOr<v1::GetEmissionFigureResponse> GetEmissionFigure(
      const CallContext& call, const v1::GetEmissionFigureRequest& request) const;
  absl::StatusOr<v1::ListEmissionFiguresResponse> ListEmissionFigures(
      const CallContext& call, const v1::ListEmissionFiguresRequest& request) const;
  absl::StatusOr<v1::BatchGetEmissionFiguresResponse> BatchGetEmissionFigures(
      const CallContext& call, const v1::BatchGetEmissionFiguresRequest& request) const;
  absl::StatusOr<v1::GetActivityFigureResponse> GetActivityFigure(
      const CallContext& call, const v1::GetActivityFigureRequest& request) const;
  absl::StatusOr<v1::ListActivityFiguresResponse> ListActivityFigures(
      const CallContext& call, const v1::ListActivityFiguresRequest& request) const;
  absl::StatusOr<v1::BatchGetActivityFiguresResponse> BatchGetActivityFigures(
      const CallContext& call, const v1::BatchGetActivityFiguresRequest& request) const;
  absl::StatusOr<v1::GetClimateTargetResponse> GetClimateTarget(
      const CallContext& call, const v1::GetClimateTargetRequest& request) const;
  absl::StatusOr<v1::ListClimateTargetsResponse> ListClimateTargets(
      const CallContext& call, const v1::ListClimateTargetsRequest& request) const;
  absl::StatusOr<v1::BatchGetClimateTargetsResponse> BatchGetClimateTargets(
      const CallContext& call, const v1::BatchGetClimateTargetsRequest& request) const;
  absl::StatusOr<v1::GetClimateMeasureResponse> GetClimateMeasure(
      const CallContext& call, const v1::GetClimateMeasureRequest& request) const;
  absl::StatusOr<v1::ListClimateMeasuresResponse> ListClimateMeasures(
      const CallContext& call, const v1::ListClimateMeasuresRequest& request) const;
  absl::StatusOr<v1::BatchGetClimateMeasuresResponse> BatchGetClimateMeasures(
      const CallContext& call, const v1::BatchGetClimateMeasuresRequest& request) const;

  // import_handler.cc
  std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>> ImportRows(
      const CallContext& call);

  // section_handlers.cc
  absl::StatusOr<v1::GetClimateSectionResponse> GetClimateSection(
      const CallContext& call, const v1::GetClimateSectionRequest& request) const;

 private:
  Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_CLIMATE_HANDLERS_H_
