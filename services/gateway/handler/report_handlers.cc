// Reports.
#include "services/gateway/handler/report_handlers.h"

#include <utility>

#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "services/gateway/domain/report_sections.h"

namespace tertial::gateway {

absl::StatusOr<v1::Report> ReportHandlers::GetReportMessage(const CallContext& call,
                                                            absl::string_view field,
                                                            const v1::ReportQuery& query) const {
  TERTIAL_ASSIGN_OR_RETURN(const ParsedQuery parsed,
                           ParseReportQuery(areas_, field, query, SystemClock().Now()));
  v1::Report report =
      ReportHeader(*areas_.Find(parsed.subject.area_id), parsed.subject,
                   parsed.as_of.has_value() ? &*parsed.as_of : nullptr, TERTIAL_VERSION);
  for (Section& section : data_services_.PullSections(call, SectionQueriesOf(parsed))) {
    AddSection(std::move(section), report);
  }
  return report;
}

absl::StatusOr<v1::GetReportResponse> ReportHandlers::GetReport(
    const CallContext& call, const v1::GetReportRequest& request) const {
  v1::GetReportResponse response;
  TERTIAL_ASSIGN_OR_RETURN(*response.mutable_report(),
                           GetReportMessage(call, "query", request.query()));
  return response;
}

}  // namespace tertial::gateway
