// The only file that sees the generated PoliticsAnalysisService.
#include "services/politics/handler/politics_analysis_service.h"

#include <functional>

#include "common/rpc/resource_service.h"
#include "services/politics/handler/activity_handlers.h"
#include "services/politics/handler/finding_handlers.h"
#include "services/politics/handler/follow_up_handlers.h"
#include "services/politics/handler/matter_handlers.h"
#include "services/politics/handler/search_handlers.h"
#include "tertial/politics/v1/politics_analysis_service.grpc.pb.h"

namespace tertial::politics {
namespace {

class PoliticsAnalysisAdapter final : public v1::PoliticsAnalysisService::CallbackService,
                                      ResourceService {
 public:
  PoliticsAnalysisAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : ResourceService(v1::PoliticsAnalysisService::service_full_name(), serving, areas, ledger),
        ledger_(ledger),
        areas_(areas),
        activity_(ledger, areas),
        matters_(ledger, areas),
        findings_(ledger, areas),
        follow_ups_(ledger, areas) {}

  grpc::ServerUnaryReactor* GetActivity(grpc::CallbackServerContext* context,
                                        const v1::GetActivityRequest* request,
                                        v1::GetActivityResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&ActivityHandlers::GetActivity, &activity_));
  }
  grpc::ServerUnaryReactor* ListBodyCases(grpc::CallbackServerContext* context,
                                          const v1::ListBodyCasesRequest* request,
                                          v1::ListBodyCasesResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&ActivityHandlers::ListBodyCases, &activity_));
  }
  grpc::ServerUnaryReactor* FindCases(grpc::CallbackServerContext* context,
                                      const v1::FindCasesRequest* request,
                                      v1::FindCasesResponse* response) override {
    return Read(context, request, response, std::bind_front(&MatterHandlers::FindCases, &matters_));
  }
  grpc::ServerUnaryReactor* GetMatterHistory(grpc::CallbackServerContext* context,
                                             const v1::GetMatterHistoryRequest* request,
                                             v1::GetMatterHistoryResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&MatterHandlers::GetMatterHistory, &matters_));
  }
  grpc::ServerUnaryReactor* ListNumberFindings(grpc::CallbackServerContext* context,
                                               const v1::ListNumberFindingsRequest* request,
                                               v1::ListNumberFindingsResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&FindingHandlers::ListNumberFindings, &findings_));
  }
  grpc::ServerUnaryReactor* ListFollowUps(grpc::CallbackServerContext* context,
                                          const v1::ListFollowUpsRequest* request,
                                          v1::ListFollowUpsResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&FollowUpHandlers::ListFollowUps, &follow_ups_));
  }
  grpc::ServerUnaryReactor* SearchTexts(grpc::CallbackServerContext* context,
                                        const v1::SearchTextsRequest* request,
                                        v1::SearchTextsResponse* response) override {
    return Read(context, request, response,
                [this](const CallContext& /*call*/, const v1::SearchTextsRequest& asked) {
                  return AnswerSearchTexts(ledger_, areas_, asked);
                });
  }

 private:
  const Ledger& ledger_;
  const AreaRegistry& areas_;
  const ActivityHandlers activity_;
  const MatterHandlers matters_;
  const FindingHandlers findings_;
  const FollowUpHandlers follow_ups_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreatePoliticsAnalysisService(Serving& serving,
                                                             const AreaRegistry& areas,
                                                             Ledger& ledger) {
  return std::make_unique<PoliticsAnalysisAdapter>(serving, areas, ledger);
}

}  // namespace tertial::politics
