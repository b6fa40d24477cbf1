// What a RocksDB store holds after a loss of power.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/store/key_encoding.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/rocksdb_lossy_file_system.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using Value = std::optional<std::string>;

std::string Key(char table, uint64_t number) {
  std::string key(1, table);
  AppendUint64(number, key);
  return key;
}

class RocksDbDurability : public ::testing::Test {
 protected:
  void Open() {
    RocksDbOptions options;
    options.write_buffer_bytes = 64 << 10;  // so that logs are often changed
    options.env = disk_.env();
    auto store = OpenRocksDbStore(absl::StrCat(directory_.path(), "/data"), options);
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
  }

  // Writes number `number`: a row in each of two places, so that half a write would be seen.
  absl::Status Write(uint64_t number, Durability durability, size_t size = 100) {
    WriteBatch batch;
    batch.Put(Key('a', number), std::string(size, '.'));
    batch.Put(Key('z', number), std::string(size, '.'));
    return store_->Write(batch, durability);
  }

  // The numbers of the writes that are there, which are whole.
  std::vector<uint64_t> WritesThere() {
    std::vector<uint64_t> numbers[2];
    const auto snapshot = store_->Snapshot();
    for (const int side : {0, 1}) {
      const std::string table(1, side == 0 ? 'a' : 'z');
      EXPECT_THAT(snapshot->Scan({table, PrefixEnd(table)}, ScanDirection::kForward,
                                 [&](absl::string_view key, absl::string_view) {
                                   key.remove_prefix(1);
                                   numbers[side].push_back(ConsumeUint64(key).value_or(0));
                                   return true;
                                 }),
                  IsOk());
    }
    EXPECT_EQ(numbers[0], numbers[1]);
    return numbers[0];
  }

  const TempDir directory_;
  RocksDbLossyFileSystem disk_;
  std::unique_ptr<KeyValueStore> store_;
};

TEST_F(RocksDbDurability, KeepsASyncedWriteAndLosesABufferedOneAfterIt) {
  Open();
  ASSERT_THAT(Write(1, Durability::kBuffered), IsOk());
  ASSERT_THAT(Write(2, Durability::kSynced), IsOk());
  ASSERT_THAT(Write(3, Durability::kBuffered), IsOk());
  EXPECT_THAT(WritesThere(), ::testing::ElementsAre(1, 2, 3));
  disk_.Freeze();
  EXPECT_THAT(Write(4, Durability::kBuffered), StatusIs(absl::StatusCode::kUnavailable));
  store_.reset();
  disk_.DropUnsynced();
  Open();
  EXPECT_THAT(WritesThere(), ::testing::ElementsAre(1, 2));
}

TEST_F(RocksDbDurability, MakesBufferedWritesDurableByASyncedOneThatChangesNothing) {
  Open();
  ASSERT_THAT(Write(1, Durability::kBuffered), IsOk());
  ASSERT_THAT(store_->Write(WriteBatch(), Durability::kSynced), IsOk());
  disk_.Freeze();
  store_.reset();
  disk_.DropUnsynced();
  Open();
  EXPECT_THAT(WritesThere(), ::testing::ElementsAre(1));
}

// Many crashes of one store, each at another operation of the disk: while the store is opened,
// while logs are changed, while files are written and compacted.
TEST_F(RocksDbDurability, LosesNoSyncedWriteAndLeavesNoHoleWhereverItCrashes) {
  constexpr uint32_t kSeed = 20260101;
  constexpr int kCrashes = 150;
  std::mt19937 random(kSeed);
  uint64_t written = 0;  // acknowledged
  uint64_t synced = 0;   // must be there
  for (int crash = 0; crash < kCrashes; ++crash) {
    SCOPED_TRACE(absl::StrCat("seed ", kSeed, ", crash ", crash));
    Open();
    if (HasFatalFailure()) return;
    std::vector<uint64_t> there = WritesThere();
    ASSERT_GE(there.size(), synced);
    // One that was not acknowledged may be there as well.
    ASSERT_LE(there.size(), written + 1);
    for (size_t i = 0; i < there.size(); ++i) ASSERT_EQ(there[i], i + 1) << "a hole";
    written = synced = there.size();

    disk_.FreezeAfter(random() % 400);
    absl::Status status;
    while (status.ok()) {
      const bool sync = random() % 8 == 0;
      status =
          Write(written + 1, sync ? Durability::kSynced : Durability::kBuffered, random() % 2000);
      if (!status.ok()) break;
      ++written;
      if (sync) synced = written;
    }
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
    store_.reset();
    if (random() % 3 == 0) {
      disk_.DropUnsynced();
    } else {
      disk_.DropSomeUnsynced(random());
    }
  }
  EXPECT_GT(written, 1000u);
}

TEST_F(RocksDbDurability, LosesNoneOfTheSyncedWritesOfManyThreads) {
  constexpr int kThreads = 4;
  constexpr uint64_t kStride = 1'000'000;
  Open();
  std::vector<std::atomic<uint64_t>> acknowledged(kThreads);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([this, thread, &acknowledged] {
      for (uint64_t i = 1; Write(thread * kStride + i, Durability::kSynced).ok(); ++i) {
        acknowledged[thread] = i;
      }
    });
  }
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  for (const auto& count : acknowledged) {
    while (count == 0 && absl::Now() < deadline) std::this_thread::yield();
    EXPECT_GT(count, 0u);
  }
  disk_.FreezeAfter(500);
  for (std::thread& thread : threads) thread.join();
  store_.reset();
  disk_.DropSomeUnsynced(1);
  Open();
  const std::vector<uint64_t> there = WritesThere();
  for (int thread = 0; thread < kThreads; ++thread) {
    for (uint64_t i = 1; i <= acknowledged[thread]; ++i) {
      ASSERT_TRUE(std::binary_search(there.begin(), there.end(), thread * kStride + i))
          << thread << " " << i;
    }
  }
}

// The disk of these tests forgets: without it they would show nothing.
TEST_F(RocksDbDurability, IsTestedOnADiskThatForgetsNewFiles) {
  Open();
  disk_.Freeze();
  store_.reset();
  disk_.DropUnsynced();
  Open();
  ASSERT_THAT(Write(1, Durability::kBuffered), IsOk());
  EXPECT_GT(disk_.syncs(), 0u);
  disk_.Freeze();
  EXPECT_TRUE(disk_.frozen());
  store_.reset();
  disk_.DropUnsynced();
  EXPECT_FALSE(disk_.frozen());
  Open();
  EXPECT_THAT(WritesThere(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace tertial
