// The only file that sees the generated service.
#include "services/politics/handler/exempt_content_service.h"

#include "common/rpc/resource_service.h"
#include "services/politics/handler/case_rules.h"
#include "services/politics/handler/exempt_accesses.h"
#include "services/politics/handler/search_handlers.h"
#include "services/politics/store/keys.h"
#include "tertial/politics/v1/exempt_content_service.grpc.pb.h"

namespace tertial::politics {
namespace {

class ExemptContentServiceAdapter final : public v1::ExemptContentService::CallbackService,
                                          ResourceService {
 public:
  ExemptContentServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : ResourceService(v1::ExemptContentService::service_full_name(), serving, areas, ledger),
        areas_(areas),
        ledger_(ledger) {}

  grpc::ServerUnaryReactor* GetExemptContent(grpc::CallbackServerContext* context,
                                             const v1::GetExemptContentRequest* request,
                                             v1::GetExemptContentResponse* response) override {
    return Get<ExemptContentTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListExemptContents(grpc::CallbackServerContext* context,
                                               const v1::ListExemptContentsRequest* request,
                                               v1::ListExemptContentsResponse* response) override {
    return List<ExemptContentTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetExemptContents(
      grpc::CallbackServerContext* context, const v1::BatchGetExemptContentsRequest* request,
      v1::BatchGetExemptContentsResponse* response) override {
    return BatchGet<ExemptContentTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateExemptContent(
      grpc::CallbackServerContext* context, const v1::CreateExemptContentRequest* request,
      v1::CreateExemptContentResponse* response) override {
    return Create<ExemptContentRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateExemptContent(
      grpc::CallbackServerContext* context, const v1::UpdateExemptContentRequest* request,
      v1::UpdateExemptContentResponse* response) override {
    return Update<ExemptContentRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteExemptContent(
      grpc::CallbackServerContext* context, const v1::DeleteExemptContentRequest* request,
      v1::DeleteExemptContentResponse* response) override {
    return Delete<ExemptContentRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* SearchExemptContents(
      grpc::CallbackServerContext* context, const v1::SearchExemptContentsRequest* request,
      v1::SearchExemptContentsResponse* response) override {
    return Read(context, request, response,
                [this](const CallContext& call, const v1::SearchExemptContentsRequest& asked) {
                  return AnswerSearchExemptContents(ledger_, areas_, call, asked);
                });
  }
  grpc::ServerUnaryReactor* ListExemptAccesses(grpc::CallbackServerContext* context,
                                               const v1::ListExemptAccessesRequest* request,
                                               v1::ListExemptAccessesResponse* response) override {
    return Read(context, request, response,
                [this](const CallContext& /*call*/, const v1::ListExemptAccessesRequest& asked) {
                  return AnswerListExemptAccesses(ledger_, asked);
                });
  }

 private:
  const AreaRegistry& areas_;
  Ledger& ledger_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateExemptContentService(Serving& serving,
                                                          const AreaRegistry& areas,
                                                          Ledger& ledger) {
  return std::make_unique<ExemptContentServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial::politics
