// What Expunge leaves in the files of a RocksDB store.
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using Value = std::optional<std::string>;

// Bytes that no compression takes apart, and that stand nowhere else.
std::string Distinctive(uint32_t seed) {
  std::mt19937 random(seed);
  std::string bytes(64, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

class RocksDbExpunge : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    store_.reset();
    RocksDbOptions options;
    options.expunge_patience = patience_;
    auto store = OpenRocksDbStore(directory_.path(), options);
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
  }
  void Put(const std::string& key, const std::string& value) {
    WriteBatch batch;
    batch.Put(key, value);
    ASSERT_THAT(store_->Write(batch), IsOk());
  }
  void Delete(const std::string& key) {
    WriteBatch batch;
    batch.Delete(key);
    ASSERT_THAT(store_->Write(batch), IsOk());
  }
  // Rows around, so that files hold more than what is expunged.
  void PutOthers() {
    for (int i = 0; i < 100; ++i)
      Put(absl::StrCat(i % 2 == 0 ? "a" : "z", i), Distinctive(1000 + i));
  }

  // The files in which `bytes` stand.
  std::string FilesWith(const std::string& bytes) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(file), {}};
      if (absl::StrContains(content, bytes)) found.push_back(entry.path().filename().string());
    }
    return absl::StrJoin(found, " ");
  }

  const std::string secret_ = Distinctive(1);
  const std::string secret_key_ = absl::StrCat("k", Distinctive(2));
  const ScanRange range_ = {"k", "l"};
  absl::Duration patience_ = absl::Seconds(10);
  const TempDir directory_;
  std::unique_ptr<KeyValueStore> store_;
};

TEST_F(RocksDbExpunge, RemovesWhatWasOverwrittenInTheLog) {
  PutOthers();
  Put("k", secret_);
  Put("k", "blank");
  ASSERT_NE(FilesWith(secret_), "");
  ASSERT_THAT(store_->Expunge(range_), IsOk());
  EXPECT_EQ(FilesWith(secret_), "");
  EXPECT_THAT(store_->Get("k"), IsOkAndHolds(Value("blank")));
}

// Deleting leaves the key in a file until the deletion itself is compacted away, and as the first
// or last key of a file in the list of files.
TEST_F(RocksDbExpunge, RemovesKeyAndValueOfWhatWasDeleted) {
  Put(secret_key_, secret_);
  ASSERT_THAT(store_->Expunge({}), IsOk());
  ASSERT_NE(FilesWith(secret_), "");
  PutOthers();
  Open();
  Delete(secret_key_);
  ASSERT_THAT(store_->Expunge(range_), IsOk());
  EXPECT_EQ(FilesWith(secret_), "");
  EXPECT_EQ(FilesWith(secret_key_), "");
}

TEST_F(RocksDbExpunge, RemovesWhatWasDeletedWithItsRange) {
  Put(secret_key_, secret_);
  Open();
  PutOthers();
  WriteBatch batch;
  batch.DeleteRange({"k", "l"});
  ASSERT_THAT(store_->Write(batch), IsOk());
  ASSERT_THAT(store_->Expunge(range_), IsOk());
  EXPECT_EQ(FilesWith(secret_), "");
  EXPECT_EQ(FilesWith(secret_key_), "");
}

// Version over version, each in a file of its own and at another level.
TEST_F(RocksDbExpunge, RemovesEveryEarlierVersionFromEveryLevel) {
  std::vector<std::string> versions;
  for (int i = 0; i < 12; ++i) {
    versions.push_back(Distinctive(10 + i));
    Put("k", versions.back());
    if (i % 3 == 0) PutOthers();
    if (i == 5) ASSERT_THAT(store_->Expunge({"a", "b"}), IsOk());
    Open();
  }
  ASSERT_THAT(store_->Expunge({"k", ""}), IsOk());
  for (size_t i = 0; i + 1 < versions.size(); ++i) EXPECT_EQ(FilesWith(versions[i]), "") << i;
  EXPECT_NE(FilesWith(versions.back()), "");
  EXPECT_THAT(store_->Get("k"), IsOkAndHolds(Value(versions.back())));
}

TEST_F(RocksDbExpunge, TouchesNothingWhereTheRangeIsEmpty) {
  Put("k", secret_);
  Delete("k");
  EXPECT_THAT(store_->Expunge({"l", "k"}), IsOk());
  EXPECT_NE(FilesWith(secret_), "");
}

TEST_F(RocksDbExpunge, SaysThatASnapshotStillNeedsTheBytes) {
  patience_ = absl::Milliseconds(1);
  Open();
  Put("k", secret_);
  auto snapshot = store_->Snapshot();
  Delete("k");
  EXPECT_THAT(store_->Expunge(range_), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(snapshot->Get("k"), IsOkAndHolds(Value(secret_)));
  snapshot.reset();
  // One that sees only what is there now is no hindrance.
  snapshot = store_->Snapshot();
  EXPECT_THAT(store_->Expunge(range_), IsOk());
  EXPECT_EQ(FilesWith(secret_), "");
}

// A compaction keeps what a snapshot sees, at the last level, where nothing is compacted again of
// its own accord.
TEST_F(RocksDbExpunge, RemovesWhatACompactionHasKeptForASnapshot) {
  const auto data_files = [this] {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
      if (entry.path().extension() == ".sst") ++count;
    }
    return count;
  };
  Put("k", secret_);
  auto snapshot = store_->Snapshot();
  const TempDir backups;
  // A backup writes a file. Of several, a compaction makes one.
  int written = 0;
  for (; data_files() == written; ++written) {
    ASSERT_LT(written, 50);
    Put("k", absl::StrCat("blank", written));
    ASSERT_THAT(store_->Backup(absl::StrCat(backups.path(), "/", written)), IsOk());
  }
  ASSERT_NE(FilesWith(secret_), "");
  snapshot.reset();
  EXPECT_THAT(store_->Expunge(range_), IsOk());
  EXPECT_EQ(FilesWith(secret_), "");
}

TEST_F(RocksDbExpunge, WaitsForTheEndOfASnapshot) {
  patience_ = absl::Minutes(1);
  Open();
  Put("k", secret_);
  auto snapshot = store_->Snapshot();
  Delete("k");
  std::thread reader([&snapshot] { snapshot.reset(); });
  EXPECT_THAT(store_->Expunge(range_), IsOk());
  EXPECT_EQ(FilesWith(secret_), "");
  reader.join();
}

TEST_F(RocksDbExpunge, GoesOnBesideReadsAndWritesAndBackups) {
  Put("k", secret_);
  Put("k", "blank");
  std::atomic<bool> done = false;
  const TempDir backups;
  std::thread other([&] {
    for (int i = 0; !done || i < 20; ++i) {
      Put(absl::StrCat("a", i % 50), Distinctive(i));
      EXPECT_THAT(store_->Snapshot()->Get("k"), IsOkAndHolds(Value("blank")));
      if (i % 10 == 0) {
        EXPECT_THAT(store_->Backup(absl::StrCat(backups.path(), "/", i)), IsOk());
      }
    }
  });
  EXPECT_THAT(store_->Expunge(range_), IsOk());
  EXPECT_EQ(FilesWith(secret_), "");
  done = true;
  other.join();
  EXPECT_THAT(store_->Health(), IsOk());
}

}  // namespace
}  // namespace tertial
