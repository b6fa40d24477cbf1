// Backups of all services in their directory: what is known of each, and which are to go.
#include "clients/cli/backups/backup_directory.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/backups/verify_backup.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::cli {
namespace {

namespace fs = std::filesystem;
using common::internal::v1::ServiceBackup;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum BackupState;

constexpr auto kRefused = absl::StatusCode::kFailedPrecondition;

class BackupDirectory : public ::testing::Test {
 protected:
  std::string PathOf(const std::string& name) const {
    return absl::StrCat(directory_.path(), "/", name);
  }
  // A backup with one copy of one file.
  std::string Make(const std::string& name, const std::string& missing = "") {
    const std::string path = PathOf(name);
    fs::create_directories(path + "/politics/private");
    Write(name + "/politics/private/file", "content");
    BackupManifest manifest;
    ServiceBackup& copy = *manifest.add_services();
    copy.set_service("politics");
    const auto files = HashFiles(path + "/politics");
    EXPECT_THAT(files, IsOk());
    copy.mutable_files()->Assign(files->begin(), files->end());
    if (!missing.empty()) manifest.add_missing()->set_service(missing);
    EXPECT_THAT(WriteManifest(path, manifest), IsOk());
    return path;
  }
  void Write(const std::string& name, const std::string& text) { directory_.Write(name, text); }
  BackupState StateOf(const std::string& name) {
    const auto backup = ReadBackup(PathOf(name));
    EXPECT_THAT(backup, IsOk());
    return backup.ok() ? backup->state : kUnfinished;
  }
  std::vector<std::string> Names() {
    std::vector<std::string> names;
    const auto backups = ListBackups(directory_.path());
    EXPECT_THAT(backups, IsOk());
    if (backups.ok()) {
      for (const Backup& backup : *backups) names.push_back(backup.name);
    }
    return names;
  }

  const TempDir directory_;
};

TEST_F(BackupDirectory, NamesBackupsByTheInstant) {
  EXPECT_EQ(BackupName(absl::FromUnixSeconds(1'732'655'880)), "20241126T211800Z");
}

TEST_F(BackupDirectory, ListsBackupsTheNewestFirstAndNothingElse) {
  Make("20241126T211800Z");
  Make("20251126T211800Z");
  fs::create_directory(PathOf("20231126T211800Z"));
  fs::create_directory(PathOf("other"));
  fs::create_directory(PathOf("20241326T211800Z"));
  fs::create_directory(PathOf("20241126T211800Z-old"));
  fs::create_directory_symlink(PathOf("20241126T211800Z"), PathOf("20241126T211801Z"));
  EXPECT_THAT(Names(), ElementsAre("20251126T211800Z", "20241126T211800Z", "20231126T211800Z"));
  EXPECT_THAT(ListBackups(PathOf("nowhere")), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(BackupDirectory, KnowsWhatABackupIsWorth) {
  const std::string path = Make("20241126T211800Z");
  EXPECT_EQ(StateOf("20241126T211800Z"), kUnverified);
  ASSERT_THAT(WriteVerification(path, {}), IsOk());
  EXPECT_EQ(StateOf("20241126T211800Z"), kSound);
  ASSERT_THAT(WriteVerification(path, {"a file is gone"}), IsOk());
  EXPECT_EQ(StateOf("20241126T211800Z"), kDamaged);
  Make("20241126T211801Z", "climate");
  EXPECT_EQ(StateOf("20241126T211801Z"), kIncomplete);
  fs::create_directory(PathOf("20241126T211802Z"));
  EXPECT_EQ(StateOf("20241126T211802Z"), kUnfinished);
  Write("20241126T211802Z/manifest.json", "{ nonsense");
  EXPECT_EQ(StateOf("20241126T211802Z"), kDamaged);
}

TEST_F(BackupDirectory, BelievesNoVerificationOfAnotherManifest) {
  const std::string path = Make("20241126T211800Z");
  ASSERT_THAT(WriteVerification(path, {}), IsOk());
  BackupManifest other = *ReadBackup(path)->manifest;
  other.mutable_services(0)->set_store_id("another");
  ASSERT_THAT(WriteManifest(path, other), IsOk());
  EXPECT_EQ(StateOf("20241126T211800Z"), kUnverified);
}

TEST_F(BackupDirectory, ReadsWhatANewerVersionWrote) {
  fs::create_directory(PathOf("20241126T211800Z"));
  Write("20241126T211800Z/manifest.json", R"({"tertialVersion": "9.0", "newField": {"a": [1]}})");
  EXPECT_EQ(StateOf("20241126T211800Z"), kUnverified);
}

TEST_F(BackupDirectory, TellsEachFileThatDiffers) {
  const std::string path = Make("20241126T211800Z") + "/politics";
  const ServiceBackup copy = ReadBackup(PathOf("20241126T211800Z"))->manifest->services(0);
  const auto differences = [&] {
    const auto compared = CompareFiles(path, copy);
    EXPECT_THAT(compared, IsOk());
    return compared.ok() ? absl::StrJoin(*compared, "; ") : "";
  };
  EXPECT_EQ(differences(), "");
  Write("20241126T211800Z/politics/private/file", "cOntent");
  EXPECT_EQ(differences(), "private/file holds other bytes than it did");
  Write("20241126T211800Z/politics/private/file", "contents");
  EXPECT_EQ(differences(), "private/file has 8 bytes, not 7");
  fs::rename(path + "/private/file", path + "/private/fill");
  EXPECT_EQ(differences(), "private/fill is no part of it; private/file is not there");
  fs::create_symlink("/etc/passwd", path + "/link");
  EXPECT_THAT(CompareFiles(path, copy), StatusIs(kRefused));
  EXPECT_THAT(CompareFiles(path + "/nowhere", copy), StatusIs(kRefused));
}

TEST_F(BackupDirectory, IsHeldByOneAtATime) {
  auto lock = BackupLock::Take(directory_.path());
  ASSERT_THAT(lock, IsOk());
  EXPECT_THAT(BackupLock::Take(directory_.path()), StatusIs(kRefused));
  lock->reset();
  EXPECT_THAT(BackupLock::Take(directory_.path()), IsOk());
}

TEST_F(BackupDirectory, LosesNoBackupThatIsRead) {
  const std::string path = Make("20241126T211800Z");
  auto one = BackupLock::TakeToRead(path);
  auto other = BackupLock::TakeToRead(path);
  ASSERT_THAT(one, IsOk());
  ASSERT_THAT(other, IsOk());
  one->reset();
  EXPECT_THAT(RemoveBackup(path), AllOf(StatusIs(kRefused), MessageNames("is in use")));
  EXPECT_THAT(ReadBackup(path), IsOk());
  EXPECT_THAT(HashFiles(path), IsOk());
  other->reset();
  EXPECT_THAT(RemoveBackup(path), IsOk());
  EXPECT_THAT(BackupLock::TakeToRead(path), StatusIs(kRefused));
}

TEST_F(BackupDirectory, IsMadeForThisUserAndGroupAlone) {
  ASSERT_THAT(BackupLock::Take(PathOf("new/one")), IsOk());
  EXPECT_EQ(fs::status(PathOf("new/one")).permissions() & fs::perms::others_all, fs::perms::none);
}

TEST_F(BackupDirectory, LosesABackupAsAWhole) {
  const std::string path = Make("20241126T211800Z");
  Make("20241126T211801Z");
  EXPECT_THAT(RemoveBackup(path), IsOk());
  EXPECT_THAT(Names(), ElementsAre("20241126T211801Z"));
}

// Backups of these states, the newest first, and the numbers of those that go.
std::vector<std::string> Pruned(const std::vector<BackupState>& states, size_t keep) {
  std::vector<Backup> backups;
  for (const BackupState state : states) {
    Backup& backup = backups.emplace_back();
    backup.path = absl::StrCat(backups.size());
    backup.state = state;
  }
  return ToBePruned(backups, keep);
}

TEST(ToBePruned, KeepsTheNewestOnes) {
  EXPECT_THAT(Pruned({kSound, kSound, kSound, kSound}, 2), ElementsAre("3", "4"));
  EXPECT_THAT(Pruned({kSound, kUnverified}, 2), IsEmpty());
  EXPECT_THAT(Pruned({}, 1), IsEmpty());
}

TEST(ToBePruned, KeepsTheNewestSoundOneHoweverOldItIs) {
  EXPECT_THAT(Pruned({kUnverified, kUnverified, kUnverified, kSound, kSound}, 2),
              ElementsAre("3", "5"));
  EXPECT_THAT(Pruned({kSound, kUnverified, kSound}, 1), ElementsAre("2", "3"));
}

TEST(ToBePruned, CountsNoBackupThatIsNotWhole) {
  EXPECT_THAT(Pruned({kDamaged, kIncomplete, kUnverified, kUnverified, kUnverified}, 2),
              ElementsAre("5"));
}

TEST(ToBePruned, RemovesWhatIsNotWholeWhenANewerOneIs) {
  EXPECT_THAT(Pruned({kUnfinished, kUnverified, kUnfinished, kIncomplete, kDamaged}, 5),
              ElementsAre("3", "4", "5"));
  EXPECT_THAT(Pruned({kUnfinished, kIncomplete, kDamaged}, 1), IsEmpty());
}

}  // namespace
}  // namespace tertial::cli
