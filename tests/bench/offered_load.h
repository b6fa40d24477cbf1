// A client that asks at a rate, however it is answered.
#ifndef TERTIAL_TESTS_BENCH_OFFERED_LOAD_H_
#define TERTIAL_TESTS_BENCH_OFFERED_LOAD_H_

#include <grpcpp/generic/generic_stub.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tertial::bench {

// Calls that are made when they are due, whether or not those before are answered.
struct OfferedLoad {
  double per_second = 0;
  absl::Duration duration;
  // Of `duration`, at its beginning: what is answered then is not counted.
  absl::Duration warm_up;
  // Until the deadline of a call. Who is refused does not try again.
  absl::Duration patience;
  // What is asked for in the call with this number, counted from 0. Must last until Offer returns.
  std::function<const grpc::ByteBuffer&(int64_t call)> request;
  // Whether an answer is whole.
  std::function<bool(const grpc::ByteBuffer& answer)> check;
};

// What became of the calls whose end was counted.
struct OfferedResult {
  absl::Duration counted;
  int64_t made = 0;
  // Answered within their deadline.
  int64_t good = 0;
  // RESOURCE_EXHAUSTED, and those of them without RetryInfo.
  int64_t refused = 0;
  int64_t refused_without_retry = 0;
  // DEADLINE_EXCEEDED.
  int64_t late = 0;
  // How long the good ones took, in milliseconds.
  std::vector<double> milliseconds;

  double PerSecond(int64_t calls) const {
    return static_cast<double>(calls) / absl::ToDoubleSeconds(counted);
  }
  double goodput() const { return PerSecond(good); }
};

// Calls one method of one server, in plain text and as bytes on both ways. Each caller has a
// connection of its own, and they call in turn.
class OfferingClient {
 public:
  // `method` is written as on the wire, "/package.Service/Method"; `callers` stand in the policy.
  OfferingClient(const std::string& address, std::string method, std::vector<std::string> callers);

  // Returns when all calls have ended. Fails if one ends with another error than those that are
  // counted, or with an answer that is not whole.
  absl::StatusOr<OfferedResult> Offer(const OfferedLoad& load);

 private:
  class Running;

  struct Caller {
    std::string name;
    std::unique_ptr<grpc::GenericStub> stub;
  };

  const std::string method_;
  std::vector<Caller> callers_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_OFFERED_LOAD_H_
