// For what comes about on another thread.
#ifndef TERTIAL_TESTS_TESTING_EVENTUALLY_H_
#define TERTIAL_TESTS_TESTING_EVENTUALLY_H_

#include <functional>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tertial::testing {

// Whether `condition` comes true within half a minute.
inline bool Eventually(const std::function<bool()>& condition) {
  const absl::Time end = absl::Now() + absl::Seconds(30);
  while (!condition()) {
    if (absl::Now() > end) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_EVENTUALLY_H_
