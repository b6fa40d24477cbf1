// The chapters of a report.
#include "common/facts/series.h"
#include "common/rpc/standard_methods.h"
#include "services/indicators/domain/indicators_section.h"
#include "services/indicators/domain/statistics_section.h"
#include "services/indicators/handler/indicators_handlers.h"
#include "services/indicators/store/section_reads.h"

namespace tertial::indicators {

absl::StatusOr<v1::GetIndicatorsSectionResponse> IndicatorsHandlers::GetIndicatorsSection(
    const CallContext& /*call*/, const v1::GetIndicatorsSectionRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseReportPeriod("period", request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), period));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  v1::GetIndicatorsSectionResponse response;
  TERTIAL_ASSIGN_OR_RETURN(
      const FrameworkFacts facts,
      ReadFramework(view, area_id, period, InstantOf(ledger_, request.as_of(), view),
                    response.mutable_missing_parts()));
  *response.mutable_section() = AssembleIndicatorsSection(facts);
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

absl::StatusOr<v1::GetStatisticsSectionResponse> IndicatorsHandlers::GetStatisticsSection(
    const CallContext& /*call*/, const v1::GetStatisticsSectionRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseReportPeriod("period", request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), period));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  TERTIAL_ASSIGN_OR_RETURN(const StatisticsFacts facts, ReadStatistics(view, area_id, period));
  v1::GetStatisticsSectionResponse response;
  *response.mutable_section() = AssembleStatisticsSection(facts);
  SetOverdue(*response.mutable_section(), InstantOf(ledger_, request.as_of(), view));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::indicators
