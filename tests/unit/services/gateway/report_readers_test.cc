// Those who ask the keeper of finished reports for more than what is kept: for a state, or for what
// changes.
#include <atomic>
#include <string>

#include "services/gateway/cache/report_watch.h"
#include "tests/unit/services/gateway/report_keeper_fixture.h"

namespace tertial::gateway {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using enum v1::Completeness;
using Report = std::shared_ptr<const FinishedReport>;

TEST_F(ReportKeeperTest, AReaderWhoNamesARevisionWaitsForIt) {
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  services_.Change("workforce", [](auto& service) { service.revision = 7; });
  // Its feed has not said so yet, and the last pull is a moment ago.
  const v1::Report report = Now(*keeper, WithMin("workforce", 7));
  EXPECT_EQ(StateOf(report, v1::SECTION_KIND_WORKFORCE).read_at().revision(), 7);
  EXPECT_EQ(services_.Pulls("workforce"), 2);
  EXPECT_EQ(services_.Pulls("politics"), 1);
}

TEST_F(ReportKeeperTest, AReaderIsAnsweredWhenTheServiceComesToTheRevision) {
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  Report report;
  Mutex mutex;
  keeper->Get(WithMin("workforce", 2), [&](const absl::StatusOr<Report>& answer) {
    const MutexLock lock(mutex);
    report = answer.value_or(nullptr);
  });
  ASSERT_TRUE(Eventually([&] { return services_.Pulls("workforce") == 2; }));
  Commit(*keeper, "workforce", {"areas/baerum/units/welfare"});
  EXPECT_TRUE(Eventually([&] {
    const MutexLock lock(mutex);
    return report != nullptr;
  }));
}

TEST_F(ReportKeeperTest, ARevisionThatIsNotReachedInTimeIsAnError) {
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  absl::Status status;
  Mutex mutex;
  keeper->Get(WithMin("workforce", 2), [&](const absl::StatusOr<Report>& answer) {
    const MutexLock lock(mutex);
    status = answer.status();
  });
  clock_.Advance(absl::Seconds(11));
  ASSERT_TRUE(Eventually([&] {
    const MutexLock lock(mutex);
    return !status.ok();
  }));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(status, HasReason(ERROR_REASON_MIN_REVISION_NOT_REACHED));
  EXPECT_EQ(ErrorMetadataOf(status, "sections"), "SECTION_KIND_WORKFORCE");
}

TEST_F(ReportKeeperTest, ARevisionOfAnotherEpochIsRefused) {
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  const absl::StatusOr<Report> refused = keeper->Await(WithMin("workforce", 1, "e0"));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
  // The service has begun another one; what is kept is of that before.
  services_.Change("workforce", [](auto& service) { service.epoch = "e2"; });
  EXPECT_THAT(keeper->Await(WithMin("workforce", 1, "e2")), IsOk());
  EXPECT_THAT(keeper->Await(WithMin("workforce", 1, "e1")),
              HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
}

TEST_F(ReportKeeperTest, AWatchTellsStatesFirstAndThenWhatChanges) {
  const auto keeper = Keep();
  ReportWatch watch(*keeper, Of("asker"), absl::Seconds(30), clock_);
  v1::WatchReportResponse response;
  ASSERT_TRUE(Eventually([&] { return watch.Next(response).value() == SourceState::kMessage; }));
  EXPECT_THAT(response.states(), SizeIs(5));
  EXPECT_THAT(response.changes(), IsEmpty());
  response.Clear();
  EXPECT_EQ(*watch.Next(response), SourceState::kIdle);

  std::atomic<bool> woken = false;
  watch.WaitForNews([&] { woken = true; });
  clock_.Advance(absl::Seconds(2));
  Commit(*keeper, "workforce", {"areas/asker/units/welfare"});
  ASSERT_TRUE(Eventually([&] { return woken.load(); }));
  response.Clear();
  ASSERT_TRUE(Eventually([&] { return *watch.Next(response) == SourceState::kMessage; }));
  EXPECT_EQ(response.section(), v1::SECTION_KIND_WORKFORCE);
  EXPECT_EQ(response.state().read_at().revision(), 2);
  ASSERT_THAT(response.changes(), SizeIs(1));
  EXPECT_EQ(response.changes(0).path(), "workforce.area");
  EXPECT_EQ(response.changes(0).before(), "\"text\"");
  EXPECT_EQ(response.changes(0).after(), "\"text 2\"");
  EXPECT_EQ(response.etag(), (*keeper->Await(Of("asker")))->etag());

  // A sign of life, when nothing changes.
  response.Clear();
  EXPECT_EQ(*watch.Next(response), SourceState::kIdle);
  clock_.Advance(absl::Seconds(31));
  EXPECT_EQ(*watch.Next(response), SourceState::kMessage);
  EXPECT_EQ(response.section(), v1::SECTION_KIND_UNSPECIFIED);
}

// Only its next sign of life had told of it before, up to an hour later.
TEST_F(ReportKeeperTest, AWatchTellsOfARebuildThatHangsWhenTheSilenceHasPassed) {
  const auto keeper = Keep();
  ReportWatch watch(*keeper, Of("asker"), absl::Hours(1), clock_);
  v1::WatchReportResponse response;
  ASSERT_TRUE(Eventually([&] { return watch.Next(response).value() == SourceState::kMessage; }));
  std::atomic<int> woken = 0;
  // Until it has nothing to tell, and listens.
  const auto come_to_rest = [&] {
    response.Clear();
    while (*watch.Next(response) == SourceState::kIdle) {
      const int before = woken;
      watch.WaitForNews([&] { ++woken; });
      if (woken == before) return true;
    }
    return false;
  };
  ASSERT_TRUE(come_to_rest());
  services_.Change("workforce", [](auto& service) { service.held = true; });
  clock_.Advance(absl::Seconds(2));
  Commit(*keeper, "workforce", {"areas/asker/units/welfare"});
  ASSERT_TRUE(Eventually([&] { return services_.Pulls("workforce") == 2 && woken > 0; }));
  ASSERT_TRUE(come_to_rest());
  const int woken_before = woken;
  clock_.Advance(kLongestSilence + absl::Seconds(1));
  ASSERT_TRUE(Eventually([&] { return woken > woken_before; }));
  response.Clear();
  ASSERT_EQ(*watch.Next(response), SourceState::kMessage);
  EXPECT_EQ(response.section(), v1::SECTION_KIND_WORKFORCE);
  EXPECT_EQ(response.state().completeness(), v1::COMPLETENESS_STALE);
  EXPECT_EQ(response.state().error(), common::v1::ERROR_REASON_DEADLINE_EXCEEDED);
  EXPECT_THAT(response.changes(), IsEmpty());
  services_.Release();
}

TEST_F(ReportKeeperTest, AReportThatIsWatchedIsNotGivenUp) {
  const auto keeper = Keep(0);
  ReportWatch watch(*keeper, Of("asker"), absl::Seconds(30), clock_);
  v1::WatchReportResponse response;
  ASSERT_TRUE(Eventually([&] { return watch.Next(response).value() == SourceState::kMessage; }));
  Now(*keeper, Of("baerum"));
  ASSERT_TRUE(Eventually([&] { return keeper->reports() == 1; }));
  const int pulls = services_.Pulls("climate");
  Now(*keeper, Of("asker"));
  EXPECT_EQ(services_.Pulls("climate"), pulls);
}

}  // namespace
}  // namespace tertial::gateway
