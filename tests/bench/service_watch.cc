#include "tests/bench/service_watch.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "common/types/clock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/bench/process_usage.h"

namespace tertial::bench {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// As Kubernetes asks by default, but much more often.
constexpr std::chrono::seconds kProbePatience(1);
constexpr absl::Duration kBetweenProbes = absl::Milliseconds(50);
constexpr absl::Duration kBetweenReadings = absl::Milliseconds(100);

}  // namespace

ServiceWatch::ServiceWatch(const std::string& address, pid_t pid)
    : prober_([this, address] { Probe(address); }), reader_([this, pid] { ReadMemory(pid); }) {}

ServiceWatch::~ServiceWatch() {
  ending_ = true;
  prober_.join();
  reader_.join();
}

ServiceWatch::Seen ServiceWatch::Take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(seen_, {});
}

void ServiceWatch::Probe(const std::string& address) {
  const auto stub =
      Health::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  while (!ending_) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kProbePatience);
    HealthCheckResponse response;
    const absl::Duration begun = SystemClock().Monotonic();
    const grpc::Status status = stub->Check(&context, HealthCheckRequest(), &response);
    const absl::Duration took = SystemClock().Monotonic() - begun;
    {
      const std::lock_guard lock(mutex_);
      ++seen_.probes;
      if (!status.ok() || response.status() != HealthCheckResponse::SERVING) ++seen_.missed;
      seen_.longest_probe = std::max(seen_.longest_probe, took);
    }
    absl::SleepFor(kBetweenProbes);
  }
}

void ServiceWatch::ReadMemory(pid_t pid) {
  while (!ending_) {
    if (const absl::StatusOr<MemoryUse> memory = MemoryOf(pid); memory.ok()) {
      const std::lock_guard lock(mutex_);
      seen_.resident = std::max(seen_.resident, memory->resident);
    }
    absl::SleepFor(kBetweenReadings);
  }
}

}  // namespace tertial::bench
