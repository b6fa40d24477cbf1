// A store of an earlier schema is brought up when it is opened.
#include "common/ledger/schema_upgrade.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/envelope.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger_keys.h"
#include "common/store/key_encoding.h"
#include "tertial/common/internal/v1/ledger.pb.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::Duration kApart = absl::Minutes(1);

class StoreOfSchema1 : public LedgerFixture {
 protected:
  void SetUp() override {
    WriteBatch batch;
    std::string version;
    AppendUint32(1, version);
    batch.Put(NameKey("schema_version"), version);
    batch.Put(NameKey("service"), "indicators");
    batch.Put(NameKey("store_id"), std::string(32, 'a'));
    batch.Put(NameKey("epoch"), "0123456789abcdef");
    common::internal::v1::Head head;
    head.set_revision(4);
    *head.mutable_commit_time() = EncodeTimestamp(TimeOf(4));
    batch.Put(NameKey("head"), head.SerializeAsString());
    // 1: puts asker/a and oslo/c. 2: puts asker/a again. 3: puts a note. 4: deletes oslo/c.
    AddCommit(1, kTable, {"asker", "oslo"}, batch);
    AddCommit(2, kTable, {"asker"}, batch);
    AddCommit(3, kIndexedTable, {"asker"}, batch);
    AddCommit(4, kTable, {"oslo"}, batch);
    AddRow(kTable, "asker/a", {RowState::kLive, 2, "a2"}, batch);
    AddRow(kTable, "asker/b", {RowState::kLive, 1, "b1"}, batch);
    AddRow(kTable, "oslo/c", {RowState::kTombstone, 4, ""}, batch);
    AddRow(kIndexedTable, "asker/n", {RowState::kLive, 3, "red green"}, batch);
    ASSERT_THAT(RawStore()->Write(batch), IsOk());
    clock_.Advance(absl::Hours(1));
  }

  absl::Time TimeOf(Revision revision) const { return start_ + revision * kApart; }
  void AddCommit(Revision revision, TableId table, const std::vector<std::string>& areas,
                 WriteBatch& batch) const {
    common::internal::v1::Commit record;
    *record.mutable_commit_time() = EncodeTimestamp(TimeOf(revision));
    record.set_actor("kari");
    record.set_reason(absl::StrCat("commit ", revision));
    common::internal::v1::TouchedTable& touched = *record.add_touched();
    touched.set_table(table);
    touched.set_rows(static_cast<int64_t>(areas.size()));
    for (const std::string& area : areas) touched.add_areas(area);
    batch.Put(CommitKey(revision), record.SerializeAsString());
  }
  static void AddRow(TableId table, absl::string_view path, const Envelope& version,
                     WriteBatch& batch) {
    batch.Put(CurrentKey(table, Pk(path)), EncodeEnvelope(version));
  }

  // What the covering index tells of the indexed table.
  std::vector<std::string> FirstWords() {
    std::vector<std::string> found;
    EXPECT_THAT(
        Read().ScanCovering(kIndexedTable, *ledger_->tables().Find(kIndexedTable)->covering, "",
                            [&](absl::string_view pk, Revision, absl::string_view body) {
                              found.push_back(absl::StrCat(PathOf(pk), " ", body));
                              return true;
                            }),
        IsOk());
    return found;
  }

  const absl::Time start_ = clock_.Now();
};

TEST_F(StoreOfSchema1, KeepsItsRowsAndItsHead) {
  OpenLedger();
  EXPECT_EQ(Read().at().revision, 4);
  EXPECT_EQ(Read().at().commit_time, TimeOf(4));
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"asker/a", "a2"}, {"asker/b", "b1"}}));
  EXPECT_EQ(ledger_->store_id(), std::string(32, 'a'));
  EXPECT_EQ(ledger_->epoch(), "0123456789abcdef");
  EXPECT_EQ(ledger_->epochs().epochs_size(), 1);
  EXPECT_EQ(Put("asker/d", "d5").at.revision, 5);
  Reopen();
  EXPECT_EQ(Read().at().revision, 5);
  EXPECT_EQ(ledger_->epoch(), "0123456789abcdef");
}

TEST_F(StoreOfSchema1, HasAFeedOfTheRowsThatAreThere) {
  OpenLedger();
  Put("asker/a", "a5");
  std::vector<std::string> changes;
  const auto page = ReadFeed(Read(), ledger_->tables(), {}, {}, 100);
  ASSERT_THAT(page, IsOk());
  EXPECT_TRUE(page->up_to_date);
  for (const FeedChange& change : page->changes) {
    changes.push_back(absl::StrCat(change.position.revision, ".", change.position.sequence, " ",
                                   static_cast<int>(change.op), " ", PathOf(change.pk), " ",
                                   change.after ? change.after->body : "-", " ", change.reason));
  }
  EXPECT_THAT(changes, ElementsAre("1.0 1 asker/b b1 commit 1", "2.0 1 asker/a a2 commit 2",
                                   "3.0 1 asker/n red green commit 3", "4.0 3 oslo/c - commit 4",
                                   "5.0 2 asker/a a5 because"));
}

TEST_F(StoreOfSchema1, CanBeReadAtAnInstant) {
  OpenLedger();
  for (Revision revision = 1; revision <= 4; ++revision) {
    EXPECT_EQ(Read(AsOf::At(TimeOf(revision))).at().revision, revision);
    EXPECT_EQ(Read(AsOf::At(TimeOf(revision) + kApart / 2)).at().revision, revision);
  }
  EXPECT_EQ(ScanRows(Read(AsOf::At(Revision{1})), kTable), (Rows{{"asker/b", "b1"}}));
  EXPECT_THAT(ledger_->Read(AsOf::At(start_)),
              HasReason(common::v1::ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT));
}

TEST_F(StoreOfSchema1, GetsItsIndex) {
  OpenLedger();
  EXPECT_THAT(ScanWord(Read(), "red"), Contains("asker/n"));
  EXPECT_THAT(ScanWord(Read(), "green"), Contains("asker/n"));
}

TEST_F(StoreOfSchema1, GetsItsCoveringIndex) {
  OpenLedger();
  EXPECT_THAT(FirstWords(), ElementsAre("asker/n red"));
}

// Schema 2 had no covering indexes.
TEST_F(StoreOfSchema1, MadeOneOfSchema2GetsItsCoveringIndexAndIsOtherwiseTheSame) {
  OpenLedger();
  Put("asker/n", "blue", kIndexedTable);
  Delete("asker/n", kIndexedTable);
  Put("asker/m", "red blue", kIndexedTable);
  const StoredBytes before = Dump();
  std::string version;
  AppendUint32(2, version);
  WriteBatch batch;
  batch.Put(NameKey("schema_version"), version);
  batch.DeleteRange(TagRange(kCoveringTag));
  ASSERT_THAT(RawStore()->Write(batch), IsOk());
  OpenLedger();
  EXPECT_THAT(FirstWords(), ElementsAre("asker/m red"));
  EXPECT_EQ(Dump(), before);
}

// Since schema 4 rows may be found by more than before.
TEST_F(StoreOfSchema1, MadeOneOfSchema3GetsTheEntriesThatItsTablesHaveSince) {
  OpenLedger();
  Put("asker/n", "blue", kIndexedTable);
  Put("asker/m", "red blue", kIndexedTable);
  Delete("asker/m", kIndexedTable);
  const StoredBytes before = Dump();
  std::string version;
  AppendUint32(3, version);
  WriteBatch batch;
  batch.Put(NameKey("schema_version"), version);
  batch.DeleteRange(TagRange(kIndexTag));
  std::string size;
  AppendUint32(static_cast<uint32_t>(WordEntry("yellow").size()), size);
  batch.Put(IndexKey(kIndexedTable, WordEntry("yellow"), Pk("asker/n")), size);
  ASSERT_THAT(RawStore()->Write(batch), IsOk());
  // Its entries are what they were: nothing is made.
  OpenLedger();
  EXPECT_THAT(ScanWord(Read(), "yellow"), ElementsAre("asker/n"));
  EXPECT_THAT(ScanWord(Read(), "blue"), IsEmpty());
  // They are others since: all are made anew, of earlier versions too.
  std::vector<TableDefinition> tables = TestTables().tables();
  tables.back().index_schema = 4;
  options_.tables = TableCatalog(std::move(tables));
  batch = WriteBatch();
  batch.Put(NameKey("schema_version"), version);
  ASSERT_THAT(RawStore()->Write(batch), IsOk());
  OpenLedger();
  EXPECT_THAT(ScanWord(Read(), "yellow"), IsEmpty());
  EXPECT_EQ(Dump(), before);
}

TEST_F(StoreOfSchema1, HasVersionsOfItsRows) {
  OpenLedger();
  Put("asker/a", "a5");
  const auto versions = ReadVersions(Read(), kTable, Pk("asker/a"), 0, 10);
  ASSERT_THAT(versions, IsOk());
  ASSERT_THAT(*versions, SizeIs(2));
  EXPECT_EQ(versions->front().actor, "kari");
  EXPECT_EQ(versions->front().version.body, "a2");
}

TEST_F(StoreOfSchema1, IsBroughtUpAgainWhenThatBrokeOff) {
  // Enough rows for several batches.
  WriteBatch batch;
  for (int i = 0; i < 3'000; ++i) {
    AddRow(kIndexedTable, absl::StrCat("asker/", absl::Dec(i, absl::kZeroPad5)),
           {RowState::kLive, 3, absl::StrCat("red ", std::string(1'000, 'x'), i)}, batch);
  }
  ASSERT_THAT(RawStore()->Write(batch), IsOk());
  for (int nth = 1; nth <= 3; ++nth) {
    faults_->FailWritesFrom(nth);
    EXPECT_THAT(TryOpen(), StatusIs(absl::StatusCode::kUnavailable)) << nth;
  }
  faults_->Heal();
  const int64_t buffered = faults_->buffered_writes();
  OpenLedger();
  EXPECT_GE(faults_->buffered_writes() - buffered, 2);
  EXPECT_EQ(ScanRows(Read(), kIndexedTable).size(), 3'001u);
  EXPECT_EQ(ScanWord(Read(), "red").size(), 3'001u);
  const auto page = ReadFeed(Read(), ledger_->tables(), {}, {}, 10'000);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->changes, SizeIs(3'004));
  EXPECT_TRUE(page->up_to_date);
}

TEST_F(StoreOfSchema1, IsRefusedWhenARowIsDamaged) {
  PutRaw(CurrentKey(kTable, Pk("asker/a")), "damaged");
  EXPECT_THAT(TryOpen(), HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
}

TEST_F(StoreOfSchema1, IsRefusedWithoutAnEpoch) {
  WriteBatch batch;
  batch.Delete(NameKey("epoch"));
  ASSERT_THAT(RawStore()->Write(batch), IsOk());
  EXPECT_THAT(TryOpen(), HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
}

TEST_F(StoreOfSchema1, OfAnotherServiceIsNotTouched) {
  const StoredBytes before = Dump();
  EXPECT_THAT(TryOpen("climate"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(Dump(), before);
}

}  // namespace
}  // namespace tertial
