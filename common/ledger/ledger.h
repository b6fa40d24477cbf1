// The facts of one service: commits with gap-free revisions over a KeyValueStore, and reads that
// know which state they saw. A service keeps everything through this, and nothing beside it.
#ifndef TERTIAL_COMMON_LEDGER_LEDGER_H_
#define TERTIAL_COMMON_LEDGER_LEDGER_H_

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/read_point.h"
#include "common/ledger/read_view.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/txn.h"
#include "common/store/key_value_store.h"
#include "common/store/mutex.h"
#include "common/types/clock.h"

namespace tertial {

struct LedgerOptions {
  // Whose store it is: "indicators". Kept in the store and compared when it is opened again.
  std::string service_name;
};

// Who wrote, why, and with which request; kept with the commit.
struct CommitInfo {
  std::string actor;
  std::string reason;
  std::string request_id;
};

struct CommitResult {
  // The state after the call: the new commit, or head as it was.
  ReadPoint at;
  // False when nothing changed: no revision was used up.
  bool committed = false;
};

// Safe for use by several threads.
class Ledger {
 public:
  // An empty store becomes a ledger (store id, epoch, schema version). FAILED_PRECONDITION with a
  // sentence for the operator when the store is another service's, was written by a newer version
  // of this program, or is not a ledger; DATA_LOSS when what it says about itself cannot be read.
  // `clock` must outlive the ledger.
  static absl::StatusOr<std::unique_ptr<Ledger>> Open(std::unique_ptr<KeyValueStore> store,
                                                      const Clock& clock,
                                                      const LedgerOptions& options);

  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // The newest state. Sees every commit that had returned when it was called.
  absl::StatusOr<ReadView> Read() const;

  // Runs `fn` over the newest state and commits what it changed, all or nothing. One commit runs at
  // a time, others wait. When it returns OK the commit is durable and every later Read sees it. An
  // error of `fn` is returned as it is, and nothing is written. UNAVAILABLE or DATA_LOSS of the
  // store leave it open whether the commit will be there after a restart. `fn` must not call
  // Commit, and should not do what takes long.
  absl::StatusOr<CommitResult> Commit(const CommitInfo& info,
                                      absl::FunctionRef<absl::Status(Txn&)> fn)
      ABSL_LOCKS_EXCLUDED(writer_);

  // Runs `fn` as Commit would and forgets what it changed: never waits for a writer, never writes.
  // `committed` is false and `at` is the state it ran on.
  absl::StatusOr<CommitResult> Try(const CommitInfo& info,
                                   absl::FunctionRef<absl::Status(Txn&)> fn) const;

  // OK while the store answers and takes writes.
  absl::Status Health() const;

 private:
  Ledger(std::unique_ptr<KeyValueStore> store, const Clock& clock, std::string epoch);

  const std::unique_ptr<KeyValueStore> store_;
  const Clock& clock_;
  const std::string epoch_;
  // Held from reading head to writing it.
  Mutex writer_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_LEDGER_H_
