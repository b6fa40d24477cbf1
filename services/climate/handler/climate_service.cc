// The only file that sees the generated service: every method, with the resource it is about.
#include "services/climate/handler/climate_service.h"

#include <functional>

#include "common/rpc/resource_service.h"
#include "services/climate/handler/climate_handlers.h"
#include "services/climate/handler/rules.h"
#include "services/climate/store/keys.h"
#include "tertial/climate/v1/climate_service.grpc.pb.h"

namespace tertial::climate {
namespace {

class ClimateServiceAdapter final : public v1::ClimateService::CallbackService, ResourceService {
 public:
  ClimateServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : ResourceService(v1::ClimateService::service_full_name(), serving, areas, ledger),
        handlers_(ledger, areas) {}

  grpc::ServerUnaryReactor* GetInventoryRelease(
      grpc::CallbackServerContext* context, const v1::GetInventoryReleaseRequest* request,
      v1::GetInventoryReleaseResponse* response) override {
    return Get<InventoryReleaseTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListInventoryReleases(
      grpc::CallbackServerContext* context, const v1::ListInventoryReleasesRequest* request,
      v1::ListInventoryReleasesResponse* response) override {
    return List<InventoryReleaseTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetInventoryReleases(
      grpc::CallbackServerContext* context, const v1::BatchGetInventoryReleasesRequest* request,
      v1::BatchGetInventoryReleasesResponse* response) override {
    return BatchGet<InventoryReleaseTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateInventoryRelease(
      grpc::CallbackServerContext* context, const v1::CreateInventoryReleaseRequest* request,
      v1::CreateInventoryReleaseResponse* response) override {
    return Create<InventoryReleaseRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateInventoryRelease(
      grpc::CallbackServerContext* context, const v1::UpdateInventoryReleaseRequest* request,
      v1::UpdateInventoryReleaseResponse* response) override {
    return Update<InventoryReleaseRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteInventoryRelease(
      grpc::CallbackServerContext* context, const v1::DeleteInventoryReleaseRequest* request,
      v1::DeleteInventoryReleaseResponse* response) override {
    return Delete<InventoryReleaseRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetEmissionFigure(grpc::CallbackServerContext* context,
                                              const v1::GetEmissionFigureRequest* request,
                                              v1::GetEmissionFigureResponse* response) override {
    return Get<EmissionFigureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListEmissionFigures(
      grpc::CallbackServerContext* context, const v1::ListEmissionFiguresRequest* request,
      v1::ListEmissionFiguresResponse* response) override {
    return List<EmissionFigureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetEmissionFigures(
      grpc::CallbackServerContext* context, const v1::BatchGetEmissionFiguresRequest* request,
      v1::BatchGetEmissionFiguresResponse* response) override {
    return BatchGet<EmissionFigureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateEmissionFigure(
      grpc::CallbackServerContext* context, const v1::CreateEmissionFigureRequest* request,
      v1::CreateEmissionFigureResponse* response) override {
    return Create<EmissionFigureRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateEmissionFigure(
      grpc::CallbackServerContext* context, const v1::UpdateEmissionFigureRequest* request,
      v1::UpdateEmissionFigureResponse* response) override {
    return Update<EmissionFigureRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteEmissionFigure(
      grpc::CallbackServerContext* context, const v1::DeleteEmissionFigureRequest* request,
      v1::DeleteEmissionFigureResponse* response) override {
    return Delete<EmissionFigureRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetActivityFigure(grpc::CallbackServerContext* context,
                                              const v1::GetActivityFigureRequest* request,
                                              v1::GetActivityFigureResponse* response) override {
    return Get<ActivityFigureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListActivityFigures(
      grpc::CallbackServerContext* context, const v1::ListActivityFiguresRequest* request,
      v1::ListActivityFiguresResponse* response) override {
    return List<ActivityFigureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetActivityFigures(
      grpc::CallbackServerContext* context, const v1::BatchGetActivityFiguresRequest* request,
      v1::BatchGetActivityFiguresResponse* response) override {
    return BatchGet<ActivityFigureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateActivityFigure(
      grpc::CallbackServerContext* context, const v1::CreateActivityFigureRequest* request,
      v1::CreateActivityFigureResponse* response) override {
    return Create<ActivityFigureRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateActivityFigure(
      grpc::CallbackServerContext* context, const v1::UpdateActivityFigureRequest* request,
      v1::UpdateActivityFigureResponse* response) override {
    return Update<ActivityFigureRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteActivityFigure(
      grpc::CallbackServerContext* context, const v1::DeleteActivityFigureRequest* request,
      v1::DeleteActivityFigureResponse* response) override {
    return Delete<ActivityFigureRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetClimateTarget(grpc::CallbackServerContext* context,
                                             const v1::GetClimateTargetRequest* request,
                                             v1::GetClimateTargetResponse* response) override {
    return Get<ClimateTargetTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListClimateTargets(grpc::CallbackServerContext* context,
                                               const v1::ListClimateTargetsRequest* request,
                                               v1::ListClimateTargetsResponse* response) override {
    return List<ClimateTargetTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetClimateTargets(
      grpc::CallbackServerContext* context, const v1::BatchGetClimateTargetsRequest* request,
      v1::BatchGetClimateTargetsResponse* response) override {
    return BatchGet<ClimateTargetTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateClimateTarget(
      grpc::CallbackServerContext* context, const v1::CreateClimateTargetRequest* request,
      v1::CreateClimateTargetResponse* response) override {
    return Create<ClimateTargetRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateClimateTarget(
      grpc::CallbackServerContext* context, const v1::UpdateClimateTargetRequest* request,
      v1::UpdateClimateTargetResponse* response) override {
    return Update<ClimateTargetRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteClimateTarget(
      grpc::CallbackServerContext* context, const v1::DeleteClimateTargetRequest* request,
      v1::DeleteClimateTargetResponse* response) override {
    return Delete<ClimateTargetRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetClimateMeasure(grpc::CallbackServerContext* context,
                                              const v1::GetClimateMeasureRequest* request,
                                              v1::GetClimateMeasureResponse* response) override {
    return Get<ClimateMeasureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListClimateMeasures(
      grpc::CallbackServerContext* context, const v1::ListClimateMeasuresRequest* request,
      v1::ListClimateMeasuresResponse* response) override {
    return List<ClimateMeasureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetClimateMeasures(
      grpc::CallbackServerContext* context, const v1::BatchGetClimateMeasuresRequest* request,
      v1::BatchGetClimateMeasuresResponse* response) override {
    return BatchGet<ClimateMeasureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateClimateMeasure(
      grpc::CallbackServerContext* context, const v1::CreateClimateMeasureRequest* request,
      v1::CreateClimateMeasureResponse* response) override {
    return Create<ClimateMeasureRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateClimateMeasure(
      grpc::CallbackServerContext* context, const v1::UpdateClimateMeasureRequest* request,
      v1::UpdateClimateMeasureResponse* response) override {
    return Update<ClimateMeasureRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteClimateMeasure(
      grpc::CallbackServerContext* context, const v1::DeleteClimateMeasureRequest* request,
      v1::DeleteClimateMeasureResponse* response) override {
    return Delete<ClimateMeasureRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetClimateSection(grpc::CallbackServerContext* context,
                                              const v1::GetClimateSectionRequest* request,
                                              v1::GetClimateSectionResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&ClimateHandlers::GetClimateSection, &handlers_));
  }

  grpc::ServerReadReactor<v1::ImportRowsRequest>* ImportRows(
      grpc::CallbackServerContext* context, v1::ImportRowsResponse* response) override {
    return Import<v1::ImportRowsRequest>(context, response,
                                         std::bind_front(&ClimateHandlers::ImportRows, &handlers_));
  }

 private:
  ClimateHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateClimateService(Serving& serving, const AreaRegistry& areas,
                                                    Ledger& ledger) {
  return std::make_unique<ClimateServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial::climate
