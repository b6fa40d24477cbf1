// What a process of this machine has used, as the kernel tells it.
#ifndef TERTIAL_TESTS_BENCH_PROCESS_USAGE_H_
#define TERTIAL_TESTS_BENCH_PROCESS_USAGE_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tertial::bench {

// The processor time that `pid` has used in all its threads, in user and kernel mode.
absl::StatusOr<absl::Duration> CpuTimeOf(pid_t pid);

// The same of `pid`, of all its children and theirs, and of those that have ended. To a hundredth
// of a second.
absl::StatusOr<absl::Duration> CpuTimeOfTree(pid_t pid);

// The processor time that this machine has used in all, whoever for.
absl::StatusOr<absl::Duration> CpuTimeOfMachine();

// Memory in KiB.
struct MemoryUse {
  // What is in memory of the process: VmRSS.
  int64_t resident = 0;
  // The most that `resident` ever was: VmHWM.
  int64_t peak = 0;
  // The part of `resident` that no file stands behind: heap and stacks.
  int64_t anonymous = 0;
  // As `resident`, but a page shared by n processes counts 1/n. Empty where it may not be read.
  std::optional<int64_t> proportional;
};

absl::StatusOr<MemoryUse> MemoryOf(pid_t pid);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_PROCESS_USAGE_H_
