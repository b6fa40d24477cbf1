// Request ids: a request that is made again is answered as the first was, and changes nothing.
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/conformance/standard_methods_fixture.h"

namespace tertial::conformance {
namespace {

using enum absl::StatusCode;
using enum common::v1::ErrorReason;

// An id of this test's own.
WriteOptions WithId(const Place& place, const std::string& id) {
  WriteOptions options;
  options.set_request_id(absl::StrCat(place.id, "/", id));
  return options;
}

// `again` is a repeat of what was answered with `first`.
void ExpectRepeat(const absl::StatusOr<WriteAnswer>& again, const WriteAnswer& first) {
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->result.replayed());
  WriteResult result = again->result;
  result.set_replayed(false);
  EXPECT_EQ(result.DebugString(), first.result.DebugString());
  EXPECT_EQ(again->resource, first.resource);
}

TEST_P(StandardMethods, ARepeatIsAnsweredAsTheFirstWas) {
  const Resource resource = Ready(0);
  const auto created = client().Create(resource, WithId(place(), "create"));
  ASSERT_THAT(created, IsOk());
  EXPECT_FALSE(created->result.replayed());
  ExpectRepeat(client().Create(resource, WithId(place(), "create")), *created);

  const Resource changes = Changed(resource, 1);
  const auto updated = client().Update(changes, {}, WithId(place(), "update"));
  ASSERT_THAT(updated, IsOk());
  ExpectRepeat(client().Update(changes, {}, WithId(place(), "update")), *updated);
  // What the first was answered with is still so after what came in between.
  ExpectRepeat(client().Create(resource, WithId(place(), "create")), *created);

  const auto deleted = client().Delete(resource.name(), "", WithId(place(), "delete"));
  ASSERT_THAT(deleted, IsOk());
  const int64_t before = Head().revision();
  ExpectRepeat(client().Delete(resource.name(), "", WithId(place(), "delete")), *deleted);
  ExpectRepeat(client().Update(changes, {}, WithId(place(), "update")), *updated);
  ExpectRepeat(client().Create(resource, WithId(place(), "create")), *created);
  EXPECT_THAT(client().Get(resource.name()), IsNotFound(kind().not_found));
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, ARepeatWithTheEtagThatHasPassedIsARepeat) {
  const Resource recorded = Recorded(0);
  const auto updated = client().Update(Changed(recorded, 1), {}, WithId(place(), "r"));
  ASSERT_THAT(updated, IsOk());
  ExpectRepeat(client().Update(Changed(recorded, 1), {}, WithId(place(), "r")), *updated);
  const auto deleted =
      client().Delete(recorded.name(), updated->resource.etag(), WithId(place(), "d"));
  ASSERT_THAT(deleted, IsOk());
  ExpectRepeat(client().Delete(recorded.name(), updated->resource.etag(), WithId(place(), "d")),
               *deleted);
}

TEST_P(StandardMethods, ARepeatOfWhatChangedNothingChangesNothing) {
  const Resource recorded = Recorded(0);
  const auto updated = client().Update(recorded, {"*"}, WithId(place(), "r"));
  ASSERT_THAT(updated, IsOk());
  EXPECT_FALSE(updated->result.committed());
  const Resource changed = RecordedChange(recorded, 1);
  const int64_t before = Head().revision();
  ExpectRepeat(client().Update(recorded, {"*"}, WithId(place(), "r")), *updated);
  EXPECT_EQ(Stored(recorded), changed);
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, ARequestIdIsNotUsedForAnotherRequest) {
  const Resource resource = Ready(0);
  const WriteOptions options = WithId(place(), "r");
  const auto created = client().Create(resource, options);
  ASSERT_THAT(created, IsOk());
  const Resource next = Ready(1);
  const int64_t before = Head().revision();
  const auto refused = IsError(kAlreadyExists, ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_THAT(client().Create(Changed(resource, 1), options), refused);
  EXPECT_THAT(client().Create(next, options), refused);
  EXPECT_THAT(client().Update(created->resource, {}, options), refused);
  EXPECT_THAT(client().Delete(resource.name(), "", options), refused);
  WriteOptions for_another_reason = options;
  for_another_reason.set_reason("another");
  EXPECT_THAT(client().Create(resource, for_another_reason), refused);
  EXPECT_EQ(Stored(resource), created->resource);
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, ARequestIdIsItsCallersOwn) {
  const Resource resource = Ready(0);
  const WriteOptions options = WithId(place(), "r");
  ASSERT_THAT(client().Create(resource, options), IsOk());
  // Who creates as well, whatever role that asks for.
  const std::string another = kind().writer == "editor" ? "publisher" : "editor";
  EXPECT_THAT(client().Create(resource, options, another),
              IsError(kAlreadyExists, ERROR_REASON_RESOURCE_EXISTS));
  const auto created = client().Create(Ready(1), options, another);
  ASSERT_THAT(created, IsOk());
  EXPECT_FALSE(created->result.replayed());
  ExpectRepeat(client().Create(Ready(1), options, another), *created);
}

TEST_P(StandardMethods, ARefusedRequestMayBeMadeAgain) {
  const Resource resource = Ready(0);
  const WriteOptions options = WithId(place(), "r");
  EXPECT_THAT(client().Update(resource, {}, options), IsNotFound(kind().not_found));
  ASSERT_THAT(client().Create(resource), IsOk());
  const auto updated = client().Update(Changed(resource, 1), {}, options);
  ASSERT_THAT(updated, IsOk());
  EXPECT_FALSE(updated->result.replayed());
}

TEST_P(StandardMethods, WhatIsOnlyValidatedUsesUpNoRequestId) {
  const Resource resource = Ready(0);
  WriteOptions options = WithId(place(), "r");
  options.set_validate_only(true);
  const auto validated = client().Create(resource, options);
  ASSERT_THAT(validated, IsOk());
  EXPECT_FALSE(validated->result.replayed());
  options.set_validate_only(false);
  const auto created = client().Create(resource, options);
  ASSERT_THAT(created, IsOk());
  EXPECT_FALSE(created->result.replayed());
  EXPECT_TRUE(created->result.committed());
}

TEST_P(StandardMethods, OfRepeatsAtOnceOneIsMade) {
  const Resource recorded = Recorded(0);
  const int64_t before = Head().revision();
  constexpr int kRepeats = 8;
  std::vector<absl::StatusOr<WriteAnswer>> answers(kRepeats, absl::UnknownError("none yet"));
  std::vector<std::thread> callers;
  for (int i = 0; i < kRepeats; ++i) {
    callers.emplace_back(
        [&, i] { answers[i] = client().Update(Changed(recorded, 1), {}, WithId(place(), "r")); });
  }
  for (std::thread& caller : callers) caller.join();
  int replayed = 0;
  for (const absl::StatusOr<WriteAnswer>& answer : answers) {
    ASSERT_THAT(answer, IsOk());
    EXPECT_EQ(answer->result.at().revision(), before + 1);
    EXPECT_EQ(answer->resource, answers[0]->resource);
    if (answer->result.replayed()) ++replayed;
  }
  EXPECT_EQ(replayed, kRepeats - 1);
  EXPECT_EQ(Head().revision(), before + 1);
}

}  // namespace
}  // namespace tertial::conformance
