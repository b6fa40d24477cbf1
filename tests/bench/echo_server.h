// What the gateway is measured against: the same bytes, answered by gRPC with nothing done for
// them.
#ifndef TERTIAL_TESTS_BENCH_ECHO_SERVER_H_
#define TERTIAL_TESTS_BENCH_ECHO_SERVER_H_

#include <sys/types.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tertial::bench {

// A server in a process of its own, so that its processor time can be told apart. It answers every
// call of every method with the same bytes. Ends with this object, and with this process.
class EchoServer {
 public:
  // Makes the process. Must come before this process uses gRPC or starts a thread: neither lives
  // through a fork.
  static absl::StatusOr<EchoServer> Fork();

  EchoServer(EchoServer&& other) noexcept;
  EchoServer& operator=(EchoServer&&) = delete;
  ~EchoServer();

  // Lets it answer with `answer`. Returns the address it serves at. Called once.
  absl::StatusOr<std::string> Serve(absl::string_view answer);

  pid_t pid() const { return pid_; }

 private:
  EchoServer(pid_t pid, int to_child, int from_child)
      : pid_(pid), to_child_(to_child), from_child_(from_child) {}

  pid_t pid_;
  int to_child_;
  int from_child_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_ECHO_SERVER_H_
