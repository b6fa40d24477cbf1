// The only file that sees the generated service: every method, with the resource it is about.
#include "services/workforce/handler/workforce_service.h"

#include <functional>

#include "common/rpc/resource_service.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_handlers.h"
#include "services/workforce/store/keys.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"

namespace tertial::workforce {
namespace {

class WorkforceServiceAdapter final : public v1::WorkforceService::CallbackService,
                                      ResourceService {
 public:
  WorkforceServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : ResourceService(v1::WorkforceService::service_full_name(), serving, areas, ledger),
        handlers_(ledger, areas) {}

  grpc::ServerUnaryReactor* GetUnit(grpc::CallbackServerContext* context,
                                    const v1::GetUnitRequest* request,
                                    v1::GetUnitResponse* response) override {
    return Get<UnitTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListUnits(grpc::CallbackServerContext* context,
                                      const v1::ListUnitsRequest* request,
                                      v1::ListUnitsResponse* response) override {
    return List<UnitTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetUnits(grpc::CallbackServerContext* context,
                                          const v1::BatchGetUnitsRequest* request,
                                          v1::BatchGetUnitsResponse* response) override {
    return BatchGet<UnitTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateUnit(grpc::CallbackServerContext* context,
                                       const v1::CreateUnitRequest* request,
                                       v1::CreateUnitResponse* response) override {
    return Create<UnitRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateUnit(grpc::CallbackServerContext* context,
                                       const v1::UpdateUnitRequest* request,
                                       v1::UpdateUnitResponse* response) override {
    return Update<UnitRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteUnit(grpc::CallbackServerContext* context,
                                       const v1::DeleteUnitRequest* request,
                                       v1::DeleteUnitResponse* response) override {
    return Delete<UnitRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetWorkforceFigure(grpc::CallbackServerContext* context,
                                               const v1::GetWorkforceFigureRequest* request,
                                               v1::GetWorkforceFigureResponse* response) override {
    return Get<WorkforceFigureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* ListWorkforceFigures(
      grpc::CallbackServerContext* context, const v1::ListWorkforceFiguresRequest* request,
      v1::ListWorkforceFiguresResponse* response) override {
    return List<WorkforceFigureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* BatchGetWorkforceFigures(
      grpc::CallbackServerContext* context, const v1::BatchGetWorkforceFiguresRequest* request,
      v1::BatchGetWorkforceFiguresResponse* response) override {
    return BatchGet<WorkforceFigureTable>(context, request, response);
  }
  grpc::ServerUnaryReactor* CreateWorkforceFigure(
      grpc::CallbackServerContext* context, const v1::CreateWorkforceFigureRequest* request,
      v1::CreateWorkforceFigureResponse* response) override {
    return Create<WorkforceFigureRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* UpdateWorkforceFigure(
      grpc::CallbackServerContext* context, const v1::UpdateWorkforceFigureRequest* request,
      v1::UpdateWorkforceFigureResponse* response) override {
    return Update<WorkforceFigureRules>(context, request, response);
  }
  grpc::ServerUnaryReactor* DeleteWorkforceFigure(
      grpc::CallbackServerContext* context, const v1::DeleteWorkforceFigureRequest* request,
      v1::DeleteWorkforceFigureResponse* response) override {
    return Delete<WorkforceFigureRules>(context, request, response);
  }

  grpc::ServerUnaryReactor* GetWorkforceSection(
      grpc::CallbackServerContext* context, const v1::GetWorkforceSectionRequest* request,
      v1::GetWorkforceSectionResponse* response) override {
    return Read(context, request, response,
                std::bind_front(&WorkforceHandlers::GetWorkforceSection, &handlers_));
  }

  grpc::ServerReadReactor<v1::ImportRowsRequest>* ImportRows(
      grpc::CallbackServerContext* context, v1::ImportRowsResponse* response) override {
    return Import<v1::ImportRowsRequest>(
        context, response, std::bind_front(&WorkforceHandlers::ImportRows, &handlers_));
  }

 private:
  WorkforceHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateWorkforceService(Serving& serving, const AreaRegistry& areas,
                                                      Ledger& ledger) {
  return std::make_unique<WorkforceServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial::workforce
