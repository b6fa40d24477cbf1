// What a check of a store finds of commits, requests, waiting writes, private rows and stray keys.
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/ledger/answered_requests.h"
#include "common/ledger/feed.h"
#include "common/ledger/private_rows.h"
#include "tests/unit/common/ledger/store_check_fixture.h"

namespace tertial {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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

}  // namespace
}  // namespace tertial
