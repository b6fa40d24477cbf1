// The annual report of a running system, as ratios: against an echo of the same bytes, and of
// memory against its aim. See README.md for what is measured and how to read it. Started by run.sh.
#include <signal.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <iterator>
#include <map>
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
#include "tertial/gateway/v1/gateway_service.pb.h"
#include "tests/bench/bystanders.h"
#include "tests/bench/echo_server.h"
#include "tests/bench/load_client.h"
#include "tests/bench/process_usage.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

constexpr char kMethod[] = "/tertial.gateway.v1.GatewayService/GetAnnualReport";
constexpr int64_t kMemoryAimKib = 40 << 10;

struct Options {
  std::string gateway;
  std::map<std::string, pid_t> processes;  // by service
  std::string area = "3203";
  std::string period = "2024";
  int rounds = 9;
};

// How many calls a round makes, by how many are under way at once. The echo is asked for more, so
// that both are measured for long enough.
struct Shape {
  int at_once;
  int gateway_calls;
  int echo_calls;
};
constexpr Shape kShapes[] = {{1, 100, 2000}, {16, 200, 4000}};

// One round of one side.
struct Measured {
  double calls_per_second = 0;
  absl::Duration cpu_per_call;
};

using CpuTimes = std::map<std::string, absl::Duration>;

absl::StatusOr<CpuTimes> CpuTimesOf(const std::map<std::string, pid_t>& processes) {
  CpuTimes times;
  for (const auto& [name, pid] : processes) {
    TERTIAL_ASSIGN_OR_RETURN(times[name], CpuTimeOf(pid));
  }
  return times;
}

// One of the two that are compared: where it is asked, and the processes that answer.
class Side {
 public:
  Side(const std::string& address, std::string request, std::map<std::string, pid_t> processes)
      : client_(address, kMethod), request_(std::move(request)), processes_(std::move(processes)) {}

  absl::StatusOr<std::string> Fetch() { return client_.Fetch(request_); }
  // What each process has used in all measurements.
  const CpuTimes& cpu_used() const { return cpu_used_; }

  absl::StatusOr<Measured> Measure(int calls, int at_once, size_t expected_bytes) {
    Load load{.at_once = at_once, .calls = calls};
    load.request = [request = ToByteBuffer(request_)](int64_t) { return request; };
    load.check = [=](const grpc::ByteBuffer& answer) {
      if (answer.Length() == expected_bytes) return absl::OkStatus();
      return absl::DataLossError(
          absl::StrCat("an answer has ", answer.Length(), " bytes, not ", expected_bytes));
    };
    TERTIAL_ASSIGN_OR_RETURN(const CpuTimes before, CpuTimesOf(processes_));
    TERTIAL_ASSIGN_OR_RETURN(const LoadResult result, client_.Run(load));
    TERTIAL_ASSIGN_OR_RETURN(const CpuTimes after, CpuTimesOf(processes_));
    absl::Duration cpu;
    for (const auto& [name, used] : after) {
      cpu += used - before.at(name);
      cpu_used_[name] += used - before.at(name);
    }
    return Measured{result.calls_per_second(), cpu / calls};
  }

 private:
  LoadClient client_;
  const std::string request_;
  const std::map<std::string, pid_t> processes_;
  CpuTimes cpu_used_;
};

// All rounds of one shape.
struct Series {
  std::vector<double> gateway_rate, echo_rate, rate_ratio;
  std::vector<double> gateway_cpu, echo_cpu, cpu_ratio;  // microseconds per call

  void Add(const Measured& gateway, const Measured& echo) {
    gateway_rate.push_back(gateway.calls_per_second);
    echo_rate.push_back(echo.calls_per_second);
    rate_ratio.push_back(gateway.calls_per_second / echo.calls_per_second);
    gateway_cpu.push_back(absl::ToDoubleMicroseconds(gateway.cpu_per_call));
    echo_cpu.push_back(absl::ToDoubleMicroseconds(echo.cpu_per_call));
    cpu_ratio.push_back(gateway_cpu.back() / echo_cpu.back());
  }
};

std::string RequestOf(const Options& options) {
  gateway::v1::GetAnnualReportRequest request;
  request.set_area(absl::StrCat("areas/", options.area));
  request.set_period(options.period);
  return request.SerializeAsString();
}

// Refuses an answer that is not a whole report: it would be measured against the wrong thing.
absl::Status CheckWhole(const std::string& answer) {
  gateway::v1::GetAnnualReportResponse response;
  if (!response.ParseFromString(answer)) {
    return absl::DataLossError("what the gateway answered is no report");
  }
  for (const gateway::v1::SectionState& state : response.report().states()) {
    if (state.completeness() == gateway::v1::COMPLETENESS_COMPLETE) continue;
    return absl::FailedPreconditionError(
        absl::StrCat("the report's section from ", state.service(), " is ",
                     gateway::v1::Completeness_Name(state.completeness()), ": ", state.reason()));
  }
  return absl::OkStatus();
}

absl::Status PrintMemory(const std::map<std::string, pid_t>& processes, const std::string& when) {
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

// A ratio, and beside it the medians it was made of.
void PrintRatio(const std::string& what, const std::vector<double>& ratios,
                const std::vector<double>& gateway, const std::vector<double>& echo,
                const std::string& unit) {
  const Spread ratio = SpreadOf(ratios);
  std::cout << absl::StrFormat("  %-34s %7.3f %7.3f %7.3f   [%.0f and %.0f %s]\n", what, ratio.min,
                               ratio.median, ratio.max, SpreadOf(gateway).median,
                               SpreadOf(echo).median, unit);
}

void PrintSeries(const Series& series, int at_once) {
  const std::string how = absl::StrCat(", ", at_once, " at once");
  PrintRatio("calls per second" + how, series.rate_ratio, series.gateway_rate, series.echo_rate,
             "calls/s");
  PrintRatio("server CPU per call" + how, series.cpu_ratio, series.gateway_cpu, series.echo_cpu,
             "us");
}

void PrintShares(const CpuTimes& used) {
  absl::Duration all;
  for (const auto& [name, time] : used) all += time;
  std::cout << "  where the server CPU goes: ";
  const char* separator = "";
  for (const auto& [name, time] : used) {
    std::cout << absl::StrFormat("%s%s %.2f", separator, name, absl::FDivDuration(time, all));
    separator = ", ";
  }
  std::cout << "\n";
}

absl::Status MeasureRounds(const Options& options, Side& gateway, Side& echo, size_t bytes,
                           std::vector<Series>& series) {
  for (int round = 0; round <= options.rounds; ++round) {
    for (size_t i = 0; i < std::size(kShapes); ++i) {
      const Shape& shape = kShapes[i];
      Measured of_gateway;
      Measured of_echo;
      // Who is first alternates, so that neither is always the one to follow the other.
      for (const bool is_gateway : {round % 2 == 0, round % 2 != 0}) {
        if (is_gateway) {
          TERTIAL_ASSIGN_OR_RETURN(of_gateway,
                                   gateway.Measure(shape.gateway_calls, shape.at_once, bytes));
        } else {
          TERTIAL_ASSIGN_OR_RETURN(of_echo, echo.Measure(shape.echo_calls, shape.at_once, bytes));
        }
      }
      // The first round warms up.
      if (round > 0) series[i].Add(of_gateway, of_echo);
    }
  }
  return absl::OkStatus();
}

absl::Status Run(const Options& options) {
  TERTIAL_ASSIGN_OR_RETURN(EchoServer echo_server, EchoServer::Fork());
  const std::string request = RequestOf(options);
  Side gateway(options.gateway, request, options.processes);
  TERTIAL_ASSIGN_OR_RETURN(const std::string answer, gateway.Fetch());
  TERTIAL_RETURN_IF_ERROR(CheckWhole(answer));
  TERTIAL_RETURN_IF_ERROR(PrintMemory(options.processes, "of the idle services"));

  TERTIAL_ASSIGN_OR_RETURN(const std::string echo_address, echo_server.Serve(answer));
  Side echo(echo_address, request, {{"echo", echo_server.pid()}});
  std::vector<pid_t> ours = {::getpid()};  // with the echo server
  for (const auto& [name, pid] : options.processes) ours.push_back(pid);
  Bystanders bystanders(ours);
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());
  std::vector<Series> series(std::size(kShapes));
  TERTIAL_RETURN_IF_ERROR(MeasureRounds(options, gateway, echo, answer.size(), series));

  std::cout << absl::StrFormat(
      "\nGetAnnualReport of %s for %s, gateway / raw gRPC echo of the same %d bytes, %d rounds\n"
      "  %-34s %7s %7s %7s   [medians, for information]\n",
      options.area, options.period, answer.size(), options.rounds, "", "min", "median", "max");
  for (size_t i = 0; i < series.size(); ++i) PrintSeries(series[i], kShapes[i].at_once);
  PrintShares(gateway.cpu_used());
  TERTIAL_RETURN_IF_ERROR(bystanders.Print());
  return PrintMemory(options.processes, "after these calls");
}

int Main(int argc, char** argv) {
  CLI::App app("Measures the annual report of a running system", "tertial_report_bench");
  Options options;
  app.add_option("--gateway", options.gateway, "Address of the gateway")->required();
  app.add_option("--process", options.processes, "NAME PID of a service, for each")->required();
  app.add_option("--area", options.area, "Area to report on")->capture_default_str();
  app.add_option("--period", options.period, "Year to report on")->capture_default_str();
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
