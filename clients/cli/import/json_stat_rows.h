// A dataset in JSON-stat as rows of the indicators service, by what a map says of its codes.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_ROWS_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_ROWS_H_

#include <string>

#include "clients/cli/import/area_numbers.h"
#include "clients/cli/import/dataset.h"
#include "clients/cli/import/json_stat.h"
#include "clients/cli/import/json_stat_map.h"

namespace tertial::cli {

// The names of the two files, for problems.
struct JsonStatFiles {
  std::string dataset;
  std::string map;
};

// Makes an observation of each cell, and a definition of each category of the contents for which
// the map has one. `name` of the result is that of the dataset's file, `left_out` tells what was
// not imported, with counts, and `problems` what is wrong: a code or a dimension that the map does
// not tell of, once for each with its path in the dataset; a cell that cannot be read, with its
// coordinates.
//
// Areas. A code is an area by the map, or an official number; "K-3203" and "F-32", of lists that
// give the present municipalities and counties for all periods, are the areas that bear the numbers
// now. A plain number is meant in its period: a table has rows for all numbers there ever were, and
// a cell of a number that nobody bore in the period is not imported where it is missing or 0 (a
// zero that means nothing), and a problem where it holds another value. What the registry does not
// have at all is a problem (AREA_NOT_FOUND), or left out if the map says so.
//
// Periods: see json_stat_period.h. Values: see json_stat_cell.h.
//
// Provenance: source is publisher, href and label of the dataset, printed what it shows where that
// is not the value ("..", "4.7" for 4.70), qualifier a status beside a value. When the dataset was
// updated is no part of it: an update that leaves a figure as it is leaves its row as it is. A
// definition of the map is completed by label, publisher, decimals and the dimensions that the map
// declares, where it has none of its own.
Dataset MakeJsonStatRows(const JsonStatDataset& source, const JsonStatMap& map,
                         const AreaNumbers& areas, const JsonStatFiles& files);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_ROWS_H_
