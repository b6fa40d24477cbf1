// What a check of a store finds of rows, their versions, indexes and feed, and that it finds
// nothing else.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/bulk_import.h"
#include "common/ledger/envelope.h"
#include "common/ledger/feed.h"
#include "tests/unit/common/ledger/store_check_fixture.h"

namespace tertial {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(StoreCheckTest, FindsNothingInASoundStore) {
  PutAllKinds();
  const StoreCheck check = Check();
  EXPECT_EQ(check.finding_count, 0) << check.findings.front().description;
  EXPECT_EQ(check.at, ledger_->Read()->at());
  EXPECT_GT(check.records, 40);
}

TEST_F(StoreCheckTest, FindsNothingInAnEmptyStore) { EXPECT_THAT(Keys(), IsEmpty()); }

TEST_F(StoreCheckTest, ReadsEveryRecordOnce) {
  PutAllKinds();
  const int64_t told = Check().records;
  int64_t records = 0;
  Damage([&](const StoreSnapshot& snapshot, WriteBatch&) {
    EXPECT_THAT(snapshot.Scan({}, ScanDirection::kForward,
                              [&](absl::string_view, absl::string_view) {
                                ++records;
                                return true;
                              }),
                IsOk());
  });
  EXPECT_EQ(told, records);
}

TEST_F(StoreCheckTest, AStagedImportThatIsUnderWayIsNoFinding) {
  PutAllKinds();
  const auto import = ledger_->BeginImport();
  for (int i = 0; i < 5000; ++i) {
    const Area goal = GoalOf(absl::StrCat("import-", i));
    ASSERT_THAT(
        import->Stage(GoalTable::kId, PkOf(absl::StrCat("import-", i)), EncodeResource(goal), i),
        IsOk());
  }
  EXPECT_THAT(Keys(), IsEmpty());
}

TEST_F(StoreCheckTest, AFlippedByteInAVersionIsNamed) {
  PutAllKinds();
  const std::string key = CurrentKey(GoalTable::kId, PkOf("a"));
  Damage([&](const StoreSnapshot& snapshot, WriteBatch& batch) {
    std::string value = ValueAt(snapshot, key);
    value.back() = static_cast<char>(value.back() ^ 1);
    batch.Put(key, value);
  });
  const StoreCheck check = Check();
  EXPECT_THAT(check.findings, Contains(Field(&StoreFinding::key, key)));
  EXPECT_THAT(check.findings, Contains(Field(&StoreFinding::name, NameOf("a"))));
}

TEST_F(StoreCheckTest, AFlippedByteInASupersededVersionIsTheOneFinding) {
  PutAllKinds();
  const std::string key = SupersededKey(GoalTable::kId, PkOf("b"), 2);
  Damage([&](const StoreSnapshot& snapshot, WriteBatch& batch) {
    std::string value = ValueAt(snapshot, key);
    value[12] = static_cast<char>(value[12] ^ 0x10);  // of its checksum
    batch.Put(key, value);
  });
  EXPECT_THAT(Keys(), ElementsAre(key));
}

TEST_F(StoreCheckTest, AVersionThatIsNotThereIsMissedByTheFeedAndByTheOneBefore) {
  PutAllKinds();
  // b: versions of 1, 2, 3 (deleted) and 4.
  DamageDelete(SupersededKey(GoalTable::kId, PkOf("b"), 3));
  const std::vector<std::string> keys = Keys();
  EXPECT_THAT(keys, Contains(SupersededKey(GoalTable::kId, PkOf("b"), 4)));
  EXPECT_THAT(keys, Contains(FeedKey(2, 0)));
  EXPECT_THAT(keys, SizeIs(2));
}

TEST_F(StoreCheckTest, ASupersededVersionOfNoRowIsFound) {
  PutAllKinds();
  const std::string orphan = SupersededKey(GoalTable::kId, PkOf("orphan"), 2);
  DamagePut(orphan, EncodeEnvelope({RowState::kLive, 1, EncodeResource(GoalOf("orphan"))}));
  const StoreCheck check = Check();
  // No row, and no entry in the feed.
  ASSERT_THAT(check.findings, SizeIs(2));
  for (const StoreFinding& finding : check.findings) {
    EXPECT_EQ(finding.key, orphan);
    EXPECT_EQ(finding.name, NameOf("orphan"));
  }
}

TEST_F(StoreCheckTest, AVersionThatTheFeedDoesNotTellOfIsFound) {
  PutAllKinds();
  const std::string hidden = CurrentKey(GoalTable::kId, PkOf("hidden"));
  DamagePut(hidden, EncodeEnvelope({RowState::kLive, 1, EncodeResource(GoalOf("hidden"))}));
  // Nor does the covering index.
  EXPECT_THAT(Keys(), ElementsAre(hidden, hidden));
}

TEST_F(StoreCheckTest, AFeedEntryThatIsMissingIsFoundAtTheCommitAndAtTheVersion) {
  PutAllKinds();
  DamageDelete(FeedKey(2, 1));
  const std::vector<std::string> keys = Keys();
  EXPECT_THAT(keys, Contains(CommitKey(2)));
  // c of revision 2 was redacted since.
  EXPECT_THAT(keys, Contains(SupersededKey(GoalTable::kId, PkOf("c"), 5)));
  EXPECT_THAT(keys, SizeIs(2));
}

TEST_F(StoreCheckTest, AFeedEntryOfAnotherRowIsFound) {
  PutAllKinds();
  DamagePut(FeedKey(1, 0), EncodeFeedEntry({ChangeOp::kInserted, GoalTable::kId, PkOf("b")}));
  const std::vector<std::string> keys = Keys();
  // a has none, and b two.
  EXPECT_THAT(keys, Contains(CurrentKey(GoalTable::kId, PkOf("a"))));
  EXPECT_THAT(keys, SizeIs(2));
}

TEST_F(StoreCheckTest, AFeedEntryThatNothingCommittedIsFound) {
  PutAllKinds();
  const std::string key = FeedKey(1, 2);
  DamagePut(key, EncodeFeedEntry({ChangeOp::kInserted, GoalTable::kId, PkOf("ghost")}));
  const std::vector<std::string> keys = Keys();
  EXPECT_THAT(keys, Contains(key));
  EXPECT_THAT(keys, Contains(CommitKey(1)));
}

TEST_F(StoreCheckTest, AnIndexEntryThatIsMissingIsFound) {
  PutAllKinds();
  const std::string key = IndexKey(GoalTable::kId, GoalTable::IndexEntry(NameOf("a")), PkOf("b"));
  DamageDelete(key);
  const StoreCheck check = Check();
  ASSERT_THAT(check.findings, SizeIs(1));
  EXPECT_EQ(check.findings[0].key, key);
  EXPECT_EQ(check.findings[0].name, NameOf("b"));
}

TEST_F(StoreCheckTest, AnIndexEntryThatNoVersionHasIsFound) {
  PutAllKinds();
  const std::string entry = GoalTable::IndexEntry(NameOf("a"));
  // c had it, but was redacted since.
  const std::string key = IndexKey(GoalTable::kId, entry, PkOf("c"));
  std::string size;
  AppendUint32(static_cast<uint32_t>(entry.size()), size);
  DamagePut(key, size);
  EXPECT_THAT(Keys(), ElementsAre(key));
}

// The key of a goal in the covering index.
std::string CoveringKeyOf(const std::string& id) {
  return CoveringKey(GoalTable::kId, *EncodePrimaryKey({id, "asker"}));
}

TEST_F(StoreCheckTest, ACoveringRecordThatIsMissingIsFound) {
  PutAllKinds();
  DamageDelete(CoveringKeyOf("b"));
  const StoreCheck check = Check();
  ASSERT_THAT(check.findings, SizeIs(1));
  EXPECT_EQ(check.findings[0].key, CurrentKey(GoalTable::kId, PkOf("b")));
  EXPECT_EQ(check.findings[0].name, NameOf("b"));
}

TEST_F(StoreCheckTest, ACoveringRecordOfAnEarlierVersionIsFound) {
  PutAllKinds();
  DamagePut(CoveringKeyOf("b"), EncodeEnvelope({RowState::kTombstone, 3, ""}));
  // The row has not its record, and the record is that of no row.
  EXPECT_THAT(Keys(), ::testing::UnorderedElementsAre(CurrentKey(GoalTable::kId, PkOf("b")),
                                                      CoveringKeyOf("b")));
}

TEST_F(StoreCheckTest, ACoveringRecordOfNoRowIsFound) {
  PutAllKinds();
  DamagePut(CoveringKeyOf("ghost"), EncodeEnvelope({RowState::kLive, 3, ""}));
  EXPECT_THAT(Keys(), ElementsAre(CoveringKeyOf("ghost")));
}

TEST_F(StoreCheckTest, ContentThatWasRedactedAndIsStillThereIsFound) {
  PutAllKinds();
  const std::string key = SupersededKey(GoalTable::kId, PkOf("c"), 5);
  DamagePut(key, EncodeEnvelope({RowState::kLive, 2, EncodeResource(GoalOf("c"))}));
  EXPECT_THAT(Keys(), ElementsAre(key));
}

TEST_F(StoreCheckTest, ARowThatRefersToWhatIsGoneIsFound) {
  Put({GoalOf("a"), GoalOf("b", "a")});
  Delete("a");
  const StoreCheck check = Check();
  ASSERT_THAT(check.findings, SizeIs(1));
  EXPECT_EQ(check.findings[0].key, CurrentKey(GoalTable::kId, PkOf("b")));
  EXPECT_EQ(check.findings[0].name, NameOf("b"));
}

TEST_F(StoreCheckTest, ContentOfAnotherKindOrNameIsFound) {
  PutAllKinds();
  const std::string a = CurrentKey(GoalTable::kId, PkOf("a"));
  DamagePut(a, EncodeEnvelope({RowState::kLive, 1, "\xff"}));
  EXPECT_THAT(Keys(), Contains(a));
  WriteBatch batch;
  batch.Put(a, EncodeEnvelope({RowState::kLive, 1, EncodeResource(GoalOf("b"))}));
  ASSERT_THAT(store_->Write(batch), IsOk());
  EXPECT_THAT(Keys(), ElementsAre(a));
}

TEST_F(StoreCheckTest, ListsTheFirstFindingsAndCountsAll) {
  std::vector<Area> goals;
  for (int i = 0; i < 300; ++i) goals.push_back(GoalOf(absl::StrCat("g", i)));
  Put(goals);
  Damage([&](const StoreSnapshot&, WriteBatch& batch) {
    for (const Area& goal : goals) {
      batch.Put(CurrentKey(GoalTable::kId, *PrimaryKey<GoalTable>(goal.name())), "damaged");
    }
  });
  const StoreCheck check = Check();
  EXPECT_THAT(check.findings, SizeIs(kMost));
  // Each version is damaged, and its entry in the feed and its covering record find none.
  EXPECT_EQ(check.finding_count, 900);
}

TEST_F(StoreCheckTest, EndsWhenItsTimeIsUp) {
  PutAllKinds();
  EXPECT_THAT(CheckStore(*ledger_, kMost, absl::UnixEpoch()),
              HasReason(common::v1::ERROR_REASON_DEADLINE_EXCEEDED));
}

}  // namespace
}  // namespace tertial
