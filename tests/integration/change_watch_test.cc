// WatchChanges, over a channel.
#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "common/rpc/limits.h"
#include "tests/integration/ledger_services_fixture.h"

namespace tertial {
namespace {

using changes::v1::Change;
using changes::v1::WatchChangesRequest;
using changes::v1::WatchChangesResponse;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum changes::v1::ChangeType;
using enum common::v1::ErrorReason;

WatchChangesRequest FromNow() {
  WatchChangesRequest request;
  request.set_from_now(true);
  return request;
}

class ChangeWatchTest : public LedgerServicesTest {
 protected:
  // How a watch ends that is refused.
  absl::Status Refused(const WatchChangesRequest& request, const std::string& caller = "reader") {
    OpenedStream<WatchChangesResponse> stream(store_.changes(), &ChangeStub::WatchChanges, request,
                                              caller);
    return stream.Finish();
  }
};

TEST_F(ChangeWatchTest, TellsWhatWasAndThenWhatComes) {
  store_.Put(BodyOf("a"));
  store_.Put(BodyOf("b"));
  Watch watch(store_, {});
  EXPECT_EQ(watch.NextChange().name(), "areas/asker/bodies/a");
  EXPECT_EQ(watch.NextChange().name(), "areas/asker/bodies/b");
  store_.Put(BodyOf("c"));
  const Change change = watch.NextChange();
  EXPECT_EQ(change.name(), "areas/asker/bodies/c");
  EXPECT_EQ(change.commit().revision(), 3);
  EXPECT_TRUE(change.end_of_commit());
  store_.Delete(BodyOf("a").name());
  EXPECT_EQ(watch.NextChange().type(), CHANGE_TYPE_DELETED);
}

TEST_F(ChangeWatchTest, FromNowTellsAtOnceWhereItStandsAndNothingOfThePast) {
  store_.Put(BodyOf("a"));
  Watch watch(store_, FromNow());
  const WatchChangesResponse first = watch.NextMessage();
  EXPECT_THAT(first.changes(), IsEmpty());
  EXPECT_EQ(first.head().revision(), 1);
  store_.Put(BodyOf("b"));
  EXPECT_EQ(watch.NextChange().name(), "areas/asker/bodies/b");
}

TEST_F(ChangeWatchTest, IsResumedAfterItsLastTokenWithoutAGap) {
  std::string token;
  {
    Watch watch(store_, {});
    watch.NextMessage();
    store_.Put(BodyOf("a"));
    EXPECT_EQ(watch.NextChange().name(), "areas/asker/bodies/a");
    token = watch.token();
  }
  store_.Put({BodyOf("b"), BodyOf("c")});
  WatchChangesRequest request;
  request.set_resume_token(token);
  Watch watch(store_, request);
  const Change change = watch.NextChange();
  EXPECT_EQ(change.name(), "areas/asker/bodies/b");
  // In the middle of the commit.
  request.set_resume_token(change.resume_token());
  Watch other(store_, request);
  EXPECT_EQ(other.NextChange().name(), "areas/asker/bodies/c");
}

TEST_F(ChangeWatchTest, TellsWhetherItHasComeToTheNewestCommit) {
  std::vector<politics::v1::Body> bodies;
  for (size_t i = 0; i <= kMostChangesInMessage; ++i) bodies.push_back(BodyOf(absl::StrCat(i)));
  store_.Put(bodies);
  Watch watch(store_, {});
  EXPECT_FALSE(watch.NextMessage().up_to_date());
  EXPECT_TRUE(watch.NextMessage().up_to_date());
  store_.Put(BodyOf("a"));
  EXPECT_TRUE(watch.NextMessage().up_to_date());
}

TEST_F(ChangeWatchTest, AFilterPassesOverWhatIsNotWanted) {
  WatchChangesRequest request;
  request.mutable_filter()->add_kinds("tertial.politics.v1.BodyActivity");
  request.mutable_filter()->set_area("areas/3203");
  Watch watch(store_, request);
  watch.NextMessage();
  store_.Put(BodyOf("a"));
  store_.Put(BodyOf("b", 1, "oslo"));
  store_.Put(ActivityOf("a", "2024"));
  const Change change = watch.NextChange();
  EXPECT_EQ(change.name(), "areas/asker/bodies/a/activities/2024");
  EXPECT_EQ(change.commit().revision(), 3);
}

TEST_F(ChangeWatchTest, GivesASignOfLifeWhenNothingThatIsWantedChanges) {
  WatchChangesRequest request;
  request.mutable_filter()->add_kinds("tertial.politics.v1.BodyActivity");
  request.mutable_heartbeat()->set_seconds(1);
  Watch watch(store_, request);
  watch.NextMessage();
  store_.Put(BodyOf("a"));
  const WatchChangesResponse sign = watch.NextMessage();
  EXPECT_THAT(sign.changes(), IsEmpty());
  EXPECT_EQ(sign.head().revision(), 1);
  // Its token lies beyond what was passed over.
  const auto rest = [&] {
    changes::v1::ListChangesRequest list;
    list.set_resume_token(sign.resume_token());
    return store_.Call(&ChangeStub::ListChanges, list);
  }();
  EXPECT_THAT(rest->changes(), IsEmpty());
}

TEST_F(ChangeWatchTest, AWriteThatWaitsIsToldWhenItIsReleasedAndNotBefore) {
  store_.Put(BodyOf("a", 1));
  Watch watch(store_, FromNow());
  watch.NextMessage();
  store_.Put({BodyOf("a", 2), BodyOf("b")}, absl::Now() + absl::Milliseconds(300));
  EXPECT_EQ(store_.Head(), 1);
  const Change first = watch.NextChange();
  EXPECT_EQ(first.type(), CHANGE_TYPE_RELEASED);
  EXPECT_EQ(first.commit().revision(), 2);
  EXPECT_TRUE(first.has_before());
  EXPECT_FALSE(first.end_of_commit());
  const Change second = watch.NextChange();
  EXPECT_EQ(second.type(), CHANGE_TYPE_RELEASED);
  EXPECT_FALSE(second.has_before());
  EXPECT_TRUE(second.end_of_commit());
}

TEST_F(ChangeWatchTest, RefusesWhatIsNoWatch) {
  WatchChangesRequest request;
  for (const int64_t seconds : {0, -5, 3601}) {
    request.mutable_heartbeat()->set_seconds(seconds);
    EXPECT_THAT(Refused(request), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(Refused(request), HasReason(ERROR_REASON_VALUE_OUT_OF_RANGE));
  }
  request = FromNow();
  request.set_resume_token("abc");
  EXPECT_THAT(Refused(request), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  request.set_from_now(false);
  EXPECT_THAT(Refused(request), HasReason(ERROR_REASON_INVALID_RESUME_TOKEN));
  request.clear_resume_token();
  request.mutable_filter()->add_kinds("nothing");
  EXPECT_THAT(Refused(request), HasReason(ERROR_REASON_RESOURCE_KIND_UNKNOWN));
  EXPECT_THAT(Refused({}, "nobody"), HasReason(ERROR_REASON_CALLER_UNKNOWN));
  request = {};
  request.GetReflection()->MutableUnknownFields(&request)->AddVarint(999, 1);
  EXPECT_THAT(Refused(request), HasReason(ERROR_REASON_UNKNOWN_FIELD));
}

TEST_F(ChangeWatchTest, EndsWithTheDeadlineThatTheCallerStates) {
  grpc::ClientContext context;
  testing::PrepareContext(context, "reader", absl::Milliseconds(300));
  const auto reader = store_.changes().WatchChanges(&context, {});
  WatchChangesResponse message;
  EXPECT_TRUE(reader->Read(&message));
  EXPECT_FALSE(reader->Read(&message));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(ChangeWatchTest, WatchesOfACallerAreBoundedAndACancelledOneMakesRoom) {
  std::vector<std::unique_ptr<Watch>> watches;
  for (size_t i = 0; i < kMostStreamsOfCaller; ++i) {
    watches.push_back(std::make_unique<Watch>(store_, FromNow()));
    watches.back()->NextMessage();
  }
  EXPECT_THAT(Refused(FromNow()), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(Refused(FromNow()), HasReason(ERROR_REASON_TOO_MANY_CALLS));
  // All others go on.
  store_.Put(BodyOf("a"));
  for (const auto& watch : watches) EXPECT_EQ(watch->NextChange().name(), "areas/asker/bodies/a");
  watches.front()->Cancel();
  EXPECT_THAT(watches.front()->Finish(), StatusIs(absl::StatusCode::kCancelled));
  // The client knows of the end before the server does.
  const absl::Time patience = absl::Now() + absl::Seconds(20);
  bool admitted = false;
  while (!admitted && absl::Now() < patience) {
    OpenedStream<WatchChangesResponse> stream(store_.changes(), &ChangeStub::WatchChanges,
                                              FromNow());
    admitted = stream.Next().has_value();
  }
  EXPECT_TRUE(admitted);
}

TEST_F(ChangeWatchTest, EndsPromptlyWhenTheServiceStops) {
  std::vector<std::unique_ptr<Watch>> watches;
  for (int i = 0; i < 20; ++i) {
    watches.push_back(std::make_unique<Watch>(store_, FromNow()));
    watches.back()->NextMessage();
  }
  const absl::Time begun = absl::Now();
  store_.service().Stop(absl::Seconds(25));
  EXPECT_LT(absl::Now() - begun, absl::Seconds(10));
  for (const auto& watch : watches) {
    const absl::Status end = watch->Finish();
    EXPECT_THAT(end, StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(end, HasReason(ERROR_REASON_SERVICE_UNAVAILABLE));
  }
}

// What a watcher makes of the changes it is told: they must be all there are, each once, in order.
class Follower {
 public:
  explicit Follower(PoliticsStore& store) : store_(store) {}

  // Watches until the commit `last` is complete, breaking off again and again.
  void FollowTo(Revision last, uint32_t seed) {
    std::mt19937 random(seed);
    while (revision_ < last || !complete_) {
      WatchChangesRequest request;
      request.set_resume_token(token_);
      Watch watch(store_, request);
      for (uint32_t rest = random() % 20 + 1; rest > 0 && (revision_ < last || !complete_);
           --rest) {
        const Change change = watch.NextChange();
        if (change.name().empty()) return;
        Take(change);
      }
    }
  }
  int64_t changes() const { return changes_; }

 private:
  void Take(const Change& change) {
    if (complete_) {
      EXPECT_EQ(change.commit().revision(), revision_ + 1);
      EXPECT_EQ(change.sequence(), 0);
    } else {
      EXPECT_EQ(change.commit().revision(), revision_);
      EXPECT_EQ(change.sequence(), sequence_ + 1);
    }
    revision_ = change.commit().revision();
    sequence_ = change.sequence();
    complete_ = change.end_of_commit();
    token_ = change.resume_token();
    ++changes_;
  }

  PoliticsStore& store_;
  std::string token_;
  Revision revision_ = 0;
  int64_t sequence_ = -1;
  bool complete_ = true;
  int64_t changes_ = 0;
};

TEST_F(ChangeWatchTest, HasNoGapWhileManyWriteAndItBreaksOff) {
  constexpr int kWriters = 4;
  constexpr int kCommits = 50;
  std::atomic<int64_t> written = 0;
  std::vector<std::thread> threads;
  for (int writer = 0; writer < kWriters; ++writer) {
    threads.emplace_back([&, writer] {
      for (int commit = 1; commit <= kCommits; ++commit) {
        std::vector<politics::v1::Body> bodies;
        for (int i = 0; i < commit % 3 + 1; ++i) {
          bodies.push_back(BodyOf(absl::StrCat("w", writer, "-", i), commit));
        }
        store_.Put(bodies);
        written += static_cast<int64_t>(bodies.size());
      }
    });
  }
  std::vector<std::unique_ptr<Follower>> followers;
  for (uint32_t seed = 0; seed < 3; ++seed) {
    followers.push_back(std::make_unique<Follower>(store_));
    threads.emplace_back([follower = followers.back().get(), seed] {
      follower->FollowTo(Revision{kWriters * kCommits}, seed);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& follower : followers) EXPECT_EQ(follower->changes(), written);
}

}  // namespace
}  // namespace tertial
