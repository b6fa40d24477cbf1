// Reports in formats for people and for statistics.
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "services/gateway/formats/formats.h"
#include "services/gateway/handler/report_handlers.h"

namespace tertial::gateway {

absl::StatusOr<v1::ExportReportResponse> ReportHandlers::ExportReport(
    const CallContext& call, const v1::ExportReportRequest& request) const {
  if (request.format() == v1::REPORT_FORMAT_UNSPECIFIED ||
      !v1::ReportFormat_IsValid(request.format())) {
    return InvalidField("format", common::v1::ERROR_REASON_INVALID_ENUM,
                        "It must name a format: CSV, SDMX_CSV, JSON_STAT, MARKDOWN or HTML.");
  }
  switch (request.subject_case()) {
    case v1::ExportReportRequest::kQuery: {
      TERTIAL_ASSIGN_OR_RETURN(const v1::Report report,
                               GetReportMessage(call, "query", request.query()));
      return WriteReport(report, request.format(), request.query().language());
    }
    case v1::ExportReportRequest::kEdition:
      return MakeError(absl::StatusCode::kUnimplemented, common::v1::ERROR_REASON_EDITIONS_NOT_KEPT,
                       "This gateway keeps no editions.");
    case v1::ExportReportRequest::SUBJECT_NOT_SET:
      break;
  }
  return InvalidField("query", common::v1::ERROR_REASON_FIELD_REQUIRED,
                      "It must say which report, or `edition` which edition.");
}

}  // namespace tertial::gateway
