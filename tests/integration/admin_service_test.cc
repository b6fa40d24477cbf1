// AdminService, over a channel.
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/ledger/content_hash.h"
#include "common/store/rocksdb_store.h"
#include "tests/integration/ledger_services_fixture.h"
#include "tests/testing/metric_values.h"

namespace tertial {
namespace {

using admin::v1::CancelPendingReleaseRequest;
using admin::v1::CheckStoreRequest;
using admin::v1::CreateBackupRequest;
using admin::v1::GetContentHashRequest;
using admin::v1::GetContentHashResponse;
using admin::v1::ListPendingReleasesRequest;
using admin::v1::RedactResourceRequest;
using admin::v1::RedactResourceResponse;
using admin::v1::RestoreRevisionRequest;
using admin::v1::RestoreRevisionResponse;
using ::testing::IsEmpty;
using testing::MetricValue;
using ::testing::Not;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

constexpr char kName[] = "areas/asker/bodies/a";

RestoreRevisionRequest ToRestore(Revision revision, const std::string& name = kName) {
  RestoreRevisionRequest request;
  request.set_name(name);
  request.set_revision(revision);
  request.mutable_options()->set_reason("it was right");
  return request;
}

RedactResourceRequest ToRedact(const std::string& name = kName) {
  RedactResourceRequest request;
  request.set_name(name);
  request.mutable_options()->set_reason("it had to go");
  return request;
}

class AdminServiceTest : public LedgerServicesTest {
 protected:
  absl::StatusOr<RestoreRevisionResponse> Restore(const RestoreRevisionRequest& request,
                                                  const std::string& caller = "recorder") {
    return store_.Call(&AdminStub::RestoreRevision, request, caller);
  }
  absl::StatusOr<RedactResourceResponse> Redact(const RedactResourceRequest& request,
                                                const std::string& caller = "admin") {
    return store_.Call(&AdminStub::RedactResource, request, caller);
  }
  absl::StatusOr<GetContentHashResponse> Hash(const GetContentHashRequest& request = {}) {
    return store_.Call(&AdminStub::GetContentHash, request, "reader");
  }
  absl::StatusOr<politics::v1::Body> Get(const std::string& name = kName) {
    politics::v1::GetBodyRequest request;
    request.set_name(name);
    const auto response = store_.service().Call(&Politics::Stub::GetBody, request);
    if (!response.ok()) return response.status();
    return response->body();
  }
  changes::v1::Change LastChange() {
    changes::v1::ListChangesRequest request;
    request.set_page_size(1000);
    const auto page = store_.Call(&ChangeStub::ListChanges, request);
    EXPECT_THAT(page, IsOk());
    return page->changes().empty() ? changes::v1::Change() : *page->changes().rbegin();
  }
};

TEST_F(AdminServiceTest, AnEarlierVersionBecomesThePresentOneAsANewCommit) {
  store_.Put(BodyOf("a", 1));
  store_.Put(BodyOf("a", 2));
  const auto restored = Restore(ToRestore(1, "areas/3203/bodies/a"));
  ASSERT_THAT(restored, IsOk());
  EXPECT_TRUE(restored->result().committed());
  EXPECT_EQ(restored->result().at().revision(), 3);
  EXPECT_EQ(Get()->order(), 1);
  const changes::v1::Change change = LastChange();
  EXPECT_EQ(change.type(), changes::v1::CHANGE_TYPE_REVISED);
  EXPECT_EQ(change.actor(), "recorder");
  EXPECT_EQ(change.reason(), "it was right");
}

TEST_F(AdminServiceTest, WhatWasDeletedIsRestored) {
  store_.Put(BodyOf("a", 1));
  store_.Delete(kName);
  EXPECT_THAT(Restore(ToRestore(1)), IsOk());
  EXPECT_EQ(Get()->order(), 1);
}

TEST_F(AdminServiceTest, RestoringThePresentVersionChangesNothing) {
  store_.Put(BodyOf("a", 1));
  const auto restored = Restore(ToRestore(1));
  ASSERT_THAT(restored, IsOk());
  EXPECT_FALSE(restored->result().committed());
  EXPECT_EQ(restored->result().at().revision(), 1);
}

TEST_F(AdminServiceTest, RefusesToRestoreWhatIsNoVersion) {
  store_.Put(BodyOf("a", 1));
  store_.Put(BodyOf("b"));
  store_.Delete(kName);
  // No version of it, of another row, the deletion, beyond head, none at all.
  for (const Revision revision : {0, 2, 3, 4, -1}) {
    EXPECT_THAT(Restore(ToRestore(revision)), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(Restore(ToRestore(revision)), HasReason(ERROR_REASON_REVISION_UNKNOWN)) << revision;
  }
  EXPECT_THAT(Restore(ToRestore(1, "areas/asker/goals/g")),
              HasReason(ERROR_REASON_RESOURCE_KIND_UNKNOWN));
  EXPECT_THAT(Restore(ToRestore(1, "a")), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(Restore(ToRestore(1), "reader"), HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_EQ(store_.Head(), 3);
}

TEST_F(AdminServiceTest, RestoresOnlyAgainstTheEtagThatIsStated) {
  store_.Put(BodyOf("a", 1));
  store_.Put(BodyOf("a", 2));
  RestoreRevisionRequest request = ToRestore(1);
  request.set_etag(EtagOf(store_.ledger().epoch(), 1));
  EXPECT_THAT(Restore(request), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Restore(request), HasReason(ERROR_REASON_ETAG_MISMATCH));
  request.set_etag(EtagOf("0123456789abcdef", 2));
  EXPECT_THAT(Restore(request), HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
  request.set_etag(EtagOf(store_.ledger().epoch(), 2));
  EXPECT_THAT(Restore(request), IsOk());
  store_.Delete(kName);
  EXPECT_THAT(Restore(request), HasReason(ERROR_REASON_ETAG_MISMATCH));
}

TEST_F(AdminServiceTest, WhatIsRestoredKeepsTheRulesOfTheService) {
  store_.Put(BodyOf("a"));
  store_.Put(ActivityOf("a", "2024"));
  store_.Commit([](Txn& txn) -> absl::Status {
    return DeleteResource<BodyActivityTable>(txn, ActivityOf("a", "2024").name()).status();
  });
  store_.Delete(kName);
  const auto refused = Restore(ToRestore(2, ActivityOf("a", "2024").name()));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_BODY_NOT_FOUND));
  EXPECT_EQ(store_.Head(), 4);
}

TEST_F(AdminServiceTest, ARepeatedRestoreIsAnsweredAndChangesNothing) {
  store_.Put(BodyOf("a", 1));
  store_.Put(BodyOf("a", 2));
  RestoreRevisionRequest request = ToRestore(1);
  request.mutable_options()->set_request_id("r-1");
  const auto first = Restore(request);
  ASSERT_THAT(first, IsOk());
  store_.Put(BodyOf("a", 3));
  const auto again = Restore(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->result().replayed());
  EXPECT_EQ(again->result().at().revision(), 3);
  EXPECT_EQ(Get()->order(), 3);
  request.set_revision(2);
  EXPECT_THAT(Restore(request), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(Restore(request), HasReason(ERROR_REASON_REQUEST_ID_REUSED));
}

TEST_F(AdminServiceTest, RestoringCanBeTriedAndCanWait) {
  store_.Put(BodyOf("a", 1));
  store_.Put(BodyOf("a", 2));
  RestoreRevisionRequest request = ToRestore(1);
  request.mutable_options()->set_validate_only(true);
  EXPECT_FALSE(Restore(request)->result().committed());
  EXPECT_EQ(Get()->order(), 2);
  request.mutable_options()->set_validate_only(false);
  *request.mutable_options()->mutable_publish_at() = EncodeTimestamp(absl::Now() + absl::Hours(1));
  const auto waiting = Restore(request);
  ASSERT_THAT(waiting, IsOk());
  EXPECT_THAT(waiting->result().pending_release(), Not(IsEmpty()));
  EXPECT_EQ(Get()->order(), 2);
}

TEST_F(AdminServiceTest, ARedactedVersionIsNotRestored) {
  store_.Put(BodyOf("a", 1));
  ASSERT_THAT(Redact(ToRedact()), IsOk());
  EXPECT_THAT(Restore(ToRestore(1)), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Restore(ToRestore(1)), HasReason(ERROR_REASON_VERSION_REDACTED));
  EXPECT_THAT(Restore(ToRestore(2)), HasReason(ERROR_REASON_REVISION_UNKNOWN));
}

TEST_F(AdminServiceTest, RedactionBlanksEveryVersionAndTellsHowMany) {
  store_.Put(BodyOf("a", 1));
  store_.Put(BodyOf("a", 2));
  RedactResourceRequest request = ToRedact("areas/3203/bodies/a");
  request.mutable_options()->set_validate_only(true);
  const auto tried = Redact(request);
  ASSERT_THAT(tried, IsOk());
  EXPECT_EQ(tried->versions(), 2);
  EXPECT_EQ(Get()->order(), 2);

  request.mutable_options()->set_validate_only(false);
  request.mutable_options()->set_request_id("r-1");
  const auto redacted = Redact(request);
  ASSERT_THAT(redacted, IsOk());
  EXPECT_EQ(redacted->versions(), 2);
  EXPECT_TRUE(redacted->result().committed());
  EXPECT_EQ(redacted->result().at().revision(), 3);
  EXPECT_THAT(Get(), HasReason(ERROR_REASON_BODY_NOT_FOUND));
  EXPECT_EQ(LastChange().type(), changes::v1::CHANGE_TYPE_REDACTED);
  EXPECT_EQ(LastChange().actor(), "admin");

  const auto again = Redact(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->result().replayed());
  EXPECT_EQ(again->versions(), 2);
  const auto erasures = ReadErasureJournal(store_.service().journal());
  ASSERT_THAT(erasures, IsOk());
  EXPECT_THAT(*erasures, SizeIs(1));
}

// A row that only waited was not found by a trial, although the redaction itself found it.
TEST_F(AdminServiceTest, WhatOnlyWaitsIsFoundByATrialOfItsRedaction) {
  store_.Put({BodyOf("a")}, absl::Now() + absl::Hours(1));
  for (const bool validate_only : {true, false}) {
    RedactResourceRequest request = ToRedact();
    request.mutable_options()->set_validate_only(validate_only);
    const auto redacted = Redact(request);
    ASSERT_THAT(redacted, IsOk());
    EXPECT_EQ(redacted->versions(), 0);
    EXPECT_FALSE(redacted->result().committed());
    const auto pending =
        store_.Call(&AdminStub::ListPendingReleases, ListPendingReleasesRequest(), "publisher");
    ASSERT_THAT(pending, IsOk());
    ASSERT_THAT(pending->pending_releases(), SizeIs(1));
    EXPECT_EQ(pending->pending_releases(0).rows(), validate_only ? 1 : 0);
  }
}

TEST_F(AdminServiceTest, RefusesToRedactWithoutAReasonOrWhatNeverWas) {
  store_.Put(BodyOf("a", 1));
  RedactResourceRequest request = ToRedact();
  request.mutable_options()->clear_reason();
  EXPECT_THAT(Redact(request), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Redact(request), HasReason(ERROR_REASON_FIELD_REQUIRED));
  request = ToRedact();
  *request.mutable_options()->mutable_publish_at() = EncodeTimestamp(absl::Now() + absl::Hours(1));
  EXPECT_THAT(Redact(request), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  for (const bool validate_only : {true, false}) {
    request = ToRedact("areas/asker/bodies/never");
    request.mutable_options()->set_validate_only(validate_only);
    EXPECT_THAT(Redact(request), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(Redact(request), HasReason(ERROR_REASON_BODY_NOT_FOUND));
  }
  EXPECT_THAT(Redact(ToRedact("areas/asker/goals/g")),
              HasReason(ERROR_REASON_RESOURCE_KIND_UNKNOWN));
  EXPECT_THAT(Redact(ToRedact(), "recorder"), HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_EQ(store_.Head(), 1);
}

TEST_F(AdminServiceTest, WritesThatWaitAreListedTheNextFirstAndCanBeWithdrawn) {
  const absl::Time now = absl::Now();
  store_.Put({BodyOf("later")}, now + absl::Hours(2));
  store_.Put({BodyOf("a"), BodyOf("b")}, now + absl::Hours(1));
  const auto list = [&] {
    return store_.Call(&AdminStub::ListPendingReleases, ListPendingReleasesRequest(), "publisher");
  };
  const auto pending = list();
  ASSERT_THAT(pending, IsOk());
  ASSERT_THAT(pending->pending_releases(), SizeIs(2));
  const admin::v1::PendingRelease& next = pending->pending_releases(0);
  EXPECT_EQ(next.rows(), 2);
  EXPECT_EQ(next.actor(), "tester");
  EXPECT_EQ(next.reason(), "because");
  EXPECT_EQ(DecodeTimestamp(next.publish_at()),
            absl::FromUnixMicros(absl::ToUnixMicros(now + absl::Hours(1))));

  CancelPendingReleaseRequest cancel;
  cancel.set_id(next.id());
  EXPECT_THAT(store_.Call(&AdminStub::CancelPendingRelease, cancel, "recorder"),
              HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(store_.Call(&AdminStub::CancelPendingRelease, cancel, "publisher"), IsOk());
  EXPECT_THAT(list()->pending_releases(), SizeIs(1));
  const auto again = store_.Call(&AdminStub::CancelPendingRelease, cancel, "publisher");
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(again, HasReason(ERROR_REASON_PENDING_RELEASE_NOT_FOUND));
  EXPECT_THAT(store_.Call(&AdminStub::ListPendingReleases, ListPendingReleasesRequest(), "reader"),
              HasReason(ERROR_REASON_ROLE_MISSING));
}

TEST_F(AdminServiceTest, RefusesADirectoryThatIsNotFitForABackup) {
  const TempDir directory;
  const auto backup = [&](const std::string& path, const std::string& caller = "admin") {
    CreateBackupRequest request;
    request.set_directory(path);
    return store_.Call(&AdminStub::CreateBackup, request, caller);
  };
  EXPECT_THAT(backup(""), HasReason(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_THAT(backup("backup"), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  directory.Write("file", "something");
  EXPECT_THAT(backup(directory.path()), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(backup(directory.path()), HasReason(ERROR_REASON_BACKUP_REFUSED));
  EXPECT_THAT(backup(directory.path() + "/new", "publisher"), HasReason(ERROR_REASON_ROLE_MISSING));
  store_.Put(BodyOf("a"));
  const auto made = backup(directory.path() + "/new");
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->at().revision(), 1);
  EXPECT_EQ(made->store_id(), store_.ledger().store_id());
  const auto content = store_.Call(&AdminStub::GetContentHash, GetContentHashRequest());
  ASSERT_THAT(content, IsOk());
  EXPECT_EQ(made->content_hash(), content->hash());
  EXPECT_EQ(made->resources(), 1);
  EXPECT_NEAR(MetricValue("tertial_backup_time_seconds"),
              absl::ToDoubleSeconds(store_.ledger().Now() - absl::UnixEpoch()), 60);
}

// Follows the feed as a client does, and hashes what it comes to.
TEST_F(AdminServiceTest, WhoFollowsTheFeedComesToTheSameHash) {
  store_.Put({BodyOf("a", 1), BodyOf("b"), BodyOf("c")});
  store_.Put(ActivityOf("a", "2024"));
  store_.Put(BodyOf("a", 2));
  store_.Delete(BodyOf("b").name());
  store_.Redact("c");
  changes::v1::ListChangesRequest all;
  const auto page = store_.Call(&ChangeStub::ListChanges, all);
  ASSERT_THAT(page, IsOk());
  std::map<std::pair<std::string, std::string>, std::pair<Revision, std::string>> rows;
  ContentHash hash;
  for (const changes::v1::Change& change : page->changes()) {
    const std::pair<std::string, std::string> row(change.kind(), change.name());
    const auto before = rows.find(row);
    if (before != rows.end()) {
      hash.Remove(row.first, row.second, before->second.first, before->second.second);
      rows.erase(before);
    }
    if (!change.has_after()) continue;
    rows[row] = {change.commit().revision(), change.after().value()};
    hash.Add(row.first, row.second, change.commit().revision(), change.after().value());
  }
  const auto answer = Hash();
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->hash(), hash.Hex());
  EXPECT_EQ(answer->resources(), 2);
  EXPECT_EQ(answer->at().revision(), 5);
}

TEST_F(AdminServiceTest, TheHashIsOfTheStateAskedForAndShowsNothingThatWaits) {
  store_.Put(BodyOf("a", 1));
  const std::string first = Hash()->hash();
  EXPECT_THAT(first, SizeIs(64));
  store_.Put({BodyOf("b")}, absl::Now() + absl::Hours(1));
  EXPECT_EQ(Hash()->hash(), first);
  store_.Put(BodyOf("a", 2));
  EXPECT_NE(Hash()->hash(), first);
  GetContentHashRequest request;
  request.mutable_as_of()->set_revision(1);
  EXPECT_EQ(Hash(request)->hash(), first);
  EXPECT_EQ(Hash(request)->at().revision(), 1);
  request.mutable_as_of()->set_revision(9);
  EXPECT_THAT(Hash(request), HasReason(ERROR_REASON_REVISION_IN_FUTURE));
}

TEST_F(AdminServiceTest, ASoundStoreHasNoFindings) {
  store_.Put({BodyOf("a", 1), BodyOf("b")});
  store_.Put(BodyOf("a", 2));
  store_.Delete(BodyOf("b").name());
  store_.Put(BodyOf("b", 3));
  store_.Redact("b");
  store_.Put(BodyOf("b", 4));
  store_.Put(ActivityOf("a", "2024"));
  store_.Put({BodyOf("waits")}, absl::Now() + absl::Hours(1));
  RestoreRevisionRequest request = ToRestore(1);
  request.mutable_options()->set_request_id("r-1");
  ASSERT_THAT(Restore(request), IsOk());
  const auto check = store_.Call(&AdminStub::CheckStore, CheckStoreRequest());
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->finding_count(), 0) << check->DebugString();
  EXPECT_GT(check->records(), 30);
  EXPECT_EQ(check->at().revision(), store_.Head());
  EXPECT_THAT(store_.Call(&AdminStub::CheckStore, CheckStoreRequest(), "recorder"),
              HasReason(ERROR_REASON_ROLE_MISSING));
}

TEST_F(AdminServiceTest, ARowThatRefersToWhatIsGoneIsAFinding) {
  store_.Put(BodyOf("a"));
  store_.Put(ActivityOf("a", "2024"));
  store_.Delete(kName);
  const auto check = store_.Call(&AdminStub::CheckStore, CheckStoreRequest());
  ASSERT_THAT(check, IsOk());
  ASSERT_THAT(check->findings(), SizeIs(1));
  EXPECT_EQ(check->findings(0).name(), ActivityOf("a", "2024").name());
}

}  // namespace
}  // namespace tertial
