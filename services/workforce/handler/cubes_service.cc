// The only file that sees the generated service.
#include "services/workforce/handler/cubes_service.h"

#include <functional>

#include "common/rpc/resource_service.h"
#include "services/workforce/handler/cube_rules.h"
#include "services/workforce/handler/publish_handler.h"
#include "services/workforce/store/cube_keys.h"
#include "tertial/workforce/v1/cubes_service.grpc.pb.h"

namespace tertial::workforce {
namespace {

class CubesServiceAdapter final : public v1::CubesService::CallbackService, ResourceService {
 public:
  CubesServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger,
                      Suppression suppression)
      : ResourceService(v1::CubesService::service_full_name(), serving, areas, ledger),
        publish_(ledger, areas, suppression == Suppression::kComplementary) {}

  grpc::ServerUnaryReactor* GetDisclosurePolicy(
      grpc::CallbackServerContext* context, const v1::GetDisclosurePolicyRequest* request,
      v1::GetDisclosurePolicyResponse* response) override {
    return Get<DisclosurePolicyTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListDisclosurePolicies(
      grpc::CallbackServerContext* context, const v1::ListDisclosurePoliciesRequest* request,
      v1::ListDisclosurePoliciesResponse* response) override {
    return List<DisclosurePolicyTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetDisclosurePolicies(
      grpc::CallbackServerContext* context, const v1::BatchGetDisclosurePoliciesRequest* request,
      v1::BatchGetDisclosurePoliciesResponse* response) override {
    return BatchGet<DisclosurePolicyTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateDisclosurePolicy(
      grpc::CallbackServerContext* context, const v1::CreateDisclosurePolicyRequest* request,
      v1::CreateDisclosurePolicyResponse* response) override {
    return Create<DisclosurePolicyRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateDisclosurePolicy(
      grpc::CallbackServerContext* context, const v1::UpdateDisclosurePolicyRequest* request,
      v1::UpdateDisclosurePolicyResponse* response) override {
    return Update<DisclosurePolicyRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteDisclosurePolicy(
      grpc::CallbackServerContext* context, const v1::DeleteDisclosurePolicyRequest* request,
      v1::DeleteDisclosurePolicyResponse* response) override {
    return Delete<DisclosurePolicyRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetCube(grpc::CallbackServerContext* context,
                                    const v1::GetCubeRequest* request,
                                    v1::GetCubeResponse* response) override {
    return Get<CubeTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListCubes(grpc::CallbackServerContext* context,
                                      const v1::ListCubesRequest* request,
                                      v1::ListCubesResponse* response) override {
    return List<CubeTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetCubes(grpc::CallbackServerContext* context,
                                          const v1::BatchGetCubesRequest* request,
                                          v1::BatchGetCubesResponse* response) override {
    return BatchGet<CubeTable>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetPublishedFigure(grpc::CallbackServerContext* context,
                                               const v1::GetPublishedFigureRequest* request,
                                               v1::GetPublishedFigureResponse* response) override {
    return Get<PublishedFigureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListPublishedFigures(
      grpc::CallbackServerContext* context, const v1::ListPublishedFiguresRequest* request,
      v1::ListPublishedFiguresResponse* response) override {
    return List<PublishedFigureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetPublishedFigures(
      grpc::CallbackServerContext* context, const v1::BatchGetPublishedFiguresRequest* request,
      v1::BatchGetPublishedFiguresResponse* response) override {
    return BatchGet<PublishedFigureTable>(context, request, response);
  }

  grpc::ServerUnaryReactor* PublishCube(grpc::CallbackServerContext* context,
                                        const v1::PublishCubeRequest* request,
                                        v1::PublishCubeResponse* response) override {
    return Write(context, request, response,
                 std::bind_front(&PublishHandler::PublishCube, &publish_));
  }

 private:
  const PublishHandler publish_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateCubesService(Serving& serving, const AreaRegistry& areas,
                                                  Ledger& ledger, Suppression suppression) {
  return std::make_unique<CubesServiceAdapter>(serving, areas, ledger, suppression);
}

}  // namespace tertial::workforce
