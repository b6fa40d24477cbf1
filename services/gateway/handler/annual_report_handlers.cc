// The report of a year, for clients of 0.1.0.
#include "common/facts/series.h"
#include "common/status/status_macros.h"
#include "services/gateway/handler/gateway_handlers.h"

namespace tertial::gateway {

absl::StatusOr<v1::GetAnnualReportResponse> GatewayHandlers::GetAnnualReport(
    const CallContext& call, const v1::GetAnnualReportRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseReportYear("period", request.period()));
  v1::ReportQuery query;
  query.set_area(request.area());
  query.set_period(period.Format());
  if (request.has_as_of()) *query.mutable_as_of() = request.as_of();
  TERTIAL_ASSIGN_OR_RETURN(const v1::Report report,
                           parts_.reports.GetReportMessage(call, "", query));
  v1::GetAnnualReportResponse response;
  // The same message on the wire.
  if (!response.mutable_report()->ParseFromString(report.SerializeAsString())) {
    return absl::InternalError("a report is no annual report");
  }
  return response;
}

}  // namespace tertial::gateway
