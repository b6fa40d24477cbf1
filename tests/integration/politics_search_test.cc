// Searches as the service answers them: over the rules, tables and index of its ledger.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/in_use.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/rpc/access_log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/handler/rules.h"
#include "services/politics/handler/search_handlers.h"
#include "services/politics/store/keys.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/memory_store.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

template <typename Message>
Message MakeResource(const std::string& name, const std::string& title) {
  Message message;
  message.set_name(name);
  message.add_titles()->set_language("nb");
  message.mutable_titles(0)->set_text(title);
  return message;
}

class PoliticsSearchTest : public ::testing::Test {
 protected:
  template <typename T>
  void Put(const typename T::Message& message) {
    const auto committed = ledger_->Commit({.actor = "tester", .reason = "because"}, [&](Txn& txn) {
      return PutResource<T>(txn, message).status();
    });
    ASSERT_THAT(committed, IsOk());
    revision_ = committed->at.revision;
  }
  void PutCase(const std::string& id, const std::string& title, const std::string& area = "asker") {
    Put<CaseTable>(MakeResource<v1::Case>(absl::StrCat("areas/", area, "/cases/", id), title));
  }
  // The example's kinds, one each, that tell of schools.
  void PutSchools() {
    v1::Case one = MakeResource<v1::Case>("areas/asker/cases/ks-31-2024", "Skolestruktur");
    one.set_body("areas/asker/bodies/council");
    one.set_meeting("areas/asker/bodies/council/meetings/2024-06-11-2");
    one.set_decision_date("2024");
    one.mutable_number()->set_sequence(31);
    one.mutable_number()->set_year(2024);
    one.add_decisions()->set_text(std::string(298, 'x') + " øæå skolene består");
    Put<CaseTable>(one);
    v1::Matter matter = MakeResource<v1::Matter>("areas/asker/matters/m", "Skoler i nord");
    matter.set_opened("2024-01");
    Put<MatterTable>(matter);
    v1::ThematicPlan plan = MakeResource<v1::ThematicPlan>("areas/asker/plans/p", "Kapasitet");
    plan.add_headings()->add_titles()->set_text("Skole");
    plan.set_adoption_date("2021-06-15");
    Put<ThematicPlanTable>(plan);
    v1::ResolutionFollowUp followed =
        MakeResource<v1::ResolutionFollowUp>("areas/asker/resolutions/r", "Svømming");
    followed.add_wordings()->set_text("Kommunedirektøren bes se på skolesvømming.");
    followed.set_body("areas/asker/bodies/council");
    followed.set_adopted("2024-06");
    Put<ResolutionFollowUpTable>(followed);
  }

  static v1::SearchTextsRequest RequestFor(const std::string& text) {
    v1::SearchTextsRequest request;
    request.set_area("areas/asker");
    request.set_text(text);
    return request;
  }
  absl::StatusOr<v1::SearchTextsResponse> Search(const v1::SearchTextsRequest& request) const {
    return AnswerSearchTexts(*ledger_, areas_, request);
  }
  // "cases/c" of each hit, all pages.
  std::vector<std::string> Find(v1::SearchTextsRequest request) const {
    std::vector<std::string> found;
    do {
      const auto response = Search(request);
      EXPECT_THAT(response, IsOk());
      if (!response.ok()) break;
      for (const v1::SearchHit& hit : response->hits()) found.push_back(hit.name().substr(12));
      request.set_page_token(response->next_page_token());
    } while (!request.page_token().empty());
    return found;
  }
  // Rows under the words that begin so.
  size_t EntriesOf(TableId table, const std::string& word) const {
    size_t count = 0;
    EXPECT_THAT(ledger_->Read()->ScanIndex(table, WordEntriesOf("asker") + word,
                                           [&](absl::string_view, absl::string_view) {
                                             ++count;
                                             return true;
                                           }),
                IsOk());
    return count;
  }

  FakeClock clock_;
  const AreaRegistry areas_ = *AreaRegistry::Load(testing::AreasDirectory());
  const std::unique_ptr<Ledger> ledger_ =
      *Ledger::Open(std::make_unique<MemoryStore>(), clock_,
                    {.service_name = "politics", .tables = PoliticsTables()});
  Revision revision_ = 0;
};

TEST_F(PoliticsSearchTest, FindsEachKindWithWhatIsToldOfIt) {
  PutSchools();
  const auto response = Search(RequestFor("SKOLE"));
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->hits(), SizeIs(4));
  const v1::SearchHit& found = response->hits(0);
  EXPECT_EQ(found.kind(), v1::SEARCH_KIND_CASE);
  EXPECT_EQ(found.date(), "2024-06-11") << "the day of its meeting";
  EXPECT_EQ(found.number().sequence(), 31);
  EXPECT_EQ(found.body(), "areas/asker/bodies/council");
  EXPECT_EQ(found.excerpts(0).text(), std::string(298, 'x') + " ") << "cut before a letter";
  EXPECT_EQ(response->hits(1).kind(), v1::SEARCH_KIND_THEMATIC_PLAN);
  EXPECT_EQ(response->hits(1).date(), "2021-06-15");
  EXPECT_EQ(response->hits(2).kind(), v1::SEARCH_KIND_RESOLUTION);
  EXPECT_EQ(response->hits(2).date(), "2024-06");
  EXPECT_EQ(response->hits(3).kind(), v1::SEARCH_KIND_MATTER);
  EXPECT_EQ(response->hits(3).date(), "2024-01");
  EXPECT_EQ(response->read_at().revision(), revision_);
}

TEST_F(PoliticsSearchTest, LooksAtTheKindsThatAreAskedFor) {
  PutSchools();
  v1::SearchTextsRequest request = RequestFor("skole");
  request.add_kinds(v1::SEARCH_KIND_MATTER);
  request.add_kinds(v1::SEARCH_KIND_CASE);
  EXPECT_THAT(Find(request), ElementsAre("cases/ks-31-2024", "matters/m"));
}

TEST_F(PoliticsSearchTest, FindsACaseByItsNumberInEitherForm) {
  PutSchools();
  for (const char* text : {"31/24", "31/2024", "31/2"}) {
    EXPECT_THAT(Find(RequestFor(text)), ElementsAre("cases/ks-31-2024")) << text;
  }
  EXPECT_THAT(Find(RequestFor("2024")), IsEmpty()) << "it is no case about 2024";
}

TEST_F(PoliticsSearchTest, AnAreaFindsNothingOfAnother) {
  PutCase("c", "Plan", "baerum");
  EXPECT_THAT(Find(RequestFor("plan")), IsEmpty());
  v1::SearchTextsRequest request = RequestFor("plan");
  request.set_area("areas/3201");
  EXPECT_EQ(Search(request)->hits(0).name(), "areas/baerum/cases/c");
}

TEST_F(PoliticsSearchTest, PagesAreOfTheStateThatTheFirstWasReadAt) {
  for (int i = 0; i < 5; ++i) PutCase(absl::StrCat("c", i), "Plan");
  v1::SearchTextsRequest request = RequestFor("plan");
  request.set_page_size(2);
  std::vector<std::string> found;
  while (true) {
    const auto response = Search(request);
    ASSERT_THAT(response, IsOk());
    for (const v1::SearchHit& hit : response->hits()) found.push_back(hit.name().substr(18));
    if (response->next_page_token().empty()) break;
    request.set_page_token(response->next_page_token());
    PutCase("c4", "Noe annet");
    PutCase(absl::StrCat("d", found.size()), "Plan");
  }
  EXPECT_THAT(found, ElementsAre("c0", "c1", "c2", "c3", "c4"));
}

TEST_F(PoliticsSearchTest, ATokenIsOfOneQuery) {
  for (int i = 0; i < 3; ++i) PutCase(absl::StrCat("c", i), "Plan på ås");
  v1::SearchTextsRequest request = RequestFor("plan Ås");
  request.set_page_size(1);
  request.set_page_token(Search(request)->next_page_token());
  request.set_text("plan, AAS");
  EXPECT_THAT(Search(request), IsOk()) << "the same words";
  v1::SearchTextsRequest other = request;
  other.set_text("plan");
  EXPECT_THAT(Search(other), HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  other = request;
  other.set_area("areas/baerum");
  EXPECT_THAT(Search(other), HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  other = request;
  other.add_kinds(v1::SEARCH_KIND_CASE);
  EXPECT_THAT(Search(other), HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  other = request;
  other.mutable_as_of()->set_revision(1);
  EXPECT_THAT(Search(other), HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  other = request;
  other.set_page_token("made-up");
  EXPECT_THAT(Search(other), HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));
}

TEST_F(PoliticsSearchTest, EarlierStatesAreSearched) {
  PutCase("c", "Bibliotek");
  const Revision then = revision_;
  PutCase("c", "Svømmehall");
  v1::SearchTextsRequest request = RequestFor("bibliotek");
  EXPECT_THAT(Find(request), IsEmpty());
  request.mutable_as_of()->set_revision(then);
  EXPECT_THAT(Find(request), ElementsAre("cases/c"));
}

TEST_F(PoliticsSearchTest, SaysWhatIsWrongWithARequest) {
  EXPECT_THAT(Search(RequestFor("")), HasReason(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_THAT(Search(RequestFor(" – !")), HasReason(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_THAT(Search(RequestFor("a b")), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_THAT(Search(RequestFor("aa bb cc dd ee ff gg hh ii jj kk")),
              HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_THAT(Search(RequestFor(std::string(201, 'a'))), HasReason(ERROR_REASON_INVALID_TEXT));
  v1::SearchTextsRequest request = RequestFor("plan");
  request.add_kinds(v1::SEARCH_KIND_UNSPECIFIED);
  EXPECT_THAT(Search(request), HasReason(ERROR_REASON_INVALID_ENUM));
  request.set_kinds(0, v1::SEARCH_KIND_CASE);
  request.add_kinds(v1::SEARCH_KIND_CASE);
  EXPECT_THAT(Search(request), HasReason(ERROR_REASON_DUPLICATE_ELEMENT));
  request = RequestFor("plan");
  request.set_area("areas/9999");
  EXPECT_THAT(Search(request), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  request = RequestFor("plan");
  request.set_page_size(-1);
  EXPECT_THAT(Search(request), HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
}

TEST_F(PoliticsSearchTest, OfARedactedRowNoWordIsLeft) {
  PutCase("c", "Hemmelig");
  PutCase("c", "Offentlig");
  PutCase("d", "Hemmelighold");
  EXPECT_EQ(EntriesOf(CaseTable::kId, "hemmelig"), 2U);
  ASSERT_THAT(ledger_->Redact({.actor = "admin", .reason = "it had to go"}, CaseTable::kId,
                              *PrimaryKey<CaseTable>("areas/asker/cases/c"),
                              absl::NotFoundError("no such case")),
              IsOk());
  EXPECT_EQ(EntriesOf(CaseTable::kId, "hemmelig"), 1U);
  EXPECT_EQ(EntriesOf(CaseTable::kId, "offentlig"), 0U);
  EXPECT_THAT(Find(RequestFor("hemmelig")), ElementsAre("cases/d"));
}

TEST_F(PoliticsSearchTest, ExemptContentIsFoundByItsOwnSearchAlone) {
  v1::ExemptContent content = MakeResource<v1::ExemptContent>(
      "areas/asker/cases/c/exemptContents/case", "Oppsigelse av rektor");
  Put<ExemptContentTable>(content);
  EXPECT_THAT(Find(RequestFor("rektor")), IsEmpty());
  v1::SearchExemptContentsRequest request;
  request.set_area("areas/asker");
  request.set_text("REKTOR opps");
  const CallContext call{.method = "m/SearchExemptContents",
                         .caller = {.name = "kari", .roles = {}},
                         .request_id = "1",
                         .deadline = absl::InfiniteFuture()};
  const auto response = AnswerSearchExemptContents(*ledger_, areas_, call, request);
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->hits(), SizeIs(1));
  EXPECT_EQ(response->hits(0).name(), content.name());
  EXPECT_EQ(response->read_at().revision(), revision_) << "noting it made no commit";
  std::vector<std::string> noted;
  ASSERT_THAT(
      ScanAccesses(*ledger_->Read(), "", clock_.Now(),
                   [&](absl::string_view, const common::internal::v1::AccessRecord& access) {
                     noted.push_back(access.ShortDebugString());
                     return true;
                   }),
      IsOk());
  ASSERT_THAT(noted, SizeIs(1));
  EXPECT_THAT(noted[0], ::testing::HasSubstr("areas/asker"));
  EXPECT_THAT(noted[0], ::testing::Not(::testing::HasSubstr("REKTOR")));
}

}  // namespace
}  // namespace tertial::politics
