// What became of a resource: its revisions, the feed, restoring and redacting.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/conformance/standard_methods_fixture.h"

namespace tertial::conformance {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using enum absl::StatusCode;
using enum changes::v1::ChangeType;
using enum common::v1::ErrorReason;
using AdminStub = admin::v1::AdminService::Stub;
using ChangeStub = changes::v1::ChangeService::Stub;

constexpr char kAdmin[] = "admin";

WriteOptions Because(const std::string& reason) {
  WriteOptions options;
  options.set_reason(reason);
  return options;
}

// The resource in `any`, as one of the kind of `sample`; none where it is not set.
Resource Unpacked(const google::protobuf::Any& any, Resource sample) {
  if (any.type_url().empty()) return Resource();
  EXPECT_TRUE(any.UnpackTo(&sample.message())) << any.type_url();
  return sample;
}

absl::StatusOr<std::vector<changes::v1::ResourceRevision>> RevisionsOf(const StandardClient& client,
                                                                       const std::string& name,
                                                                       int page_size = 0) {
  std::vector<changes::v1::ResourceRevision> all;
  changes::v1::ListRevisionsRequest request;
  request.set_name(name);
  request.set_page_size(page_size);
  do {
    const auto page = client.Changes(&ChangeStub::ListRevisions, request);
    if (!page.ok()) return page.status();
    all.insert(all.end(), page->revisions().begin(), page->revisions().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

// The changes of the resource `name` of this kind, from the beginning of the feed.
std::vector<changes::v1::Change> ChangesOf(const StandardClient& client, const Resource& resource) {
  std::vector<changes::v1::Change> all;
  changes::v1::ListChangesRequest request;
  request.set_page_size(1000);
  request.mutable_filter()->add_kinds(resource.full_kind());
  for (bool up_to_date = false; !up_to_date;) {
    const auto page = client.Changes(&ChangeStub::ListChanges, request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) break;
    for (const changes::v1::Change& change : page->changes()) {
      EXPECT_EQ(change.kind(), resource.full_kind());
      if (change.name() == resource.name()) all.push_back(change);
    }
    up_to_date = page->up_to_date();
    request.set_resume_token(page->resume_token());
  }
  return all;
}

std::vector<std::string> ExportedNames(const StandardClient& client, const Resource& resource,
                                       const AsOf& as_of) {
  changes::v1::ExportResourcesRequest request;
  request.add_kinds(resource.full_kind());
  *request.mutable_as_of() = as_of;
  const auto exported = client.Export(request);
  EXPECT_THAT(exported, IsOk());
  std::vector<std::string> names;
  if (!exported.ok()) return names;
  for (const changes::v1::ExportedResource& one : *exported) names.push_back(one.name());
  return names;
}

absl::StatusOr<WriteResult> Restore(const StandardClient& client, const std::string& name,
                                    int64_t revision, const std::string& etag = "",
                                    const WriteOptions& options = {},
                                    const std::string& caller = kWriter) {
  admin::v1::RestoreRevisionRequest request;
  request.set_name(name);
  request.set_revision(revision);
  request.set_etag(etag);
  *request.mutable_options() = options;
  const auto response = client.Admin(&AdminStub::RestoreRevision, request, caller);
  if (!response.ok()) return response.status();
  return response->result();
}

absl::StatusOr<admin::v1::RedactResourceResponse> Redact(const StandardClient& client,
                                                         const std::string& name,
                                                         const WriteOptions& options,
                                                         const std::string& caller = kAdmin) {
  admin::v1::RedactResourceRequest request;
  request.set_name(name);
  *request.mutable_options() = options;
  return client.Admin(&AdminStub::RedactResource, request, caller);
}

TEST_P(StandardMethods, RevisionsAndFeedTellWhoDidWhatAndWhy) {
  const Resource resource = Ready(0);
  const auto created = client().Create(resource, Because("first printed"));
  ASSERT_THAT(created, IsOk());
  const auto updated = client().Update(Changed(resource, 1), {}, Because("a misprint"));
  ASSERT_THAT(updated, IsOk());
  const auto deleted = client().Delete(resource.name(), "", Because("not ours"));
  ASSERT_THAT(deleted, IsOk());

  for (const int page_size : {0, 1, 2, 3, 4}) {
    const auto revisions = RevisionsOf(client(), resource.name(), page_size);
    ASSERT_THAT(revisions, IsOk());
    ASSERT_THAT(*revisions, SizeIs(3));
    const struct {
      const WriteAnswer& answer;
      changes::v1::ChangeType type;
      std::string reason;
    } expected[] = {{*created, CHANGE_TYPE_INSERTED, "first printed"},
                    {*updated, CHANGE_TYPE_REVISED, "a misprint"},
                    {*deleted, CHANGE_TYPE_DELETED, "not ours"}};
    for (size_t i = 0; i < 3; ++i) {
      const changes::v1::ResourceRevision& revision = (*revisions)[i];
      SCOPED_TRACE(revision.ShortDebugString());
      EXPECT_EQ(revision.type(), expected[i].type);
      EXPECT_EQ(revision.commit().ShortDebugString(),
                expected[i].answer.result.at().ShortDebugString());
      EXPECT_EQ(Unpacked(revision.resource(), resource).WithoutEtag(),
                expected[i].answer.resource.WithoutEtag());
      EXPECT_EQ(revision.etag(), expected[i].answer.resource.etag());
      EXPECT_EQ(revision.actor(), kind().writer);
      EXPECT_EQ(revision.reason(), expected[i].reason);
      EXPECT_FALSE(revision.redacted());
    }
  }

  const auto changes = ChangesOf(client(), resource);
  ASSERT_THAT(changes, SizeIs(3));
  EXPECT_EQ(changes[0].type(), CHANGE_TYPE_INSERTED);
  EXPECT_FALSE(changes[0].has_before());
  EXPECT_EQ(Unpacked(changes[0].after(), resource).WithoutEtag(), resource);
  EXPECT_EQ(changes[0].reason(), "first printed");
  EXPECT_EQ(changes[1].type(), CHANGE_TYPE_REVISED);
  EXPECT_EQ(Unpacked(changes[1].before(), resource).WithoutEtag(), resource);
  EXPECT_EQ(Unpacked(changes[1].after(), resource).WithoutEtag(), Changed(resource, 1));
  EXPECT_EQ(changes[1].actor(), kind().writer);
  EXPECT_EQ(changes[2].type(), CHANGE_TYPE_DELETED);
  EXPECT_EQ(Unpacked(changes[2].before(), resource).WithoutEtag(), Changed(resource, 1));
  EXPECT_FALSE(changes[2].has_after());
  for (const changes::v1::Change& change : changes) EXPECT_TRUE(change.end_of_commit());
}

TEST_P(StandardMethods, WhatNeverWasHasNoRevisions) {
  EXPECT_THAT(RevisionsOf(client(), Ready(0).name()), IsNotFound(kind().not_found));
  EXPECT_THAT(Restore(client(), Ready(0).name(), 1), StatusIs(kInvalidArgument));
  EXPECT_THAT(Redact(client(), Ready(0).name(), Because("asked for")),
              IsNotFound(kind().not_found));
}

TEST_P(StandardMethods, AnEarlierVersionIsRestoredAsANewCommit) {
  const Resource first = Recorded(0);
  const int64_t first_revision = Head().revision();
  const Resource second = RecordedChange(first, 1);
  const auto restored = Restore(client(), first.name(), first_revision, second.etag(),
                                Because("the first was right"));
  ASSERT_THAT(restored, IsOk());
  EXPECT_TRUE(restored->committed());
  EXPECT_EQ(restored->at().SerializeAsString(), Head().SerializeAsString());
  const auto read = client().Get(first.name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->resource.WithoutEtag(), first.WithoutEtag());
  EXPECT_NE(read->resource.etag(), first.etag());
  const auto revisions = RevisionsOf(client(), first.name());
  ASSERT_THAT(revisions, IsOk());
  ASSERT_THAT(*revisions, SizeIs(3));
  EXPECT_EQ(revisions->back().type(), CHANGE_TYPE_REVISED);
  EXPECT_EQ(revisions->back().reason(), "the first was right");
}

TEST_P(StandardMethods, ADeletedOneIsRestored) {
  const Resource recorded = Recorded(0);
  const int64_t revision = Head().revision();
  ASSERT_THAT(client().Delete(recorded.name()), IsOk());
  WriteOptions options;
  options.set_request_id(absl::StrCat(place().id, "/r"));
  const auto restored = Restore(client(), recorded.name(), revision, "", options);
  ASSERT_THAT(restored, IsOk());
  EXPECT_EQ(Stored(recorded).WithoutEtag(), recorded.WithoutEtag());
  const int64_t before = Head().revision();
  const auto again = Restore(client(), recorded.name(), revision, "", options);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->replayed());
  EXPECT_EQ(again->at().SerializeAsString(), restored->at().SerializeAsString());
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, OnlyAVersionOfTheResourceIsRestored) {
  const Resource first = Recorded(0);
  const int64_t first_revision = Head().revision();
  const Resource sibling = Recorded(1);
  const int64_t sibling_revision = Head().revision();
  ASSERT_THAT(client().Delete(first.name()), IsOk());
  const int64_t deleted_revision = Head().revision();
  const auto unknown = IsInvalid(ERROR_REASON_REVISION_UNKNOWN);
  for (const int64_t revision :
       {sibling_revision, deleted_revision, deleted_revision + 1000, int64_t{0}, int64_t{-1}}) {
    EXPECT_THAT(Restore(client(), first.name(), revision), unknown) << revision;
  }
  EXPECT_THAT(Restore(client(), sibling.name(), sibling_revision, "made up"),
              IsError(kAborted, ERROR_REASON_ETAG_MISMATCH));
  EXPECT_THAT(Restore(client(), first.name(), first_revision, "", {}, "reader"),
              IsError(kPermissionDenied, ERROR_REASON_ROLE_MISSING));
  EXPECT_EQ(Head().revision(), deleted_revision);
}

TEST_P(StandardMethods, AVersionIsRestoredOnlyWhereItsReferencesStillHold) {
  const Resource recorded = Recorded(0);
  const int64_t revision = Head().revision();
  ASSERT_THAT(client().Delete(recorded.name()), IsOk());
  if (kind().needs == nullptr) {
    EXPECT_THAT(Restore(client(), recorded.name(), revision), IsOk());
    return;
  }
  std::vector<Resource> all_needed = kind().needs(place(), 0);
  std::reverse(all_needed.begin(), all_needed.end());
  for (const Resource& needed : all_needed) {
    // The same may be named twice.
    const auto deleted = client().Delete(needed);
    EXPECT_TRUE(deleted.ok() || deleted.status().code() == kNotFound) << needed;
  }
  const int64_t before = Head().revision();
  EXPECT_THAT(Restore(client(), recorded.name(), revision), IsInvalid(kind().needed));
  EXPECT_THAT(client().Get(recorded.name()), IsNotFound(kind().not_found));
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, ARedactedOneIsShownByNothing) {
  const Resource resource = OtherChanged(Ready(0));
  WriteOptions options;
  options.set_request_id(absl::StrCat(place().id, "/r"));
  const auto created = client().Create(resource, options);
  ASSERT_THAT(created, IsOk());
  const auto updated = client().Update(Changed(resource, 1), {"*"});
  ASSERT_THAT(updated, IsOk());
  const auto redacted = Redact(client(), resource.name(), Because("it names a person"));
  ASSERT_THAT(redacted, IsOk());
  EXPECT_EQ(redacted->versions(), 2);
  EXPECT_TRUE(redacted->result().committed());

  for (const AsOf& as_of : {AsOf(), At(created->result.at()), At(updated->result.at())}) {
    SCOPED_TRACE(as_of.ShortDebugString());
    EXPECT_THAT(client().Get(resource.name(), as_of), IsNotFound(kind().not_found));
    const auto batch = client().BatchGet({resource.name()}, as_of);
    ASSERT_THAT(batch, IsOk());
    EXPECT_FALSE(batch->results[0].resource.has_value());
    EXPECT_THAT(ListedNames(as_of), Not(Contains(resource.name())));
    EXPECT_THAT(ExportedNames(client(), resource, as_of), Not(Contains(resource.name())));
  }
  const auto revisions = RevisionsOf(client(), resource.name());
  ASSERT_THAT(revisions, IsOk());
  ASSERT_THAT(*revisions, SizeIs(3));
  for (const changes::v1::ResourceRevision& revision : *revisions) {
    EXPECT_FALSE(revision.has_resource()) << revision.ShortDebugString();
  }
  EXPECT_TRUE((*revisions)[0].redacted());
  EXPECT_TRUE((*revisions)[1].redacted());
  EXPECT_EQ((*revisions)[2].type(), CHANGE_TYPE_REDACTED);
  EXPECT_EQ((*revisions)[2].actor(), kAdmin);
  EXPECT_EQ((*revisions)[2].reason(), "it names a person");
  const auto changes = ChangesOf(client(), resource);
  ASSERT_THAT(changes, SizeIs(3));
  for (const changes::v1::Change& change : changes) {
    EXPECT_FALSE(change.has_before()) << change.ShortDebugString();
    EXPECT_FALSE(change.has_after()) << change.ShortDebugString();
    EXPECT_TRUE(change.redacted()) << change.ShortDebugString();
  }
  EXPECT_EQ(changes[2].type(), CHANGE_TYPE_REDACTED);

  EXPECT_THAT(Restore(client(), resource.name(), created->result.at().revision()),
              IsError(kFailedPrecondition, ERROR_REASON_VERSION_REDACTED));
  const auto repeated = client().Create(resource, options);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_TRUE(repeated->result.replayed());
  EXPECT_EQ(repeated->resource, resource.NameOnly());
}

TEST_P(StandardMethods, AfterARedactionItMayBeRecordedAnew) {
  const Resource recorded = Recorded(0);
  ASSERT_THAT(Redact(client(), recorded.name(), Because("asked for")), IsOk());
  EXPECT_THAT(client().Update(recorded), IsNotFound(kind().not_found));
  EXPECT_THAT(client().Delete(recorded.name()), IsNotFound(kind().not_found));
  const auto created = client().Create(Changed(recorded.WithoutEtag(), 1));
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(Stored(recorded), created->resource);
}

TEST_P(StandardMethods, ARedactionReachesWhatWaits) {
  const Resource recorded = Recorded(0);
  WriteOptions options;
  options.mutable_publish_at()->set_seconds(253'402'300'799);  // the end of the year 9999
  const auto waiting = client().Update(Changed(recorded, 1), {}, options);
  ASSERT_THAT(waiting, IsOk());
  ASSERT_THAT(Redact(client(), recorded.name(), Because("asked for")), IsOk());
  const auto pending = client().Admin(&AdminStub::ListPendingReleases,
                                      admin::v1::ListPendingReleasesRequest(), "publisher");
  ASSERT_THAT(pending, IsOk());
  for (const admin::v1::PendingRelease& release : pending->pending_releases()) {
    EXPECT_EQ(release.rows(), 0) << release.ShortDebugString();
  }
  admin::v1::CancelPendingReleaseRequest cancel;
  cancel.set_id(waiting->result.pending_release());
  EXPECT_THAT(client().Admin(&AdminStub::CancelPendingRelease, cancel, "publisher"), IsOk());
}

TEST_P(StandardMethods, WhatOnlyWaitsIsRedactedAsWell) {
  const Resource resource = Ready(0);
  WriteOptions options;
  options.mutable_publish_at()->set_seconds(253'402'300'799);  // the end of the year 9999
  const auto waiting = client().Create(resource, options);
  ASSERT_THAT(waiting, IsOk());
  const int64_t before = Head().revision();
  const auto redacted = Redact(client(), resource.name(), Because("asked for"));
  ASSERT_THAT(redacted, IsOk());
  EXPECT_EQ(redacted->versions(), 0);
  EXPECT_FALSE(redacted->result().committed());
  EXPECT_EQ(Head().revision(), before);
  EXPECT_THAT(Redact(client(), resource.name(), Because("asked for")),
              IsNotFound(kind().not_found));
  admin::v1::CancelPendingReleaseRequest cancel;
  cancel.set_id(waiting->result.pending_release());
  EXPECT_THAT(client().Admin(&AdminStub::CancelPendingRelease, cancel, "publisher"), IsOk());
}

TEST_P(StandardMethods, ARedactionIsForAdministratorsAndHasAReason) {
  const Resource recorded = Recorded(0);
  EXPECT_THAT(Redact(client(), recorded.name(), Because("asked for"), kRecorder),
              IsError(kPermissionDenied, ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(Redact(client(), recorded.name(), {}), IsInvalid(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_EQ(Stored(recorded), recorded);
}

}  // namespace
}  // namespace tertial::conformance
