#include "common/rpc/executor.h"

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;

TEST(Executor, RunsEveryTask) {
  std::atomic<int> run = 0;
  {
    Executor executor(3, 1000);
    for (int i = 0; i < 500; ++i) EXPECT_TRUE(executor.TrySubmit([&] { ++run; }));
    for (int i = 0; i < 500; ++i) executor.Submit([&] { ++run; });
  }
  EXPECT_EQ(run, 1000);
}

TEST(Executor, RunsTasksOfSeveralThreadsEachOnce) {
  std::atomic<int> run = 0;
  {
    Executor executor(2, 1'000'000);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 1000; ++i) executor.Submit([&] { ++run; });
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_EQ(run, 4000);
}

TEST(Executor, KeepsTheOrderOfTasksOnOneThread) {
  std::vector<int> order;
  {
    Executor executor(1, 10);
    for (int i = 0; i < 3; ++i) executor.Submit([&order, i] { order.push_back(i); });
  }
  EXPECT_THAT(order, ElementsAre(0, 1, 2));
}

TEST(Executor, RunsAsManyTasksAtOnceAsItHasThreads) {
  // Each task waits until all have begun, so fewer threads would never end.
  std::latch begun(4);
  Executor executor(4, 10);
  for (int i = 0; i < 4; ++i) executor.Submit([&] { begun.arrive_and_wait(); });
  begun.wait();
  EXPECT_TRUE(begun.try_wait());
}

// An executor whose only thread is held until Release.
class HeldExecutor {
 public:
  explicit HeldExecutor(size_t most_waiting) : executor_(1, most_waiting) {
    executor_.Submit([this] {
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
  HeldExecutor held(2);
  EXPECT_TRUE(held.executor().TrySubmit([&] { ++run; }));
  EXPECT_TRUE(held.executor().TrySubmit([&] { ++run; }));
  EXPECT_FALSE(held.executor().TrySubmit([&] { run += 100; }));
  // The later steps of calls that were let in still get in.
  std::latch done(1);
  held.executor().Submit([&] {
    ++run;
    done.count_down();
  });
  EXPECT_FALSE(held.executor().TrySubmit([&] { run += 100; }));
  held.Release();
  done.wait();
  EXPECT_EQ(run, 3);
}

TEST(Executor, TakesTasksAgainWhenTheQueueIsShorter) {
  HeldExecutor held(1);
  std::latch done(2);
  EXPECT_TRUE(held.executor().TrySubmit([&] { done.count_down(); }));
  EXPECT_FALSE(held.executor().TrySubmit([] {}));
  held.Release();
  while (!held.executor().TrySubmit([&] { done.count_down(); })) std::this_thread::yield();
  done.wait();
}

TEST(Executor, RunsWhatIsQueuedBeforeItEnds) {
  std::atomic<int> run = 0;
  {
    HeldExecutor held(10);
    for (int i = 0; i < 5; ++i) held.executor().Submit([&] { ++run; });
  }
  EXPECT_EQ(run, 5);
}

}  // namespace
}  // namespace tertial
