// The keeper of finished reports, over services that answer when a test says so.
#include "services/gateway/cache/report_keeper.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/store/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/cache/report_watch.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"

namespace tertial::gateway {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using enum v1::Completeness;
using Report = std::shared_ptr<const FinishedReport>;

bool Eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

// The four services: each section is as large and as new as the test says. Pulls of a service that
// is held wait.
class Services {
 public:
  struct Service {
    std::string epoch = "e1";
    int64_t revision = 1;
    absl::Status status;
    bool held = false;
    std::string text = "text";
    int pulls = 0;
  };

  void Pull(const SectionQuery& query, const std::function<void(Section)>& done) {
    Section section;
    {
      const MutexLock lock(mutex_);
      Service& service = services_[std::string(ServiceOf(query.section))];
      ++service.pulls;
      if (service.held) {
        held_.push_back([this, query, done] { done(Answer(query)); });
        return;
      }
    }
    done(Answer(query));
  }

  void Change(const std::string& name, const std::function<void(Service&)>& change) {
    const MutexLock lock(mutex_);
    change(services_[name]);
  }
  int Pulls(const std::string& name) {
    const MutexLock lock(mutex_);
    return services_[name].pulls;
  }
  void Release() {
    std::vector<std::function<void()>> held;
    {
      const MutexLock lock(mutex_);
      for (auto& [name, service] : services_) service.held = false;
      held.swap(held_);
    }
    for (const auto& answer : held) answer();
  }

 private:
  Section Answer(const SectionQuery& query) {
    const MutexLock lock(mutex_);
    const Service& service = services_[std::string(ServiceOf(query.section))];
    if (!service.status.ok()) return MissingSection(query.section, service.status);
    Section section;
    section.state.set_section(query.section);
    section.state.set_service(std::string(ServiceOf(query.section)));
    section.state.set_completeness(COMPLETENESS_COMPLETE);
    section.state.mutable_read_at()->set_epoch(service.epoch);
    section.state.mutable_read_at()->set_revision(service.revision);
    switch (query.section) {
      case v1::SECTION_KIND_INDICATORS:
        section.content.mutable_indicators()->set_area(service.text);
        break;
      case v1::SECTION_KIND_STATISTICS:
        section.content.mutable_statistics()->set_area(service.text);
        break;
      case v1::SECTION_KIND_WORKFORCE:
        section.content.mutable_workforce()->set_area(service.text);
        break;
      case v1::SECTION_KIND_POLITICS:
        section.content.mutable_politics()->set_area(service.text);
        break;
      default:
        section.content.mutable_climate()->set_area(service.text);
    }
    return section;
  }

  Mutex mutex_;
  std::map<std::string, Service> services_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::function<void()>> held_ ABSL_GUARDED_BY(mutex_);
};

class ReportKeeperTest : public ::testing::Test {
 protected:
  std::unique_ptr<ReportKeeper> Keep(size_t bytes = kReportMemoryBytes) {
    return std::make_unique<ReportKeeper>(
        [this](const SectionQuery& query, absl::Time, const std::string&,
               const std::function<void(Section)>& done) { services_.Pull(query, done); },
        areas_, "1.0", bytes, clock_);
  }
  ReportRequest Of(const std::string& area, const std::string& period = "2024") {
    return {.subject = {.area_id = area, .period = period},
            .deadline = clock_.Now() + absl::Seconds(10)};
  }
  ReportRequest WithMin(const std::string& service, int64_t revision,
                        const std::string& epoch = "") {
    ReportRequest request = Of("asker");
    v1::MinRevision& min = request.min_revisions.emplace_back();
    min.set_service(service);
    min.set_revision(revision);
    min.set_epoch(epoch);
    return request;
  }
  // The service commits what touches `names`, and its feed says so.
  void Commit(ReportKeeper& keeper, const std::string& service,
              const std::vector<std::string>& names) {
    int64_t revision = 0;
    std::string epoch;
    services_.Change(service, [&](Services::Service& changed) {
      revision = ++changed.revision;
      epoch = changed.epoch;
      changed.text = absl::StrCat("text ", revision);
    });
    keeper.TakeFeed(service, Message(epoch, revision, names), false);
  }
  static changes::v1::WatchChangesResponse Message(const std::string& epoch, int64_t revision,
                                                   const std::vector<std::string>& names = {}) {
    changes::v1::WatchChangesResponse message;
    message.mutable_head()->set_epoch(epoch);
    message.mutable_head()->set_revision(revision);
    message.set_up_to_date(true);
    for (const std::string& name : names) {
      changes::v1::Change& change = *message.add_changes();
      change.set_name(name);
      change.mutable_commit()->set_revision(revision);
    }
    return message;
  }
  // The report as it is now, which is kept.
  v1::Report Now(ReportKeeper& keeper, const ReportRequest& request) {
    const absl::StatusOr<Report> report = keeper.Await(request);
    EXPECT_THAT(report, IsOk());
    return report.ok() ? (*report)->Parse() : v1::Report();
  }
  static v1::SectionState StateOf(const v1::Report& report, v1::SectionKind section) {
    for (const v1::SectionState& state : report.states()) {
      if (state.section() == section) return state;
    }
    return {};
  }
  bool ComesToWorkforce(ReportKeeper& keeper, const std::string& area, const std::string& text) {
    return Eventually([&] { return Now(keeper, Of(area)).workforce().area() == text; });
  }

  const AreaRegistry areas_ = *AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas");
  FakeClock clock_;
  Services services_;
};

TEST_F(ReportKeeperTest, AKeptReportIsAnsweredWithoutAPull) {
  const auto keeper = Keep();
  const absl::StatusOr<Report> first = keeper->Await(Of("asker"));
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(*keeper->Await(Of("asker")), *first);
  EXPECT_EQ(services_.Pulls("workforce"), 1);
  EXPECT_EQ(services_.Pulls("indicators"), 2);  // two sections
  EXPECT_EQ((*first)->Parse().build().version(), "1.0");
}

TEST_F(ReportKeeperTest, ReadersAtOnceShareOnePull) {
  const auto keeper = Keep();
  services_.Change("climate", [](auto& service) { service.held = true; });
  std::vector<Report> answers;
  Mutex mutex;
  const auto arrived = [&](const absl::StatusOr<Report>& report) {
    const MutexLock lock(mutex);
    answers.push_back(report.value_or(nullptr));
  };
  for (int i = 0; i < 10; ++i) keeper->Get(Of("asker"), arrived);
  services_.Release();
  EXPECT_TRUE(Eventually([&] {
    const MutexLock lock(mutex);
    return answers.size() == 10;
  }));
  EXPECT_EQ(services_.Pulls("climate"), 1);
  EXPECT_THAT(answers, Each(::testing::Ne(nullptr)));
}

TEST_F(ReportKeeperTest, ASectionThatDoesNotArriveInTimeIsUnavailableAndTriedForTheNextReader) {
  const auto keeper = Keep();
  services_.Change("climate", [](auto& service) { service.held = true; });
  Report report;
  Mutex mutex;
  keeper->Get(Of("asker"), [&](const absl::StatusOr<Report>& answer) {
    const MutexLock lock(mutex);
    report = answer.value_or(nullptr);
  });
  const auto answered = [&] {
    const MutexLock lock(mutex);
    return report != nullptr;
  };
  EXPECT_FALSE(answered());
  clock_.Advance(absl::Seconds(11));
  ASSERT_TRUE(Eventually(answered));
  const v1::SectionState late = StateOf(report->Parse(), v1::SECTION_KIND_CLIMATE);
  EXPECT_EQ(late.completeness(), COMPLETENESS_UNAVAILABLE);
  EXPECT_EQ(late.error(), ERROR_REASON_DEADLINE_EXCEEDED);
  services_.Release();
  EXPECT_EQ(StateOf(Now(*keeper, Of("asker")), v1::SECTION_KIND_CLIMATE).completeness(),
            COMPLETENESS_COMPLETE);
}

TEST_F(ReportKeeperTest, AChangeOfTheAreaRebuildsTheSectionsOfItsServiceAlone) {
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  Now(*keeper, Of("baerum"));
  clock_.Advance(absl::Seconds(2));
  Commit(*keeper, "workforce", {"areas/asker/units/welfare"});
  ASSERT_TRUE(ComesToWorkforce(*keeper, "asker", "text 2"));
  EXPECT_EQ(services_.Pulls("workforce"), 3);
  EXPECT_EQ(services_.Pulls("politics"), 2);
  EXPECT_EQ(Now(*keeper, Of("baerum")).workforce().area(), "text");
}

TEST_F(ReportKeeperTest, AChangeOfNoAreaRebuildsThoseOfAll) {
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  Now(*keeper, Of("baerum"));
  clock_.Advance(absl::Seconds(2));
  Commit(*keeper, "workforce", {"disclosurePolicies/p"});
  EXPECT_TRUE(ComesToWorkforce(*keeper, "asker", "text 2"));
  EXPECT_TRUE(ComesToWorkforce(*keeper, "baerum", "text 2"));
}

TEST_F(ReportKeeperTest, ABurstIsCoalescedForASecond) {
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  clock_.Advance(absl::Seconds(2));
  Commit(*keeper, "workforce", {"areas/asker/units/welfare"});
  ASSERT_TRUE(ComesToWorkforce(*keeper, "asker", "text 2"));
  EXPECT_EQ(services_.Pulls("workforce"), 2);
  for (int i = 0; i < 100; ++i) Commit(*keeper, "workforce", {"areas/asker/units/welfare"});
  // The second has not passed: what is kept is shown, and nothing is pulled.
  EXPECT_EQ(Now(*keeper, Of("asker")).workforce().area(), "text 2");
  EXPECT_EQ(services_.Pulls("workforce"), 2);
  clock_.Advance(absl::Seconds(1));
  ASSERT_TRUE(ComesToWorkforce(*keeper, "asker", "text 102"));
  EXPECT_EQ(services_.Pulls("workforce"), 3);
}

TEST_F(ReportKeeperTest, WhatWasReadAtTheChangeAlreadyIsNotRebuilt) {
  const auto keeper = Keep();
  services_.Change("workforce", [](auto& service) { service.revision = 5; });
  Now(*keeper, Of("asker"));
  clock_.Advance(absl::Seconds(2));
  keeper->TakeFeed("workforce", Message("e1", 5, {"areas/asker/units/welfare"}), false);
  keeper->TakeFeed("workforce", Message("e1", 5), true);
  Commit(*keeper, "politics", {"areas/asker/plans/p"});
  ASSERT_TRUE(Eventually([&] { return services_.Pulls("politics") == 2; }));
  EXPECT_EQ(services_.Pulls("workforce"), 1);
}

TEST_F(ReportKeeperTest, AChangeWhileASectionIsOnItsWayIsNotMissed) {
  const auto keeper = Keep();
  services_.Change("workforce", [](auto& service) { service.held = true; });
  keeper->Get(Of("asker"), [](const auto&) {});
  // The pull under way answers with the state before: the feed is ahead of it.
  keeper->TakeFeed("workforce", Message("e1", 2, {"areas/asker/units/welfare"}), false);
  services_.Release();
  clock_.Advance(absl::Seconds(2));
  ASSERT_TRUE(Eventually([&] { return services_.Pulls("workforce") >= 2; }));
  services_.Change("workforce", [](auto& service) {
    service.revision = 2;
    service.text = "text 2";
  });
  EXPECT_TRUE(Eventually([&] {
    clock_.Advance(absl::Milliseconds(500));
    return Now(*keeper, Of("asker")).workforce().area() == "text 2";
  }));
}

TEST_F(ReportKeeperTest, AtMidnightInOsloEverySectionIsPulledAnew) {
  clock_.Set(absl::FromCivil(absl::CivilSecond(2025, 1, 1, 22, 59, 50), absl::UTCTimeZone()));
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  services_.Change("politics", [](auto& service) { service.text = "overdue"; });
  clock_.Advance(absl::Seconds(9));
  EXPECT_EQ(Now(*keeper, Of("asker")).politics().area(), "text");
  EXPECT_EQ(services_.Pulls("politics"), 1);
  clock_.Advance(absl::Seconds(3));
  // Without a reader.
  ASSERT_TRUE(Eventually([&] {
    return services_.Pulls("politics") == 2 && services_.Pulls("indicators") == 4 &&
           services_.Pulls("workforce") == 2 && services_.Pulls("climate") == 2;
  }));
  EXPECT_TRUE(Eventually([&] { return Now(*keeper, Of("asker")).politics().area() == "overdue"; }));
}

TEST_F(ReportKeeperTest, AServiceThatIsNotHeardOfIsStaleAndRecovers) {
  const auto keeper = Keep();
  keeper->TakeFeed("workforce", Message("e1", 1), true);
  Now(*keeper, Of("asker"));
  clock_.Advance(absl::Seconds(3));
  keeper->TakeFeed("workforce", Message("e1", 1), false);
  const absl::Time heard = clock_.Now();
  clock_.Advance(absl::Seconds(4));
  services_.Change("workforce", [](auto& service) { service.status = ServiceUnavailable("gone"); });
  keeper->NoteAway("workforce", ServiceUnavailable("It gives no sign of life."));
  const v1::Report report = Now(*keeper, Of("asker"));
  const v1::SectionState state = StateOf(report, v1::SECTION_KIND_WORKFORCE);
  EXPECT_EQ(state.completeness(), COMPLETENESS_STALE);
  EXPECT_EQ(state.error(), ERROR_REASON_SERVICE_UNAVAILABLE);
  EXPECT_FALSE(state.reason().empty());
  EXPECT_EQ(state.current_at().seconds(), absl::ToUnixSeconds(heard));
  EXPECT_EQ(state.read_at().revision(), 1);
  EXPECT_EQ(report.workforce().area(), "text");
  EXPECT_EQ(StateOf(report, v1::SECTION_KIND_POLITICS).completeness(), COMPLETENESS_COMPLETE);

  // It was restored in the meantime, and its feed begins anew.
  services_.Change("workforce", [](auto& service) {
    service.status = absl::OkStatus();
    service.epoch = "e2";
    service.text = "restored";
  });
  clock_.Advance(absl::Seconds(2));
  keeper->TakeFeed("workforce", Message("e2", 1), true);
  ASSERT_TRUE(ComesToWorkforce(*keeper, "asker", "restored"));
  EXPECT_EQ(StateOf(Now(*keeper, Of("asker")), v1::SECTION_KIND_WORKFORCE).completeness(),
            COMPLETENESS_COMPLETE);
}

TEST_F(ReportKeeperTest, ARebuildThatFailsLeavesTheLastGoodOneStale) {
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  clock_.Advance(absl::Seconds(2));
  services_.Change("workforce",
                   [](auto& service) { service.status = TooManyCalls(absl::Seconds(1)); });
  Commit(*keeper, "workforce", {"areas/asker/units/welfare"});
  ASSERT_TRUE(Eventually([&] {
    return StateOf(Now(*keeper, Of("asker")), v1::SECTION_KIND_WORKFORCE).completeness() ==
           COMPLETENESS_STALE;
  }));
  const v1::Report report = Now(*keeper, Of("asker"));
  EXPECT_EQ(StateOf(report, v1::SECTION_KIND_WORKFORCE).error(), ERROR_REASON_TOO_MANY_CALLS);
  EXPECT_EQ(report.workforce().area(), "text");
  // It is tried again by itself.
  services_.Change("workforce", [](auto& service) { service.status = absl::OkStatus(); });
  EXPECT_TRUE(Eventually([&] {
    clock_.Advance(absl::Milliseconds(500));
    return services_.Pulls("workforce") >= 3;
  }));
  ASSERT_TRUE(ComesToWorkforce(*keeper, "asker", "text 2"));
  EXPECT_EQ(StateOf(Now(*keeper, Of("asker")), v1::SECTION_KIND_WORKFORCE).completeness(),
            COMPLETENESS_COMPLETE);
}

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

TEST_F(ReportKeeperTest, TheReportUsedLeastLatelyIsGivenUp) {
  // Each takes some 100 000 bytes of its own: room for two.
  const auto keeper = Keep(size_t{250000});
  const std::vector<std::string> areas = {"asker", "baerum", "oslo"};
  for (size_t i = 0; i < areas.size(); ++i) {
    for (const char* name : {"indicators", "workforce", "politics", "climate"}) {
      services_.Change(name, [i](auto& service) {
        service.text = std::string(20000, static_cast<char>('a' + i));
      });
    }
    Now(*keeper, Of(areas[i]));
    if (i == 1) Now(*keeper, Of("asker"));
  }
  EXPECT_EQ(keeper->reports(), 2);
  EXPECT_LE(keeper->bytes(), 250000);
  const int pulls = services_.Pulls("climate");
  Now(*keeper, Of("asker"));
  EXPECT_EQ(services_.Pulls("climate"), pulls);
  Now(*keeper, Of("baerum"));
  EXPECT_EQ(services_.Pulls("climate"), pulls + 1);
}

TEST_F(ReportKeeperTest, BytesThatReportsShareCountOnce) {
  for (const char* name : {"indicators", "workforce", "politics", "climate"}) {
    services_.Change(name, [](auto& service) { service.text = std::string(20000, 'x'); });
  }
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  const size_t bytes = keeper->bytes();
  EXPECT_GT(bytes, 100000);
  Now(*keeper, Of("baerum"));
  EXPECT_EQ(keeper->reports(), 2);
  EXPECT_EQ(keeper->bytes(), bytes);
}

TEST_F(ReportKeeperTest, AReportAsOfAnInstantIsNotKept) {
  const auto keeper = Keep();
  ReportRequest request = Of("asker");
  request.as_of = google::protobuf::Timestamp();
  Now(*keeper, request);
  Now(*keeper, request);
  EXPECT_EQ(services_.Pulls("climate"), 2);
  EXPECT_EQ(keeper->reports(), 0);
  EXPECT_EQ(keeper->bytes(), 0);
}

TEST_F(ReportKeeperTest, ANewRevisionOfTheSameContentIsAnotherEtag) {
  const auto keeper = Keep();
  const std::string first = (*keeper->Await(Of("asker")))->etag();
  EXPECT_EQ((*keeper->Await(Of("asker")))->etag(), first);
  services_.Change("workforce", [](auto& service) { service.revision = 7; });
  EXPECT_NE((*keeper->Await(WithMin("workforce", 7)))->etag(), first);
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

TEST_F(ReportKeeperTest, AReportThatIsWatchedIsNotGivenUp) {
  const auto keeper = Keep(0);
  ReportWatch watch(*keeper, Of("asker"), absl::Seconds(30), clock_);
  v1::WatchReportResponse response;
  ASSERT_TRUE(Eventually([&] { return watch.Next(response).value() == SourceState::kMessage; }));
  Now(*keeper, Of("baerum"));
  EXPECT_TRUE(Eventually([&] { return keeper->reports() == 1; }));
}

}  // namespace
}  // namespace tertial::gateway
