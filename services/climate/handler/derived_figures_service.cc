// The only file that sees the generated DerivedFiguresService.
#include "services/climate/handler/derived_figures_service.h"

#include <functional>

#include "common/rpc/resource_service.h"
#include "services/climate/handler/derived_handlers.h"
#include "services/climate/store/keys.h"
#include "tertial/climate/v1/derived_figures_service.grpc.pb.h"

namespace tertial::climate {
namespace {

class DerivedFiguresAdapter final : public v1::DerivedFiguresService::CallbackService,
                                    ResourceService {
 public:
  DerivedFiguresAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger,
                        const DerivedProgress& progress)
      : ResourceService(v1::DerivedFiguresService::service_full_name(), serving, areas, ledger),
        handlers_(ledger, progress) {}

  grpc::ServerUnaryReactor* GetClimateTargetLevel(
      grpc::CallbackServerContext* context, const v1::GetClimateTargetLevelRequest* request,
      v1::GetClimateTargetLevelResponse* response) override {
    return Get<ClimateTargetLevelTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListClimateTargetLevels(
      grpc::CallbackServerContext* context, const v1::ListClimateTargetLevelsRequest* request,
      v1::ListClimateTargetLevelsResponse* response) override {
    return List<ClimateTargetLevelTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetClimateTargetLevels(
      grpc::CallbackServerContext* context, const v1::BatchGetClimateTargetLevelsRequest* request,
      v1::BatchGetClimateTargetLevelsResponse* response) override {
    return BatchGet<ClimateTargetLevelTable>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetCalculatedEmission(
      grpc::CallbackServerContext* context, const v1::GetCalculatedEmissionRequest* request,
      v1::GetCalculatedEmissionResponse* response) override {
    return Get<CalculatedEmissionTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListCalculatedEmissions(
      grpc::CallbackServerContext* context, const v1::ListCalculatedEmissionsRequest* request,
      v1::ListCalculatedEmissionsResponse* response) override {
    return List<CalculatedEmissionTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetCalculatedEmissions(
      grpc::CallbackServerContext* context, const v1::BatchGetCalculatedEmissionsRequest* request,
      v1::BatchGetCalculatedEmissionsResponse* response) override {
    return BatchGet<CalculatedEmissionTable>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetDerivedState(grpc::CallbackServerContext* context,
                                            const v1::GetDerivedStateRequest* request,
                                            v1::GetDerivedStateResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&DerivedHandlers::GetDerivedState, &handlers_));
  }

 private:
  const DerivedHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateDerivedFiguresService(Serving& serving,
                                                           const AreaRegistry& areas,
                                                           Ledger& ledger,
                                                           const DerivedProgress& progress) {
  return std::make_unique<DerivedFiguresAdapter>(serving, areas, ledger, progress);
}

}  // namespace tertial::climate
