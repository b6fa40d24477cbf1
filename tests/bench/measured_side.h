// One of those that are compared: where it is asked, and the processes that answer.
#ifndef TERTIAL_TESTS_BENCH_MEASURED_SIDE_H_
#define TERTIAL_TESTS_BENCH_MEASURED_SIDE_H_

#include <sys/types.h>

#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tests/bench/load_client.h"

namespace tertial::bench {

using Processes = std::map<std::string, pid_t>;          // by service
using CpuTimes = std::map<std::string, absl::Duration>;  // likewise

absl::StatusOr<CpuTimes> CpuTimesOf(const Processes& processes);

// What `work` made the processes use.
absl::StatusOr<CpuTimes> CpuUsedBy(const Processes& processes,
                                   const std::function<absl::Status()>& work);
absl::Duration Sum(const CpuTimes& times);

struct Measured {
  double calls_per_second = 0;
  CpuTimes cpu;  // of all calls
  int64_t calls = 0;

  // In microseconds.
  double cpu_per_call() const { return absl::ToDoubleMicroseconds(Sum(cpu)) / calls; }
};

class MeasuredSide {
 public:
  // `method` is written as on the wire, "/package.Service/Method".
  MeasuredSide(const std::string& address, const std::string& method, Processes processes)
      : client_(address, method), processes_(std::move(processes)) {}

  absl::StatusOr<std::string> Fetch(absl::string_view request) { return client_.Fetch(request); }

  // Makes `calls` calls, `at_once` of them under way. `request` makes the one with a number; every
  // answer must have `least_bytes`.
  absl::StatusOr<Measured> Measure(int calls, int at_once, size_t least_bytes,
                                   const std::function<std::string(int64_t call)>& request);

 private:
  LoadClient client_;
  const Processes processes_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_MEASURED_SIDE_H_
