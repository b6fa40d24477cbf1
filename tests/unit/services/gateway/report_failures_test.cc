// What the keeper of finished reports does when services fail or hang, and with readers who give
// up.
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/rpc/limits.h"
#include "services/gateway/cache/report_watch.h"
#include "tests/unit/services/gateway/report_keeper_fixture.h"

namespace tertial::gateway {
namespace {

using ::testing::Each;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using enum v1::Completeness;
using Report = std::shared_ptr<const FinishedReport>;

class ReportFailuresTest : public ReportKeeperTest {
 protected:
  // What a reader is told before Get returns; an error as long as it waits.
  static absl::StatusOr<v1::Report> AtOnce(ReportKeeper& keeper, const ReportRequest& request) {
    const auto answer = std::make_shared<absl::StatusOr<Report>>(absl::UnknownError("it waits"));
    const ReportWait wait =
        keeper.Get(request, [answer](const absl::StatusOr<Report>& report) { *answer = report; });
    keeper.Cancel(wait);
    if (!answer->ok()) return answer->status();
    return (**answer)->Parse();
  }
  static v1::Completeness ClimateOf(const absl::StatusOr<v1::Report>& report) {
    EXPECT_THAT(report, IsOk());
    return report.ok() ? StateOf(*report, v1::SECTION_KIND_CLIMATE).completeness()
                       : COMPLETENESS_UNSPECIFIED;
  }
  void Fail(const std::string& service, absl::Status status) {
    services_.Change(service,
                     [&](Services::Service& changed) { changed.status = std::move(status); });
  }
  void Hold(const std::string& service) {
    services_.Change(service, [](Services::Service& changed) { changed.held = true; });
  }
  bool ComesToPulls(const std::string& service, int pulls) {
    return Eventually([&] { return services_.Pulls(service) == pulls; });
  }
};

TEST_F(ReportFailuresTest, AFailureIsToldAtOnceAndTriedAgainInTheBackground) {
  const auto keeper = Keep();
  Fail("climate", ServiceUnavailable("gone"));
  EXPECT_EQ(ClimateOf(Now(*keeper, Of("asker"))), COMPLETENESS_UNAVAILABLE);
  // From now on it hangs: whoever waited for it would wait long.
  Fail("climate", absl::OkStatus());
  Hold("climate");
  EXPECT_EQ(ClimateOf(AtOnce(*keeper, Of("asker"))), COMPLETENESS_UNAVAILABLE);
  EXPECT_EQ(services_.Pulls("climate"), 1);
  clock_.Advance(absl::Seconds(1));
  ASSERT_TRUE(ComesToPulls("climate", 2));
  EXPECT_EQ(ClimateOf(AtOnce(*keeper, Of("asker"))), COMPLETENESS_UNAVAILABLE);
  services_.Release();
  EXPECT_TRUE(
      Eventually([&] { return ClimateOf(AtOnce(*keeper, Of("asker"))) == COMPLETENESS_COMPLETE; }));
}

TEST_F(ReportFailuresTest, AFailureOfLongAgoIsTriedAgainForTheReader) {
  const auto keeper = Keep();
  Fail("climate", ServiceUnavailable("gone"));
  EXPECT_EQ(ClimateOf(Now(*keeper, Of("asker"))), COMPLETENESS_UNAVAILABLE);
  Fail("climate", absl::OkStatus());
  clock_.Advance(absl::Minutes(2));
  EXPECT_EQ(ClimateOf(Now(*keeper, Of("asker"))), COMPLETENESS_COMPLETE);
}

TEST_F(ReportFailuresTest, APullDoesNotTakeAsLongAsItsReaderHas) {
  Mutex mutex;
  std::vector<absl::Time> deadlines;
  ReportKeeper keeper(
      [&](const SectionQuery& query, absl::Time deadline, const CallTrail&,
          const std::function<void(Section)>& done) {
        {
          const MutexLock lock(mutex);
          deadlines.push_back(deadline);
        }
        services_.Pull(query, done);
      },
      areas_, "1.0", kReportMemoryBytes, clock_);
  ReportRequest request = Of("asker");
  request.deadline = clock_.Now() + absl::Hours(1);
  Now(keeper, request);
  const MutexLock lock(mutex);
  EXPECT_THAT(deadlines, SizeIs(5));
  EXPECT_THAT(deadlines, Each(clock_.Now() + kPullPatience));
}

TEST_F(ReportFailuresTest, NoCallWaitsForServicesAsLongAsItsCallerDoes) {
  CallContext call;
  call.deadline = SystemClock().Now() + absl::Hours(1);
  EXPECT_LE(PullDeadline(call), SystemClock().Now() + kLongestWaiting);
}

TEST_F(ReportFailuresTest, AWatchedSectionThatWasNeverSeenComesByItself) {
  const auto keeper = Keep();
  Fail("climate", TooManyCalls(absl::Seconds(1)));
  ReportWatch watch(*keeper, Of("asker"), absl::Hours(1), clock_);
  v1::WatchReportResponse response;
  ASSERT_TRUE(Eventually([&] { return *watch.Next(response) == SourceState::kMessage; }));
  ASSERT_THAT(response.states(), SizeIs(5));
  EXPECT_EQ(response.states(4).completeness(), COMPLETENESS_UNAVAILABLE);
  // Nobody asks from now on.
  EXPECT_TRUE(Eventually([&] {
    clock_.Advance(absl::Milliseconds(500));
    return services_.Pulls("climate") >= 4;
  }));
  Fail("climate", absl::OkStatus());
  ASSERT_TRUE(Eventually([&] {
    clock_.Advance(absl::Milliseconds(500));
    response.Clear();
    return *watch.Next(response) == SourceState::kMessage &&
           response.section() == v1::SECTION_KIND_CLIMATE;
  }));
  EXPECT_EQ(response.state().completeness(), COMPLETENESS_COMPLETE);
}

TEST_F(ReportFailuresTest, AWatchGivesSignsOfLifeUntilTheFirstStates) {
  const auto keeper = Keep();
  Hold("climate");
  ReportWatch watch(*keeper, Of("asker"), absl::Seconds(1), clock_);
  v1::WatchReportResponse response;
  EXPECT_EQ(*watch.Next(response), SourceState::kIdle);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(*watch.Next(response), SourceState::kMessage);
  EXPECT_THAT(response.states(), SizeIs(0));
  response.Clear();
  EXPECT_EQ(*watch.Next(response), SourceState::kIdle);
  services_.Release();
  ASSERT_TRUE(Eventually([&] { return *watch.Next(response) == SourceState::kMessage; }));
  EXPECT_THAT(response.states(), SizeIs(5));
}

TEST_F(ReportFailuresTest, WatchesOfWhatIsUnavailableDoNotWakeOneAnother) {
  const auto keeper = Keep();
  Fail("climate", TooManyCalls(absl::Seconds(1)));
  ReportWatch first(*keeper, Of("asker"), absl::Hours(1), clock_);
  ReportWatch second(*keeper, Of("asker"), absl::Hours(1), clock_);
  v1::WatchReportResponse response;
  ASSERT_TRUE(Eventually([&] { return *first.Next(response) == SourceState::kMessage; }));
  ASSERT_TRUE(Eventually([&] { return *second.Next(response) == SourceState::kMessage; }));
  // The next attempt hangs, so that nothing changes any more.
  Fail("climate", absl::OkStatus());
  Hold("climate");
  clock_.Advance(absl::Seconds(1));
  ASSERT_TRUE(ComesToPulls("climate", 2));
  EXPECT_EQ(*first.Next(response), SourceState::kIdle);
  // It is put together anew, and is the same.
  clock_.Advance(absl::Seconds(2));
  EXPECT_EQ(*second.Next(response), SourceState::kIdle);
  std::atomic<bool> woken = false;
  first.WaitForNews([&] { woken = true; });
  EXPECT_FALSE(woken);
  services_.Release();
  EXPECT_TRUE(Eventually([&] { return woken.load(); }));
}

TEST_F(ReportFailuresTest, AReaderWhoGivesUpIsForgotten) {
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  std::atomic<int> answered = 0;
  const ReportWait gives_up =
      keeper->Get(WithMin("workforce", 2), [&](const absl::StatusOr<Report>&) { answered += 1; });
  keeper->Get(WithMin("workforce", 2), [&](const absl::StatusOr<Report>&) { answered += 10; });
  EXPECT_EQ(keeper->waiting(), 2);
  keeper->Cancel(gives_up);
  EXPECT_EQ(keeper->waiting(), 1);
  keeper->Cancel(gives_up);
  Commit(*keeper, "workforce", {"areas/asker/units/welfare"});
  EXPECT_TRUE(Eventually([&] { return answered == 10; }));
  EXPECT_EQ(keeper->waiting(), 0);
}

TEST_F(ReportFailuresTest, NothingIsLeftOfReadersAndWatchesThatWereAnswered) {
  const auto keeper = Keep();
  Hold("climate");
  std::atomic<bool> answered = false;
  keeper->Get(Of("asker"), [&](const absl::StatusOr<Report>&) { answered = true; });
  EXPECT_EQ(keeper->waiting(), 1);
  services_.Release();
  ASSERT_TRUE(Eventually([&] { return answered.load(); }));
  EXPECT_EQ(keeper->waiting(), 0);

  ReportWatch watch(*keeper, Of("asker"), absl::Hours(1), clock_);
  v1::WatchReportResponse response;
  ASSERT_EQ(*watch.Next(response), SourceState::kMessage);
  std::atomic<bool> woken = false;
  watch.WaitForNews([&] { woken = true; });
  EXPECT_EQ(keeper->waiting(), 1);
  clock_.Advance(absl::Seconds(2));
  Commit(*keeper, "workforce", {"areas/asker/units/welfare"});
  ASSERT_TRUE(Eventually([&] { return woken.load(); }));
  EXPECT_EQ(keeper->waiting(), 0);
}

TEST_F(ReportFailuresTest, AReportAsOfAnInstantDoesNotGrowOld) {
  const auto keeper = Keep();
  Hold("climate");
  ReportRequest request = Of("asker");
  request.as_of = google::protobuf::Timestamp();
  Report report;
  Mutex mutex;
  keeper->Get(request, [&](const absl::StatusOr<Report>& answer) {
    const MutexLock lock(mutex);
    report = answer.value_or(nullptr);
  });
  clock_.Advance(absl::Seconds(5));
  keeper->NoteAway("workforce", ServiceUnavailable("It gives no sign of life."));
  services_.Release();
  ASSERT_TRUE(Eventually([&] {
    const MutexLock lock(mutex);
    return report != nullptr;
  }));
  EXPECT_EQ(StateOf(report->Parse(), v1::SECTION_KIND_WORKFORCE).completeness(),
            COMPLETENESS_COMPLETE);
}

TEST_F(ReportFailuresTest, ARebuildThatIsDueWhileItsSectionIsPulledFollows) {
  services_.Change("indicators", [](auto& service) {
    service.shows_owned_figures = true;
    service.owned_are_stale = true;
  });
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  Now(*keeper, Of("baerum"));
  Hold("indicators");
  keeper->Get(WithMin("indicators", 2), [](const auto&) {});
  ASSERT_EQ(services_.Pulls("indicators"), 6);
  keeper->NoteAway("workforce", ServiceUnavailable("It gives no sign of life."));
  clock_.Advance(absl::Seconds(2));
  // That of the other report, which was due with it.
  ASSERT_TRUE(ComesToPulls("indicators", 7));
  services_.Release();
  EXPECT_TRUE(ComesToPulls("indicators", 8));
}

TEST_F(ReportFailuresTest, FiguresOfAnOwnerThatIsAwayArePulledUntilTheyAreSaidToBeStale) {
  services_.Change("indicators", [](auto& service) { service.shows_owned_figures = true; });
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  clock_.Advance(absl::Seconds(5));
  keeper->NoteAway("workforce", ServiceUnavailable("It gives no sign of life."));
  for (const int pulls : {3, 4, 5}) {
    const std::string text = absl::StrCat("text ", pulls);
    services_.Change("indicators", [&](auto& service) {
      service.text = text;
      service.owned_are_stale = pulls == 5;
    });
    clock_.Advance(absl::Seconds(1));
    ASSERT_TRUE(ComesToPulls("indicators", pulls));
    ASSERT_TRUE(Eventually([&] { return Now(*keeper, Of("asker")).indicators().area() == text; }));
  }
  // When what was due after that has been begun, it is not among it.
  clock_.Advance(absl::Seconds(1));
  Commit(*keeper, "politics", {"areas/asker/plans/p"});
  ASSERT_TRUE(ComesToPulls("politics", 2));
  EXPECT_EQ(services_.Pulls("indicators"), 5);
}

TEST_F(ReportFailuresTest, ForReadersWhoNameARevisionAPullThatFailsIsRepeatedAfterAPause) {
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  Fail("workforce", TooManyCalls(absl::Seconds(1)));
  std::atomic<bool> answered = false;
  keeper->Get(WithMin("workforce", 2), [&](const auto&) { answered = true; });
  ASSERT_EQ(services_.Pulls("workforce"), 2);
  // Is pulled anew each time, and comes after what was pulled before it.
  ReportRequest of_the_past = Of("asker");
  of_the_past.as_of = google::protobuf::Timestamp();
  constexpr int kMessages = 20;
  for (int i = 0; i < kMessages; ++i) {
    Now(*keeper, of_the_past);
    keeper->TakeFeed("workforce", Message("e1", 2), false);
  }
  EXPECT_EQ(services_.Pulls("workforce"), 2 + kMessages);
  services_.Change("workforce", [](auto& service) {
    service.status = absl::OkStatus();
    service.revision = 2;
  });
  clock_.Advance(absl::Seconds(2));
  EXPECT_TRUE(Eventually([&] { return answered.load(); }));
}

TEST_F(ReportFailuresTest, AServiceThatHangsHoldsUpNoRebuildsOfOthers) {
  const auto keeper = Keep();
  const std::vector<std::string> areas = {"asker", "baerum", "oslo", "lier", "drammen"};
  for (const std::string& area : areas) Now(*keeper, Of(area));
  clock_.Advance(absl::Seconds(2));
  Hold("workforce");
  Commit(*keeper, "workforce", {"disclosurePolicies/p"});
  ASSERT_TRUE(ComesToPulls("workforce", 5 + kMostRebuilds));
  Commit(*keeper, "politics", {"areas/asker/plans/p"});
  EXPECT_TRUE(ComesToPulls("politics", 6));
  services_.Release();
}

}  // namespace
}  // namespace tertial::gateway
