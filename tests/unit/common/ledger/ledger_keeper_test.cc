#include "common/ledger/ledger_keeper.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

constexpr TableId kTable = 5;
constexpr absl::Duration kPatience = absl::Seconds(20);

class LedgerKeeperTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto ledger =
        Ledger::Open(*OpenRocksDbStore(directory_.path()), clock_, {.service_name = "test"});
    ASSERT_THAT(ledger, IsOk());
    ledger_ = *std::move(ledger);
  }

  void Put(absl::Time publish_at) {
    ASSERT_THAT(ledger_->Commit({.actor = "tester", .publish_at = publish_at},
                                [](Txn& txn) { return txn.Put(kTable, "a", "body").status(); }),
                IsOk());
  }
  bool HasPrivate() {
    const auto row = ledger_->Read()->FindPrivate(kTable, "p", absl::InfinitePast());
    EXPECT_THAT(row, IsOk());
    return row->has_value();
  }
  void PutPrivate(absl::Time expiry) {
    ASSERT_THAT(ledger_->Commit({.actor = "tester"},
                                [&](Txn& txn) {
                                  txn.PutPrivate(kTable, "p", "person", expiry);
                                  return absl::OkStatus();
                                }),
                IsOk());
  }

  TempDir directory_;
  FakeClock clock_;
  std::unique_ptr<Ledger> ledger_;
};

TEST_F(LedgerKeeperTest, ReleasesWhatWaitsWhenItsInstantComes) {
  const LedgerKeeper keeper(*ledger_, absl::Milliseconds(5));
  Put(clock_.Now() + absl::Minutes(10));
  EXPECT_EQ(ledger_->WaitForCommit(0, absl::Milliseconds(50)), 0);
  clock_.Advance(absl::Minutes(10));
  EXPECT_EQ(ledger_->WaitForCommit(0, kPatience), 1);
}

// Nothing says when private rows are due: the keeper looks from time to time, however often it is
// asked whether something else has come up.
TEST_F(LedgerKeeperTest, PurgesPrivateRowsWhoseTimeHasEnded) {
  PutPrivate(clock_.Now() + absl::Minutes(10));
  const LedgerKeeper keeper(*ledger_, absl::Milliseconds(5));
  EXPECT_TRUE(HasPrivate());
  const absl::Time end = absl::Now() + kPatience;
  while (HasPrivate() && absl::Now() < end) clock_.Advance(absl::Seconds(1));
  EXPECT_FALSE(HasPrivate());
}

TEST_F(LedgerKeeperTest, EndsAtOnce) {
  const absl::Time begun = absl::Now();
  { const LedgerKeeper keeper(*ledger_, absl::Hours(1)); }
  EXPECT_LT(absl::Now() - begun, kPatience);
}

}  // namespace
}  // namespace tertial
