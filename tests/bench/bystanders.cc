#include "tests/bench/bystanders.h"

#include <iostream>
#include <thread>

#include "absl/strings/str_format.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "tests/bench/process_usage.h"

namespace tertial::bench {
namespace {

// More than that, and the figures are to be read with care.
constexpr double kQuiet = 0.05;

}  // namespace

absl::Status Bystanders::Begin() {
  begun_ = SystemClock().Monotonic();
  TERTIAL_ASSIGN_OR_RETURN(before_, Read());
  return absl::OkStatus();
}

absl::Status Bystanders::Print() const {
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration after, Read());
  const absl::Duration wall = SystemClock().Monotonic() - begun_;
  const double share =
      absl::FDivDuration(after - before_, wall * std::thread::hardware_concurrency());
  std::cout << absl::StrFormat("  other programs meanwhile took %.2f of the processors%s\n", share,
                               share > kQuiet ? ": read with care" : "")
            << std::flush;
  return absl::OkStatus();
}

absl::StatusOr<absl::Duration> Bystanders::Read() const {
  TERTIAL_ASSIGN_OR_RETURN(absl::Duration others, CpuTimeOfMachine());
  for (const pid_t pid : ours_) {
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration used, CpuTimeOfTree(pid));
    others -= used;
  }
  return others;
}

}  // namespace tertial::bench
