// Writes that wait for their instant, and the rows staged for them and for imports.
//
// The value under a key of STAGED is op:1 (0 put, 1 delete) body.
#ifndef TERTIAL_COMMON_LEDGER_PENDING_WRITES_H_
#define TERTIAL_COMMON_LEDGER_PENDING_WRITES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/txn.h"
#include "common/store/key_value_store.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

struct LedgerState;

std::string EncodeStaged(bool put, absl::string_view body);
struct StagedValue {
  bool put = true;
  absl::string_view body;
};
std::optional<StagedValue> DecodeStaged(absl::string_view value);

// An error when one of the changes may not wait.
absl::Status CheckMayWait(const Txn& txn);

// Adds to `batch` that the `rows` rows of `staging` wait until info.publish_at. Returns the id.
std::string AddPending(const CommitInfo& info, uint64_t staging, int64_t rows, LedgerState& state,
                       WriteBatch& batch);

struct PendingEntry {
  PendingPosition position;
  common::internal::v1::PendingWrite write;

  std::string Id() const;
};
// The writes that wait, the next first, `most` at most.
absl::StatusOr<std::vector<PendingEntry>> ReadPending(const StoreSnapshot& snapshot, size_t most);

// With the writer held:
// Forgets one. Errors: PENDING_RELEASE_NOT_FOUND.
absl::Status CancelPending(LedgerState& state, absl::string_view id);
// Makes the writes whose instant has come, the overdue ones in their order.
absl::Status ReleaseDue(LedgerState& state);
// Sets state.next_release to what the store holds.
absl::Status RefreshNextRelease(LedgerState& state);
// Removes stagings that no waiting write needs: left behind when the process ended.
absl::Status DropOrphanedStagings(LedgerState& state);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_PENDING_WRITES_H_
