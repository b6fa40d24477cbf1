#include "common/store/key_encoding.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

std::string TextKey(absl::string_view id) {
  std::string key;
  EXPECT_THAT(AppendTextId(id, key), IsOk());
  return key;
}

TEST(KeyEncoding, WritesGoldenBytes) {
  std::string key;
  AppendUint8(0x0b, key);
  AppendUint32(0x01020304, key);
  AppendUint64(0x05060708090a0b0c, key);
  ASSERT_THAT(AppendTextId("n1", key), IsOk());
  EXPECT_EQ(absl::BytesToHexString(key), "0b0102030405060708090a0b0c6e3100");
}

TEST(KeyEncoding, GivesBackWhatWasAppended) {
  std::string key;
  AppendUint8(255, key);
  AppendUint32(std::numeric_limits<uint32_t>::max(), key);
  AppendUint64(std::numeric_limits<uint64_t>::max() - 1, key);
  ASSERT_THAT(AppendTextId("", key), IsOk());
  ASSERT_THAT(AppendTextId("æ\xff", key), IsOk());
  absl::string_view rest = key;
  EXPECT_EQ(ConsumeUint8(rest), 255);
  EXPECT_EQ(ConsumeUint32(rest), std::numeric_limits<uint32_t>::max());
  EXPECT_EQ(ConsumeUint64(rest), std::numeric_limits<uint64_t>::max() - 1);
  EXPECT_EQ(ConsumeTextId(rest), "");
  EXPECT_EQ(ConsumeTextId(rest), "æ\xff");
  EXPECT_TRUE(rest.empty());
}

TEST(KeyEncoding, OrdersIntegersByValue) {
  std::vector<std::string> keys;
  for (const uint64_t value : {uint64_t{0}, uint64_t{1}, uint64_t{127}, uint64_t{128},
                               uint64_t{255}, uint64_t{256}, uint64_t{1} << 32, ~uint64_t{0}}) {
    AppendUint64(value, keys.emplace_back());
  }
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
}

TEST(KeyEncoding, OrdersAnIdBeforeItsExtensions) {
  EXPECT_LT(TextKey("a"), TextKey("ab"));
  EXPECT_LT(TextKey("a") + TextKey("z"), TextKey("ab") + TextKey("a"));
  EXPECT_LT(TextKey("Z"), TextKey("a"));
}

TEST(KeyEncoding, RefusesAnIdWithAZeroByteAndLeavesTheKey) {
  std::string key = "before";
  const absl::Status status = AppendTextId(absl::string_view("a\0b", 3), key);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasReason(common::v1::ERROR_REASON_INVALID_TEXT));
  EXPECT_EQ(key, "before");
}

TEST(KeyEncoding, TakesNothingFromAKeyThatIsTooShort) {
  absl::string_view rest = "abc";
  EXPECT_EQ(ConsumeUint32(rest), std::nullopt);
  EXPECT_EQ(ConsumeUint64(rest), std::nullopt);
  EXPECT_EQ(ConsumeTextId(rest), std::nullopt);
  EXPECT_EQ(rest, "abc");
  rest = "";
  EXPECT_EQ(ConsumeUint8(rest), std::nullopt);
}

TEST(KeyEncoding, EndsAPrefixAboveAllItsKeys) {
  EXPECT_EQ(PrefixEnd("a"), "b");
  EXPECT_EQ(PrefixEnd("a\xff"), "b");
  EXPECT_EQ(PrefixEnd("a\xff\xff"), "b");
  EXPECT_EQ(PrefixEnd("a\x7f"), "a\x80");
  EXPECT_EQ(PrefixEnd(absl::string_view("a\0", 2)), "a\x01");
  EXPECT_EQ(PrefixEnd(""), "");
  EXPECT_EQ(PrefixEnd("\xff\xff"), "");
}

TEST(KeyEncoding, HasNothingBetweenAKeyAndTheKeyAfterIt) {
  EXPECT_EQ(KeyAfter("a"), std::string("a\0", 2));
  EXPECT_GT(KeyAfter("a"), "a");
}

}  // namespace
}  // namespace tertial
