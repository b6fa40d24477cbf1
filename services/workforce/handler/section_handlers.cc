// The chapters of a report.
#include <string>

#include "absl/status/statusor.h"
#include "common/facts/overdue.h"
#include "common/facts/series.h"
#include "common/rpc/standard_methods.h"
#include "services/workforce/domain/workforce_section.h"
#include "services/workforce/handler/workforce_handlers.h"
#include "services/workforce/store/section_reads.h"

namespace tertial::workforce {

absl::StatusOr<v1::GetWorkforceSectionResponse> WorkforceHandlers::GetWorkforceSection(
    const CallContext& /*call*/, const v1::GetWorkforceSectionRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseReportPeriod("period", request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), period));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  v1::GetWorkforceSectionResponse response;
  TERTIAL_ASSIGN_OR_RETURN(const WorkforceFacts facts,
                           ReadWorkforce(view, area_id, period, response.mutable_missing_parts()));
  *response.mutable_section() = AssembleWorkforceSection(facts);
  SetOverdue(*response.mutable_section(), InstantOf(ledger_, request.as_of(), view));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::workforce
