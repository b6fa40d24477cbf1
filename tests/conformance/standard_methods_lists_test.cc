// List: pages, and the tokens between them.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/page_token.h"
#include "tests/conformance/standard_methods_fixture.h"

namespace tertial::conformance {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

std::vector<std::string> Joined(std::vector<std::string> names,
                                const std::vector<std::string>& more) {
  names.insert(names.end(), more.begin(), more.end());
  return InListOrder(std::move(names));
}

TEST_P(StandardMethods, EveryPageSizeListsEveryOneOnceAndInOrder) {
  Ready(0);  // what it refers to may be of the same kind
  const std::vector<std::string> before = ListedNames();
  std::vector<Resource> recorded;
  for (const int n : {3, 0, 4, 1, 2}) recorded.push_back(Recorded(n));
  const std::vector<std::string> expected = Joined(before, NamesOf(recorded));
  const auto n = static_cast<int32_t>(expected.size());
  for (const int32_t page_size : {1, 2, n, n + 1, 1000}) {
    SCOPED_TRACE(page_size);
    const auto listed = ListAll(page_size);
    ASSERT_THAT(listed, IsOk());
    EXPECT_EQ(NamesOf(*listed), expected);
    for (const Resource& resource : recorded) {
      EXPECT_EQ(std::count(listed->begin(), listed->end(), resource), 1) << resource;
    }
    const auto of_now = ListAll(page_size, At(Head()));
    ASSERT_THAT(of_now, IsOk());
    EXPECT_EQ(*of_now, *listed);
  }
}

TEST_P(StandardMethods, APageIsNeverLongerThanTheLongest) {
  const Resource resource = Recorded(0);
  const auto usual = client().List({.parent = Parent()});
  ASSERT_THAT(usual, IsOk());
  const auto long_page = client().List({.parent = Parent(), .page_size = 1'000'000});
  ASSERT_THAT(long_page, IsOk());
  EXPECT_EQ(NamesOf(long_page->resources), ListedNames());
  EXPECT_THAT(client().List({.parent = Parent(), .page_size = -1}),
              IsInvalid(ERROR_REASON_INVALID_PAGE_SIZE));
}

TEST_P(StandardMethods, WhatIsWrittenBetweenPagesDoesNotChangeThem) {
  std::vector<Resource> recorded;
  for (const int n : {1, 3, 5, 7}) recorded.push_back(Recorded(n));
  const auto expected = ListAll();
  ASSERT_THAT(expected, IsOk());

  ListRequest request{.parent = Parent(), .page_size = 1};
  auto page = client().List(request);
  ASSERT_THAT(page, IsOk());
  const std::string first = page->read_at.SerializeAsString();
  std::vector<Resource> seen = page->resources;
  for (const int n : {0, 2, 4, 6, 8}) Recorded(n);
  RecordedChange(recorded[1], 1);
  ASSERT_THAT(client().Delete(recorded[2].name()), IsOk());
  while (!page->next_page_token.empty()) {
    request.page_token = page->next_page_token;
    // A later page may be of another size.
    request.page_size = 2;
    page = client().List(request);
    ASSERT_THAT(page, IsOk());
    EXPECT_EQ(page->read_at.SerializeAsString(), first);
    seen.insert(seen.end(), page->resources.begin(), page->resources.end());
  }
  EXPECT_EQ(seen, *expected);
}

TEST_P(StandardMethods, ADeletedOneIsNotListed) {
  Ready(0);
  const std::vector<std::string> before = ListedNames();
  const Resource first = Recorded(0);
  const Resource second = Recorded(1);
  ASSERT_THAT(client().Delete(first.name()), IsOk());
  EXPECT_EQ(ListedNames(), Joined(before, {second.name()}));
}

TEST_P(StandardMethods, ATokenIsAsGoodTwice) {
  const ListRequest request = SecondPage();
  const auto once = client().List(request);
  ASSERT_THAT(once, IsOk());
  const auto again = client().List(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->resources, once->resources);
  EXPECT_EQ(again->next_page_token, once->next_page_token);
}

TEST_P(StandardMethods, ATokenOfAnotherStateIsRefused) {
  ListRequest request = SecondPage();
  request.as_of = At(Head());
  EXPECT_THAT(client().List(request), IsInvalid(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
}

TEST_P(StandardMethods, ATokenOfAnotherMethodIsRefused) {
  const Resource resource = RecordedChange(Recorded(5), 1);
  changes::v1::ListRevisionsRequest revisions;
  revisions.set_name(resource.name());
  revisions.set_page_size(1);
  const auto page = client().Changes(&changes::v1::ChangeService::Stub::ListRevisions, revisions);
  ASSERT_THAT(page, IsOk());
  ASSERT_THAT(page->next_page_token(), Not(IsEmpty()));
  ListRequest request = SecondPage();
  std::swap(request.page_token, *revisions.mutable_page_token());
  request.page_token = page->next_page_token();
  EXPECT_THAT(client().List(request), IsInvalid(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  EXPECT_THAT(client().Changes(&changes::v1::ChangeService::Stub::ListRevisions, revisions),
              IsInvalid(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
}

TEST_P(StandardMethods, ATokenThatWasTamperedWithIsRefused) {
  ListRequest request = SecondPage();
  const std::string token = request.page_token;
  std::vector<std::string> tampered = {
      "nonsense",      absl::StrCat(token, "A"),   token.substr(0, token.size() - 1),
      token.substr(1), absl::StrCat(token, token), absl::StrCat(token, "=")};
  for (size_t i = 0; i < token.size(); ++i) {
    tampered.push_back(token);
    tampered.back()[i] = token[i] == 'A' ? 'B' : 'A';
  }
  for (const std::string& text : tampered) {
    request.page_token = text;
    EXPECT_THAT(client().List(request), IsInvalid(ERROR_REASON_INVALID_PAGE_TOKEN)) << text;
  }
}

TEST_P(StandardMethods, ATokenOfAnotherServiceIsRefused) {
  ListRequest request = SecondPage();
  request.page_token = service().page_token_of_another();
  EXPECT_THAT(client().List(request), IsInvalid(ERROR_REASON_TOKEN_OF_OTHER_SERVICE));
}

TEST_P(StandardMethods, ATokenOfAnotherEpochIsRefused) {
  ListRequest request = SecondPage();
  PageToken token;
  ASSERT_TRUE(OpenToken(request.page_token, token));
  token.set_epoch("0123456789abcdef");
  request.page_token = SealToken(token);
  EXPECT_THAT(client().List(request), IsInvalid(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
}

TEST_P(StandardMethodsOfAreas, ATokenOfAnotherParentIsRefused) {
  for (const int n : {0, 1}) Recorded(n);
  RecordedIn(other_place(), 0);
  ListRequest request{.parent = Parent(), .page_size = 1};
  const auto page = client().List(request);
  ASSERT_THAT(page, IsOk());
  request.page_token = page->next_page_token;
  request.parent = kind().parent(other_place());
  EXPECT_THAT(client().List(request), IsInvalid(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  request.parent = kind().parent_of_all;
  EXPECT_THAT(client().List(request), IsInvalid(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
}

TEST_P(StandardMethodsOfAreas, ABadParentIsRefused) {
  for (const std::string& parent :
       {std::string(), std::string("nonsense"), std::string("areas/"), absl::StrCat(Parent(), "/"),
        absl::StrCat(Parent(), "/more/1")}) {
    EXPECT_THAT(client().List({.parent = parent}), IsInvalid(ERROR_REASON_INVALID_RESOURCE_NAME))
        << parent;
  }
}

TEST_P(StandardMethodsOfAreas, ParentsMayBeLeftOpen) {
  const Resource here = Recorded(0);
  const Resource there = RecordedIn(other_place(), 0);
  std::vector<std::string> seen;
  ListRequest request{.parent = kind().parent_of_all, .page_size = 100};
  do {
    const auto page = client().List(request);
    ASSERT_THAT(page, IsOk());
    for (const std::string& name : NamesOf(page->resources)) seen.push_back(name);
    request.page_token = page->next_page_token;
  } while (!request.page_token.empty());
  EXPECT_EQ(seen, InListOrder(seen));
  EXPECT_EQ(std::count(seen.begin(), seen.end(), here.name()), 1);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), there.name()), 1);
}

}  // namespace
}  // namespace tertial::conformance
