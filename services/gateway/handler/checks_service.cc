// The only file that sees the generated service: every method, with the resource it is about.
#include "services/gateway/handler/checks_service.h"

#include <functional>
#include <utility>

#include "common/rpc/resource_service.h"
#include "services/gateway/handler/check_handlers.h"
#include "services/gateway/handler/check_rules.h"
#include "services/gateway/handler/checks_import.h"
#include "services/gateway/handler/claim_rules.h"
#include "services/gateway/store/keys.h"
#include "tertial/gateway/v1/checks_service.grpc.pb.h"

namespace tertial::gateway {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

// Who says that a finding is all right answers for what is published.
class ChecksServiceAdapter final : public v1::ChecksService::CallbackService,
                                   private ResourceService {
 public:
  ChecksServiceAdapter(Serving& serving, Ledger& ledger, std::shared_ptr<const GatewayParts> parts)
      : ResourceService(v1::ChecksService::service_full_name(), serving, parts->areas, ledger),
        ledger_(ledger),
        parts_(std::move(parts)),
        handlers_(ledger, *parts_) {}

  ServerUnaryReactor* GetClaim(CallbackServerContext* context, const v1::GetClaimRequest* request,
                               v1::GetClaimResponse* response) override {
    return Get<ClaimTable>(context, request, response);
  }
  ServerUnaryReactor* ListClaims(CallbackServerContext* context,
                                 const v1::ListClaimsRequest* request,
                                 v1::ListClaimsResponse* response) override {
    return List<ClaimTable>(context, request, response);
  }
  ServerUnaryReactor* BatchGetClaims(CallbackServerContext* context,
                                     const v1::BatchGetClaimsRequest* request,
                                     v1::BatchGetClaimsResponse* response) override {
    return BatchGet<ClaimTable>(context, request, response);
  }
  ServerUnaryReactor* CreateClaim(CallbackServerContext* context,
                                  const v1::CreateClaimRequest* request,
                                  v1::CreateClaimResponse* response) override {
    return Create<ClaimRules>(context, request, response);
  }
  ServerUnaryReactor* UpdateClaim(CallbackServerContext* context,
                                  const v1::UpdateClaimRequest* request,
                                  v1::UpdateClaimResponse* response) override {
    return Update<ClaimRules>(context, request, response);
  }
  ServerUnaryReactor* DeleteClaim(CallbackServerContext* context,
                                  const v1::DeleteClaimRequest* request,
                                  v1::DeleteClaimResponse* response) override {
    return Delete<ClaimRules>(context, request, response);
  }

  ServerUnaryReactor* GetAcceptedFinding(CallbackServerContext* context,
                                         const v1::GetAcceptedFindingRequest* request,
                                         v1::GetAcceptedFindingResponse* response) override {
    return Get<AcceptedFindingTable>(context, request, response);
  }
  ServerUnaryReactor* ListAcceptedFindings(CallbackServerContext* context,
                                           const v1::ListAcceptedFindingsRequest* request,
                                           v1::ListAcceptedFindingsResponse* response) override {
    return List<AcceptedFindingTable>(context, request, response);
  }
  ServerUnaryReactor* BatchGetAcceptedFindings(
      CallbackServerContext* context, const v1::BatchGetAcceptedFindingsRequest* request,
      v1::BatchGetAcceptedFindingsResponse* response) override {
    return BatchGet<AcceptedFindingTable>(context, request, response);
  }
  ServerUnaryReactor* CreateAcceptedFinding(CallbackServerContext* context,
                                            const v1::CreateAcceptedFindingRequest* request,
                                            v1::CreateAcceptedFindingResponse* response) override {
    return Create<AcceptedFindingRules>(context, request, response);
  }
  ServerUnaryReactor* UpdateAcceptedFinding(CallbackServerContext* context,
                                            const v1::UpdateAcceptedFindingRequest* request,
                                            v1::UpdateAcceptedFindingResponse* response) override {
    return Update<AcceptedFindingRules>(context, request, response);
  }
  ServerUnaryReactor* DeleteAcceptedFinding(CallbackServerContext* context,
                                            const v1::DeleteAcceptedFindingRequest* request,
                                            v1::DeleteAcceptedFindingResponse* response) override {
    return Delete<AcceptedFindingRules>(context, request, response);
  }

  ServerUnaryReactor* GetCheckRule(CallbackServerContext* context,
                                   const v1::GetCheckRuleRequest* request,
                                   v1::GetCheckRuleResponse* response) override {
    return Get<CheckRuleTable>(context, request, response);
  }
  ServerUnaryReactor* ListCheckRules(CallbackServerContext* context,
                                     const v1::ListCheckRulesRequest* request,
                                     v1::ListCheckRulesResponse* response) override {
    return List<CheckRuleTable>(context, request, response);
  }
  ServerUnaryReactor* BatchGetCheckRules(CallbackServerContext* context,
                                         const v1::BatchGetCheckRulesRequest* request,
                                         v1::BatchGetCheckRulesResponse* response) override {
    return BatchGet<CheckRuleTable>(context, request, response);
  }
  ServerUnaryReactor* CreateCheckRule(CallbackServerContext* context,
                                      const v1::CreateCheckRuleRequest* request,
                                      v1::CreateCheckRuleResponse* response) override {
    return Create<CheckRuleRules>(context, request, response);
  }
  ServerUnaryReactor* UpdateCheckRule(CallbackServerContext* context,
                                      const v1::UpdateCheckRuleRequest* request,
                                      v1::UpdateCheckRuleResponse* response) override {
    return Update<CheckRuleRules>(context, request, response);
  }
  ServerUnaryReactor* DeleteCheckRule(CallbackServerContext* context,
                                      const v1::DeleteCheckRuleRequest* request,
                                      v1::DeleteCheckRuleResponse* response) override {
    return Delete<CheckRuleRules>(context, request, response);
  }

  grpc::ServerReadReactor<v1::ImportRowsRequest>* ImportRows(
      CallbackServerContext* context, v1::ImportRowsResponse* response) override {
    return Import<v1::ImportRowsRequest>(context, response, [this](const CallContext& call) {
      return OpenChecksImport(ledger_, parts_->areas, call);
    });
  }
  ServerUnaryReactor* CheckReport(CallbackServerContext* context,
                                  const v1::CheckReportRequest* request,
                                  v1::CheckReportResponse* response) override {
    return Waiting(context, request, response,
                   std::bind_front(&CheckHandlers::CheckReport, &handlers_));
  }

 private:
  Ledger& ledger_;
  const std::shared_ptr<const GatewayParts> parts_;
  const CheckHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateChecksService(Serving& serving, Ledger& ledger,
                                                   std::shared_ptr<const GatewayParts> parts) {
  return std::make_unique<ChecksServiceAdapter>(serving, ledger, std::move(parts));
}

}  // namespace tertial::gateway
