#include "services/climate/handler/operations_handlers.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "common/facts/checks.h"
#include "common/facts/overdue.h"
#include "common/rpc/standard_methods.h"
#include "common/status/status_macros.h"
#include "services/climate/domain/emission_calculation.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/own_operations.h"
#include "services/climate/store/activity_reads.h"

namespace tertial::climate {
namespace {

// The most activities that an answer lists.
constexpr size_t kMostActivities = 1000;

// The year that is asked for.
absl::StatusOr<Period> CheckRequest(const v1::GetOwnOperationsRequest& request) {
  Violations violations;
  CheckAreaName("area", request.area(), Presence::kRequired, violations);
  CheckYear("period", request.period(), violations);
  CheckCode("boundary", request.boundary(), Presence::kOptional, violations);
  if (!violations.empty()) return violations.ToStatus();
  return Period::Parse(request.period());
}

}  // namespace

absl::StatusOr<v1::GetOwnOperationsResponse> OperationsHandlers::GetOwnOperations(
    const CallContext& /*call*/, const v1::GetOwnOperationsRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period year, CheckRequest(request));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), year));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::ActivityFigure> activities,
                           ReadActivitiesWithFactors(view, area_id, year, request.boundary()));
  TERTIAL_ASSIGN_OR_RETURN(const EmissionFactors factors,
                           ReadEmissionFactors(view, FactorsNamedBy(activities)));
  std::vector<v1::ActivityEmissions> emissions;
  emissions.reserve(activities.size());
  for (const v1::ActivityFigure& activity : activities) {
    emissions.push_back(EmissionsOf(activity, factors));
  }
  v1::GetOwnOperationsResponse response;
  for (v1::OperationsTotal& total : OperationsTotals(emissions)) {
    *response.add_totals() = std::move(total);
  }
  for (size_t i = 0; i < emissions.size() && i < kMostActivities; ++i) {
    *response.add_activities() = std::move(emissions[i]);
  }
  response.set_activity_count(static_cast<int32_t>(activities.size()));
  SetOverdue(response, InstantOf(ledger_, request.as_of(), view));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::climate
