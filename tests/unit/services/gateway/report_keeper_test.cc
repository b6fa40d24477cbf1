// What the keeper of finished reports does with them.
#include <string>
#include <vector>

#include "tests/unit/services/gateway/report_keeper_fixture.h"

namespace tertial::gateway {
namespace {

using ::testing::Each;
using enum common::v1::ErrorReason;
using enum v1::Completeness;
using Report = std::shared_ptr<const FinishedReport>;

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

TEST_F(ReportKeeperTest, FiguresThatOthersOwnArePulledAnewWhenTheyAreReadLater) {
  services_.Change("indicators", [](auto& service) { service.shows_owned_figures = true; });
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  clock_.Advance(absl::Seconds(14));
  Now(*keeper, Of("asker"));
  EXPECT_EQ(services_.Pulls("indicators"), 2);
  services_.Change("indicators", [](auto& service) { service.text = "fresher"; });
  clock_.Advance(absl::Seconds(1));
  // The reader does not wait for it; the statistics, which show none, are left as they are.
  EXPECT_EQ(Now(*keeper, Of("asker")).indicators().area(), "text");
  ASSERT_TRUE(Eventually([&] { return services_.Pulls("indicators") == 3; }));
  EXPECT_TRUE(
      Eventually([&] { return Now(*keeper, Of("asker")).indicators().area() == "fresher"; }));
  EXPECT_EQ(services_.Pulls("indicators"), 3);
  EXPECT_EQ(services_.Pulls("politics"), 1);
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

}  // namespace
}  // namespace tertial::gateway
