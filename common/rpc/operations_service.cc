#include "common/rpc/operations_service.h"

#include <functional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tertial/admin/v1/operations_service.grpc.pb.h"

namespace tertial {
namespace {

namespace v1 = admin::v1;

class OperationsServiceAdapter final : public v1::OperationsService::CallbackService {
 public:
  OperationsServiceAdapter(Serving& serving, OperatedProcess process)
      : serving_(serving), handlers_(std::move(process)) {}

  grpc::ServerUnaryReactor* GetServiceStatus(grpc::CallbackServerContext* context,
                                             const v1::GetServiceStatusRequest* request,
                                             v1::GetServiceStatusResponse* response) override {
    return serving_.Unary(NameOf(*request), context, request, response,
                          std::bind_front(&OperationsHandlers::GetServiceStatus, &handlers_));
  }
  grpc::ServerUnaryReactor* GetLimits(grpc::CallbackServerContext* context,
                                      const v1::GetLimitsRequest* request,
                                      v1::GetLimitsResponse* response) override {
    return serving_.Unary(NameOf(*request), context, request, response,
                          std::bind_front(&OperationsHandlers::GetLimits, &handlers_));
  }
  grpc::ServerUnaryReactor* SetLogLevel(grpc::CallbackServerContext* context,
                                        const v1::SetLogLevelRequest* request,
                                        v1::SetLogLevelResponse* response) override {
    return serving_.Write(NameOf(*request), context, request, response,
                          std::bind_front(&OperationsHandlers::SetLogLevel, &handlers_));
  }

 private:
  // The method that is asked for with a request.
  static std::string NameOf(const google::protobuf::Message& request) {
    return absl::StrCat(kOperationsServiceName, "/",
                        absl::StripSuffix(request.GetDescriptor()->name(), "Request"));
  }

  Serving& serving_;
  const OperationsHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateOperationsService(Serving& serving, OperatedProcess process) {
  return std::make_unique<OperationsServiceAdapter>(serving, std::move(process));
}

}  // namespace tertial
