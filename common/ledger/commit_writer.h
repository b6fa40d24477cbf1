// The one writer of a store: requests queue, one thread at a time makes commits of what has queued
// and syncs them together.
#ifndef TERTIAL_COMMON_LEDGER_COMMIT_WRITER_H_
#define TERTIAL_COMMON_LEDGER_COMMIT_WRITER_H_

#include <deque>
#include <mutex>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/ledger/txn.h"

namespace tertial {

struct CommitInfo;
struct CommitResult;
struct LedgerState;

// Safe for use by several threads. There is no thread of its own: whoever comes first does the work
// of those who queued behind.
class CommitWriter {
 public:
  explicit CommitWriter(LedgerState& state);
  CommitWriter(const CommitWriter&) = delete;
  CommitWriter& operator=(const CommitWriter&) = delete;

  // See Ledger::Commit.
  absl::StatusOr<CommitResult> Commit(const CommitInfo& info,
                                      absl::FunctionRef<absl::Status(Txn&)> fn);
  // Runs `fn` with the writer held: no commit is under way, and none begins until it returns.
  // Errors: WRITER_BUSY when the deadline passes before.
  absl::Status Exclusively(absl::Time deadline, absl::FunctionRef<absl::Status()> fn);

 private:
  struct Turn;

  // Queues `turn` and waits until it is done, doing it and those behind it if it is its turn.
  void Wait(Turn& turn, absl::Time deadline);
  // Waits until `turn` leads or is done. False, and it is out of the queue, when the deadline
  // passes before.
  bool AwaitTurn(Turn& turn, absl::Time deadline);
  // The turns that are done together with the first one, which is at the front of the queue.
  std::vector<Turn*> TakeGroup();
  // What it throws ends the process: those who wait could not be told.
  void RunGroup(const std::vector<Turn*>& group) noexcept;

  LedgerState& state_;
  std::mutex mutex_;
  std::deque<Turn*> queue_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_COMMIT_WRITER_H_
