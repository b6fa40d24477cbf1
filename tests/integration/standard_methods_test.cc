// What the standard methods promise, over a channel, told by the bodies of the politics service.
// That every resource of every service keeps these promises is in tests/conformance.
#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/ledger/read_point.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using enum common::v1::ErrorReason;
using Stub = v1::PoliticsService::Stub;

v1::Body BodyOf(const std::string& id, int order = 1, const std::string& area = "asker") {
  v1::Body body;
  body.set_name(absl::StrCat("areas/", area, "/bodies/", id));
  body.add_titles()->set_language("nb");
  body.mutable_titles(0)->set_text("Kommunestyret");
  body.set_kind(v1::BODY_KIND_COUNCIL);
  body.set_order(order);
  return body;
}

v1::BodyActivity ActivityOf(const std::string& body, const std::string& period) {
  v1::BodyActivity activity;
  activity.set_name(absl::StrCat("areas/asker/bodies/", body, "/activities/", period));
  activity.set_period(period);
  activity.mutable_meetings()->set_value("9");
  activity.mutable_cases()->set_value("100");
  activity.set_counting_rule(v1::COUNTING_RULE_UNKNOWN);
  return activity;
}

common::v1::WriteOptions WithRequestId(const std::string& id) {
  common::v1::WriteOptions options;
  options.set_request_id(id);
  return options;
}

common::v1::WriteOptions ToBePublished() {
  common::v1::WriteOptions options;
  *options.mutable_publish_at() = EncodeTimestamp(absl::Now() + absl::Hours(1));
  return options;
}

class StandardMethodsTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::CreateBodyResponse> Create(const v1::Body& body,
                                                const common::v1::WriteOptions& options = {},
                                                const std::string& caller = "recorder") {
    v1::CreateBodyRequest request;
    *request.mutable_body() = body;
    *request.mutable_options() = options;
    return service_.Call(&Stub::CreateBody, request, caller);
  }

  absl::StatusOr<v1::UpdateBodyResponse> Update(const v1::Body& body,
                                                const std::vector<std::string>& paths = {},
                                                const common::v1::WriteOptions& options = {}) {
    v1::UpdateBodyRequest request;
    *request.mutable_body() = body;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    *request.mutable_options() = options;
    return service_.Call(&Stub::UpdateBody, request, "recorder");
  }

  absl::StatusOr<v1::DeleteBodyResponse> Delete(const std::string& name,
                                                const std::string& etag = "",
                                                const common::v1::WriteOptions& options = {}) {
    v1::DeleteBodyRequest request;
    request.set_name(name);
    request.set_etag(etag);
    *request.mutable_options() = options;
    return service_.Call(&Stub::DeleteBody, request, "recorder");
  }

  absl::StatusOr<v1::Body> Get(const std::string& name, const common::v1::AsOf& as_of = {}) {
    v1::GetBodyRequest request;
    request.set_name(name);
    *request.mutable_as_of() = as_of;
    absl::StatusOr<v1::GetBodyResponse> response = service_.Call(&Stub::GetBody, request);
    if (!response.ok()) return response.status();
    return response->body();
  }

  // The body as it is recorded, its etag with it.
  v1::Body Recorded(const v1::Body& body) {
    const absl::StatusOr<v1::CreateBodyResponse> created = Create(body);
    EXPECT_THAT(created, IsOk());
    return created.ok() ? created->body() : v1::Body();
  }

  int64_t Head() { return service_.ledger().Read()->at().revision; }

  testing::TestService<v1::PoliticsService> service_{"politics", CreatePoliticsService,
                                                     PoliticsTables()};
};

TEST_F(StandardMethodsTest, WhatIsCreatedIsReadWithTheSameEtag) {
  const auto created = Create(BodyOf("council", 1, "3203"));
  ASSERT_THAT(created, IsOk());
  EXPECT_TRUE(created->result().committed());
  EXPECT_FALSE(created->result().replayed());
  EXPECT_EQ(created->result().at().revision(), 1);
  EXPECT_EQ(created->body().name(), "areas/asker/bodies/council");
  EXPECT_THAT(created->body().etag(), Not(IsEmpty()));
  const auto read = Get("areas/3203/bodies/council");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), created->body().SerializeAsString());
}

TEST_F(StandardMethodsTest, WhatIsRecordedIsNotCreatedAgain) {
  Recorded(BodyOf("council"));
  const auto again = Create(BodyOf("council", 2));
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(again, HasReason(ERROR_REASON_RESOURCE_EXISTS));
  EXPECT_EQ(Head(), 1);
}

TEST_F(StandardMethodsTest, WhatIsCreatedTellsAllThatIsWrongWithIt) {
  v1::Body body = BodyOf("council", -1);
  body.set_kind(v1::BODY_KIND_UNSPECIFIED);
  body.set_etag("e");
  EXPECT_THAT(Create(body), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Create(body), HasReason(ERROR_REASON_OUTPUT_ONLY_FIELD));
  EXPECT_THAT(Create(body), MessageNames("2 more"));
  body.clear_etag();
  body.set_name("bodies/council");
  EXPECT_THAT(Create(body), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(Create(body), MessageNames("body.name"));
  EXPECT_THAT(Create(body), MessageNames("2 more"));
  EXPECT_THAT(Create(BodyOf("council", 1, "nowhere")), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  EXPECT_THAT(service_.Call(&Stub::CreateBody, v1::CreateBodyRequest(), "recorder"),
              HasReason(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_EQ(Head(), 0);
}

TEST_F(StandardMethodsTest, ReferencesAreCheckedWhenItIsWritten) {
  v1::CreateBodyActivityRequest request;
  *request.mutable_body_activity() = ActivityOf("council", "2024");
  EXPECT_THAT(service_.Call(&Stub::CreateBodyActivity, request, "recorder"),
              HasReason(ERROR_REASON_BODY_NOT_FOUND));
  Recorded(BodyOf("council"));
  EXPECT_THAT(service_.Call(&Stub::CreateBodyActivity, request, "recorder"), IsOk());
}

TEST_F(StandardMethodsTest, AReaderMayNotWrite) {
  EXPECT_THAT(Create(BodyOf("council"), {}, "reader"), HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_EQ(Head(), 0);
}

TEST_F(StandardMethodsTest, AnUpdateChangesTheFieldsOfItsMask) {
  const v1::Body recorded = Recorded(BodyOf("council", 1));
  v1::Body changes = BodyOf("council", 7, "3203");
  changes.set_kind(v1::BODY_KIND_CONTROL_COMMITTEE);
  const auto updated = Update(changes, {"order"});
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->body().name(), "areas/asker/bodies/council");
  EXPECT_EQ(updated->body().order(), 7);
  EXPECT_EQ(updated->body().kind(), v1::BODY_KIND_COUNCIL);
  EXPECT_NE(updated->body().etag(), recorded.etag());
  EXPECT_EQ(updated->result().at().revision(), 2);
  EXPECT_EQ(Get(recorded.name())->SerializeAsString(), updated->body().SerializeAsString());
}

TEST_F(StandardMethodsTest, AnUpdateWithoutMaskChangesTheFieldsThatAreSet) {
  v1::Body body = BodyOf("council", 1);
  body.set_members(55);
  Recorded(body);
  v1::Body changes;
  changes.set_name("areas/asker/bodies/council");
  changes.set_order(7);
  const auto updated = Update(changes);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->body().order(), 7);
  EXPECT_EQ(updated->body().members(), 55);
  const auto replaced = Update(BodyOf("council", 8), {"*"});
  ASSERT_THAT(replaced, IsOk());
  EXPECT_FALSE(replaced->body().has_members());
}

TEST_F(StandardMethodsTest, AnUpdateIsCheckedAsAWhole) {
  Recorded(BodyOf("council"));
  EXPECT_THAT(Update(BodyOf("none")), HasReason(ERROR_REASON_BODY_NOT_FOUND));
  EXPECT_THAT(Update(BodyOf("council"), {"no_such"}), HasReason(ERROR_REASON_INVALID_FIELD_MASK));
  EXPECT_THAT(Update(BodyOf("council"), {"no_such"}), MessageNames("no_such"));
  EXPECT_THAT(Update(BodyOf("council"), {"name"}), HasReason(ERROR_REASON_INVALID_FIELD_MASK));
  EXPECT_THAT(Update(BodyOf("council"), {"etag"}), HasReason(ERROR_REASON_INVALID_FIELD_MASK));
  v1::Body without_titles = BodyOf("council");
  without_titles.clear_titles();
  EXPECT_THAT(Update(without_titles, {"titles"}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Update(without_titles, {"titles"}), MessageNames("body.titles"));
  EXPECT_THAT(Update(without_titles, {"order"}), IsOk());
}

TEST_F(StandardMethodsTest, AnUpdateThatChangesNothingMakesNoCommit) {
  const v1::Body recorded = Recorded(BodyOf("council"));
  const auto updated = Update(recorded, {"*"});
  ASSERT_THAT(updated, IsOk());
  EXPECT_FALSE(updated->result().committed());
  EXPECT_EQ(updated->body().etag(), recorded.etag());
  EXPECT_EQ(Head(), 1);
}

TEST_F(StandardMethodsTest, AnEtagHoldsUntilTheResourceChanges) {
  v1::Body body = Recorded(BodyOf("council", 1));
  Recorded(BodyOf("committee"));
  body.set_order(2);
  ASSERT_THAT(Update(body), IsOk());
  body.set_order(3);
  const auto refused = Update(body);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_ETAG_MISMATCH));
  EXPECT_THAT(Delete(body.name(), body.etag()), HasReason(ERROR_REASON_ETAG_MISMATCH));
  body.set_etag("made up");
  EXPECT_THAT(Update(body), HasReason(ERROR_REASON_ETAG_MISMATCH));
  body.set_etag("0123456789abcdef-1");
  EXPECT_THAT(Update(body), HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
  EXPECT_THAT(Delete(body.name(), body.etag()), HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
  EXPECT_THAT(Delete(body.name(), Get(body.name())->etag()), IsOk());
}

TEST_F(StandardMethodsTest, OfWritersWithOneEtagOneWins) {
  const v1::Body recorded = Recorded(BodyOf("council", 1));
  std::atomic<int> won = 0;
  std::atomic<int> aborted = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&, i] {
      v1::Body body = recorded;
      body.set_order(100 + i);
      const auto updated = Update(body);
      if (updated.ok()) ++won;
      if (ReasonOf(updated.status()) == ERROR_REASON_ETAG_MISMATCH) ++aborted;
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(aborted, 7);
  EXPECT_EQ(Head(), 2);
}

TEST_F(StandardMethodsTest, WhatIsDeletedIsGoneAndMayBeCreatedAgain) {
  const v1::Body recorded = Recorded(BodyOf("council"));
  const auto deleted = Delete("areas/3203/bodies/council");
  ASSERT_THAT(deleted, IsOk());
  EXPECT_TRUE(deleted->result().committed());
  EXPECT_THAT(Get(recorded.name()), HasReason(ERROR_REASON_BODY_NOT_FOUND));
  EXPECT_THAT(Delete(recorded.name()), HasReason(ERROR_REASON_BODY_NOT_FOUND));
  EXPECT_THAT(Delete("bodies/council"), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(Update(recorded), HasReason(ERROR_REASON_BODY_NOT_FOUND));
  EXPECT_NE(Recorded(BodyOf("council")).etag(), recorded.etag());
}

TEST_F(StandardMethodsTest, WhatHasResourcesBelowItIsNotDeleted) {
  Recorded(BodyOf("council"));
  Recorded(BodyOf("council-2"));
  v1::CreateBodyActivityRequest activity;
  *activity.mutable_body_activity() = ActivityOf("council", "2024");
  ASSERT_THAT(service_.Call(&Stub::CreateBodyActivity, activity, "recorder"), IsOk());
  const auto refused = Delete("areas/asker/bodies/council");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_THAT(refused, MessageNames("areas/asker/bodies/council/activities/2024"));
  EXPECT_THAT(Delete("areas/asker/bodies/council-2"), IsOk());
  v1::DeleteBodyActivityRequest below;
  below.set_name("areas/asker/bodies/council/activities/2024");
  ASSERT_THAT(service_.Call(&Stub::DeleteBodyActivity, below, "recorder"), IsOk());
  EXPECT_THAT(Delete("areas/asker/bodies/council"), IsOk());
}

TEST_F(StandardMethodsTest, ValidateOnlyTellsEverythingAndStoresNothing) {
  common::v1::WriteOptions options;
  options.set_validate_only(true);
  const auto created = Create(BodyOf("council", 1, "3203"), options);
  ASSERT_THAT(created, IsOk());
  EXPECT_FALSE(created->result().committed());
  EXPECT_EQ(created->body().name(), "areas/asker/bodies/council");
  EXPECT_THAT(created->body().etag(), IsEmpty());
  EXPECT_THAT(Get("areas/asker/bodies/council"), HasReason(ERROR_REASON_BODY_NOT_FOUND));
  const v1::Body recorded = Recorded(BodyOf("council", 1));
  EXPECT_THAT(Create(BodyOf("council"), options), HasReason(ERROR_REASON_RESOURCE_EXISTS));
  const auto updated = Update(BodyOf("council", 2), {"order"}, options);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->body().order(), 2);
  EXPECT_THAT(updated->body().etag(), IsEmpty());
  ASSERT_THAT(Delete(recorded.name(), "", options), IsOk());
  EXPECT_EQ(Get(recorded.name())->SerializeAsString(), recorded.SerializeAsString());
  EXPECT_EQ(Head(), 1);
}

TEST_F(StandardMethodsTest, ARepeatIsAnsweredAsTheFirstWas) {
  const auto created = Create(BodyOf("council", 1), WithRequestId("r-1"));
  ASSERT_THAT(created, IsOk());
  const auto updated = Update(BodyOf("council", 2), {"order"}, WithRequestId("r-2"));
  ASSERT_THAT(updated, IsOk());
  const auto deleted = Delete("areas/asker/bodies/council", "", WithRequestId("r-3"));
  ASSERT_THAT(deleted, IsOk());

  auto created_again = Create(BodyOf("council", 1), WithRequestId("r-1"));
  ASSERT_THAT(created_again, IsOk());
  EXPECT_TRUE(created_again->result().replayed());
  created_again->mutable_result()->set_replayed(false);
  EXPECT_EQ(created_again->SerializeAsString(), created->SerializeAsString());
  auto updated_again = Update(BodyOf("council", 2), {"order"}, WithRequestId("r-2"));
  ASSERT_THAT(updated_again, IsOk());
  EXPECT_TRUE(updated_again->result().replayed());
  updated_again->mutable_result()->set_replayed(false);
  EXPECT_EQ(updated_again->SerializeAsString(), updated->SerializeAsString());
  auto deleted_again = Delete("areas/asker/bodies/council", "", WithRequestId("r-3"));
  ASSERT_THAT(deleted_again, IsOk());
  EXPECT_TRUE(deleted_again->result().replayed());
  EXPECT_EQ(deleted_again->result().at().revision(), deleted->result().at().revision());
  EXPECT_EQ(Head(), 3);
}

TEST_F(StandardMethodsTest, ARequestIdIsNotUsedForAnotherRequest) {
  ASSERT_THAT(Create(BodyOf("council", 1), WithRequestId("r-1")), IsOk());
  const auto other = Create(BodyOf("council", 2), WithRequestId("r-1"));
  EXPECT_THAT(other, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(other, HasReason(ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_THAT(Delete("areas/asker/bodies/council", "", WithRequestId("r-1")),
              HasReason(ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(Head(), 1);
}

TEST_F(StandardMethodsTest, TheOptionsAreChecked) {
  common::v1::WriteOptions options = WithRequestId(std::string(129, 'a'));
  options.set_reason(std::string(501, 'a'));
  options.mutable_publish_at()->set_seconds(1);
  EXPECT_THAT(Create(BodyOf("council"), options), HasReason(ERROR_REASON_INVALID_TEXT));
  EXPECT_THAT(Create(BodyOf("council"), options), MessageNames("options.request_id"));
  EXPECT_THAT(Create(BodyOf("council"), options), MessageNames("2 more"));
}

TEST_F(StandardMethodsTest, WhatWaitsForItsInstantIsNotSeen) {
  const v1::Body recorded = Recorded(BodyOf("council", 1));
  common::v1::WriteOptions options = ToBePublished();
  options.set_request_id("r-1");
  const auto updated = Update(BodyOf("council", 2), {"order"}, options);
  ASSERT_THAT(updated, IsOk());
  EXPECT_FALSE(updated->result().committed());
  EXPECT_THAT(updated->result().pending_release(), Not(IsEmpty()));
  EXPECT_EQ(updated->result().at().revision(), 1);
  EXPECT_EQ(updated->body().order(), 2);
  EXPECT_THAT(updated->body().etag(), IsEmpty());
  EXPECT_EQ(Get(recorded.name())->SerializeAsString(), recorded.SerializeAsString());

  auto again = Update(BodyOf("council", 2), {"order"}, options);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->result().replayed());
  again->mutable_result()->set_replayed(false);
  EXPECT_EQ(again->SerializeAsString(), updated->SerializeAsString());

  const auto created = Create(BodyOf("committee"), ToBePublished());
  ASSERT_THAT(created, IsOk());
  EXPECT_THAT(created->result().pending_release(), Not(IsEmpty()));
  EXPECT_THAT(Get("areas/asker/bodies/committee"), HasReason(ERROR_REASON_BODY_NOT_FOUND));
  EXPECT_EQ(Head(), 1);
}

TEST_F(StandardMethodsTest, EveryReadMayBeAsOfAnEarlierState) {
  const auto created = Create(BodyOf("council", 1));
  ASSERT_THAT(created, IsOk());
  ASSERT_THAT(Update(BodyOf("council", 2)), IsOk());
  common::v1::AsOf revision;
  revision.set_revision(1);
  common::v1::AsOf time;
  *time.mutable_time() = created->result().at().commit_time();
  for (const common::v1::AsOf& as_of : {revision, time}) {
    const auto body = Get("areas/asker/bodies/council", as_of);
    ASSERT_THAT(body, IsOk());
    EXPECT_EQ(body->SerializeAsString(), created->body().SerializeAsString());

    v1::BatchGetBodiesRequest batch;
    batch.add_names("areas/asker/bodies/council");
    *batch.mutable_as_of() = as_of;
    const auto found = service_.Call(&Stub::BatchGetBodies, batch);
    ASSERT_THAT(found, IsOk());
    EXPECT_EQ(found->results(0).body().order(), 1);
    EXPECT_EQ(found->read_at().revision(), 1);

    v1::ListBodiesRequest list;
    list.set_parent("areas/asker");
    *list.mutable_as_of() = as_of;
    const auto listed = service_.Call(&Stub::ListBodies, list);
    ASSERT_THAT(listed, IsOk());
    EXPECT_EQ(listed->bodies(0).order(), 1);
    EXPECT_EQ(listed->read_at().revision(), 1);
  }
  common::v1::AsOf empty;
  empty.set_revision(0);
  EXPECT_THAT(Get("areas/asker/bodies/council", empty), HasReason(ERROR_REASON_BODY_NOT_FOUND));
}

TEST_F(StandardMethodsTest, AStateThatIsNotIsRefused) {
  Recorded(BodyOf("council"));
  const auto reason_of = [this](void (*set)(common::v1::AsOf&)) {
    common::v1::AsOf as_of;
    set(as_of);
    return ReasonOf(Get("areas/asker/bodies/council", as_of).status());
  };
  EXPECT_EQ(reason_of([](auto& as_of) { as_of.set_revision(-1); }), ERROR_REASON_REVISION_UNKNOWN);
  EXPECT_EQ(reason_of([](auto& as_of) { as_of.set_revision(2); }), ERROR_REASON_REVISION_IN_FUTURE);
  EXPECT_EQ(reason_of([](auto& as_of) { as_of.mutable_time()->set_seconds(1); }),
            ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT);
  EXPECT_EQ(reason_of([](auto& as_of) { as_of.mutable_time()->set_seconds(253'402'300'799); }),
            ERROR_REASON_AS_OF_IN_FUTURE);
  EXPECT_EQ(reason_of([](auto& as_of) { as_of.set_epoch("0123456789abcdef"); }),
            ERROR_REASON_TOKEN_OF_OTHER_EPOCH);
}

TEST_F(StandardMethodsTest, EveryPageIsReadAtTheStateOfTheFirst) {
  for (const char* id : {"a", "b", "c"}) Recorded(BodyOf(id, 1));
  v1::ListBodiesRequest request;
  request.set_parent("areas/asker");
  request.set_page_size(1);
  const auto first = service_.Call(&Stub::ListBodies, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Update(BodyOf("b", 9), {"order"}), IsOk());
  ASSERT_THAT(Delete("areas/asker/bodies/c"), IsOk());
  Recorded(BodyOf("d"));
  request.set_page_token(first->next_page_token());
  request.set_page_size(10);
  const auto rest = service_.Call(&Stub::ListBodies, request);
  ASSERT_THAT(rest, IsOk());
  std::vector<std::string> names;
  for (const v1::Body& body : rest->bodies()) names.push_back(body.name());
  EXPECT_THAT(names, ElementsAre("areas/asker/bodies/b", "areas/asker/bodies/c"));
  EXPECT_EQ(rest->bodies(0).order(), 1);
  EXPECT_EQ(rest->read_at().SerializeAsString(), first->read_at().SerializeAsString());
  EXPECT_THAT(rest->next_page_token(), IsEmpty());

  request.mutable_as_of()->set_revision(1);
  EXPECT_THAT(service_.Call(&Stub::ListBodies, request),
              HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  request.clear_as_of();
  request.set_parent("areas/baerum");
  EXPECT_THAT(service_.Call(&Stub::ListBodies, request),
              HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
}

TEST_F(StandardMethodsTest, APageTokenOfAnotherServiceIsRefused) {
  for (const char* id : {"a", "b"}) Recorded(BodyOf(id, 1));
  v1::ListBodiesRequest request;
  request.set_parent("areas/asker");
  request.set_page_size(1);
  const auto first = service_.Call(&Stub::ListBodies, request);
  ASSERT_THAT(first, IsOk());
  request.set_page_token(first->next_page_token());
  testing::TestService<v1::PoliticsService> other("politics", CreatePoliticsService);
  EXPECT_THAT(other.Call(&Stub::ListBodies, request),
              HasReason(ERROR_REASON_TOKEN_OF_OTHER_SERVICE));
}

}  // namespace
}  // namespace tertial::politics
