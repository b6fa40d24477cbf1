// The only file that sees the generated service.
#include "services/gateway/handler/gateway_service.h"

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/gateway/handler/gateway_handlers.h"
#include "tertial/gateway/v1/gateway_service.grpc.pb.h"

namespace tertial::gateway {
namespace {

std::string MethodNamed(absl::string_view name) {
  return absl::StrCat(v1::GatewayService::service_full_name(), "/", name);
}

// GetAnnualReport takes and answers bytes: those of a finished report are sent as they are.
using Base =
    v1::GatewayService::WithRawCallbackMethod_GetAnnualReport<v1::GatewayService::CallbackService>;

class GatewayServiceAdapter final : public Base {
 public:
  GatewayServiceAdapter(Serving& serving, std::shared_ptr<const GatewayParts> parts)
      : serving_(serving), parts_(std::move(parts)), handlers_(*parts_) {}

  grpc::ServerUnaryReactor* GetAnnualReport(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* request,
                                            grpc::ByteBuffer* response) override {
    return serving_.Raw<v1::GetAnnualReportRequest>(
        MethodNamed("GetAnnualReport"), context, request, response,
        std::bind_front(&ReportHandlers::GetAnnualReport, &parts_->reports));
  }
  grpc::ServerUnaryReactor* GetArea(grpc::CallbackServerContext* context,
                                    const v1::GetAreaRequest* request,
                                    v1::GetAreaResponse* response) override {
    return Read("GetArea", context, request, response, &GatewayHandlers::GetArea);
  }
  grpc::ServerUnaryReactor* ListAreas(grpc::CallbackServerContext* context,
                                      const v1::ListAreasRequest* request,
                                      v1::ListAreasResponse* response) override {
    return Read("ListAreas", context, request, response, &GatewayHandlers::ListAreas);
  }
  grpc::ServerUnaryReactor* GetSystemStatus(grpc::CallbackServerContext* context,
                                            const v1::GetSystemStatusRequest* request,
                                            v1::GetSystemStatusResponse* response) override {
    return Read("GetSystemStatus", context, request, response, &GatewayHandlers::GetSystemStatus);
  }

 private:
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Read(absl::string_view name, grpc::CallbackServerContext* context,
                                 const Request* request, Response* response,
                                 absl::StatusOr<Response> (GatewayHandlers::*handler)(
                                     const CallContext&, const Request&) const) {
    return serving_.Unary(MethodNamed(name), context, request, response,
                          [this, handler](const CallContext& call, const Request& asked) {
                            return (handlers_.*handler)(call, asked);
                          });
  }

  Serving& serving_;
  const std::shared_ptr<const GatewayParts> parts_;
  const GatewayHandlers handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateGatewayService(Serving& serving,
                                                    std::shared_ptr<const GatewayParts> parts) {
  return std::make_unique<GatewayServiceAdapter>(serving, std::move(parts));
}

}  // namespace tertial::gateway
