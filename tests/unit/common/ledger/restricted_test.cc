// Tables whose rows not everybody may know: what the ledger leaves out of itself.
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/content_hash.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/store_check.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr TableId kSecret = kFirstRestrictedTable + 3;

class RestrictedTable : public LedgerFixture {
 protected:
  void SetUp() override {
    std::vector<TableDefinition> tables = TestTables().tables();
    tables.push_back(TableDefinition{
        .id = kSecret,
        .pattern = ResourceNamePattern("areas/{area}/goals/{goal}/secrets/{secret}"),
        .not_found = common::v1::ERROR_REASON_AREA_NOT_FOUND,
        .prototype = &common::v1::Area::default_instance()});
    tables.back().index = AddWords;
    options_.tables = TableCatalog(std::move(tables));
    OpenLedger();
  }

  // "revision.sequence pk" of what passes.
  std::vector<std::string> FeedOf(const FeedFilter& filter, size_t most = 100) {
    std::vector<std::string> changes;
    FeedPosition position;
    while (true) {
      const auto page = ReadFeed(Read(), ledger_->tables(), position, filter, most);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return changes;
      for (const FeedChange& change : page->changes) {
        changes.push_back(absl::StrCat(change.position.revision, ".", change.position.sequence, " ",
                                       PathOf(change.pk)));
      }
      position = page->reached;
      if (page->up_to_date) return changes;
    }
  }
};

TEST_F(RestrictedTable, IsInTheFeedOfWhoNamesIt) {
  Put("asker/a", "1");
  Put("asker/a/s", "red", kSecret);
  Commit([](Txn& txn) -> absl::Status {
    const auto secret = txn.Put(kSecret, Pk("asker/a/t"), "green");
    if (!secret.ok()) return secret.status();
    return txn.Put(kTable, Pk("asker/b"), "2").status();
  });
  for (const size_t most : {1, 100}) {
    EXPECT_THAT(FeedOf({}, most), ElementsAre("1.0 asker/a", "3.0 asker/b"));
    EXPECT_THAT(FeedOf({.tables = {kSecret}}, most), ElementsAre("2.0 asker/a/s", "3.1 asker/a/t"));
    EXPECT_THAT(FeedOf({.tables = {kTable}}, most), ElementsAre("1.0 asker/a", "3.0 asker/b"));
  }
}

TEST_F(RestrictedTable, IsInNoHash) {
  Put("asker/a", "1");
  const auto before = HashContent(*ledger_, 1, absl::InfiniteFuture());
  ASSERT_THAT(before, IsOk());
  Put("asker/a/s", "red", kSecret);
  const auto after = HashContent(*ledger_, 2, absl::InfiniteFuture());
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->Hex(), before->Hex());
  EXPECT_EQ(after->resources(), 1);
}

TEST_F(RestrictedTable, CannotWait) {
  const CommitInfo later = {
      .actor = "tester", .reason = "", .publish_at = clock_.Now() + absl::Hours(1)};
  const auto put = [](Txn& txn) -> absl::Status {
    const auto goal = txn.Put(kTable, Pk("asker/a"), "1");
    if (!goal.ok()) return goal.status();
    return txn.Put(kSecret, Pk("asker/a/s"), "red").status();
  };
  EXPECT_THAT(ledger_->Commit(later, put), HasReason(common::v1::ERROR_REASON_INCONSISTENT_FIELDS));
  EXPECT_THAT(ledger_->Try(later, put), HasReason(common::v1::ERROR_REASON_INCONSISTENT_FIELDS));
  EXPECT_THAT(ledger_->ListPending(10), IsOkAndHolds(IsEmpty()));
}

TEST_F(RestrictedTable, IsMarkedInFindings) {
  Put("asker/a", "1");
  Put("asker/a/s", "red green", kSecret);
  const std::string row = CurrentKey(kSecret, Pk("asker/a/s"));
  const std::string word = IndexKey(kSecret, WordEntry("blue"), Pk("asker/a/s"));
  const std::string open = CurrentKey(kTable, Pk("asker/a"));
  {
    const auto store = RawStore();
    WriteBatch batch;
    for (const std::string& key : {row, open}) {
      std::string value = **store->Get(key);
      value.back() = static_cast<char>(value.back() ^ 1);
      batch.Put(key, value);
    }
    std::string size;
    AppendUint32(static_cast<uint32_t>(WordEntry("blue").size()), size);
    batch.Put(word, size);
    ASSERT_THAT(store->Write(batch), IsOk());
  }
  OpenLedger();
  const auto check = CheckStore(*ledger_, 100, absl::InfiniteFuture());
  ASSERT_THAT(check, IsOk());
  EXPECT_THAT(check->findings, Contains(AllOf(Field(&StoreFinding::key, row),
                                              Field(&StoreFinding::restricted, true))));
  EXPECT_THAT(check->findings, Contains(AllOf(Field(&StoreFinding::key, word),
                                              Field(&StoreFinding::restricted, true))));
  EXPECT_THAT(check->findings, Contains(AllOf(Field(&StoreFinding::key, open),
                                              Field(&StoreFinding::restricted, false))));
}

TEST(RestrictedKeys, AreThoseThatTellOfARow) {
  const std::string pk = "asker";
  for (const TableId table : {TableId{1}, TableId{0x7F}, kFirstRestrictedTable, TableId{0xFF}}) {
    const bool restricted = table >= 0x80;
    EXPECT_EQ(IsRestrictedKey(CurrentKey(table, pk)), restricted);
    EXPECT_EQ(IsRestrictedKey(SupersededKey(table, pk, 7)), restricted);
    EXPECT_EQ(IsRestrictedKey(StagedKey(7, table, pk, 1)), restricted);
    EXPECT_EQ(IsRestrictedKey(IndexKey(table, "word", pk)), restricted);
    // No tables of the catalog.
    EXPECT_FALSE(IsRestrictedKey(PrivateKey(table, pk)));
  }
  EXPECT_FALSE(IsRestrictedKey(""));
  EXPECT_FALSE(IsRestrictedKey("\x01"));
  EXPECT_FALSE(IsRestrictedKey("\x09"));
  EXPECT_FALSE(IsRestrictedKey(CommitKey(0x80)));
  EXPECT_FALSE(IsRestrictedKey(NameKey("\x80")));
}

class CommittedRow : public LedgerFixture {};

TEST_F(CommittedRow, IsWhatAWriteReplaces) {
  Put("asker/a", "1");
  Commit([](Txn& txn) -> absl::Status {
    const auto put = txn.Put(kTable, Pk("asker/a"), "2");
    if (!put.ok()) return put.status();
    EXPECT_EQ(txn.FindVersion(kTable, Pk("asker/a"))->value().body, "2");
    EXPECT_EQ(txn.FindCommitted(kTable, Pk("asker/a"))->value().body, "1");
    EXPECT_EQ(*txn.FindCommitted(kTable, Pk("asker/b")), MaybeVersion());
    return absl::OkStatus();
  });
  EXPECT_EQ(Read().FindCommitted(kTable, Pk("asker/a"))->value().body, "2");
  Delete("asker/a");
  EXPECT_EQ(Read().FindCommitted(kTable, Pk("asker/a"))->value().state, RowState::kTombstone);
}

}  // namespace
}  // namespace tertial
