// A store whose disk is full: it goes on to read, loses nothing that it acknowledged, and writes
// again by itself when there is room.
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/observability/metrics.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/metric_values.h"
#include "tests/testing/rocksdb_small_disk.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using Content = std::map<std::string, std::string>;
using ::testing::Not;

constexpr uint64_t kMegabyte = uint64_t{1} << 20;
// RocksDB looks every five seconds whether there is room again.
constexpr auto kPatience = std::chrono::seconds(30);

auto IsFull() { return HasReason(common::v1::ERROR_REASON_STORE_FULL); }

class FullDisk : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    auto store = TryOpen();
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
  }
  absl::StatusOr<std::unique_ptr<KeyValueStore>> TryOpen() {
    return OpenRocksDbStore(
        directory_.path(),
        {.write_buffer_bytes = kMegabyte, .least_free_bytes = kReserve, .env = disk_.env()});
  }

  std::string RandomValue(size_t size) {
    std::string value(size, '\0');
    for (char& byte : value) byte = static_cast<char>(random_());
    return value;
  }
  // Puts rows of several kilobytes until one is refused; returns why.
  absl::Status PutUntilRefused() {
    for (int i = 0; i < 10'000; ++i) {
      if (absl::Status put = PutSome(); !put.ok()) return put;
    }
    return absl::OkStatus();
  }
  absl::Status PutSome() {
    WriteBatch batch;
    Content rows;
    for (int i = 0; i < 3; ++i) rows[absl::StrCat("k", random_() % 500)] = RandomValue(4000);
    for (const auto& [key, value] : rows) batch.Put(key, value);
    const absl::Status written =
        store_->Write(batch, random_() % 2 == 0 ? Durability::kSynced : Durability::kBuffered);
    if (!written.ok()) return written;
    for (auto& [key, value] : rows) acknowledged_[key] = value;
    return written;
  }
  // Asks again until a write is made.
  void ExpectWritesAgain() {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    absl::Status put = PutSome();
    while (!put.ok() && std::chrono::steady_clock::now() < end) {
      ASSERT_THAT(put, IsFull());
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      // As a service asks once a second.
      store_->Health().IgnoreError();
      put = PutSome();
    }
    EXPECT_THAT(put, IsOk());
    EXPECT_THAT(store_->Health(), IsOk());
  }
  // Leaves the store such that it has to be opened again.
  void FailTheLog() {
    // More than memory is to hold: the next write begins a new log, which takes nothing.
    const std::string large = RandomValue(2 * kMegabyte);
    WriteBatch batch;
    batch.Put("large", large);
    ASSERT_THAT(store_->Write(batch), IsOk());
    acknowledged_["large"] = large;
    disk_.LeaveFree(0);
    EXPECT_THAT(PutSome(), IsFull());
  }
  // What was acknowledged is there, and nothing else.
  void ExpectAcknowledged() {
    Content found;
    EXPECT_THAT(store_->Snapshot()->Scan({}, ScanDirection::kForward,
                                         [&](absl::string_view key, absl::string_view value) {
                                           found.emplace(key, value);
                                           return true;
                                         }),
                IsOk());
    EXPECT_TRUE(found == acknowledged_)
        << found.size() << " rows, and " << acknowledged_.size() << " were acknowledged";
  }

  static constexpr uint64_t kReserve = 3 * kMegabyte;

  const TempDir directory_;
  RocksDbSmallDisk disk_{64 * kMegabyte};
  std::mt19937 random_{1};
  Content acknowledged_;
  std::unique_ptr<KeyValueStore> store_;
};

TEST_F(FullDisk, HasNoRoomForWhatIsNewWhileLessThanTheReserveIsFree) {
  EXPECT_THAT(store_->CheckRoom(0), IsOk());
  disk_.LeaveFree(kReserve - 1);
  EXPECT_THAT(store_->CheckRoom(0), IsFull());
  EXPECT_THAT(store_->CheckRoom(0), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(store_->Health(), IsFull());
  EXPECT_THAT(PutSome(), IsOk()) << "the reserve is for those who do not ask";
  disk_.LeaveFree(kReserve + 100);
  EXPECT_THAT(store_->CheckRoom(0), IsOk());
  EXPECT_THAT(store_->CheckRoom(100), IsOk());
  EXPECT_THAT(store_->CheckRoom(101), IsFull());
  EXPECT_THAT(store_->Health(), IsOk());
}

TEST_F(FullDisk, ReadsGoOnAndWritesDoByThemselvesWhenThereIsRoom) {
  // So that now the log, now a data file, now the list of files meets the end of the disk.
  for (const uint64_t left :
       {uint64_t{0}, uint64_t{5'000}, kMegabyte / 2, kMegabyte + 700'000, kMegabyte * 3}) {
    SCOPED_TRACE(left);
    disk_.LeaveFree(left);
    const absl::Status refused = PutUntilRefused();
    EXPECT_THAT(refused, IsFull());
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
    EXPECT_THAT(refused, Not(MessageNames(directory_.path())));
    EXPECT_TRUE(refused.GetPayload(kStorageDetailUrl).has_value());
    EXPECT_THAT(store_->Health(), IsFull());
    EXPECT_THAT(store_->CheckRoom(0), IsFull());
    ExpectAcknowledged();
    disk_.LeaveFree(32 * kMegabyte);
    ExpectWritesAgain();
    ExpectAcknowledged();
  }
  store_.reset();
  Open();
  ExpectAcknowledged();
}

// A scrape of the metrics that met a store which had to be opened again waited for itself, with a
// mutex that every read needs.
TEST_F(FullDisk, IsOpenedAgainAlsoWhileMetricsAreScraped) {
  const ScrapeSource process([this](Scrape& /*scrape*/) { store_->Health().IgnoreError(); });
  FailTheLog();
  EXPECT_GT(store_->Figures().background_errors, 0u);
  disk_.LeaveFree(32 * kMegabyte);
  const auto end = std::chrono::steady_clock::now() + kPatience;
  absl::Status put;
  do {
    EXPECT_TRUE(testing::FindMetric("tertial_store_room_bytes").has_value());
    put = PutSome();
  } while (!put.ok() && std::chrono::steady_clock::now() < end);
  EXPECT_THAT(put, IsOk());
  EXPECT_EQ(store_->Figures().background_errors, 0u) << "it is another database now";
  EXPECT_EQ(testing::FindMetric("tertial_store_damaged"), 0);
  ExpectAcknowledged();
}

// Each write that was tried kept all reads away for a fifth of a second, as long as one read went
// on.
TEST_F(FullDisk, IsReadWhileALongReadKeepsItFromBeingOpenedAgain) {
  FailTheLog();
  std::unique_ptr<StoreSnapshot> long_read = store_->Snapshot();
  disk_.LeaveFree(32 * kMegabyte);
  std::atomic<bool> reads = true;
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      while (reads) {
        EXPECT_THAT(store_->CheckRoom(0), IsFull());
        std::this_thread::yield();
      }
    });
  }
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  int answered = 0;
  for (; answered < 100 && std::chrono::steady_clock::now() < end; ++answered) {
    EXPECT_THAT(store_->Get("large"), IsOk());
  }
  EXPECT_EQ(answered, 100);
  reads = false;
  for (std::thread& writer : writers) writer.join();
  long_read.reset();
  ExpectWritesAgain();
  ExpectAcknowledged();
}

TEST_F(FullDisk, MayBeClosedAndOpenedAgain) {
  for (const uint64_t left : {uint64_t{0}, kMegabyte}) {
    SCOPED_TRACE(left);
    disk_.LeaveFree(left);
    EXPECT_THAT(PutUntilRefused(), IsFull());
    store_.reset();
    // Opening writes as well.
    disk_.LeaveFree(0);
    EXPECT_THAT(TryOpen(), StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_THAT(TryOpen(), MessageNames("full"));
    disk_.LeaveFree(kReserve);
    Open();
    ExpectAcknowledged();
    disk_.LeaveFree(32 * kMegabyte);
  }
}

TEST_F(FullDisk, TakesWritesOfSeveralThreadsWholeOrNotAtAll) {
  disk_.LeaveFree(2 * kMegabyte);
  std::vector<Content> acknowledged(4);
  std::vector<std::thread> writers;
  for (size_t i = 0; i < acknowledged.size(); ++i) {
    const std::string value = RandomValue(5000);
    writers.emplace_back([this, i, value, &rows = acknowledged[i]] {
      absl::Status put;
      for (int n = 0; put.ok(); ++n) {
        WriteBatch batch;
        Content added;
        for (int part = 0; part < 2; ++part) added[absl::StrCat(i, "-", n, "-", part)] = value;
        for (const auto& [key, bytes] : added) batch.Put(key, bytes);
        put = store_->Write(batch);
        if (put.ok()) rows.merge(added);
      }
      EXPECT_THAT(put, IsFull());
    });
  }
  for (std::thread& writer : writers) writer.join();
  for (Content& rows : acknowledged) acknowledged_.merge(rows);
  ExpectAcknowledged();
  disk_.LeaveFree(32 * kMegabyte);
  ExpectWritesAgain();
  ExpectAcknowledged();
}

TEST_F(FullDisk, GivesBackTheRoomOfWhatIsDeletedOutOfItsReserve) {
  while (disk_.used() < 6 * kMegabyte) {
    WriteBatch batch;
    for (int i = 0; i < 20; ++i) batch.Put(absl::StrCat("x", random_()), RandomValue(5000));
    ASSERT_THAT(store_->Write(batch), IsOk());
  }
  disk_.LeaveFree(kReserve - 1);
  ASSERT_THAT(store_->CheckRoom(0), IsFull());
  WriteBatch batch;
  batch.DeleteRange({"x", "y"});
  ASSERT_THAT(store_->Write(batch), IsOk());
  EXPECT_THAT(store_->Expunge({"x", "y"}), IsOk());
  EXPECT_THAT(store_->CheckRoom(0), IsOk());
  ExpectAcknowledged();
}

}  // namespace
}  // namespace tertial
