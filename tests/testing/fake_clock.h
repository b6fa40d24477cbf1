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

  // May also go back.
  void Set(absl::Time now) {
    const std::lock_guard<std::mutex> lock(mutex_);
    now_ = now;
  }
  void Advance(absl::Duration by) {
    const std::lock_guard<std::mutex> lock(mutex_);
    now_ += by;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_TESTING_FAKE_CLOCK_H_
