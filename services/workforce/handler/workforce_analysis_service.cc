// The only file that sees the generated service of analyses.
#include "services/workforce/handler/workforce_analysis_service.h"

#include <functional>

#include "common/rpc/resource_service.h"
#include "services/workforce/handler/analysis_handlers.h"
#include "tertial/workforce/v1/workforce_analysis_service.grpc.pb.h"

namespace tertial::workforce {
namespace {

class WorkforceAnalysisAdapter final : public v1::WorkforceAnalysisService::CallbackService,
                                       ResourceService {
 public:
  WorkforceAnalysisAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : ResourceService(v1::WorkforceAnalysisService::service_full_name(), serving, areas, ledger),
        handlers_(ledger, areas) {}

  grpc::ServerUnaryReactor* CompareReported(grpc::CallbackServerContext* context,
                                            const v1::CompareReportedRequest* request,
                                            v1::CompareReportedResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&AnalysisHandlers::CompareReported, &handlers_));
  }
  grpc::ServerUnaryReactor* GetEqualityStatement(
      grpc::CallbackServerContext* context, const v1::GetEqualityStatementRequest* request,
      v1::GetEqualityStatementResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&AnalysisHandlers::GetEqualityStatement, &handlers_));
  }
  grpc::ServerUnaryReactor* CompareWorkforce(grpc::CallbackServerContext* context,
                                             const v1::CompareWorkforceRequest* request,
                                             v1::CompareWorkforceResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&AnalysisHandlers::CompareWorkforce, &handlers_));
  }
  grpc::ServerUnaryReactor* CheckWeighting(grpc::CallbackServerContext* context,
                                           const v1::CheckWeightingRequest* request,
                                           v1::CheckWeightingResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&AnalysisHandlers::CheckWeighting, &handlers_));
  }

 private:
  AnalysisHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateWorkforceAnalysisService(Serving& serving,
                                                              const AreaRegistry& areas,
                                                              Ledger& ledger) {
  return std::make_unique<WorkforceAnalysisAdapter>(serving, areas, ledger);
}

}  // namespace tertial::workforce
