#include "services/gateway/cache/rebuild_queue.h"

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::gateway {
namespace {

using ::testing::Eq;

// What is taken at `seconds`; of several, that with the largest number.
std::optional<int> Take(RebuildQueue<int>& queue, double seconds) {
  return queue.Take(absl::Seconds(seconds), [](int key) { return int64_t{key}; });
}

TEST(RebuildQueue, AFirstChangeAfterQuietIsRebuiltAtOnce) {
  RebuildQueue<int> queue;
  queue.Want(1, -absl::InfiniteDuration(), absl::Seconds(10));
  EXPECT_THAT(Take(queue, 10), Eq(1));
  EXPECT_EQ(Take(queue, 10), std::nullopt);
}

TEST(RebuildQueue, ABurstIsRebuiltOnceASecond) {
  RebuildQueue<int> queue;
  int rebuilds = 0;
  absl::Duration begun = -absl::InfiniteDuration();
  // A change every 10 milliseconds for five seconds.
  for (int i = 0; i < 500; ++i) {
    const absl::Duration now = absl::Seconds(10) + absl::Milliseconds(10) * i;
    queue.Want(1, begun, now);
    if (!queue.Take(now, [](int) { return int64_t{0}; }).has_value()) continue;
    ++rebuilds;
    begun = now;
  }
  EXPECT_EQ(rebuilds, 5);
}

TEST(RebuildQueue, TheMostRecentlyUsedComesFirst) {
  RebuildQueue<int> queue;
  for (const int key : {2, 3, 1}) queue.Want(key, -absl::InfiniteDuration(), absl::Seconds(10));
  EXPECT_THAT(Take(queue, 10), Eq(3));
  EXPECT_THAT(Take(queue, 10), Eq(2));
  EXPECT_THAT(Take(queue, 10), Eq(1));
  EXPECT_EQ(Take(queue, 10), std::nullopt);
}

TEST(RebuildQueue, OneThatIsNotDueIsNotTaken) {
  RebuildQueue<int> queue;
  queue.Want(1, absl::Seconds(10), absl::Seconds(10));
  EXPECT_EQ(queue.NextDue(), absl::Seconds(11));
  EXPECT_EQ(Take(queue, 10.9), std::nullopt);
  EXPECT_THAT(Take(queue, 11), Eq(1));
}

TEST(RebuildQueue, FailuresWaitLonger) {
  RebuildQueue<int> queue;
  queue.Want(1, absl::Seconds(10), absl::Seconds(10), absl::Seconds(8));
  EXPECT_EQ(queue.NextDue(), absl::Seconds(18));
  // The earliest of several times counts.
  queue.WantAt(1, absl::Seconds(12));
  EXPECT_EQ(queue.NextDue(), absl::Seconds(12));
  queue.WantAt(1, absl::Seconds(15));
  EXPECT_EQ(queue.NextDue(), absl::Seconds(12));
}

TEST(RebuildQueue, WhatIsForgottenIsNotTaken) {
  RebuildQueue<int> queue;
  queue.WantAt(1, absl::Seconds(1));
  queue.WantAt(2, absl::Seconds(1));
  EXPECT_THAT(Take(queue, 1), Eq(2));
  queue.Forget(1);
  EXPECT_EQ(Take(queue, 1), std::nullopt);
  EXPECT_EQ(queue.NextDue(), absl::InfiniteDuration());
}

}  // namespace
}  // namespace tertial::gateway
