// Reports in formats for people and for statistics.
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "services/gateway/domain/report_views.h"
#include "services/gateway/formats/formats.h"
#include "services/gateway/handler/report_handlers.h"

namespace tertial::gateway {
namespace {

absl::StatusOr<v1::ExportReportResponse> ExportEdition(const EditionReports& editions,
                                                       const CallContext& call,
                                                       const v1::ExportReportRequest& request) {
  if (!editions) {
    return MakeError(absl::StatusCode::kUnimplemented, common::v1::ERROR_REASON_EDITIONS_NOT_KEPT,
                     "This gateway keeps no editions, and none that does is named to it.");
  }
  TERTIAL_ASSIGN_OR_RETURN(const v1::GetEditionReportResponse edition,
                           editions(call, request.edition()));
  v1::Report report;
  if (!report.ParseFromString(edition.report())) return StoredDataDamaged(request.edition());
  ChooseLanguage(request.language(), report);
  return WriteReport(report, request.format(), request.language(), &edition);
}

}  // namespace

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
      return ExportEdition(editions_, call, request);
    case v1::ExportReportRequest::SUBJECT_NOT_SET:
      break;
  }
  return InvalidField("query", common::v1::ERROR_REASON_FIELD_REQUIRED,
                      "It must say which report, or `edition` which edition.");
}

}  // namespace tertial::gateway
