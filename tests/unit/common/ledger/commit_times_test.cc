#include "common/ledger/commit_times.h"

#include <atomic>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

constexpr absl::Duration kMicro = absl::Microseconds(1);
constexpr auto kInFuture = common::v1::ERROR_REASON_AS_OF_IN_FUTURE;

class TimesOfCommits : public ::testing::Test {
 protected:
  // The time of one commit that is made.
  static absl::Time Next(CommitTimes& times) {
    const absl::Time time = times.Begin(1);
    times.End(time);
    return time;
  }

  FakeClock clock_;
  const absl::Time start_ = clock_.Now();
  CommitTimes times_{clock_, absl::InfinitePast()};
};

TEST_F(TimesOfCommits, AreThoseOfTheClock) {
  EXPECT_EQ(Next(times_), start_);
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(Next(times_), start_ + absl::Hours(1));
}

TEST_F(TimesOfCommits, AreWholeMicroseconds) {
  clock_.Advance(absl::Nanoseconds(1'999));
  EXPECT_EQ(Next(times_), start_ + kMicro);
}

TEST_F(TimesOfCommits, IncreaseWhileTheClockStandsStill) {
  EXPECT_EQ(Next(times_), start_);
  EXPECT_EQ(Next(times_), start_ + kMicro);
  EXPECT_EQ(Next(times_), start_ + 2 * kMicro);
}

TEST_F(TimesOfCommits, OfAGroupAreAMicrosecondApart) {
  EXPECT_EQ(times_.Begin(5), start_);
  times_.End(start_ + 4 * kMicro);
  EXPECT_EQ(Next(times_), start_ + 5 * kMicro);
}

TEST_F(TimesOfCommits, AreNotGivenOutAgainWhenTheCommitFailed) {
  EXPECT_EQ(times_.Begin(3), start_);
  times_.End(absl::InfinitePast());
  // The write may have been made although it failed.
  EXPECT_EQ(Next(times_), start_ + 3 * kMicro);
}

TEST_F(TimesOfCommits, DoNotFollowAJumpOfTheClock) {
  for (const absl::Duration jump : {absl::Hours(1), -absl::Hours(1), absl::Hours(24 * 365)}) {
    clock_.Advance(absl::Seconds(1));
    const absl::Time before = Next(times_);
    clock_.Set(before + jump);
    EXPECT_EQ(Next(times_), before + kMicro);
    // Time goes on from before the jump.
    clock_.Advance(absl::Seconds(10));
    EXPECT_EQ(times_.Now(), before + absl::Seconds(10));
    EXPECT_EQ(Next(times_), before + absl::Seconds(10));
    clock_.Set(before + absl::Seconds(10));
    EXPECT_EQ(Next(times_), before + absl::Seconds(10) + kMicro);
  }
}

TEST_F(TimesOfCommits, FollowAClockThatIsSetRightLittleByLittle) {
  for (int i = 0; i < 100; ++i) {
    clock_.Advance(absl::Seconds(1));
    clock_.Set(clock_.Now() + absl::Milliseconds(10));
    EXPECT_EQ(times_.Now(), clock_.Now());
  }
  EXPECT_EQ(Next(times_), start_ + absl::Seconds(101));
}

TEST_F(TimesOfCommits, IncreaseWhenTheClockIsSetBackByLittle) {
  const absl::Time first = Next(times_);
  clock_.Set(clock_.Now() - absl::Milliseconds(500));
  EXPECT_EQ(Next(times_), first + kMicro);
}

TEST_F(TimesOfCommits, BelieveTheClockAgainWhenTheProcessStarts) {
  const absl::Time last = Next(times_);
  clock_.Set(start_ + absl::Hours(24));
  CommitTimes later(clock_, last);
  EXPECT_EQ(Next(later), start_ + absl::Hours(24));
}

TEST_F(TimesOfCommits, AreAfterTheNewestCommitWhenTheClockIsBehindAtTheStart) {
  clock_.Set(start_ - absl::Hours(24));
  CommitTimes later(clock_, start_);
  EXPECT_EQ(Next(later), start_ + kMicro);
  EXPECT_EQ(Next(later), start_ + 2 * kMicro);
  clock_.Advance(absl::Hours(25));
  EXPECT_EQ(Next(later), start_ + absl::Hours(1));
}

TEST_F(TimesOfCommits, LieAfterAnInstantThatWasReadAt) {
  clock_.Advance(kMicro * 10);
  EXPECT_THAT(times_.Settle(clock_.Now()), IsOk());
  EXPECT_EQ(Next(times_), clock_.Now() + kMicro);
  // What lies between two microseconds belongs to the earlier one.
  clock_.Advance(absl::Nanoseconds(3'500));
  const absl::Time read = clock_.Now();
  EXPECT_THAT(times_.Settle(read), IsOk());
  EXPECT_GT(Next(times_), read);
}

TEST_F(TimesOfCommits, CanBeReadAtUpToNowAndNotLater) {
  EXPECT_THAT(times_.Settle(start_), IsOk());
  EXPECT_THAT(times_.Settle(start_ + absl::Nanoseconds(1)), HasReason(kInFuture));
  EXPECT_THAT(times_.Settle(absl::InfinitePast()), IsOk());
  EXPECT_THAT(times_.Settle(absl::InfiniteFuture()), HasReason(kInFuture));
  // A jump makes no future.
  clock_.Set(start_ + absl::Hours(1));
  EXPECT_THAT(times_.Settle(start_ + absl::Minutes(1)), HasReason(kInFuture));
}

TEST_F(TimesOfCommits, CanBeReadAtUpToTheNewestCommitWhenTheClockIsBehind) {
  CommitTimes ahead(clock_, start_ + absl::Hours(1));
  EXPECT_THAT(ahead.Settle(start_ + absl::Hours(1)), IsOk());
  EXPECT_THAT(ahead.Settle(start_ + absl::Hours(1) + kMicro), HasReason(kInFuture));
}

TEST_F(TimesOfCommits, AreReadAtWhenTheCommitsUnderWayAreDone) {
  const absl::Time first = times_.Begin(2);
  // Before them nothing is under way.
  EXPECT_THAT(times_.Settle(first - kMicro), IsOk());
  std::atomic<bool> ended = false;
  std::thread reader([&] {
    EXPECT_THAT(times_.Settle(first), IsOk());
    EXPECT_TRUE(ended);
  });
  clock_.Advance(absl::Seconds(1));
  ended = true;
  times_.End(first + kMicro);
  reader.join();
}

}  // namespace
}  // namespace tertial
