// The only file that sees the generated service: every method with the role it asks for.
#include "services/workforce/handler/workforce_service.h"

#include "absl/strings/str_cat.h"
#include "services/workforce/handler/workforce_handlers.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"

namespace tertial::workforce {
namespace {

Method MethodOf(absl::string_view name, Role role) {
  return Method{.name = absl::StrCat(v1::WorkforceService::service_full_name(), "/", name),
                .role = role};
}

class WorkforceServiceAdapter final : public v1::WorkforceService::CallbackService {
 public:
  WorkforceServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger)
      : serving_(serving), handlers_(ledger, areas) {}

  grpc::ServerUnaryReactor* GetUnit(grpc::CallbackServerContext* context,
                                    const v1::GetUnitRequest* request,
                                    v1::GetUnitResponse* response) override {
    return Read("GetUnit", context, request, response, &WorkforceHandlers::GetUnit);
  }
  grpc::ServerUnaryReactor* ListUnits(grpc::CallbackServerContext* context,
                                      const v1::ListUnitsRequest* request,
                                      v1::ListUnitsResponse* response) override {
    return Read("ListUnits", context, request, response, &WorkforceHandlers::ListUnits);
  }
  grpc::ServerUnaryReactor* BatchGetUnits(grpc::CallbackServerContext* context,
                                          const v1::BatchGetUnitsRequest* request,
                                          v1::BatchGetUnitsResponse* response) override {
    return Read("BatchGetUnits", context, request, response, &WorkforceHandlers::BatchGetUnits);
  }
  grpc::ServerUnaryReactor* GetWorkforceFigure(grpc::CallbackServerContext* context,
                                               const v1::GetWorkforceFigureRequest* request,
                                               v1::GetWorkforceFigureResponse* response) override {
    return Read("GetWorkforceFigure", context, request, response,
                &WorkforceHandlers::GetWorkforceFigure);
  }
  grpc::ServerUnaryReactor* ListWorkforceFigures(
      grpc::CallbackServerContext* context, const v1::ListWorkforceFiguresRequest* request,
      v1::ListWorkforceFiguresResponse* response) override {
    return Read("ListWorkforceFigures", context, request, response,
                &WorkforceHandlers::ListWorkforceFigures);
  }
  grpc::ServerUnaryReactor* BatchGetWorkforceFigures(
      grpc::CallbackServerContext* context, const v1::BatchGetWorkforceFiguresRequest* request,
      v1::BatchGetWorkforceFiguresResponse* response) override {
    return Read("BatchGetWorkforceFigures", context, request, response,
                &WorkforceHandlers::BatchGetWorkforceFigures);
  }
  grpc::ServerUnaryReactor* GetWorkforceSection(
      grpc::CallbackServerContext* context, const v1::GetWorkforceSectionRequest* request,
      v1::GetWorkforceSectionResponse* response) override {
    return Read("GetWorkforceSection", context, request, response,
                &WorkforceHandlers::GetWorkforceSection);
  }

  grpc::ServerReadReactor<v1::ImportRowsRequest>* ImportRows(
      grpc::CallbackServerContext* context, v1::ImportRowsResponse* response) override {
    return serving_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(
        MethodOf("ImportRows", common::internal::v1::ROLE_RECORDER), context, response,
        [this](const CallContext& call) { return handlers_.ImportRows(call); });
  }

 private:
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Read(absl::string_view name, grpc::CallbackServerContext* context,
                                 const Request* request, Response* response,
                                 absl::StatusOr<Response> (WorkforceHandlers::*handler)(
                                     const CallContext&, const Request&) const) {
    return serving_.Unary(MethodOf(name, common::internal::v1::ROLE_READER), context, request,
                          response, [this, handler](const CallContext& call, const Request& asked) {
                            return (handlers_.*handler)(call, asked);
                          });
  }

  Serving& serving_;
  WorkforceHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateWorkforceService(Serving& serving, const AreaRegistry& areas,
                                                      Ledger& ledger) {
  return std::make_unique<WorkforceServiceAdapter>(serving, areas, ledger);
}

}  // namespace tertial::workforce
