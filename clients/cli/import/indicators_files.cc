// Indicators, the framework they stand in, what was observed of them, and their targets.
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/import/dataset_files.h"
#include "common/types/resource_name.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;

const std::vector<CodeWord>& Directions() {
  static const auto& words =
      *new std::vector<CodeWord>{{"higher_is_better", v1::DIRECTION_HIGHER_IS_BETTER},
                                 {"lower_is_better", v1::DIRECTION_LOWER_IS_BETTER},
                                 {"neutral", v1::DIRECTION_NEUTRAL},
                                 {"target_band", v1::DIRECTION_TARGET_BAND}};
  return words;
}

const std::vector<CodeWord>& DirectionSources() {
  static const auto& words = *new std::vector<CodeWord>{{"printed", v1::DIRECTION_SOURCE_PRINTED},
                                                        {"judged", v1::DIRECTION_SOURCE_JUDGED}};
  return words;
}

const std::vector<CodeWord>& GoalStatuses() {
  static const auto& words = *new std::vector<CodeWord>{
      {"indicators", v1::GOAL_STATUS_INDICATORS},
      {"indicator_under_development", v1::GOAL_STATUS_INDICATOR_UNDER_DEVELOPMENT},
      {"reported_qualitatively", v1::GOAL_STATUS_REPORTED_QUALITATIVELY}};
  return words;
}

const std::vector<CodeWord>& Comparators() {
  static const auto& words = *new std::vector<CodeWord>{{"gt", v1::COMPARATOR_GT},
                                                        {"ge", v1::COMPARATOR_GE},
                                                        {"lt", v1::COMPARATOR_LT},
                                                        {"le", v1::COMPARATOR_LE},
                                                        {"eq", v1::COMPARATOR_EQ},
                                                        {"within", v1::COMPARATOR_WITHIN},
                                                        {"increase", v1::COMPARATOR_INCREASE},
                                                        {"avoid", v1::COMPARATOR_AVOID}};
  return words;
}

const std::vector<CodeWord>& TargetBases() {
  static const auto& words =
      *new std::vector<CodeWord>{{"indicator_table", v1::TARGET_BASIS_INDICATOR_TABLE},
                                 {"municipal_plan", v1::TARGET_BASIS_MUNICIPAL_PLAN},
                                 {"council_decision_2024", v1::TARGET_BASIS_COUNCIL_DECISION},
                                 {"council_decision", v1::TARGET_BASIS_COUNCIL_DECISION},
                                 {"theme_plan", v1::TARGET_BASIS_THEMATIC_PLAN},
                                 {"framework_agreement", v1::TARGET_BASIS_FRAMEWORK_AGREEMENT},
                                 {"national", v1::TARGET_BASIS_NATIONAL}};
  return words;
}

void ReadFocusArea(const RowFields& row, Dataset& dataset) {
  v1::FocusArea& focus_area = *dataset.indicators.Add(row.origin()).mutable_focus_area();
  focus_area.set_name(absl::StrCat("areas/", dataset.area, "/focusAreas/", row.Text("id")));
  row.AddText("name_nb", "nb", focus_area.mutable_titles());
  row.AddText("name_en", "en", focus_area.mutable_titles());
  focus_area.set_order(row.RequiredInteger("order"));
  row.AddText("main_goal_nb", "nb", focus_area.mutable_main_goals());
  *focus_area.mutable_provenance() = row.ReadProvenance();
  if (const auto line = row.Integer("main_goal_source_line"); line.has_value()) {
    focus_area.mutable_provenance()->add_source_lines(*line);
  }
}

void ReadGoal(const RowFields& row, Dataset& dataset) {
  v1::Goal& goal = *dataset.indicators.Add(row.origin()).mutable_goal();
  goal.set_name(absl::StrCat("areas/", dataset.area, "/goals/", row.Text("id")));
  goal.set_focus_area(absl::StrCat("areas/", dataset.area, "/focusAreas/", row.Text("focus_area")));
  goal.set_order(row.RequiredInteger("order"));
  row.AddText("text_nb", "nb", goal.mutable_texts());
  row.AddText("text_en", "en", goal.mutable_texts());
  goal.set_status(row.Code<v1::GoalStatus>("status", GoalStatuses()));
  if (const auto count = row.Integer("indicator_count"); count.has_value()) {
    goal.set_stated_indicator_count(*count);
  }
  *goal.mutable_provenance() = row.ReadProvenance();
}

// One row is a definition and the place that the area gives it. A target printed in the table
// stands in targets.csv as well, which is where targets are read from.
void ReadIndicator(const RowFields& row, Dataset& dataset) {
  v1::Indicator& indicator = *dataset.indicators.Add(row.origin()).mutable_indicator();
  indicator.set_name(absl::StrCat("indicators/", row.Text("id")));
  row.AddText("label_nb", "nb", indicator.mutable_labels());
  row.AddText("name_en", "en", indicator.mutable_labels());
  indicator.set_printed_label(row.Text("name_nb"));
  indicator.set_collection(v1::COLLECTION_FRAMEWORK);
  indicator.set_unit(row.Text("unit"));
  if (const auto decimals = row.Integer("decimals"); decimals.has_value()) {
    indicator.set_decimals(*decimals);
  }
  indicator.set_scale_min(row.Text("scale_min"));
  indicator.set_scale_max(row.Text("scale_max"));
  indicator.set_direction(row.Code<v1::Direction>("direction", Directions(), true));
  indicator.set_direction_source(
      row.Code<v1::DirectionSource>("direction_source", DirectionSources(), true));
  row.AddText("method_note_nb", "nb", indicator.mutable_method_notes());
  *indicator.mutable_provenance() = row.ReadProvenance();

  v1::FrameworkIndicator& chosen =
      *dataset.indicators.Add(row.origin()).mutable_framework_indicator();
  chosen.set_name(absl::StrCat("areas/", dataset.area, "/frameworkIndicators/", row.Text("id")));
  chosen.set_indicator(absl::StrCat("indicators/", row.Text("id")));
  chosen.set_goal(absl::StrCat("areas/", dataset.area, "/goals/", row.Text("goal")));
  chosen.set_order(row.RequiredInteger("order"));
}

void ReadObservation(const RowFields& row, Dataset& dataset) {
  v1::Observation& observation = *dataset.indicators.Add(row.origin()).mutable_observation();
  observation.set_name(absl::StrCat("areas/", row.Text("region"), "/indicators/",
                                    row.Text("indicator"), "/observations/",
                                    PeriodId(row.Text("year"))));
  observation.set_period(row.Text("year"));
  *observation.mutable_cell() = row.ReadCell();
  *observation.mutable_provenance() = row.ReadProvenance();
}

void ReadTarget(const RowFields& row, Dataset& dataset) {
  v1::Target& target = *dataset.indicators.Add(row.origin()).mutable_target();
  const std::string& indicator = row.Text("indicator");
  std::string id = absl::StrCat(indicator.empty() ? Slug(row.Text("subject_en")) : indicator, "~",
                                Slug(row.Text("kind")));
  if (!row.Text("target_year").empty()) absl::StrAppend(&id, "~", row.Text("target_year"));
  target.set_name(absl::StrCat("areas/", Slug(row.Text("scope")), "/targets/", id));
  if (!indicator.empty()) target.set_indicator(absl::StrCat("indicators/", indicator));
  row.AddText("subject_en", "en", target.mutable_subjects());
  target.set_comparator(row.Code<v1::Comparator>("operator", Comparators()));
  target.set_value(row.Text("value"));
  target.set_value_max(row.Text("value_max"));
  target.set_unit(row.Text("unit"));
  target.set_due_period(row.Text("target_year"));
  target.set_basis(row.Code<v1::TargetBasis>("kind", TargetBases()));
  *target.mutable_provenance() = row.ReadProvenance();
}

}  // namespace

const std::vector<absl::string_view>& ObservationColumns() {
  static const auto& columns = *new std::vector<absl::string_view>{
      "indicator", "region", "year", "value", "status", "printed", "note", "source_line", "page"};
  return columns;
}

void ReadIndicatorsFiles(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  files.ForEachRow(
      "focus_areas.csv",
      {"id", "name_nb", "name_en", "order", "main_goal_nb", "main_goal_source_line", "page"},
      [&](const RowFields& row) { ReadFocusArea(row, dataset); });
  files.ForEachRow("goals.csv",
                   {"id", "focus_area", "order", "text_nb", "text_en", "indicator_count", "status",
                    "note", "source_line", "page"},
                   [&](const RowFields& row) { ReadGoal(row, dataset); });
  files.ForEachRow(
      "indicators.csv",
      {"id", "focus_area", "goal", "order", "name_nb", "label_nb", "name_en", "unit", "scale_min",
       "scale_max", "target_operator", "target_value", "direction", "direction_source", "decimals",
       "method_note_nb", "note", "source_line", "page"},
      [&](const RowFields& row) { ReadIndicator(row, dataset); });
  files.ForEachRow("observations.csv", ObservationColumns(),
                   [&](const RowFields& row) { ReadObservation(row, dataset); });
  files.ForEachRow(
      "targets.csv", TargetColumns(),
      [&](const RowFields& row) {
        if (!IsClimateTarget(row)) ReadTarget(row, dataset);
      },
      ClimateTargetColumns());
}

}  // namespace tertial::cli
