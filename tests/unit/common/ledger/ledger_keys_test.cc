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
  EXPECT_EQ(Hex(CommitKey(0x0102030405060708)), "040102030405060708");
}

TEST(LedgerKeys, GiveBackWhatWasEncoded) {
  const std::string key = CurrentKey(255, Pk({"a", "b"}));
  const auto row = DecodeCurrentKey(key);
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->table, 255);
  EXPECT_EQ(row->pk, Pk({"a", "b"}));
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
