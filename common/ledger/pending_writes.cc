#include "common/ledger/pending_writes.h"

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/apply_staged.h"
#include "common/ledger/in_use.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/staged_reader.h"
#include "common/ledger/table.h"
#include "common/observability/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

constexpr uint8_t kPutOp = 0;
constexpr uint8_t kDeleteOp = 1;
constexpr absl::Duration kTryDamagedAgain = absl::Minutes(1);

void LowerNextRelease(LedgerState& state, absl::Time release) {
  const int64_t micros = absl::ToUnixMicros(release);
  int64_t present = state.next_release.load();
  while (micros < present && !state.next_release.compare_exchange_weak(present, micros)) {
  }
}

// Whether one row may be written as things are now.
absl::Status CheckRow(const TableCatalog& tables, const RecordReader& reader, const StagedRow& row,
                      const StagedValue& staged) {
  if (!staged.put) return CheckNotInUse(reader, tables, row.table, row.pk);
  const TableDefinition* const table = tables.Find(row.table);
  if (table == nullptr) return absl::OkStatus();
  Violations violations;
  TERTIAL_RETURN_IF_ERROR(
      table->CheckWrite(reader, row.pk, staged.body, violations.At("resource")));
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

// What was right when the write was accepted may be so no more: what it refers to may be gone, or
// what it deletes may be in use.
absl::Status CheckStagedRows(const LedgerState& state, uint64_t staging) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, state.Read({}));
  const TableCatalog& tables = state.options.tables;
  const StagedReader reader(view, tables, staging);
  absl::Status failed;
  TERTIAL_RETURN_IF_ERROR(view.snapshot().Scan(StagedRange(staging), ScanDirection::kForward,
                                               [&](absl::string_view key, absl::string_view value) {
                                                 const std::optional<StagedRow> row =
                                                     DecodeStagedKey(key);
                                                 const std::optional<StagedValue> staged =
                                                     DecodeStaged(value);
                                                 // A damaged row is named when it is applied.
                                                 if (row.has_value() && staged.has_value())
                                                   failed = CheckRow(tables, reader, *row, *staged);
                                                 return failed.ok();
                                               }));
  return failed;
}

// Makes one write whose instant has come. One that no longer changes anything leaves no trace.
absl::Status Release(LedgerState& state, const PendingEntry& entry) {
  TERTIAL_RETURN_IF_ERROR(CheckStagedRows(state, entry.write.staging()));
  StagedCommit commit{.staging = entry.write.staging(), .released = true};
  commit.record.set_actor(entry.write.actor());
  commit.record.set_reason(entry.write.reason());
  commit.record.set_request_id(entry.write.request_id());
  if (entry.write.has_origin()) *commit.record.mutable_origin() = entry.write.origin();
  const auto forget = [&](const ApplyResult&, WriteBatch& batch) {
    batch.Delete(PendingKey(entry.position.release, entry.position.id));
    return absl::OkStatus();
  };
  return ApplyStaged(state, commit, forget).status();
}

}  // namespace

std::string EncodeStaged(bool put, absl::string_view body) {
  std::string value;
  AppendUint8(put ? kPutOp : kDeleteOp, value);
  value.append(body.data(), body.size());
  return value;
}

std::optional<StagedValue> DecodeStaged(absl::string_view value) {
  const std::optional<uint8_t> op = ConsumeUint8(value);
  if (op != kPutOp && op != kDeleteOp) return std::nullopt;
  return StagedValue{op == kPutOp, value};
}

absl::Status CheckMayWait(const Txn& txn) {
  for (const auto& [key, version] : txn.versions()) {
    if (!IsRestrictedKey(key)) continue;
    return InvalidField("options.publish_at", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                        "What not everybody may see is not published at any instant; leave it "
                        "out.");
  }
  return absl::OkStatus();
}

std::string PendingEntry::Id() const {
  std::string bytes;
  AppendUint64(static_cast<uint64_t>(absl::ToUnixMicros(position.release)), bytes);
  AppendUint64(position.id, bytes);
  return absl::BytesToHexString(bytes);
}

std::string AddPending(const CommitInfo& info, uint64_t staging, int64_t rows, LedgerState& state,
                       WriteBatch& batch) {
  PendingEntry entry;
  // In the order in which they were asked for: the number of the staging grows.
  entry.position = {absl::FromUnixMicros(absl::ToUnixMicros(info.publish_at)), staging};
  entry.write.set_staging(staging);
  entry.write.set_actor(info.actor);
  entry.write.set_reason(info.reason);
  entry.write.set_request_id(info.request_id);
  entry.write.set_rows(rows);
  if (info.origin.ByteSizeLong() > 0) *entry.write.mutable_origin() = info.origin;
  batch.Put(PendingKey(entry.position.release, entry.position.id), entry.write.SerializeAsString());
  LowerNextRelease(state, entry.position.release);
  return entry.Id();
}

absl::StatusOr<std::vector<PendingEntry>> ReadPending(const StoreSnapshot& snapshot, size_t most) {
  std::vector<PendingEntry> entries;
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(snapshot.Scan(
      TagRange(kPendingTag), ScanDirection::kForward,
      [&](absl::string_view key, absl::string_view value) {
        PendingEntry entry;
        const std::optional<PendingPosition> position = DecodePendingKey(key);
        if (!position.has_value() ||
            !entry.write.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
          damage = StoredDataDamaged(
              absl::StrCat("the waiting write under key ", absl::BytesToHexString(key)));
          return false;
        }
        entry.position = *position;
        entries.push_back(std::move(entry));
        return entries.size() < most;
      }));
  TERTIAL_RETURN_IF_ERROR(damage);
  return entries;
}

absl::Status CancelPending(LedgerState& state, absl::string_view id) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<PendingEntry> entries,
                           ReadPending(*state.store->Snapshot(), SIZE_MAX));
  for (const PendingEntry& entry : entries) {
    if (entry.Id() != id) continue;
    WriteBatch batch;
    batch.Delete(PendingKey(entry.position.release, entry.position.id));
    batch.DeleteRange(StagedRange(entry.write.staging()));
    TERTIAL_RETURN_IF_ERROR(state.store->Write(batch));
    // Of all that was withdrawn at once, however much that is.
    state.AddExpunge(TagRange(kStagedTag));
    return RefreshNextRelease(state);
  }
  return MakeError(absl::StatusCode::kNotFound, common::v1::ERROR_REASON_PENDING_RELEASE_NOT_FOUND,
                   absl::StrCat("No write with the id \"", id,
                                "\" waits; it was released, withdrawn, or never was."),
                   {{"id", std::string(id)}});
}

absl::Status ReleaseDue(LedgerState& state) {
  const absl::Time now = state.times.Now();
  if (state.next_release.load() > absl::ToUnixMicros(now)) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<PendingEntry> entries,
                           ReadPending(*state.store->Snapshot(), SIZE_MAX));
  for (const PendingEntry& entry : entries) {
    if (entry.position.release > now) break;
    const absl::Status released = Release(state, entry);
    if (state.broken) return released;
    // One that is damaged, refused as things are now, or for which there is no room must not hold
    // up the others, nor every other write.
    if (absl::IsDataLoss(released) || absl::IsInvalidArgument(released) ||
        absl::IsFailedPrecondition(released) || absl::IsResourceExhausted(released)) {
      Log(Severity::kError, "a waiting write cannot be made",
          {{"id", entry.Id()}, {"cause", std::string(released.message())}});
      continue;
    }
    TERTIAL_RETURN_IF_ERROR(released);
  }
  TERTIAL_RETURN_IF_ERROR(RefreshNextRelease(state));
  // What is due still and stays is tried again a while later, not with each write.
  if (state.next_release.load() <= absl::ToUnixMicros(now)) {
    state.next_release = absl::ToUnixMicros(now + kTryDamagedAgain);
  }
  return absl::OkStatus();
}

absl::Status RefreshNextRelease(LedgerState& state) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<PendingEntry> first,
                           ReadPending(*state.store->Snapshot(), 1));
  state.next_release =
      first.empty() ? INT64_MAX : absl::ToUnixMicros(first.front().position.release);
  return absl::OkStatus();
}

absl::Status DropOrphanedStagings(LedgerState& state) {
  const std::unique_ptr<StoreSnapshot> snapshot = state.store->Snapshot();
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<PendingEntry> entries,
                           ReadPending(*snapshot, SIZE_MAX));
  std::set<uint64_t> needed;
  for (const PendingEntry& entry : entries) {
    needed.insert(entry.write.staging());
    // It may have no rows any more, and its number is not free for all that.
    state.next_staging = std::max(state.next_staging.load(), entry.write.staging() + 1);
  }
  WriteBatch batch;
  ScanRange rest = TagRange(kStagedTag);
  // One seek for each staging.
  for (bool found = true; found;) {
    found = false;
    uint64_t staging = 0;
    TERTIAL_RETURN_IF_ERROR(snapshot->Scan(
        rest, ScanDirection::kForward, [&](absl::string_view key, absl::string_view) {
          const std::optional<StagedRow> row = DecodeStagedKey(key);
          found = row.has_value();
          if (found) staging = row->staging;
          return false;
        }));
    if (!found) break;
    if (!needed.contains(staging)) batch.DeleteRange(StagedRange(staging));
    state.next_staging = std::max(state.next_staging.load(), staging + 1);
    rest.begin = StagedRange(staging).end;
  }
  return batch.empty() ? absl::OkStatus() : state.store->Write(batch);
}

}  // namespace tertial
