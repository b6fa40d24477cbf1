// The only file that sees the generated AccountsService.
#include "services/climate/handler/accounts_service.h"

#include "common/rpc/resource_service.h"
#include "services/climate/handler/rules.h"
#include "services/climate/store/keys.h"
#include "tertial/climate/v1/accounts_service.grpc.pb.h"

namespace tertial::climate {
namespace {

class AccountsServiceAdapter final : public v1::AccountsService::CallbackService, ResourceService {
 public:
  AccountsServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : ResourceService(v1::AccountsService::service_full_name(), serving, areas, ledger) {}

  grpc::ServerUnaryReactor* GetGwpTable(grpc::CallbackServerContext* context,
                                        const v1::GetGwpTableRequest* request,
                                        v1::GetGwpTableResponse* response) override {
    return Get<GwpTableTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListGwpTables(grpc::CallbackServerContext* context,
                                          const v1::ListGwpTablesRequest* request,
                                          v1::ListGwpTablesResponse* response) override {
    return List<GwpTableTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetGwpTables(grpc::CallbackServerContext* context,
                                              const v1::BatchGetGwpTablesRequest* request,
                                              v1::BatchGetGwpTablesResponse* response) override {
    return BatchGet<GwpTableTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateGwpTable(grpc::CallbackServerContext* context,
                                           const v1::CreateGwpTableRequest* request,
                                           v1::CreateGwpTableResponse* response) override {
    return Create<GwpTableRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateGwpTable(grpc::CallbackServerContext* context,
                                           const v1::UpdateGwpTableRequest* request,
                                           v1::UpdateGwpTableResponse* response) override {
    return Update<GwpTableRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteGwpTable(grpc::CallbackServerContext* context,
                                           const v1::DeleteGwpTableRequest* request,
                                           v1::DeleteGwpTableResponse* response) override {
    return Delete<GwpTableRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetSectorCrosswalk(grpc::CallbackServerContext* context,
                                               const v1::GetSectorCrosswalkRequest* request,
                                               v1::GetSectorCrosswalkResponse* response) override {
    return Get<SectorCrosswalkTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListSectorCrosswalks(
      grpc::CallbackServerContext* context, const v1::ListSectorCrosswalksRequest* request,
      v1::ListSectorCrosswalksResponse* response) override {
    return List<SectorCrosswalkTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetSectorCrosswalks(
      grpc::CallbackServerContext* context, const v1::BatchGetSectorCrosswalksRequest* request,
      v1::BatchGetSectorCrosswalksResponse* response) override {
    return BatchGet<SectorCrosswalkTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateSectorCrosswalk(
      grpc::CallbackServerContext* context, const v1::CreateSectorCrosswalkRequest* request,
      v1::CreateSectorCrosswalkResponse* response) override {
    return Create<SectorCrosswalkRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateSectorCrosswalk(
      grpc::CallbackServerContext* context, const v1::UpdateSectorCrosswalkRequest* request,
      v1::UpdateSectorCrosswalkResponse* response) override {
    return Update<SectorCrosswalkRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteSectorCrosswalk(
      grpc::CallbackServerContext* context, const v1::DeleteSectorCrosswalkRequest* request,
      v1::DeleteSectorCrosswalkResponse* response) override {
    return Delete<SectorCrosswalkRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetEmissionFactor(grpc::CallbackServerContext* context,
                                              const v1::GetEmissionFactorRequest* request,
                                              v1::GetEmissionFactorResponse* response) override {
    return Get<EmissionFactorTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListEmissionFactors(
      grpc::CallbackServerContext* context, const v1::ListEmissionFactorsRequest* request,
      v1::ListEmissionFactorsResponse* response) override {
    return List<EmissionFactorTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetEmissionFactors(
      grpc::CallbackServerContext* context, const v1::BatchGetEmissionFactorsRequest* request,
      v1::BatchGetEmissionFactorsResponse* response) override {
    return BatchGet<EmissionFactorTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateEmissionFactor(
      grpc::CallbackServerContext* context, const v1::CreateEmissionFactorRequest* request,
      v1::CreateEmissionFactorResponse* response) override {
    return Create<EmissionFactorRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateEmissionFactor(
      grpc::CallbackServerContext* context, const v1::UpdateEmissionFactorRequest* request,
      v1::UpdateEmissionFactorResponse* response) override {
    return Update<EmissionFactorRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteEmissionFactor(
      grpc::CallbackServerContext* context, const v1::DeleteEmissionFactorRequest* request,
      v1::DeleteEmissionFactorResponse* response) override {
    return Delete<EmissionFactorRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetReferencePath(grpc::CallbackServerContext* context,
                                             const v1::GetReferencePathRequest* request,
                                             v1::GetReferencePathResponse* response) override {
    return Get<ReferencePathTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListReferencePaths(grpc::CallbackServerContext* context,
                                               const v1::ListReferencePathsRequest* request,
                                               v1::ListReferencePathsResponse* response) override {
    return List<ReferencePathTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetReferencePaths(
      grpc::CallbackServerContext* context, const v1::BatchGetReferencePathsRequest* request,
      v1::BatchGetReferencePathsResponse* response) override {
    return BatchGet<ReferencePathTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateReferencePath(
      grpc::CallbackServerContext* context, const v1::CreateReferencePathRequest* request,
      v1::CreateReferencePathResponse* response) override {
    return Create<ReferencePathRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateReferencePath(
      grpc::CallbackServerContext* context, const v1::UpdateReferencePathRequest* request,
      v1::UpdateReferencePathResponse* response) override {
    return Update<ReferencePathRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteReferencePath(
      grpc::CallbackServerContext* context, const v1::DeleteReferencePathRequest* request,
      v1::DeleteReferencePathResponse* response) override {
    return Delete<ReferencePathRules>(context, request, response);
  }
};

}  // namespace

std::unique_ptr<grpc::Service> CreateAccountsService(Serving& serving, const AreaRegistry& areas,
                                                     Ledger& ledger) {
  return std::make_unique<AccountsServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial::climate
