#include "common/ledger/commit_group.h"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/ledger/answered_requests.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/pending_writes.h"
#include "common/ledger/private_rows.h"
#include "common/ledger/row_writer.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

absl::Status CallGuarded(absl::FunctionRef<absl::Status(Txn&)> fn, Txn& txn) {
  // What it throws must not end the work of the others in the group.
  try {
    return fn(txn);
  } catch (const std::exception& failure) {
    return InternalError(absl::StrCat("A write threw: ", failure.what()));
  } catch (...) {
    return InternalError("A write threw something.");
  }
}

// Whether the store holds more after it. What only takes out is done on a full disk as well.
bool AddsContent(const Txn& txn) {
  return !txn.versions().empty() ||
         std::any_of(txn.private_changes().begin(), txn.private_changes().end(),
                     [](const Txn::PrivateChange& change) {
                       return change.kind == Txn::PrivateChange::Kind::kPut;
                     });
}

}  // namespace

absl::StatusOr<std::unique_ptr<CommitGroup>> CommitGroup::Begin(LedgerState& state) {
  TERTIAL_ASSIGN_OR_RETURN(ReadView view, state.Read({}));
  return std::unique_ptr<CommitGroup>(new CommitGroup(state, std::move(view)));
}

CommitGroup::CommitGroup(LedgerState& state, ReadView view)
    : state_(state),
      view_(std::move(view)),
      rows_(view_, state.options.tables),
      revision_(view_.at().revision) {}

void CommitGroup::Run(const CommitInfo& info, absl::FunctionRef<absl::Status(Txn&)> fn,
                      absl::StatusOr<CommitResult>& result) {
  if (absl::Status failed = RunOne(info, fn, result); !failed.ok()) result = std::move(failed);
}

absl::Status CommitGroup::RunOne(const CommitInfo& info, absl::FunctionRef<absl::Status(Txn&)> fn,
                                 absl::StatusOr<CommitResult>& result) {
  std::string request_id;
  if (!info.request_id.empty()) {
    TERTIAL_ASSIGN_OR_RETURN(request_id, EncodeRequest(info.actor, info.request_id));
    const auto earlier = request_ids_.find(request_id);
    if (earlier != request_ids_.end()) {
      const Request& first = requests_[earlier->second];
      if (first.info->fingerprint != info.fingerprint) return RequestIdReused(info.request_id);
      Request replay = first;
      replay.result = &result;
      result = CommitResult{.replayed = true};
      requests_.push_back(std::move(replay));
      return absl::OkStatus();
    }
    TERTIAL_ASSIGN_OR_RETURN(std::optional<CommitResult> replay,
                             FindReplay(view_.snapshot(), info, state_.epoch, state_.times.Now()));
    if (replay.has_value()) {
      result = *std::move(replay);
      return absl::OkStatus();
    }
  }
  Txn txn(rows_, state_.options.tables, {state_.epoch, revision_, view_.at().commit_time});
  TERTIAL_RETURN_IF_ERROR(CallGuarded(fn, txn));
  if (AddsContent(txn)) TERTIAL_RETURN_IF_ERROR(state_.store->CheckRoom(0));
  Request request{.info = &info, .result = &result, .revision = revision_, .answer = txn.answer()};
  TERTIAL_RETURN_IF_ERROR(Prepare(txn, request));
  result = CommitResult();
  if (!request_id.empty()) request_ids_.emplace(std::move(request_id), requests_.size());
  requests_.push_back(std::move(request));
  return absl::OkStatus();
}

absl::Status CommitGroup::Prepare(const Txn& txn, Request& request) {
  const CommitInfo& info = *request.info;
  if (absl::Status failed = PreparePrivate(txn, info); !failed.ok()) {
    // Half of it may be in the batch.
    unwritable_ = failed;
    return failed;
  }
  if (txn.versions().empty()) return absl::OkStatus();
  if (info.publish_at > state_.times.Now()) {
    TERTIAL_RETURN_IF_ERROR(CheckMayWait(txn));
    PreparePending(txn, request);
  } else {
    PrepareRows(txn, request);
  }
  return absl::OkStatus();
}

void CommitGroup::PrepareRows(const Txn& txn, Request& request) {
  request.revision = ++revision_;
  request.committed = true;
  request.record = CommitRecordOf(*request.info);
  RowWriter writer(state_.options.tables, revision_, /*released=*/false);
  for (const auto& [key, version] : txn.versions()) {
    const CurrentRow row = *DecodeCurrentKey(key);
    writer.Write(row.table, row.pk, txn.Before(key), version.state, version.body, batch_);
    rows_.Set(key, version);
  }
  writer.SumUp(request.record);
}

void CommitGroup::PreparePending(const Txn& txn, Request& request) {
  const uint64_t staging = state_.next_staging++;
  uint64_t row = 0;
  for (const auto& [key, version] : txn.versions()) {
    const CurrentRow current = *DecodeCurrentKey(key);
    batch_.Put(StagedKey(staging, current.table, current.pk, row++),
               EncodeStaged(version.live(), version.body));
  }
  request.pending_release =
      AddPending(*request.info, staging, static_cast<int64_t>(row), state_, batch_);
}

absl::Status CommitGroup::PreparePrivate(const Txn& txn, const CommitInfo& info) {
  for (const Txn::PrivateChange& change : txn.private_changes()) {
    switch (change.kind) {
      case Txn::PrivateChange::Kind::kPut:
        TERTIAL_RETURN_IF_ERROR(PutPrivate(change));
        break;
      case Txn::PrivateChange::Kind::kErase:
        TERTIAL_RETURN_IF_ERROR(ErasePrivate(change, info));
        break;
      case Txn::PrivateChange::Kind::kDrop:
        TERTIAL_RETURN_IF_ERROR(DropPrivate(change));
        break;
    }
  }
  return absl::OkStatus();
}

absl::Status CommitGroup::DeleteExpiries(const std::string& key, const Txn::PrivateChange& change) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> stored, view_.snapshot().Get(key));
  if (stored.has_value()) {
    const absl::StatusOr<PrivateRow> row = DecodePrivateRow(key, *stored);
    if (row.ok()) batch_.Delete(PrivateExpiryKey(row->expiry, change.table, change.pk));
  }
  if (const auto earlier = private_puts_.find(key); earlier != private_puts_.end()) {
    batch_.Delete(earlier->second);
  }
  return absl::OkStatus();
}

absl::Status CommitGroup::PutPrivate(const Txn::PrivateChange& change) {
  const std::string key = PrivateKey(change.table, change.pk);
  std::string expiry = PrivateExpiryKey(change.expiry, change.table, change.pk);
  // The expiry of the row that this one replaces names it as well, and must not outlive it.
  TERTIAL_RETURN_IF_ERROR(DeleteExpiries(key, change));
  batch_.Put(key, EncodePrivateRow({change.expiry, change.body}));
  batch_.Put(expiry, "");
  private_puts_.insert_or_assign(key, std::move(expiry));
  return absl::OkStatus();
}

absl::Status CommitGroup::DropPrivate(const Txn::PrivateChange& change) {
  const std::string key = PrivateKey(change.table, change.pk);
  TERTIAL_RETURN_IF_ERROR(DeleteExpiries(key, change));
  batch_.Delete(key);
  drops_ = true;
  return absl::OkStatus();
}

absl::Status CommitGroup::ErasePrivate(const Txn::PrivateChange& change, const CommitInfo& info) {
  const ScanRange range = PrivateRange(change.table, change.pk, "");
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(view_.snapshot().Scan(
      range, ScanDirection::kForward, [&](absl::string_view key, absl::string_view value) {
        const absl::StatusOr<PrivateRow> row = DecodePrivateRow(key, value);
        const absl::string_view pk = key.substr(PrivateKey(change.table, "").size());
        // A damaged row is erased all the same; its expiry falls away when its time comes.
        if (row.ok()) batch_.Delete(PrivateExpiryKey(row->expiry, change.table, pk));
        batch_.Delete(std::string(key));
        return true;
      }));
  const auto end = private_puts_.lower_bound(range.end);
  for (auto put = private_puts_.lower_bound(range.begin); put != end; ++put) {
    batch_.Delete(put->first);
    batch_.Delete(put->second);
  }
  erasures_.push_back(ErasureOf(state_, info, change.table, change.pk, revision_));
  erasures_.back().set_private_(true);
  return damage;
}

absl::Status CommitGroup::Finish() {
  TERTIAL_RETURN_IF_ERROR(unwritable_);
  const Revision base = view_.at().revision;
  const int64_t commits = revision_ - base;
  const absl::Time now = state_.times.Now();
  const absl::Time first = commits > 0 ? state_.times.Begin(commits) : absl::Time();
  const auto time_of = [&](Revision revision) {
    return revision == base ? view_.at().commit_time
                            : first + (revision - base - 1) * absl::Microseconds(1);
  };
  for (Request& request : requests_) {
    CommitResult& result = **request.result;
    result.at = {state_.epoch, request.revision, time_of(request.revision)};
    result.committed = request.committed;
    result.answer = request.answer;
    result.pending_release = request.pending_release;
    if (result.replayed) continue;
    if (request.committed) AddCommit(result.at, std::move(request.record), batch_);
    TERTIAL_RETURN_IF_ERROR(
        AddAnswer(*request.info, result, now + state_.options.request_retention, batch_));
  }
  for (common::internal::v1::Erasure& erasure : erasures_) {
    *erasure.mutable_time() = EncodeTimestamp(now);
    if (state_.options.journal != nullptr) {
      TERTIAL_RETURN_IF_ERROR(state_.options.journal->Append(erasure));
    }
  }
  if (batch_.empty()) return absl::OkStatus();
  return state_.store->Write(batch_);
}

void CommitGroup::Write() {
  const absl::Status written = Finish();
  const Revision base = view_.at().revision;
  if (revision_ > base) {
    state_.times.End(view_.at().commit_time);
    state_.TellHead();
  }
  if (!written.ok()) {
    for (const Request& request : requests_) *request.result = written;
    return;
  }
  // Rows, and the expiries, whose keys name them.
  if (drops_ || !erasures_.empty()) state_.AddExpunge(TagRange(kPrivateTag));
}

}  // namespace tertial
