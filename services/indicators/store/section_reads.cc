#include "services/indicators/store/section_reads.h"

#include <set>
#include <utility>
#include <vector>

#include "common/facts/missing_parts.h"
#include "common/facts/series.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/indicators/domain/observation_id.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {
namespace {

// The resources that the names name, by name; names of nothing are left out.
template <typename T>
absl::StatusOr<std::map<std::string, typename T::Message>> ReadByName(
    const RecordReader& reader, const std::vector<std::string>& names) {
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindResources<T>(reader, names));
  std::map<std::string, typename T::Message> by_name;
  for (size_t i = 0; i < names.size(); ++i) {
    if (found[i].has_value()) by_name.emplace(names[i], *std::move(found[i]));
  }
  return by_name;
}

}  // namespace

absl::StatusOr<FrameworkFacts> ReadFramework(const RecordReader& reader, const std::string& area_id,
                                             const Period& period, MissingParts* missing_parts) {
  FrameworkFacts facts{.area_id = area_id, .period = period};
  TERTIAL_ASSIGN_OR_RETURN(facts.focus_areas, ReadBelow<FocusAreaTable>(reader, {area_id}));
  TERTIAL_ASSIGN_OR_RETURN(facts.goals, ReadBelow<GoalTable>(reader, {area_id}));
  TERTIAL_ASSIGN_OR_RETURN(facts.chosen, ReadBelow<FrameworkIndicatorTable>(reader, {area_id}));
  absl::StatusOr<std::vector<v1::Target>> targets = ReadBelow<TargetTable>(reader, {area_id});
  TERTIAL_RETURN_IF_ERROR(NoteMissingPart("targets", targets.status(), missing_parts));
  if (targets.ok()) facts.targets = *std::move(targets);

  std::vector<std::string> indicators;
  std::vector<std::string> observations;
  for (const v1::FrameworkIndicator& chosen : facts.chosen) {
    indicators.push_back(chosen.indicator());
    for (const Period& shown : ReportWindow(period)) {
      observations.push_back(ObservationName(area_id, chosen.indicator(), shown));
    }
  }
  TERTIAL_ASSIGN_OR_RETURN(facts.indicators, ReadByName<IndicatorTable>(reader, indicators));
  TERTIAL_ASSIGN_OR_RETURN(facts.observations, ReadByName<ObservationTable>(reader, observations));
  return facts;
}

absl::StatusOr<StatisticsFacts> ReadStatistics(const RecordReader& reader,
                                               const std::string& area_id, const Period& period) {
  StatisticsFacts facts{.area_id = area_id, .period = period};
  std::set<std::string> shown;
  for (const Period& one : ReportWindow(period)) shown.insert(one.Format());
  std::set<std::string> indicators;
  TERTIAL_RETURN_IF_ERROR(ScanResources<ObservationTable>(
      reader, {area_id}, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::Observation& observation) {
        if (shown.count(observation.period()) > 0) {
          facts.observations.push_back(observation);
          indicators.insert(IndicatorOf(observation));
        }
        return true;
      }));
  TERTIAL_ASSIGN_OR_RETURN(
      facts.indicators, ReadByName<IndicatorTable>(reader, {indicators.begin(), indicators.end()}));
  return facts;
}

}  // namespace tertial::indicators
