// Writes of a run: commits, requests made again, redactions, private rows.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/ledger_model/run.h"
#include "tests/testing/status_matchers.h"

namespace tertial::ledger_model {
namespace {

using enum common::v1::ErrorReason;

absl::Status Refused() { return AreaNotFound("atlantis"); }

absl::Time WholeMicros(absl::Time time) { return absl::FromUnixMicros(absl::ToUnixMicros(time)); }

}  // namespace

WriteRequest ModelRun::AnyWrite() {
  WriteRequest request{.info = AnyInfo()};
  for (int i = chance_.Below(4); i >= 0; --i) {
    const RowKey row = AnyRow();
    const std::vector<Version>& versions = model_.VersionsOf(row);
    std::optional<std::string> body = AnyBody(row);
    if (chance_.OneIn(4)) {
      body.reset();
    } else if (!versions.empty() && chance_.OneIn(4)) {
      // An older version is restored.
      const Version& old = chance_.Pick(versions);
      if (old.live()) body = old.body;
    }
    request.steps.push_back({row, std::move(body)});
  }
  if (request.info.publish_at == absl::InfinitePast() && chance_.OneIn(8)) {
    for (int i = chance_.Below(3); i >= 0; --i) {
      RowKey row = AnyRow();
      std::optional<std::string> body = AnyBody(row);
      if (chance_.OneIn(4)) {
        body.reset();
        if (chance_.OneIn(2)) row.pk = AnyPrefix();
      }
      request.private_steps.push_back({row, body, absl::Minutes(chance_.Below(300))});
    }
    if (chance_.OneIn(2)) request.steps.clear();
  }
  request.fails = chance_.OneIn(12);
  return request;
}

absl::Status ModelRun::RunSteps(const WriteRequest& request, Txn& txn) {
  EXPECT_EQ(txn.base().revision, model_.head());
  EXPECT_EQ(txn.revision(), model_.head() + 1);
  // What the steps have made of the rows so far.
  Changes made;
  const auto present = [&](const RowKey& row) -> std::optional<std::string> {
    if (const auto change = made.find(row); change != made.end()) return change->second;
    const Version* const version = model_.FindVersion(row, model_.head());
    if (version == nullptr || !version->live()) return std::nullopt;
    return version->body;
  };
  for (const auto& [row, body] : request.steps) {
    const std::optional<std::string> before = present(row);
    if (body.has_value()) {
      const PutOutcome outcome = !before            ? PutOutcome::kInserted
                                 : *before == *body ? PutOutcome::kUnchanged
                                                    : PutOutcome::kRevised;
      EXPECT_THAT(txn.Put(row.table, row.pk, *body), IsOkAndHolds(outcome));
    } else {
      EXPECT_THAT(txn.Delete(row.table, row.pk), IsOkAndHolds(before.has_value()));
    }
    made[row] = body;
    const auto found = txn.Find(row.table, row.pk);
    TERTIAL_RETURN_IF_ERROR(found.status());
    EXPECT_EQ(found->has_value() ? std::optional<std::string>((*found)->body) : std::nullopt, body);
  }
  const Changes effective = model_.Effective(made);
  EXPECT_EQ(txn.versions().size(), effective.size());
  for (const TableId table : Tables()) {
    LiveRows rows = model_.RowsAt(table, model_.head());
    for (const auto& [row, body] : effective) {
      if (row.table != table) continue;
      rows.erase(row.pk);
      if (body) rows.emplace(row.pk, Record{model_.head() + 1, *body});
    }
    CompareScan(txn, table, rows, "", "");
  }
  for (const auto& [row, body, retention] : request.private_steps) {
    if (body) {
      txn.PutPrivate(row.table, row.pk, *body, Now() + retention);
    } else {
      txn.ErasePrivate(row.table, row.pk);
    }
  }
  txn.SetAnswer(absl::StrCat("answer to ", request.info.request_id));
  return request.fails ? Refused() : absl::OkStatus();
}

absl::StatusOr<CommitResult> ModelRun::CallCommit(const WriteRequest& request) {
  return ledger_->Commit(request.info, [&](Txn& txn) { return RunSteps(request, txn); });
}

void ModelRun::ApplyPrivate(const WriteRequest& request) {
  for (const auto& [row, body, retention] : request.private_steps) {
    if (body) {
      model_.private_rows()[row] = {*body, WholeMicros(Now() + retention)};
    } else {
      std::erase_if(model_.private_rows(), [&prefix = row](const auto& one) {
        return one.first.table == prefix.table && absl::StartsWith(one.first.pk, prefix.pk);
      });
    }
  }
}

absl::StatusOr<CommitResult> ModelRun::ApplyWrite(const WriteRequest& request) {
  const CommitInfo& info = request.info;
  const auto answered = model_.answered().find({info.actor, info.request_id});
  if (!info.request_id.empty() && answered != model_.answered().end() &&
      answered->second.expiry > Now()) {
    if (answered->second.fingerprint != info.fingerprint) return RequestIdReused(info.request_id);
    CommitResult replay = answered->second.result;
    replay.replayed = true;
    return replay;
  }
  if (request.fails) return Refused();
  Changes made;
  for (const auto& [row, body] : request.steps) made[row] = body;
  const Changes effective = model_.Effective(made);
  CommitResult result;
  result.answer = absl::StrCat("answer to ", info.request_id);
  if (!effective.empty() && info.publish_at > Now()) {
    Waiting waiting{"", WholeMicros(info.publish_at), info.actor, info.reason, effective, {}};
    for (const auto& [row, body] : effective) waiting.rows.insert(row);
    model_.AddWaiting(std::move(waiting));
  } else if (!effective.empty()) {
    model_.Commit(effective, info, /*released=*/false);
    result.committed = true;
  }
  ApplyPrivate(request);
  result.at.revision = model_.head();
  if (!info.request_id.empty()) {
    model_.answered()[{info.actor, info.request_id}] = {info.fingerprint, result, 0,
                                                        WholeMicros(Now() + absl::Hours(24))};
  }
  return result;
}

void ModelRun::MakeWrite(const WriteRequest& request) {
  model_.ReleaseDue(Now());
  const size_t waited = model_.waiting().size();
  const auto result = CallCommit(request);
  const auto expected = ApplyWrite(request);
  CheckHead();
  if (!expected.ok()) {
    EXPECT_EQ(result.status(), expected.status());
    return;
  }
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->committed, expected->committed);
  EXPECT_EQ(result->replayed, expected->replayed);
  EXPECT_EQ(result->answer, expected->answer);
  EXPECT_EQ(result->at.epoch, ledger_->epoch());
  EXPECT_EQ(result->at.revision, expected->at.revision);
  EXPECT_EQ(result->at.commit_time, model_.TimeOf(expected->at.revision));
  if (!expected->replayed) {
    EXPECT_EQ(result->pending_release.empty(), model_.waiting().size() == waited);
    EXPECT_EQ(
        std::count_if(model_.waiting().begin(), model_.waiting().end(),
                      [&](const Waiting& write) { return write.id == result->pending_release; }),
        result->pending_release.empty() ? 0 : 1);
  }
  if (!request.info.request_id.empty()) past_requests_.push_back(request);
}

void ModelRun::Write() { MakeWrite(AnyWrite()); }

void ModelRun::WriteWithFault() {
  const WriteRequest request = AnyWrite();
  // The fault is to hit this write, and none that was waiting.
  model_.ReleaseDue(Now());
  EXPECT_THAT(ledger_->DoDueWork(), IsOk());
  model_.Forget(Now());
  const bool executed = chance_.OneIn(2);
  if (executed) {
    faults_->FailAfterWrite(1);
  } else {
    faults_->FailWrite(1);
  }
  const int64_t failed = faults_->failed_writes();
  const auto result = CallCommit(request);
  const bool hit = faults_->failed_writes() > failed;
  faults_->Heal();
  if (hit) EXPECT_THAT(result, StatusIs(absl::StatusCode::kUnavailable));
  if (!hit || executed) (void)ApplyWrite(request);
  CheckHead();
  // Whoever asked asks again.
  if (hit && !request.info.request_id.empty()) MakeWrite(request);
}

void ModelRun::WriteAndLosePower() {
  // So that only this write decides what is there afterwards.
  for (const Waiting& write : model_.waiting()) {
    if (write.release <= std::max(Now(), clock_.Now())) return LosePower();
  }
  WriteRequest request = AnyWrite();
  request.info.publish_at = absl::InfinitePast();
  request.fails = false;
  const RowKey row = AnyRow();
  request.steps.push_back({row, BodyOf(row, absl::StrCat("power-lost-", ++next_request_))});
  disk_.FreezeAfter(static_cast<size_t>(chance_.Below(4)));
  const auto result = CallCommit(request);
  if (!result.ok()) EXPECT_TRUE(disk_.frozen()) << result.status();
  if (result.ok()) EXPECT_THAT(ApplyWrite(request), IsOk());
  Crash();
  OpenLedger();
  if (ledger_ == nullptr) return;
  const auto view = ledger_->Read();
  ASSERT_THAT(view, IsOk());
  // Of a write that failed it is open whether it is there: the newest revision tells.
  if (!result.ok() && view->at().revision == model_.head() + 1) {
    EXPECT_THAT(ApplyWrite(request), IsOk());
  }
  SettleTimes();
  StartAnew();
}

void ModelRun::Repeat() {
  if (past_requests_.empty()) return;
  // One of the latest, mostly.
  const int count = static_cast<int>(past_requests_.size());
  const int back = chance_.OneIn(4) ? chance_.Below(count) : chance_.Below(std::min(count, 10));
  WriteRequest request = past_requests_[static_cast<size_t>(count - 1 - back)];
  if (chance_.OneIn(4)) request.info.fingerprint += " of another body";
  MakeWrite(request);
}

void ModelRun::Try() {
  WriteRequest request = AnyWrite();
  request.info.request_id.clear();
  const auto result = ledger_->Try(request.info, [&](Txn& txn) { return RunSteps(request, txn); });
  EXPECT_EQ(result.ok(), !request.fails);
  if (result.ok()) {
    EXPECT_FALSE(result->committed);
    EXPECT_EQ(result->at.revision, model_.head());
  }
  CheckHead();
}

void ModelRun::Redact() {
  const RowKey row = AnyRow();
  CommitInfo info = AnyInfo();
  info.publish_at = absl::InfinitePast();
  model_.ReleaseDue(Now());
  const auto result = ledger_->Redact(info, row.table, row.pk, Refused());
  if (!model_.EverWas(row)) {
    EXPECT_EQ(result.status(), Refused());
    CheckHead();
    return;
  }
  ASSERT_THAT(result, IsOk());
  const Revision before = model_.head();
  const int64_t blanked = model_.Redact(row, info);
  EXPECT_EQ(result->versions, blanked);
  EXPECT_EQ(result->commit.committed, blanked > 0);
  EXPECT_EQ(model_.head(), blanked > 0 ? before + 1 : before);
  EXPECT_EQ(result->commit.at.revision, model_.head());
  CheckHead();
  if (info.request_id.empty()) return;
  const auto again = ledger_->Redact(info, row.table, row.pk, Refused());
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->commit.replayed);
  EXPECT_EQ(again->versions, blanked);
  EXPECT_EQ(again->commit.at, result->commit.at);
  model_.answered()[{info.actor, info.request_id}] = {info.fingerprint, again->commit, blanked,
                                                      WholeMicros(Now() + absl::Hours(24))};
}

void ModelRun::Cancel() {
  model_.ReleaseDue(Now());
  if (model_.waiting().empty() || chance_.OneIn(8)) {
    EXPECT_THAT(ledger_->CancelPending("no such id"),
                HasReason(ERROR_REASON_PENDING_RELEASE_NOT_FOUND));
  } else {
    const auto index =
        static_cast<size_t>(chance_.Below(static_cast<int>(model_.waiting().size())));
    const std::string id = model_.waiting()[index].id;
    model_.CancelWaiting(index);
    EXPECT_THAT(ledger_->CancelPending(id), IsOk());
  }
  CheckHead();
}

void ModelRun::ReadPrivate() {
  const auto view = ledger_->Read();
  ASSERT_THAT(view, IsOk());
  const RowKey one = AnyRow();
  const auto row = model_.private_rows().find(one);
  const bool there = row != model_.private_rows().end() && row->second.expiry > Now();
  EXPECT_THAT(view->FindPrivate(one.table, one.pk, Now()),
              IsOkAndHolds(there ? std::optional<std::string>(row->second.body) : std::nullopt));
  const std::string prefix = AnyPrefix();
  const std::string after = chance_.OneIn(2) ? AnyRow().pk : "";
  std::map<RowKey, std::string> expected, found;
  for (const auto& [key, body] : model_.private_rows()) {
    if (key.table == one.table && absl::StartsWith(key.pk, prefix) && key.pk > after &&
        body.expiry > Now()) {
      expected.emplace(key, body.body);
    }
  }
  EXPECT_THAT(
      view->ScanPrivate(one.table, prefix, after, Now(),
                        [&](absl::string_view pk, absl::string_view body) {
                          found.emplace(RowKey{one.table, std::string(pk)}, std::string(body));
                          return true;
                        }),
      IsOk());
  EXPECT_EQ(found, expected);
}

}  // namespace tertial::ledger_model
