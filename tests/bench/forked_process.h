// Processes that a bench makes of itself, so that their processor time can be told apart.
#ifndef TERTIAL_TESTS_BENCH_FORKED_PROCESS_H_
#define TERTIAL_TESTS_BENCH_FORKED_PROCESS_H_

#include <sys/types.h>

#include <cstddef>
#include <functional>

#include "absl/status/statusor.h"

namespace tertial::bench {

// All `count` bytes, or false when the other end is gone.
bool ReadAll(int fd, void* bytes, size_t count);
bool WriteAll(int fd, const void* bytes, size_t count);

// A child of this process that runs a function and is connected by a pipe each way. Ends with this
// object, and with this process.
class ForkedProcess {
 public:
  // Runs `body` with the descriptors it reads from and writes to; what it returns is the exit code.
  // Must come before this process uses gRPC or starts a thread: neither lives through a fork.
  static absl::StatusOr<ForkedProcess> Fork(
      const std::function<int(int from_parent, int to_parent)>& body);

  ForkedProcess(ForkedProcess&& other) noexcept;
  ForkedProcess& operator=(ForkedProcess&&) = delete;
  ~ForkedProcess();

  pid_t pid() const { return pid_; }
  bool Send(const void* bytes, size_t count) { return WriteAll(to_child_, bytes, count); }
  bool Receive(void* bytes, size_t count) { return ReadAll(from_child_, bytes, count); }

 private:
  ForkedProcess(pid_t pid, int to_child, int from_child)
      : pid_(pid), to_child_(to_child), from_child_(from_child) {}

  pid_t pid_;
  int to_child_;
  int from_child_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_FORKED_PROCESS_H_
