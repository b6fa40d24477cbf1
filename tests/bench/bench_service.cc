#include "tests/bench/bench_service.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"

namespace tertial::bench {
namespace {

constexpr int kStopSeconds = 20;
constexpr char kSource[] = TERTIAL_SOURCE_DIR;

}  // namespace

absl::StatusOr<BenchService> BenchService::Start(const std::string& program,
                                                 const std::string& directory,
                                                 std::vector<std::string> arguments) {
  arguments.push_back("--port=0");
  arguments.push_back("--http-port=0");
  arguments.push_back(absl::StrCat("--areas=", directory, "/areas"));
  if (std::none_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
        return absl::StartsWith(argument, "--policy=");
      })) {
    arguments.push_back(absl::StrCat("--policy=", kSource, "/deploy/config/policy.json"));
  }
  TERTIAL_ASSIGN_OR_RETURN(cli::ChildProcess child,
                           cli::ChildProcess::StartService(
                               program, absl::StrCat(kSource, "/build/bin/", program),
                               std::move(arguments), absl::StrCat(directory, "/service.log")));
  return BenchService(std::move(child));
}

absl::StatusOr<BenchService> BenchService::StartIndicators(const std::string& program,
                                                           const std::string& directory,
                                                           const std::string& data) {
  return Start(program, directory, {absl::StrCat("--data=", directory, "/", data)});
}

BenchService::BenchService(BenchService&& other) noexcept
    : child_(other.child_), owned_(std::exchange(other.owned_, false)) {}

std::string BenchService::address() const { return absl::StrCat("127.0.0.1:", child_.port()); }

void BenchService::Stop() {
  if (!std::exchange(owned_, false)) return;
  child_.Terminate();
  child_.Join(kStopSeconds);
}

}  // namespace tertial::bench
