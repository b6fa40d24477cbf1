// Making staged rows the present ones: written behind head, and made visible by one flip of it.
#ifndef TERTIAL_COMMON_LEDGER_APPLY_STAGED_H_
#define TERTIAL_COMMON_LEDGER_APPLY_STAGED_H_

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/bulk_import.h"
#include "common/ledger/read_view.h"
#include "common/store/key_value_store.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

struct LedgerState;

struct StagedCommit {
  uint64_t staging = 0;
  // Who asked for it, from where, why, and with which request; no more.
  common::internal::v1::Commit record;
  // The rows had waited for their instant.
  bool released = false;
};

struct ApplyResult {
  ReadPoint at;
  bool committed = false;
  ImportCounts counts;
};

// Applies the rows of a staging as one commit and removes the staging. `add_to_flip` adds to the
// batch that makes it visible, or that ends it when nothing changed. Rows are written in batches
// that are not synced, behind head, where no reader sees them; the flip is synced. When a batch
// cannot be written, what was written is undone. With the writer held.
absl::StatusOr<ApplyResult> ApplyStaged(
    LedgerState& state, const StagedCommit& commit,
    absl::FunctionRef<absl::Status(const ApplyResult&, WriteBatch&)> add_to_flip);

// Undoes what ApplyStaged wrote behind head and could not make visible. While that fails the state
// is broken: nothing may be written, and it is to be tried again. With the writer held.
absl::Status UndoBroken(LedgerState& state);

// What ApplyStaged would change if `view` were head.
absl::StatusOr<ImportCounts> CountStaged(const ReadView& view, uint64_t staging);

// Removes what was written behind head: an import that was broken off. Broken off itself, it can be
// done again.
absl::Status UndoUnfinished(KeyValueStore& store, const TableCatalog& tables, Revision head);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_APPLY_STAGED_H_
