// What the categories of a dataset are here: its codes, translated by a map.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_CHOICES_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_CHOICES_H_

#include <optional>
#include <string>
#include <vector>

#include "clients/cli/import/area_numbers.h"
#include "clients/cli/import/dataset.h"
#include "clients/cli/import/json_stat.h"
#include "clients/cli/import/json_stat_map.h"
#include "common/types/period.h"

namespace tertial::cli {

// What one category is. Of the fields below `left_out` those of its dimension's kind are set.
struct CategoryChoice {
  enum class LeftOut { kNo, kByMap, kUnlisted };
  LeftOut left_out = LeftOut::kNo;
  // An area's id or number; a member of a dimension, empty for the whole.
  std::string id;
  // Of an area: whether `id` is a number that is meant in its period.
  bool is_dated = false;
  std::optional<Period> period;
  const MappedFigure* figure = nullptr;
};

// What a dimension of the dataset is.
struct DimensionChoice {
  enum class Kind { kArea, kPeriod, kContents, kPart };
  Kind kind = Kind::kPart;
  // Of kPart: the dimension's id here.
  std::string dimension;
  // One for each category, in their order.
  std::vector<CategoryChoice> categories;
};

struct Choices {
  // One for each dimension, in their order.
  std::vector<DimensionChoice> dimensions;
  // What the map says for all cells, where no dimension does; of one category each.
  std::vector<DimensionChoice> fixed;
};

// Adds a problem for every dimension and code that the map does not tell of, or tells wrongly; the
// result is of use only if there is none. `map` must outlive it.
Choices ChooseCategories(const JsonStatDataset& source, const JsonStatMap& map,
                         const AreaNumbers& areas, const std::string& dataset_file,
                         const std::string& map_file, std::vector<Problem>& problems);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_CHOICES_H_
