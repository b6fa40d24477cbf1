// The chapters of a report.
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/facts/series.h"
#include "common/rpc/standard_methods.h"
#include "services/indicators/domain/indicators_section.h"
#include "services/indicators/domain/statistics_section.h"
#include "services/indicators/handler/indicators_handlers.h"
#include "services/indicators/store/section_reads.h"

namespace tertial::indicators {
namespace {

// Tells how fresh the figures are that other services own: what is known at this moment, whatever
// state was read.
void AddFreshness(const OwnerContacts& contacts, v1::IndicatorsSection& section) {
  for (v1::FocusAreaSection& focus_area : *section.mutable_focus_areas()) {
    for (v1::GoalSection& goal : *focus_area.mutable_goals()) {
      for (v1::IndicatorSeries& series : *goal.mutable_indicators()) {
        if (!series.indicator().has_owner()) continue;
        *series.mutable_owned() = contacts.FreshnessOf(series.indicator().owner().service());
      }
    }
  }
}

}  // namespace

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
  AddFreshness(contacts_, *response.mutable_section());
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

absl::StatusOr<v1::GetStatisticsSectionResponse> IndicatorsHandlers::GetStatisticsSection(
    const CallContext& /*call*/, const v1::GetStatisticsSectionRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseReportPeriod("period", request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), period));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  const absl::Time instant = InstantOf(ledger_, request.as_of(), view);
  TERTIAL_ASSIGN_OR_RETURN(const StatisticsFacts facts,
                           ReadStatistics(view, area_id, period, instant));
  v1::GetStatisticsSectionResponse response;
  *response.mutable_section() = AssembleStatisticsSection(facts);
  SetOverdue(*response.mutable_section(), instant);
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::indicators
