#include "services/politics/store/search_reads.h"

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/table.h"
#include "common/store/key_encoding.h"
#include "common/types/search_words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/domain/search_texts.h"
#include "services/politics/store/keys.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/memory_store.h"
#include "tests/testing/status_matchers.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SearchReadsTest : public ::testing::Test {
 protected:
  SearchReadsTest() { OpenWith({}); }

  // A store of this content.
  void OpenWith(StoreContent content) {
    auto store = std::make_unique<MemoryStore>(std::move(content));
    store_ = store.get();
    ledger_ = *Ledger::Open(
        std::move(store), clock_,
        {.service_name = "politics",
         .tables = TableCatalog({DefineTable<CaseTable>(), DefineTable<ThematicPlanTable>(),
                                 DefineTable<ResolutionFollowUpTable>()})});
  }

  static v1::Case CaseOf(const std::string& id, const std::string& title,
                         const std::string& decision = "", const std::string& area = "asker") {
    v1::Case one;
    one.set_name(absl::StrCat("areas/", area, "/cases/", id));
    one.add_titles()->set_text(title);
    if (!decision.empty()) one.add_decisions()->set_text(decision);
    return one;
  }

  Revision Put(const v1::Case& one) {
    const auto result =
        ledger_->Commit({}, [&](Txn& txn) { return PutResource<CaseTable>(txn, one).status(); });
    EXPECT_THAT(result, IsOk());
    return result->at.revision;
  }
  Revision Put(const std::string& id, const std::string& title) { return Put(CaseOf(id, title)); }
  void PutPlan(const std::string& id, const std::string& title) {
    v1::ThematicPlan plan;
    plan.set_name(absl::StrCat("areas/asker/plans/", id));
    plan.add_titles()->set_text(title);
    ASSERT_THAT(
        ledger_->Commit(
            {}, [&](Txn& txn) { return PutResource<ThematicPlanTable>(txn, plan).status(); }),
        IsOk());
  }
  Revision Delete(const std::string& id) {
    const auto result = ledger_->Commit({}, [&](Txn& txn) {
      return DeleteResource<CaseTable>(txn, absl::StrCat("areas/asker/cases/", id)).status();
    });
    EXPECT_THAT(result, IsOk());
    return result->at.revision;
  }

  static SearchQuery QueryOf(const std::string& text) {
    return {.area_id = "asker",
            .words = QueryWordsOf(text),
            .tables = {CaseTable::kId, ThematicPlanTable::kId, ResolutionFollowUpTable::kId}};
  }
  // "case c1" of each hit, in order, page by page.
  std::vector<std::string> Find(const SearchQuery& query, const AsOf& as_of = {},
                                const SearchLimits& limits = {}) {
    std::vector<std::string> found;
    SearchPosition position;
    for (int pages = 0; pages < 10'000; ++pages) {
      const auto view = ledger_->Read(as_of);
      EXPECT_THAT(view, IsOk());
      const auto page = ReadSearchPage(*view, query, position, limits);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return found;
      EXPECT_LE(page->rows.size(), limits.rows_told);
      for (const FoundRow& hit : page->rows) {
        found.push_back(ledger_->tables().NameOf(hit.table, hit.pk).substr(12));
      }
      if (page->complete) return found;
      position = DecodeSearchPosition(EncodeSearchPosition(page->reached));
    }
    ADD_FAILURE() << "the search does not end";
    return found;
  }
  std::vector<std::string> Find(const std::string& text) { return Find(QueryOf(text)); }

  FakeClock clock_;
  std::unique_ptr<Ledger> ledger_;
  // The ledger's.
  const MemoryStore* store_ = nullptr;
};

TEST_F(SearchReadsTest, FindsWordsByTheirBeginnings) {
  Put("c1", "Plan for omsorgssvikt");
  Put("c2", "Temaplan for idrett");
  PutPlan("p1", "Planlegging av skoler");
  EXPECT_THAT(Find("plan"), ElementsAre("cases/c1", "plans/p1"));
  EXPECT_THAT(Find("PLANL"), ElementsAre("plans/p1"));
  EXPECT_THAT(Find("for"), ElementsAre("cases/c1", "cases/c2"));
  EXPECT_THAT(Find("skolen"), IsEmpty());
}

TEST_F(SearchReadsTest, FindsNorwegianLettersInAnySpelling) {
  Put("c1", "Båtplasser på Bølgen");
  for (const char* text : {"båtplasser", "BAATPLASSER", "ba\u030Atplasser", "bø", "BOELGEN"}) {
    EXPECT_THAT(Find(text), ElementsAre("cases/c1")) << text;
  }
  EXPECT_THAT(Find("bolgen"), IsEmpty());
}

TEST_F(SearchReadsTest, LooksInDecisionsToo) {
  Put(CaseOf("c1", "Oslofjorden", "Utvalget ba om nye soner"));
  EXPECT_THAT(Find("soner oslof"), ElementsAre("cases/c1"));
}

TEST_F(SearchReadsTest, AllWordsMustBeThere) {
  Put("c1", "Plan for idrett");
  Put("c2", "Plan for skoler");
  EXPECT_THAT(Find("idrett plan"), ElementsAre("cases/c1"));
  EXPECT_THAT(Find("idrett skole"), IsEmpty());
}

TEST_F(SearchReadsTest, ARowIsToldOnceThoughSeveralOfItsWordsBeginSo) {
  Put("c1", "Kommune kommunen kommunestyret kommuneplan");
  Put("c2", "Kommunestyret");
  EXPECT_THAT(Find("kommune"), ElementsAre("cases/c1", "cases/c2"));
  EXPECT_THAT(Find(QueryOf("k"), {}, {.rows_told = 1}), ElementsAre("cases/c1", "cases/c2"));
}

TEST_F(SearchReadsTest, AWordThatIsWhatWasAskedForStandsFirst) {
  Put("a", "Planlegging");
  Put("b", "Plan");
  EXPECT_THAT(Find("plan"), ElementsAre("cases/b", "cases/a"));
}

TEST_F(SearchReadsTest, OnlyTheAreaAndTheTablesAskedForAreSearched) {
  Put(CaseOf("c1", "Plan", "", "oslo"));
  PutPlan("p1", "Plan");
  EXPECT_THAT(Find("plan"), ElementsAre("plans/p1"));
  SearchQuery cases = QueryOf("plan");
  cases.tables = {CaseTable::kId};
  EXPECT_THAT(Find(cases), IsEmpty());
}

TEST_F(SearchReadsTest, WhatIsFoundIsWhatTheStateReadHolds) {
  const Revision first = Put("c1", "Bibliotek");
  const Revision second = Put("c1", "Svømmehall");
  const Revision third = Delete("c1");
  EXPECT_THAT(Find(QueryOf("bibliotek"), AsOf::At(first)), ElementsAre("cases/c1"));
  EXPECT_THAT(Find(QueryOf("bibliotek"), AsOf::At(second)), IsEmpty());
  EXPECT_THAT(Find(QueryOf("svømme"), AsOf::At(first)), IsEmpty());
  EXPECT_THAT(Find(QueryOf("svømme"), AsOf::At(second)), ElementsAre("cases/c1"));
  EXPECT_THAT(Find(QueryOf("svømme"), AsOf::At(third)), IsEmpty());
}

TEST_F(SearchReadsTest, PagesOfOneStateAreTheSameWhateverIsWrittenMeanwhile) {
  for (int i = 0; i < 20; ++i) Put(absl::StrCat("c", i + 10), "Plan og planlegging");
  const Revision then = ledger_->Read()->at().revision;
  const std::vector<std::string> before = Find(QueryOf("plan"), AsOf::At(then));
  EXPECT_THAT(before, SizeIs(20));
  std::vector<std::string> found;
  SearchPosition position;
  for (bool complete = false; !complete;) {
    Put(absl::StrCat("c", found.size() + 10), "Noe annet, planlagt");
    Put(absl::StrCat("new", found.size()), "Plan");
    const auto page =
        ReadSearchPage(*ledger_->Read(AsOf::At(then)), QueryOf("plan"), position, {.rows_told = 3});
    ASSERT_THAT(page, IsOk());
    for (const FoundRow& hit : page->rows) {
      found.push_back(ledger_->tables().NameOf(hit.table, hit.pk).substr(12));
    }
    position = page->reached;
    complete = page->complete;
  }
  EXPECT_EQ(found, before);
}

TEST_F(SearchReadsTest, APageEndsWhenItCostsMuch) {
  for (int i = 0; i < 50; ++i) Put(absl::StrCat("c", i), "Plan");
  Put("rare", "Plan unik");
  const auto page = ReadSearchPage(*ledger_->Read(), QueryOf("plan unik"), {}, {.rows_read = 1});
  ASSERT_THAT(page, IsOk());
  // The rarer word was chosen: its one row is all that is read.
  EXPECT_TRUE(page->complete);
  EXPECT_THAT(page->rows, SizeIs(1));
  EXPECT_THAT(Find(QueryOf("plan"), {}, {.rows_read = 1}), SizeIs(51));
  EXPECT_THAT(Find(QueryOf("plan"), {}, {.entries = 1}), SizeIs(51));
  EXPECT_THAT(Find(QueryOf("plan"), {}, {.bytes_told = 1}), SizeIs(51));
}

TEST_F(SearchReadsTest, APositionThatNoPageGaveDoesNoHarm) {
  Put("c1", "Plan");
  std::mt19937_64 random(3);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes;
    for (size_t left = random() % 12; left > 0; --left) {
      bytes.push_back(static_cast<char>(random() % (i % 2 == 0 ? 256 : 6)));
    }
    const auto page =
        ReadSearchPage(*ledger_->Read(), QueryOf("plan"), DecodeSearchPosition(bytes), {});
    ASSERT_THAT(page, IsOk());
    ASSERT_LE(page->rows.size(), 1u);
  }
}

TEST_F(SearchReadsTest, AStoreOfSchema3IsSearchedOnceItIsOpened) {
  const Revision first = Put("c1", "Bibliotek på Borgen");
  Put("c1", "Svømmehall");
  PutPlan("p1", "Plan for bibliotek");
  const StoreContent whole = store_->content();
  StoreContent earlier;
  for (const auto& [key, value] : whole) {
    if (static_cast<uint8_t>(key[0]) != kIndexTag) earlier.emplace(key, value);
  }
  AppendUint32(3, earlier[NameKey("schema_version")] = "");
  OpenWith(earlier);
  EXPECT_THAT(Find("bibliotek"), ElementsAre("plans/p1"));
  EXPECT_THAT(Find(QueryOf("borgen"), AsOf::At(first)), ElementsAre("cases/c1"));
  EXPECT_EQ(store_->content(), whole);
}

// What a search finds, looked for in all rows.
std::set<std::string> FoundByReadingAll(const ReadView& view, const SearchQuery& query) {
  std::set<std::string> found;
  EXPECT_THAT(ScanResources<CaseTable>(
                  view, {query.area_id}, "",
                  [&](absl::string_view, Revision, const v1::Case& one) {
                    const std::vector<std::string> words = SearchWordsOf(SearchTextsOf(one).texts);
                    const bool all = std::all_of(
                        query.words.begin(), query.words.end(), [&](const std::string& word) {
                          return FirstWithBeginning(words, word) != nullptr;
                        });
                    if (all) found.insert(one.name().substr(12));
                    return true;
                  }),
              IsOk());
  return found;
}

TEST_F(SearchReadsTest, FindsWhatReadingAllFindsAtEveryRevisionAndPageSize) {
  const std::vector<std::string> vocabulary = {
      "plan",  "planer", "planlegging", "ås", "aas", "åsen",  "bø",    "bok",
      "bøker", "31/24",  "31/245",      "a",  "på",  "skole", "skoler"};
  std::mt19937_64 random(17);
  const auto some = [&](size_t most) {
    std::vector<std::string> words(1 + random() % most);
    for (std::string& word : words) word = vocabulary[random() % vocabulary.size()];
    return absl::StrJoin(words, " ");
  };
  for (int i = 0; i < 150; ++i) {
    const std::string id = absl::StrCat("c", random() % 25);
    if (random() % 5 == 0) {
      Delete(id);
    } else {
      Put(id, some(6));
    }
  }
  const Revision head = ledger_->Read()->at().revision;
  for (int i = 0; i < 600; ++i) {
    SearchQuery query = QueryOf(some(3));
    for (std::string& word : query.words) {
      if (random() % 2 == 0) word.resize(1 + random() % word.size());
    }
    const AsOf as_of = AsOf::At(static_cast<Revision>(random() % (head + 1)));
    const SearchLimits limits = {.rows_told = 1 + random() % 5,
                                 .rows_read = 1 + random() % 20,
                                 .entries = 1 + random() % 30};
    const std::vector<std::string> found = Find(query, as_of, limits);
    const std::set<std::string> each(found.begin(), found.end());
    ASSERT_EQ(each.size(), found.size()) << "a row was told twice";
    ASSERT_EQ(each, FoundByReadingAll(*ledger_->Read(as_of), query))
        << absl::StrJoin(query.words, " ");
  }
}

}  // namespace
}  // namespace tertial::politics
