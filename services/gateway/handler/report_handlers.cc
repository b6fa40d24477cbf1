// Reports.
#include "common/facts/series.h"
#include "common/ledger/read_point.h"
#include "common/rpc/canonical_name.h"
#include "common/types/clock.h"
#include "services/gateway/domain/annual_report.h"
#include "services/gateway/handler/gateway_handlers.h"

namespace tertial::gateway {

absl::StatusOr<v1::GetAnnualReportResponse> GatewayHandlers::GetAnnualReport(
    const CallContext& call, const v1::GetAnnualReportRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseReportPeriod("period", request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), period));
  SectionQuery query{.area_id = area_id, .period = period.Format()};
  if (request.has_as_of()) {
    // Here rather than by each service: a report of sections that all refuse tells nothing.
    if (DecodeTimestamp(request.as_of()) > SystemClock().Now()) {
      return InvalidField("as_of", common::v1::ERROR_REASON_AS_OF_IN_FUTURE,
                          "It lies in the future; what will be recorded then is not known.");
    }
    *query.as_of.mutable_time() = request.as_of();
  }
  v1::GetAnnualReportResponse response;
  *response.mutable_report() = AssembleAnnualReport(*areas_.Find(area_id), query.period,
                                                    data_services_.PullSections(call, query));
  return response;
}

}  // namespace tertial::gateway
