// What a check of a store finds, damage by damage, and that it finds nothing else.
#include "common/ledger/store_check.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/answered_requests.h"
#include "common/ledger/bulk_import.h"
#include "common/ledger/envelope.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger_open.h"
#include "common/ledger/ledger_state.h"
#include "common/ledger/private_rows.h"
#include "common/ledger/table.h"
#include "common/status/violations.h"
#include "common/store/key_encoding.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tertial/common/v1/area.pb.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using common::v1::Area;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kMost = 100;

// A resource below an area, found by the `parent` that its rules say must be recorded.
struct GoalTable {
  using Message = Area;
  static constexpr TableId kId = 2;
  static constexpr absl::string_view kPattern = "areas/{area}/goals/{goal}";
  static constexpr ErrorReason kNotFound = common::v1::ERROR_REASON_GOAL_NOT_FOUND;

  static void AddIndexEntries(absl::string_view /*pk*/, const Area& goal,
                              std::vector<std::string>& entries) {
    if (!goal.parent().empty()) entries.push_back(IndexEntry(goal.parent()));
  }
  static std::string IndexEntry(const std::string& parent) {
    std::string entry("\x01", 1);
    EXPECT_THAT(AppendTextId(parent, entry), IsOk());
    return entry;
  }
};

TableCatalog Tables() {
  TableDefinition goals = DefineTable<GoalTable>();
  goals.check = [](const RecordReader& reader, const google::protobuf::Message& resource,
                   const Violations& violations) -> absl::Status {
    const std::string& parent = static_cast<const Area&>(resource).parent();
    if (parent.empty()) return absl::OkStatus();
    const auto found = FindResource<GoalTable>(reader, parent);
    if (found.ok() && !found->has_value()) {
      violations.Add("parent", GoalTable::kNotFound, absl::StrCat(parent, " is not recorded."));
    }
    return found.status();
  };
  return TableCatalog({goals});
}

std::string NameOf(const std::string& id) { return absl::StrCat("areas/asker/goals/", id); }
std::string PkOf(const std::string& id) { return *PrimaryKey<GoalTable>(NameOf(id)); }
Area GoalOf(const std::string& id, const std::string& parent = "") {
  Area goal;
  goal.set_name(NameOf(id));
  goal.set_parent(parent.empty() ? "" : NameOf(parent));
  return goal;
}

class StoreCheckTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto ledger = Ledger::Open(*OpenRocksDbStore(directory_.path()), clock_,
                               {.service_name = "test", .tables = Tables()});
    ASSERT_THAT(ledger, IsOk());
    ledger_ = *std::move(ledger);
  }

  Revision Put(const std::vector<Area>& goals, const std::string& request_id = "",
               absl::Time publish_at = absl::InfinitePast()) {
    const auto result =
        ledger_->Commit({.actor = "tester", .request_id = request_id, .publish_at = publish_at},
                        [&](Txn& txn) -> absl::Status {
                          for (const Area& goal : goals) {
                            const absl::Status put = PutResource<GoalTable>(txn, goal).status();
                            if (!put.ok()) return put;
                          }
                          return absl::OkStatus();
                        });
    EXPECT_THAT(result, IsOk());
    return result.ok() ? result->at.revision : -1;
  }
  void Delete(const std::string& id) {
    EXPECT_THAT(ledger_->Commit(
                    {.actor = "tester"},
                    [&](Txn& txn) { return DeleteResource<GoalTable>(txn, NameOf(id)).status(); }),
                IsOk());
  }
  void Redact(const std::string& id) {
    EXPECT_THAT(ledger_->Redact({.actor = "tester"}, GoalTable::kId, PkOf(id),
                                absl::NotFoundError("no goal")),
                IsOk());
  }
  // Rows, versions, index entries, requests, waiting writes and private rows of every kind.
  void PutAllKinds() {
    Put({GoalOf("a"), GoalOf("b", "a")}, "r-1");
    Put({GoalOf("b"), GoalOf("c", "a")});
    Delete("b");
    Put({GoalOf("b", "a")});
    Redact("c");
    Put({GoalOf("c")});
    Put({GoalOf("waits"), GoalOf("too")}, "r-2", clock_.Now() + absl::Hours(1));
    EXPECT_THAT(ledger_->Commit({.actor = "tester"},
                                [&](Txn& txn) {
                                  txn.PutPrivate(9, PkOf("p"), "x", clock_.Now() + absl::Hours(1));
                                  return absl::OkStatus();
                                }),
                IsOk());
  }

  // Closes the ledger and changes its bytes.
  void Damage(const std::function<void(const StoreSnapshot&, WriteBatch&)>& change) {
    ledger_.reset();
    auto store = OpenRocksDbStore(directory_.path());
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
    WriteBatch batch;
    change(*store_->Snapshot(), batch);
    ASSERT_THAT(store_->Write(batch), IsOk());
  }
  void DamagePut(const std::string& key, const std::string& value) {
    Damage([&](const StoreSnapshot&, WriteBatch& batch) { batch.Put(key, value); });
  }
  void DamageDelete(const std::string& key) {
    Damage([&](const StoreSnapshot& snapshot, WriteBatch& batch) {
      ASSERT_TRUE((*snapshot.Get(key)).has_value());
      batch.Delete(key);
    });
  }

  StoreCheck Check() {
    absl::StatusOr<StoreCheck> check =
        ledger_ != nullptr ? CheckStore(*ledger_, kMost, absl::InfiniteFuture()) : CheckBytes();
    EXPECT_THAT(check, IsOk());
    return check.ok() ? *std::move(check) : StoreCheck();
  }
  // The keys that something is wrong with.
  std::vector<std::string> Keys() {
    std::vector<std::string> keys;
    for (const StoreFinding& finding : Check().findings) keys.push_back(finding.key);
    return keys;
  }

  TempDir directory_;
  FakeClock clock_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<KeyValueStore> store_;

 private:
  absl::StatusOr<StoreCheck> CheckBytes() {
    std::shared_ptr<const StoreSnapshot> snapshot = store_->Snapshot();
    const auto head = ReadHead(*snapshot, "epoch");
    if (!head.ok()) return head.status();
    const TableCatalog tables = Tables();
    return CheckStore(ReadView(snapshot, *head), tables, kMost, absl::InfiniteFuture());
  }
};

std::string ValueAt(const StoreSnapshot& snapshot, const std::string& key) {
  const auto value = *snapshot.Get(key);
  EXPECT_TRUE(value.has_value());
  return value.value_or("");
}

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
  EXPECT_THAT(Keys(), ElementsAre(hidden));
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

TEST_F(StoreCheckTest, CommitsWithAGapAreFound) {
  PutAllKinds();
  DamageDelete(CommitKey(2));
  const std::vector<std::string> keys = Keys();
  EXPECT_THAT(keys, Contains(CommitKey(2)));
  EXPECT_THAT(keys, Contains(FeedKey(2, 0)));
  EXPECT_THAT(keys, Contains(FeedKey(2, 1)));
}

TEST_F(StoreCheckTest, ACommitThatIsNotFoundByItsTimeIsFound) {
  PutAllKinds();
  const absl::Time time = ledger_->Read(AsOf::At(2))->at().commit_time;
  DamageDelete(CommitTimeKey(time));
  EXPECT_THAT(Keys(), ElementsAre(CommitKey(2)));
}

TEST_F(StoreCheckTest, ATimeAtWhichNothingWasCommittedIsFound) {
  PutAllKinds();
  const std::string before = CommitTimeKey(absl::UnixEpoch());
  const std::string after = CommitTimeKey(clock_.Now() + absl::Hours(9));
  std::string value;
  AppendUint64(1, value);
  Damage([&](const StoreSnapshot&, WriteBatch& batch) {
    batch.Put(before, value);
    batch.Put(after, value);
  });
  EXPECT_THAT(Keys(), ElementsAre(before, after));
}

TEST_F(StoreCheckTest, ACommitThatIsNotLaterThanTheOneBeforeIsFound) {
  PutAllKinds();
  const absl::Time first = ledger_->Read(AsOf::At(1))->at().commit_time;
  Damage([&](const StoreSnapshot& snapshot, WriteBatch& batch) {
    common::internal::v1::Commit record = *ReadCommit(snapshot, 2);
    *record.mutable_commit_time() = EncodeTimestamp(first - absl::Seconds(1));
    batch.Put(CommitKey(2), record.SerializeAsString());
  });
  EXPECT_THAT(Keys(), Contains(CommitKey(2)));
}

// Watches pass over commits by what their summaries say.
TEST_F(StoreCheckTest, ASummaryThatDoesNotKnowOfAnAreaIsFound) {
  PutAllKinds();
  Damage([&](const StoreSnapshot& snapshot, WriteBatch& batch) {
    common::internal::v1::Commit record = *ReadCommit(snapshot, 2);
    record.mutable_touched(0)->set_areas(0, "oslo");
    batch.Put(CommitKey(2), record.SerializeAsString());
  });
  EXPECT_THAT(Keys(), ElementsAre(FeedKey(2, 0), FeedKey(2, 1)));
}

TEST_F(StoreCheckTest, ARequestWithoutItsEndAndAnEndWithoutItsRequestAreFound) {
  PutAllKinds();
  const std::string first = *EncodeRequest("tester", "r-1");
  const std::string second = *EncodeRequest("tester", "r-2");
  const std::string second_end = AnsweredExpiryKey(ledger_->Now() + absl::Hours(24), second);
  std::string first_end;
  Damage([&](const StoreSnapshot& snapshot, WriteBatch& batch) {
    AnsweredRequest answered;
    ASSERT_TRUE(answered.ParseFromString(ValueAt(snapshot, AnsweredKey(first))));
    first_end = AnsweredExpiryKey(DecodeTimestamp(answered.expires()), first);
    ASSERT_FALSE(ValueAt(snapshot, AnsweredKey(second)).empty());
    batch.Delete(first_end);
    batch.Delete(AnsweredKey(second));
  });
  EXPECT_THAT(Keys(), ElementsAre(AnsweredKey(first), second_end));
}

TEST_F(StoreCheckTest, AWaitingWriteWithoutItsRowsIsFound) {
  PutAllKinds();
  std::string pending;
  Damage([&](const StoreSnapshot& snapshot, WriteBatch& batch) {
    EXPECT_THAT(snapshot.Scan(TagRange(kPendingTag), ScanDirection::kForward,
                              [&](absl::string_view key, absl::string_view) {
                                pending = std::string(key);
                                return false;
                              }),
                IsOk());
    EXPECT_THAT(snapshot.Scan(TagRange(kStagedTag), ScanDirection::kForward,
                              [&](absl::string_view key, absl::string_view) {
                                batch.Delete(std::string(key));
                                return false;
                              }),
                IsOk());
  });
  EXPECT_THAT(Keys(), ElementsAre(pending));
}

TEST_F(StoreCheckTest, APrivateRowThatIsDamagedOrNeverPurgedIsFoundWithoutItsName) {
  PutAllKinds();
  const std::string row = PrivateKey(9, PkOf("p"));
  const std::string end = PrivateExpiryKey(clock_.Now() + absl::Hours(1), 9, PkOf("p"));
  DamageDelete(end);
  EXPECT_THAT(Keys(), ElementsAre(row));
  WriteBatch batch;
  batch.Put(row, "nonsense");
  ASSERT_THAT(store_->Write(batch), IsOk());
  const StoreCheck check = Check();
  ASSERT_THAT(check.findings, SizeIs(1));
  EXPECT_EQ(check.findings[0].key, row);
  EXPECT_THAT(check.findings[0].name, IsEmpty());
}

TEST_F(StoreCheckTest, TheEndOfAPrivateRowThatOutlivesItIsFound) {
  PutAllKinds();
  const std::string gone = PrivateExpiryKey(clock_.Now(), 9, PkOf("gone"));
  const std::string other = PrivateExpiryKey(clock_.Now(), 9, PkOf("p"));
  Damage([&](const StoreSnapshot&, WriteBatch& batch) {
    batch.Put(gone, "");
    batch.Put(other, "");
  });
  EXPECT_THAT(Keys(), ElementsAre(gone, other));
}

TEST_F(StoreCheckTest, KeysThatNoRecordHasAreFound) {
  PutAllKinds();
  const std::vector<std::string> keys = {
      NameKey("nonsense"),
      std::string("\x01", 1),                                 // no table
      std::string("\x01\x02", 2) + "asker",                   // no id that ends
      CurrentKey(GoalTable::kId, std::string("asker\0", 6)),  // too few ids
      CurrentKey(77, PkOf("a")),                              // no table of the service
      std::string("\x02\x02\x01", 3),                         // no revision
      std::string("\x03\x01", 2),
      std::string("\x04\x01", 2),
      std::string("\x06\x01", 2),
      std::string("\x07\x01", 2),
      std::string("\x08\x01", 2),
      std::string("\x09\x01", 2),
      std::string("\x0A\x05", 2),
      std::string("\x0B\x05", 2),
      std::string("\x0C", 1),
      std::string("\xff\xff", 2)};
  Damage([&](const StoreSnapshot&, WriteBatch& batch) {
    for (const std::string& key : keys) batch.Put(key, "");
  });
  const std::vector<std::string> found = Keys();
  for (const std::string& key : keys) {
    EXPECT_THAT(found, Contains(key)) << absl::BytesToHexString(key);
  }
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
  // Each version is damaged, and its entry in the feed finds none.
  EXPECT_EQ(check.finding_count, 600);
}

TEST_F(StoreCheckTest, EndsWhenItsTimeIsUp) {
  PutAllKinds();
  EXPECT_THAT(CheckStore(*ledger_, kMost, absl::UnixEpoch()),
              HasReason(common::v1::ERROR_REASON_DEADLINE_EXCEEDED));
}

}  // namespace
}  // namespace tertial
