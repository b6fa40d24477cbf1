// How busy others kept the machine while something was measured.
#ifndef TERTIAL_TESTS_BENCH_BYSTANDERS_H_
#define TERTIAL_TESTS_BENCH_BYSTANDERS_H_

#include <sys/types.h>

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tertial::bench {

class Bystanders {
 public:
  // Processes that are measured or measure; children of one of them are counted with it and must
  // not be among them. They must run until Print.
  explicit Bystanders(std::vector<pid_t> ours) : ours_(std::move(ours)) {}

  absl::Status Begin();
  // Says in one line what share of all processors other programs took since Begin.
  absl::Status Print() const;

 private:
  absl::StatusOr<absl::Duration> Read() const;

  const std::vector<pid_t> ours_;
  absl::Duration begun_;
  absl::Duration before_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_BYSTANDERS_H_
