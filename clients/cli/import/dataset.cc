#include "clients/cli/import/dataset.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/import/dataset_files.h"
#include "common/status/errors.h"
#include "common/status/violations.h"

namespace tertial::cli {
namespace {

// What each file of a data set is for.
const std::set<std::string>& ImportedFiles() {
  static const auto& files = *new std::set<std::string>{"agenda_items.csv",
                                                        "benchmarks.csv",
                                                        "cases.csv",
                                                        "climate_measures.csv",
                                                        "emission_factors.csv",
                                                        "emissions.csv",
                                                        "employees.csv",
                                                        "employment.csv",
                                                        "energy.csv",
                                                        "focus_areas.csv",
                                                        "follow_up_events.csv",
                                                        "fte.csv",
                                                        "goals.csv",
                                                        "gwp_tables.csv",
                                                        "housing.csv",
                                                        "indicators.csv",
                                                        "inventory_releases.csv",
                                                        "kostra.csv",
                                                        "matters.csv",
                                                        "measure_effects.csv",
                                                        "meetings.csv",
                                                        "observations.csv",
                                                        "owned_indicators.csv",
                                                        "political_activity.csv",
                                                        "political_bodies.csv",
                                                        "population.csv",
                                                        "reference_paths.csv",
                                                        "resolutions.csv",
                                                        "sector_crosswalks.csv",
                                                        "service_areas.csv",
                                                        "targets.csv",
                                                        "terms.csv",
                                                        "theme_plan_areas.csv",
                                                        "theme_plans.csv",
                                                        "unit_origins.csv",
                                                        "workforce_metrics.csv",
                                                        "yearly_budgets.csv"};
  return files;
}

// claims.csv is what claims.jsonl says in a form that can be checked, and totals.csv what the
// others add up to; regions.csv is what the area registry has; budget.csv and text_figures.csv have
// no owner among the services yet.
const std::set<std::string>& LeftOutFiles() {
  static const auto& files = *new std::set<std::string>{"budget.csv", "claims.csv", "regions.csv",
                                                        "text_figures.csv", "totals.csv"};
  return files;
}

// Resources in the JSON of protobuf, one a line.
const std::set<std::string>& JsonLinesFiles() {
  static const auto& files =
      *new std::set<std::string>{"accepted_findings.jsonl", "check_rules.jsonl", "claims.jsonl"};
  return files;
}

// What these tell is of no area.
bool IsOfNoArea(const std::string& file) {
  static const auto& files =
      *new std::set<std::string>{"emission_factors.csv", "gwp_tables.csv", "sector_crosswalks.csv"};
  return files.count(file) > 0;
}

// Returns whether any of the files is about an area.
bool SortOutFiles(const std::string& directory, Dataset& dataset) {
  bool needs_area = false;
  bool has_files = false;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const std::string file = entry.path().filename().string();
    const bool is_table = absl::EndsWith(file, ".csv");
    if (!is_table && !absl::EndsWith(file, ".jsonl")) continue;
    has_files = true;
    if (JsonLinesFiles().count(file) > 0) continue;
    needs_area = needs_area || (is_table && !IsOfNoArea(file));
    if (ImportedFiles().count(file) > 0) continue;
    if (LeftOutFiles().count(file) > 0) {
      dataset.left_out.push_back(file);
      continue;
    }
    dataset.problems.push_back({.origin = {.file = file, .line = 0},
                                .field = "",
                                .reason = "UNKNOWN_FIELD",
                                .sentence = absl::StrCat(Quoted(file),
                                                         " is no file of a data set; rename it, or "
                                                         "take it out of the directory.")});
  }
  std::sort(dataset.left_out.begin(), dataset.left_out.end());
  return needs_area || !has_files;
}

// Whose data set it is and up to when, as observations.csv tells.
void FindAreaAndPeriod(DatasetFiles& files, const std::string& area) {
  Dataset& dataset = files.dataset();
  std::set<std::string> regions;
  files.ForEachRow("observations.csv", ObservationColumns(), [&](RowFields& row) {
    regions.insert(row.Text("region"));
    dataset.period = std::max(dataset.period, row.Text("year"));
  });
  dataset.area = area;
  if (area.empty() && regions.size() == 1) dataset.area = *regions.begin();
}

}  // namespace

std::string FormatOrigin(const Origin& origin) {
  if (origin.line > 0) return absl::StrCat(origin.file, ":", origin.line);
  return origin.place.empty() ? "" : absl::StrCat(origin.file, ": ", origin.place);
}

absl::StatusOr<Dataset> ReadDataset(const std::string& directory, const std::string& area) {
  if (!std::filesystem::is_directory(directory)) {
    return absl::NotFoundError(absl::StrCat(Quoted(directory), " is no directory"));
  }
  Dataset dataset;
  dataset.name = std::filesystem::canonical(directory).filename().string();
  const bool needs_area = SortOutFiles(directory, dataset);
  DatasetFiles files(directory, dataset);
  FindAreaAndPeriod(files, area);
  if (!dataset.problems.empty()) return dataset;
  if (dataset.area.empty() && needs_area) {
    return absl::InvalidArgumentError(
        "the area of the data set is not known: observations.csv is not there, or is about several "
        "areas; name it with --area");
  }
  ReadIndicatorsFiles(files);
  ReadStatisticsFiles(files);
  ReadWorkforceFiles(files);
  ReadPoliticsFiles(files);
  ReadClimateFiles(files);
  ReadOwnedIndicators(files);
  ReadClaimsFiles(files);
  return dataset;
}

}  // namespace tertial::cli
