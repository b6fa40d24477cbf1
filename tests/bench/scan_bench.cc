// Scans of current rows that have a history, as ratios to scans of rows that have none: in this
// process, through the ledger. See README.md.
#include <array>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "common/store/rocksdb_store.h"
#include "common/types/clock.h"
#include "services/indicators/store/keys.h"
#include "tests/bench/aims.h"
#include "tests/bench/generated_rows.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

using indicators::ObservationTable;

constexpr int kRows = 400;
constexpr int kVersions = 20;
constexpr double kHeadAim = 1.1;
constexpr double kPastAim = 10;

struct Options {
  std::string directory;
  int rounds = 21;
  int scans = 100;  // of one side in one round
};

absl::StatusOr<std::unique_ptr<Ledger>> OpenLedger(const std::string& directory) {
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> store, OpenRocksDbStore(directory));
  return Ledger::Open(
      std::move(store), SystemClock(),
      {.service_name = "indicators", .tables = TableCatalog({DefineTable<ObservationTable>()})});
}

// What compaction does in the course of time.
absl::Status MergeFiles(const std::string& directory) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<KeyValueStore> store, OpenRocksDbStore(directory));
  return store->Expunge({});
}

// Every row has `versions` versions, each of a commit that revised all of them.
absl::Status Fill(Ledger& ledger, int versions) {
  for (int version = 0; version < versions; ++version) {
    TERTIAL_RETURN_IF_ERROR(ledger
                                .Commit({.actor = "bench"},
                                        [&](Txn& txn) {
                                          for (int row = 0; row < kRows; ++row) {
                                            TERTIAL_RETURN_IF_ERROR(
                                                PutResource<ObservationTable>(
                                                    txn, GeneratedObservation(row, version + 1))
                                                    .status());
                                          }
                                          return absl::OkStatus();
                                        })
                                .status());
  }
  return absl::OkStatus();
}

// The time that one scan takes. Fails unless all rows are seen.
absl::StatusOr<absl::Duration> MeasureScans(const Ledger& ledger, const AsOf& as_of, int scans) {
  size_t bytes = 0;
  const absl::Duration begun = SystemClock().Monotonic();
  for (int scan = 0; scan < scans; ++scan) {
    int rows = 0;
    TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read(as_of));
    TERTIAL_RETURN_IF_ERROR(
        view.Scan(ObservationTable::kId, "", "",
                  [&](absl::string_view /*pk*/, Revision /*revision*/, absl::string_view body) {
                    ++rows;
                    bytes += body.size();
                    return true;
                  }));
    if (rows != kRows) return absl::DataLossError(absl::StrCat("a scan saw ", rows, " rows"));
  }
  const absl::Duration took = SystemClock().Monotonic() - begun;
  if (bytes == 0) return absl::DataLossError("the rows are empty");
  return took / scans;
}

// Who is measured: head of the rows with one version, head of those with many, and their past.
enum Side { kOne, kMany, kPast, kSides };

absl::Status MeasureState(const Options& options, const Ledger& one, const Ledger& many,
                          const std::string& state) {
  const AsOf middle = AsOf::At(kVersions / 2);
  std::vector<double> head_ratios, past_ratios, one_times, many_times, past_times;
  for (int round = 0; round <= options.rounds; ++round) {
    // Who is first changes, so that none is always the one to follow another.
    std::array<absl::Duration, kSides> times;
    for (int turn = 0; turn < kSides; ++turn) {
      const int side = (turn + round) % kSides;
      TERTIAL_ASSIGN_OR_RETURN(
          times[side],
          MeasureScans(side == kOne ? one : many, side == kPast ? middle : AsOf(), options.scans));
    }
    if (round == 0) continue;  // warms up
    head_ratios.push_back(absl::FDivDuration(times[kMany], times[kOne]));
    past_ratios.push_back(absl::FDivDuration(times[kPast], times[kMany]));
    one_times.push_back(absl::ToDoubleMicroseconds(times[kOne]));
    many_times.push_back(absl::ToDoubleMicroseconds(times[kMany]));
    past_times.push_back(absl::ToDoubleMicroseconds(times[kPast]));
  }
  const double many_time = SpreadOf(many_times).median;
  PrintRatio(absl::StrCat(kVersions, " versions / 1, ", state), head_ratios, Aim::AtMost(kHeadAim),
             absl::StrFormat("%.0f and %.0f us", many_time, SpreadOf(one_times).median));
  PrintRatio(absl::StrCat("as of the middle / head, ", state), past_ratios, Aim::AtMost(kPastAim),
             absl::StrFormat("%.0f and %.0f us", SpreadOf(past_times).median, many_time));
  return absl::OkStatus();
}

absl::Status Run(const Options& options) {
  const std::string one_directory = options.directory + "/one";
  const std::string many_directory = options.directory + "/many";
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<Ledger> one, OpenLedger(one_directory));
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<Ledger> many, OpenLedger(many_directory));
  TERTIAL_RETURN_IF_ERROR(Fill(*one, 1));
  TERTIAL_RETURN_IF_ERROR(Fill(*many, kVersions));
  PrintHeading(absl::StrFormat("Scan of %d current rows, time, %d rounds of %d scans", kRows,
                               options.rounds, options.scans));
  TERTIAL_RETURN_IF_ERROR(MeasureState(options, *one, *many, "just written"));
  // Opening writes out what the log holds, so the rows are read from files.
  one.reset();
  many.reset();
  TERTIAL_ASSIGN_OR_RETURN(one, OpenLedger(one_directory));
  TERTIAL_ASSIGN_OR_RETURN(many, OpenLedger(many_directory));
  TERTIAL_RETURN_IF_ERROR(MeasureState(options, *one, *many, "from files"));
  one.reset();
  many.reset();
  for (const std::string& directory : {one_directory, many_directory}) {
    TERTIAL_RETURN_IF_ERROR(MergeFiles(directory));
  }
  TERTIAL_ASSIGN_OR_RETURN(one, OpenLedger(one_directory));
  TERTIAL_ASSIGN_OR_RETURN(many, OpenLedger(many_directory));
  return MeasureState(options, *one, *many, "settled");
}

int Main(int argc, char** argv) {
  CLI::App app("Measures scans of the ledger", "tertial_scan_bench");
  Options options;
  app.add_option("--directory", options.directory, "An empty directory for the stores")->required();
  app.add_option("--rounds", options.rounds, "Rounds that count")
      ->check(CLI::Range(5, 1000))
      ->capture_default_str();
  app.add_option("--scans", options.scans, "Scans of each side in a round")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  if (const absl::Status status = Run(options); !status.ok()) {
    std::cerr << "tertial_scan_bench: " << status.message() << "\n";
    return kExitService;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
