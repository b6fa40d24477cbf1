// The only file that sees the generated FrameworksService.
#include "services/indicators/handler/frameworks_service.h"

#include "common/rpc/resource_service.h"
#include "services/indicators/handler/rules.h"
#include "services/indicators/store/keys.h"
#include "tertial/indicators/v1/frameworks_service.grpc.pb.h"

namespace tertial::indicators {
namespace {

class FrameworksServiceAdapter final : public v1::FrameworksService::CallbackService,
                                       ResourceService {
 public:
  FrameworksServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : ResourceService(v1::FrameworksService::service_full_name(), serving, areas, ledger) {}

  grpc::ServerUnaryReactor* GetFramework(grpc::CallbackServerContext* context,
                                         const v1::GetFrameworkRequest* request,
                                         v1::GetFrameworkResponse* response) override {
    return Get<FrameworkTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListFrameworks(grpc::CallbackServerContext* context,
                                           const v1::ListFrameworksRequest* request,
                                           v1::ListFrameworksResponse* response) override {
    return List<FrameworkTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetFrameworks(grpc::CallbackServerContext* context,
                                               const v1::BatchGetFrameworksRequest* request,
                                               v1::BatchGetFrameworksResponse* response) override {
    return BatchGet<FrameworkTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateFramework(grpc::CallbackServerContext* context,
                                            const v1::CreateFrameworkRequest* request,
                                            v1::CreateFrameworkResponse* response) override {
    return Create<FrameworkRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateFramework(grpc::CallbackServerContext* context,
                                            const v1::UpdateFrameworkRequest* request,
                                            v1::UpdateFrameworkResponse* response) override {
    return Update<FrameworkRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteFramework(grpc::CallbackServerContext* context,
                                            const v1::DeleteFrameworkRequest* request,
                                            v1::DeleteFrameworkResponse* response) override {
    return Delete<FrameworkRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetPeerGroup(grpc::CallbackServerContext* context,
                                         const v1::GetPeerGroupRequest* request,
                                         v1::GetPeerGroupResponse* response) override {
    return Get<PeerGroupTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListPeerGroups(grpc::CallbackServerContext* context,
                                           const v1::ListPeerGroupsRequest* request,
                                           v1::ListPeerGroupsResponse* response) override {
    return List<PeerGroupTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetPeerGroups(grpc::CallbackServerContext* context,
                                               const v1::BatchGetPeerGroupsRequest* request,
                                               v1::BatchGetPeerGroupsResponse* response) override {
    return BatchGet<PeerGroupTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreatePeerGroup(grpc::CallbackServerContext* context,
                                            const v1::CreatePeerGroupRequest* request,
                                            v1::CreatePeerGroupResponse* response) override {
    return Create<PeerGroupRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdatePeerGroup(grpc::CallbackServerContext* context,
                                            const v1::UpdatePeerGroupRequest* request,
                                            v1::UpdatePeerGroupResponse* response) override {
    return Update<PeerGroupRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeletePeerGroup(grpc::CallbackServerContext* context,
                                            const v1::DeletePeerGroupRequest* request,
                                            v1::DeletePeerGroupResponse* response) override {
    return Delete<PeerGroupRules>(context, request, response);
  }
};

}  // namespace

std::unique_ptr<grpc::Service> CreateFrameworksService(Serving& serving, const AreaRegistry& areas,
                                                       Ledger& ledger) {
  return std::make_unique<FrameworksServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial::indicators
