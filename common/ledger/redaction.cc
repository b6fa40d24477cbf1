#include "common/ledger/redaction.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/answered_requests.h"
#include "common/ledger/covering_index.h"
#include "common/ledger/envelope.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/pending_writes.h"
#include "common/ledger/row_writer.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

class Redaction {
 public:
  Redaction(LedgerState& state, const ReadView& view, TableId table, absl::string_view pk)
      : state_(state), view_(view), table_(table), pk_(pk) {}

  // Adds to `batch` what blanks the past and what waits.
  absl::Status Prepare(WriteBatch& batch) {
    TERTIAL_RETURN_IF_ERROR(BlankPast(batch));
    TERTIAL_RETURN_IF_ERROR(DropWaiting(batch));
    TERTIAL_ASSIGN_OR_RETURN(present_, view_.FindVersion(table_, pk_));
    if (present_.has_value() && present_->live()) {
      ++blanked_;
      DropIndex(present_->body, batch);
    }
    return absl::OkStatus();
  }

  bool ever_was() const { return present_.has_value() || dropped_ > 0; }
  bool changes_anything() const { return blanked_ > 0; }
  int64_t blanked() const { return blanked_; }
  const std::optional<Version>& present() const { return present_; }

  // The bytes are to be gone from disk.
  void Expunge() const {
    const std::string current = CurrentKey(table_, pk_);
    state_.AddExpunge({current, KeyAfter(current)});
    state_.AddExpunge(SupersededRange(table_, pk_, 0));
    const TableDefinition* const definition = state_.options.tables.Find(table_);
    if (definition != nullptr && definition->index) state_.AddExpunge(TagRange(kIndexTag));
    if (const auto covering = CoveringRecordOf(state_.options.tables, table_, pk_, {})) {
      state_.AddExpunge({covering->key, KeyAfter(covering->key)});
    }
    // What was imported or had waited passed through here.
    state_.AddExpunge(TagRange(kStagedTag));
  }

 private:
  void DropIndex(absl::string_view body, WriteBatch& batch) {
    for (const std::string& entry : state_.options.tables.IndexEntries(table_, pk_, body)) {
      batch.Delete(IndexKey(table_, entry, pk_));
    }
  }

  absl::Status BlankPast(WriteBatch& batch) {
    absl::Status damage;
    TERTIAL_RETURN_IF_ERROR(view_.snapshot().Scan(
        SupersededRange(table_, pk_, 0), ScanDirection::kForward,
        [&](absl::string_view key, absl::string_view value) {
          const absl::StatusOr<Envelope> version = DecodeEnvelope(key, value);
          damage = version.status();
          if (!version.ok()) return false;
          if (version->state != RowState::kLive) return true;
          ++blanked_;
          DropIndex(version->body, batch);
          batch.Put(std::string(key), EncodeEnvelope({RowState::kBlanked, version->revision, ""}));
          return true;
        }));
    return damage;
  }

  // Takes the row out of writes that wait.
  absl::Status DropWaiting(WriteBatch& batch) {
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<PendingEntry> waiting,
                             ReadPending(view_.snapshot(), SIZE_MAX));
    for (PendingEntry entry : waiting) {
      int64_t rows = 0;
      TERTIAL_RETURN_IF_ERROR(view_.snapshot().Scan(StagedRange(entry.write.staging(), table_, pk_),
                                                    ScanDirection::kForward,
                                                    [&](absl::string_view key, absl::string_view) {
                                                      batch.Delete(std::string(key));
                                                      ++rows;
                                                      return true;
                                                    }));
      if (rows == 0) continue;
      dropped_ += rows;
      entry.write.set_rows(entry.write.rows() - rows);
      batch.Put(PendingKey(entry.position.release, entry.position.id),
                entry.write.SerializeAsString());
    }
    return absl::OkStatus();
  }

  LedgerState& state_;
  const ReadView& view_;
  const TableId table_;
  const absl::string_view pk_;
  std::optional<Version> present_;
  int64_t blanked_ = 0;
  int64_t dropped_ = 0;
};

}  // namespace

absl::StatusOr<int64_t> CountRedacted(LedgerState& state, const ReadView& view, TableId table,
                                      absl::string_view pk, const absl::Status& not_found) {
  WriteBatch unwritten;
  Redaction redaction(state, view, table, pk);
  TERTIAL_RETURN_IF_ERROR(redaction.Prepare(unwritten));
  if (!redaction.ever_was()) return not_found;
  return redaction.blanked();
}

absl::StatusOr<RedactionResult> RedactRow(LedgerState& state, const CommitInfo& info, TableId table,
                                          absl::string_view pk, const absl::Status& not_found) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, state.Read({}));
  const absl::Time now = state.times.Now();
  TERTIAL_ASSIGN_OR_RETURN(std::optional<CommitResult> replay,
                           FindReplay(view.snapshot(), info, state.epoch, now));
  if (replay.has_value()) {
    // The first request may have failed after its commit.
    Redaction(state, view, table, pk).Expunge();
    RedactionResult result{*std::move(replay)};
    (void)absl::SimpleAtoi(result.commit.answer, &result.versions);
    return result;
  }
  WriteBatch batch;
  Redaction redaction(state, view, table, pk);
  TERTIAL_RETURN_IF_ERROR(redaction.Prepare(batch));
  if (!redaction.ever_was()) return not_found;

  RedactionResult result{.versions = redaction.blanked()};
  result.commit.at = view.at();
  result.commit.answer = absl::StrCat(redaction.blanked());
  if (redaction.changes_anything()) {
    result.commit.committed = true;
    result.commit.at = {state.epoch, view.at().revision + 1, state.times.Begin(1)};
    RowWriter writer(state.options.tables, result.commit.at.revision, /*released=*/false);
    writer.Write(table, pk, redaction.present(), RowState::kRedaction, "", batch);
    common::internal::v1::Commit record = CommitRecordOf(info);
    writer.SumUp(record);
    AddCommit(result.commit.at, std::move(record), batch);
  }
  absl::Status written =
      AddAnswer(info, result.commit, now + state.options.request_retention, batch);
  if (written.ok() && state.options.journal != nullptr) {
    written =
        state.options.journal->Append(ErasureOf(state, info, table, pk, result.commit.at.revision));
  }
  if (written.ok() && !batch.empty()) written = state.store->Write(batch);
  if (result.commit.committed) {
    state.times.End(view.at().commit_time);
    state.TellHead();
  }
  TERTIAL_RETURN_IF_ERROR(written);
  redaction.Expunge();
  return result;
}

}  // namespace tertial
