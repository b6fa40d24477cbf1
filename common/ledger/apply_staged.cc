#include "common/ledger/apply_staged.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/covering_index.h"
#include "common/ledger/envelope.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/pending_writes.h"
#include "common/ledger/row_writer.h"
#include "common/observability/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

// Rows looked up together.
constexpr size_t kChunkRows = 1000;
// A batch is written when it holds this much.
constexpr size_t kBatchBytes = size_t{1} << 20;

struct StagedPut {
  TableId table = 0;
  std::string pk;
  bool put = true;
  std::string body;
};

// Called for a staged row that changes something, with the version it replaces.
using ChangeVisitor =
    absl::FunctionRef<absl::Status(const StagedPut& row, const std::optional<Version>& before)>;

// Goes through a staging in the order of its keys, comparing with `view`. Of several rows with one
// key the last counts.
class Comparison {
 public:
  Comparison(const ReadView& view, ChangeVisitor visitor) : view_(view), visitor_(visitor) {}

  absl::StatusOr<ImportCounts> Run(uint64_t staging) {
    absl::Status failed;
    TERTIAL_RETURN_IF_ERROR(
        view_.snapshot().Scan(StagedRange(staging), ScanDirection::kForward,
                              [&](absl::string_view key, absl::string_view value) {
                                failed = Add(key, value);
                                return failed.ok();
                              }));
    TERTIAL_RETURN_IF_ERROR(failed);
    TERTIAL_RETURN_IF_ERROR(CompareChunk());
    return counts_;
  }

 private:
  absl::Status Add(absl::string_view key, absl::string_view value) {
    const std::optional<StagedRow> row = DecodeStagedKey(key);
    const std::optional<StagedValue> staged = DecodeStaged(value);
    if (!row.has_value() || !staged.has_value()) {
      return StoredDataDamaged(
          absl::StrCat("the staged row under key ", absl::BytesToHexString(key)));
    }
    const bool same_key =
        !chunk_.empty() && chunk_.back().table == row->table && chunk_.back().pk == row->pk;
    const bool other_table = !chunk_.empty() && chunk_.back().table != row->table;
    if (other_table || (chunk_.size() >= kChunkRows && !same_key)) {
      TERTIAL_RETURN_IF_ERROR(CompareChunk());
    }
    if (same_key) chunk_.pop_back();
    chunk_.push_back({row->table, std::string(row->pk), staged->put, std::string(staged->body)});
    return absl::OkStatus();
  }

  absl::Status CompareChunk() {
    if (chunk_.empty()) return absl::OkStatus();
    std::vector<std::string> pks;
    pks.reserve(chunk_.size());
    for (const StagedPut& row : chunk_) pks.push_back(row.pk);
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::optional<Version>> present,
                             view_.MultiFindVersions(chunk_.front().table, pks));
    for (size_t i = 0; i < chunk_.size(); ++i) {
      const bool live = present[i].has_value() && present[i]->live();
      const bool same = chunk_[i].put ? live && present[i]->body == chunk_[i].body : !live;
      int64_t& count = same ? counts_.unchanged : live ? counts_.revised : counts_.inserted;
      ++count;
      if (!same) TERTIAL_RETURN_IF_ERROR(visitor_(chunk_[i], present[i]));
    }
    chunk_.clear();
    return absl::OkStatus();
  }

  const ReadView& view_;
  const ChangeVisitor visitor_;
  std::vector<StagedPut> chunk_;
  ImportCounts counts_;
};

// Writes the rows behind head. The last batch is left for the flip.
absl::StatusOr<ImportCounts> WriteBehindHead(LedgerState& state, const StagedCommit& commit,
                                             const ReadView& view, RowWriter& writer,
                                             WriteBatch& batch) {
  return Comparison(view,
                    [&](const StagedPut& row, const std::optional<Version>& before) {
                      writer.Write(row.table, row.pk, before,
                                   row.put ? RowState::kLive : RowState::kTombstone, row.body,
                                   batch);
                      if (batch.bytes() < kBatchBytes) return absl::OkStatus();
                      TERTIAL_RETURN_IF_ERROR(state.store->CheckRoom(0));
                      batch.SortByKey();
                      const absl::Status written = state.store->Write(batch, Durability::kBuffered);
                      batch.Clear();
                      return written;
                    })
      .Run(commit.staging);
}

absl::StatusOr<ApplyResult> WriteAndFlip(
    LedgerState& state, const StagedCommit& commit, const ReadView& view,
    absl::FunctionRef<absl::Status(const ApplyResult&, WriteBatch&)> add_to_flip) {
  RowWriter writer(state.options.tables, view.at().revision + 1, commit.released);
  WriteBatch batch;
  ApplyResult result{.at = view.at()};
  TERTIAL_ASSIGN_OR_RETURN(result.counts, WriteBehindHead(state, commit, view, writer, batch));
  result.committed = result.counts.changes() > 0;
  if (result.committed) {
    result.at = {state.epoch, view.at().revision + 1, state.times.Begin(1)};
    common::internal::v1::Commit record = commit.record;
    writer.SumUp(record);
    AddCommit(result.at, std::move(record), batch);
  }
  absl::Status written = add_to_flip(result, batch);
  if (written.ok() && result.committed) written = state.store->CheckRoom(0);
  batch.DeleteRange(StagedRange(commit.staging));
  if (written.ok()) written = state.store->Write(batch);
  if (result.committed) {
    state.times.End(view.at().commit_time);
    state.TellHead();
  }
  TERTIAL_RETURN_IF_ERROR(written);
  state.deleted_staged = true;
  return result;
}

}  // namespace

absl::StatusOr<ApplyResult> ApplyStaged(
    LedgerState& state, const StagedCommit& commit,
    absl::FunctionRef<absl::Status(const ApplyResult&, WriteBatch&)> add_to_flip) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, state.Read({}));
  absl::StatusOr<ApplyResult> result = WriteAndFlip(state, commit, view, add_to_flip);
  if (result.ok()) return result;
  if (const absl::Status undone = UndoBroken(state); !undone.ok()) {
    Log(Severity::kError,
        "an import could neither be applied nor undone; nothing is written until it is undone",
        {{"cause", std::string(undone.message())}});
  }
  return result;
}

absl::Status UndoBroken(LedgerState& state) {
  // The flip may have been made although it failed: then there is nothing to undo.
  const absl::StatusOr<ReadPoint> head = ReadHead(*state.store->Snapshot(), state.epoch);
  absl::Status undone = head.status();
  if (head.ok()) undone = UndoUnfinished(*state.store, state.options.tables, head->revision);
  state.broken = !undone.ok();
  return undone;
}

absl::StatusOr<ImportCounts> CountStaged(const ReadView& view, uint64_t staging) {
  return Comparison(
             view, [](const StagedPut&, const std::optional<Version>&) { return absl::OkStatus(); })
      .Run(staging);
}

namespace {

// Index entries of the row that none of its remaining versions has.
absl::Status UndoIndex(const StoreSnapshot& snapshot, const TableCatalog& tables,
                       const FeedEntry& entry, absl::string_view body, Revision undone,
                       WriteBatch& batch) {
  std::vector<std::string> added = tables.IndexEntries(entry.table, entry.pk, body);
  if (added.empty()) return absl::OkStatus();
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(snapshot.Scan(
      SupersededRange(entry.table, entry.pk, 0), ScanDirection::kForward,
      [&](absl::string_view key, absl::string_view value) {
        const absl::StatusOr<Envelope> version = DecodeEnvelope(key, value);
        damage.Update(version.status());
        if (!version.ok()) return false;
        for (const std::string& kept : tables.IndexEntries(entry.table, entry.pk, version->body)) {
          added.erase(std::remove(added.begin(), added.end(), kept), added.end());
        }
        return version->revision < undone;
      }));
  for (const std::string& index_entry : added) {
    batch.Delete(IndexKey(entry.table, index_entry, entry.pk));
  }
  return damage;
}

// Has the covering index hold what was replaced, which is the newest version again.
absl::Status UndoCovering(const TableCatalog& tables, const FeedEntry& entry,
                          absl::string_view superseded, const std::optional<std::string>& replaced,
                          WriteBatch& batch) {
  Envelope newest;
  if (replaced.has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(newest, DecodeEnvelope(superseded, *replaced));
  }
  auto covering = CoveringRecordOf(tables, entry.table, entry.pk, newest);
  if (!covering.has_value()) return absl::OkStatus();
  if (replaced.has_value()) {
    batch.Put(std::move(covering->key), std::move(covering->value));
  } else {
    batch.Delete(std::move(covering->key));
  }
  return absl::OkStatus();
}

// Puts back what one change behind head replaced.
absl::Status UndoChange(const StoreSnapshot& snapshot, const TableCatalog& tables,
                        Revision revision, const FeedEntry& entry, WriteBatch& batch) {
  const std::string current = CurrentKey(entry.table, entry.pk);
  const std::string superseded = SupersededKey(entry.table, entry.pk, revision);
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> written, snapshot.Get(current));
  if (written.has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(const Envelope version, DecodeEnvelope(current, *written));
    if (version.revision != revision) return absl::OkStatus();
    TERTIAL_RETURN_IF_ERROR(UndoIndex(snapshot, tables, entry, version.body, revision, batch));
  }
  TERTIAL_ASSIGN_OR_RETURN(std::optional<std::string> replaced, snapshot.Get(superseded));
  TERTIAL_RETURN_IF_ERROR(UndoCovering(tables, entry, superseded, replaced, batch));
  if (replaced.has_value()) {
    batch.Put(current, *std::move(replaced));
    batch.Delete(superseded);
  } else {
    batch.Delete(current);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status UndoUnfinished(KeyValueStore& store, const TableCatalog& tables, Revision head) {
  const ScanRange behind{FeedKey(head + 1, 0), TagRange(kFeedTag).end};
  const std::unique_ptr<StoreSnapshot> snapshot = store.Snapshot();
  WriteBatch batch;
  bool any = false;
  absl::Status failed;
  TERTIAL_RETURN_IF_ERROR(snapshot->Scan(
      behind, ScanDirection::kForward, [&](absl::string_view key, absl::string_view value) {
        any = true;
        const std::optional<FeedPosition> position = DecodeFeedKey(key);
        const std::optional<FeedEntry> entry = DecodeFeedEntry(value);
        failed =
            position.has_value() && entry.has_value()
                ? UndoChange(*snapshot, tables, position->revision, *entry, batch)
                : StoredDataDamaged(absl::StrCat("the feed at key ", absl::BytesToHexString(key)));
        batch.Delete(std::string(key));
        if (failed.ok() && batch.bytes() >= kBatchBytes) {
          failed = store.Write(batch, Durability::kBuffered);
          batch.Clear();
        }
        return failed.ok();
      }));
  TERTIAL_RETURN_IF_ERROR(failed);
  return any ? store.Write(batch) : absl::OkStatus();
}

}  // namespace tertial
