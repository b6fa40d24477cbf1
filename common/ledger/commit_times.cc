#include "common/ledger/commit_times.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/observability/log.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

constexpr absl::Duration kSmallestStep = absl::Microseconds(1);
// A clock that is set right little by little stays within a second, and a thousandth of the time.
constexpr absl::Duration kSmallestJump = absl::Seconds(1);
constexpr int64_t kSteepestDrift = 1000;

absl::Time WholeMicros(absl::Time time) { return absl::FromUnixMicros(absl::ToUnixMicros(time)); }

}  // namespace

CommitTimes::CommitTimes(const Clock& clock, absl::Time last)
    : clock_(clock), anchor_(clock.Now()), anchor_monotonic_(clock.Monotonic()), last_(last) {}

absl::Time CommitTimes::Now() const {
  const std::lock_guard lock(mutex_);
  return NowLocked();
}

absl::Duration CommitTimes::Jump() const {
  const std::lock_guard lock(mutex_);
  const absl::Time now = NowLocked();
  return jumped_ ? clock_.Now() - now : absl::ZeroDuration();
}

absl::Time CommitTimes::NowLocked() const {
  const absl::Time wall = clock_.Now();
  const absl::Duration monotonic = clock_.Monotonic();
  const absl::Duration passed = monotonic - anchor_monotonic_;
  const absl::Time expected = anchor_ + passed;
  const absl::Duration off = absl::AbsDuration(wall - expected);
  if (off <= kSmallestJump + absl::AbsDuration(passed) / kSteepestDrift) {
    anchor_ = wall;
    anchor_monotonic_ = monotonic;
    jumped_ = false;
    return wall;
  }
  if (!jumped_) {
    jumped_ = true;
    Log(Severity::kWarning, "the wall clock jumped and is not followed",
        {{"by", absl::FormatDuration(wall - expected)}});
  }
  return expected;
}

absl::Time CommitTimes::Begin(int64_t count) {
  const std::lock_guard lock(mutex_);
  const absl::Time first =
      std::max(WholeMicros(NowLocked()), std::max(last_, WholeMicros(last_read_)) + kSmallestStep);
  under_way_ = first;
  last_ = first + (count - 1) * kSmallestStep;
  return first;
}

void CommitTimes::End(absl::Time last) {
  {
    const std::lock_guard lock(mutex_);
    last_ = std::max(last_, last);
    under_way_.reset();
  }
  ended_.notify_all();
}

absl::Status CommitTimes::Settle(absl::Time instant) {
  std::unique_lock lock(mutex_);
  const absl::Time newest = std::max(NowLocked(), last_);
  if (instant > newest) {
    return InvalidField(
        "as_of.time", common::v1::ERROR_REASON_AS_OF_IN_FUTURE,
        absl::StrCat(absl::FormatTime(absl::RFC3339_full, instant, absl::UTCTimeZone()),
                     " lies in the future; ask for an instant up to now, ",
                     absl::FormatTime(absl::RFC3339_full, newest, absl::UTCTimeZone()), "."));
  }
  ended_.wait(lock, [&] { return !under_way_.has_value() || *under_way_ > instant; });
  last_read_ = std::max(last_read_, instant);
  return absl::OkStatus();
}

}  // namespace tertial
