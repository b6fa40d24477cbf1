#include "common/ledger/ledger_keys.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

std::string Hex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

std::string Pk(const std::vector<std::string>& ids) {
  const auto pk = EncodePrimaryKey(ids);
  EXPECT_THAT(pk, IsOk());
  return *pk;
}

// These bytes are in the stores that are out there: a change is a new schema version.
TEST(LedgerKeys, HaveGoldenBytes) {
  EXPECT_EQ(Hex(NameKey("head")), "0068656164");
  EXPECT_EQ(Hex(Pk({"asker", "g1"})), "61736b657200673100");
  EXPECT_EQ(Hex(CurrentKey(5, Pk({"asker", "g1"}))), "010561736b657200673100");
  EXPECT_EQ(Hex(SupersededKey(5, Pk({"a"}), 0x0102)), "020561000000000000000102");
  EXPECT_EQ(Hex(FeedKey(0x0102, 3)), "03000000000000010200000003");
  EXPECT_EQ(Hex(CommitKey(0x0102030405060708)), "040102030405060708");
  const absl::Time time = absl::FromUnixMicros(0x0102);
  EXPECT_EQ(Hex(CommitTimeKey(time)), "058000000000000102");
  EXPECT_EQ(Hex(CommitTimeKey(absl::FromUnixMicros(-1))), "057fffffffffffffff");
  EXPECT_EQ(Hex(AnsweredKey(*EncodeRequest("k", "r"))), "066b007200");
  EXPECT_EQ(Hex(AnsweredExpiryKey(time, *EncodeRequest("k", "r"))), "0780000000000001026b007200");
  EXPECT_EQ(Hex(PendingKey(time, 3)), "0880000000000001020000000000000003");
  EXPECT_EQ(Hex(StagedKey(3, 5, Pk({"a"}), 4)), "0900000000000000030561000000000000000004");
  EXPECT_EQ(Hex(PrivateKey(5, Pk({"a"}))), "0a00056100");
  EXPECT_EQ(Hex(PrivateExpiryKey(time, 5, Pk({"a"}))), "0a018000000000000102056100");
  EXPECT_EQ(Hex(IndexKey(5, "\x01z", Pk({"a"}))), "0b05017a6100");
}

TEST(LedgerKeys, GiveBackWhatWasEncoded) {
  const std::string key = CurrentKey(255, Pk({"a", "b"}));
  const auto row = DecodeCurrentKey(key);
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->table, 255);
  EXPECT_EQ(row->pk, Pk({"a", "b"}));
  const std::string superseded = SupersededKey(5, Pk({"a", "b"}), INT64_MAX);
  EXPECT_EQ(DecodeSupersededKey(superseded)->table, 5);
  EXPECT_EQ(DecodeSupersededKey(superseded)->pk, Pk({"a", "b"}));
  EXPECT_EQ(DecodeSupersededKey(superseded)->end_revision, INT64_MAX);
  EXPECT_EQ(DecodeFeedKey(FeedKey(7, UINT32_MAX)), (FeedPosition{7, UINT32_MAX}));
  for (const absl::Time time : {absl::UnixEpoch(), absl::FromUnixMicros(-12'345),
                                absl::FromUnixMicros(1'700'000'000'000'001)}) {
    EXPECT_EQ(DecodeCommitTimeKey(CommitTimeKey(time)), time);
    const std::string answered = AnsweredExpiryKey(time, "request");
    EXPECT_EQ(DecodeAnsweredExpiryKey(answered)->expiry, time);
    EXPECT_EQ(DecodeAnsweredExpiryKey(answered)->request, "request");
    EXPECT_EQ(DecodePendingKey(PendingKey(time, 9))->release, time);
    EXPECT_EQ(DecodePendingKey(PendingKey(time, 9))->id, 9u);
    const std::string expiry = PrivateExpiryKey(time, 5, Pk({"a"}));
    EXPECT_EQ(DecodePrivateExpiryKey(expiry)->expiry, time);
    EXPECT_EQ(DecodePrivateExpiryKey(expiry)->table, 5);
    EXPECT_EQ(DecodePrivateExpiryKey(expiry)->pk, Pk({"a"}));
  }
  const std::string staged = StagedKey(3, 5, Pk({"a"}), UINT64_MAX);
  EXPECT_EQ(DecodeStagedKey(staged)->staging, 3u);
  EXPECT_EQ(DecodeStagedKey(staged)->table, 5);
  EXPECT_EQ(DecodeStagedKey(staged)->pk, Pk({"a"}));
  EXPECT_EQ(DecodeStagedKey(staged)->row, UINT64_MAX);
  EXPECT_EQ(DecodeCommitKey(CommitKey(0)), 0);
  EXPECT_EQ(DecodeCommitKey(CommitKey(INT64_MAX)), INT64_MAX);
}

TEST(LedgerKeys, AreNotTakenForOneAnother) {
  EXPECT_EQ(DecodeCommitKey(CurrentKey(1, "12345678")), std::nullopt);
  EXPECT_EQ(DecodeCommitKey(CommitKey(1) + "x"), std::nullopt);
  EXPECT_EQ(DecodeCommitKey("\x04short"), std::nullopt);
  EXPECT_EQ(DecodeCommitKey("\x04\xff\xff\xff\xff\xff\xff\xff\xff"), std::nullopt);
  EXPECT_FALSE(DecodeCurrentKey(CommitKey(1)).has_value());
  EXPECT_FALSE(DecodeCurrentKey("\x01").has_value());
  EXPECT_FALSE(DecodeCurrentKey("").has_value());
  for (const std::string& key : {CurrentKey(1, "a"), CommitKey(1), std::string()}) {
    EXPECT_FALSE(DecodeSupersededKey(key).has_value());
    EXPECT_FALSE(DecodeFeedKey(key).has_value());
    EXPECT_FALSE(DecodeCommitTimeKey(key).has_value());
    EXPECT_FALSE(DecodeAnsweredExpiryKey(key).has_value());
    EXPECT_FALSE(DecodePendingKey(key).has_value());
    EXPECT_FALSE(DecodeStagedKey(key).has_value());
    EXPECT_FALSE(DecodePrivateExpiryKey(key).has_value());
  }
  EXPECT_FALSE(DecodePrivateExpiryKey(PrivateKey(1, "a long enough key")).has_value());
  EXPECT_FALSE(DecodeFeedKey(FeedKey(1, 1) + "x").has_value());
  EXPECT_FALSE(DecodePendingKey(PendingKey(absl::UnixEpoch(), 1) + "x").has_value());
}

TEST(LedgerKeys, StandInTheOrderOfWhatTheyMean) {
  EXPECT_LT(CommitTimeKey(absl::FromUnixMicros(-1)), CommitTimeKey(absl::UnixEpoch()));
  EXPECT_LT(CommitTimeKey(absl::UnixEpoch()), CommitTimeKey(absl::FromUnixMicros(256)));
  EXPECT_LT(CommitTimeKey(absl::InfinitePast()), CommitTimeKey(absl::FromUnixMicros(-1)));
  EXPECT_LT(SupersededKey(1, "a", 255), SupersededKey(1, "a", 256));
  EXPECT_LT(FeedKey(1, UINT32_MAX), FeedKey(2, 0));
  EXPECT_LT(PendingKey(absl::UnixEpoch(), 256), PendingKey(absl::FromUnixMicros(1), 1));
  EXPECT_LT(StagedKey(255, 9, "z", 9), StagedKey(256, 1, "a", 1));
}

TEST(LedgerKeys, BoundTheVersionsOfOneRow) {
  const ScanRange range = SupersededRange(5, Pk({"a"}), 7);
  EXPECT_EQ(range.begin, SupersededKey(5, Pk({"a"}), 7));
  EXPECT_GT(range.end, SupersededKey(5, Pk({"a"}), INT64_MAX));
  EXPECT_LT(range.end, SupersededKey(5, Pk({"b"}), 0));
  EXPECT_GT(range.begin, SupersededKey(5, Pk({"a"}), 6));
}

TEST(LedgerKeys, BoundThePartOfTheFeedAfterAChange) {
  const ScanRange range = FeedRange({7, 2}, 9);
  EXPECT_GT(range.begin, FeedKey(7, 2));
  EXPECT_LE(range.begin, FeedKey(7, 3));
  EXPECT_GT(range.end, FeedKey(9, UINT32_MAX));
  EXPECT_LE(range.end, FeedKey(10, 0));
  EXPECT_EQ(FeedRange({7, -1}, 9).begin, FeedKey(7, 0));
}

TEST(LedgerKeys, BoundWhatIsDueWithItsInstant) {
  const absl::Time now = absl::FromUnixMicros(1'000);
  const absl::Time later = now + absl::Microseconds(1);
  const auto holds = [](const ScanRange& range, const std::string& key) {
    return range.begin <= key && key < range.end;
  };
  EXPECT_TRUE(holds(DuePending(now), PendingKey(now, UINT64_MAX)));
  EXPECT_FALSE(holds(DuePending(now), PendingKey(later, 0)));
  EXPECT_TRUE(holds(DueRequests(now), AnsweredExpiryKey(now, "\xff")));
  EXPECT_FALSE(holds(DueRequests(now), AnsweredExpiryKey(later, "")));
  EXPECT_TRUE(holds(DuePrivate(now), PrivateExpiryKey(now, 255, "\xff")));
  EXPECT_FALSE(holds(DuePrivate(now), PrivateExpiryKey(later, 0, "")));
  EXPECT_FALSE(holds(DuePrivate(now), PrivateKey(1, "a")));
}

TEST(LedgerKeys, BoundOneStagingAndOneRowOfIt) {
  const auto holds = [](const ScanRange& range, const std::string& key) {
    return range.begin <= key && key < range.end;
  };
  EXPECT_TRUE(holds(StagedRange(3), StagedKey(3, 0, "", 0)));
  EXPECT_TRUE(holds(StagedRange(3), StagedKey(3, 255, "\xff", UINT64_MAX)));
  EXPECT_FALSE(holds(StagedRange(3), StagedKey(4, 0, "", 0)));
  EXPECT_TRUE(holds(StagedRange(3, 5, Pk({"a"})), StagedKey(3, 5, Pk({"a"}), UINT64_MAX)));
  EXPECT_FALSE(holds(StagedRange(3, 5, Pk({"a"})), StagedKey(3, 5, Pk({"b"}), 0)));
}

TEST(LedgerKeys, RefuseAnIdWithAZeroByte) {
  EXPECT_THAT(EncodePrimaryKey(std::vector<std::string>{"a", std::string("b\0c", 3)}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(LedgerKeys, BoundARangeByTableAndPrefix) {
  const ScanRange whole = CurrentRange(5, "", "");
  EXPECT_EQ(Hex(whole.begin), "0105");
  EXPECT_EQ(Hex(whole.end), "0106");
  EXPECT_EQ(Hex(CurrentRange(255, "", "").end), "02");
  const ScanRange below = CurrentRange(5, Pk({"a"}), "");
  EXPECT_EQ(Hex(below.begin), "01056100");
  EXPECT_EQ(Hex(below.end), "01056101");
}

TEST(LedgerKeys, BeginARangeAfterTheRowNamed) {
  EXPECT_EQ(Hex(CurrentRange(5, Pk({"a"}), Pk({"a", "b"})).begin), "01056100620000");
  // A row before the prefix does not widen the range, one behind it leaves it empty.
  EXPECT_EQ(Hex(CurrentRange(5, Pk({"b"}), Pk({"a", "z"})).begin), "01056200");
  EXPECT_TRUE(CurrentRange(5, Pk({"b"}), Pk({"c"})).empty());
}

}  // namespace
}  // namespace tertial
