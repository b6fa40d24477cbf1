#include "services/indicators/handler/rules.h"

#include <optional>

#include "common/rpc/references.h"
#include "common/rpc/standard_writes.h"
#include "common/status/status_macros.h"
#include "services/indicators/domain/statistics_section.h"

namespace tertial::indicators {

void GoalRules::MakeCanonical(const AreaRegistry& areas, v1::Goal& goal) {
  MakeReferenceCanonical<FocusAreaTable>(areas, goal.mutable_focus_area());
}

absl::Status GoalRules::CheckReferences(const RecordReader& reader, const v1::Goal& goal,
                                        const Violations& violations) {
  return CheckReference<FocusAreaTable>(reader, "focus_area", goal.focus_area(), goal.name(),
                                        violations)
      .status();
}

void GoalRules::ListReferences(const v1::Goal& goal, References& references) {
  references.Add<FocusAreaTable>(goal.focus_area());
}

void FrameworkIndicatorRules::MakeCanonical(const AreaRegistry& areas,
                                            v1::FrameworkIndicator& chosen) {
  MakeReferenceCanonical<GoalTable>(areas, chosen.mutable_goal());
}

absl::Status FrameworkIndicatorRules::CheckReferences(const RecordReader& reader,
                                                      const v1::FrameworkIndicator& chosen,
                                                      const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(CheckReference<IndicatorTable>(reader, "indicator", chosen.indicator(),
                                                         chosen.name(), violations)
                              .status());
  return CheckReference<GoalTable>(reader, "goal", chosen.goal(), chosen.name(), violations)
      .status();
}

void FrameworkIndicatorRules::ListReferences(const v1::FrameworkIndicator& chosen,
                                             References& references) {
  references.Add<IndicatorTable>(chosen.indicator());
  references.Add<GoalTable>(chosen.goal());
}

absl::Status TargetRules::CheckReferences(const RecordReader& reader, const v1::Target& target,
                                          const Violations& violations) {
  if (target.indicator().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Indicator> indicator,
                           CheckReference<IndicatorTable>(reader, "indicator", target.indicator(),
                                                          target.name(), violations));
  if (indicator.has_value()) CheckTargetAgainst(*indicator, target, violations);
  return absl::OkStatus();
}

void TargetRules::ListReferences(const v1::Target& target, References& references) {
  references.Add<IndicatorTable>(target.indicator());
}

absl::Status ObservationRules::CheckReferences(const RecordReader& reader,
                                               const v1::Observation& observation,
                                               const Violations& violations) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Indicator> indicator,
                           CheckReference<IndicatorTable>(reader, "name", IndicatorOf(observation),
                                                          observation.name(), violations));
  if (indicator.has_value()) CheckObservationAgainst(*indicator, observation, violations);
  return absl::OkStatus();
}

TableCatalog IndicatorsTables() {
  return TableCatalog({DefineResource<IndicatorRules>(), DefineResource<FocusAreaRules>(),
                       DefineResource<GoalRules>(), DefineResource<FrameworkIndicatorRules>(),
                       DefineResource<TargetRules>(), DefineResource<ObservationRules>()});
}

}  // namespace tertial::indicators
