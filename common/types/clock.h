// The one place where Tertial reads the wall clock.
#ifndef TERTIAL_COMMON_TYPES_CLOCK_H_
#define TERTIAL_COMMON_TYPES_CLOCK_H_

#include "absl/time/time.h"

namespace tertial {

// Says what time it is. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  // The present instant. May jump in either direction, as wall clocks do.
  virtual absl::Time Now() const = 0;

  // Time since some fixed instant of the process's machine; never goes back and never jumps with
  // the wall clock. Goes on while the machine sleeps.
  virtual absl::Duration Monotonic() const = 0;
};

// The clock of the machine. Lives as long as the process.
const Clock& SystemClock();

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_CLOCK_H_
