#include "common/rpc/admin_service.h"

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tertial/admin/v1/admin_service.grpc.pb.h"

namespace tertial {
namespace {

namespace v1 = admin::v1;

class AdminServiceAdapter final : public v1::AdminService::CallbackService {
 public:
  AdminServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger,
                      NotRedacted not_redacted)
      : serving_(serving), handlers_(ledger, areas, std::move(not_redacted)) {}

  grpc::ServerUnaryReactor* RestoreRevision(grpc::CallbackServerContext* context,
                                            const v1::RestoreRevisionRequest* request,
                                            v1::RestoreRevisionResponse* response) override {
    return Answer(&AdminHandlers::RestoreRevision, context, request, response);
  }
  grpc::ServerUnaryReactor* RedactResource(grpc::CallbackServerContext* context,
                                           const v1::RedactResourceRequest* request,
                                           v1::RedactResourceResponse* response) override {
    return Answer(&AdminHandlers::RedactResource, context, request, response);
  }
  grpc::ServerUnaryReactor* ListPendingReleases(
      grpc::CallbackServerContext* context, const v1::ListPendingReleasesRequest* request,
      v1::ListPendingReleasesResponse* response) override {
    return Answer(&AdminHandlers::ListPendingReleases, context, request, response);
  }
  grpc::ServerUnaryReactor* CancelPendingRelease(
      grpc::CallbackServerContext* context, const v1::CancelPendingReleaseRequest* request,
      v1::CancelPendingReleaseResponse* response) override {
    return Answer(&AdminHandlers::CancelPendingRelease, context, request, response);
  }
  grpc::ServerUnaryReactor* CreateBackup(grpc::CallbackServerContext* context,
                                         const v1::CreateBackupRequest* request,
                                         v1::CreateBackupResponse* response) override {
    return Answer(&AdminHandlers::CreateBackup, context, request, response);
  }
  grpc::ServerUnaryReactor* CheckStore(grpc::CallbackServerContext* context,
                                       const v1::CheckStoreRequest* request,
                                       v1::CheckStoreResponse* response) override {
    return Answer(&AdminHandlers::CheckStore, context, request, response);
  }
  grpc::ServerUnaryReactor* GetContentHash(grpc::CallbackServerContext* context,
                                           const v1::GetContentHashRequest* request,
                                           v1::GetContentHashResponse* response) override {
    return Answer(&AdminHandlers::GetContentHash, context, request, response);
  }

 private:
  // On the threads for writes, of which there are many: most of these calls take long, and none
  // should keep short reads waiting.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Answer(
      absl::StatusOr<Response> (AdminHandlers::*handler)(const CallContext&, const Request&),
      grpc::CallbackServerContext* context, const Request* request, Response* response) {
    const absl::string_view name = absl::StripSuffix(Request::descriptor()->name(), "Request");
    return serving_.Write(absl::StrCat(kAdminServiceName, "/", name), context, request, response,
                          std::bind_front(handler, &handlers_));
  }

  Serving& serving_;
  AdminHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateAdminService(Serving& serving, const AreaRegistry& areas,
                                                  Ledger& ledger, NotRedacted not_redacted) {
  return std::make_unique<AdminServiceAdapter>(serving, areas, ledger, std::move(not_redacted));
}

}  // namespace tertial
