// A client that asks as fast as it is answered.
#ifndef TERTIAL_TESTS_BENCH_LOAD_CLIENT_H_
#define TERTIAL_TESTS_BENCH_LOAD_CLIENT_H_

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tertial::bench {

grpc::ByteBuffer ToByteBuffer(absl::string_view bytes);
absl::StatusOr<std::string> ToString(grpc::ByteBuffer buffer);

// Calls, `at_once` of them under way at any time. No more are made when there were `calls` or
// `duration` has passed, whichever comes first.
struct Load {
  int at_once = 1;
  int64_t calls = std::numeric_limits<int64_t>::max();
  absl::Duration duration = absl::InfiniteDuration();
  // What is asked for in the call with this number, counted from 0; and what is wrong with an
  // answer. Both are called by several threads at once.
  std::function<grpc::ByteBuffer(int64_t call)> request;
  std::function<absl::Status(const grpc::ByteBuffer& answer)> check;
};

struct LoadResult {
  int64_t calls = 0;
  absl::Duration took;

  double calls_per_second() const {
    return static_cast<double>(calls) / absl::ToDoubleSeconds(took);
  }
};

// Who calls, and how.
struct LoadCaller {
  // Stands in the policy. Empty: none is stated.
  std::string name = "cli";
  // nullptr: in plain text.
  std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr;
  // What else is stated with each call.
  std::vector<std::pair<std::string, std::string>> metadata = {};
};

// Calls one method of one server, over one connection, as bytes on both ways: what the client costs
// is the same whoever answers.
class LoadClient {
 public:
  // `method` is written as on the wire, "/package.Service/Method".
  LoadClient(const std::string& address, std::string method, LoadCaller caller = {});

  // Calls once. Returns the answer's bytes, or the error the server answered with.
  absl::StatusOr<std::string> Fetch(absl::string_view request);

  // Fails if a call is answered with an error or its answer is refused.
  absl::StatusOr<LoadResult> Run(const Load& load);

 private:
  class Running;

  grpc::GenericStub stub_;
  const std::string method_;
  const LoadCaller caller_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_LOAD_CLIENT_H_
