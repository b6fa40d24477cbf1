#include "common/ledger/bulk_import.h"

#include <cstdint>
#include <limits>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/answered_requests.h"
#include "common/ledger/apply_staged.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/pending_writes.h"
#include "common/ledger/staged_reader.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace tertial {
namespace {

// Staged rows are written when so much has gathered.
constexpr size_t kBatchBytes = size_t{256} << 10;
// How often rows are checked again without holding up other writers.
constexpr int kFreeChecks = 2;

}  // namespace

class BulkImport::Rows {
 public:
  explicit Rows(LedgerState& state) : state_(state), staging_(state.next_staging++) {}

  uint64_t staging() const { return staging_; }
  int64_t count() const { return count_; }

  absl::Status Add(TableId table, absl::string_view pk, absl::string_view body, int64_t row) {
    batch_.Put(StagedKey(staging_, table, pk, static_cast<uint64_t>(row)),
               EncodeStaged(/*put=*/true, body));
    ++count_;
    return batch_.bytes() < kBatchBytes ? absl::OkStatus() : Flush();
  }

  absl::Status Remove(TableId table, absl::string_view pk, int64_t row) {
    batch_.Delete(StagedKey(staging_, table, pk, static_cast<uint64_t>(row)));
    --count_;
    return batch_.bytes() < kBatchBytes ? absl::OkStatus() : Flush();
  }

  absl::Status Flush() {
    if (batch_.empty()) return absl::OkStatus();
    staged_bytes_ += batch_.bytes();
    // As much again, for the rows to be applied, or to be taken out again.
    TERTIAL_RETURN_IF_ERROR(state_.store->CheckRoom(staged_bytes_));
    in_store_ = true;
    batch_.SortByKey();
    const absl::Status written = state_.store->Write(batch_, Durability::kBuffered);
    batch_.Clear();
    return written;
  }

  // The rows are another's now, or gone.
  void GiveUp() { in_store_ = false; }

  void Drop() {
    if (!in_store_) return;
    state_.DropStaging(staging_).IgnoreError();
    in_store_ = false;
  }

  ReadPoint checked_at;

 private:
  LedgerState& state_;
  const uint64_t staging_;
  WriteBatch batch_;
  int64_t count_ = 0;
  uint64_t staged_bytes_ = 0;
  bool in_store_ = false;
};

BulkImport::BulkImport(LedgerState& state) : state_(state), rows_(std::make_unique<Rows>(state)) {}

BulkImport::~BulkImport() { rows_->Drop(); }

const ReadPoint& BulkImport::checked_at() const { return rows_->checked_at; }

absl::Status BulkImport::Stage(TableId table, absl::string_view pk, absl::string_view body,
                               int64_t row) {
  return rows_->Add(table, pk, body, row);
}

absl::Status BulkImport::Check(
    absl::FunctionRef<absl::StatusOr<bool>(const RecordReader&, const StagedRowView&)> check) {
  TERTIAL_RETURN_IF_ERROR(rows_->Flush());
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, state_.Read({}));
  rows_->checked_at = view.at();
  StagedReader reader(view, state_.options.tables, rows_->staging());
  std::string last_key;
  int64_t first_row = 0;
  absl::Status failed;
  const auto visit = [&](absl::string_view key, absl::string_view value) {
    const std::optional<StagedRow> staged = DecodeStagedKey(key);
    const std::optional<StagedValue> body = DecodeStaged(value);
    if (!staged.has_value() || !body.has_value()) {
      failed =
          StoredDataDamaged(absl::StrCat("the staged row under key ", absl::BytesToHexString(key)));
      return false;
    }
    StagedRowView row{staged->table, staged->pk, body->body, static_cast<int64_t>(staged->row), {}};
    const absl::string_view row_key = key.substr(0, key.size() - sizeof(uint64_t));
    if (row_key == last_key) {
      row.duplicate_of = first_row;
    } else {
      last_key = std::string(row_key);
      first_row = row.row;
    }
    const absl::StatusOr<bool> kept = check(reader, row);
    if (!kept.ok()) {
      failed = kept.status();
      return false;
    }
    if (!*kept) {
      failed = rows_->Remove(row.table, row.pk, row.row);
      reader.Hide(row.table, row.pk, row.row);
    }
    return failed.ok();
  };
  TERTIAL_RETURN_IF_ERROR(
      view.snapshot().Scan(StagedRange(rows_->staging()), ScanDirection::kForward, visit));
  TERTIAL_RETURN_IF_ERROR(failed);
  return rows_->Flush();
}

absl::StatusOr<ImportCounts> BulkImport::Count() {
  TERTIAL_RETURN_IF_ERROR(rows_->Flush());
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, state_.Read({}));
  rows_->checked_at = view.at();
  return CountStaged(view, rows_->staging());
}

absl::StatusOr<std::optional<CommitResult>> BulkImport::FindReplay(const CommitInfo& info) const {
  return tertial::FindReplay(*state_.store->Snapshot(), info, state_.epoch, state_.times.Now());
}

absl::StatusOr<CommitResult> BulkImport::Commit(
    const CommitInfo& info, absl::FunctionRef<std::string(const ImportCounts&)> answer,
    absl::FunctionRef<absl::Status()> recheck) {
  TERTIAL_RETURN_IF_ERROR(rows_->Flush());
  CommitResult result;
  const auto finish = [&](const ImportCounts& counts, WriteBatch& batch) {
    const absl::Time now = state_.times.Now();
    result.answer = answer(counts);
    return AddAnswer(info, result, now + state_.options.request_retention, batch);
  };
  const auto apply = [&]() -> absl::Status {
    const StagedCommit commit{.staging = rows_->staging(), .record = CommitRecordOf(info)};
    return ApplyStaged(state_, commit,
                       [&](const ApplyResult& applied, WriteBatch& batch) {
                         result.at = applied.at;
                         result.committed = applied.committed;
                         return finish(applied.counts, batch);
                       })
        .status();
  };
  const auto keep_until = [&]() -> absl::Status {
    TERTIAL_ASSIGN_OR_RETURN(const ImportCounts counts, Count());
    TERTIAL_RETURN_IF_ERROR(state_.store->CheckRoom(0));
    result.at = rows_->checked_at;
    WriteBatch batch;
    if (counts.changes() > 0) {
      result.pending_release = AddPending(info, rows_->staging(), rows_->count(), state_, batch);
      // Even if the write fails: it may be there all the same, and needs its rows then.
      rows_->GiveUp();
    }
    TERTIAL_RETURN_IF_ERROR(finish(counts, batch));
    return batch.empty() ? absl::OkStatus() : state_.store->Write(batch);
  };
  bool done = false;
  const auto attempt = [&](bool check_here) -> absl::Status {
    TERTIAL_ASSIGN_OR_RETURN(std::optional<CommitResult> replay, FindReplay(info));
    if (replay.has_value()) {
      result = *std::move(replay);
      done = true;
      return absl::OkStatus();
    }
    TERTIAL_ASSIGN_OR_RETURN(const ReadView head, state_.Read({}));
    if (head.at().revision != rows_->checked_at.revision) {
      if (!check_here) return absl::OkStatus();
      TERTIAL_RETURN_IF_ERROR(recheck());
    }
    done = true;
    return info.publish_at > state_.times.Now() ? keep_until() : apply();
  };
  for (int check = 0; !done; ++check) {
    const bool check_here = check >= kFreeChecks;
    TERTIAL_RETURN_IF_ERROR(
        state_.writer.Exclusively(info.deadline, [&] { return attempt(check_here); }));
    if (!done) TERTIAL_RETURN_IF_ERROR(recheck());
  }
  return result;
}

}  // namespace tertial
