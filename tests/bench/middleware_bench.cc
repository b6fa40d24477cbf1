// What the serving adapter costs: calls of the indicators service over mutual TLS, under a policy
// of areas, as ratios to the same calls of the same handlers with nothing before them. See
// README.md. Started by run.sh.
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
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
#include "clients/cli/certificates/dev_certificates.h"
#include "common/observability/trace.h"
#include "common/security/tls.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "tertial/indicators/v1/indicators_service.pb.h"
#include "tests/bench/aims.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/bystanders.h"
#include "tests/bench/load_client.h"
#include "tests/bench/national_requests.h"
#include "tests/bench/national_rows.h"
#include "tests/bench/national_store.h"
#include "tests/bench/process_usage.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

constexpr double kLeastKept = 0.85;
constexpr NationalSize kSize{.areas = kAreas, .indicators = kBatchIndicators, .years = kBatchYears};

struct Options {
  std::string directory;
  int rounds = 11;
  double seconds = 0.5;
};

enum Side : size_t { kService, kBare };
constexpr size_t kSides = 2;

// What is called again and again, each time about another area.
struct Question {
  std::string name;
  std::string method;
  std::vector<std::string> requests;
};

Question OneObservation() {
  Question question{.name = "one observation",
                    .method = "/tertial.indicators.v1.IndicatorsService/GetObservation"};
  for (int area = 0; area < kSize.areas; ++area) {
    indicators::v1::GetObservationRequest request;
    request.set_name(NationalObservationName(area, area % kSize.indicators, kLastYear));
    question.requests.push_back(request.SerializeAsString());
  }
  return question;
}

Question Batch(const NationalRequests& batches) {
  Question question{.name = absl::StrFormat("%d observations", kBatchIndicators * kBatchYears),
                    .method = batches.method()};
  for (size_t i = 0; i < batches.size(); ++i) question.requests.push_back(batches.bytes(i));
  return question;
}

// Each area is granted by its name, so that of each call it is looked up what areas it is about.
absl::Status WritePolicy(const std::string& file) {
  std::ofstream out(file);
  out << R"({"callers": [{"caller": "reader", "identities": ["spiffe://tertial/reader"],)"
      << R"( "grants": [{"roles": ["ROLE_READER"], "services": ["indicators"], "areas": [)";
  for (int area = 0; area < kSize.areas; ++area) {
    out << (area == 0 ? "\"" : ", \"") << AreaId(area) << "\"";
  }
  out << "]}]}]}\n";
  out.flush();
  if (out) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(file, " cannot be written"));
}

struct Measured {
  double per_second = 0;
  double cpu = 0;  // microseconds of the server for each call
};

// Both servers, on stores with the same content, and who calls them.
class Servers {
 public:
  static absl::StatusOr<std::unique_ptr<Servers>> Start(const std::string& directory) {
    std::filesystem::create_directory(directory + "/areas");
    TERTIAL_RETURN_IF_ERROR(WriteAreaRegistry(directory + "/areas"));
    TERTIAL_RETURN_IF_ERROR(WritePolicy(directory + "/policy.json"));
    const std::string tls = directory + "/tls";
    TERTIAL_RETURN_IF_ERROR(
        cli::MakeDevCertificates({.directory = tls}, SystemClock().Now()).status());
    StoredFigures figures{.areas = kSize.areas, .years = kSize.years};
    for (int i = 0; i < kSize.indicators; ++i) figures.indicators.push_back(i);
    TERTIAL_RETURN_IF_ERROR(MakeStore(directory + "/service", figures));
    // With the same epoch, so that answers are the same to the last byte.
    std::filesystem::copy(directory + "/service", directory + "/bare",
                          std::filesystem::copy_options::recursive);
    TERTIAL_ASSIGN_OR_RETURN(BenchService service,
                             StartOne("tertial-indicators", directory, "service"));
    TERTIAL_ASSIGN_OR_RETURN(BenchService bare,
                             StartOne("tertial_bare_indicators_server", directory, "bare"));
    TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<TlsIdentity> identity,
                             TlsIdentity::Load(cli::CertificatesIn(tls, "reader")));
    return std::unique_ptr<Servers>(
        new Servers({std::move(service), std::move(bare)}, std::move(identity)));
  }

  // A connection of its own: how fast one is differs, and each round has another.
  std::unique_ptr<LoadClient> Connect(Side side, const Question& question) const {
    return std::make_unique<LoadClient>(
        services_[side].address(), question.method,
        LoadCaller{.name = "",
                   .credentials = identity_->ChannelCredentials(),
                   .metadata = {{kTraceParent, NewTrace().TraceParent()}}});
  }

  // Both answer all requests with the same bytes; returns how many the least of them has.
  absl::StatusOr<size_t> Verify(const Question& question) const {
    const auto service = Connect(kService, question);
    const auto bare = Connect(kBare, question);
    size_t least = std::numeric_limits<size_t>::max();
    for (const std::string& request : question.requests) {
      TERTIAL_ASSIGN_OR_RETURN(const std::string answer, service->Fetch(request));
      TERTIAL_ASSIGN_OR_RETURN(const std::string same, bare->Fetch(request));
      if (answer != same) return absl::DataLossError("the two servers' answers differ");
      least = std::min(least, answer.size());
    }
    return least;
  }

  absl::StatusOr<Measured> Measure(Side side, const Question& question, size_t least_bytes,
                                   int at_once, double seconds) const {
    const auto client = Connect(side, question);
    TERTIAL_RETURN_IF_ERROR(client->Fetch(question.requests.front()).status());
    const Load load{
        .at_once = at_once,
        .duration = absl::Seconds(seconds),
        .request =
            [&question](int64_t call) {
              return ToByteBuffer(
                  question.requests[static_cast<size_t>(call) % question.requests.size()]);
            },
        .check =
            [least_bytes](const grpc::ByteBuffer& answer) {
              return answer.Length() >= least_bytes ? absl::OkStatus()
                                                    : absl::DataLossError("an answer is not whole");
            }};
    const pid_t pid = services_[side].pid();
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration before, CpuTimeOf(pid));
    TERTIAL_ASSIGN_OR_RETURN(const LoadResult result, client->Run(load));
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration after, CpuTimeOf(pid));
    return Measured{result.calls_per_second(),
                    absl::ToDoubleMicroseconds((after - before) / result.calls)};
  }

 private:
  Servers(std::array<BenchService, kSides> services, std::unique_ptr<TlsIdentity> identity)
      : services_(std::move(services)), identity_(std::move(identity)) {}

  static absl::StatusOr<BenchService> StartOne(const std::string& program,
                                               const std::string& directory,
                                               const std::string& data) {
    const TlsFiles files = cli::CertificatesIn(directory + "/tls", "indicators");
    return BenchService::Start(
        program, directory,
        {absl::StrCat("--data=", directory, "/", data),
         absl::StrCat("--policy=", directory, "/policy.json"),
         absl::StrCat("--tls-certificate=", files.certificate),
         absl::StrCat("--tls-key=", files.key), absl::StrCat("--tls-ca=", files.ca)});
  }

  const std::array<BenchService, kSides> services_;
  const std::unique_ptr<TlsIdentity> identity_;
};

struct Shape {
  const Question* question;
  size_t least_bytes;
  int at_once;
  // Of each side, round after round.
  std::array<std::vector<double>, kSides> per_second;
  std::array<std::vector<double>, kSides> cpu;
};

absl::Status MeasureRounds(const Options& options, const Servers& servers,
                           std::vector<Shape>& shapes) {
  for (int round = 0; round <= options.rounds; ++round) {
    for (Shape& shape : shapes) {
      for (size_t turn = 0; turn < kSides; ++turn) {
        // Each is the first in turn.
        const Side side = static_cast<Side>((turn + static_cast<size_t>(round)) % kSides);
        TERTIAL_ASSIGN_OR_RETURN(const Measured measured,
                                 servers.Measure(side, *shape.question, shape.least_bytes,
                                                 shape.at_once, options.seconds));
        if (round == 0) continue;  // It warms up.
        shape.per_second[side].push_back(measured.per_second);
        shape.cpu[side].push_back(measured.cpu);
      }
    }
  }
  return absl::OkStatus();
}

void PrintShape(const Shape& shape) {
  const auto line = [](const std::string& what, const std::array<std::vector<double>, kSides>& of,
                       Aim aim, absl::string_view unit) {
    std::vector<double> ratios;
    for (size_t i = 0; i < of[kService].size(); ++i) {
      ratios.push_back(of[kService][i] / of[kBare][i]);
    }
    PrintRatio(what, ratios, aim,
               absl::StrFormat("%.4g and %.4g %s", SpreadOf(of[kService]).median,
                               SpreadOf(of[kBare]).median, unit));
  };
  line(absl::StrFormat("calls per second, %s, %d at once", shape.question->name, shape.at_once),
       shape.per_second, Aim::AtLeast(kLeastKept), "calls/s");
  line("  server CPU per call", shape.cpu, Aim::None(), "us");
}

absl::Status Run(const Options& options) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<Servers> servers,
                           Servers::Start(options.directory));
  const NationalRequests batches = NationalRequests::Batches(kSize);
  const std::array<Question, 2> questions = {OneObservation(), Batch(batches)};
  std::vector<Shape> shapes;
  for (const Question& question : questions) {
    TERTIAL_ASSIGN_OR_RETURN(const size_t least_bytes, servers->Verify(question));
    for (const int at_once : {1, 16}) {
      shapes.push_back({.question = &question, .least_bytes = least_bytes, .at_once = at_once});
    }
  }
  Bystanders bystanders({::getpid()});
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());
  TERTIAL_RETURN_IF_ERROR(MeasureRounds(options, *servers, shapes));
  PrintHeading(
      absl::StrFormat("Over mutual TLS, the service / its handlers alone, %d rounds of %g s",
                      options.rounds, options.seconds));
  for (const Shape& shape : shapes) PrintShape(shape);
  return bystanders.Print();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures what stands before handlers", "tertial_middleware_bench");
  Options options;
  app.add_option("--directory", options.directory, "An empty directory")->required();
  app.add_option("--rounds", options.rounds, "Rounds that count")
      ->check(CLI::Range(5, 1000))
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "How long each side answers in a round")
      ->check(CLI::Range(0.01, 60.0))
      ->capture_default_str();
  app.add_flag_callback(
      "--short",
      [&] {
        options.rounds = 5;
        options.seconds = 0.05;
      },
      "Short rounds, to see that it runs; the ratios say little");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  // A peer that goes away is an error to be told, not an end.
  ::signal(SIGPIPE, SIG_IGN);
  if (const absl::Status status = Run(options); !status.ok()) {
    std::cerr << "tertial_middleware_bench: " << status.message() << "\n";
    return kExitService;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
