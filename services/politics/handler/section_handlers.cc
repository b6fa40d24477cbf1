// The chapter of a report.
#include <string>

#include "absl/status/statusor.h"
#include "common/facts/overdue.h"
#include "common/facts/series.h"
#include "common/rpc/standard_methods.h"
#include "services/politics/domain/politics_section.h"
#include "services/politics/handler/politics_handlers.h"
#include "services/politics/store/section_reads.h"

namespace tertial::politics {

absl::StatusOr<v1::GetPoliticsSectionResponse> PoliticsHandlers::GetPoliticsSection(
    const CallContext& /*call*/, const v1::GetPoliticsSectionRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseReportPeriod("period", request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), period));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  v1::GetPoliticsSectionResponse response;
  TERTIAL_ASSIGN_OR_RETURN(const PoliticsFacts facts,
                           ReadPolitics(view, area_id, period, response.mutable_missing_parts()));
  *response.mutable_section() = AssemblePoliticsSection(facts);
  SetOverdue(*response.mutable_section(), InstantOf(ledger_, request.as_of(), view));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::politics
