// What the gateway is measured against: the same bytes, answered by gRPC with nothing done for
// them.
#ifndef TERTIAL_TESTS_BENCH_ECHO_SERVER_H_
#define TERTIAL_TESTS_BENCH_ECHO_SERVER_H_

#include <sys/types.h>

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tests/bench/forked_process.h"

namespace tertial::bench {

// A server in a process of its own, so that its processor time can be told apart. It answers every
// call of every method with the same bytes. Ends with this object, and with this process.
class EchoServer {
 public:
  // Makes the process: see ForkedProcess::Fork for when.
  static absl::StatusOr<EchoServer> Fork();

  // Lets it answer with `answer`. Returns the address it serves at. Called once.
  absl::StatusOr<std::string> Serve(absl::string_view answer);

  pid_t pid() const { return process_.pid(); }

 private:
  explicit EchoServer(ForkedProcess process) : process_(std::move(process)) {}

  ForkedProcess process_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_ECHO_SERVER_H_
