#include "clients/cli/import/dataset_files.h"

#include <filesystem>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "common/csv/csv_reader.h"
#include "common/status/errors.h"

namespace tertial::cli {

void DatasetFiles::ForEachRow(const std::string& file,
                              const std::vector<absl::string_view>& columns,
                              const std::function<void(RowFields&)>& take,
                              const std::vector<absl::string_view>& optional) {
  const std::string path = directory_ + "/" + file;
  if (broken_.count(file) > 0 || !std::filesystem::exists(path)) return;
  const absl::StatusOr<CsvFile> read = ReadCsv(path, columns, optional);
  if (!read.ok()) {
    broken_.insert(file);
    // The sentence names file and line itself.
    dataset_.problems.push_back({.origin = {.file = file, .line = 0},
                                 .field = "",
                                 .reason = ReasonName(ReasonOf(read.status())),
                                 .sentence = std::string(read.status().message())});
    return;
  }
  std::vector<absl::string_view> all = columns;
  all.insert(all.end(), optional.begin(), optional.end());
  for (const CsvRow& row : read->rows) {
    RowFields fields(dataset_, file, all, row);
    take(fields);
  }
}

const std::vector<absl::string_view>& TargetColumns() {
  static const auto& columns = *new std::vector<absl::string_view>{
      "indicator",   "subject_en", "scope", "operator", "value", "value_max",   "unit",
      "target_year", "base_year",  "kind",  "printed",  "note",  "source_line", "page"};
  return columns;
}

const std::vector<absl::string_view>& ClimateTargetColumns() {
  static const auto& columns = *new std::vector<absl::string_view>{
      "boundary",  "emission_scope", "sector",           "reference_release", "path",
      "path_from", "denominator",    "denominator_unit", "removal_sectors"};
  return columns;
}

bool IsClimateTarget(const RowFields& row) {
  const absl::string_view kind = row.Text("operator");
  return absl::StartsWith(kind, "reduce_") || kind == "net_zero";
}

}  // namespace tertial::cli
