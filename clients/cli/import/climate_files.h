// What the files of the climate accounts have in common; one source for each group of them.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_CLIMATE_FILES_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_CLIMATE_FILES_H_

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/import/dataset_files.h"
#include "clients/cli/import/row_fields.h"
#include "tertial/climate/v1/climate_details.pb.h"

namespace tertial::cli {

// Code words of columns that several files have.
const std::vector<CodeWord>& GwpSetWords();
const std::vector<CodeWord>& BoundaryWords();
const std::vector<CodeWord>& ScopeWords();

// "areas/{area}/inventoryReleases/{id}", empty for an empty id.
std::string ReleaseName(absl::string_view area, absl::string_view id);

// "gwpTables/{id}", empty for an empty id.
std::string GwpTableName(absl::string_view id);

// The columns "low" and "high"; nothing is set where both are empty.
template <typename Message>
void ReadUncertainty(const RowFields& row, Message& message) {
  if (row.Text("low").empty() && row.Text("high").empty()) return;
  message.mutable_uncertainty()->set_low(row.Text("low"));
  message.mutable_uncertainty()->set_high(row.Text("high"));
}

// Lines that together become one row, by what they name. A refusal of the service tells the first
// of them, and the field the place among them.
class LineGroups {
 public:
  // The row that the lines of `id` become; whether it was added for this one.
  struct Found {
    climate::v1::ClimateRow& row;
    bool is_first;
  };

  // `columns` tell of the row as a whole: later lines repeat what the first one says, or leave it
  // empty. Else a problem is added.
  explicit LineGroups(std::initializer_list<absl::string_view> columns) : columns_(columns) {}

  // The row stays where it is until the next one is added to `dataset`.
  Found Find(const RowFields& row, const std::string& id, Dataset& dataset);

 private:
  struct Group {
    size_t place;
    std::vector<std::string> texts;
  };

  const std::vector<absl::string_view> columns_;
  std::map<std::string, Group> groups_;
};

// gwp_tables.csv, sector_crosswalks.csv, emission_factors.csv, reference_paths.csv
void ReadConversionFiles(DatasetFiles& files);
// targets.csv, yearly_budgets.csv, climate_measures.csv, measure_effects.csv
void ReadClimateTargetFiles(DatasetFiles& files);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_CLIMATE_FILES_H_
