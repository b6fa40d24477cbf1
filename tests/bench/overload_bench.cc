// What a service on one processor still does when it is asked for four times what it can do, and
// what becomes of those who ask for little. See README.md. Started by run.sh.
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <future>
#include <iostream>
#include <limits>
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
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "tertial/indicators/v1/frameworks_service.pb.h"
#include "tests/bench/aims.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/bystanders.h"
#include "tests/bench/load_client.h"
#include "tests/bench/national_requests.h"
#include "tests/bench/national_rows.h"
#include "tests/bench/national_store.h"
#include "tests/bench/offered_load.h"
#include "tests/bench/process_usage.h"
#include "tests/bench/service_watch.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

constexpr double kLeastGoodput = 0.9;
constexpr double kLeastOfModest = 0.95;
constexpr double kMostMemory = 1.5;
constexpr double kTimes = 4;
// Of the peak, what the modest caller asks for.
constexpr double kModestPart = 0.1;
// One of these many calls under way has the service do the most it can.
constexpr int kAtOnce[] = {4, 16, 64};
constexpr NationalSize kSize{.areas = kAreas, .indicators = kBatchIndicators, .years = kBatchYears};

// They may all read.
const std::vector<std::string>& Many() {
  static const auto& many =
      *new std::vector<std::string>{"reader", "secretariat", "personnel", "auditor"};
  return many;
}
constexpr char kGreedy[] = "reader";
constexpr char kModest[] = "payroll";

struct Options {
  std::string directory;
  std::string service = "tertial-indicators";
  int rounds = 7;
  double seconds = 4;
  double patience = 1;
};

// Two of the processors that this process may use: one for the service, the other for whoever asks.
absl::StatusOr<std::array<int, 2>> TwoProcessors() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  std::vector<int> found;
  if (::sched_getaffinity(0, sizeof(allowed), &allowed) == 0) {
    for (int i = 0; i < CPU_SETSIZE && found.size() < 2; ++i) {
      if (CPU_ISSET(i, &allowed)) found.push_back(i);
    }
  }
  if (found.size() < 2) return absl::FailedPreconditionError("it takes two processors");
  return std::array<int, 2>{found[0], found[1]};
}

// From now on this thread runs on `processor` alone, and so do the threads and processes that it
// starts.
absl::Status RunOn(int processor) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(processor, &one);
  if (::sched_setaffinity(0, sizeof(one), &one) == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("nothing can be run on processor ", processor, " alone"));
}

absl::Status RecordPeerGroup(const std::string& address) {
  indicators::v1::CreatePeerGroupRequest request;
  *request.mutable_peer_group() = NationalPeerGroup(kSize);
  return LoadClient(address, "/tertial.indicators.v1.FrameworksService/CreatePeerGroup")
      .Fetch(request.SerializeAsString())
      .status();
}

// All rounds of one kind of call.
struct Series {
  std::vector<double> peak, goodput, offered, refused, late;
  std::vector<double> peak_memory, memory;
  std::vector<double> modest_alone, modest_beside, modest_alone_ms, modest_beside_ms;
  std::vector<double> greedy_goodput;
  int64_t refusals = 0, without_retry = 0;
  // Under overload.
  int64_t probes = 0, missed = 0;
  absl::Duration longest_probe;
};

class Overload {
 public:
  Overload(const Options& options, const BenchService& service, ServiceWatch& watch,
           const NationalRequests& requests)
      : options_(options),
        watch_(watch),
        requests_(requests),
        at_peak_(service.address(), requests.method()),
        many_(service.address(), requests.method(), Many()),
        greedy_(service.address(), requests.method(), {kGreedy}),
        modest_(service.address(), requests.method(), {kModest}) {}

  // Every answer is as the figures were generated. Finds how many calls under way make the peak.
  absl::Status Prepare() {
    for (size_t i = 0; i < requests_.size(); ++i) {
      TERTIAL_ASSIGN_OR_RETURN(const std::string answer, at_peak_.Fetch(requests_.bytes(i)));
      TERTIAL_RETURN_IF_ERROR(requests_.Check(i, answer));
      least_bytes_ = std::min(least_bytes_, answer.size());
    }
    for (const int at_once : kAtOnce) {
      TERTIAL_ASSIGN_OR_RETURN(const double per_second, MeasurePeak(at_once));
      if (per_second <= peak_) continue;
      peak_ = per_second;
      at_once_ = at_once;
    }
    return absl::OkStatus();
  }

  int at_once() const { return at_once_; }

  // Peak and overload in turns, each the first of them in turn.
  absl::Status MeasureRound(bool overload_first, Series& series) {
    if (overload_first) TERTIAL_RETURN_IF_ERROR(MeasureMany(series));
    watch_.Take();
    TERTIAL_ASSIGN_OR_RETURN(peak_, MeasurePeak(at_once_));
    series.peak.push_back(peak_);
    series.peak_memory.push_back(static_cast<double>(watch_.Take().resident));
    if (!overload_first) TERTIAL_RETURN_IF_ERROR(MeasureMany(series));
    return MeasureModest(overload_first, series);
  }

 private:
  bool IsWhole(const grpc::ByteBuffer& answer) const { return answer.Length() >= least_bytes_; }

  absl::StatusOr<double> MeasurePeak(int at_once) {
    const Load load{.at_once = at_once,
                    .duration = absl::Seconds(options_.seconds),
                    .request =
                        [this](int64_t call) {
                          return requests_.at(static_cast<size_t>(call) % requests_.size());
                        },
                    .check =
                        [this](const grpc::ByteBuffer& answer) {
                          return IsWhole(answer) ? absl::OkStatus()
                                                 : absl::DataLossError("an answer is not whole");
                        }};
    TERTIAL_ASSIGN_OR_RETURN(const LoadResult result, at_peak_.Run(load));
    return result.calls_per_second();
  }

  OfferedLoad Offered(double times_the_peak) const {
    // Queues fill, and it is learnt how long calls take, in less than a second.
    constexpr absl::Duration kWarmUp = absl::Seconds(1);
    return {.per_second = times_the_peak * peak_,
            .duration = kWarmUp + absl::Seconds(options_.seconds),
            .warm_up = kWarmUp,
            .patience = absl::Seconds(options_.patience),
            .request = [this](int64_t call) -> const grpc::ByteBuffer& {
              return requests_.at(static_cast<size_t>(call) % requests_.size());
            },
            .check = [this](const grpc::ByteBuffer& answer) { return IsWhole(answer); }};
  }

  void NoteOverload(const OfferedResult& result, Series& series) {
    series.refusals += result.refused;
    series.without_retry += result.refused_without_retry;
    const ServiceWatch::Seen seen = watch_.Take();
    series.memory.push_back(static_cast<double>(seen.resident));
    series.probes += seen.probes;
    series.missed += seen.missed;
    series.longest_probe = std::max(series.longest_probe, seen.longest_probe);
  }

  absl::Status MeasureMany(Series& series) {
    watch_.Take();
    TERTIAL_ASSIGN_OR_RETURN(const OfferedResult result, many_.Offer(Offered(kTimes)));
    NoteOverload(result, series);
    series.goodput.push_back(result.goodput());
    series.offered.push_back(result.PerSecond(result.made));
    series.refused.push_back(result.PerSecond(result.refused));
    series.late.push_back(result.PerSecond(result.late));
    return absl::OkStatus();
  }

  absl::Status MeasureModest(bool beside_first, Series& series) {
    if (beside_first) TERTIAL_RETURN_IF_ERROR(MeasureBeside(series));
    TERTIAL_ASSIGN_OR_RETURN(const OfferedResult alone, modest_.Offer(Offered(kModestPart)));
    series.modest_alone.push_back(alone.goodput());
    series.modest_alone_ms.push_back(SpreadOf(alone.milliseconds).median);
    return beside_first ? absl::OkStatus() : MeasureBeside(series);
  }

  absl::Status MeasureBeside(Series& series) {
    watch_.Take();
    auto greedy = std::async(std::launch::async, [this] { return greedy_.Offer(Offered(kTimes)); });
    const absl::StatusOr<OfferedResult> modest = modest_.Offer(Offered(kModestPart));
    TERTIAL_ASSIGN_OR_RETURN(const OfferedResult others, greedy.get());
    TERTIAL_RETURN_IF_ERROR(modest.status());
    NoteOverload(others, series);
    series.without_retry += modest->refused_without_retry;
    series.modest_beside.push_back(modest->goodput());
    if (!modest->milliseconds.empty()) {
      series.modest_beside_ms.push_back(SpreadOf(modest->milliseconds).median);
    }
    series.greedy_goodput.push_back(others.goodput());
    return absl::OkStatus();
  }

  const Options& options_;
  ServiceWatch& watch_;
  const NationalRequests& requests_;
  LoadClient at_peak_;
  OfferingClient many_;
  OfferingClient greedy_;
  OfferingClient modest_;
  size_t least_bytes_ = std::numeric_limits<size_t>::max();
  double peak_ = 0;
  int at_once_ = 0;
};

std::vector<double> Ratios(const std::vector<double>& of, const std::vector<double>& to) {
  std::vector<double> ratios;
  for (size_t i = 0; i < of.size(); ++i) ratios.push_back(of[i] / to[i]);
  return ratios;
}

void PrintSeries(const Series& series) {
  const auto median = [](const std::vector<double>& values) { return SpreadOf(values).median; };
  PrintRatio(absl::StrFormat("goodput, offered %g times the peak / peak", kTimes),
             Ratios(series.goodput, series.peak), Aim::AtLeast(kLeastGoodput),
             absl::StrFormat("%.4g and %.4g calls/s; of %.4g offered %.4g refused, %.3g late",
                             median(series.goodput), median(series.peak), median(series.offered),
                             median(series.refused), median(series.late)));
  // Each round overloads twice.
  const double peak_memory = SpreadOf(series.peak_memory).max;
  const double memory = SpreadOf(series.memory).max;
  PrintFigure("memory, the most under overload / at the peak", memory / peak_memory,
              Aim::AtMost(kMostMemory),
              absl::StrFormat("resident, %.1f and %.1f MiB", memory / 1024, peak_memory / 1024));
  PrintFigure("  the same, last overload / first", series.memory.back() / series.memory.front(),
              Aim::None(),
              absl::StrFormat("%.1f and %.1f MiB", series.memory.back() / 1024,
                              series.memory.front() / 1024));
  PrintFigure("probes of health that were missed", static_cast<double>(series.missed),
              Aim::AtMost(0),
              absl::StrFormat("of %d; the longest took %.0f ms", series.probes,
                              absl::ToDoubleMilliseconds(series.longest_probe)));
  PrintFigure("refusals without RetryInfo", static_cast<double>(series.without_retry),
              Aim::AtMost(0), absl::StrFormat("of %d", series.refusals));
  PrintRatio(
      "a modest caller's goodput, beside a greedy one / alone",
      Ratios(series.modest_beside, series.modest_alone), Aim::AtLeast(kLeastOfModest),
      absl::StrFormat("%.4g and %.4g calls/s; the greedy one's %.4g", median(series.modest_beside),
                      median(series.modest_alone), median(series.greedy_goodput)));
  if (series.modest_beside_ms.size() == series.modest_alone_ms.size()) {
    PrintRatio("  time of its calls", Ratios(series.modest_beside_ms, series.modest_alone_ms),
               Aim::None(),
               absl::StrFormat("%.3g and %.3g ms", median(series.modest_beside_ms),
                               median(series.modest_alone_ms)));
  }
}

absl::Status Run(const Options& options) {
  TERTIAL_ASSIGN_OR_RETURN(const auto processors, TwoProcessors());
  std::filesystem::create_directory(options.directory + "/areas");
  TERTIAL_RETURN_IF_ERROR(WriteAreaRegistry(options.directory + "/areas"));
  StoredFigures figures{.areas = kSize.areas, .years = kSize.years};
  for (int i = 0; i < kSize.indicators; ++i) figures.indicators.push_back(i);
  TERTIAL_RETURN_IF_ERROR(MakeStore(options.directory + "/data", figures));
  TERTIAL_RETURN_IF_ERROR(RunOn(processors[0]));
  TERTIAL_ASSIGN_OR_RETURN(
      const BenchService service,
      BenchService::StartIndicators(options.service, options.directory, "data"));
  TERTIAL_RETURN_IF_ERROR(RunOn(processors[1]));
  ServiceWatch watch(service.address(), service.pid());
  Bystanders bystanders({::getpid()});
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());
  TERTIAL_RETURN_IF_ERROR(RecordPeerGroup(service.address()));
  const std::array<std::pair<const char*, NationalRequests>, 3> kinds = {
      {{"CompareAreas of a group of 357",
        NationalRequests::Comparisons(kSize, NationalPeerGroup(kSize).name())},
       {"CompareAreas of 357 names", NationalRequests::Comparisons(kSize)},
       {"BatchGetObservations of 400 names", NationalRequests::Batches(kSize)}}};
  for (const auto& [name, requests] : kinds) {
    Overload overload(options, service, watch, requests);
    TERTIAL_RETURN_IF_ERROR(overload.Prepare());
    Series series;
    for (int round = 0; round < options.rounds; ++round) {
      TERTIAL_RETURN_IF_ERROR(overload.MeasureRound(/*overload_first=*/round % 2 == 1, series));
    }
    PrintHeading(absl::StrFormat(
        "%s, the service on one processor, deadlines of %g s, %d at once "
        "at the peak, %d rounds of %g s",
        name, options.patience, overload.at_once(), options.rounds, options.seconds));
    PrintSeries(series);
  }
  TERTIAL_ASSIGN_OR_RETURN(const MemoryUse memory, MemoryOf(service.pid()));
  std::cout << absl::StrFormat("  The most that was ever resident: %.1f MiB\n",
                               static_cast<double>(memory.peak) / 1024);
  return bystanders.Print();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures a service that is asked for too much", "tertial_overload_bench");
  Options options;
  app.add_option("--directory", options.directory, "An empty directory")->required();
  app.add_option("--service", options.service, "The program of build/bin that serves the API")
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "Rounds that count")
      ->check(CLI::Range(3, 1000))
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "How long each load lasts in a round")
      ->check(CLI::Range(0.2, 60.0))
      ->capture_default_str();
  app.add_option("--patience", options.patience, "Seconds until the deadline of a call")
      ->check(CLI::Range(0.1, 60.0))
      ->capture_default_str();
  app.add_flag_callback(
      "--short",
      [&] {
        options.rounds = 3;
        options.seconds = 1;
      },
      "Few and short rounds, to see that it runs; the ratios say little");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  // A peer that goes away is an error to be told, not an end.
  ::signal(SIGPIPE, SIG_IGN);
  if (const absl::Status status = Run(options); !status.ok()) {
    std::cerr << "tertial_overload_bench: " << status.message() << "\n";
    return kExitService;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
