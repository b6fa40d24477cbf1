// Targets of emissions, and the measures that are to reach them.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/import/climate_files.h"
#include "common/status/violations.h"
#include "common/types/resource_name.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

const std::vector<CodeWord>& TargetKinds() {
  static const auto& words = *new std::vector<CodeWord>{
      {"reduce_by", v1::CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT},
      {"reduce_to", v1::CLIMATE_TARGET_KIND_REDUCE_TO},
      {"reduce_intensity_to", v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_TO},
      {"reduce_intensity_by", v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_BY_PERCENT},
      {"net_zero", v1::CLIMATE_TARGET_KIND_NET_ZERO}};
  return words;
}

const std::vector<CodeWord>& TargetBases() {
  static const auto& words =
      *new std::vector<CodeWord>{{"municipal_plan", v1::CLIMATE_TARGET_BASIS_MUNICIPAL_PLAN},
                                 {"council_decision", v1::CLIMATE_TARGET_BASIS_COUNCIL_DECISION},
                                 {"theme_plan", v1::CLIMATE_TARGET_BASIS_THEMATIC_PLAN},
                                 {"national", v1::CLIMATE_TARGET_BASIS_NATIONAL}};
  return words;
}

const std::vector<CodeWord>& Paths() {
  static const auto& words =
      *new std::vector<CodeWord>{{"linear", v1::TARGET_PATH_LINEAR},
                                 {"compound", v1::TARGET_PATH_COMPOUND},
                                 {"yearly_budgets", v1::TARGET_PATH_YEARLY_BUDGETS}};
  return words;
}

const std::vector<CodeWord>& MeasureStatuses() {
  static const auto& words = *new std::vector<CodeWord>{
      {"proposed", v1::MEASURE_STATUS_PROPOSED},       {"decided", v1::MEASURE_STATUS_DECIDED},
      {"in_progress", v1::MEASURE_STATUS_IN_PROGRESS}, {"done", v1::MEASURE_STATUS_DONE},
      {"stopped", v1::MEASURE_STATUS_STOPPED},         {"rejected", v1::MEASURE_STATUS_REJECTED}};
  return words;
}

// Where the row of each id stands among those for the service.
using Places = std::map<std::string, size_t>;

// The place of what the column names; a problem where no line of `file` does.
const size_t* FindPlace(const RowFields& row, absl::string_view column, const Places& places,
                        ErrorReason reason, absl::string_view file) {
  const auto found = places.find(row.Text(column));
  if (found != places.end()) return &found->second;
  row.AddProblem(column, reason,
                 absl::StrCat(Quoted(row.Text(column)), " is in no line of ", file, "."));
  return nullptr;
}

// In order of time: lines may stand in any order.
template <typename Yearly>
void SortByPeriod(google::protobuf::RepeatedPtrField<Yearly>* years) {
  std::stable_sort(years->begin(), years->end(),
                   [](const Yearly& a, const Yearly& b) { return a.period() < b.period(); });
}

// "population, residents": the metric and the boundary of an activity series.
void ReadDenominator(const RowFields& row, v1::ClimateTarget& target) {
  const std::string& denominator = row.Text("denominator");
  if (denominator.empty()) return;
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(denominator, absl::MaxSplits(", ", 1));
  target.mutable_denominator()->set_metric(parts.first);
  target.mutable_denominator()->set_boundary(parts.second);
}

void ReadTarget(const RowFields& row, Dataset& dataset, Places& places) {
  const std::string& indicator = row.Text("indicator");
  const std::string subject = indicator.empty() ? Slug(row.Text("subject_en")) : indicator;
  const std::string id = absl::StrCat(subject, "~", row.Text("kind"), "~", row.Text("target_year"));
  places.emplace(id, dataset.climate.rows.size());
  v1::ClimateTarget& target = *dataset.climate.Add(row.origin()).mutable_climate_target();
  const std::string area = absl::StrCat("areas/", Slug(row.Text("scope")));
  target.set_name(absl::StrCat(area, "/climateTargets/", id));
  if (!indicator.empty()) target.set_indicator(absl::StrCat("indicators/", indicator));
  row.AddText("subject_en", "en", target.mutable_subjects());
  if (target.subjects().empty()) {
    common::v1::LocalizedText& subject_text = *target.add_subjects();
    subject_text.set_language("en");
    subject_text.set_text(absl::StrCat("direct emissions of ", row.Text("scope")));
  }
  // Unless they say otherwise, targets are about all direct emissions inside the area.
  target.set_boundary(row.Text("boundary").empty()
                          ? v1::BOUNDARY_COMMUNITY
                          : row.Code<v1::Boundary>("boundary", BoundaryWords()));
  target.set_scope(row.Text("emission_scope").empty()
                       ? v1::SCOPE_DIRECT
                       : row.Code<v1::Scope>("emission_scope", ScopeWords()));
  target.set_sector(row.Text("sector").empty() ? "all" : row.Text("sector"));
  target.set_kind(row.Code<v1::ClimateTargetKind>("operator", TargetKinds()));
  target.set_value(row.Text("value"));
  target.set_value_max(row.Text("value_max"));
  target.set_unit(row.Text("unit"));
  target.set_base_period(row.Text("base_year"));
  target.set_due_period(row.Text("target_year"));
  target.set_basis(row.Code<v1::ClimateTargetBasis>("kind", TargetBases()));
  *target.mutable_provenance() = row.ReadProvenance();
  if (!row.Text("reference_release").empty()) {
    target.set_reference_release(
        absl::StrCat(area, "/inventoryReleases/", row.Text("reference_release")));
  }
  target.set_path(row.Code<v1::TargetPath>("path", Paths(), true));
  target.set_path_from(row.Text("path_from"));
  ReadDenominator(row, target);
  target.set_denominator_unit(row.Text("denominator_unit"));
  for (std::string& sector : row.List("removal_sectors")) {
    target.add_removal_sectors(std::move(sector));
  }
}

void ReadYearlyBudget(const RowFields& row, const Places& targets, Dataset& dataset) {
  const size_t* const place =
      FindPlace(row, "target", targets, common::v1::ERROR_REASON_CLIMATE_TARGET_NOT_FOUND,
                "targets.csv that is about emissions");
  if (place == nullptr) return;
  v1::ClimateTarget& target = *dataset.climate.rows[*place].mutable_climate_target();
  v1::YearlyBudget& budget = *target.add_yearly_budgets();
  budget.set_period(row.Text("year"));
  budget.set_value(row.Text("value"));
  budget.set_unit(row.Text("unit"));
  SortByPeriod(target.mutable_yearly_budgets());
}

void ReadMeasure(const RowFields& row, int32_t order, Dataset& dataset, Places& places) {
  places.emplace(row.Text("measure"), dataset.climate.rows.size());
  v1::ClimateMeasure& measure = *dataset.climate.Add(row.origin()).mutable_climate_measure();
  measure.set_name(absl::StrCat("areas/", dataset.area, "/climateMeasures/", row.Text("measure")));
  measure.set_action_area(row.Text("area"));
  row.AddText("area_name_nb", "nb", measure.mutable_action_area_titles());
  row.AddText("subheading_nb", "nb", measure.mutable_subheadings());
  measure.set_order(order);
  row.AddText("description_en", "en", measure.mutable_descriptions());
  if (!row.Text("quantity").empty()) *measure.mutable_quantity() = row.ReadCell("quantity");
  measure.set_unit(row.Text("unit"));
  // "2024", or "2022-2024" for a span.
  const std::vector<std::string> periods = absl::StrSplit(row.Text("year"), '-');
  measure.set_from_period(periods.front());
  measure.set_to_period(periods.back());
  *measure.mutable_provenance() = row.ReadProvenance();
  measure.set_sector(row.Text("sector"));
  measure.set_boundary(row.Code<v1::Boundary>("boundary", BoundaryWords(), true));
  measure.set_scope(row.Code<v1::Scope>("scope", ScopeWords(), true));
  measure.set_status(row.Code<v1::MeasureStatus>("status_of_measure", MeasureStatuses(), true));
  const auto refer = [&](absl::string_view column, absl::string_view below) {
    return row.Text(column).empty() ? "" : absl::StrCat(below, row.Text(column));
  };
  const std::string area = absl::StrCat("areas/", dataset.area);
  measure.set_owner_unit(refer("owner_unit", absl::StrCat(area, "/units/")));
  measure.set_decision(refer("decision", absl::StrCat(area, "/cases/")));
  measure.set_result_indicator(refer("result_indicator", "indicators/"));
  measure.set_overlap_group(row.Text("overlap_group"));
}

// What a line says of the effect: a range, or that there is no number.
void ReadEffect(const RowFields& row, v1::ClimateMeasure& measure) {
  const bool has_range = !row.Text("least").empty() || !row.Text("most").empty();
  if (has_range && !row.Text("not_quantified_en").empty()) {
    row.AddProblem("not_quantified_en", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "It stands beside a range; leave one of them out.");
    return;
  }
  v1::MeasureEffect& effect = *measure.add_effects();
  effect.set_period(row.Text("year"));
  if (has_range) {
    effect.mutable_range()->set_least(row.Text("least"));
    effect.mutable_range()->set_most(row.Text("most"));
    effect.mutable_range()->set_unit(row.Text("unit"));
  } else {
    row.AddText("not_quantified_en", "en", effect.mutable_not_quantified()->mutable_explanations());
  }
  SortByPeriod(measure.mutable_effects());
}

// A line is about an effect, a cost, or both.
void ReadEffectLine(const RowFields& row, const Places& measures, Dataset& dataset) {
  const size_t* const place =
      FindPlace(row, "measure", measures, common::v1::ERROR_REASON_CLIMATE_MEASURE_NOT_FOUND,
                "climate_measures.csv");
  if (place == nullptr) return;
  v1::ClimateMeasure& measure = *dataset.climate.rows[*place].mutable_climate_measure();
  const bool has_effect = !row.Text("least").empty() || !row.Text("most").empty() ||
                          !row.Text("not_quantified_en").empty();
  if (has_effect) ReadEffect(row, measure);
  if (!row.Text("cost").empty()) {
    v1::MeasureCost& cost = *measure.add_costs();
    cost.set_period(row.Text("year"));
    cost.mutable_amount()->set_value(row.Text("cost"));
    cost.set_unit(row.Text("cost_unit"));
    SortByPeriod(measure.mutable_costs());
  } else if (!has_effect) {
    row.AddProblem("least", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "The line has no effect and no cost; write least and most, why the effect is "
                   "not quantified, or a cost.");
  }
}

}  // namespace

void ReadClimateTargetFiles(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  Places targets;
  files.ForEachRow(
      "targets.csv", TargetColumns(),
      [&](const RowFields& row) {
        if (IsClimateTarget(row)) ReadTarget(row, dataset, targets);
      },
      ClimateTargetColumns());
  files.ForEachRow("yearly_budgets.csv", {"target", "year", "value", "unit"},
                   [&](const RowFields& row) { ReadYearlyBudget(row, targets, dataset); });
  Places measures;
  int32_t order = 0;
  files.ForEachRow(
      "climate_measures.csv",
      {"area", "area_name_nb", "subheading_nb", "measure", "description_en", "quantity", "unit",
       "year", "qualifier", "printed", "note", "source_line", "page"},
      [&](const RowFields& row) { ReadMeasure(row, ++order, dataset, measures); },
      {"sector", "boundary", "scope", "status_of_measure", "owner_unit", "decision",
       "result_indicator", "overlap_group"});
  files.ForEachRow(
      "measure_effects.csv", {"measure", "year", "least", "most", "unit", "not_quantified_en"},
      [&](const RowFields& row) { ReadEffectLine(row, measures, dataset); }, {"cost", "cost_unit"});
}

}  // namespace tertial::cli
