#include "common/ledger/content_hash.h"

#include <string>

#include "absl/strings/escaping.h"
#include "common/types/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

TEST(ContentHash, OfNothingIsZero) {
  EXPECT_EQ(ContentHash().Hex(), std::string(64, '0'));
  EXPECT_EQ(ContentHash().resources(), 0);
}

TEST(ContentHash, OfOneResourceIsItsSha256OverLengthsAndFields) {
  ContentHash hash;
  hash.Add("k", "nn", 258, "body");
  const std::string bytes = absl::HexStringToBytes(
      "0000000000000001"
      "6b"
      "0000000000000002"
      "6e6e"
      "0000000000000008"
      "0000000000000102"
      "0000000000000004"
      "626f6479");
  EXPECT_EQ(hash.Hex(), absl::BytesToHexString(Sha256Of(bytes)));
  EXPECT_EQ(hash.resources(), 1);
}

TEST(ContentHash, IsTheSameInWhateverOrderResourcesAreAdded) {
  ContentHash one;
  ContentHash other;
  for (int i = 0; i < 50; ++i) one.Add("k", std::to_string(i), i, "b");
  for (int i = 49; i >= 0; --i) other.Add("k", std::to_string(i), i, "b");
  EXPECT_EQ(one.Hex(), other.Hex());
}

TEST(ContentHash, ForgetsWhatIsRemoved) {
  ContentHash hash;
  hash.Add("k", "a", 1, "b");
  const std::string before = hash.Hex();
  for (int i = 0; i < 50; ++i) hash.Add("k", std::to_string(i), i, "b");
  for (int i = 0; i < 50; ++i) hash.Remove("k", std::to_string(i), i, "b");
  EXPECT_EQ(hash.Hex(), before);
  hash.Remove("k", "a", 1, "b");
  EXPECT_EQ(hash.Hex(), ContentHash().Hex());
  EXPECT_EQ(hash.resources(), 0);
}

// A sum that goes beyond 2^256 begins anew, and one below 0 as well.
TEST(ContentHash, RemovingBeforeAddingComesToTheSame) {
  ContentHash hash;
  hash.Remove("k", "a", 1, "b");
  hash.Add("k", "a", 1, "b");
  EXPECT_EQ(hash.Hex(), ContentHash().Hex());
}

TEST(ContentHash, TellsEveryFieldApart) {
  const auto of = [](absl::string_view kind, absl::string_view name, Revision revision,
                     absl::string_view body) {
    ContentHash hash;
    hash.Add(kind, name, revision, body);
    return hash.Hex();
  };
  const std::string hash = of("k", "n", 1, "b");
  EXPECT_NE(of("kn", "", 1, "b"), hash);
  EXPECT_NE(of("k", "n", 2, "b"), hash);
  EXPECT_NE(of("k", "n", 1, "c"), hash);
  EXPECT_NE(of("l", "n", 1, "b"), hash);
}

}  // namespace
}  // namespace tertial
