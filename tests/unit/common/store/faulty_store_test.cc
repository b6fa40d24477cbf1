#include "tests/testing/faulty_store.h"

#include <memory>
#include <string>
#include <utility>

#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using Value = std::optional<std::string>;

class FaultyStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto inner = OpenRocksDbStore(directory_.path());
    ASSERT_THAT(inner, IsOk());
    store_ = std::make_unique<FaultyStore>(*std::move(inner), faults_);
  }
  absl::Status Put(const std::string& key, Durability durability = Durability::kSynced) {
    WriteBatch batch;
    batch.Put(key, "v");
    return store_->Write(batch, durability);
  }

  const TempDir directory_;
  const std::shared_ptr<StoreFaults> faults_ = std::make_shared<StoreFaults>();
  std::unique_ptr<FaultyStore> store_;
};

TEST_F(FaultyStoreTest, FailsTheNthWriteWithoutExecutingIt) {
  faults_->FailWrite(2);
  EXPECT_THAT(Put("a"), IsOk());
  EXPECT_THAT(Put("b"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Put("c", Durability::kBuffered), IsOk());
  EXPECT_THAT(store_->Get("b"), IsOkAndHolds(Value()));
  EXPECT_THAT(store_->Get("c"), IsOkAndHolds(Value("v")));
  EXPECT_EQ(faults_->synced_writes(), 1);
  EXPECT_EQ(faults_->buffered_writes(), 1);
  EXPECT_EQ(faults_->failed_writes(), 1);
}

TEST_F(FaultyStoreTest, ExecutesAWriteAndReportsItAsFailed) {
  faults_->FailAfterWrite(1);
  EXPECT_THAT(Put("a"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(store_->Get("a"), IsOkAndHolds(Value("v")));
  EXPECT_THAT(Put("b"), IsOk());
}

TEST_F(FaultyStoreTest, FailsEveryWriteFromTheNthOnUntilItIsHealed) {
  faults_->FailWritesFrom(2);
  EXPECT_THAT(Put("a"), IsOk());
  EXPECT_THAT(Put("b"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Put("b"), StatusIs(absl::StatusCode::kUnavailable));
  faults_->Heal();
  EXPECT_THAT(Put("c"), IsOk());
  EXPECT_THAT(store_->Get("b"), IsOkAndHolds(Value()));
}

TEST_F(FaultyStoreTest, HasNoRoomWhereOnlyTheReserveIsLeft) {
  faults_->UseUpRoom();
  EXPECT_THAT(store_->CheckRoom(0), HasReason(common::v1::ERROR_REASON_STORE_FULL));
  EXPECT_THAT(store_->Health(), HasReason(common::v1::ERROR_REASON_STORE_FULL));
  EXPECT_THAT(Put("a"), IsOk());
  EXPECT_THAT(store_->Get("a"), IsOkAndHolds(Value("v")));
  faults_->Heal();
  EXPECT_THAT(store_->CheckRoom(0), IsOk());
  EXPECT_THAT(store_->Health(), IsOk());
}

TEST_F(FaultyStoreTest, TakesNoWritesOnAFullDisk) {
  faults_->FillDiskAt(2);
  EXPECT_THAT(Put("a"), IsOk());
  EXPECT_THAT(store_->CheckRoom(0), IsOk());
  EXPECT_THAT(Put("b"), HasReason(common::v1::ERROR_REASON_STORE_FULL));
  EXPECT_THAT(Put("c"), HasReason(common::v1::ERROR_REASON_STORE_FULL));
  EXPECT_THAT(store_->CheckRoom(0), HasReason(common::v1::ERROR_REASON_STORE_FULL));
  EXPECT_THAT(store_->Get("b"), IsOkAndHolds(Value()));
  EXPECT_EQ(faults_->failed_writes(), 2);
  faults_->Heal();
  EXPECT_THAT(Put("b"), IsOk());
}

TEST_F(FaultyStoreTest, TellsDamageToWhoeverReads) {
  ASSERT_THAT(Put("a"), IsOk());
  faults_->DamageFile("000007.sst");
  EXPECT_THAT(store_->Get("a"), HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
  EXPECT_THAT(store_->Snapshot()->Get("a"),
              HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
  EXPECT_THAT(store_->Health(), HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
  EXPECT_THAT(store_->FindDamagedFiles([] { return true; }),
              IsOkAndHolds(::testing::ElementsAre("000007.sst")));
}

TEST_F(FaultyStoreTest, FailsReadsOfTheStoreAndOfItsSnapshots) {
  ASSERT_THAT(Put("a"), IsOk());
  const auto snapshot = store_->Snapshot();
  faults_->FailReads(true);
  EXPECT_THAT(store_->Get("a"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(store_->Health(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(snapshot->Get("a"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(snapshot->MultiGet({}), StatusIs(absl::StatusCode::kUnavailable));
  faults_->FailReads(false);
  EXPECT_THAT(snapshot->Get("a"), IsOkAndHolds(Value("v")));
}

}  // namespace
}  // namespace tertial
