// The facts of one service: commits with gap-free revisions over a KeyValueStore, every state that
// ever was, and the feed of what changed. A service keeps everything through this, and nothing
// beside it.
//
// Nothing is overwritten: a commit puts new versions of rows in front of the old ones, which stay.
// The two exceptions are redaction, which blanks the content of a row in all its versions, and
// private rows (private_rows.h), which have no history.
#ifndef TERTIAL_COMMON_LEDGER_LEDGER_H_
#define TERTIAL_COMMON_LEDGER_LEDGER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/erasure_journal.h"
#include "common/ledger/read_point.h"
#include "common/ledger/read_view.h"
#include "common/ledger/table_catalog.h"
#include "common/ledger/txn.h"
#include "common/store/key_value_store.h"
#include "common/types/clock.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

struct LedgerOptions {
  // Whose store it is: "indicators". Kept in the store and compared when it is opened again.
  std::string service_name;
  // Its tables. A row of a table that is not among them has no area, no name and no index.
  TableCatalog tables;
  // How long the answer to a request with an id is kept.
  absl::Duration request_retention = absl::Hours(24);
  // Where redactions and erasures are noted, outside the data directory, so that a restore can do
  // them again. nullptr: nowhere.
  std::shared_ptr<ErasureJournal> journal;
};

// Who wrote, from where, why, with which request, and when it is to be seen.
struct CommitInfo {
  std::string actor;
  // Left empty by what a service writes by itself.
  common::internal::v1::Origin origin;
  std::string reason;
  // Empty: the request is not protected against being made twice.
  std::string request_id;
  // What the request is: two requests with one id and other fingerprints are not the same.
  std::string fingerprint;
  // When the changes are to be made. At or before now: at once. Later: they are kept apart and
  // nothing shows them until then. Rows of restricted tables cannot wait: what waits is listed,
  // withdrawn and logged by those who may not know them.
  absl::Time publish_at = absl::InfinitePast();
  // How long to wait for the writer.
  absl::Time deadline = absl::InfiniteFuture();
};

struct CommitResult {
  // The state after the call: the new commit, or head as it was. Of a replay: that of the first.
  ReadPoint at;
  // False when nothing changed (no revision was used up) or the changes wait for their instant.
  bool committed = false;
  // The request had been made before; its function was not run.
  bool replayed = false;
  // What the function of the first request set as its answer.
  std::string answer;
  // The id of the waiting write; empty when it does not wait.
  std::string pending_release;
};

// A write that waits for its instant.
struct PendingRelease {
  std::string id;
  absl::Time publish_at;
  std::string actor;
  std::string reason;
  int64_t rows = 0;
};

struct RedactionResult {
  CommitResult commit;
  // Versions whose content was blanked.
  int64_t versions = 0;
};

class BulkImport;
struct LedgerState;

// Safe for use by several threads.
class Ledger {
 public:
  // An empty store becomes a ledger (store id, epoch, schema version). A store of an earlier schema
  // is brought up; an import that a crash broke off is undone; writes whose instant has passed are
  // made. FAILED_PRECONDITION with a sentence for the operator when the store is another service's,
  // was written by a newer version of this program, or is not a ledger; DATA_LOSS when what it says
  // about itself cannot be read. `clock` must outlive the ledger.
  static absl::StatusOr<std::unique_ptr<Ledger>> Open(std::unique_ptr<KeyValueStore> store,
                                                      const Clock& clock,
                                                      const LedgerOptions& options);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // 32 hexadecimal digits, for ever; 16 hexadecimal digits, new after each restore.
  const std::string& store_id() const;
  const std::string& epoch() const;
  // All epochs, the present one last.
  const common::internal::v1::Epochs& epochs() const;
  const TableCatalog& tables() const;
  // The wall clock, as far as it is believed: a jump against the monotonic clock is not followed
  // while the process lives.
  absl::Time Now() const;
  // By how much it has jumped; zero: it has not.
  absl::Duration ClockJump() const;

  // A state. The newest sees every commit that had returned when it was called.
  // Errors: AS_OF_IN_FUTURE, AS_OF_BEFORE_FIRST_COMMIT, REVISION_UNKNOWN (negative),
  // REVISION_IN_FUTURE. What is read at an instant once is what will be read at it for ever.
  absl::StatusOr<ReadView> Read(const AsOf& as_of = {}) const;

  // Runs `fn` over the newest state and commits what it changed, all or nothing. Functions run one
  // after the other; what several of them changed is synced together. When it returns OK the
  // commit is durable and every later Read sees it. An error of `fn` is returned as it is, and
  // nothing is written. UNAVAILABLE or DATA_LOSS of the store leave it open whether the commit will
  // be there: a request id makes it safe to ask again. `fn` may run on another thread, must not
  // call Commit, and should not do what takes long.
  // Errors: REQUEST_ID_REUSED; WRITER_BUSY when the deadline passes before `fn` is run; STORE_FULL
  // when `fn` adds something and there is no room for it (KeyValueStore::CheckRoom);
  // INCONSISTENT_FIELDS for "options.publish_at" when restricted rows would have to wait.
  absl::StatusOr<CommitResult> Commit(const CommitInfo& info,
                                      absl::FunctionRef<absl::Status(Txn&)> fn);

  // Runs `fn` as Commit would and forgets what it changed: never waits for a writer, never writes.
  // `committed` is false and `at` is the state it ran on.
  absl::StatusOr<CommitResult> Try(const CommitInfo& info,
                                   absl::FunctionRef<absl::Status(Txn&)> fn) const;

  // An import of any number of rows in bounded memory (bulk_import.h). The ledger must outlive it.
  std::unique_ptr<BulkImport> BeginImport();

  // Blanks the content of a row in its present and all past versions, and of writes of it that
  // wait, as a commit of its own. The bytes are gone from disk when it returns OK. `not_found` is
  // answered when the row never was and none waits. info.publish_at is not heeded.
  absl::StatusOr<RedactionResult> Redact(const CommitInfo& info, TableId table,
                                         absl::string_view pk, const absl::Status& not_found);

  // How many versions Redact would blank now; or `not_found`, when the row never was and none
  // waits.
  absl::StatusOr<int64_t> CountRedacted(TableId table, absl::string_view pk,
                                        const absl::Status& not_found) const;

  // The writes that wait, the next first, `most` at most.
  absl::StatusOr<std::vector<PendingRelease>> ListPending(size_t most) const;
  // Withdraws one; it leaves no trace. Errors: PENDING_RELEASE_NOT_FOUND.
  absl::Status CancelPending(absl::string_view id);

  // Makes the writes whose instant has come, forgets the requests and purges the private rows whose
  // time has ended. Called by LedgerKeeper; Commit releases what is due by itself as well.
  absl::Status DoDueWork();
  // When DoDueWork has something to do next, as far as is known. InfiniteFuture: nothing.
  absl::Time NextDueWork() const;

  // Waits until there is a commit after `revision`, or until `patience` has passed, or until
  // StopWaiting; returns the newest revision.
  Revision WaitForCommit(Revision revision, absl::Duration patience) const;
  // Ends all waits, now and later. For the end of the process.
  void StopWaiting();

  // A copy of the store (key_value_store.h), with what it surely holds.
  absl::StatusOr<ReadPoint> Backup(const std::string& directory);

  // Bytes on disk, about.
  absl::StatusOr<uint64_t> DiskBytes() const;
  // What operators watch of its engine.
  EngineFigures Figures() const;

  // The names of files of the store in which bytes are damaged (KeyValueStore::FindDamagedFiles).
  absl::StatusOr<std::vector<std::string>> FindDamagedFiles(absl::FunctionRef<bool()> go_on) const;

  // OK while the store answers and takes writes; STORE_FULL while it only answers
  // (KeyValueStore::Health). UNAVAILABLE also while an import that broke off is not undone yet.
  absl::Status Health() const;

 private:
  explicit Ledger(std::unique_ptr<LedgerState> state);

  const std::unique_ptr<LedgerState> state_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_LEDGER_H_
