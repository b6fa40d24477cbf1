// ListChanges and ListRevisions of ChangeService, over a channel.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/rpc/resume_token.h"
#include "tests/integration/ledger_services_fixture.h"

namespace tertial {
namespace {

using changes::v1::Change;
using changes::v1::ListChangesRequest;
using changes::v1::ListChangesResponse;
using changes::v1::ListRevisionsRequest;
using changes::v1::ListRevisionsResponse;
using changes::v1::ResourceRevision;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using enum changes::v1::ChangeType;
using enum common::v1::ErrorReason;

constexpr char kBodyKind[] = "tertial.politics.v1.Body";
constexpr char kActivityKind[] = "tertial.politics.v1.BodyActivity";

politics::v1::Body Unpacked(const google::protobuf::Any& any) {
  politics::v1::Body body;
  EXPECT_TRUE(any.UnpackTo(&body)) << any.type_url();
  return body;
}

class ChangeServiceTest : public LedgerServicesTest {
 protected:
  absl::StatusOr<ListChangesResponse> List(const ListChangesRequest& request = {},
                                           const std::string& caller = "reader") {
    return store_.Call(&ChangeStub::ListChanges, request, caller);
  }
  absl::StatusOr<ListChangesResponse> ListAfter(const std::string& token) {
    ListChangesRequest request;
    request.set_resume_token(token);
    return List(request);
  }
  // All changes, page by page.
  std::vector<Change> ListAll(ListChangesRequest request) {
    std::vector<Change> all;
    while (true) {
      const auto page = List(request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return all;
      EXPECT_THAT(page->resume_token(), Not(IsEmpty()));
      all.insert(all.end(), page->changes().begin(), page->changes().end());
      if (page->up_to_date()) return all;
      request.set_resume_token(page->resume_token());
    }
  }
  std::vector<Change> ListAll() { return ListAll({}); }

  absl::StatusOr<ListRevisionsResponse> Revisions(const std::string& name, int page_size = 0,
                                                  const std::string& page_token = "") {
    ListRevisionsRequest request;
    request.set_name(name);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    return store_.Call(&ChangeStub::ListRevisions, request);
  }
};

TEST_F(ChangeServiceTest, TellsWhatHappenedInTheOrderOfCommits) {
  store_.Put(BodyOf("council", 1));
  store_.Put(BodyOf("board"));
  store_.Put(BodyOf("council", 2));
  store_.Delete(BodyOf("board").name());
  const auto page = List();
  ASSERT_THAT(page, IsOk());
  EXPECT_TRUE(page->up_to_date());
  EXPECT_EQ(page->head().revision(), 4);
  ASSERT_THAT(page->changes(), SizeIs(4));
  for (int i = 0; i < 4; ++i) {
    const Change& change = page->changes(i);
    EXPECT_EQ(change.commit().revision(), i + 1);
    EXPECT_EQ(change.commit().epoch(), store_.ledger().epoch());
    EXPECT_TRUE(change.commit().has_commit_time());
    EXPECT_EQ(change.sequence(), 0);
    EXPECT_TRUE(change.end_of_commit());
    EXPECT_EQ(change.kind(), kBodyKind);
    EXPECT_EQ(change.actor(), "tester");
    EXPECT_EQ(change.reason(), "because");
    EXPECT_FALSE(change.redacted());
  }
  const Change& inserted = page->changes(0);
  EXPECT_EQ(inserted.type(), CHANGE_TYPE_INSERTED);
  EXPECT_EQ(inserted.name(), "areas/asker/bodies/council");
  EXPECT_FALSE(inserted.has_before());
  EXPECT_EQ(Unpacked(inserted.after()).order(), 1);
  const Change& revised = page->changes(2);
  EXPECT_EQ(revised.type(), CHANGE_TYPE_REVISED);
  EXPECT_EQ(Unpacked(revised.before()).order(), 1);
  EXPECT_EQ(Unpacked(revised.after()).order(), 2);
  const Change& deleted = page->changes(3);
  EXPECT_EQ(deleted.type(), CHANGE_TYPE_DELETED);
  EXPECT_EQ(Unpacked(deleted.before()).name(), "areas/asker/bodies/board");
  EXPECT_FALSE(deleted.has_after());
}

TEST_F(ChangeServiceTest, AnEmptyStoreHasAPositionToo) {
  const auto page = List();
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->changes(), IsEmpty());
  EXPECT_TRUE(page->up_to_date());
  store_.Put(BodyOf("council"));
  EXPECT_THAT(ListAfter(page->resume_token())->changes(), SizeIs(1));
}

TEST_F(ChangeServiceTest, ACommitOfSeveralChangesEndsWithTheLastOne) {
  store_.Put({BodyOf("a"), BodyOf("b"), BodyOf("c")});
  const std::vector<Change> changes = ListAll();
  ASSERT_THAT(changes, SizeIs(3));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(changes[i].sequence(), i);
    EXPECT_EQ(changes[i].end_of_commit(), i == 2);
  }
}

TEST_F(ChangeServiceTest, PagesOfAnySizeTellTheSame) {
  store_.Put({BodyOf("a"), BodyOf("b"), BodyOf("c")});
  store_.Put(BodyOf("a", 2));
  store_.Put({BodyOf("d"), BodyOf("b", 2)});
  const std::vector<Change> whole = ListAll();
  ASSERT_THAT(whole, SizeIs(6));
  for (const int page_size : {1, 2, 3, 5, 6, 7}) {
    ListChangesRequest request;
    request.set_page_size(page_size);
    const std::vector<Change> paged = ListAll(request);
    ASSERT_THAT(paged, SizeIs(6)) << page_size;
    for (size_t i = 0; i < 6; ++i) {
      EXPECT_EQ(paged[i].name(), whole[i].name());
      EXPECT_EQ(paged[i].end_of_commit(), whole[i].end_of_commit()) << page_size << " " << i;
    }
  }
}

TEST_F(ChangeServiceTest, TheTokenOfAChangeGoesOnAfterIt) {
  store_.Put({BodyOf("a"), BodyOf("b")});
  store_.Put(BodyOf("c"));
  const std::vector<Change> changes = ListAll();
  for (size_t i = 0; i < changes.size(); ++i) {
    const auto rest = ListAfter(changes[i].resume_token());
    ASSERT_THAT(rest, IsOk());
    EXPECT_THAT(rest->changes(), SizeIs(changes.size() - 1 - i));
  }
}

TEST_F(ChangeServiceTest, AFilterKeepsKindsAndAnArea) {
  store_.Put({BodyOf("a"), BodyOf("b", 1, "oslo")});
  store_.Put(ActivityOf("a", "2024"));
  store_.Put(BodyOf("c", 1, "oslo"));
  const auto names = [&](const std::vector<std::string>& kinds, const std::string& area) {
    ListChangesRequest request;
    for (const std::string& kind : kinds) request.mutable_filter()->add_kinds(kind);
    request.mutable_filter()->set_area(area);
    std::vector<std::string> found;
    for (const Change& change : ListAll(request)) {
      EXPECT_TRUE(change.end_of_commit());
      found.push_back(change.name());
    }
    return found;
  };
  EXPECT_THAT(names({kActivityKind}, ""), ElementsAre("areas/asker/bodies/a/activities/2024"));
  EXPECT_THAT(names({}, "areas/oslo"), ElementsAre("areas/oslo/bodies/b", "areas/oslo/bodies/c"));
  // Asker's number.
  EXPECT_THAT(names({}, "areas/3203"),
              ElementsAre("areas/asker/bodies/a", "areas/asker/bodies/a/activities/2024"));
  EXPECT_THAT(names({kBodyKind}, "areas/asker"), ElementsAre("areas/asker/bodies/a"));
}

TEST_F(ChangeServiceTest, RefusesWhatIsNoFilter) {
  ListChangesRequest request;
  request.mutable_filter()->add_kinds("tertial.indicators.v1.Goal");
  EXPECT_THAT(List(request), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(List(request), HasReason(ERROR_REASON_RESOURCE_KIND_UNKNOWN));
  EXPECT_THAT(List(request), MessageNames("tertial.indicators.v1.Goal"));
  request.mutable_filter()->clear_kinds();
  request.mutable_filter()->set_area("areas/atlantis");
  EXPECT_THAT(List(request), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(List(request), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  request.mutable_filter()->set_area("asker");
  EXPECT_THAT(List(request), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
}

TEST_F(ChangeServiceTest, RefusesATokenThatItDidNotMake) {
  store_.Put(BodyOf("a"));
  std::string token = List()->resume_token();
  EXPECT_THAT(ListAfter("abc"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ListAfter("abc"), HasReason(ERROR_REASON_INVALID_RESUME_TOKEN));
  token[5] = token[5] == 'A' ? 'B' : 'A';
  EXPECT_THAT(ListAfter(token), HasReason(ERROR_REASON_INVALID_RESUME_TOKEN));
  for (const FeedPosition beyond : {FeedPosition{3, -1}, FeedPosition{2, 0}, FeedPosition{1, 1},
                                    FeedPosition{0, -1}, FeedPosition{1, -2}}) {
    EXPECT_THAT(ListAfter(EncodeFeedToken(store_.ledger(), beyond)),
                HasReason(ERROR_REASON_INVALID_RESUME_TOKEN));
  }
  const std::string of_export =
      EncodeExportToken(store_.ledger(), "query", {.revision = 1, .table = 1, .pk = "a"});
  EXPECT_THAT(ListAfter(of_export), HasReason(ERROR_REASON_INVALID_RESUME_TOKEN));
}

TEST_F(ChangeServiceTest, RefusesATokenOfAnotherService) {
  PoliticsStore other;
  const std::string token =
      other.Call(&ChangeStub::ListChanges, ListChangesRequest())->resume_token();
  EXPECT_THAT(ListAfter(token), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ListAfter(token), HasReason(ERROR_REASON_TOKEN_OF_OTHER_SERVICE));
}

TEST_F(ChangeServiceTest, RefusesANegativePageSizeAndAnUnknownCaller) {
  ListChangesRequest request;
  request.set_page_size(-1);
  EXPECT_THAT(List(request), HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
  EXPECT_THAT(List({}, "nobody"), HasReason(ERROR_REASON_CALLER_UNKNOWN));
}

TEST_F(ChangeServiceTest, WhatWasRedactedIsToldWithoutItsContent) {
  store_.Put(BodyOf("a", 1));
  store_.Put(BodyOf("a", 2));
  store_.Redact("a");
  const std::vector<Change> changes = ListAll();
  ASSERT_THAT(changes, SizeIs(3));
  for (const Change& change : changes) {
    EXPECT_TRUE(change.redacted());
    EXPECT_FALSE(change.has_before());
    EXPECT_FALSE(change.has_after());
    EXPECT_EQ(change.name(), "areas/asker/bodies/a");
  }
  EXPECT_EQ(changes[0].type(), CHANGE_TYPE_INSERTED);
  EXPECT_EQ(changes[1].type(), CHANGE_TYPE_REVISED);
  EXPECT_EQ(changes[2].type(), CHANGE_TYPE_REDACTED);
  EXPECT_EQ(changes[2].reason(), "it had to go");
}

TEST_F(ChangeServiceTest, AWriteThatWaitsIsInNoAnswer) {
  store_.Put(BodyOf("a"));
  const std::string before = List()->SerializeAsString();
  store_.Put({BodyOf("a", 2), BodyOf("secret")}, absl::Now() + absl::Hours(1));
  EXPECT_EQ(List()->SerializeAsString(), before);
  EXPECT_THAT(Revisions("areas/asker/bodies/a")->revisions(), SizeIs(1));
  EXPECT_THAT(Revisions("areas/asker/bodies/secret"), HasReason(ERROR_REASON_BODY_NOT_FOUND));
}

TEST_F(ChangeServiceTest, ARevisionIsEveryVersionWithWhoWhenAndWhy) {
  store_.Put(BodyOf("a", 1));
  store_.Put(BodyOf("other"));
  store_.Put(BodyOf("a", 2));
  store_.Delete(BodyOf("a").name());
  store_.Put(BodyOf("a", 3));
  const auto answer = Revisions("areas/3203/bodies/a");
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(answer->next_page_token(), IsEmpty());
  EXPECT_EQ(answer->read_at().revision(), 5);
  ASSERT_THAT(answer->revisions(), SizeIs(4));
  std::vector<std::pair<int64_t, changes::v1::ChangeType>> told;
  for (const ResourceRevision& revision : answer->revisions()) {
    told.emplace_back(revision.commit().revision(), revision.type());
    EXPECT_EQ(revision.actor(), "tester");
    EXPECT_EQ(revision.reason(), "because");
    EXPECT_TRUE(revision.commit().has_commit_time());
  }
  EXPECT_THAT(told,
              ElementsAre(std::pair(1, CHANGE_TYPE_INSERTED), std::pair(3, CHANGE_TYPE_REVISED),
                          std::pair(4, CHANGE_TYPE_DELETED), std::pair(5, CHANGE_TYPE_INSERTED)));
  EXPECT_EQ(Unpacked(answer->revisions(1).resource()).order(), 2);
  EXPECT_EQ(answer->revisions(1).etag(), EtagOf(store_.ledger().epoch(), 3));
  EXPECT_FALSE(answer->revisions(2).has_resource());
  EXPECT_THAT(answer->revisions(2).etag(), IsEmpty());
}

TEST_F(ChangeServiceTest, RevisionsComeInPagesOfAnySizeAtOneState) {
  for (int i = 1; i <= 7; ++i) store_.Put(BodyOf("a", i));
  for (const int page_size : {1, 2, 6, 7, 8}) {
    std::vector<int> orders;
    std::string token;
    do {
      const auto page = Revisions("areas/asker/bodies/a", page_size, token);
      ASSERT_THAT(page, IsOk());
      for (const ResourceRevision& revision : page->revisions()) {
        orders.push_back(Unpacked(revision.resource()).order());
        EXPECT_EQ(revision.type(), orders.size() == 1 ? CHANGE_TYPE_INSERTED : CHANGE_TYPE_REVISED);
      }
      token = page->next_page_token();
    } while (!token.empty());
    EXPECT_THAT(orders, ElementsAre(1, 2, 3, 4, 5, 6, 7)) << page_size;
  }
  // What is committed between two pages is not in them.
  const std::string token = Revisions("areas/asker/bodies/a", 6)->next_page_token();
  store_.Put(BodyOf("a", 8));
  const auto last = Revisions("areas/asker/bodies/a", 6, token);
  EXPECT_THAT(last->revisions(), SizeIs(1));
  EXPECT_EQ(last->read_at().revision(), 7);
}

TEST_F(ChangeServiceTest, ManyVersionsAreAllTold) {
  // More than are read from the store at a time.
  for (int i = 1; i <= 120; ++i) store_.Put(BodyOf("a", i));
  const auto answer = Revisions("areas/asker/bodies/a", 1000);
  ASSERT_THAT(answer, IsOk());
  ASSERT_THAT(answer->revisions(), SizeIs(120));
  for (int i = 0; i < 120; ++i) {
    EXPECT_EQ(answer->revisions(i).commit().revision(), i + 1);
    EXPECT_EQ(answer->revisions(i).type(), i == 0 ? CHANGE_TYPE_INSERTED : CHANGE_TYPE_REVISED);
  }
}

TEST_F(ChangeServiceTest, ARedactedVersionIsToldAsSuch) {
  store_.Put(BodyOf("a", 1));
  store_.Redact("a");
  const auto answer = Revisions("areas/asker/bodies/a");
  ASSERT_THAT(answer, IsOk());
  ASSERT_THAT(answer->revisions(), SizeIs(2));
  EXPECT_TRUE(answer->revisions(0).redacted());
  EXPECT_FALSE(answer->revisions(0).has_resource());
  EXPECT_EQ(answer->revisions(0).type(), CHANGE_TYPE_INSERTED);
  EXPECT_EQ(answer->revisions(1).type(), CHANGE_TYPE_REDACTED);
  EXPECT_FALSE(answer->revisions(1).redacted());
}

TEST_F(ChangeServiceTest, RevisionsAreRefusedEachWithItsReason) {
  store_.Put(BodyOf("a", 1));
  store_.Put(BodyOf("a", 2));
  store_.Put(BodyOf("b"));
  for (const char* name :
       {"", "areas", "areas/asker/bodies/", "areas/asker/bodies/a b", "areas//x"}) {
    EXPECT_THAT(Revisions(name), StatusIs(absl::StatusCode::kInvalidArgument)) << name;
    EXPECT_THAT(Revisions(name), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME)) << name;
  }
  EXPECT_THAT(Revisions("areas/asker/goals/g1"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Revisions("areas/asker/goals/g1"), HasReason(ERROR_REASON_RESOURCE_KIND_UNKNOWN));
  EXPECT_THAT(Revisions("areas/asker/bodies/c"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Revisions("areas/asker/bodies/c"), HasReason(ERROR_REASON_BODY_NOT_FOUND));
  EXPECT_THAT(Revisions("areas/atlantis/bodies/c"), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  EXPECT_THAT(Revisions("areas/asker/bodies/a", -1), HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
  EXPECT_THAT(Revisions("areas/asker/bodies/a", 1, "abc"),
              HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));
  const std::string token = Revisions("areas/asker/bodies/a", 1)->next_page_token();
  EXPECT_THAT(Revisions("areas/asker/bodies/b", 1, token),
              HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  PoliticsStore other;
  other.Put(BodyOf("a"));
  ListRevisionsRequest request;
  request.set_name("areas/asker/bodies/a");
  request.set_page_token(token);
  EXPECT_THAT(other.Call(&ChangeStub::ListRevisions, request),
              HasReason(ERROR_REASON_TOKEN_OF_OTHER_SERVICE));
}

// The period that a name is about decides what area a number names: 3025 was Asker's until 2023.
TEST_F(ChangeServiceTest, ANumberNamesTheAreaThatBoreItInThePeriodOfTheName) {
  store_.Put(BodyOf("a"));
  store_.Put(ActivityOf("a", "2022"));
  const auto answer = Revisions("areas/3025/bodies/a/activities/2022");
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(answer->revisions(), SizeIs(1));
}

}  // namespace
}  // namespace tertial
