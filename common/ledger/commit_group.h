// Commits that are written together.
#ifndef TERTIAL_COMMON_LEDGER_COMMIT_GROUP_H_
#define TERTIAL_COMMON_LEDGER_COMMIT_GROUP_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/ledger/overlay.h"
#include "common/ledger/read_view.h"
#include "common/ledger/txn.h"
#include "common/store/key_value_store.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

struct LedgerState;

// Each commit sees those before it. Used with the writer held.
class CommitGroup {
 public:
  static absl::StatusOr<std::unique_ptr<CommitGroup>> Begin(LedgerState& state);

  // Runs `fn` and takes note of what it changed. `info` and `result` must outlive the group. The
  // result is what came of it when Write has returned; an error stands there at once.
  void Run(const CommitInfo& info, absl::FunctionRef<absl::Status(Txn&)> fn,
           absl::StatusOr<CommitResult>& result);

  // Makes everything durable and visible, or nothing: then that is in every result.
  void Write();

 private:
  // What one request came to.
  struct Request {
    const CommitInfo* info;
    absl::StatusOr<CommitResult>* result;
    // The state after it.
    Revision revision;
    std::string answer;
    std::string pending_release;
    bool committed = false;
    common::internal::v1::Commit record;
  };

  CommitGroup(LedgerState& state, ReadView view);

  absl::Status RunOne(const CommitInfo& info, absl::FunctionRef<absl::Status(Txn&)> fn,
                      absl::StatusOr<CommitResult>& result);
  absl::Status Prepare(const Txn& txn, Request& request);
  void PrepareRows(const Txn& txn, Request& request);
  void PreparePending(const Txn& txn, Request& request);
  absl::Status PreparePrivate(const Txn& txn, const CommitInfo& info);
  absl::Status PutPrivate(const Txn::PrivateChange& change);
  absl::Status ErasePrivate(const Txn::PrivateChange& change, const CommitInfo& info);
  absl::Status DropPrivate(const Txn::PrivateChange& change);
  // Deletes the expiries of the private row under `key`, both that of the state the group began at
  // and that of a put before.
  absl::Status DeleteExpiries(const std::string& key, const Txn::PrivateChange& change);
  absl::Status Finish();

  LedgerState& state_;
  const ReadView view_;
  Overlay rows_;
  // Of the newest commit prepared.
  Revision revision_;
  WriteBatch batch_;
  // Why the batch must not be written; OK when it may.
  absl::Status unwritable_;
  std::vector<Request> requests_;
  // Position in requests_, by what EncodeRequest makes of it.
  std::map<std::string, size_t> request_ids_;
  // Private rows put by this group: the keys of their expiries by those of the rows.
  std::map<std::string, std::string> private_puts_;
  std::vector<common::internal::v1::Erasure> erasures_;
  // Whether private rows are dropped.
  bool drops_ = false;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_COMMIT_GROUP_H_
