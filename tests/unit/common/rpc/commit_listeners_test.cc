#include "common/rpc/commit_listeners.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

constexpr TableId kTable = 5;

// Counts calls, and waits for them.
class Bell {
 public:
  std::function<void()> Ring() {
    return [this] {
      const std::lock_guard lock(mutex_);
      ++rung_;
      changed_.notify_all();
    };
  }
  // Whether it has been rung `times` times before patience ends.
  bool WaitFor(int times, std::chrono::milliseconds patience = std::chrono::seconds(20)) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return rung_ >= times; });
  }
  int rung() {
    const std::lock_guard lock(mutex_);
    return rung_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int rung_ = 0;
};

class CommitListenersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto ledger =
        Ledger::Open(*OpenRocksDbStore(directory_.path()), SystemClock(), {.service_name = "test"});
    ASSERT_THAT(ledger, IsOk());
    ledger_ = *std::move(ledger);
    listeners_.emplace(*ledger_);
  }

  Revision Commit() {
    const auto result = ledger_->Commit({.actor = "tester"}, [this](Txn& txn) {
      return txn.Put(kTable, "a", std::to_string(++commits_)).status();
    });
    EXPECT_THAT(result, IsOk());
    return result.ok() ? result->at.revision : -1;
  }

  TempDir directory_;
  std::unique_ptr<Ledger> ledger_;
  std::optional<CommitListeners> listeners_;
  std::atomic<int> commits_{0};
};

TEST_F(CommitListenersTest, CallsAllWhenThereIsACommitAndEachOnce) {
  Bell first;
  Bell second;
  listeners_->Add(0, absl::Hours(1), first.Ring());
  listeners_->Add(0, absl::Hours(1), second.Ring());
  Commit();
  EXPECT_TRUE(first.WaitFor(1));
  EXPECT_TRUE(second.WaitFor(1));
  Commit();
  listeners_->Add(1, absl::Hours(1), second.Ring());
  EXPECT_TRUE(second.WaitFor(2));
  EXPECT_EQ(first.rung(), 1);
}

TEST_F(CommitListenersTest, CallsWhoeverIsBehindAtOnce) {
  Bell bell;
  Commit();
  listeners_->Add(0, absl::Hours(1), bell.Ring());
  EXPECT_TRUE(bell.WaitFor(1));
  // The thread knows of the commit by now: the call comes from Add.
  listeners_->Add(0, absl::Hours(1), bell.Ring());
  EXPECT_EQ(bell.rung(), 2);
}

TEST_F(CommitListenersTest, DoesNotCallWhoeverHasTheNewestCommit) {
  Bell early;
  Bell late;
  Commit();
  listeners_->Add(1, absl::Hours(1), late.Ring());
  listeners_->Add(0, absl::Hours(1), early.Ring());
  EXPECT_TRUE(early.WaitFor(1));
  EXPECT_EQ(late.rung(), 0);
  Commit();
  EXPECT_TRUE(late.WaitFor(1));
}

TEST_F(CommitListenersTest, CallsWhenPatienceHasPassed) {
  Bell bell;
  listeners_->Add(0, absl::Milliseconds(20), bell.Ring());
  EXPECT_TRUE(bell.WaitFor(1));
  listeners_->Add(0, -absl::Seconds(1), bell.Ring());
  EXPECT_TRUE(bell.WaitFor(2));
}

TEST_F(CommitListenersTest, DoesNotCallWhoeverWasRemoved) {
  Bell removed;
  Bell kept;
  const CommitListeners::Id id = listeners_->Add(0, absl::Hours(1), removed.Ring());
  listeners_->Add(0, absl::Hours(1), kept.Ring());
  listeners_->Remove(id);
  listeners_->Remove(id);
  Commit();
  EXPECT_TRUE(kept.WaitFor(1));
  EXPECT_EQ(removed.rung(), 0);
}

// Whoever removes itself may be gone when Remove has returned, whatever is committed meanwhile.
TEST_F(CommitListenersTest, ACallNeverOutlivesItsListener) {
  std::atomic<bool> ending = false;
  std::thread writer([&] {
    while (!ending) Commit();
  });
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 200; ++round) {
        auto listening = std::make_unique<std::atomic<bool>>(true);
        const CommitListeners::Id id =
            listeners_->Add(ledger_->Read()->at().revision, absl::Hours(1),
                            [alive = listening.get()] { EXPECT_TRUE(*alive); });
        listeners_->Remove(id);
        *listening = false;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ending = true;
  writer.join();
}

TEST_F(CommitListenersTest, EndsAtOnceThoughSomebodyWaits) {
  Bell bell;
  listeners_->Add(0, absl::Hours(1), bell.Ring());
  const absl::Time begun = absl::Now();
  listeners_.reset();
  EXPECT_LT(absl::Now() - begun, absl::Seconds(20));
}

}  // namespace
}  // namespace tertial
