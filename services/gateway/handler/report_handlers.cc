// Reports.
#include "common/facts/series.h"
#include "common/rpc/standard_methods.h"
#include "services/gateway/domain/annual_report.h"
#include "services/gateway/handler/gateway_handlers.h"

namespace tertial::gateway {

absl::StatusOr<v1::GetAnnualReportResponse> GatewayHandlers::GetAnnualReport(
    const CallContext& call, const v1::GetAnnualReportRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseReportPeriod("period", request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), period));
  v1::GetAnnualReportResponse response;
  *response.mutable_report() =
      AssembleAnnualReport(*areas_.Find(area_id), period.Format(),
                           data_services_.PullSections(call, area_id, period.Format()));
  return response;
}

}  // namespace tertial::gateway
