// The chapter of a report.
#include <string>

#include "absl/status/statusor.h"
#include "common/facts/overdue.h"
#include "common/facts/series.h"
#include "common/rpc/standard_methods.h"
#include "services/climate/domain/climate_section.h"
#include "services/climate/handler/climate_handlers.h"
#include "services/climate/store/section_reads.h"

namespace tertial::climate {

absl::StatusOr<v1::GetClimateSectionResponse> ClimateHandlers::GetClimateSection(
    const CallContext& /*call*/, const v1::GetClimateSectionRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseReportPeriod("period", request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), period));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  v1::GetClimateSectionResponse response;
  TERTIAL_ASSIGN_OR_RETURN(const StoredClimate climate,
                           ReadClimate(view, area_id, period, response.mutable_missing_parts()));
  *response.mutable_section() = AssembleClimateSection(climate.facts);
  SetOverdue(*response.mutable_section(), InstantOf(ledger_, request.as_of(), view));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::climate
