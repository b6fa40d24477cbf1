// The report of a running system, as ratios: finished beside servers that only answer the same
// bytes, rebuilt, put together when asked for; and memory against its aim. See README.md for what
// is measured and how to read it. Started by run.sh.
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
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
#include "tertial/gateway/v1/gateway_service.pb.h"
#include "tertial/gateway/v1/report_service.pb.h"
#include "tests/bench/aims.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/bystanders.h"
#include "tests/bench/echo_server.h"
#include "tests/bench/fact_writer.h"
#include "tests/bench/load_client.h"
#include "tests/bench/measured_side.h"
#include "tests/bench/pg_connection.h"
#include "tests/bench/process_usage.h"
#include "tests/bench/raw_report_server.h"
#include "tests/bench/report_beside_sql.h"
#include "tests/bench/report_rebuilds.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

constexpr char kGetReport[] = "/tertial.gateway.v1.ReportService/GetReport";
constexpr char kGetSystemStatus[] = "/tertial.gateway.v1.GatewayService/GetSystemStatus";
constexpr int64_t kMemoryAimKib = 40 << 10;
constexpr int kKeptReports = 357;
constexpr int64_t kKeptMemoryAimKib = 128 << 10;
constexpr int kWritesPerSecond = 200;

struct Options {
  std::string gateway;
  Processes processes;
  std::string area = "asker";
  std::string period = "2024";
  std::string postgres;  // as libpq reads it
  pid_t postgres_process = 0;
  std::string directory;  // with "areas" in it
  int rounds = 9;
};

// How many calls a round makes of each side, by how many are under way at once.
struct Shape {
  int at_once;
  int calls;
};
constexpr Shape kShapes[] = {{1, 1000}, {16, 3000}};

std::string RequestOf(const Options& options, const std::string& period,
                      const std::string& language = "") {
  gateway::v1::GetReportRequest request;
  request.mutable_query()->set_area(absl::StrCat("areas/", options.area));
  request.mutable_query()->set_period(period);
  request.mutable_query()->set_language(language);
  return request.SerializeAsString();
}

// Refuses an answer that is not a whole report: it would be measured against the wrong thing.
absl::StatusOr<gateway::v1::Report> ReadWhole(const std::string& answer) {
  gateway::v1::GetReportResponse response;
  if (!response.ParseFromString(answer) || !response.has_report()) {
    return absl::DataLossError("what the gateway answered is no report");
  }
  for (const gateway::v1::SectionState& state : response.report().states()) {
    if (state.completeness() == gateway::v1::COMPLETENESS_COMPLETE) continue;
    return absl::FailedPreconditionError(
        absl::StrCat("the report's section from ", state.service(), " is ",
                     gateway::v1::Completeness_Name(state.completeness()), ": ", state.reason()));
  }
  return response.report();
}

// Where the services are, as the gateway says.
absl::StatusOr<std::map<std::string, std::string>> AddressesOf(const std::string& gateway) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string answer,
                           LoadClient(gateway, kGetSystemStatus).Fetch(""));
  gateway::v1::GetSystemStatusResponse response;
  if (!response.ParseFromString(answer)) return absl::DataLossError("no status of the system");
  std::map<std::string, std::string> addresses;
  for (const gateway::v1::ServiceStatus& status : response.services()) {
    addresses[status.service()] = status.address();
  }
  return addresses;
}

absl::Status PrintMemory(const Processes& processes, const std::string& when) {
  std::cout << absl::StrFormat("\nMemory %s: resident, of the aim of %d MiB\n", when,
                               kMemoryAimKib >> 10);
  for (const auto& [name, pid] : processes) {
    TERTIAL_ASSIGN_OR_RETURN(const MemoryUse use, MemoryOf(pid));
    const auto mebibytes = [](int64_t kibibytes) {
      return absl::StrFormat("%.1f", static_cast<double>(kibibytes) / 1024);
    };
    std::cout << absl::StrFormat(
        "  %-11s %5.2f  %-7s [resident %s MiB, of it anonymous %s; shared pages divided %s]\n",
        name, static_cast<double>(use.resident) / kMemoryAimKib,
        use.resident <= kMemoryAimKib ? "met" : "not met", mebibytes(use.resident),
        mebibytes(use.anonymous), use.proportional ? mebibytes(*use.proportional) : "not readable");
  }
  return absl::OkStatus();
}

// Who answers the same bytes.
enum Answerer { kGateway, kRaw, kSameMiddleware, kPostgres, kAnswerers };

// All rounds of one shape.
struct Series {
  std::array<std::vector<double>, kAnswerers> rate;
  std::array<std::vector<double>, kAnswerers> cpu;  // microseconds per call

  std::vector<double> RatiosTo(Answerer answerer,
                               std::array<std::vector<double>, kAnswerers> Series::*of) const {
    std::vector<double> ratios;
    for (size_t i = 0; i < rate[kGateway].size(); ++i) {
      ratios.push_back((this->*of)[kGateway][i] / (this->*of)[answerer][i]);
    }
    return ratios;
  }
};

void PrintSeries(const Series& series, int at_once) {
  const auto print = [&](const std::string& what, Answerer other, Aim aim, const std::string& unit,
                         std::array<std::vector<double>, kAnswerers> Series::*of) {
    PrintRatio(absl::StrFormat("%s, %d at once", what, at_once), series.RatiosTo(other, of), aim,
               absl::StrFormat("%.0f and %.0f %s", SpreadOf((series.*of)[kGateway]).median,
                               SpreadOf((series.*of)[other]).median, unit));
  };
  print("calls/s, report / raw", kRaw, Aim::AtLeast(0.7), "calls/s", &Series::rate);
  print("calls/s, report / same middleware", kSameMiddleware, Aim::AtLeast(0.95), "calls/s",
        &Series::rate);
  print("calls/s, report / row of PostgreSQL", kPostgres, Aim::AtLeast(2), "calls/s",
        &Series::rate);
  print("CPU per call, report / raw", kRaw, Aim::AtMost(1.5), "us", &Series::cpu);
  print("CPU per call, report / same middleware", kSameMiddleware, Aim::None(), "us", &Series::cpu);
}

absl::Status MeasureFinished(const Options& options,
                             std::array<std::unique_ptr<MeasuredSide>, kAnswerers>& sides,
                             const std::string& request, size_t bytes) {
  std::vector<Series> series(std::size(kShapes));
  for (int round = 0; round <= options.rounds; ++round) {
    for (size_t i = 0; i < std::size(kShapes); ++i) {
      // Who is first changes, so that none is always the one to follow another.
      for (int turn = 0; turn < kAnswerers; ++turn) {
        const auto answerer = static_cast<Answerer>((turn + round) % kAnswerers);
        TERTIAL_ASSIGN_OR_RETURN(const Measured measured,
                                 sides[answerer]->Measure(kShapes[i].calls, kShapes[i].at_once,
                                                          bytes, [&](int64_t) { return request; }));
        if (round == 0) continue;  // warms up
        series[i].rate[answerer].push_back(measured.calls_per_second);
        series[i].cpu[answerer].push_back(measured.cpu_per_call());
      }
    }
  }
  PrintHeading(absl::StrFormat("A finished report of %d bytes, %d rounds", bytes, options.rounds));
  for (size_t i = 0; i < series.size(); ++i) PrintSeries(series[i], kShapes[i].at_once);
  return absl::OkStatus();
}

// The same report while facts of its area are written, beside rounds in which none are.
absl::Status MeasureWhileWriting(const Options& options, MeasuredSide& gateway, FactWriter& writer,
                                 const std::string& request, size_t bytes) {
  constexpr Shape kShape = {16, 6000};
  std::vector<double> ratios;
  std::vector<double> idle_rate;
  std::vector<double> busy_rate;
  std::vector<double> written_rate;
  for (int round = 0; round <= options.rounds; ++round) {
    std::array<double, 2> rate{};
    for (const bool writes : {round % 2 == 0, round % 2 != 0}) {
      std::optional<SteadyWrites> writing;
      const absl::Duration begun = SystemClock().Monotonic();
      if (writes) writing.emplace(writer, kWritesPerSecond);
      TERTIAL_ASSIGN_OR_RETURN(const Measured measured,
                               gateway.Measure(kShape.calls, kShape.at_once, bytes / 2,
                                               [&](int64_t) { return request; }));
      rate[writes ? 1 : 0] = measured.calls_per_second;
      if (!writes) continue;
      TERTIAL_ASSIGN_OR_RETURN(const int64_t written, writing->End());
      written_rate.push_back(static_cast<double>(written) /
                             absl::ToDoubleSeconds(SystemClock().Monotonic() - begun));
    }
    if (round == 0) {
      written_rate.clear();
      continue;
    }
    ratios.push_back(rate[1] / rate[0]);
    idle_rate.push_back(rate[0]);
    busy_rate.push_back(rate[1]);
  }
  PrintHeading(absl::StrFormat("The same while %d facts a second of its area are written",
                               kWritesPerSecond));
  PrintRatio("calls/s, writing / idle, 16 at once", ratios, Aim::AtLeast(0.8),
             absl::StrFormat("%.0f and %.0f calls/s, %.0f facts/s", SpreadOf(busy_rate).median,
                             SpreadOf(idle_rate).median, SpreadOf(written_rate).median));
  return absl::OkStatus();
}

// Asks for as many reports as there are municipalities: of the one that has facts, for every year
// and tertial in every language, until there are as many.
absl::Status MeasureKept(const Options& options, MeasuredSide& gateway) {
  int kept = 0;
  size_t bytes = 0;
  for (int year = 2024; kept < kKeptReports; --year) {
    for (const char* part : {"", "-T1", "-T2", "-T3"}) {
      for (const char* language : {"", "nb", "nn", "en", "se"}) {
        if (kept == kKeptReports) break;
        TERTIAL_ASSIGN_OR_RETURN(
            const std::string answer,
            gateway.Fetch(RequestOf(options, absl::StrCat(year, part), language)));
        bytes += answer.size();
        ++kept;
      }
    }
  }
  TERTIAL_ASSIGN_OR_RETURN(const MemoryUse use, MemoryOf(options.processes.at("gateway")));
  PrintHeading(absl::StrFormat("Memory of the gateway with %d reports kept", kept));
  PrintFigure("resident, MiB", static_cast<double>(use.resident) / 1024,
              Aim::AtMost(kKeptMemoryAimKib >> 10),
              absl::StrFormat("the reports have %.1f MiB", static_cast<double>(bytes) / (1 << 20)));
  return absl::OkStatus();
}

// Stores the report as one row.
absl::Status StoreInPostgres(const Options& options, const std::string& answer) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<PgConnection> connection,
                           PgConnection::Open(options.postgres));
  // Not compressed: that costs each reader more than the bytes do.
  TERTIAL_RETURN_IF_ERROR(
      connection
          ->Execute("CREATE TABLE reports (area text, period text, bytes bytea, "
                    "PRIMARY KEY (area, period)); "
                    "ALTER TABLE reports ALTER bytes SET STORAGE EXTERNAL")
          .status());
  TERTIAL_RETURN_IF_ERROR(connection->Prepare("put", "INSERT INTO reports VALUES ($1, $2, $3)"));
  return connection->Run({{"put", {absl::StrCat("areas/", options.area), options.period, answer}}})
      .status();
}

absl::Status Run(const Options& options) {
  TERTIAL_ASSIGN_OR_RETURN(EchoServer raw_server, EchoServer::Fork());
  TERTIAL_ASSIGN_OR_RETURN(RawReportServer same_middleware, RawReportServer::Fork());
  const std::string request = RequestOf(options, options.period);
  std::array<std::unique_ptr<MeasuredSide>, kAnswerers> sides;
  sides[kGateway] = std::make_unique<MeasuredSide>(
      options.gateway, kGetReport, Processes{{"gateway", options.processes.at("gateway")}});
  TERTIAL_ASSIGN_OR_RETURN(const std::string answer, sides[kGateway]->Fetch(request));
  TERTIAL_ASSIGN_OR_RETURN(const gateway::v1::Report report, ReadWhole(answer));
  TERTIAL_RETURN_IF_ERROR(PrintMemory(options.processes, "of the idle services"));

  TERTIAL_ASSIGN_OR_RETURN(const std::string raw_address, raw_server.Serve(answer));
  TERTIAL_ASSIGN_OR_RETURN(const std::string same_address, same_middleware.Serve(answer));
  sides[kRaw] =
      std::make_unique<MeasuredSide>(raw_address, kGetReport, Processes{{"raw", raw_server.pid()}});
  sides[kSameMiddleware] = std::make_unique<MeasuredSide>(
      same_address, kGetReport, Processes{{"same middleware", same_middleware.pid()}});
  TERTIAL_RETURN_IF_ERROR(StoreInPostgres(options, answer));
  TERTIAL_ASSIGN_OR_RETURN(const BenchService on_postgres,
                           BenchService::Start("tertial_report_pg_server", options.directory,
                                               {absl::StrCat("--postgres=", options.postgres)}));
  sides[kPostgres] = std::make_unique<MeasuredSide>(
      on_postgres.address(), kGetReport, Processes{{"on PostgreSQL", on_postgres.pid()}});
  std::vector<pid_t> ours = {::getpid(), options.postgres_process};  // with our servers
  for (const auto& [name, pid] : options.processes) ours.push_back(pid);
  Bystanders bystanders(ours);
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());

  TERTIAL_RETURN_IF_ERROR(MeasureFinished(options, sides, request, answer.size()));
  TERTIAL_ASSIGN_OR_RETURN(const auto addresses, AddressesOf(options.gateway));
  TERTIAL_RETURN_IF_ERROR(MeasureBesideSql({.gateway = options.gateway,
                                            .services = addresses,
                                            .processes = options.processes,
                                            .postgres = options.postgres,
                                            .postgres_process = options.postgres_process,
                                            .directory = options.directory,
                                            .area = options.area,
                                            .period = options.period,
                                            .rounds = options.rounds}));
  TERTIAL_ASSIGN_OR_RETURN(
      const std::unique_ptr<FactWriter> writer,
      FactWriter::OfObservations(addresses.at("indicators"), options.area, options.period));
  TERTIAL_RETURN_IF_ERROR(
      MeasureWhileWriting(options, *sides[kGateway], *writer, request, answer.size()));
  TERTIAL_RETURN_IF_ERROR(MeasureRebuilds({.gateway = options.gateway,
                                           .services = addresses,
                                           .processes = options.processes,
                                           .area = options.area,
                                           .period = options.period,
                                           .rounds = options.rounds},
                                          report));
  TERTIAL_RETURN_IF_ERROR(MeasureKept(options, *sides[kGateway]));
  TERTIAL_RETURN_IF_ERROR(bystanders.Print());
  return PrintMemory(options.processes, "after these calls");
}

int Main(int argc, char** argv) {
  CLI::App app("Measures the report of a running system", "tertial_report_bench");
  Options options;
  app.add_option("--gateway", options.gateway, "Address of the gateway")->required();
  app.add_option("--process", options.processes, "NAME PID of a service, for each")->required();
  app.add_option("--postgres", options.postgres, "Where PostgreSQL is, as libpq reads it")
      ->required();
  app.add_option("--postgres-process", options.postgres_process, "Its process")->required();
  app.add_option("--directory", options.directory, "Where files may be made; \"areas\" is there")
      ->required();
  app.add_option("--area", options.area, "Area to report on")->capture_default_str();
  app.add_option("--period", options.period, "Period to report on")->capture_default_str();
  app.add_option("--rounds", options.rounds, "Rounds that count")
      ->check(CLI::Range(5, 1000))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  // A peer that goes away is an error to be told, not an end.
  ::signal(SIGPIPE, SIG_IGN);
  if (const absl::Status status = Run(options); !status.ok()) {
    std::cerr << "tertial_report_bench: " << status.message() << "\n";
    return kExitService;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
