#include "common/store/rocksdb_store.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/file_size_limit.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using Value = std::optional<std::string>;

std::unique_ptr<KeyValueStore> Open(const std::string& directory) {
  auto store = OpenRocksDbStore(directory);
  EXPECT_THAT(store, IsOk());
  return store.ok() ? *std::move(store) : nullptr;
}

void Put(KeyValueStore& store, const std::string& key, const std::string& value) {
  WriteBatch batch;
  batch.Put(key, value);
  ASSERT_THAT(store.Write(batch), IsOk());
}

std::string PathIn(const TempDir& directory, absl::string_view name) {
  return absl::StrCat(directory.path(), "/", name);
}

// Does not compress, so that a byte's place in a file can be foreseen.
std::string RandomValue(size_t size) {
  std::mt19937 random(1);
  std::string value(size, '\0');
  for (char& byte : value) byte = static_cast<char>(random());
  return value;
}

// The one file in `directory` that is not empty and whose name ends in `suffix`.
std::string FileEndingIn(const std::string& directory, absl::string_view suffix) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (absl::EndsWith(entry.path().string(), suffix) && entry.file_size() > 0) {
      found.push_back(entry.path().string());
    }
  }
  EXPECT_EQ(found.size(), 1u) << suffix;
  return found.empty() ? "" : found.front();
}

// The files as a crash at this moment would leave them.
void CopyAsCrashed(const std::string& from, const std::string& to) {
  std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
  std::filesystem::remove(absl::StrCat(to, "/LOCK"));
}

TEST(RocksDbStore, MakesTheDirectoryWithItsParents) {
  const TempDir directory;
  const auto store = Open(PathIn(directory, "a/b/c"));
  ASSERT_NE(store, nullptr);
  EXPECT_TRUE(std::filesystem::is_directory(PathIn(directory, "a/b/c")));
}

TEST(RocksDbStore, RefusesADirectoryThatThisProcessHasOpen) {
  const TempDir directory;
  const auto store = Open(directory.path());
  const auto second = OpenRocksDbStore(directory.path());
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(second, HasReason(common::v1::ERROR_REASON_SERVICE_UNAVAILABLE));
  EXPECT_THAT(second, MessageNames(absl::StrCat("data directory ", directory.path(),
                                                " is in use by another process")));
  EXPECT_THAT(store->Health(), IsOk());
}

TEST(RocksDbStore, RefusesADirectoryThatAnotherProcessHasOpen) {
  const TempDir directory;
  Open(directory.path()).reset();
  const std::string lock_file = PathIn(directory, "LOCK");
  int locked[2];
  int finish[2];
  ASSERT_EQ(pipe(locked), 0);
  ASSERT_EQ(pipe(finish), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // Takes the lock as RocksDB does. Only calls that are safe after a fork.
    close(finish[1]);
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    const int file = open(lock_file.c_str(), O_RDWR | O_CREAT, 0644);
    char byte = fcntl(file, F_SETLK, &lock) == 0 ? 1 : 0;
    if (write(locked[1], &byte, 1) != 1) _exit(1);
    const ssize_t end_of_file = read(finish[0], &byte, 1);
    _exit(static_cast<int>(end_of_file));
  }
  char byte = 0;
  ASSERT_EQ(read(locked[0], &byte, 1), 1);
  ASSERT_EQ(byte, 1);
  const auto store = OpenRocksDbStore(directory.path());
  EXPECT_THAT(store, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(store, MessageNames("is in use by another process"));
  EXPECT_TRUE(IsOpenElsewhere(directory.path()));
  close(finish[1]);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_FALSE(IsOpenElsewhere(directory.path()));
  EXPECT_FALSE(IsOpenElsewhere(PathIn(directory, "nowhere")));
  EXPECT_THAT(OpenRocksDbStore(directory.path()), IsOk());
  for (const int descriptor : {locked[0], locked[1], finish[0]}) close(descriptor);
}

TEST(RocksDbStore, KeepsTheDirectoryInUseWhileASnapshotLives) {
  const TempDir directory;
  auto store = Open(directory.path());
  auto snapshot = store->Snapshot();
  store.reset();
  EXPECT_THAT(OpenRocksDbStore(directory.path()), StatusIs(absl::StatusCode::kFailedPrecondition));
  snapshot.reset();
  EXPECT_THAT(OpenRocksDbStore(directory.path()), IsOk());
}

TEST(RocksDbStore, RefusesAPathThatCannotBeADirectory) {
  const TempDir directory;
  const std::string file = directory.Write("file", "text");
  for (const std::string& path : {file, absl::StrCat(file, "/below"), std::string()}) {
    const auto store = OpenRocksDbStore(path);
    EXPECT_THAT(store, StatusIs(absl::StatusCode::kFailedPrecondition)) << path;
    EXPECT_THAT(store, HasReason(common::v1::ERROR_REASON_SERVICE_UNAVAILABLE)) << path;
    EXPECT_THAT(store, MessageNames(absl::StrCat("data directory ", path))) << path;
  }
}

TEST(RocksDbStore, OpensWithoutTheLastWriteWhenItWasTorn) {
  const TempDir directory;
  const auto store = Open(PathIn(directory, "live"));
  Put(*store, "a", "1");
  Put(*store, "b", RandomValue(1000));
  CopyAsCrashed(PathIn(directory, "live"), PathIn(directory, "crashed"));
  const std::string log = FileEndingIn(PathIn(directory, "crashed"), ".log");
  std::filesystem::resize_file(log, std::filesystem::file_size(log) - 500);
  const auto recovered = Open(PathIn(directory, "crashed"));
  ASSERT_NE(recovered, nullptr);
  EXPECT_THAT(recovered->Get("a"), IsOkAndHolds(Value("1")));
  EXPECT_THAT(recovered->Get("b"), IsOkAndHolds(Value()));
}

TEST(RocksDbStore, HasAcknowledgedWritesInItsFilesWhenItCrashes) {
  const TempDir directory;
  const auto store = Open(PathIn(directory, "live"));
  Put(*store, "a", "1");
  CopyAsCrashed(PathIn(directory, "live"), PathIn(directory, "crashed"));
  const auto recovered = Open(PathIn(directory, "crashed"));
  ASSERT_NE(recovered, nullptr);
  EXPECT_THAT(recovered->Get("a"), IsOkAndHolds(Value("1")));
}

TEST(RocksDbStore, TellsWhatItsLogsTake) {
  const TempDir directory;
  const auto store = Open(directory.path());
  const uint64_t before = store->Figures().log_bytes;
  constexpr size_t kBytes = 100'000;
  Put(*store, "a", RandomValue(kBytes));
  EXPECT_GE(store->Figures().log_bytes, before + kBytes);
  EXPECT_THAT(store->DiskBytes(), IsOkAndHolds(::testing::Gt(store->Figures().log_bytes)));
  EXPECT_EQ(store->Figures().background_errors, 0u);
}

TEST(RocksDbStore, SaysThatItIsUnavailableWhenTheDiskTakesNoMore) {
  const TempDir directory;
  auto store = Open(directory.path());
  Put(*store, "a", "1");
  {
    const FileSizeLimit limit(64 << 10);
    WriteBatch batch;
    batch.Put("b", RandomValue(1 << 20));
    const absl::Status status = store->Write(batch);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(status, HasReason(common::v1::ERROR_REASON_SERVICE_UNAVAILABLE));
    EXPECT_TRUE(status.GetPayload(kStorageDetailUrl).has_value());
    EXPECT_THAT(status, ::testing::Not(MessageNames(directory.path())));
    EXPECT_THAT(store->Health(), StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(store->Get("a"), IsOkAndHolds(Value("1")));
    EXPECT_THAT(store->Get("b"), IsOkAndHolds(Value()));
    EXPECT_GT(store->Figures().background_errors, 0u);
  }
  store.reset();
  store = Open(directory.path());
  ASSERT_NE(store, nullptr);
  EXPECT_THAT(store->Get("a"), IsOkAndHolds(Value("1")));
  EXPECT_THAT(store->Health(), IsOk());
}

}  // namespace
}  // namespace tertial
