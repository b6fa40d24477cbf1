// The only file that sees the generated service.
#include "services/gateway/handler/report_service.h"

#include <functional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tertial/gateway/v1/report_service.grpc.pb.h"

namespace tertial::gateway {
namespace {

std::string MethodNamed(absl::string_view name) {
  return absl::StrCat(v1::ReportService::service_full_name(), "/", name);
}

// GetReport takes and answers bytes: those of a finished report are sent as they are.
using Base = v1::ReportService::WithRawCallbackMethod_GetReport<v1::ReportService::CallbackService>;

class ReportServiceAdapter final : public Base {
 public:
  ReportServiceAdapter(Serving& serving, std::shared_ptr<const GatewayParts> parts)
      : serving_(serving), parts_(std::move(parts)) {}

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override {
    return serving_.Raw<v1::GetReportRequest>(
        MethodNamed("GetReport"), context, request, response,
        std::bind_front(&ReportHandlers::GetReport, &parts_->reports));
  }
  grpc::ServerWriteReactor<v1::WatchReportResponse>* WatchReport(
      grpc::CallbackServerContext* context, const v1::WatchReportRequest* request) override {
    return serving_.Stream<v1::WatchReportRequest, v1::WatchReportResponse>(
        MethodNamed("WatchReport"), context, request,
        std::bind_front(&ReportHandlers::WatchReport, &parts_->reports));
  }
  grpc::ServerUnaryReactor* ExplainNumber(grpc::CallbackServerContext* context,
                                          const v1::ExplainNumberRequest* request,
                                          v1::ExplainNumberResponse* response) override {
    return serving_.Waiting(MethodNamed("ExplainNumber"), context, request, response,
                            std::bind_front(&ReportHandlers::ExplainNumber, &parts_->reports));
  }
  grpc::ServerUnaryReactor* ExportReport(grpc::CallbackServerContext* context,
                                         const v1::ExportReportRequest* request,
                                         v1::ExportReportResponse* response) override {
    return serving_.Waiting(MethodNamed("ExportReport"), context, request, response,
                            std::bind_front(&ReportHandlers::ExportReport, &parts_->reports));
  }

 private:
  Serving& serving_;
  const std::shared_ptr<const GatewayParts> parts_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateReportService(Serving& serving,
                                                   std::shared_ptr<const GatewayParts> parts) {
  return std::make_unique<ReportServiceAdapter>(serving, std::move(parts));
}

}  // namespace tertial::gateway
