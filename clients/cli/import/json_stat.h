// Datasets in the form JSON-stat 2, as the API of Statistics Norway gives them ("json-stat2").
//
// The form is that of https://json-stat.org/full/: a cube whose cells stand in one list, the last
// dimension changing fastest. Values come as a list or as an object of positions, statuses as a
// list, an object or one text for all. What is not needed (notes, links, extensions other than
// `px.language`) is not looked at.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/import/json_value.h"

namespace tertial::cli {

// The most cells a dataset may have; Statistics Norway gives 800 000 at most.
inline constexpr int64_t kMaxJsonStatCells = 1'000'000;

// One category of a dimension.
struct JsonStatCategory {
  std::string code;
  // Its label; the code where it has none.
  std::string label;
  // Of a category of the metric dimension: what is counted ("personer"; `unit.base` as PxWeb has
  // it, else `unit.label`), and the decimals its figures are published with.
  std::string unit;
  std::optional<int> decimals;
};

struct JsonStatDimension {
  std::string id;
  std::string label;
  // In the order of the cube.
  std::vector<JsonStatCategory> categories;
};

// One cell: what the source says, and nothing made of it.
struct JsonStatCell {
  // The number as written; nothing where it is null or left out.
  std::optional<std::string> value;
  // Empty: none.
  std::string status;
};

struct JsonStatDataset {
  std::string label;
  // Who publishes it.
  std::string source;
  std::string href;
  // When it was last updated, as written.
  std::string updated;
  // The language of its labels ("no", "en"), PxWeb's `extension.px.language`.
  std::string language;
  std::vector<JsonStatDimension> dimensions;
  // Ids of dimensions, by their role.
  std::vector<std::string> geo;
  std::vector<std::string> time;
  std::vector<std::string> metric;
  // As many as the product of the dimensions' sizes.
  std::vector<JsonStatCell> cells;
};

// Reads a dataset; `file` is named in errors. What is not of the form, or larger than the limits,
// is refused with the error that JsonError makes; so are a dataset of another version or class,
// and values that are no numbers.
absl::StatusOr<JsonStatDataset> ReadJsonStat(const JsonValue& json, absl::string_view file);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_H_
