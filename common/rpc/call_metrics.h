// What is counted of calls.
#ifndef TERTIAL_COMMON_RPC_CALL_METRICS_H_
#define TERTIAL_COMMON_RPC_CALL_METRICS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/status/errors.h"

namespace prometheus {
class Counter;
class Histogram;
}  // namespace prometheus

namespace tertial {

// Counters by a small number, each found when it is first counted. Safe for use by several threads.
template <size_t kSize>
class FoundCounters {
 public:
  // The counter of `number`, which is below kSize; `find` is called for one that was not found yet,
  // by several threads at once perhaps.
  template <typename Find>
  prometheus::Counter& Of(size_t number, const Find& find) {
    prometheus::Counter* counter = found_[number].load(std::memory_order_acquire);
    if (counter == nullptr) {
      counter = &find();
      found_[number].store(counter, std::memory_order_release);
    }
    return *counter;
  }

 private:
  std::array<std::atomic<prometheus::Counter*>, kSize> found_{};
};

// Of one method. Safe for use by several threads.
class MethodMetrics {
 public:
  // Of "tertial.indicators.v1.IndicatorsService/GetGoal": a method that is served, not what a
  // caller asks for. The object lives as long as the process.
  static MethodMetrics& Of(absl::string_view method);

  explicit MethodMetrics(absl::string_view method);
  MethodMetrics(const MethodMetrics&) = delete;
  MethodMetrics& operator=(const MethodMetrics&) = delete;

  // A call has ended.
  void Count(absl::StatusCode code, absl::Duration taken);

 private:
  // UNAUTHENTICATED is the last.
  static constexpr size_t kCodes = 17;

  prometheus::Counter& CounterFor(absl::StatusCode code);

  const std::string service_;
  const std::string method_;
  prometheus::Histogram& duration_;
  FoundCounters<kCodes> by_code_;
};

// A call was refused because of who made it, or for want of room.
void CountRefusal(ErrorReason reason);

// A call is in flight as long as the object lives.
class CallInFlight {
 public:
  CallInFlight();
  ~CallInFlight();
  CallInFlight(const CallInFlight&) = delete;
  CallInFlight& operator=(const CallInFlight&) = delete;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_CALL_METRICS_H_
