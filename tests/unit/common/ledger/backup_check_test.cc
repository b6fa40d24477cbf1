// A backup is judged by what a restore of it would be.
#include "common/ledger/backup_check.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "common/ledger/content_hash.h"
#include "common/ledger/ledger_keys.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

namespace fs = std::filesystem;
using common::internal::v1::BackupCheck;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What a check of the store takes for the content of a row.
std::string BodyOf(const std::string& id, const std::string& day) {
  common::v1::Area area;
  area.set_name("areas/asker/goals/" + id);
  area.set_valid_from(day);
  return area.SerializeAsString();
}

class BackupCheckTest : public LedgerFixture {
 protected:
  void SetUp() override {
    LedgerFixture::SetUp();
    fs::create_directory(temporary_);
    ::setenv("TMPDIR", temporary_.c_str(), 1);
    Put("asker/a", BodyOf("a", "a1"));
    Put("asker/b", BodyOf("b", "b2"));
    Put("asker/a", BodyOf("a", "a3"));
  }
  void TearDown() override {
    EXPECT_TRUE(fs::is_empty(temporary_)) << "something is left behind";
    ::unsetenv("TMPDIR");
  }

  absl::StatusOr<BackupCheck> Check(std::optional<Revision> revision = std::nullopt,
                                    const std::string& service = "indicators") {
    LedgerOptions options = options_;
    options.service_name = service;
    return CheckBackup(backup_, revision, clock_, options);
  }
  std::string HashOf(Revision revision) {
    const auto hash = HashContent(*ledger_, revision, absl::InfiniteFuture());
    EXPECT_THAT(hash, IsOk());
    return hash.ok() ? hash->Hex() : "";
  }
  // Changes one byte in the middle of every data file of the backup.
  void DamageFiles() {
    for (const auto& entry : fs::recursive_directory_iterator(backup_)) {
      if (entry.path().extension() != ".sst") continue;
      std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
      const auto middle = static_cast<std::streamoff>(entry.file_size() / 2);
      file.seekg(middle);
      const char byte = static_cast<char>(file.get() ^ 1);
      file.seekp(middle);
      file.put(byte);
    }
  }

  const TempDir outside_;
  const std::string backup_ = outside_.path() + "/backup";
  const std::string temporary_ = outside_.path() + "/tmp";
};

TEST_F(BackupCheckTest, ASoundOneHoldsWhatTheStoreHeld) {
  const std::string store_id = ledger_->store_id();
  ASSERT_THAT(ledger_->Backup(backup_), IsOk());
  Put("asker/c", BodyOf("c", "c4"));
  const auto check = Check();
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->finding_count(), 0) << check->DebugString();
  EXPECT_GT(check->records(), 0);
  EXPECT_EQ(check->store_id(), store_id);
  EXPECT_EQ(check->head().revision(), 3);
  EXPECT_EQ(check->content_hash(), HashOf(3));
  EXPECT_EQ(check->resources(), 2);
}

TEST_F(BackupCheckTest, AnEarlierStateOfItCanBeAskedFor) {
  ASSERT_THAT(ledger_->Backup(backup_), IsOk());
  const auto earlier = Check(1);
  ASSERT_THAT(earlier, IsOk());
  EXPECT_EQ(earlier->content_hash(), HashOf(1));
  EXPECT_EQ(earlier->resources(), 1);
  const auto later = Check(4);
  ASSERT_THAT(later, IsOk());
  EXPECT_EQ(later->content_hash(), "");
  EXPECT_EQ(later->head().revision(), 3);
}

TEST_F(BackupCheckTest, ADamagedFileIsTold) {
  ASSERT_THAT(ledger_->Backup(backup_), IsOk());
  DamageFiles();
  EXPECT_THAT(Check(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(BackupCheckTest, ADamagedRecordIsFound) {
  PutRaw(CurrentKey(kTable, Pk("asker/b")), "nonsense");
  ASSERT_THAT(RawStore()->Backup(backup_), IsOk());
  const auto check = Check(1);
  ASSERT_THAT(check, IsOk());
  EXPECT_GT(check->finding_count(), 0);
  EXPECT_THAT(check->findings(), Not(IsEmpty()));
  EXPECT_EQ(check->content_hash(), "") << "it cannot be read";
}

TEST_F(BackupCheckTest, OfARestrictedRecordNothingIsTold) {
  constexpr TableId kRestrictedTable = 0x80;
  PutRaw(CurrentKey(kRestrictedTable, Pk("asker/secret")), "nonsense");
  ASSERT_THAT(RawStore()->Backup(backup_), IsOk());
  const auto check = Check(1);
  ASSERT_THAT(check, IsOk());
  EXPECT_GT(check->finding_count(), 0);
  EXPECT_THAT(check->findings(), AllOf(Not(IsEmpty()), Each(Not(HasSubstr("secret")))));
}

TEST_F(BackupCheckTest, ThatOfAnotherServiceIsRefused) {
  ASSERT_THAT(ledger_->Backup(backup_), IsOk());
  EXPECT_THAT(Check(std::nullopt, "climate"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(BackupCheckTest, NeedsATemporaryDirectory) {
  ASSERT_THAT(ledger_->Backup(backup_), IsOk());
  ::setenv("TMPDIR", (outside_.path() + "/nowhere").c_str(), 1);
  EXPECT_THAT(Check(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

// A check that a signal ended left a whole store in the directory of temporary files.
TEST_F(BackupCheckTest, RemovesWhatOneThatWasBrokenOffHasLeft) {
  ASSERT_THAT(ledger_->Backup(backup_), IsOk());
  const std::string abandoned = temporary_ + "/tertial-backup-broken";
  const std::string in_use = temporary_ + "/tertial-backup-in-use";
  const std::string other = temporary_ + "/other";
  for (const std::string& path : {abandoned, in_use, other}) {
    fs::create_directories(path + "/store");
    std::ofstream(path + "/store/000001.sst") << "rows of persons";
  }
  const int lock = ::open(in_use.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  EXPECT_THAT(Check(), IsOk());
  EXPECT_FALSE(fs::exists(abandoned));
  EXPECT_TRUE(fs::exists(in_use + "/store/000001.sst"));
  EXPECT_TRUE(fs::exists(other + "/store/000001.sst"));
  ::close(lock);
  EXPECT_THAT(Check(), IsOk());
  EXPECT_FALSE(fs::exists(in_use));
  fs::remove_all(other);
}

TEST_F(BackupCheckTest, ARedactionSinceAStateIsKnown) {
  EXPECT_THAT(RedactedSince(*ledger_, 0), IsOkAndHolds(false));
  ASSERT_THAT(ledger_->Redact({.actor = "kari"}, kTable, Pk("asker/b"), absl::NotFoundError("")),
              IsOk());
  EXPECT_THAT(RedactedSince(*ledger_, 3), IsOkAndHolds(true));
  EXPECT_THAT(RedactedSince(*ledger_, 1), IsOkAndHolds(true));
  Put("asker/d", BodyOf("d", "d5"));
  EXPECT_THAT(RedactedSince(*ledger_, 3), IsOkAndHolds(true));
  EXPECT_THAT(RedactedSince(*ledger_, 4), IsOkAndHolds(false));
}

}  // namespace
}  // namespace tertial
