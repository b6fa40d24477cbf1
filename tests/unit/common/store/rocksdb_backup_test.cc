// What may go wrong with a backup, and with restoring it. That it holds what was written is shown
// by the conformance suite.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/file_size_limit.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

namespace fs = std::filesystem;
using ::testing::Not;
using Value = std::optional<std::string>;

std::string RandomValue(size_t size) {
  std::mt19937 random(1);
  std::string value(size, '\0');
  for (char& byte : value) byte = static_cast<char>(random());
  return value;
}

class RocksDbBackup : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = OpenRocksDbStore(data_);
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
    Put("k", "v");
  }

  void Put(const std::string& key, const std::string& value) {
    WriteBatch batch;
    batch.Put(key, value);
    ASSERT_THAT(store_->Write(batch), IsOk());
  }
  Value RestoredValue(const std::string& key) {
    const auto store = OpenRocksDbStore(target_);
    EXPECT_THAT(store, IsOk());
    if (!store.ok()) return {};
    return (*store)->Get(key).value_or("unreadable");
  }
  std::vector<std::string> FilesOfBackup() const {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(backup_)) {
      if (entry.is_regular_file() && entry.file_size() > 0) files.push_back(entry.path().string());
    }
    return files;
  }

  const TempDir directory_;
  const std::string data_ = absl::StrCat(directory_.path(), "/data");
  const std::string backup_ = absl::StrCat(directory_.path(), "/backups/first");
  const std::string target_ = absl::StrCat(directory_.path(), "/restored/data");
  std::unique_ptr<KeyValueStore> store_;
};

TEST_F(RocksDbBackup, MakesItsDirectoryAndThatOfTheRestoredStore) {
  ASSERT_THAT(store_->Backup(backup_), IsOk());
  ASSERT_THAT(RestoreRocksDbStore(backup_, target_), IsOk());
  EXPECT_EQ(RestoredValue("k"), "v");
  EXPECT_FALSE(fs::exists(absl::StrCat(target_, ".restoring")));
}

TEST_F(RocksDbBackup, TakesEmptyDirectories) {
  fs::create_directories(backup_);
  fs::create_directories(target_);
  ASSERT_THAT(store_->Backup(absl::StrCat(backup_, "/")), IsOk());
  ASSERT_THAT(RestoreRocksDbStore(backup_, absl::StrCat(target_, "/")), IsOk());
  EXPECT_EQ(RestoredValue("k"), "v");
}

TEST_F(RocksDbBackup, RefusesADirectoryThatIsNotEmpty) {
  fs::create_directories(backup_);
  const std::string file = absl::StrCat(backup_, "/somebody's file");
  std::ofstream(file) << "text";
  const absl::Status status = store_->Backup(backup_);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasReason(common::v1::ERROR_REASON_BACKUP_REFUSED));
  EXPECT_THAT(status, MessageNames(backup_));
  EXPECT_EQ(fs::file_size(file), 4u);
}

TEST_F(RocksDbBackup, IsMadeOnceInADirectory) {
  ASSERT_THAT(store_->Backup(backup_), IsOk());
  EXPECT_THAT(store_->Backup(backup_), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(RestoreRocksDbStore(backup_, target_), IsOk());
}

TEST_F(RocksDbBackup, RefusesAPathThatCannotBeADirectory) {
  const std::string file = directory_.Write("file", "text");
  for (const std::string& path : {file, absl::StrCat(file, "/below"), std::string()}) {
    EXPECT_THAT(store_->Backup(path), HasReason(common::v1::ERROR_REASON_BACKUP_REFUSED)) << path;
  }
  ASSERT_THAT(store_->Backup(backup_), IsOk());
  for (const std::string& path : {file, absl::StrCat(file, "/below"), std::string()}) {
    EXPECT_THAT(RestoreRocksDbStore(backup_, path),
                HasReason(common::v1::ERROR_REASON_BACKUP_REFUSED))
        << path;
  }
}

TEST_F(RocksDbBackup, IsNotRestoredOverAnything) {
  ASSERT_THAT(store_->Backup(backup_), IsOk());
  Put("k", "later");
  for (const bool open : {true, false}) {
    if (!open) store_.reset();
    const absl::Status status = RestoreRocksDbStore(backup_, data_);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(status, HasReason(common::v1::ERROR_REASON_BACKUP_REFUSED));
    EXPECT_THAT(status, MessageNames(data_));
  }
  const auto store = OpenRocksDbStore(data_);
  ASSERT_THAT(store, IsOk());
  EXPECT_THAT((*store)->Get("k"), IsOkAndHolds(Value("later")));
}

TEST_F(RocksDbBackup, IsNotFoundWhereThereIsNone) {
  const std::string empty = absl::StrCat(directory_.path(), "/empty");
  fs::create_directories(empty);
  for (const std::string& path : {empty, absl::StrCat(empty, "/absent"), data_, std::string()}) {
    EXPECT_THAT(RestoreRocksDbStore(path, target_),
                HasReason(common::v1::ERROR_REASON_BACKUP_REFUSED))
        << path;
    EXPECT_FALSE(fs::exists(target_)) << path;
  }
  EXPECT_TRUE(fs::is_empty(empty));
}

// The list of its files is written last.
TEST_F(RocksDbBackup, IsNotFoundWhenItWasInterrupted) {
  ASSERT_THAT(store_->Backup(backup_), IsOk());
  fs::rename(absl::StrCat(backup_, "/meta/1"), absl::StrCat(backup_, "/meta/.1.tmp"));
  EXPECT_THAT(RestoreRocksDbStore(backup_, target_),
              HasReason(common::v1::ERROR_REASON_BACKUP_REFUSED));
  EXPECT_FALSE(fs::exists(target_));
}

TEST_F(RocksDbBackup, IsNotRestoredWhenAFileOfItIsDamaged) {
  Put("large", RandomValue(10000));
  ASSERT_THAT(store_->Backup(backup_), IsOk());
  int damaged = 0;
  for (const std::string& file : FilesOfBackup()) {
    if (absl::StrContains(file, "/meta/")) continue;
    SCOPED_TRACE(file);
    const std::string kept = absl::StrCat(directory_.path(), "/kept");
    fs::copy_file(file, kept, fs::copy_options::overwrite_existing);
    const auto expect_refused = [&] {
      const absl::Status status = RestoreRocksDbStore(backup_, target_);
      EXPECT_THAT(status, HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
      EXPECT_THAT(status, MessageNames(fs::path(file).filename().string()));
      EXPECT_FALSE(fs::exists(target_));
    };
    {
      std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
      const auto middle = static_cast<std::streamoff>(fs::file_size(file) / 2);
      stream.seekg(middle);
      const char byte = static_cast<char>(stream.get());
      stream.seekp(middle);
      stream.put(static_cast<char>(byte ^ 1));
    }
    expect_refused();
    fs::resize_file(file, fs::file_size(kept) - 1);
    expect_refused();
    fs::remove(file);
    expect_refused();
    fs::copy_file(kept, file);
    ++damaged;
  }
  EXPECT_GE(damaged, 4);  // data, list of files, CURRENT, options
  EXPECT_THAT(RestoreRocksDbStore(backup_, target_), IsOk());
}

// The list of the backup's files has no checksum of its own.
TEST_F(RocksDbBackup, IsWholeOrRefusedWhateverHappensToItsList) {
  ASSERT_THAT(store_->Backup(backup_), IsOk());
  const std::string list = absl::StrCat(backup_, "/meta/1");
  std::string bytes;
  std::getline(std::ifstream(list, std::ios::binary), bytes, '\0');
  ASSERT_GT(bytes.size(), 100u);
  int refused = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    std::ofstream(list, std::ios::binary) << changed;
    if (RestoreRocksDbStore(backup_, target_).ok()) {
      EXPECT_EQ(RestoredValue("k"), "v") << changed;
      fs::remove_all(target_);
    } else {
      EXPECT_FALSE(fs::exists(target_));
      ++refused;
    }
  }
  EXPECT_GT(refused, static_cast<int>(bytes.size() / 2));
}

TEST_F(RocksDbBackup, LeavesNothingWhenItFails) {
  Put("large", RandomValue(1 << 20));
  ASSERT_THAT(store_->Expunge({}), IsOk());  // writes it to a file
  {
    const FileSizeLimit limit(512 << 10);
    EXPECT_THAT(store_->Backup(backup_), StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_TRUE(fs::is_empty(backup_));
  EXPECT_THAT(RestoreRocksDbStore(backup_, target_),
              HasReason(common::v1::ERROR_REASON_BACKUP_REFUSED));
  EXPECT_THAT(store_->Health(), IsOk());
  EXPECT_THAT(store_->Backup(backup_), IsOk());
}

TEST_F(RocksDbBackup, LeavesNoStoreWhenRestoringFails) {
  Put("large", RandomValue(1 << 20));
  ASSERT_THAT(store_->Backup(backup_), IsOk());
  {
    const FileSizeLimit limit(512 << 10);
    EXPECT_THAT(RestoreRocksDbStore(backup_, target_), StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_FALSE(fs::exists(target_));
  EXPECT_THAT(RestoreRocksDbStore(backup_, target_), IsOk());
  EXPECT_EQ(RestoredValue("large"), RandomValue(1 << 20));
}

TEST_F(RocksDbBackup, IsRestoredWhereAnEarlierRestoreWasInterrupted) {
  ASSERT_THAT(store_->Backup(backup_), IsOk());
  const std::string remains = absl::StrCat(target_, ".restoring");
  fs::create_directories(absl::StrCat(remains, "/below"));
  std::ofstream(absl::StrCat(remains, "/000099.sst")) << "half";
  ASSERT_THAT(RestoreRocksDbStore(backup_, target_), IsOk());
  EXPECT_FALSE(fs::exists(absl::StrCat(target_, "/000099.sst")));
  EXPECT_FALSE(fs::exists(remains));
  EXPECT_EQ(RestoredValue("k"), "v");
}

TEST_F(RocksDbBackup, IsNotRestoredTwiceAtOnce) {
  ASSERT_THAT(store_->Backup(backup_), IsOk());
  const std::string other = absl::StrCat(target_, ".restoring");
  fs::create_directories(other);
  const int descriptor = open(other.c_str(), O_RDONLY | O_DIRECTORY);
  ASSERT_EQ(flock(descriptor, LOCK_EX), 0);
  EXPECT_THAT(RestoreRocksDbStore(backup_, target_),
              HasReason(common::v1::ERROR_REASON_BACKUP_REFUSED));
  EXPECT_FALSE(fs::exists(target_));
  close(descriptor);
  EXPECT_THAT(RestoreRocksDbStore(backup_, target_), IsOk());
}

}  // namespace
}  // namespace tertial
