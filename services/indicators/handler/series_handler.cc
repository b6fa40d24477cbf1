#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/checks.h"
#include "common/facts/texts.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/standard_methods.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/resource_name.h"
#include "services/indicators/domain/series.h"
#include "services/indicators/handler/analysis_handlers.h"
#include "services/indicators/handler/requested.h"
#include "services/indicators/store/figures.h"

namespace tertial::indicators {
namespace {

constexpr int kMostSeries = 100;
constexpr int kMostPeriodsShown = 10'000;

absl::Status CheckNumbers(const v1::GetSeriesRequest& request) {
  if (request.indicators_size() > kMostSeries) {
    return InvalidField("indicators", common::v1::ERROR_REASON_BATCH_TOO_LARGE,
                        absl::StrCat(request.indicators_size(),
                                     " indicators are asked for; ask "
                                     "for at most ",
                                     kMostSeries, " at a time."));
  }
  Violations violations;
  if (request.indicators().empty()) {
    violations.Add("indicators", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "No indicator is asked for; name at least one.");
  }
  CheckRange("first_n", request.first_n(), 0, kMostPeriodsShown, violations);
  CheckRange("last_n", request.last_n(), 0, kMostPeriodsShown, violations);
  if (request.first_n() > 0 && request.last_n() > 0) {
    violations.Add("last_n", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "It stands beside first_n; ask for the first or for the last periods.");
  }
  CheckLanguage("language", request.language(), violations);
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

// An area that another one was made of, directly or over others, and when it ended.
struct Predecessor {
  std::string area_id;
  absl::CivilDay end;
};

void AddPredecessors(const AreaRegistry& areas, const std::string& area_id, absl::CivilDay end,
                     std::vector<Predecessor>& predecessors) {
  const common::v1::Area* const area = areas.Find(area_id);
  if (area == nullptr) return;
  for (const common::v1::AreaPredecessor& before : area->predecessors()) {
    absl::CivilDay date;
    // The registry has checked that it is a day.
    if (!absl::ParseCivilTime(before.date(), &date)) continue;
    const std::string id(LastIdOf(before.area()));
    predecessors.push_back({id, std::min(date, end)});
    AddPredecessors(areas, id, std::min(date, end), predecessors);
  }
}

}  // namespace

absl::StatusOr<v1::GetSeriesResponse> AnalysisHandlers::GetSeries(
    const CallContext& /*call*/, const v1::GetSeriesRequest& request) const {
  TERTIAL_RETURN_IF_ERROR(CheckNumbers(request));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area()));
  Violations violations;
  SeriesInput input{
      .area_id = area_id,
      .first_period = OptionalPeriod("first_period", request.first_period(), violations),
      .last_period = OptionalPeriod("last_period", request.last_period(), violations),
      .first_n = request.first_n(),
      .last_n = request.last_n()};
  if (!violations.empty()) return violations.ToStatus();
  std::vector<Predecessor> predecessors;
  if (request.include_predecessors()) {
    AddPredecessors(areas_, area_id, absl::CivilDay::max(), predecessors);
  }
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  FigureReader reader(view, InstantOf(ledger_, request.as_of(), view));
  v1::GetSeriesResponse response;
  for (const std::string& name : request.indicators()) {
    TERTIAL_ASSIGN_OR_RETURN(input.indicator, RequestedIndicator(reader, "indicators", name));
    TERTIAL_RETURN_IF_ERROR(CheckRequestedDimensions(*input.indicator, request.dimensions()));
    TERTIAL_ASSIGN_OR_RETURN(input.figures,
                             reader.ReadSeries(*input.indicator, area_id, request.dimensions()));
    input.predecessors.clear();
    for (const Predecessor& predecessor : predecessors) {
      TERTIAL_ASSIGN_OR_RETURN(
          std::vector<Figure> figures,
          reader.ReadSeries(*input.indicator, predecessor.area_id, request.dimensions()));
      input.predecessors.push_back({predecessor.area_id, predecessor.end, std::move(figures)});
    }
    v1::Series& series = *response.add_series();
    series = AssembleSeries(areas_, input);
    *series.mutable_label() = ChooseText(input.indicator->labels(), request.language());
    if (input.indicator->has_owner()) {
      *series.mutable_owned() = contacts_.FreshnessOf(input.indicator->owner().service());
    }
  }
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::indicators
