// The only file that sees the generated service.
#include "services/workforce/handler/registers_service.h"

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/resource_service.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/workforce/handler/registers_handlers.h"
#include "tertial/workforce/v1/registers_service.grpc.pb.h"

namespace tertial::workforce {
namespace {

// QueryFigures is answered with bytes.
using RawQueries =
    v1::RegistersService::WithRawCallbackMethod_QueryFigures<v1::RegistersService::CallbackService>;

class RegistersServiceAdapter final : public RawQueries, ResourceService {
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
    return Write(context, request, response,
                 std::bind_front(&RegistersHandlers::GetRegisterState, &handlers_));
  }

  // On the executor for reads: it writes no more than a line, and is to leave the processor to
  // others.
  grpc::ServerUnaryReactor* QueryFigures(grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override {
    const auto asked = std::make_shared<v1::QueryFiguresRequest>();
    grpc::ByteBuffer bytes(*request);
    const bool readable =
        grpc::SerializationTraits<v1::QueryFiguresRequest>::Deserialize(&bytes, asked.get()).ok();
    return Read(
        context, asked.get(), response,
        [this, asked, readable](const CallContext& call, const v1::QueryFiguresRequest& query)
            -> absl::StatusOr<grpc::ByteBuffer> {
          // Told to those alone who may ask.
          if (!readable) {
            return InvalidStream("The request cannot be read; send a QueryFiguresRequest.");
          }
          TERTIAL_ASSIGN_OR_RETURN(const std::string answer, handlers_.QueryFigures(call, query));
          const grpc::Slice slice(answer);
          return grpc::ByteBuffer(&slice, 1);
        });
  }

  grpc::ServerUnaryReactor* ErasePerson(grpc::CallbackServerContext* context,
                                        const v1::ErasePersonRequest* request,
                                        v1::ErasePersonResponse* response) override {
    return Write(context, request, response,
                 std::bind_front(&RegistersHandlers::ErasePerson, &handlers_));
  }

  grpc::ServerUnaryReactor* RotatePersonKeys(grpc::CallbackServerContext* context,
                                             const v1::RotatePersonKeysRequest* request,
                                             v1::RotatePersonKeysResponse* response) override {
    return Write(context, request, response,
                 std::bind_front(&RegistersHandlers::RotatePersonKeys, &handlers_));
  }

  grpc::ServerUnaryReactor* ListAccesses(grpc::CallbackServerContext* context,
                                         const v1::ListAccessesRequest* request,
                                         v1::ListAccessesResponse* response) override {
    return Read(context, request, response,
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
