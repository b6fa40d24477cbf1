#include "common/rpc/change_service.h"

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/rpc/change_handlers.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"

namespace tertial {
namespace {

namespace v1 = changes::v1;

std::string MethodNamed(absl::string_view name) {
  return absl::StrCat(kChangeServiceName, "/", name);
}

class ChangeServiceAdapter final : public v1::ChangeService::CallbackService {
 public:
  ChangeServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : serving_(serving), handlers_(ledger, areas) {}

  grpc::ServerUnaryReactor* ListChanges(grpc::CallbackServerContext* context,
                                        const v1::ListChangesRequest* request,
                                        v1::ListChangesResponse* response) override {
    return serving_.Unary(MethodNamed("ListChanges"), context, request, response,
                          std::bind_front(&ChangeHandlers::ListChanges, &handlers_));
  }
  grpc::ServerWriteReactor<v1::WatchChangesResponse>* WatchChanges(
      grpc::CallbackServerContext* context, const v1::WatchChangesRequest* request) override {
    return serving_.Stream<v1::WatchChangesRequest, v1::WatchChangesResponse>(
        MethodNamed("WatchChanges"), context, request,
        std::bind_front(&ChangeHandlers::WatchChanges, &handlers_));
  }
  grpc::ServerUnaryReactor* ListRevisions(grpc::CallbackServerContext* context,
                                          const v1::ListRevisionsRequest* request,
                                          v1::ListRevisionsResponse* response) override {
    return serving_.Unary(MethodNamed("ListRevisions"), context, request, response,
                          std::bind_front(&ChangeHandlers::ListRevisions, &handlers_));
  }
  grpc::ServerWriteReactor<v1::ExportResourcesResponse>* ExportResources(
      grpc::CallbackServerContext* context, const v1::ExportResourcesRequest* request) override {
    return serving_.Stream<v1::ExportResourcesRequest, v1::ExportResourcesResponse>(
        MethodNamed("ExportResources"), context, request,
        std::bind_front(&ChangeHandlers::ExportResources, &handlers_));
  }
  grpc::ServerUnaryReactor* BatchGetResources(grpc::CallbackServerContext* context,
                                              const v1::BatchGetResourcesRequest* request,
                                              v1::BatchGetResourcesResponse* response) override {
    return serving_.Unary(MethodNamed("BatchGetResources"), context, request, response,
                          std::bind_front(&ChangeHandlers::BatchGetResources, &handlers_));
  }

 private:
  Serving& serving_;
  ChangeHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateChangeService(Serving& serving, const AreaRegistry& areas,
                                                   Ledger& ledger) {
  return std::make_unique<ChangeServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial
