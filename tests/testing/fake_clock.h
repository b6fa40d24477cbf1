// A clock that a test sets.
#ifndef TERTIAL_TESTS_TESTING_FAKE_CLOCK_H_
#define TERTIAL_TESTS_TESTING_FAKE_CLOCK_H_

#include <mutex>

#include "absl/time/time.h"
#include "common/types/clock.h"

namespace tertial {

// Stands still until it is set or advanced. Thread-safe.
class FakeClock : public Clock {
 public:
  explicit FakeClock(absl::Time now = absl::FromCivil(absl::CivilDay(2025, 1, 1),
                                                      absl::UTCTimeZone()))
      : now_(now) {}

  absl::Time Now() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return now_;
  }

  absl::Duration Monotonic() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return monotonic_;
  }

  // The wall clock jumps, forward or back; no time passes.
  void Set(absl::Time now) {
    const std::lock_guard<std::mutex> lock(mutex_);
    now_ = now;
  }
  // Time passes.
  void Advance(absl::Duration by) {
    const std::lock_guard<std::mutex> lock(mutex_);
    now_ += by;
    monotonic_ += by;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
  absl::Duration monotonic_ = absl::Hours(1);
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_TESTING_FAKE_CLOCK_H_
