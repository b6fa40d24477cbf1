// The only file that sees the generated ClimateAnalysisService.
#include "services/climate/handler/climate_analysis_service.h"

#include <functional>

#include "common/rpc/resource_service.h"
#include "services/climate/handler/budget_handlers.h"
#include "services/climate/handler/inventory_handlers.h"
#include "services/climate/handler/operations_handlers.h"
#include "services/climate/handler/progress_handlers.h"
#include "tertial/climate/v1/climate_analysis_service.grpc.pb.h"

namespace tertial::climate {
namespace {

class ClimateAnalysisAdapter final : public v1::ClimateAnalysisService::CallbackService,
                                     ResourceService {
 public:
  ClimateAnalysisAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : ResourceService(v1::ClimateAnalysisService::service_full_name(), serving, areas, ledger),
        inventory_(ledger, areas),
        progress_(ledger, areas),
        operations_(ledger, areas),
        budget_(ledger, areas) {}

  grpc::ServerUnaryReactor* GetInventoryReport(grpc::CallbackServerContext* context,
                                               const v1::GetInventoryReportRequest* request,
                                               v1::GetInventoryReportResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&InventoryHandlers::GetInventoryReport, &inventory_));
  }
  grpc::ServerUnaryReactor* ListInventoryFindings(
      grpc::CallbackServerContext* context, const v1::ListInventoryFindingsRequest* request,
      v1::ListInventoryFindingsResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&InventoryHandlers::ListInventoryFindings, &inventory_));
  }
  grpc::ServerUnaryReactor* GetTargetProgress(grpc::CallbackServerContext* context,
                                              const v1::GetTargetProgressRequest* request,
                                              v1::GetTargetProgressResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&ProgressHandlers::GetTargetProgress, &progress_));
  }
  grpc::ServerUnaryReactor* GetClimateBudget(grpc::CallbackServerContext* context,
                                             const v1::GetClimateBudgetRequest* request,
                                             v1::GetClimateBudgetResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&BudgetHandlers::GetClimateBudget, &budget_));
  }
  grpc::ServerUnaryReactor* GetOwnOperations(grpc::CallbackServerContext* context,
                                             const v1::GetOwnOperationsRequest* request,
                                             v1::GetOwnOperationsResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&OperationsHandlers::GetOwnOperations, &operations_));
  }
  grpc::ServerUnaryReactor* ListActivitySeries(grpc::CallbackServerContext* context,
                                               const v1::ListActivitySeriesRequest* request,
                                               v1::ListActivitySeriesResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&InventoryHandlers::ListActivitySeries, &inventory_));
  }

 private:
  const InventoryHandlers inventory_;
  const ProgressHandlers progress_;
  const OperationsHandlers operations_;
  const BudgetHandlers budget_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateClimateAnalysisService(Serving& serving,
                                                            const AreaRegistry& areas,
                                                            Ledger& ledger) {
  return std::make_unique<ClimateAnalysisAdapter>(serving, areas, ledger);
}

}  // namespace tertial::climate
