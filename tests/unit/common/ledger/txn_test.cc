#include "common/ledger/txn.h"

#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

class Transaction : public LedgerFixture {};

TEST_F(Transaction, SaysWhatAPutDid) {
  Put("a", "1");
  Commit([](Txn& txn) {
    EXPECT_EQ(txn.base().revision, 1);
    EXPECT_EQ(txn.revision(), 2);
    EXPECT_THAT(txn.Put(kTable, Pk("a"), "1"), IsOkAndHolds(PutOutcome::kUnchanged));
    EXPECT_TRUE(txn.empty());
    EXPECT_THAT(txn.Put(kTable, Pk("a"), "2"), IsOkAndHolds(PutOutcome::kRevised));
    EXPECT_THAT(txn.Put(kTable, Pk("a"), "2"), IsOkAndHolds(PutOutcome::kUnchanged));
    EXPECT_THAT(txn.Put(kTable, Pk("b"), "1"), IsOkAndHolds(PutOutcome::kInserted));
    EXPECT_THAT(txn.Put(kTable, Pk("b"), "2"), IsOkAndHolds(PutOutcome::kRevised));
    return absl::OkStatus();
  });
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"a", "2"}, {"b", "2"}}));
}

TEST_F(Transaction, SaysWhetherThereWasARowToDelete) {
  Put("a", "1");
  Commit([](Txn& txn) {
    EXPECT_THAT(txn.Delete(kTable, Pk("absent")), IsOkAndHolds(false));
    EXPECT_THAT(txn.Delete(kTable, Pk("a")), IsOkAndHolds(true));
    EXPECT_THAT(txn.Delete(kTable, Pk("a")), IsOkAndHolds(false));
    EXPECT_THAT(txn.Put(kTable, Pk("a"), "2"), IsOkAndHolds(PutOutcome::kInserted));
    EXPECT_THAT(txn.Delete(kTable, Pk("a")), IsOkAndHolds(true));
    return absl::OkStatus();
  });
  EXPECT_EQ(ScanRows(Read(), kTable), Rows());
}

TEST_F(Transaction, ReadsItsOwnChanges) {
  Put("a", "1");
  Put("b", "1");
  Commit([](Txn& txn) {
    EXPECT_THAT(txn.Put(kTable, Pk("a"), "2"), IsOk());
    EXPECT_THAT(txn.Delete(kTable, Pk("b")), IsOk());
    EXPECT_THAT(txn.Put(kTable, Pk("c"), "2"), IsOk());
    EXPECT_THAT(txn.Find(kTable, Pk("a")), IsOkAndHolds(MaybeRecord(Record{3, "2"})));
    EXPECT_THAT(txn.Find(kTable, Pk("b")), IsOkAndHolds(MaybeRecord()));
    EXPECT_THAT(txn.MultiFind(kTable, std::vector<std::string>{Pk("c"), Pk("b"), Pk("a"), Pk("d")}),
                IsOkAndHolds(::testing::ElementsAre(MaybeRecord(Record{3, "2"}), MaybeRecord(),
                                                    MaybeRecord(Record{3, "2"}), MaybeRecord())));
    return absl::OkStatus();
  });
}

TEST_F(Transaction, MergesItsChangesIntoScans) {
  for (const std::string pk : {"a/1", "a/3", "a/5", "b/1"}) Put(pk, "old");
  Commit([](Txn& txn) {
    EXPECT_THAT(txn.Put(kTable, Pk("a/0"), "new"), IsOk());
    EXPECT_THAT(txn.Delete(kTable, Pk("a/1")), IsOk());
    EXPECT_THAT(txn.Put(kTable, Pk("a/2"), "new"), IsOk());
    EXPECT_THAT(txn.Put(kTable, Pk("a/3"), "new"), IsOk());
    EXPECT_THAT(txn.Put(kTable, Pk("a/7"), "new"), IsOk());
    EXPECT_THAT(txn.Put(kTable, Pk("c/1"), "new"), IsOk());
    EXPECT_THAT(txn.Put(kTable + 1, Pk("a/4"), "other table"), IsOk());
    const Rows within_a = {
        {"a/0", "new"}, {"a/2", "new"}, {"a/3", "new"}, {"a/5", "old"}, {"a/7", "new"}};
    EXPECT_EQ(ScanRows(txn, kTable, "a"), within_a);
    EXPECT_EQ(ScanRows(txn, kTable, "a", "a/2"), Rows(within_a.begin() + 2, within_a.end()));
    EXPECT_EQ(ScanRows(txn, kTable, "", "a/7"), (Rows{{"b/1", "old"}, {"c/1", "new"}}));
    EXPECT_EQ(ScanRows(txn, kTable + 1), (Rows{{"a/4", "other table"}}));
    return absl::OkStatus();
  });
}

TEST_F(Transaction, EndsAMergedScanWhenTheVisitorSaysSo) {
  for (const std::string pk : {"b", "d"}) Put(pk, "old");
  Commit([](Txn& txn) {
    for (const std::string pk : {"a", "c", "e"})
      EXPECT_THAT(txn.Put(kTable, Pk(pk), "new"), IsOk());
    for (size_t limit = 1; limit <= 5; ++limit) {
      std::string visited;
      EXPECT_THAT(txn.Scan(kTable, "", "",
                           [&](absl::string_view pk, Revision, absl::string_view) {
                             absl::StrAppend(&visited, PathOf(pk));
                             return visited.size() < limit;
                           }),
                  IsOk());
      EXPECT_EQ(visited, std::string("abcde").substr(0, limit));
    }
    return absl::OkStatus();
  });
}

TEST_F(Transaction, LetsTheVisitorOfAScanDeleteWhatItVisits) {
  for (const std::string pk : {"a", "b", "c", "d"}) Put(pk, "old");
  Commit([](Txn& txn) {
    EXPECT_THAT(txn.Put(kTable, Pk("b"), "new"), IsOk());
    EXPECT_THAT(txn.Put(kTable, Pk("bb"), "new"), IsOk());
    std::vector<std::string> visited;
    EXPECT_THAT(txn.Scan(kTable, "", "",
                         [&](absl::string_view pk, Revision, absl::string_view) {
                           visited.push_back(PathOf(pk));
                           EXPECT_THAT(txn.Delete(kTable, pk), IsOkAndHolds(true));
                           return true;
                         }),
                IsOk());
    EXPECT_THAT(visited, ::testing::ElementsAre("a", "b", "bb", "c", "d"));
    EXPECT_EQ(ScanRows(txn, kTable), Rows());
    return absl::OkStatus();
  });
  EXPECT_EQ(ScanRows(Read(), kTable), Rows());
}

TEST_F(Transaction, CommitsNothingWhenItsChangesCancelOut) {
  Put("a", "1");
  Put("deleted", "1");
  Delete("deleted");
  const CommitResult result = Commit([](Txn& txn) {
    EXPECT_THAT(txn.Put(kTable, Pk("a"), "2"), IsOk());
    EXPECT_THAT(txn.Put(kTable, Pk("a"), "1"), IsOkAndHolds(PutOutcome::kRevised));
    EXPECT_THAT(txn.Put(kTable, Pk("b"), "1"), IsOk());
    EXPECT_THAT(txn.Delete(kTable, Pk("b")), IsOk());
    EXPECT_THAT(txn.Put(kTable, Pk("deleted"), "1"), IsOkAndHolds(PutOutcome::kInserted));
    EXPECT_THAT(txn.Delete(kTable, Pk("deleted")), IsOk());
    EXPECT_THAT(txn.Find(kTable, Pk("a")), IsOkAndHolds(MaybeRecord(Record{1, "1"})));
    return absl::OkStatus();
  });
  EXPECT_FALSE(result.committed);
  EXPECT_EQ(result.at.revision, 3);
}

TEST_F(Transaction, AgreesWithAModelOverRandomTransactions) {
  constexpr uint32_t kSeed = 424242;
  std::mt19937 random(kSeed);
  const auto below = [&random](uint32_t bound) { return random() % bound; };
  const auto random_pk = [&] {
    return absl::StrCat(below(6), "/", below(2) == 0 ? "" : "x", below(6));
  };
  std::map<std::string, std::string> committed;
  for (int round = 0; round < 300; ++round) {
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, ", round ", round));
    std::map<std::string, std::string> model = committed;
    const bool fails = below(5) == 0;
    const auto result = ledger_->Commit({}, [&](Txn& txn) -> absl::Status {
      for (uint32_t operation = below(12); operation > 0; --operation) {
        const std::string pk = random_pk();
        if (below(3) == 0) {
          EXPECT_THAT(txn.Delete(kTable, Pk(pk)), IsOkAndHolds(model.erase(pk) == 1));
        } else {
          const std::string body(below(3), 'b');
          const auto present = model.find(pk);
          const PutOutcome expected = present == model.end()    ? PutOutcome::kInserted
                                      : present->second == body ? PutOutcome::kUnchanged
                                                                : PutOutcome::kRevised;
          EXPECT_THAT(txn.Put(kTable, Pk(pk), body), IsOkAndHolds(expected));
          model[pk] = body;
        }
        const std::string prefix = below(2) == 0 ? "" : absl::StrCat(below(6));
        const std::string after = below(2) == 0 ? "" : random_pk();
        Rows expected;
        for (const auto& [key, body] : model) {
          if (absl::StartsWith(key, prefix) && key > after) expected.emplace_back(key, body);
        }
        EXPECT_EQ(ScanRows(txn, kTable, prefix, after), expected);
      }
      return fails ? AreaNotFound("atlantis") : absl::OkStatus();
    });
    ASSERT_EQ(result.ok(), !fails);
    if (!fails) {
      ASSERT_EQ(result->committed, model != committed);
      committed = model;
    }
    ASSERT_EQ(ScanRows(Read(), kTable), Rows(committed.begin(), committed.end()));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace tertial
