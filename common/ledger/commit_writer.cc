#include "common/ledger/commit_writer.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/ledger/commit_group.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/pending_writes.h"
#include "common/status/errors.h"

namespace tertial {
namespace {

// Commits synced together. Beyond that a batch would be large, and the first would wait long.
constexpr size_t kLargestGroup = 256;

}  // namespace

struct CommitWriter::Turn {
  // One of the two.
  const CommitInfo* info = nullptr;
  const absl::FunctionRef<absl::Status(Txn&)>* fn = nullptr;
  const absl::FunctionRef<absl::Status()>* exclusive = nullptr;

  // Guarded by the writer's mutex.
  bool taken = false;
  bool done = false;
  std::condition_variable changed;
  absl::StatusOr<CommitResult> result = CommitResult();
};

absl::StatusOr<CommitResult> CommitWriter::Commit(const CommitInfo& info,
                                                  absl::FunctionRef<absl::Status(Txn&)> fn) {
  Turn turn;
  turn.info = &info;
  turn.fn = &fn;
  Wait(turn, info.deadline);
  return std::move(turn.result);
}

absl::Status CommitWriter::Exclusively(absl::Time deadline, absl::FunctionRef<absl::Status()> fn) {
  Turn turn;
  turn.exclusive = &fn;
  Wait(turn, deadline);
  return turn.result.status();
}

void CommitWriter::Wait(Turn& turn, absl::Time deadline) {
  std::unique_lock lock(mutex_);
  queue_.push_back(&turn);
  const auto ready = [&] { return turn.done || (queue_.front() == &turn && !turn.taken); };
  if (deadline == absl::InfiniteFuture()) {
    turn.changed.wait(lock, ready);
  } else {
    // Once it is taken it is being done, and the thread must stay for it.
    while (!ready() && (turn.taken || state_.times.Now() < deadline)) {
      if (turn.taken) {
        turn.changed.wait(lock, [&] { return turn.done; });
      } else {
        turn.changed.wait_for(lock, absl::ToChronoNanoseconds(deadline - state_.times.Now()));
      }
    }
    if (!ready()) {
      queue_.erase(std::find(queue_.begin(), queue_.end(), &turn));
      turn.result = WriterBusy();
      return;
    }
  }
  if (turn.done) return;
  const std::vector<Turn*> group = TakeGroup();
  lock.unlock();
  RunGroup(group);
  lock.lock();
  for (Turn* one : group) {
    queue_.pop_front();
    one->done = true;
    if (one != &turn) one->changed.notify_one();
  }
  if (!queue_.empty()) queue_.front()->changed.notify_one();
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

void CommitWriter::RunGroup(const std::vector<Turn*>& group) {
  absl::Status failed = state_.broken
                            ? ServiceUnavailable(
                                  "An import broke off and could not be undone; the service "
                                  "takes no writes until it is started again.")
                            : ReleaseDue(state_);
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
}

}  // namespace tertial
