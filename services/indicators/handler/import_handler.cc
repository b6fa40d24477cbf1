// Imports: what each kind of row is checked with.
#include "common/rpc/importing.h"
#include "services/indicators/domain/resource_rules.h"
#include "services/indicators/domain/statistics_section.h"
#include "services/indicators/handler/indicators_handlers.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {
namespace {

absl::Status CheckGoalReferences(const RecordReader& reader, const v1::Goal& goal,
                                 const Violations& violations) {
  return CheckReference<FocusAreaTable>(reader, "focus_area", goal.focus_area(), goal.name(),
                                        violations)
      .status();
}

absl::Status CheckFrameworkReferences(const RecordReader& reader,
                                      const v1::FrameworkIndicator& chosen,
                                      const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(CheckReference<IndicatorTable>(reader, "indicator", chosen.indicator(),
                                                         chosen.name(), violations)
                              .status());
  return CheckReference<GoalTable>(reader, "goal", chosen.goal(), chosen.name(), violations)
      .status();
}

absl::Status CheckTargetReferences(const RecordReader& reader, const v1::Target& target,
                                   const Violations& violations) {
  if (target.indicator().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Indicator> indicator,
                           CheckReference<IndicatorTable>(reader, "indicator", target.indicator(),
                                                          target.name(), violations));
  if (indicator.has_value()) CheckTargetAgainst(*indicator, target, violations);
  return absl::OkStatus();
}

absl::Status CheckObservationReferences(const RecordReader& reader,
                                        const v1::Observation& observation,
                                        const Violations& violations) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Indicator> indicator,
                           CheckReference<IndicatorTable>(reader, "name", IndicatorOf(observation),
                                                          observation.name(), violations));
  if (indicator.has_value()) CheckObservationAgainst(*indicator, observation, violations);
  return absl::OkStatus();
}

absl::Status ApplyRow(ImportRun& run, v1::IndicatorsRow& row, const Violations& violations) {
  switch (row.row_case()) {
    case v1::IndicatorsRow::kIndicator:
      return run.Put<IndicatorTable>(*row.mutable_indicator(), violations.At("indicator"),
                                     CheckIndicator);
    case v1::IndicatorsRow::kFocusArea:
      return run.Put<FocusAreaTable>(*row.mutable_focus_area(), violations.At("focus_area"),
                                     CheckFocusArea);
    case v1::IndicatorsRow::kGoal:
      MakeReferenceCanonical<FocusAreaTable>(run.areas(), row.mutable_goal()->mutable_focus_area());
      return run.Put<GoalTable>(*row.mutable_goal(), violations.At("goal"), CheckGoal,
                                CheckGoalReferences);
    case v1::IndicatorsRow::kFrameworkIndicator:
      MakeReferenceCanonical<GoalTable>(run.areas(),
                                        row.mutable_framework_indicator()->mutable_goal());
      return run.Put<FrameworkIndicatorTable>(*row.mutable_framework_indicator(),
                                              violations.At("framework_indicator"),
                                              CheckFrameworkIndicator, CheckFrameworkReferences);
    case v1::IndicatorsRow::kTarget:
      return run.Put<TargetTable>(*row.mutable_target(), violations.At("target"), CheckTarget,
                                  CheckTargetReferences);
    case v1::IndicatorsRow::kObservation:
      return run.Put<ObservationTable>(*row.mutable_observation(), violations.At("observation"),
                                       CheckObservation, CheckObservationReferences);
    case v1::IndicatorsRow::ROW_NOT_SET:
      break;  // ImportSink has refused it
  }
  return absl::OkStatus();
}

}  // namespace

std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>>
IndicatorsHandlers::ImportRows(const CallContext& call) {
  using Sink = ImportSink<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::IndicatorsRow>;
  return std::make_unique<Sink>(
      ledger_, areas_, call, [](const v1::IndicatorsRow& row) { return row.row_case(); }, ApplyRow);
}

}  // namespace tertial::indicators
