// A client that asks as fast as it is answered and looks at no more of an answer than its size.
#ifndef TERTIAL_TESTS_BENCH_LOAD_CLIENT_H_
#define TERTIAL_TESTS_BENCH_LOAD_CLIENT_H_

#include <grpcpp/generic/generic_stub.h>

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tertial::bench {

// Calls one method of one server, over one connection, with one request, as bytes on both ways:
// what the client costs is the same whoever answers.
class LoadClient {
 public:
  // `method` is written as on the wire, "/package.Service/Method".
  LoadClient(const std::string& address, std::string method, absl::string_view request);

  // Calls once. Returns the answer's bytes, or the error the server answered with.
  absl::StatusOr<std::string> Fetch();

  // Makes `calls` calls, `at_once` of them under way at any time, and tells how long it took. Fails
  // if one is not answered with OK and `expected_bytes` bytes.
  absl::StatusOr<absl::Duration> Run(int calls, int at_once, size_t expected_bytes);

 private:
  class Load;

  grpc::GenericStub stub_;
  const std::string method_;
  const grpc::ByteBuffer request_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_LOAD_CLIENT_H_
