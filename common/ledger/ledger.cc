#include "common/ledger/ledger.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/string_view.h"
#include "common/ledger/answered_requests.h"
#include "common/ledger/bulk_import.h"
#include "common/ledger/ledger_open.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/pending_writes.h"
#include "common/ledger/private_rows.h"
#include "common/ledger/redaction.h"
#include "common/status/status_macros.h"

namespace tertial {
namespace {

// Private rows purged at a time, so that other writers get their turn.
constexpr size_t kMostPurged = 1000;
// How often the memory of requests is looked through when nothing else is due.
constexpr absl::Duration kHousekeeping = absl::Minutes(1);

// Adds to `batch` that private rows whose retention has ended are gone. Returns how many.
absl::StatusOr<size_t> PurgeDuePrivate(const StoreSnapshot& snapshot, absl::Time now,
                                       WriteBatch& batch) {
  size_t found = 0;
  absl::Status failed;
  TERTIAL_RETURN_IF_ERROR(snapshot.Scan(
      DuePrivate(now), ScanDirection::kForward, [&](absl::string_view key, absl::string_view) {
        batch.Delete(std::string(key));
        const std::optional<PrivateExpiry> due = DecodePrivateExpiryKey(key);
        if (!due.has_value()) return true;
        const std::string row_key = PrivateKey(due->table, due->pk);
        const absl::StatusOr<std::optional<std::string>> value = snapshot.Get(row_key);
        failed = value.status();
        if (!failed.ok()) return false;
        if (value->has_value()) {
          const absl::StatusOr<PrivateRow> row = DecodePrivateRow(row_key, **value);
          // It may have been put again since, for longer. A damaged one goes.
          if (!row.ok() || row->expiry <= now) batch.Delete(row_key);
        }
        return ++found < kMostPurged;
      }));
  TERTIAL_RETURN_IF_ERROR(failed);
  return found;
}

}  // namespace

Ledger::Ledger(std::unique_ptr<LedgerState> state) : state_(std::move(state)) {}
Ledger::~Ledger() = default;

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Open(std::unique_ptr<KeyValueStore> store,
                                                     const Clock& clock,
                                                     const LedgerOptions& options) {
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<LedgerState> state,
                           OpenLedgerState(std::move(store), clock, options));
  return std::unique_ptr<Ledger>(new Ledger(std::move(state)));
}

const std::string& Ledger::store_id() const { return state_->store_id; }
const std::string& Ledger::epoch() const { return state_->epoch; }
const common::internal::v1::Epochs& Ledger::epochs() const { return state_->epochs; }
const TableCatalog& Ledger::tables() const { return state_->options.tables; }
absl::Time Ledger::Now() const { return state_->times.Now(); }
absl::Duration Ledger::ClockJump() const { return state_->times.Jump(); }

absl::StatusOr<ReadView> Ledger::Read(const AsOf& as_of) const { return state_->Read(as_of); }

absl::StatusOr<CommitResult> Ledger::Commit(const CommitInfo& info,
                                            absl::FunctionRef<absl::Status(Txn&)> fn) {
  return state_->writer.Commit(info, fn);
}

absl::StatusOr<CommitResult> Ledger::Try(const CommitInfo& info,
                                         absl::FunctionRef<absl::Status(Txn&)> fn) const {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView base, Read());
  TERTIAL_ASSIGN_OR_RETURN(std::optional<CommitResult> replay,
                           FindReplay(base.snapshot(), info, state_->epoch, Now()));
  if (replay.has_value()) return *std::move(replay);
  Txn txn(base, tables(), base.at());
  TERTIAL_RETURN_IF_ERROR(fn(txn));
  if (info.publish_at > Now()) TERTIAL_RETURN_IF_ERROR(CheckMayWait(txn));
  return CommitResult{.at = base.at(), .answer = txn.answer()};
}

std::unique_ptr<BulkImport> Ledger::BeginImport() { return std::make_unique<BulkImport>(*state_); }

absl::StatusOr<RedactionResult> Ledger::Redact(const CommitInfo& info, TableId table,
                                               absl::string_view pk,
                                               const absl::Status& not_found) {
  absl::StatusOr<RedactionResult> result = RedactionResult();
  TERTIAL_RETURN_IF_ERROR(state_->writer.Exclusively(info.deadline, [&] {
    result = RedactRow(*state_, info, table, pk, not_found);
    return result.status();
  }));
  TERTIAL_RETURN_IF_ERROR(state_->Expunge());
  return result;
}

absl::StatusOr<int64_t> Ledger::CountRedacted(TableId table, absl::string_view pk,
                                              const absl::Status& not_found) const {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, Read());
  return tertial::CountRedacted(*state_, view, table, pk, not_found);
}

absl::StatusOr<std::vector<PendingRelease>> Ledger::ListPending(size_t most) const {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<PendingEntry> entries,
                           ReadPending(*state_->store->Snapshot(), most));
  std::vector<PendingRelease> pending;
  for (const PendingEntry& entry : entries) {
    pending.push_back({.id = entry.Id(),
                       .publish_at = entry.position.release,
                       .actor = entry.write.actor(),
                       .reason = entry.write.reason(),
                       .rows = entry.write.rows()});
  }
  return pending;
}

absl::Status Ledger::CancelPending(absl::string_view id) {
  return state_->writer.Exclusively(absl::InfiniteFuture(),
                                    [&] { return tertial::CancelPending(*state_, id); });
}

absl::Status Ledger::DoDueWork() {
  TERTIAL_RETURN_IF_ERROR(state_->DropStagingsAgain());
  state_->MakeRoom();
  bool more = true;
  while (more) {
    // What is due to be released is so before anything is done with the writer held.
    TERTIAL_RETURN_IF_ERROR(
        state_->writer.Exclusively(absl::InfiniteFuture(), [&]() -> absl::Status {
          const absl::Time now = state_->times.Now();
          const std::unique_ptr<StoreSnapshot> snapshot = state_->store->Snapshot();
          WriteBatch batch;
          TERTIAL_ASSIGN_OR_RETURN(more, ForgetDueRequests(*snapshot, now, batch));
          TERTIAL_ASSIGN_OR_RETURN(const size_t found, PurgeDuePrivate(*snapshot, now, batch));
          more = more || found == kMostPurged;
          if (!batch.empty()) TERTIAL_RETURN_IF_ERROR(state_->store->Write(batch));
          if (found > 0) state_->AddExpunge(TagRange(kPrivateTag));
          return absl::OkStatus();
        }));
  }
  return state_->Expunge();
}

absl::Time Ledger::NextDueWork() const {
  const absl::Time now = state_->times.Now();
  if (state_->HasLeftovers() || state_->CanMakeRoom()) return now;
  const int64_t release = state_->next_release.load();
  const absl::Time housekeeping = now + kHousekeeping;
  return release == INT64_MAX ? housekeeping
                              : std::min(housekeeping, absl::FromUnixMicros(release));
}

Revision Ledger::WaitForCommit(Revision revision, absl::Duration patience) const {
  return state_->watch.Wait(revision, patience);
}

void Ledger::StopWaiting() { state_->watch.Stop(); }

absl::StatusOr<ReadPoint> Ledger::Backup(const std::string& directory) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, Read());
  TERTIAL_RETURN_IF_ERROR(state_->store->Backup(directory));
  return view.at();
}

absl::StatusOr<uint64_t> Ledger::DiskBytes() const { return state_->store->DiskBytes(); }

EngineFigures Ledger::Figures() const { return state_->store->Figures(); }

absl::StatusOr<std::vector<std::string>> Ledger::FindDamagedFiles(
    absl::FunctionRef<bool()> go_on) const {
  return state_->store->FindDamagedFiles(go_on);
}

absl::Status Ledger::Health() const {
  TERTIAL_RETURN_IF_ERROR(state_->store->Health());
  if (state_->broken) return ServiceUnavailable("An import broke off and is not undone yet.");
  return absl::OkStatus();
}

}  // namespace tertial
