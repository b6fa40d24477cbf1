// publish_at: what waits for its instant is shown by nothing, and then by everything.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/ledger/read_point.h"
#include "tests/conformance/standard_methods_fixture.h"

namespace tertial::conformance {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using enum absl::StatusCode;
using enum common::v1::ErrorReason;
using AdminStub = admin::v1::AdminService::Stub;
using ChangeStub = changes::v1::ChangeService::Stub;

constexpr char kPublisher[] = "publisher";

WriteOptions In(absl::Duration delay) {
  WriteOptions options;
  *options.mutable_publish_at() = EncodeTimestamp(absl::Now() + delay);
  return options;
}

// What the whole service shows of its store to those who read it.
struct Shown {
  std::string head;
  std::string content_hash;
  int64_t resources = 0;
  std::string feed_end;
  std::vector<std::string> listed;
  std::vector<std::string> exported;

  friend bool operator==(const Shown&, const Shown&) = default;
};

Shown WhatIsShown(const StandardClient& client, const ReadPoint& head,
                  std::vector<std::string> listed) {
  Shown shown{.head = head.ShortDebugString(), .listed = std::move(listed)};
  const auto hash =
      client.Admin(&AdminStub::GetContentHash, admin::v1::GetContentHashRequest(), kRecorder);
  EXPECT_THAT(hash, IsOk());
  if (hash.ok()) {
    shown.content_hash = hash->hash();
    shown.resources = hash->resources();
  }
  const auto feed_end = client.FeedEnd();
  EXPECT_THAT(feed_end, IsOk());
  if (feed_end.ok()) shown.feed_end = *feed_end;
  const auto exported = client.Export({});
  EXPECT_THAT(exported, IsOk());
  if (exported.ok()) {
    for (const changes::v1::ExportedResource& one : *exported) shown.exported.push_back(one.name());
  }
  return shown;
}

std::vector<admin::v1::PendingRelease> Pending(const StandardClient& client) {
  const auto response = client.Admin(&AdminStub::ListPendingReleases,
                                     admin::v1::ListPendingReleasesRequest(), kPublisher);
  EXPECT_THAT(response, IsOk());
  if (!response.ok()) return {};
  return {response->pending_releases().begin(), response->pending_releases().end()};
}

absl::Status Cancel(const StandardClient& client, const std::string& id,
                    const std::string& caller = kPublisher) {
  admin::v1::CancelPendingReleaseRequest request;
  request.set_id(id);
  return client.Admin(&AdminStub::CancelPendingRelease, request, caller).status();
}

TEST_P(StandardMethods, WhatWaitsIsShownByNothing) {
  const Resource updated = Recorded(0);
  const Resource deleted = Recorded(1);
  const Resource created = Ready(2);
  const Shown before = WhatIsShown(client(), Head(), ListedNames());

  std::vector<std::string> waiting;
  for (const auto& answer : {client().Create(created, In(absl::Hours(1))),
                             client().Update(Changed(updated, 1), {}, In(absl::Hours(2))),
                             client().Delete(deleted.name(), "", In(absl::Hours(3)))}) {
    ASSERT_THAT(answer, IsOk());
    EXPECT_FALSE(answer->result.committed());
    EXPECT_THAT(answer->result.pending_release(), Not(IsEmpty()));
    EXPECT_EQ(answer->result.at().ShortDebugString(), before.head);
    EXPECT_EQ(answer->resource.etag(), "");
    waiting.push_back(answer->result.pending_release());
  }

  EXPECT_EQ(WhatIsShown(client(), Head(), ListedNames()), before);
  changes::v1::ListChangesRequest since;
  since.set_resume_token(before.feed_end);
  const auto changes = client().Changes(&ChangeStub::ListChanges, since);
  ASSERT_THAT(changes, IsOk());
  EXPECT_THAT(changes->changes(), IsEmpty());
  EXPECT_TRUE(changes->up_to_date());
  EXPECT_THAT(client().Get(created.name()), IsNotFound(kind().not_found));
  EXPECT_EQ(Stored(updated), updated);
  EXPECT_EQ(Stored(deleted), deleted);
  const auto batch = client().BatchGet({created.name(), updated.name(), deleted.name()});
  ASSERT_THAT(batch, IsOk());
  EXPECT_FALSE(batch->results[0].resource.has_value());
  EXPECT_EQ(batch->results[1].resource, updated);
  EXPECT_EQ(batch->results[2].resource, deleted);
  changes::v1::ListRevisionsRequest revisions;
  revisions.set_name(created.name());
  EXPECT_THAT(client().Changes(&ChangeStub::ListRevisions, revisions),
              IsNotFound(kind().not_found));
  revisions.set_name(updated.name());
  const auto of_updated = client().Changes(&ChangeStub::ListRevisions, revisions);
  ASSERT_THAT(of_updated, IsOk());
  EXPECT_THAT(of_updated->revisions(), SizeIs(1));
  // Errors do not tell of it either.
  EXPECT_THAT(client().Update(created), IsNotFound(kind().not_found));
  EXPECT_THAT(client().Delete(created.name()), IsNotFound(kind().not_found));
  WriteOptions options;
  options.set_validate_only(true);
  EXPECT_THAT(client().Create(created, options), IsOk());
  EXPECT_THAT(client().Update(Changed(updated, 2), {}, options), IsOk());

  for (const std::string& id : waiting) EXPECT_THAT(Cancel(client(), id), IsOk());
  EXPECT_EQ(WhatIsShown(client(), Head(), ListedNames()), before);
}

TEST_P(StandardMethods, AWaitingWriteIsKnownToPublishersAndMayBeCancelled) {
  const Resource resource = Ready(0);
  WriteOptions options = In(absl::Hours(1));
  options.set_reason("the press conference");
  const auto created = client().Create(resource, options);
  ASSERT_THAT(created, IsOk());
  const std::string id = created->result.pending_release();
  const auto pending = Pending(client());
  ASSERT_THAT(pending, SizeIs(1));
  EXPECT_EQ(pending[0].id(), id);
  EXPECT_EQ(pending[0].actor(), kind().writer);
  EXPECT_EQ(pending[0].reason(), "the press conference");
  EXPECT_EQ(pending[0].rows(), 1);
  // Instants are kept in whole microseconds.
  EXPECT_LT(DecodeTimestamp(options.publish_at()) - DecodeTimestamp(pending[0].publish_at()),
            absl::Microseconds(1));

  const auto refused = IsError(kPermissionDenied, ERROR_REASON_ROLE_MISSING);
  EXPECT_THAT(client().Admin(&AdminStub::ListPendingReleases,
                             admin::v1::ListPendingReleasesRequest(), "reader"),
              refused);
  EXPECT_THAT(Cancel(client(), id, "reader"), refused);
  EXPECT_THAT(Cancel(client(), id), IsOk());
  EXPECT_THAT(Cancel(client(), id), IsNotFound(ERROR_REASON_PENDING_RELEASE_NOT_FOUND));
  EXPECT_THAT(Cancel(client(), "made up"), IsNotFound(ERROR_REASON_PENDING_RELEASE_NOT_FOUND));
  EXPECT_THAT(Pending(client()), IsEmpty());
  EXPECT_THAT(client().Create(resource), IsOk());
}

TEST_P(StandardMethods, ARepeatOfAWaitingWriteWaitsOnce) {
  const Resource recorded = Recorded(0);
  WriteOptions options = In(absl::Hours(1));
  options.set_request_id(absl::StrCat(place().id, "/r"));
  const auto updated = client().Update(Changed(recorded, 1), {}, options);
  ASSERT_THAT(updated, IsOk());
  auto again = client().Update(Changed(recorded, 1), {}, options);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->result.replayed());
  again->result.set_replayed(false);
  EXPECT_EQ(again->result.DebugString(), updated->result.DebugString());
  EXPECT_EQ(again->resource, updated->resource);
  EXPECT_THAT(Pending(client()), SizeIs(1));
  EXPECT_THAT(Cancel(client(), updated->result.pending_release()), IsOk());
}

// Has `write` written with `options` to be published in a moment; in a longer one when that has
// passed before the service looked.
template <typename Options, typename Write>
auto WrittenSoon(Options& options, Write write) {
  for (absl::Duration delay = absl::Milliseconds(100); true; delay *= 2) {
    *options.mutable_publish_at() = EncodeTimestamp(absl::Now() + delay);
    auto written = write(options);
    if (ReasonOf(written.status()) != ERROR_REASON_VALUE_OUT_OF_RANGE ||
        delay > absl::Seconds(10)) {
      return written;
    }
  }
}

// The first change after `resume_token`.
changes::v1::Change AwaitChange(const StandardClient& client, const std::string& resume_token) {
  changes::v1::WatchChangesRequest watch;
  watch.set_resume_token(resume_token);
  changes::v1::Change next;
  EXPECT_THAT(client.Watch(watch,
                           [&next](const changes::v1::Change& change) {
                             next = change;
                             return false;
                           }),
              IsOk());
  return next;
}

// A client that had no answer asks again, and by then the instant has passed.
TEST_P(StandardMethods, ARepeatAfterTheInstantIsAnsweredAsTheFirst) {
  const Resource resource = Ready(0);
  auto feed_end = client().FeedEnd();
  ASSERT_THAT(feed_end, IsOk());
  WriteOptions options;
  options.set_request_id(absl::StrCat(place().id, "/create"));
  const auto create = [&](const WriteOptions& how) { return client().Create(resource, how); };
  const auto created = WrittenSoon(options, create);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(AwaitChange(client(), *feed_end).name(), resource.name());
  const auto again = create(options);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->result.replayed());
  EXPECT_EQ(again->result.pending_release(), created->result.pending_release());
  EXPECT_EQ(again->resource, created->resource);
  options.set_request_id(absl::StrCat(place().id, "/another"));
  EXPECT_THAT(create(options), IsInvalid(ERROR_REASON_VALUE_OUT_OF_RANGE));

  feed_end = client().FeedEnd();
  ASSERT_THAT(feed_end, IsOk());
  common::v1::ImportOptions import_options;
  import_options.set_request_id(absl::StrCat(place().id, "/import"));
  const auto import = [&](const common::v1::ImportOptions& how) {
    return client().Import({Changed(resource, 1)}, how);
  };
  const auto imported = WrittenSoon(import_options, import);
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(AwaitChange(client(), *feed_end).name(), resource.name());
  const auto imported_again = import(import_options);
  ASSERT_THAT(imported_again, IsOk());
  EXPECT_TRUE(imported_again->replayed());
  EXPECT_EQ(imported_again->pending_release(), imported->pending_release());
  import_options.set_request_id(absl::StrCat(place().id, "/another import"));
  EXPECT_THAT(import(import_options), IsInvalid(ERROR_REASON_VALUE_OUT_OF_RANGE));
}

TEST_P(StandardMethods, AtItsInstantWhatWaitedIsShownByEverything) {
  const Resource resource = Ready(0);
  const ReadPoint before = Head();
  const auto feed_end = client().FeedEnd();
  ASSERT_THAT(feed_end, IsOk());
  WriteOptions options;
  options.set_reason("the embargo ends");
  const auto created =
      WrittenSoon(options, [&](const WriteOptions& how) { return client().Create(resource, how); });
  ASSERT_THAT(created, IsOk());
  ASSERT_THAT(created->result.pending_release(), Not(IsEmpty()));

  const changes::v1::Change released = AwaitChange(client(), *feed_end);
  EXPECT_EQ(released.type(), changes::v1::CHANGE_TYPE_RELEASED);
  EXPECT_EQ(released.name(), resource.name());
  EXPECT_FALSE(released.has_before());
  EXPECT_TRUE(released.has_after());
  EXPECT_EQ(released.commit().revision(), before.revision() + 1);
  const auto read = client().Get(resource.name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->resource.WithoutEtag(), resource);
  EXPECT_EQ(read->read_at.revision(), before.revision() + 1);
  EXPECT_THAT(Pending(client()), IsEmpty());
  EXPECT_THAT(client().Get(resource.name(), At(before)), IsNotFound(kind().not_found));
  EXPECT_THAT(ListedNames(), ::testing::Contains(resource.name()));

  changes::v1::ListRevisionsRequest revisions;
  revisions.set_name(resource.name());
  const auto listed = client().Changes(&ChangeStub::ListRevisions, revisions);
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->revisions(), SizeIs(1));
  const changes::v1::ResourceRevision& revision = listed->revisions(0);
  EXPECT_EQ(revision.type(), changes::v1::CHANGE_TYPE_RELEASED);
  EXPECT_EQ(revision.commit().revision(), before.revision() + 1);
  EXPECT_EQ(revision.etag(), read->resource.etag());
  EXPECT_EQ(revision.actor(), kind().writer);
  EXPECT_EQ(revision.reason(), "the embargo ends");
}

}  // namespace
}  // namespace tertial::conformance
