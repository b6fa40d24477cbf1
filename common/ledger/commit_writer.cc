#include "common/ledger/commit_writer.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <semaphore>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/apply_staged.h"
#include "common/ledger/commit_group.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/pending_writes.h"
#include "common/observability/metrics.h"
#include "common/status/errors.h"
#include "common/types/clock.h"
#include "prometheus/histogram.h"

namespace tertial {
namespace {

// Commits synced together. Beyond that a batch would be large, and the first would wait long.
constexpr size_t kLargestGroup = 256;

bool WasMade(const absl::StatusOr<CommitResult>& result) {
  return result.ok() && result->committed && !result->replayed;
}

// Made with the writer: a commit that there has not been is told as none.
prometheus::Histogram& CommitDurations() {
  static prometheus::Histogram& durations = HistogramOf(kLedgerCommitDuration, DurationBuckets());
  return durations;
}

prometheus::Histogram& SyncGroups() {
  static prometheus::Histogram& sizes =
      HistogramOf(kLedgerSyncGroup, {1, 2, 4, 8, 16, 32, 64, 128, kLargestGroup});
  return sizes;
}

}  // namespace

struct CommitWriter::Turn {
  // One of the two.
  const CommitInfo* info = nullptr;
  const absl::FunctionRef<absl::Status(Txn&)>* fn = nullptr;
  const absl::FunctionRef<absl::Status()>* exclusive = nullptr;

  // Written with the writer's mutex held, before `woken` is released.
  bool taken = false;  // with a group: it is being done
  bool leads = false;  // it is at the front, and its thread has to do the work
  bool done = false;
  // Released once it leads, and once it is done by another. Not with the mutex held: who is woken
  // would wait for that next.
  std::binary_semaphore woken{0};
  absl::StatusOr<CommitResult> result = CommitResult();
};

CommitWriter::CommitWriter(LedgerState& state) : state_(state) {
  CommitDurations();
  SyncGroups();
}

absl::StatusOr<CommitResult> CommitWriter::Commit(const CommitInfo& info,
                                                  absl::FunctionRef<absl::Status(Txn&)> fn) {
  const absl::Duration begun = SystemClock().Monotonic();
  Turn turn;
  turn.info = &info;
  turn.fn = &fn;
  Wait(turn, info.deadline);
  if (WasMade(turn.result)) {
    CommitDurations().Observe(absl::ToDoubleSeconds(SystemClock().Monotonic() - begun));
  }
  return std::move(turn.result);
}

absl::Status CommitWriter::Exclusively(absl::Time deadline, absl::FunctionRef<absl::Status()> fn) {
  Turn turn;
  turn.exclusive = &fn;
  Wait(turn, deadline);
  return turn.result.status();
}

void CommitWriter::Wait(Turn& turn, absl::Time deadline) {
  bool leads = false;
  {
    std::lock_guard lock(mutex_);
    queue_.push_back(&turn);
    leads = turn.leads = queue_.size() == 1;
  }
  // Not turn.leads: another may just be setting it, and then has to be waited for.
  if (!leads && !AwaitTurn(turn, deadline)) {
    turn.result = WriterBusy();
    return;
  }
  if (turn.done) return;
  std::unique_lock lock(mutex_);
  const std::vector<Turn*> group = TakeGroup();
  lock.unlock();
  RunGroup(group);
  lock.lock();
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<ptrdiff_t>(group.size()));
  for (Turn* one : group) one->done = true;
  Turn* const next = queue_.empty() ? nullptr : queue_.front();
  if (next != nullptr) next->leads = true;
  lock.unlock();
  // First the one who has work to do. A turn may be gone as soon as it is woken.
  if (next != nullptr) next->woken.release();
  for (Turn* one : group) {
    if (one != &turn) one->woken.release();
  }
}

bool CommitWriter::AwaitTurn(Turn& turn, absl::Time deadline) {
  constexpr absl::Duration kLongestWait = absl::Hours(1);
  if (deadline == absl::InfiniteFuture()) {
    turn.woken.acquire();
    return true;
  }
  while (true) {
    const absl::Duration left = std::min(deadline - state_.times.Now(), kLongestWait);
    if (turn.woken.try_acquire_for(absl::ToChronoNanoseconds(left))) return true;
    std::unique_lock lock(mutex_);
    if (turn.taken || turn.leads) {
      // It is being done, or it is about to be told that it leads: the thread must stay for it.
      lock.unlock();
      turn.woken.acquire();
      return true;
    }
    if (state_.times.Now() < deadline) continue;
    queue_.erase(std::find(queue_.begin(), queue_.end(), &turn));
    return false;
  }
}

std::vector<CommitWriter::Turn*> CommitWriter::TakeGroup() {
  std::vector<Turn*> group;
  for (Turn* turn : queue_) {
    const bool alone = turn->exclusive != nullptr;
    if (group.size() == kLargestGroup || (alone && !group.empty())) break;
    turn->taken = true;
    group.push_back(turn);
    if (alone) break;
  }
  return group;
}

void CommitWriter::RunGroup(const std::vector<Turn*>& group) noexcept {
  absl::Status failed = state_.broken ? UndoBroken(state_) : absl::OkStatus();
  if (failed.ok()) failed = ReleaseDue(state_);
  if (group.front()->exclusive != nullptr) {
    try {
      if (failed.ok()) failed = (*group.front()->exclusive)();
    } catch (const std::exception& failure) {
      failed = InternalError(absl::StrCat("A write threw: ", failure.what()));
    } catch (...) {
      failed = InternalError("A write threw something.");
    }
    if (!failed.ok()) group.front()->result = failed;
    return;
  }
  absl::StatusOr<std::unique_ptr<CommitGroup>> commits =
      failed.ok() ? CommitGroup::Begin(state_) : failed;
  if (!commits.ok()) {
    for (Turn* turn : group) turn->result = commits.status();
    return;
  }
  for (Turn* turn : group) (*commits)->Run(*turn->info, *turn->fn, turn->result);
  (*commits)->Write();
  const auto made = std::count_if(group.begin(), group.end(),
                                  [](const Turn* turn) { return WasMade(turn->result); });
  if (made > 0) SyncGroups().Observe(static_cast<double>(made));
}

}  // namespace tertial
