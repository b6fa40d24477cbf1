// What time a commit gets.
#ifndef TERTIAL_COMMON_LEDGER_COMMIT_TIMES_H_
#define TERTIAL_COMMON_LEDGER_COMMIT_TIMES_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/types/clock.h"

namespace tertial {

// Commit times are whole microseconds and strictly increasing, and no commit gets a time that was
// read at before: so what is read at an instant once is what will be read at it for ever. Safe for
// use by several threads; Begin and End by the one writer.
//
// The wall clock is believed as far as the monotonic clock bears it out. When it jumps while the
// process lives, time goes on from before the jump; when the process starts, it is believed again,
// whatever it says, but for what is before the newest commit.
class CommitTimes {
 public:
  // `last`: when the newest commit was made; InfinitePast when there is none.
  CommitTimes(const Clock& clock, absl::Time last);

  absl::Time Now() const;
  // By how much the wall clock has jumped and is not followed; zero: it has not.
  absl::Duration Jump() const;

  // Gives out times for `count` commits, a microsecond apart, and returns the first. They are under
  // way until End.
  absl::Time Begin(int64_t count);
  // The commits under way are visible, or failed. `last` is the time of the newest one.
  void End(absl::Time last);

  // Waits until no commit under way could be at or before `instant`, and sees to it that no later
  // one is. Errors: AS_OF_IN_FUTURE.
  absl::Status Settle(absl::Time instant);

 private:
  absl::Time NowLocked() const;

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  // The wall clock at some instant of the monotonic one.
  mutable absl::Time anchor_;
  mutable absl::Duration anchor_monotonic_;
  mutable bool jumped_ = false;
  absl::Time last_;
  absl::Time last_read_ = absl::InfinitePast();
  std::optional<absl::Time> under_way_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_COMMIT_TIMES_H_
