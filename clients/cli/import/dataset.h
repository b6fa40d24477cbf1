// A directory of CSV files, read into rows for the four data services; and of claims, check rules
// and accepted findings, for the gateway.
//
// The files and their columns are those of data/asker-2024 (its README is their contract). A file
// may be missing; a file that is not known is a problem, since nobody would notice that it was left
// out.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_DATASET_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_DATASET_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tertial/climate/v1/climate_service.pb.h"
#include "tertial/gateway/v1/checks_service.pb.h"
#include "tertial/indicators/v1/indicators_service.pb.h"
#include "tertial/politics/v1/politics_service.pb.h"
#include "tertial/workforce/v1/workforce_service.pb.h"

namespace tertial::cli {

// Where a row comes from.
struct Origin {
  std::string file;        // "fte.csv"
  int64_t line = 0;        // 0: not of a line
  std::string place = {};  // in a file that is not read by lines: "Region=3203, Tid=2024"
};

// "fte.csv:3", or "07459.json: Region=3203, Tid=2024"; empty where it is neither a line nor a
// place.
std::string FormatOrigin(const Origin& origin);

// What is wrong with a row, found here or by the service.
struct Problem {
  Origin origin;
  std::string field;
  std::string reason;  // the name of an ErrorReason
  std::string sentence;
};

// The rows for one service, each with where it comes from.
template <typename Row>
struct RowSet {
  std::vector<Row> rows;
  std::vector<Origin> origins;

  // A new row, to be filled.
  Row& Add(Origin origin) {
    origins.push_back(std::move(origin));
    return rows.emplace_back();
  }
};

struct Dataset {
  // The last part of the directory's path: "asker-2024". Stands in the provenance of every row.
  std::string name;
  // The area that files without a column for it are about, as the files name it ("3203").
  std::string area;
  // The latest period observed.
  std::string period;
  RowSet<indicators::v1::IndicatorsRow> indicators;
  RowSet<workforce::v1::WorkforceRow> workforce;
  RowSet<politics::v1::PoliticsRow> politics;
  RowSet<climate::v1::ClimateRow> climate;
  // For the gateway, which keeps them beside the editions.
  RowSet<gateway::v1::ChecksRow> checks;
  // Files that are there and are not imported, on purpose.
  std::vector<std::string> left_out;
  std::vector<Problem> problems;
};

// Reads `directory`. `area` overrides the area of the data set; when empty it is the one area that
// observations.csv is about, and where all files are about none (emission factors, warming
// potentials, crosswalks), there is none. What is wrong with files and rows stands in `problems`.
// Errors: NOT_FOUND when there is no such directory.
absl::StatusOr<Dataset> ReadDataset(const std::string& directory, const std::string& area);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_DATASET_H_
