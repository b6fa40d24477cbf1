// The files of a data set, and what each becomes. One function for each group of files; a function
// adds rows and problems to the data set.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_DATASET_FILES_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_DATASET_FILES_H_

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/import/dataset.h"
#include "clients/cli/import/row_fields.h"

namespace tertial::cli {

// Opens the files of one directory.
class DatasetFiles {
 public:
  DatasetFiles(std::string directory, Dataset& dataset)
      : directory_(std::move(directory)), dataset_(dataset) {}

  Dataset& dataset() { return dataset_; }
  const std::string& directory() const { return directory_; }

  // Calls `take` for each row of `file`, in order. It may lack columns of `optional`, which are
  // empty then. A file that is not there has no rows; one that cannot be read is a problem, told
  // once however often it is asked for.
  void ForEachRow(const std::string& file, const std::vector<absl::string_view>& columns,
                  const std::function<void(RowFields&)>& take,
                  const std::vector<absl::string_view>& optional = {});

 private:
  const std::string directory_;
  Dataset& dataset_;
  std::set<std::string> broken_;
};

// indicators.csv, focus_areas.csv, goals.csv, observations.csv, targets.csv
void ReadIndicatorsFiles(DatasetFiles& files);
// kostra.csv, population.csv, housing.csv, employment.csv, benchmarks.csv
void ReadStatisticsFiles(DatasetFiles& files);
// service_areas.csv, unit_origins.csv, fte.csv, employees.csv, workforce_metrics.csv
void ReadWorkforceFiles(DatasetFiles& files);
// terms.csv, political_bodies.csv, political_activity.csv, meetings.csv, matters.csv, cases.csv,
// agenda_items.csv, theme_plans.csv, theme_plan_areas.csv, resolutions.csv, follow_up_events.csv
void ReadPoliticsFiles(DatasetFiles& files);
// gwp_tables.csv, sector_crosswalks.csv, emission_factors.csv, reference_paths.csv,
// inventory_releases.csv, emissions.csv, energy.csv, targets.csv, yearly_budgets.csv,
// climate_measures.csv, measure_effects.csv
void ReadClimateFiles(DatasetFiles& files);

// claims.jsonl, check_rules.jsonl, accepted_findings.jsonl: one resource of the gateway a line, in
// the JSON of protobuf; empty lines are passed over. A line that is none is a problem that names
// the field. A file that is not there has no lines; one that cannot be read to its end is a
// problem.
void ReadClaimsFiles(DatasetFiles& files);

// owned_indicators.csv, after all others: names the owners in the definitions that were read, and
// has the owner told what only observations.csv says of its figures.
void ReadOwnedIndicators(DatasetFiles& files);

// Of a row of owned_indicators.csv, the name that the figures have at their owner, with these in
// place of area and period. Where the row cannot be understood, a problem is added.
inline constexpr absl::string_view kAnyArea = "{area}";
inline constexpr absl::string_view kAnyPeriod = "{period}";
// The indicator is told the bases of the figures, if there are several.
std::string WorkforceFigureOf(const RowFields& row, const Dataset& dataset,
                              indicators::v1::Indicator& indicator);
std::string BodyActivityOf(const RowFields& row);
std::string ClimateFigureOf(const RowFields& row, const Dataset& dataset);
// The parts of the column "key", which commas part.
std::vector<std::string> KeyParts(const RowFields& row);

// The columns of targets.csv, which two services share: targets of emissions belong to climate,
// all else to indicators.
const std::vector<absl::string_view>& TargetColumns();
// Columns of it that only targets of emissions have, and that may be left out.
const std::vector<absl::string_view>& ClimateTargetColumns();
// The columns of observations.csv.
const std::vector<absl::string_view>& ObservationColumns();
bool IsClimateTarget(const RowFields& row);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_DATASET_FILES_H_
