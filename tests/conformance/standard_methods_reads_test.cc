// Get, BatchGet, names and callers.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/rpc/limits.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/unknown_field_set.h"
#include "tests/conformance/standard_methods_fixture.h"

namespace tertial::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using enum absl::StatusCode;
using enum common::v1::ErrorReason;
using enum common::v1::Outcome;

TEST_P(StandardMethods, WhatIsCreatedIsReadAsItIs) {
  const Resource resource = OtherChanged(Ready(0));
  const auto created = client().Create(resource);
  ASSERT_THAT(created, IsOk());
  EXPECT_TRUE(created->result.committed());
  EXPECT_FALSE(created->result.replayed());
  EXPECT_THAT(created->result.pending_release(), IsEmpty());
  EXPECT_THAT(created->resource.etag(), Not(IsEmpty()));
  EXPECT_EQ(created->resource.WithoutEtag(), resource);

  const auto read = client().Get(resource.name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->resource, created->resource);
  EXPECT_EQ(read->read_at.SerializeAsString(), created->result.at().SerializeAsString());
  EXPECT_THAT(read->read_at.epoch(), Not(IsEmpty()));
  EXPECT_TRUE(read->read_at.has_commit_time());
}

TEST_P(StandardMethods, WhatIsNotRecordedIsNotFound) {
  const std::string name = Ready(0).name();
  EXPECT_THAT(client().Get(name), IsNotFound(kind().not_found));
  EXPECT_THAT(client().Get(name), MessageNames(name));
}

TEST_P(StandardMethods, ABadNameIsRefusedByEveryMethod) {
  const Resource resource = Ready(0);
  const std::string& name = resource.name();
  const std::string last_id = name.substr(name.rfind('/') + 1);
  const int64_t before = Head().revision();
  for (const std::string& bad :
       {std::string(), std::string("nonsense"), absl::StrCat(name, "/"), absl::StrCat("/", name),
        absl::StrCat(name, "/more/1"), absl::StrCat("projects/", name),
        absl::StrReplaceAll(name, {{last_id, "-"}}), absl::StrReplaceAll(name, {{last_id, "æ"}}),
        absl::StrReplaceAll(name, {{last_id, "two words"}}),
        absl::StrReplaceAll(name, {{last_id, std::string(129, 'a')}})}) {
    SCOPED_TRACE(bad);
    Resource named = resource;
    named.set_name(bad);
    const auto refused = IsInvalid(ERROR_REASON_INVALID_RESOURCE_NAME);
    EXPECT_THAT(client().Get(bad), refused);
    EXPECT_THAT(client().Create(named), refused);
    EXPECT_THAT(client().Update(named), refused);
    EXPECT_THAT(client().Delete(bad), refused);
    const auto batch = client().BatchGet({bad});
    ASSERT_THAT(batch, IsOk());
    EXPECT_EQ(batch->results[0].outcome, OUTCOME_UNKNOWN_ID);
  }
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, ABatchAnswersEveryNameInTheOrderAsked) {
  const Resource first = Recorded(0);
  const Resource second = RecordedChange(Recorded(1), 3);
  const std::string absent = Ready(2).name();
  const auto batch =
      client().BatchGet({second.name(), absent, first.name(), second.name(), "nonsense"});
  ASSERT_THAT(batch, IsOk());
  ASSERT_THAT(batch->results, SizeIs(5));
  EXPECT_EQ(batch->results[0].name, second.name());
  EXPECT_EQ(batch->results[0].outcome, OUTCOME_FOUND);
  EXPECT_EQ(batch->results[0].resource, second);
  EXPECT_EQ(batch->results[1].name, absent);
  EXPECT_NE(batch->results[1].outcome, OUTCOME_FOUND);
  EXPECT_FALSE(batch->results[1].resource.has_value());
  EXPECT_EQ(batch->results[2].resource, first);
  EXPECT_EQ(batch->results[3].name, second.name());
  EXPECT_EQ(batch->results[3].resource, second);
  EXPECT_EQ(batch->results[4].name, "nonsense");
  EXPECT_EQ(batch->results[4].outcome, OUTCOME_UNKNOWN_ID);
  EXPECT_EQ(batch->read_at.SerializeAsString(), Head().SerializeAsString());
}

TEST_P(StandardMethods, ABatchHoldsNoMoreThanItsLimit) {
  const Resource resource = Recorded(0);
  std::vector<std::string> names(kLargestBatch, resource.name());
  const auto batch = client().BatchGet(names);
  ASSERT_THAT(batch, IsOk());
  EXPECT_THAT(batch->results, SizeIs(kLargestBatch));
  EXPECT_EQ(batch->results.back().resource, resource);
  names.push_back(resource.name());
  EXPECT_THAT(client().BatchGet(names), IsInvalid(ERROR_REASON_BATCH_TOO_LARGE));
}

TEST_P(StandardMethods, AReaderReadsAndDoesNotWrite) {
  const Resource resource = Recorded(0);
  const Resource next = Ready(1);
  const int64_t before = Head().revision();
  const std::string reader = "reader";
  EXPECT_THAT(client().Get(resource.name(), {}, reader), IsOk());
  EXPECT_THAT(client().List({.parent = Parent()}, reader), IsOk());
  EXPECT_THAT(client().BatchGet({resource.name()}, {}, reader), IsOk());
  const auto refused = IsError(kPermissionDenied, ERROR_REASON_ROLE_MISSING);
  EXPECT_THAT(client().Create(next, {}, reader), refused);
  EXPECT_THAT(client().Update(Changed(resource, 1), {}, {}, reader), refused);
  EXPECT_THAT(client().Delete(resource.name(), "", {}, reader), refused);
  EXPECT_THAT(client().Import({next}, {}, reader), refused);
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethods, ACallerWhomNobodyKnowsIsRefused) {
  const std::string stranger = "stranger";
  const auto refused = IsError(kUnauthenticated, ERROR_REASON_CALLER_UNKNOWN);
  const Resource resource = Ready(0);
  EXPECT_THAT(client().Get(resource.name(), {}, stranger), refused);
  EXPECT_THAT(client().List({.parent = Parent()}, stranger), refused);
  EXPECT_THAT(client().Create(resource, {}, stranger), refused);
}

TEST_P(StandardMethods, ARequestWithAnUnknownFieldIsRefused) {
  const int64_t before = Head().revision();
  for (const char* method : {"Get", "List", "BatchGet", "Create", "Update", "Delete"}) {
    SCOPED_TRACE(method);
    const auto request = client().RequestOf(method);
    request->GetReflection()->MutableUnknownFields(request.get())->AddVarint(1000, 1);
    EXPECT_THAT(client().Call(method, *request), IsInvalid(ERROR_REASON_UNKNOWN_FIELD));
  }
  // A field inside the resource, which would be lost if it were stored.
  Resource resource = Ready(0);
  resource.message().GetReflection()->MutableUnknownFields(&resource.message())->AddVarint(59, 1);
  const int64_t ready = Head().revision();
  EXPECT_THAT(client().Create(resource), IsInvalid(ERROR_REASON_UNKNOWN_FIELD));
  EXPECT_THAT(client().Update(resource), IsInvalid(ERROR_REASON_UNKNOWN_FIELD));
  EXPECT_EQ(Head().revision(), ready);
  EXPECT_GE(ready, before);
}

// The same with another name of the place's area, wherever it stands.
std::string WithArea(const Place& place, const std::string& area, const std::string& text) {
  return absl::StrReplaceAll(text,
                             {{absl::StrCat("areas/", place.area), absl::StrCat("areas/", area)}});
}

Resource WithArea(const Place& place, const std::string& area, Resource resource) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(resource.message(), &text);
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(WithArea(place, area, text),
                                                            &resource.message()));
  return resource;
}

TEST_P(StandardMethodsOfAreas, AnAreaIsNamedByItsNumberAsWell) {
  const Resource resource = Ready(0);
  const std::string name = resource.name();
  const Resource numbered = WithArea(place(), place().number, resource);
  ASSERT_NE(numbered.name(), name);
  const auto created = client().Create(numbered);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->resource.WithoutEtag(), resource);

  const auto read = client().Get(numbered.name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->resource, created->resource);
  const auto batch = client().BatchGet({numbered.name(), name});
  ASSERT_THAT(batch, IsOk());
  EXPECT_EQ(batch->results[0].name, numbered.name());
  EXPECT_EQ(batch->results[0].resource, created->resource);
  EXPECT_EQ(batch->results[1].resource, created->resource);
  const auto listed =
      client().List({.parent = WithArea(place(), place().number, Parent()), .page_size = 1000});
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(NamesOf(listed->resources), ListedNames());

  const auto updated = client().Update(Changed(numbered, 1));
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->resource.WithoutEtag(), Changed(resource, 1));
  EXPECT_THAT(client().Delete(numbered.name()), IsOk());
  EXPECT_THAT(client().Get(name), IsNotFound(kind().not_found));
}

TEST_P(StandardMethodsOfAreas, AnAreaThatNobodyKnowsIsNotFound) {
  const Resource resource = Ready(0);
  Resource moved = resource;
  moved.set_name(WithArea(place(), "nowhere", resource.name()));
  const int64_t before = Head().revision();
  const auto refused = IsNotFound(ERROR_REASON_AREA_NOT_FOUND);
  EXPECT_THAT(client().Get(moved.name()), refused);
  EXPECT_THAT(client().List({.parent = WithArea(place(), "nowhere", Parent())}), refused);
  EXPECT_THAT(client().Create(moved), refused);
  EXPECT_THAT(client().Update(moved), refused);
  EXPECT_THAT(client().Delete(moved.name()), refused);
  const auto batch = client().BatchGet({moved.name()});
  ASSERT_THAT(batch, IsOk());
  EXPECT_EQ(batch->results[0].outcome, OUTCOME_UNKNOWN_ID);
  EXPECT_EQ(Head().revision(), before);
}

TEST_P(StandardMethodsOfFacts, WhatIsKnownAndNotObservedIsToldFromWhatIsUnknown) {
  const Resource resource = Recorded(0);
  const auto batch = client().BatchGet({resource.name(), Ready(1).name(), kind().unknown(place())});
  ASSERT_THAT(batch, IsOk());
  EXPECT_EQ(batch->results[0].outcome, OUTCOME_FOUND);
  EXPECT_EQ(batch->results[1].outcome, OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(batch->results[2].outcome, OUTCOME_UNKNOWN_ID);
}

}  // namespace
}  // namespace tertial::conformance
