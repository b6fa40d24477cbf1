// The only file that sees the generated AnalysisService.
#include "services/indicators/handler/analysis_service.h"

#include <functional>

#include "common/rpc/resource_service.h"
#include "services/indicators/handler/analysis_handlers.h"
#include "tertial/indicators/v1/analysis_service.grpc.pb.h"

namespace tertial::indicators {
namespace {

class AnalysisServiceAdapter final : public v1::AnalysisService::CallbackService, ResourceService {
 public:
  AnalysisServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger,
                         const OwnerContacts& contacts)
      : ResourceService(v1::AnalysisService::service_full_name(), serving, areas, ledger),
        handlers_(ledger, areas, contacts) {}

  grpc::ServerUnaryReactor* GetSeries(grpc::CallbackServerContext* context,
                                      const v1::GetSeriesRequest* request,
                                      v1::GetSeriesResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&AnalysisHandlers::GetSeries, &handlers_));
  }
  grpc::ServerUnaryReactor* GetProgress(grpc::CallbackServerContext* context,
                                        const v1::GetProgressRequest* request,
                                        v1::GetProgressResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&AnalysisHandlers::GetProgress, &handlers_));
  }
  grpc::ServerUnaryReactor* CompareAreas(grpc::CallbackServerContext* context,
                                         const v1::CompareAreasRequest* request,
                                         v1::CompareAreasResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&AnalysisHandlers::CompareAreas, &handlers_));
  }
  grpc::ServerUnaryReactor* ClassifyIndicators(grpc::CallbackServerContext* context,
                                               const v1::ClassifyIndicatorsRequest* request,
                                               v1::ClassifyIndicatorsResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&AnalysisHandlers::ClassifyIndicators, &handlers_));
  }

 private:
  AnalysisHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateAnalysisService(Serving& serving, const AreaRegistry& areas,
                                                     Ledger& ledger,
                                                     const OwnerContacts& contacts) {
  return std::make_unique<AnalysisServiceAdapter>(serving, areas, ledger, contacts);
}

std::unique_ptr<grpc::Service> CreateAnalysisService(Serving& serving, const AreaRegistry& areas,
                                                     Ledger& ledger) {
  return CreateAnalysisService(serving, areas, ledger, NobodyFollowed());
}

}  // namespace tertial::indicators
