#include "common/rpc/executor.h"

#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "common/rpc/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fake_clock.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;

constexpr absl::Duration kPatient = absl::Hours(1);

bool LetIn(Executor& executor, const std::string& caller, Executor::Task task,
           absl::Duration patience = kPatient) {
  return !executor.TrySubmit(caller, patience, std::move(task)).has_value();
}

TEST(Executor, RunsEveryTask) {
  std::atomic<int> run = 0;
  {
    Executor executor(3, {1000, 1000});
    for (int i = 0; i < 500; ++i) EXPECT_TRUE(LetIn(executor, "one", [&] { ++run; }));
    for (int i = 0; i < 500; ++i) executor.Submit("one", [&] { ++run; });
  }
  EXPECT_EQ(run, 1000);
}

TEST(Executor, RunsTasksOfSeveralThreadsEachOnce) {
  std::atomic<int> run = 0;
  {
    Executor executor(2, {1, 1});
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 1000; ++i) executor.Submit("one", [&] { ++run; });
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_EQ(run, 4000);
}

TEST(Executor, KeepsTheOrderOfTasksOnOneThread) {
  std::vector<int> order;
  {
    Executor executor(1, {10, 10});
    for (int i = 0; i < 3; ++i) executor.Submit("one", [&order, i] { order.push_back(i); });
  }
  EXPECT_THAT(order, ElementsAre(0, 1, 2));
}

TEST(Executor, RunsAsManyTasksAtOnceAsItHasThreads) {
  // Each task waits until all have begun, so fewer threads would never end.
  std::latch begun(4);
  Executor executor(4, {10, 10});
  for (int i = 0; i < 4; ++i) executor.Submit("one", [&] { begun.arrive_and_wait(); });
  begun.wait();
  EXPECT_TRUE(begun.try_wait());
}

TEST(Executor, TellsHowManyTasksRunAndHowManyWait) {
  std::latch begun(2);
  std::latch released(1);
  Executor executor(2, {10, 10});
  EXPECT_EQ(executor.threads(), 2);
  EXPECT_EQ(executor.busy(), 0);
  for (int i = 0; i < 5; ++i) {
    executor.Submit("one", [&, i] {
      if (i < 2) begun.count_down();
      released.wait();
    });
  }
  begun.wait();
  EXPECT_EQ(executor.busy(), 2);
  EXPECT_EQ(executor.waiting(), 3u);
  released.count_down();
}

// An executor whose only thread is held until Release.
class HeldExecutor {
 public:
  explicit HeldExecutor(QueueBounds bounds, const Clock& clock = SystemClock())
      : executor_(1, bounds, clock) {
    executor_.Submit("one", [this] {
      held_.count_down();
      released_.wait();
    });
    held_.wait();
  }
  ~HeldExecutor() {
    if (!released_.try_wait()) Release();
  }

  void Release() { released_.count_down(); }
  Executor& executor() { return executor_; }

 private:
  std::latch held_{1};
  std::latch released_{1};
  Executor executor_;
};

TEST(Executor, TrySubmitRefusesWhenTheQueueIsFull) {
  std::atomic<int> run = 0;
  HeldExecutor held({2, 2});
  EXPECT_TRUE(LetIn(held.executor(), "one", [&] { ++run; }));
  EXPECT_TRUE(LetIn(held.executor(), "one", [&] { ++run; }));
  EXPECT_FALSE(LetIn(held.executor(), "one", [&] { run += 100; }));
  // The later steps of calls that were let in still get in.
  std::latch done(1);
  held.executor().Submit("one", [&] {
    ++run;
    done.count_down();
  });
  EXPECT_FALSE(LetIn(held.executor(), "one", [&] { run += 100; }));
  held.Release();
  done.wait();
  EXPECT_EQ(run, 3);
}

TEST(Executor, TakesTasksAgainWhenTheQueueIsShorter) {
  HeldExecutor held({1, 1});
  std::latch done(2);
  EXPECT_TRUE(LetIn(held.executor(), "one", [&] { done.count_down(); }));
  EXPECT_FALSE(LetIn(held.executor(), "one", [] {}));
  held.Release();
  while (!LetIn(held.executor(), "one", [&] { done.count_down(); })) std::this_thread::yield();
  done.wait();
}

TEST(Executor, ServesCallersInTurn) {
  std::vector<std::string> order;
  {
    HeldExecutor held({10, 10});
    for (const char* caller : {"much", "much", "much", "little", "much", "other", "little"}) {
      held.executor().Submit(caller, [&order, caller] { order.emplace_back(caller); });
    }
  }
  EXPECT_THAT(order, ElementsAre("much", "little", "other", "much", "little", "much", "much"));
}

TEST(Executor, ACallerFillsItsPartOfTheQueueAndNoMore) {
  HeldExecutor held({4, 2});
  EXPECT_TRUE(LetIn(held.executor(), "one", [] {}));
  EXPECT_TRUE(LetIn(held.executor(), "one", [] {}));
  EXPECT_FALSE(LetIn(held.executor(), "one", [] {}));
  EXPECT_TRUE(LetIn(held.executor(), "two", [] {}));
  EXPECT_TRUE(LetIn(held.executor(), "two", [] {}));
  EXPECT_FALSE(LetIn(held.executor(), "three", [] {}));
}

TEST(Executor, LetsInWhatWaitsForHalfOfItsPatienceAtMost) {
  FakeClock clock;
  HeldExecutor held({1000, 1000}, clock);
  // Tasks take one second each, all sixteenths of the mean that count.
  std::latch done(1);
  for (int i = 0; i < 400; ++i) {
    held.executor().Submit("one", [&clock] { clock.Advance(absl::Seconds(1)); });
  }
  held.executor().Submit("one", [&done] { done.count_down(); });
  held.Release();
  done.wait();
  std::latch held_again(1);
  std::latch released(1);
  held.executor().Submit("one", [&] {
    held_again.count_down();
    released.wait();
  });
  held_again.wait();
  for (int i = 0; i < 10; ++i) held.executor().Submit("one", [] {});
  // Some ten seconds are ahead of it, and none of one who waits for nothing yet but one task.
  EXPECT_FALSE(LetIn(
      held.executor(), "one", [] {}, absl::Seconds(15)));
  EXPECT_TRUE(LetIn(
      held.executor(), "one", [] {}, absl::Seconds(25)));
  EXPECT_TRUE(LetIn(
      held.executor(), "two", [] {}, absl::Seconds(15)));
  const auto retry_after = held.executor().TrySubmit("one", absl::Seconds(1), [] {});
  ASSERT_TRUE(retry_after.has_value());
  EXPECT_GE(*retry_after, kRetryAfter);
  EXPECT_LE(*retry_after, absl::Seconds(15));
  released.count_down();
}

TEST(Executor, RunsWhatIsQueuedBeforeItEnds) {
  std::atomic<int> run = 0;
  {
    HeldExecutor held({10, 10});
    for (int i = 0; i < 5; ++i) held.executor().Submit("one", [&] { ++run; });
  }
  EXPECT_EQ(run, 5);
}

}  // namespace
}  // namespace tertial
