// Durable writes through the API while a backup of a million observations is made, as ratios to the
// same writes while none is. See README.md. Started by run.sh.
#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <future>
#include <iostream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/rpc/authenticator.h"
#include "common/server/options.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "tertial/admin/v1/admin_service.grpc.pb.h"
#include "tertial/indicators/v1/indicators_writes.pb.h"
#include "tests/bench/aims.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/bystanders.h"
#include "tests/bench/generated_rows.h"
#include "tests/bench/load_client.h"
#include "tests/bench/process_usage.h"
#include "tests/bench/row_stream.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

using admin::v1::AdminService;
using admin::v1::CreateBackupRequest;
using admin::v1::CreateBackupResponse;
using indicators::v1::UpdateObservationRequest;
using indicators::v1::UpdateObservationResponse;

constexpr char kMethod[] = "/tertial.indicators.v1.IndicatorsService/UpdateObservation";
constexpr int kAtOnce[] = {1, 64};
constexpr double kLeastKept = 0.7;
// Writers are asked so often whether to go on.
constexpr absl::Duration kPiece = absl::Milliseconds(100);

struct Options {
  std::string directory;
  std::string service = "tertial-indicators";
  int64_t rows = 1'000'000;
  int rounds = 7;
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

// What writers came to while something went on, or nothing did.
struct Written {
  int64_t calls = 0;
  absl::Duration took;

  double per_second() const { return static_cast<double>(calls) / absl::ToDoubleSeconds(took); }
};

class Writers {
 public:
  explicit Writers(const std::string& address) : client_(address, kMethod) {}

  // Writes, `at_once` at any time, until `ended` says so; at least once.
  template <typename Ended>
  absl::StatusOr<Written> WriteUntil(int at_once, Ended ended) {
    Written written;
    do {
      const int64_t first = next_;
      TERTIAL_ASSIGN_OR_RETURN(
          const LoadResult piece,
          client_.Run({.at_once = at_once,
                       .duration = kPiece,
                       .request = [first](int64_t call) { return RequestOf(first + call); },
                       .check = CheckCommitted}));
      next_ += piece.calls;
      written.calls += piece.calls;
      written.took += piece.took;
    } while (!ended());
    return written;
  }

 private:
  LoadClient client_;
  int64_t next_ = 0;
};

class Backups {
 public:
  Backups(const std::string& address, std::string directory)
      : stub_(AdminService::NewStub(
            grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))),
        directory_(std::move(directory)) {}

  // Makes one, and removes it. Returns how long it took to make.
  absl::StatusOr<absl::Duration> Make() {
    CreateBackupRequest request;
    request.set_directory(absl::StrCat(directory_, "/backup"));
    grpc::ClientContext context;
    context.AddMetadata(kCallerMetadata, "cli");
    CreateBackupResponse response;
    const absl::Duration begun = SystemClock().Monotonic();
    const grpc::Status status = stub_->CreateBackup(&context, request, &response);
    const absl::Duration took = SystemClock().Monotonic() - begun;
    std::error_code ignored;
    std::filesystem::remove_all(request.directory(), ignored);
    if (!status.ok()) return FromGrpcStatus(status);
    if (response.content_hash().empty()) return absl::DataLossError("a backup has no hash");
    return took;
  }

 private:
  const std::unique_ptr<AdminService::Stub> stub_;
  const std::string directory_;
};

// All rounds with one number of writers.
struct Series {
  std::vector<double> kept;
  std::vector<double> beside;
  std::vector<double> alone;
  std::vector<double> seconds;
};

// Writes beside a backup, and as long without, in turns.
absl::Status MeasureRound(int at_once, bool alone_first, Writers& writers, Backups& backups,
                          absl::Duration as_long, Series& series) {
  Written alone;
  const auto write_alone = [&]() -> absl::Status {
    const absl::Duration end = SystemClock().Monotonic() + as_long;
    TERTIAL_ASSIGN_OR_RETURN(
        alone, writers.WriteUntil(at_once, [end] { return SystemClock().Monotonic() >= end; }));
    return absl::OkStatus();
  };
  if (alone_first) TERTIAL_RETURN_IF_ERROR(write_alone());
  std::atomic<bool> made = false;
  auto backup = std::async(std::launch::async, [&] {
    absl::StatusOr<absl::Duration> took = backups.Make();
    made = true;
    return took;
  });
  const absl::StatusOr<Written> beside =
      writers.WriteUntil(at_once, [&made] { return made.load(); });
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration took, backup.get());
  TERTIAL_RETURN_IF_ERROR(beside.status());
  if (!alone_first) TERTIAL_RETURN_IF_ERROR(write_alone());
  series.kept.push_back(beside->per_second() / alone.per_second());
  series.beside.push_back(beside->per_second());
  series.alone.push_back(alone.per_second());
  series.seconds.push_back(absl::ToDoubleSeconds(took));
  return absl::OkStatus();
}

absl::Status Run(const Options& options) {
  std::filesystem::create_directory(options.directory + "/areas");
  TERTIAL_RETURN_IF_ERROR(WriteAreaRegistry(options.directory + "/areas"));
  TERTIAL_ASSIGN_OR_RETURN(BenchService service, BenchService::StartIndicators(
                                                     options.service, options.directory, "data"));
  TERTIAL_RETURN_IF_ERROR(RowStream::OfIndicators().Send(service.address()).status());
  TERTIAL_RETURN_IF_ERROR(RowStream::OfObservations(options.rows).Send(service.address()).status());
  Writers writers(service.address());
  Backups backups(service.address(), options.directory);
  Bystanders bystanders({::getpid()});
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());
  // Warms up, and tells how long to write without a backup.
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration as_long, backups.Make());
  std::vector<Series> series(std::size(kAtOnce));
  for (int round = 0; round < options.rounds; ++round) {
    for (size_t i = 0; i < series.size(); ++i) {
      TERTIAL_RETURN_IF_ERROR(MeasureRound(kAtOnce[i], /*alone_first=*/round % 2 == 0, writers,
                                           backups, as_long, series[i]));
    }
  }
  PrintHeading(
      absl::StrFormat("Durable UpdateObservation beside a backup of %d observations, %d "
                      "rounds",
                      options.rows, options.rounds));
  for (size_t i = 0; i < series.size(); ++i) {
    PrintRatio(
        absl::StrFormat("writes per second, beside a backup / alone, %d at once", kAtOnce[i]),
        series[i].kept, Aim::AtLeast(kLeastKept),
        absl::StrFormat("%.0f and %.0f writes/s; a backup took %.1f s",
                        SpreadOf(series[i].beside).median, SpreadOf(series[i].alone).median,
                        SpreadOf(series[i].seconds).median));
  }
  return bystanders.Print();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures writes beside a backup", "tertial_backup_bench");
  Options options;
  app.add_option("--directory", options.directory, "An empty directory")->required();
  app.add_option("--service", options.service, "The program of build/bin that serves the API")
      ->capture_default_str();
  app.add_option("--rows", options.rows, "Observations in the store")
      ->check(CLI::Range(kCorrectedRows, kMostObservations))
      ->capture_default_str();
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
    std::cerr << "tertial_backup_bench: " << status.message() << "\n";
    return kExitService;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
