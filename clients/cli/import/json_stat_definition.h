// The definitions that a map gives for the figures of a dataset, completed by what the dataset
// says.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_DEFINITION_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_DEFINITION_H_

#include <string>

#include "clients/cli/import/dataset.h"
#include "clients/cli/import/json_stat.h"
#include "clients/cli/import/json_stat_choices.h"
#include "clients/cli/import/json_stat_map.h"

namespace tertial::cli {

// Publisher, address and label of a dataset, as a provenance names it; at most 500 bytes.
std::string SourceOf(const JsonStatDataset& source);

// Adds a row for each definition of a figure that the dataset has. Where the map's definition has
// none of its own, it gets from the dataset: the label, in the dataset's language; the decimals;
// the publisher, and that it is public statistics; the map's dimensions with the labels of their
// members; the dataset as its provenance. Without a label, and in a dataset that does not tell its
// language, it is a problem.
void AddDefinitions(const JsonStatDataset& source, const JsonStatMap& map, const Choices& choices,
                    const std::string& map_file, Dataset& dataset);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_DEFINITION_H_
