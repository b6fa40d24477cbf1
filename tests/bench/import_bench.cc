// The import of a million observations through the API, as ratios to COPY and set-based statements
// of PostgreSQL; what it leaves on disk, takes of memory, and does to other writes. See README.md.
// Started by run.sh.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "tertial/indicators/v1/indicators_writes.pb.h"
#include "tests/bench/aims.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/bystanders.h"
#include "tests/bench/generated_rows.h"
#include "tests/bench/load_client.h"
#include "tests/bench/pg_connection.h"
#include "tests/bench/pg_import.h"
#include "tests/bench/process_usage.h"
#include "tests/bench/row_stream.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

constexpr char kData[] = "indicators";

struct Options {
  std::string directory;
  std::string postgres;
  pid_t postgres_process = 0;
  int64_t rows = 1'000'000;
  int rounds = 5;
  std::string profiled;

  std::string service() const { return profiled.empty() ? "tertial-indicators" : profiled; }
};

// What is imported, made before anything is measured.
struct Rows {
  RowStream indicators;
  RowStream observations;
  PgImport for_postgres;
};

struct Measured {
  double rows_per_second = 0;
  double cpu = 0;   // microseconds of the server for each row
  double disk = 0;  // bytes for each row
  double peak = 0;  // KiB resident, at the most
};

// The bytes of the files in a store's directory, without its logs.
int64_t BytesOfStore(const std::string& directory) {
  int64_t bytes = 0;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(directory, error)) {
    if (file.path().extension() == ".log") continue;
    std::error_code gone;  // A compaction may remove the file at any moment.
    const uintmax_t size = file.file_size(gone);
    if (!gone) bytes += static_cast<int64_t>(size);
  }
  return bytes;
}

// Waits until the store's files have not changed for a while: it has merged what it will.
int64_t SettledBytesOfStore(const std::string& directory) {
  constexpr absl::Duration kPatience = absl::Minutes(2);
  constexpr absl::Duration kQuiet = absl::Seconds(3);
  const absl::Duration begun = SystemClock().Monotonic();
  absl::Duration changed = begun;
  int64_t bytes = BytesOfStore(directory);
  while (SystemClock().Monotonic() - changed < kQuiet &&
         SystemClock().Monotonic() - begun < kPatience) {
    absl::SleepFor(absl::Milliseconds(100));
    const int64_t now = BytesOfStore(directory);
    if (now != bytes) changed = SystemClock().Monotonic();
    bytes = now;
  }
  return bytes;
}

// An indicators service with an empty store.
absl::StatusOr<BenchService> StartEmpty(const Options& options, const Rows& rows) {
  std::filesystem::remove_all(options.directory + "/" + kData);
  TERTIAL_ASSIGN_OR_RETURN(BenchService service, BenchService::StartIndicators(
                                                     options.service(), options.directory, kData));
  TERTIAL_RETURN_IF_ERROR(rows.indicators.Send(service.address()).status());
  return service;
}

absl::StatusOr<Measured> MeasureApi(const Options& options, const Rows& rows) {
  Measured measured;
  const double count = static_cast<double>(options.rows);
  {
    TERTIAL_ASSIGN_OR_RETURN(const BenchService service, StartEmpty(options, rows));
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration cpu_before, CpuTimeOf(service.pid()));
    const absl::Duration begun = SystemClock().Monotonic();
    TERTIAL_RETURN_IF_ERROR(rows.observations.Send(service.address()).status());
    const absl::Duration took = SystemClock().Monotonic() - begun;
    measured.rows_per_second = count / absl::ToDoubleSeconds(took);
    SettledBytesOfStore(options.directory + "/" + kData);
    TERTIAL_ASSIGN_OR_RETURN(const MemoryUse memory, MemoryOf(service.pid()));
    measured.peak = static_cast<double>(memory.peak);
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration cpu_after, CpuTimeOf(service.pid()));
    measured.cpu = absl::ToDoubleMicroseconds(cpu_after - cpu_before) / count;
  }
  // What the log still holds is written into files when the store is opened.
  TERTIAL_ASSIGN_OR_RETURN(
      const BenchService again,
      BenchService::StartIndicators(options.service(), options.directory, kData));
  measured.disk = static_cast<double>(SettledBytesOfStore(options.directory + "/" + kData)) / count;
  return measured;
}

absl::StatusOr<Measured> MeasurePostgres(const Options& options, const Rows& rows,
                                         PgConnection& connection) {
  Measured measured;
  const double count = static_cast<double>(options.rows);
  TERTIAL_RETURN_IF_ERROR(PgCreateTables(connection));
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration cpu_before,
                           CpuTimeOfTree(options.postgres_process));
  const absl::Duration begun = SystemClock().Monotonic();
  TERTIAL_RETURN_IF_ERROR(rows.for_postgres.Run(connection));
  const absl::Duration took = SystemClock().Monotonic() - begun;
  measured.rows_per_second = count / absl::ToDoubleSeconds(took);
  TERTIAL_RETURN_IF_ERROR(rows.for_postgres.Verify(connection));
  // What PostgreSQL does later by itself.
  TERTIAL_RETURN_IF_ERROR(connection.Execute("VACUUM ANALYZE observation, history, feed").status());
  TERTIAL_RETURN_IF_ERROR(connection.Execute("CHECKPOINT").status());
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration cpu_after, CpuTimeOfTree(options.postgres_process));
  measured.cpu = absl::ToDoubleMicroseconds(cpu_after - cpu_before) / count;
  TERTIAL_ASSIGN_OR_RETURN(
      const PgRows sizes,
      connection.Execute("SELECT sum(pg_total_relation_size(name::regclass)) FROM "
                         "unnest(ARRAY['observation', 'history', 'feed', 'head']) AS name"));
  int64_t bytes = 0;
  if (!absl::SimpleAtoi(sizes.Bytes(0, 0), &bytes)) return absl::InternalError("no size");
  measured.disk = static_cast<double>(bytes) / count;
  return measured;
}

// Small writes during an import, and the longest time that one took.
struct Stall {
  absl::Duration import;
  absl::Duration longest;
  int64_t writes = 0;
};

absl::StatusOr<Stall> MeasureStall(const Options& options, const Rows& rows) {
  using indicators::v1::UpdateIndicatorRequest;
  TERTIAL_ASSIGN_OR_RETURN(const BenchService service, StartEmpty(options, rows));
  LoadClient client(service.address(), "/tertial.indicators.v1.IndicatorsService/UpdateIndicator");
  Stall stall;
  absl::Status failed;
  std::atomic<bool> ended = false;
  std::thread writer([&] {
    for (; !ended && failed.ok(); ++stall.writes) {
      UpdateIndicatorRequest request;
      *request.mutable_indicator() = GeneratedIndicator(0);
      request.mutable_indicator()->set_printed_label(absl::StrCat("write ", stall.writes));
      const absl::Duration begun = SystemClock().Monotonic();
      failed.Update(client.Fetch(request.SerializeAsString()).status());
      stall.longest = std::max(stall.longest, SystemClock().Monotonic() - begun);
      absl::SleepFor(absl::Milliseconds(20));
    }
  });
  const absl::Duration begun = SystemClock().Monotonic();
  const absl::Status sent = rows.observations.Send(service.address()).status();
  stall.import = SystemClock().Monotonic() - begun;
  ended = true;
  writer.join();
  TERTIAL_RETURN_IF_ERROR(sent);
  TERTIAL_RETURN_IF_ERROR(failed);
  return stall;
}

template <typename Of>
std::vector<double> Values(const std::vector<Measured>& all, Of of) {
  std::vector<double> values;
  for (const Measured& one : all) values.push_back(one.*of);
  return values;
}

void PrintComparison(const std::string& what, double Measured::*of, Aim aim,
                     const std::vector<Measured>& api, const std::vector<Measured>& postgres,
                     const std::string& unit) {
  std::vector<double> ratios;
  for (size_t i = 0; i < api.size(); ++i) ratios.push_back(api[i].*of / postgres[i].*of);
  PrintRatio(what + ", API / PostgreSQL", ratios, aim,
             absl::StrFormat("%.4g and %.4g %s", SpreadOf(Values(api, of)).median,
                             SpreadOf(Values(postgres, of)).median, unit));
}

// One import through the API and nothing else, for a profiler to look at.
absl::Status Profile(const Options& options, const Rows& rows) {
  Bystanders bystanders({::getpid()});
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());
  TERTIAL_ASSIGN_OR_RETURN(const Measured measured, MeasureApi(options, rows));
  std::cout << absl::StrFormat("%.0f rows/s, %.1f us of CPU and %.1f bytes per row, %.0f KiB\n",
                               measured.rows_per_second, measured.cpu, measured.disk,
                               measured.peak);
  return bystanders.Print();
}

absl::Status Run(const Options& options) {
  std::filesystem::create_directory(options.directory + "/areas");
  TERTIAL_RETURN_IF_ERROR(WriteAreaRegistry(options.directory + "/areas"));
  const Rows rows{RowStream::OfIndicators(), RowStream::OfObservations(options.rows),
                  PgImport(options.rows)};
  if (!options.profiled.empty()) return Profile(options, rows);
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<PgConnection> connection,
                           PgConnection::Open(options.postgres));
  PrintHeading(
      absl::StrFormat("Import of %d observations, %d rounds", options.rows, options.rounds));
  Bystanders bystanders({::getpid(), options.postgres_process});
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());
  std::vector<Measured> api, postgres;
  for (int round = 0; round < options.rounds; ++round) {
    // Who is first alternates, so that neither is always the one to follow the other.
    for (const bool is_api : {round % 2 == 0, round % 2 != 0}) {
      TERTIAL_ASSIGN_OR_RETURN(
          Measured measured,
          is_api ? MeasureApi(options, rows) : MeasurePostgres(options, rows, *connection));
      (is_api ? api : postgres).push_back(measured);
    }
  }
  PrintComparison("rows per second", &Measured::rows_per_second, Aim::AtLeast(1), api, postgres,
                  "rows/s");
  PrintComparison("server CPU per row", &Measured::cpu, Aim::None(), api, postgres, "us");
  PrintComparison("disk", &Measured::disk, Aim::None(), api, postgres, "bytes per row");
  PrintRatio("disk, bytes per observation", Values(api, &Measured::disk), Aim::AtMost(120),
             "rows, history and feed, settled");
  std::vector<double> peak = Values(api, &Measured::peak);
  for (double& kibibytes : peak) kibibytes /= 1024;
  PrintRatio("peak memory of the service, MiB", peak, Aim::AtMost(256), "resident");
  TERTIAL_RETURN_IF_ERROR(bystanders.Print());

  TERTIAL_ASSIGN_OR_RETURN(const Stall stall, MeasureStall(options, rows));
  PrintFigure("longest small write / import beside it",
              absl::FDivDuration(stall.longest, stall.import), Aim::None(),
              absl::StrFormat("%.1f and %.1f s, %d writes", absl::ToDoubleSeconds(stall.longest),
                              absl::ToDoubleSeconds(stall.import), stall.writes));
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures a large import", "tertial_import_bench");
  Options options;
  app.add_option("--directory", options.directory, "An empty directory")->required();
  app.add_option("--postgres", options.postgres, "Where PostgreSQL is, as libpq reads it")
      ->required();
  app.add_option("--postgres-process", options.postgres_process, "PID of its first process")
      ->required();
  app.add_option("--rows", options.rows, "Observations to import")
      ->check(CLI::Range(int64_t{1}, kMostObservations))
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "Rounds")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--profile", options.profiled,
                 "A program of build/bin: one import through it and nothing else");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  // A peer that goes away is an error to be told, not an end.
  ::signal(SIGPIPE, SIG_IGN);
  if (const absl::Status status = Run(options); !status.ok()) {
    std::cerr << "tertial_import_bench: " << status.message() << "\n";
    return kExitService;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
