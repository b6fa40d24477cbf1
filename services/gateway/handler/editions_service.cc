// The only file that sees the generated service.
#include "services/gateway/handler/editions_service.h"

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "common/rpc/resource_service.h"
#include "services/gateway/handler/edition_handlers.h"
#include "services/gateway/handler/edition_rules.h"
#include "services/gateway/store/keys.h"
#include "tertial/gateway/v1/editions_service.grpc.pb.h"

namespace tertial::gateway {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

class EditionsServiceAdapter final : public v1::EditionsService::CallbackService,
                                     private ResourceService {
 public:
  EditionsServiceAdapter(Serving& serving, Ledger& ledger,
                         std::shared_ptr<const GatewayParts> parts, FreezeGate& gate)
      : ResourceService(v1::EditionsService::service_full_name(), serving, parts->areas, ledger),
        ledger_(ledger),
        parts_(std::move(parts)),
        handlers_(ledger, *parts_, gate) {}

  ServerUnaryReactor* GetEdition(CallbackServerContext* context,
                                 const v1::GetEditionRequest* request,
                                 v1::GetEditionResponse* response) override {
    return Get<EditionTable>(context, request, response);
  }
  ServerUnaryReactor* ListEditions(CallbackServerContext* context,
                                   const v1::ListEditionsRequest* request,
                                   v1::ListEditionsResponse* response) override {
    return List<EditionTable>(context, request, response);
  }
  ServerUnaryReactor* CreateEdition(CallbackServerContext* context,
                                    const v1::CreateEditionRequest* request,
                                    v1::CreateEditionResponse* response) override {
    return WriteNow(
        context, request, response,
        &AnswerCreate<EditionRules, v1::CreateEditionResponse, v1::CreateEditionRequest>);
  }
  ServerUnaryReactor* UpdateEdition(CallbackServerContext* context,
                                    const v1::UpdateEditionRequest* request,
                                    v1::UpdateEditionResponse* response) override {
    return WriteNow(
        context, request, response,
        &AnswerUpdate<EditionRules, v1::UpdateEditionResponse, v1::UpdateEditionRequest>);
  }
  ServerUnaryReactor* DeleteEdition(CallbackServerContext* context,
                                    const v1::DeleteEditionRequest* request,
                                    v1::DeleteEditionResponse* response) override {
    return WriteNow(
        context, request, response,
        &AnswerDelete<EditionRules, v1::DeleteEditionResponse, v1::DeleteEditionRequest>);
  }
  ServerUnaryReactor* FreezeEdition(CallbackServerContext* context,
                                    const v1::FreezeEditionRequest* request,
                                    v1::FreezeEditionResponse* response) override {
    return Waiting(context, request, response, Call(&EditionHandlers::FreezeEdition));
  }
  ServerUnaryReactor* PublishEdition(CallbackServerContext* context,
                                     const v1::PublishEditionRequest* request,
                                     v1::PublishEditionResponse* response) override {
    return Write(context, request, response, Call(&EditionHandlers::PublishEdition));
  }
  ServerUnaryReactor* CorrectEdition(CallbackServerContext* context,
                                     const v1::CorrectEditionRequest* request,
                                     v1::CorrectEditionResponse* response) override {
    return Write(context, request, response, Call(&EditionHandlers::CorrectEdition));
  }
  ServerUnaryReactor* GetEditionReport(CallbackServerContext* context,
                                       const v1::GetEditionReportRequest* request,
                                       v1::GetEditionReportResponse* response) override {
    return Read(context, request, response, Call(&EditionHandlers::GetEditionReport));
  }
  ServerUnaryReactor* ListManifest(CallbackServerContext* context,
                                   const v1::ListManifestRequest* request,
                                   v1::ListManifestResponse* response) override {
    return Read(context, request, response, Call(&EditionHandlers::ListManifest));
  }
  ServerUnaryReactor* DiffEditions(CallbackServerContext* context,
                                   const v1::DiffEditionsRequest* request,
                                   v1::DiffEditionsResponse* response) override {
    return Waiting(context, request, response, Call(&EditionHandlers::DiffEditions));
  }

 private:
  template <typename Request, typename Response>
  std::function<absl::StatusOr<Response>(const CallContext&, const Request&)> Call(
      absl::StatusOr<Response> (EditionHandlers::*handler)(const CallContext&, const Request&)
          const) {
    return std::bind_front(handler, &handlers_);
  }

  // A standard write that cannot wait for an instant.
  template <typename Request, typename Response>
  ServerUnaryReactor* WriteNow(CallbackServerContext* context, const Request* request,
                               Response* response,
                               absl::StatusOr<Response> (*answer)(Ledger&, const AreaRegistry&,
                                                                  const CallContext&,
                                                                  const Request&)) {
    return Write(
        context, request, response,
        [this, answer](const CallContext& call, const Request& asked) -> absl::StatusOr<Response> {
          TERTIAL_RETURN_IF_ERROR(RefusePublishAt(asked.options()));
          return answer(ledger_, parts_->areas, call, asked);
        });
  }

  Ledger& ledger_;
  const std::shared_ptr<const GatewayParts> parts_;
  const EditionHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateEditionsService(Serving& serving, Ledger& ledger,
                                                     std::shared_ptr<const GatewayParts> parts,
                                                     FreezeGate& gate) {
  return std::make_unique<EditionsServiceAdapter>(serving, ledger, std::move(parts), gate);
}

}  // namespace tertial::gateway
