// Reports in formats for people and for statistics.
#include "common/status/errors.h"
#include "services/gateway/handler/report_handlers.h"

namespace tertial::gateway {

absl::StatusOr<v1::ExportReportResponse> ReportHandlers::ExportReport(
    const CallContext& /*call*/, const v1::ExportReportRequest& /*request*/) const {
  return absl::UnimplementedError("exports are not there yet");
}

}  // namespace tertial::gateway
