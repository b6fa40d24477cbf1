// The only file that sees the generated service: every method, with the role it asks for.
#include "services/workforce/handler/registers_service.h"

#include <functional>

#include "common/rpc/resource_service.h"
#include "services/workforce/handler/registers_handlers.h"
#include "tertial/workforce/v1/registers_service.grpc.pb.h"

namespace tertial::workforce {
namespace {

using common::internal::v1::ROLE_ADMIN;
using common::internal::v1::ROLE_AUDITOR;
using common::internal::v1::ROLE_SENSITIVE_READER;

class RegistersServiceAdapter final : public v1::RegistersService::CallbackService,
                                      ResourceService {
 public:
  RegistersServiceAdapter(Serving& serving, const AreaRegistry& areas, Ledger& ledger,
                          const PersonKeys* keys, RegisterFigures& figures)
      : ResourceService(v1::RegistersService::service_full_name(), serving, areas, ledger),
        handlers_(ledger, areas, keys, figures) {}

  grpc::ServerReadReactor<v1::UploadRegisterRequest>* UploadRegister(
      grpc::CallbackServerContext* context, v1::UploadRegisterResponse* response) override {
    return Import<v1::UploadRegisterRequest>(
        context, response, std::bind_front(&RegistersHandlers::UploadRegister, &handlers_));
  }

  grpc::ServerUnaryReactor* GetRegisterState(grpc::CallbackServerContext* context,
                                             const v1::GetRegisterStateRequest* request,
                                             v1::GetRegisterStateResponse* response) override {
    return Write(ROLE_SENSITIVE_READER, context, request, response,
                 std::bind_front(&RegistersHandlers::GetRegisterState, &handlers_));
  }

  // On the executor for reads: it writes no more than a line, and is to leave the processor to
  // others.
  grpc::ServerUnaryReactor* QueryFigures(grpc::CallbackServerContext* context,
                                         const v1::QueryFiguresRequest* request,
                                         v1::QueryFiguresResponse* response) override {
    return Read(ROLE_SENSITIVE_READER, context, request, response,
                std::bind_front(&RegistersHandlers::QueryFigures, &handlers_));
  }

  grpc::ServerUnaryReactor* ErasePerson(grpc::CallbackServerContext* context,
                                        const v1::ErasePersonRequest* request,
                                        v1::ErasePersonResponse* response) override {
    return Write(ROLE_ADMIN, context, request, response,
                 std::bind_front(&RegistersHandlers::ErasePerson, &handlers_));
  }

  grpc::ServerUnaryReactor* RotatePersonKeys(grpc::CallbackServerContext* context,
                                             const v1::RotatePersonKeysRequest* request,
                                             v1::RotatePersonKeysResponse* response) override {
    return Write(ROLE_ADMIN, context, request, response,
                 std::bind_front(&RegistersHandlers::RotatePersonKeys, &handlers_));
  }

  grpc::ServerUnaryReactor* ListAccesses(grpc::CallbackServerContext* context,
                                         const v1::ListAccessesRequest* request,
                                         v1::ListAccessesResponse* response) override {
    return Read(ROLE_AUDITOR, context, request, response,
                std::bind_front(&RegistersHandlers::ListAccesses, &handlers_));
  }

 private:
  RegistersHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateRegistersService(Serving& serving, const AreaRegistry& areas,
                                                      Ledger& ledger, const PersonKeys* keys,
                                                      RegisterFigures& figures) {
  return std::make_unique<RegistersServiceAdapter>(serving, areas, ledger, keys, figures);
}

}  // namespace tertial::workforce
