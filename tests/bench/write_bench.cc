// Durable writes through the API, as ratios: to embedded writers of the same rows, to the same
// handler on PostgreSQL, and to a server that does nothing for an answer. See README.md. Started by
// run.sh.
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "tertial/indicators/v1/indicators_writes.pb.h"
#include "tests/bench/aims.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/bystanders.h"
#include "tests/bench/echo_server.h"
#include "tests/bench/embedded_writers.h"
#include "tests/bench/generated_rows.h"
#include "tests/bench/load_client.h"
#include "tests/bench/pg_connection.h"
#include "tests/bench/pg_import.h"
#include "tests/bench/process_usage.h"
#include "tests/bench/row_stream.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

using indicators::v1::UpdateObservationRequest;
using indicators::v1::UpdateObservationResponse;

constexpr char kMethod[] = "/tertial.indicators.v1.IndicatorsService/UpdateObservation";

struct Options {
  std::string directory;
  std::string postgres;
  pid_t postgres_process = 0;
  std::string service = "tertial-indicators";
  int connections = 1;
  int rounds = 9;
  double seconds = 1;
};

struct Shape {
  int at_once;
  Aim of_embedded;
  Aim of_postgres;
};
const Shape kShapes[] = {{1, Aim::None(), Aim::AtLeast(0.8)},
                         {64, Aim::AtLeast(0.7), Aim::AtLeast(1.3)}};

// Who writes.
enum Side { kApi, kEmbedded, kPostgres, kEcho, kSides };

struct Measured {
  double writes_per_second = 0;
  double cpu = 0;  // microseconds of the server for each write
};

grpc::ByteBuffer RequestOf(int64_t write) {
  UpdateObservationRequest request;
  *request.mutable_observation() = GeneratedCorrection(write);
  return ToByteBuffer(request.SerializeAsString());
}

// Every write must change something, or less would be measured.
absl::Status CheckCommitted(const grpc::ByteBuffer& answer) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string bytes, ToString(answer));
  UpdateObservationResponse response;
  if (response.ParseFromString(bytes) && response.result().committed()) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("a write was not committed: ", response.result().ShortDebugString()));
}

// The sides, each with the number of its next write. The echo is asked to write and only answers:
// the client and gRPC cost what they cost with the others, and nothing is left to be had beyond it.
class Writers {
 public:
  Writers(const Options& options, EmbeddedWriters& embedded, const BenchService& api,
          const BenchService& on_postgres, EchoServer& echo)
      : options_(options),
        embedded_(embedded),
        api_client_(api.address(), kMethod),
        postgres_client_(on_postgres.address(), kMethod),
        echo_(echo),
        processes_{std::vector<pid_t>{api.pid()},
                   {embedded.pid()},
                   {on_postgres.pid(), options.postgres_process},
                   {echo.pid()}} {}

  // Lets the echo answer what the API answers.
  absl::Status StartEcho() {
    UpdateObservationRequest request;
    *request.mutable_observation() = GeneratedCorrection(next_[kApi]++);
    TERTIAL_ASSIGN_OR_RETURN(const std::string answer,
                             api_client_.Fetch(request.SerializeAsString()));
    TERTIAL_ASSIGN_OR_RETURN(const std::string address, echo_.Serve(answer));
    echo_client_.emplace(address, kMethod);
    return absl::OkStatus();
  }

  absl::StatusOr<Measured> Measure(Side side, int at_once) {
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration before, CpuTime(side));
    TERTIAL_ASSIGN_OR_RETURN(const LoadResult result, Write(side, at_once));
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration after, CpuTime(side));
    next_[side] += result.calls;
    return Measured{result.calls_per_second(),
                    absl::ToDoubleMicroseconds((after - before) / result.calls)};
  }

 private:
  absl::StatusOr<LoadResult> Write(Side side, int at_once) {
    const absl::Duration duration = absl::Seconds(options_.seconds);
    const int64_t first = next_[side];
    if (side == kEmbedded) return embedded_.Run(at_once, first, duration);
    const Load load{.at_once = at_once,
                    .duration = duration,
                    .request = [=](int64_t call) { return RequestOf(first + call); },
                    .check = CheckCommitted};
    if (side == kEcho) return echo_client_->Run(load);
    return (side == kApi ? api_client_ : postgres_client_).Run(load);
  }

  absl::StatusOr<absl::Duration> CpuTime(Side side) const {
    absl::Duration all;
    for (const pid_t pid : processes_[side]) {
      TERTIAL_ASSIGN_OR_RETURN(const absl::Duration used, CpuTimeOfTree(pid));
      all += used;
    }
    return all;
  }

  const Options& options_;
  EmbeddedWriters& embedded_;
  LoadClient api_client_;
  LoadClient postgres_client_;
  EchoServer& echo_;
  std::optional<LoadClient> echo_client_;
  const std::array<std::vector<pid_t>, kSides> processes_;
  std::array<int64_t, kSides> next_{};
};

// All rounds of one shape.
struct Series {
  std::array<std::vector<double>, kSides> rate;
  std::array<std::vector<double>, kSides> cpu;

  std::vector<double> RatiosTo(Side side,
                               std::array<std::vector<double>, kSides> Series::*of) const {
    const auto& values = this->*of;
    std::vector<double> ratios;
    for (size_t i = 0; i < values[kApi].size(); ++i) {
      ratios.push_back(values[kApi][i] / values[side][i]);
    }
    return ratios;
  }
};

absl::Status MeasureRounds(const Options& options, Writers& writers, std::vector<Series>& series) {
  for (int round = 0; round <= options.rounds; ++round) {
    for (size_t i = 0; i < std::size(kShapes); ++i) {
      // Who is first changes, so that none is always the one to follow another.
      for (int turn = 0; turn < kSides; ++turn) {
        const Side side = static_cast<Side>((turn + round) % kSides);
        TERTIAL_ASSIGN_OR_RETURN(const Measured measured,
                                 writers.Measure(side, kShapes[i].at_once));
        if (round == 0) continue;  // warms up
        series[i].rate[side].push_back(measured.writes_per_second);
        series[i].cpu[side].push_back(measured.cpu);
      }
    }
  }
  return absl::OkStatus();
}

void PrintSeries(const Series& series, const Shape& shape) {
  const auto print = [&](const std::string& what, Side side, Aim aim, const std::string& unit,
                         std::array<std::vector<double>, kSides> Series::*of) {
    PrintRatio(absl::StrFormat("%s, %d at once", what, shape.at_once), series.RatiosTo(side, of),
               aim,
               absl::StrFormat("%.0f and %.0f %s", SpreadOf((series.*of)[kApi]).median,
                               SpreadOf((series.*of)[side]).median, unit));
  };
  print("writes per second, API / embedded", kEmbedded, shape.of_embedded, "writes/s",
        &Series::rate);
  print("writes per second, API / PostgreSQL", kPostgres, shape.of_postgres, "writes/s",
        &Series::rate);
  print("writes per second, API / echo", kEcho, Aim::None(), "calls/s", &Series::rate);
  print("server CPU per write, API / embedded", kEmbedded, Aim::None(), "us", &Series::cpu);
  print("server CPU per write, API / PostgreSQL", kPostgres, Aim::None(), "us", &Series::cpu);
  print("server CPU per write, API / echo", kEcho, Aim::None(), "us", &Series::cpu);
}

// The rows that the writes correct.
absl::Status LoadRows(const Options& options, const std::string& address) {
  TERTIAL_RETURN_IF_ERROR(RowStream::OfIndicators().Send(address).status());
  TERTIAL_RETURN_IF_ERROR(RowStream::OfObservations(kCorrectedRows).Send(address).status());
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<PgConnection> connection,
                           PgConnection::Open(options.postgres));
  TERTIAL_RETURN_IF_ERROR(PgCreateTables(*connection));
  const PgImport import(kCorrectedRows);
  TERTIAL_RETURN_IF_ERROR(import.Run(*connection));
  TERTIAL_RETURN_IF_ERROR(import.Verify(*connection));
  return connection->Execute("VACUUM ANALYZE observation").status();
}

absl::Status Run(const Options& options) {
  TERTIAL_ASSIGN_OR_RETURN(EmbeddedWriters embedded,
                           EmbeddedWriters::Fork(options.directory + "/embedded"));
  TERTIAL_ASSIGN_OR_RETURN(EchoServer echo, EchoServer::Fork());
  std::filesystem::create_directory(options.directory + "/areas");
  TERTIAL_RETURN_IF_ERROR(WriteAreaRegistry(options.directory + "/areas"));
  TERTIAL_ASSIGN_OR_RETURN(BenchService api, BenchService::StartIndicators(
                                                 options.service, options.directory, "indicators"));
  TERTIAL_RETURN_IF_ERROR(LoadRows(options, api.address()));
  TERTIAL_ASSIGN_OR_RETURN(
      BenchService on_postgres,
      BenchService::Start("tertial_pg_server", options.directory,
                          {absl::StrCat("--postgres=", options.postgres),
                           absl::StrCat("--connections=", options.connections)}));

  Writers writers(options, embedded, api, on_postgres, echo);
  TERTIAL_RETURN_IF_ERROR(writers.StartEcho());
  // All but PostgreSQL are children of this process.
  Bystanders bystanders({::getpid(), options.postgres_process});
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());
  std::vector<Series> series(std::size(kShapes));
  TERTIAL_RETURN_IF_ERROR(MeasureRounds(options, writers, series));
  PrintHeading(absl::StrFormat("Durable UpdateObservation of %d rows, %d rounds of %g s",
                               kCorrectedRows, options.rounds, options.seconds));
  for (size_t i = 0; i < series.size(); ++i) PrintSeries(series[i], kShapes[i]);
  TERTIAL_RETURN_IF_ERROR(bystanders.Print());
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures durable writes", "tertial_write_bench");
  Options options;
  app.add_option("--directory", options.directory, "An empty directory")->required();
  app.add_option("--postgres", options.postgres, "Where PostgreSQL is, as libpq reads it")
      ->required();
  app.add_option("--postgres-process", options.postgres_process, "PID of its first process")
      ->required();
  app.add_option("--service", options.service, "The program of build/bin that serves the API")
      ->capture_default_str();
  app.add_option("--connections", options.connections, "Connections to PostgreSQL")
      ->check(CLI::Range(1, 90))
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "Rounds that count")
      ->check(CLI::Range(5, 1000))
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "How long each side writes in a round")
      ->check(CLI::Range(0.1, 60.0))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  // A peer that goes away is an error to be told, not an end.
  ::signal(SIGPIPE, SIG_IGN);
  if (const absl::Status status = Run(options); !status.ok()) {
    std::cerr << "tertial_write_bench: " << status.message() << "\n";
    return kExitService;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
