// Reads of a store of national size, as ratios: to the same handlers on PostgreSQL, to the same
// read of a store of one municipality's size, and of an export to a raw scan. See README.md.
// Started by run.sh.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "tests/bench/aims.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/bystanders.h"
#include "tests/bench/load_client.h"
#include "tests/bench/national_export.h"
#include "tests/bench/national_requests.h"
#include "tests/bench/national_rows.h"
#include "tests/bench/national_store.h"
#include "tests/bench/pg_store.h"
#include "tests/bench/process_usage.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

// As many areas as make the example's size of 400 cells each.
constexpr int kSmallAreas = 3;
// What is read at the least.
constexpr NationalSize kShort{.areas = 60, .indicators = kBatchIndicators, .years = 5};

struct Options {
  std::string directory;
  std::string postgres;
  pid_t postgres_process = 0;
  NationalSize size;
  int rounds = 9;
  double seconds = 0.5;
  int parts = 5;
};

std::string NationalData(const Options& options) { return options.directory + "/national"; }

// Who answers.
enum Side { kRocksDb, kPostgres, kSmall, kSides };
enum Kind { kBatch, kComparison, kKinds };

// One thing that is asked.
struct Shape {
  Kind kind;
  // The same request in every call, or the next one.
  bool same;
  int at_once;
  double aim;

  std::string Name() const {
    return absl::StrCat(kind == kBatch ? "400 cells, " : "comparison, ",
                        same ? "the same, " : "changing, ", at_once, " at once");
  }
  // The small store has only what is asked again and again.
  bool has_small() const { return kind == kBatch && same && at_once == 1; }
};
constexpr Shape kShapes[] = {
    {kBatch, true, 1, 0.8},     {kBatch, true, 16, 0.8},     {kBatch, false, 1, 0.8},
    {kBatch, false, 16, 0.8},   {kComparison, true, 1, 1},   {kComparison, true, 16, 1},
    {kComparison, false, 1, 1}, {kComparison, false, 16, 1},
};
constexpr double kSizeAim = 1.3;

struct Measured {
  double per_second = 0;
  double cpu = 0;  // microseconds of the server for each call
};

absl::StatusOr<BenchService> StartService(const Options& options, const std::string& data) {
  return BenchService::StartIndicators("tertial-indicators", options.directory, data);
}

// The three servers and their answers.
class Servers {
 public:
  static absl::StatusOr<std::unique_ptr<Servers>> Start(const Options& options) {
    TERTIAL_ASSIGN_OR_RETURN(BenchService national, StartService(options, "national"));
    TERTIAL_ASSIGN_OR_RETURN(BenchService small, StartService(options, "small"));
    TERTIAL_ASSIGN_OR_RETURN(BenchService on_postgres,
                             BenchService::Start("tertial_national_pg_server", options.directory,
                                                 {absl::StrCat("--postgres=", options.postgres)}));
    return std::unique_ptr<Servers>(
        new Servers(options, {std::move(national), std::move(on_postgres), std::move(small)}));
  }

  // Asks everything once. All answers are as the figures were generated, and those of both sides
  // the same bytes.
  absl::Status Verify() {
    for (const Kind kind : {kBatch, kComparison}) {
      const NationalRequests& requests = requests_[kind];
      for (size_t i = 0; i < requests.size(); ++i) {
        TERTIAL_ASSIGN_OR_RETURN(const std::string answer,
                                 clients_[kRocksDb][kind].Fetch(requests.bytes(i)));
        TERTIAL_RETURN_IF_ERROR(requests.Check(i, answer));
        TERTIAL_ASSIGN_OR_RETURN(const std::string other,
                                 clients_[kPostgres][kind].Fetch(requests.bytes(i)));
        if (answer != other) {
          return absl::DataLossError(absl::StrCat("answer ", i, " from PostgreSQL is another"));
        }
        if (i == 0) first_size_[kind] = answer.size();
        least_size_[kind] = std::min(least_size_[kind], answer.size());
      }
    }
    TERTIAL_ASSIGN_OR_RETURN(const std::string small,
                             clients_[kSmall][kBatch].Fetch(requests_[kBatch].bytes(0)));
    return requests_[kBatch].Check(0, small);
  }

  absl::StatusOr<Measured> Measure(Side side, const Shape& shape, double seconds) {
    const NationalRequests& requests = requests_[shape.kind];
    const int64_t first = shape.same ? 0 : next_[side][shape.kind];
    const size_t least = least_size_[shape.kind];
    const size_t exact = shape.same ? first_size_[shape.kind] : 0;
    const Load load{
        .at_once = shape.at_once,
        .duration = absl::Seconds(seconds),
        .request =
            [&requests, first, same = shape.same](int64_t call) {
              return requests.at(same ? 0 : static_cast<size_t>(first + call) % requests.size());
            },
        .check =
            [=](const grpc::ByteBuffer& answer) {
              const bool whole =
                  exact > 0 ? side == kSmall || answer.Length() == exact : answer.Length() >= least;
              return whole ? absl::OkStatus() : absl::DataLossError("an answer is not whole");
            }};
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration before, CpuTime(side));
    TERTIAL_ASSIGN_OR_RETURN(const LoadResult result, clients_[side][shape.kind].Run(load));
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration after, CpuTime(side));
    if (!shape.same) next_[side][shape.kind] += result.calls;
    return Measured{result.calls_per_second(),
                    absl::ToDoubleMicroseconds((after - before) / result.calls)};
  }

  const BenchService& national() const { return services_[kRocksDb]; }

 private:
  Servers(const Options& options, std::array<BenchService, kSides> services)
      : services_(std::move(services)),
        requests_{NationalRequests::Batches(options.size),
                  NationalRequests::Comparisons(options.size)},
        postgres_process_(options.postgres_process) {
    for (const BenchService& service : services_) {
      clients_.emplace_back();
      for (const NationalRequests& requests : requests_) {
        clients_.back().emplace_back(service.address(), requests.method());
      }
    }
    least_size_.fill(std::numeric_limits<size_t>::max());
  }

  // With PostgreSQL's own processes.
  absl::StatusOr<absl::Duration> CpuTime(Side side) const {
    TERTIAL_ASSIGN_OR_RETURN(absl::Duration used, CpuTimeOf(services_[side].pid()));
    if (side != kPostgres) return used;
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration postgres, CpuTimeOfTree(postgres_process_));
    return used + postgres;
  }

  std::array<BenchService, kSides> services_;
  const std::array<NationalRequests, kKinds> requests_;
  const pid_t postgres_process_;
  std::vector<std::vector<LoadClient>> clients_;
  std::array<std::array<int64_t, kKinds>, kSides> next_{};
  std::array<size_t, kKinds> first_size_{};
  std::array<size_t, kKinds> least_size_{};
};

// All rounds of one shape.
using Series = std::array<std::vector<Measured>, kSides>;

std::vector<double> Values(const std::vector<Measured>& all, double Measured::*of) {
  std::vector<double> values;
  for (const Measured& one : all) values.push_back(one.*of);
  return values;
}

std::vector<double> Ratios(const std::vector<double>& of, const std::vector<double>& to) {
  std::vector<double> ratios;
  for (size_t i = 0; i < of.size(); ++i) ratios.push_back(of[i] / to[i]);
  return ratios;
}

absl::Status MeasureRounds(const Options& options, Servers& servers, std::vector<Series>& series) {
  for (int round = 0; round <= options.rounds; ++round) {
    for (size_t i = 0; i < std::size(kShapes); ++i) {
      // Who is first changes, so that none is always the one to follow another.
      for (int turn = 0; turn < kSides; ++turn) {
        const Side side = static_cast<Side>((turn + round) % kSides);
        if (side == kSmall && !kShapes[i].has_small()) continue;
        TERTIAL_ASSIGN_OR_RETURN(const Measured measured,
                                 servers.Measure(side, kShapes[i], options.seconds));
        if (round > 0) series[i][side].push_back(measured);  // the first warms up
      }
    }
  }
  return absl::OkStatus();
}

void PrintSeries(const Shape& shape, const Series& series) {
  const auto print = [&](const std::string& what, double Measured::*of, Aim aim,
                         const std::string& unit) {
    const std::vector<double> ours = Values(series[kRocksDb], of);
    const std::vector<double> theirs = Values(series[kPostgres], of);
    PrintRatio(
        what, Ratios(ours, theirs), aim,
        absl::StrFormat("%.4g and %.4g %s", SpreadOf(ours).median, SpreadOf(theirs).median, unit));
  };
  print(shape.Name(), &Measured::per_second, Aim::AtLeast(shape.aim), "calls/s");
  print("  server CPU per call", &Measured::cpu, Aim::None(), "us");
}

void PrintSizes(const Series& series) {
  // Of time: the more calls, the less.
  const std::vector<double> national = Values(series[kRocksDb], &Measured::per_second);
  const std::vector<double> small = Values(series[kSmall], &Measured::per_second);
  PrintHeading("Time of a warm read of 400 cells, 1 at once");
  PrintRatio("national size / one municipality's", Ratios(small, national), Aim::AtMost(kSizeAim),
             absl::StrFormat("%.4g and %.4g us", 1e6 / SpreadOf(national).median,
                             1e6 / SpreadOf(small).median));
  const std::vector<double> national_cpu = Values(series[kRocksDb], &Measured::cpu);
  const std::vector<double> small_cpu = Values(series[kSmall], &Measured::cpu);
  PrintRatio("  server CPU per call", Ratios(national_cpu, small_cpu), Aim::None(),
             absl::StrFormat("%.4g and %.4g us", SpreadOf(national_cpu).median,
                             SpreadOf(small_cpu).median));
}

// Goes once through all rows, in parts.
absl::Status MeasureExport(const Options& options, const BenchService& service,
                           const KeyValueStore& twin, int64_t rows) {
  NationalExport exported(service.address());
  RawScan scan(twin);
  std::vector<double> ratios, cpu_ratios, export_rates, scan_rates;
  int64_t seen = 0;
  for (bool last = false; !last;) {
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration served, CpuTimeOf(service.pid()));
    TERTIAL_ASSIGN_OR_RETURN(const PartOfRows part, exported.Next(rows / options.parts + 1));
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration serving, CpuTimeOf(service.pid()));
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration scanned, CpuTimeOf(::getpid()));
    TERTIAL_ASSIGN_OR_RETURN(const PartOfRows same, scan.Next(part.rows));
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration scanning, CpuTimeOf(::getpid()));
    if (same.rows != part.rows) {
      return absl::DataLossError(absl::StrCat("a scan saw ", same.rows, " rows, not ", part.rows));
    }
    seen += part.rows;
    last = part.last;
    const double count = static_cast<double>(part.rows);
    export_rates.push_back(count / absl::ToDoubleSeconds(part.took));
    scan_rates.push_back(count / absl::ToDoubleSeconds(same.took));
    ratios.push_back(export_rates.back() / scan_rates.back());
    cpu_ratios.push_back(absl::FDivDuration(serving - served, scanning - scanned));
  }
  if (seen != rows) {
    return absl::DataLossError(absl::StrCat(seen, " rows were exported, not ", rows));
  }
  PrintHeading(absl::StrFormat("Export of all %d rows, in %d parts", rows, ratios.size()));
  PrintRatio("rows per second, export / raw scan", ratios, Aim::None(),
             absl::StrFormat("%.4g and %.4g rows/s", SpreadOf(export_rates).median,
                             SpreadOf(scan_rates).median));
  PrintRatio("  server CPU per row", cpu_ratios, Aim::None(), "of the scan's process");
  return absl::OkStatus();
}

// Says what took how long, since nothing else is seen of it for minutes.
class Progress {
 public:
  void Tell(const std::string& done) {
    const absl::Duration now = SystemClock().Monotonic();
    std::cout << absl::StrFormat("  %s: %.1f s\n", done, absl::ToDoubleSeconds(now - begun_))
              << std::flush;
    begun_ = now;
  }

 private:
  absl::Duration begun_ = SystemClock().Monotonic();
};

// Both stores, and the national one's pairs in PostgreSQL. Returns its twin.
absl::StatusOr<std::unique_ptr<KeyValueStore>> MakeStores(const Options& options,
                                                          const StoredFigures& national) {
  std::filesystem::create_directory(options.directory + "/areas");
  TERTIAL_RETURN_IF_ERROR(WriteAreaRegistry(options.directory + "/areas"));
  Progress progress;
  TERTIAL_RETURN_IF_ERROR(MakeStore(NationalData(options), national));
  progress.Tell(absl::StrFormat("%d rows imported", national.rows()));
  TERTIAL_RETURN_IF_ERROR(MakeStore(
      options.directory + "/small",
      {.areas = kSmallAreas, .indicators = BatchIndicators(options.size), .years = kBatchYears}));
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> twin,
                           OpenTwin(NationalData(options), options.directory + "/twin"));
  const PgStoreOptions postgres{.conninfo = options.postgres};
  TERTIAL_RETURN_IF_ERROR(CopyIntoPg(*twin->Snapshot(), postgres));
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<KeyValueStore> copied, OpenPgStore(postgres));
  TERTIAL_ASSIGN_OR_RETURN(const uint64_t bytes, twin->DiskBytes());
  TERTIAL_ASSIGN_OR_RETURN(const uint64_t postgres_bytes, copied->DiskBytes());
  progress.Tell(absl::StrFormat("copied into PostgreSQL, %d MiB, from %d MiB", postgres_bytes >> 20,
                                bytes >> 20));
  return twin;
}

absl::Status Run(const Options& options) {
  StoredFigures national{.areas = options.size.areas, .years = options.size.years};
  national.indicators.resize(static_cast<size_t>(options.size.indicators));
  std::iota(national.indicators.begin(), national.indicators.end(), 0);
  std::cout << absl::StrFormat("\n%d areas, %d indicators, %d years\n", options.size.areas,
                               options.size.indicators, options.size.years);
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<KeyValueStore> twin,
                           MakeStores(options, national));
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<Servers> servers, Servers::Start(options));
  Progress progress;
  TERTIAL_RETURN_IF_ERROR(servers->Verify());
  progress.Tell("all answers verified");
  // All but PostgreSQL are children of this process.
  Bystanders bystanders({::getpid(), options.postgres_process});
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());
  std::vector<Series> series(std::size(kShapes));
  TERTIAL_RETURN_IF_ERROR(MeasureRounds(options, *servers, series));
  PrintHeading(absl::StrFormat("Calls per second, RocksDB / PostgreSQL, %d rounds of %g s",
                               options.rounds, options.seconds));
  for (size_t i = 0; i < series.size(); ++i) PrintSeries(kShapes[i], series[i]);
  for (size_t i = 0; i < series.size(); ++i) {
    if (kShapes[i].has_small()) PrintSizes(series[i]);
  }
  TERTIAL_RETURN_IF_ERROR(MeasureExport(options, servers->national(), *twin, national.rows()));
  return bystanders.Print();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures reads of a store of national size", "tertial_national_bench");
  Options options;
  app.add_option("--directory", options.directory, "An empty directory")->required();
  app.add_option("--postgres", options.postgres, "Where PostgreSQL is, as libpq reads it")
      ->required();
  app.add_option("--postgres-process", options.postgres_process, "PID of its first process")
      ->required();
  app.add_option("--areas", options.size.areas, "Areas")
      ->check(CLI::Range(kSmallAreas, kAreas))
      ->capture_default_str();
  app.add_option("--indicators", options.size.indicators, "Indicators")
      ->check(CLI::Range(kBatchIndicators, kMostNationalIndicators))
      ->capture_default_str();
  app.add_option("--years", options.size.years, "Years")
      ->check(CLI::Range(kBatchYears, 100))
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "Rounds that count")
      ->check(CLI::Range(5, 1000))
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "How long each side answers in a round")
      ->check(CLI::Range(0.01, 60.0))
      ->capture_default_str();
  app.add_flag_callback(
      "--short",
      [&] {
        options.size = kShort;
        options.rounds = 5;
        options.seconds = 0.05;
      },
      "A small country and short rounds, to see that it runs; the ratios say little");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  // A peer that goes away is an error to be told, not an end.
  ::signal(SIGPIPE, SIG_IGN);
  if (const absl::Status status = Run(options); !status.ok()) {
    std::cerr << "tertial_national_bench: " << status.message() << "\n";
    return kExitService;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
