// The map file of an import of JSON-stat: what the codes of a dataset are here.
//
//   {
//     "area": {"dimension": "Region", "codes": {"0": "NO"}, "skip": ["21"], "unlisted": "skip"},
//     "period": {"dimension": "Tid", "codes": {"2023-2024": "2023/2024"}},
//     "contents": {
//       "dimension": "ContentsCode",
//       "codes": {
//         "Personer1": {
//           "indicator": "population.at-start-of-year",
//           "source_unit": "personer",
//           "definition": {"unit": "count", "collection": "COLLECTION_POPULATION"}
//         }
//       },
//       "others": "skip"
//     },
//     "dimensions": {
//       "Kjonn": {"whole": "0", "dimension": "sex", "members": {"1": "men", "2": "women"}},
//       "Alder": {"whole": "999", "others": "skip"}
//     },
//     "statuses": {"-": "NIL"},
//     "null": "DATA_LACKING"
//   }
//
// Every dimension of the dataset must be told of, and of each every code, or that the others are
// skipped. Nothing is added up: of a dimension that has no part in the observation the code of the
// whole must be there.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_MAP_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_MAP_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/import/json_stat_cell.h"
#include "clients/cli/import/json_value.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::cli {

// What a category of the contents is here.
struct MappedFigure {
  // Id of the indicator.
  std::string indicator;
  // What the dataset must say it counts; empty: not looked at. A source that goes over from persons
  // to thousands of persons is then noticed.
  std::string source_unit;
  // The definition to be recorded with the observations: an Indicator in the JSON form of protobuf,
  // without its name. What it leaves out and the dataset tells is filled in (json_stat_rows.h). Not
  // set: the indicator must be defined.
  std::optional<indicators::v1::Indicator> definition;
};

struct JsonStatMap {
  struct Area {
    // Its dimension; empty: that of the role "geo", or "Region".
    std::string dimension;
    // The area of all cells, where the dataset has no such dimension.
    std::string fixed;
    // Codes that are no official numbers, and the area (id or number) that each is.
    std::map<std::string, std::string> codes;
    // Codes that are not imported, and whether that is so of all but those in `codes`, and of those
    // that the registry does not have.
    std::set<std::string> skip;
    bool skip_others = false;
    bool skip_unlisted = false;
  };
  struct Period {
    // Its dimension; empty: that of the role "time", or "Tid".
    std::string dimension;
    std::string fixed;
    // Codes that are no periods (json_stat_period.h), and the period that each is.
    std::map<std::string, std::string> codes;
    std::set<std::string> skip;
    bool skip_others = false;
  };
  struct Contents {
    // Its dimension; empty: that of the role "metric", or "ContentsCode".
    std::string dimension;
    // What all cells are, where the dataset has no such dimension.
    std::optional<MappedFigure> fixed;
    std::map<std::string, MappedFigure> codes;
    std::set<std::string> skip;
    bool skip_others = false;
  };
  // Another dimension.
  struct Part {
    // The code that is the whole; empty: there is none.
    std::string whole;
    // What the dimension is here, "sex"; empty: only the whole is imported.
    std::string dimension;
    // Codes and their members: "1" is "men".
    std::map<std::string, std::string> members;
    std::set<std::string> skip;
    bool skip_others = false;
  };

  Area area;
  Period period;
  Contents contents;
  // By the id of the dataset's dimension.
  std::map<std::string, Part> dimensions;
  // The usual meanings, with those of the file in their place or beside them.
  StatusMeanings statuses = UsualStatusMeanings();
  // Why a cell is missing that is null and has no status; not set: such a cell is refused.
  std::optional<common::v1::MissingReason> when_null;
};

// Reads a map. What is not of the form is refused with the error that JsonError makes: an unknown
// key or word, codes of two kinds at once, two codes for one member, a definition that is no
// Indicator or that names another one.
absl::StatusOr<JsonStatMap> ReadJsonStatMap(const JsonValue& json, absl::string_view file);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_MAP_H_
