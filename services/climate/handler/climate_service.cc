// The only file that sees the generated service: every method with the role it asks for.
#include "services/climate/handler/climate_service.h"

#include "absl/strings/str_cat.h"
#include "services/climate/handler/climate_handlers.h"
#include "tertial/climate/v1/climate_service.grpc.pb.h"

namespace tertial::climate {
namespace {

Method MethodOf(absl::string_view name, Role role) {
  return Method{.name = absl::StrCat(v1::ClimateService::service_full_name(), "/", name),
                .role = role};
}

class ClimateServiceAdapter final : public v1::ClimateService::CallbackService {
 public:
  ClimateServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : serving_(serving), handlers_(ledger, areas) {}

  grpc::ServerUnaryReactor* GetInventoryRelease(
      grpc::CallbackServerContext* context, const v1::GetInventoryReleaseRequest* request,
      v1::GetInventoryReleaseResponse* response) override {
    return Read("GetInventoryRelease", context, request, response,
                &ClimateHandlers::GetInventoryRelease);
  }
  grpc::ServerUnaryReactor* ListInventoryReleases(
      grpc::CallbackServerContext* context, const v1::ListInventoryReleasesRequest* request,
      v1::ListInventoryReleasesResponse* response) override {
    return Read("ListInventoryReleases", context, request, response,
                &ClimateHandlers::ListInventoryReleases);
  }
  grpc::ServerUnaryReactor* BatchGetInventoryReleases(
      grpc::CallbackServerContext* context, const v1::BatchGetInventoryReleasesRequest* request,
      v1::BatchGetInventoryReleasesResponse* response) override {
    return Read("BatchGetInventoryReleases", context, request, response,
                &ClimateHandlers::BatchGetInventoryReleases);
  }
  grpc::ServerUnaryReactor* GetEmissionFigure(grpc::CallbackServerContext* context,
                                              const v1::GetEmissionFigureRequest* request,
                                              v1::GetEmissionFigureResponse* response) override {
    return Read("GetEmissionFigure", context, request, response,
                &ClimateHandlers::GetEmissionFigure);
  }
  grpc::ServerUnaryReactor* ListEmissionFigures(
      grpc::CallbackServerContext* context, const v1::ListEmissionFiguresRequest* request,
      v1::ListEmissionFiguresResponse* response) override {
    return Read("ListEmissionFigures", context, request, response,
                &ClimateHandlers::ListEmissionFigures);
  }
  grpc::ServerUnaryReactor* BatchGetEmissionFigures(
      grpc::CallbackServerContext* context, const v1::BatchGetEmissionFiguresRequest* request,
      v1::BatchGetEmissionFiguresResponse* response) override {
    return Read("BatchGetEmissionFigures", context, request, response,
                &ClimateHandlers::BatchGetEmissionFigures);
  }
  grpc::ServerUnaryReactor* GetActivityFigure(grpc::CallbackServerContext* context,
                                              const v1::GetActivityFigureRequest* request,
                                              v1::GetActivityFigureResponse* response) override {
    return Read("GetActivityFigure", context, request, response,
                &ClimateHandlers::GetActivityFigure);
  }
  grpc::ServerUnaryReactor* ListActivityFigures(
      grpc::CallbackServerContext* context, const v1::ListActivityFiguresRequest* request,
      v1::ListActivityFiguresResponse* response) override {
    return Read("ListActivityFigures", context, request, response,
                &ClimateHandlers::ListActivityFigures);
  }
  grpc::ServerUnaryReactor* BatchGetActivityFigures(
      grpc::CallbackServerContext* context, const v1::BatchGetActivityFiguresRequest* request,
      v1::BatchGetActivityFiguresResponse* response) override {
    return Read("BatchGetActivityFigures", context, request, response,
                &ClimateHandlers::BatchGetActivityFigures);
  }
  grpc::ServerUnaryReactor* GetClimateTarget(grpc::CallbackServerContext* context,
                                             const v1::GetClimateTargetRequest* request,
                                             v1::GetClimateTargetResponse* response) override {
    return Read("GetClimateTarget", context, request, response, &ClimateHandlers::GetClimateTarget);
  }
  grpc::ServerUnaryReactor* ListClimateTargets(grpc::CallbackServerContext* context,
                                               const v1::ListClimateTargetsRequest* request,
                                               v1::ListClimateTargetsResponse* response) override {
    return Read("ListClimateTargets", context, request, response,
                &ClimateHandlers::ListClimateTargets);
  }
  grpc::ServerUnaryReactor* BatchGetClimateTargets(
      grpc::CallbackServerContext* context, const v1::BatchGetClimateTargetsRequest* request,
      v1::BatchGetClimateTargetsResponse* response) override {
    return Read("BatchGetClimateTargets", context, request, response,
                &ClimateHandlers::BatchGetClimateTargets);
  }
  grpc::ServerUnaryReactor* GetClimateMeasure(grpc::CallbackServerContext* context,
                                              const v1::GetClimateMeasureRequest* request,
                                              v1::GetClimateMeasureResponse* response) override {
    return Read("GetClimateMeasure", context, request, response,
                &ClimateHandlers::GetClimateMeasure);
  }
  grpc::ServerUnaryReactor* ListClimateMeasures(
      grpc::CallbackServerContext* context, const v1::ListClimateMeasuresRequest* request,
      v1::ListClimateMeasuresResponse* response) override {
    return Read("ListClimateMeasures", context, request, response,
                &ClimateHandlers::ListClimateMeasures);
  }
  grpc::ServerUnaryReactor* BatchGetClimateMeasures(
      grpc::CallbackServerContext* context, const v1::BatchGetClimateMeasuresRequest* request,
      v1::BatchGetClimateMeasuresResponse* response) override {
    return Read("BatchGetClimateMeasures", context, request, response,
                &ClimateHandlers::BatchGetClimateMeasures);
  }
  grpc::ServerUnaryReactor* GetClimateSection(grpc::CallbackServerContext* context,
                                              const v1::GetClimateSectionRequest* request,
                                              v1::GetClimateSectionResponse* response) override {
    return Read("GetClimateSection", context, request, response,
                &ClimateHandlers::GetClimateSection);
  }

  grpc::ServerReadReactor<v1::ImportRowsRequest>* ImportRows(
      grpc::CallbackServerContext* context, v1::ImportRowsResponse* response) override {
    return serving_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(
        MethodOf("ImportRows", common::internal::v1::ROLE_RECORDER), context, response,
        [this](const CallContext& call) { return handlers_.ImportRows(call); });
  }

 private:
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Read(absl::string_view name, grpc::CallbackServerContext* context,
                                 const Request* request, Response* response,
                                 absl::StatusOr<Response> (ClimateHandlers::*handler)(
                                     const CallContext&, const Request&) const) {
    return serving_.Unary(MethodOf(name, common::internal::v1::ROLE_READER), context, request,
                          response, [this, handler](const CallContext& call, const Request& asked) {
                            return (handlers_.*handler)(call, asked);
                          });
  }

  Serving& serving_;
  ClimateHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateClimateService(Serving& serving, const AreaRegistry& areas,
                                                    Ledger& ledger) {
  return std::make_unique<ClimateServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial::climate
