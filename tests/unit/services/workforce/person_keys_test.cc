#include "services/workforce/store/person_keys.h"

#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/types/hmac.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::workforce {
namespace {

using ::testing::ElementsAre;
using ::testing::Not;

const std::string kOne(64, '1');
const std::string kTwo(64, '2');
const std::string kThree(64, 'a');

PersonKeys KeysOf(const std::string& text) { return *PersonKeys::Parse("keys", text); }

TEST(PersonKeys, AreReadLineByLine) {
  const auto keys = PersonKeys::Parse("keys", absl::StrCat("# the first\n", kOne, "\n\n", kTwo));
  ASSERT_THAT(keys, IsOk());
  EXPECT_EQ(keys->count(), 2u);
  EXPECT_EQ(keys->Fingerprints()[0].size(), 8u);
  EXPECT_EQ(keys->Fingerprints()[0], KeysOf(kOne).Fingerprints()[0]);
}

TEST(PersonKeys, AreRefusedWithoutAWordOfWhatTheFileHolds) {
  const std::string wrong = "secret" + std::string(58, '0');
  for (const std::string& text :
       {std::string(), std::string("# nothing\n"), kOne.substr(1), kOne + "0", wrong,
        absl::StrCat(kOne, "\n", kOne), absl::StrCat(kOne, " ", kTwo)}) {
    const auto keys = PersonKeys::Parse("keys", text);
    EXPECT_THAT(keys, StatusIs(absl::StatusCode::kFailedPrecondition)) << text;
    EXPECT_THAT(keys, Not(MessageNames("secret")));
    EXPECT_THAT(keys, Not(MessageNames("1111")));
  }
}

TEST(PersonKeys, AreRefusedWhenOthersMayReadThem) {
  const TempDir directory;
  const std::string file = directory.Write("keys", kOne);
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  EXPECT_THAT(PersonKeys::Load(file), IsOk());
  for (const mode_t mode : {0640, 0604, 0620, 0644}) {
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    EXPECT_THAT(PersonKeys::Load(file), StatusIs(absl::StatusCode::kFailedPrecondition));
  }
  EXPECT_THAT(PersonKeys::Load(directory.path()), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(PersonKeys::Load(directory.path() + "/none"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

// As a process in Kubernetes gets a Secret: files of root's, for the group.
TEST(PersonKeys, AreReadOfAnotherUserAsOneOfTheGroup) {
  const TempDir directory;
  const std::string file = directory.Write("keys", kOne);
  ASSERT_EQ(::chown(file.c_str(), ::geteuid() + 1, ::getegid()), 0) << "needs root";
  for (const mode_t mode : {0400, 0440}) {
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    EXPECT_THAT(PersonKeys::Load(file), IsOk()) << mode;
  }
  for (const mode_t mode : {0460, 0444, 0442}) {
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    EXPECT_THAT(PersonKeys::Load(file), StatusIs(absl::StatusCode::kFailedPrecondition)) << mode;
  }
}

TEST(PersonKeys, HashByTheFirstKeyAsTheContractSays) {
  const Sha256Digest digest = HmacSha256(absl::HexStringToBytes(kOne), std::string("asker\0P1", 8));
  EXPECT_EQ(KeysOf(kOne).Hash("asker", "P1", 1), std::string(digest.begin(), digest.begin() + 16));
}

TEST(PersonKeys, ChainFromOneKeyToTheNext) {
  const PersonKeys one = KeysOf(kOne);
  const PersonKeys three = KeysOf(absl::StrCat(kOne, "\n", kTwo, "\n", kThree));
  const PersonHash first = one.Hash("asker", "P1", 1);
  EXPECT_EQ(three.Hash("asker", "P1", 1), first);
  EXPECT_EQ(three.Rehash(first, 1, 3), three.Hash("asker", "P1", 3));
  EXPECT_EQ(three.Rehash(three.Hash("asker", "P1", 2), 2, 3), three.Hash("asker", "P1", 3));
  EXPECT_EQ(three.Rehash(first, 2, 2), first);
  EXPECT_THAT(three.EveryHash("asker", "P1"),
              ElementsAre(first, three.Hash("asker", "P1", 2), three.Hash("asker", "P1", 3)));
}

TEST(PersonKeys, HashPersonsAreasAndKeysApart) {
  const PersonKeys keys = KeysOf(absl::StrCat(kOne, "\n", kTwo));
  const PersonHash hash = keys.Hash("asker", "P1", 1);
  EXPECT_EQ(hash.size(), kPersonHashBytes);
  EXPECT_NE(keys.Hash("asker", "P2", 1), hash);
  EXPECT_NE(keys.Hash("lier", "P1", 1), hash);
  EXPECT_NE(keys.Hash("asker", "P1", 2), hash);
  EXPECT_NE(KeysOf(kTwo).Hash("asker", "P1", 1), hash);
}

TEST(PersonKeys, KnowWhetherTheyExtendWhatAStoreWasMadeWith) {
  const PersonKeys both = KeysOf(absl::StrCat(kOne, "\n", kTwo));
  EXPECT_TRUE(both.Extends(std::vector<std::string>{}));
  EXPECT_TRUE(both.Extends(KeysOf(kOne).Fingerprints()));
  EXPECT_TRUE(both.Extends(both.Fingerprints()));
  EXPECT_FALSE(both.Extends(KeysOf(kTwo).Fingerprints()));
  EXPECT_FALSE(KeysOf(kOne).Extends(both.Fingerprints()));
}

}  // namespace
}  // namespace tertial::workforce
