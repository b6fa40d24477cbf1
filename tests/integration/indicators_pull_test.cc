// Figures that another service owns: pulled in the background, across whatever happens to either
// side.
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/ledger/feed.h"
#include "common/ledger/store_check.h"
#include "services/indicators/store/followed_owners.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tests/integration/owners_fixture.h"

namespace tertial::indicators {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

constexpr char kShare[] = "areas/{area}/figures/full-time-share~{period}";
constexpr char kPartTime[] = "areas/{area}/figures/part-time-share~{period}";

class IndicatorsPullTest : public ::testing::Test {
 protected:
  IndicatorsPullTest() { follower_.Define("share", kShare); }

  // The record of the newest commit of the indicators service.
  common::internal::v1::Commit NewestCommit() {
    const absl::StatusOr<ReadView> view = follower_.ledger().Read();
    const auto commit = ReadCommit(view->snapshot(), view->at().revision);
    EXPECT_THAT(commit, IsOk());
    return *commit;
  }
  void ExpectSound() {
    const auto check = CheckStore(follower_.ledger(), 100, absl::InfiniteFuture());
    ASSERT_THAT(check, IsOk());
    EXPECT_EQ(check->finding_count, 0);
  }

  const TempDir directory_;
  WorkforceOwner workforce_{directory_.path() + "/workforce"};
  Follower follower_{directory_.path() + "/indicators"};
};

TEST_F(IndicatorsPullTest, AFigureIsPulledWithWhereItComesFrom) {
  const absl::Time begun = absl::Now() - absl::Seconds(1);
  const Revision revision = workforce_.Put("full-time-share~2024", "64.20");
  follower_.Follow(workforce_.address());
  ASSERT_TRUE(follower_.Becomes("share", "2024", "64.20"));
  const std::optional<v1::Observation> observation = follower_.Find("share", "2024");
  EXPECT_EQ(observation->period(), "2024");
  EXPECT_EQ(observation->pulled().service(), "workforce");
  EXPECT_EQ(observation->pulled().name(), "areas/asker/figures/full-time-share~2024");
  EXPECT_EQ(observation->pulled().epoch(), workforce_.ledger().epoch());
  EXPECT_EQ(observation->pulled().revision(), revision);
  EXPECT_GT(DecodeTimestamp(observation->pulled().pull_time()), begun);
  const common::internal::v1::Commit commit = NewestCommit();
  EXPECT_EQ(commit.actor(), "indicators");
  EXPECT_THAT(commit.reason(), HasSubstr("workforce"));
  EXPECT_THAT(commit.reason(), HasSubstr(absl::StrCat("revision ", revision)));
  ExpectSound();
}

TEST_F(IndicatorsPullTest, WhatIsCorrectedAtTheOwnerFollowsWithoutBeingAsked) {
  follower_.Follow(workforce_.address());
  workforce_.Put("full-time-share~2024", "64.2");
  ASSERT_TRUE(follower_.Becomes("share", "2024", "64.2"));
  workforce_.Put("full-time-share~2024", "64.3");
  ASSERT_TRUE(follower_.Becomes("share", "2024", "64.3"));
  workforce_.Delete("full-time-share~2024");
  ASSERT_TRUE(follower_.Becomes("share", "2024", ""));
  EXPECT_EQ(follower_.Find("share", "2024"), std::nullopt);
}

TEST_F(IndicatorsPullTest, OnlyTheFiguresThatAreDeclaredArePulled) {
  follower_.Follow(workforce_.address());
  workforce_.Put({{"part-time-share~2024", "35.8"},
                  {"full-time-share~2024~sex.women", "60"},
                  {"full-time-share~2023", "63.9"}});
  ASSERT_TRUE(follower_.Becomes("share", "2023", "63.9"));
  EXPECT_EQ(follower_.head(), 2);
  EXPECT_EQ(NewestCommit().changes(), 1);
}

TEST_F(IndicatorsPullTest, TheChangesOfOneCommitAreOneCommit) {
  follower_.Follow(workforce_.address());
  ASSERT_TRUE(follower_.FollowsTo(0));
  workforce_.Put({{"full-time-share~2021", "59.6"},
                  {"full-time-share~2022", "61.9"},
                  {"full-time-share~2023", "63.9"}});
  ASSERT_TRUE(follower_.Becomes("share", "2021", "59.6"));
  EXPECT_EQ(follower_.head(), 2);
  EXPECT_EQ(NewestCommit().changes(), 3);
}

TEST_F(IndicatorsPullTest, TheSameFigureAgainMakesNoCommit) {
  follower_.Follow(workforce_.address());
  workforce_.Put("full-time-share~2024", "64.2");
  ASSERT_TRUE(follower_.Becomes("share", "2024", "64.2"));
  workforce_.Delete("full-time-share~2024");
  ASSERT_TRUE(follower_.Becomes("share", "2024", ""));
  workforce_.Put("full-time-share~2024", "64.2");
  ASSERT_TRUE(follower_.Becomes("share", "2024", "64.2"));
  const Revision head = follower_.head();
  // The unit is no part of the figure.
  const Revision revision = workforce_.Commit([](Txn& txn) {
    workforce::v1::WorkforceFigure figure;
    figure.set_name("areas/asker/figures/full-time-share~2024");
    figure.set_unit_of_measure("percent");
    figure.mutable_cell()->set_value("64.2");
    return PutResource<workforce::WorkforceFigureTable>(txn, figure).status();
  });
  ASSERT_TRUE(follower_.FollowsTo(revision));
  EXPECT_EQ(follower_.head(), head);
  EXPECT_EQ(follower_.Find("share", "2024")->pulled().revision(), 3);
}

TEST_F(IndicatorsPullTest, AnOwnerThatIsNotThereIsWaitedForByNobody) {
  workforce_.Put("full-time-share~2024", "64.2");
  workforce_.Stop();
  const absl::Time begun = absl::Now();
  follower_.Follow(workforce_.address());
  EXPECT_LT(absl::Now() - begun, absl::Seconds(1));
  EXPECT_TRUE(follower_.contact().stale);
  EXPECT_EQ(follower_.contact().last_contact, std::nullopt);
  follower_.Record("other", "2024", "1");
  EXPECT_EQ(follower_.Value("other", "2024"), "1");
  workforce_.Start();
  ASSERT_TRUE(follower_.Becomes("share", "2024", "64.2"));
  EXPECT_TRUE(follower_.FollowsTo(1));
}

TEST_F(IndicatorsPullTest, WhenTheOwnerIsAwayFiguresAreStaleSinceItWasHeardOf) {
  follower_.Follow(workforce_.address());
  const Revision revision = workforce_.Put("full-time-share~2024", "64.2");
  ASSERT_TRUE(follower_.FollowsTo(revision));
  // What is fresh is told in the same way all the time.
  EXPECT_FALSE(follower_.contacts().FreshnessOf("workforce").stale());
  EXPECT_FALSE(follower_.contacts().FreshnessOf("workforce").has_last_contact());
  workforce_.Stop();
  const absl::Time stopped = absl::Now();
  ASSERT_TRUE(follower_.BecomesStale());
  EXPECT_LT(absl::Now() - stopped, absl::Seconds(5));
  EXPECT_THAT(follower_.contact().last_contact, Optional(::testing::Le(stopped)));
  EXPECT_THAT(follower_.contact().last_contact,
              Optional(::testing::Gt(stopped - absl::Seconds(10))));
  EXPECT_EQ(follower_.contacts().FreshnessOf("workforce").stale(), true);
  EXPECT_TRUE(follower_.contacts().FreshnessOf("workforce").has_last_contact());
  // What was pulled is there, and what else is recorded too.
  EXPECT_EQ(follower_.Value("share", "2024"), "64.2");
  follower_.Record("other", "2024", "1");
  workforce_.Start();
  const Revision corrected = workforce_.Put("full-time-share~2024", "64.3");
  ASSERT_TRUE(follower_.Becomes("share", "2024", "64.3"));
  EXPECT_TRUE(follower_.FollowsTo(corrected));
}

// An owner that says where it stands, and then nothing any more.
class SilentOwner : public changes::v1::ChangeService::Service {
 public:
  SilentOwner() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~SilentOwner() override { server_->Shutdown(std::chrono::system_clock::now()); }

  grpc::Status WatchChanges(
      grpc::ServerContext* context, const changes::v1::WatchChangesRequest* /*request*/,
      grpc::ServerWriter<changes::v1::WatchChangesResponse>* writer) override {
    ++calls;
    changes::v1::WatchChangesResponse message;
    message.set_resume_token("here");
    message.set_up_to_date(true);
    writer->Write(message);
    EXPECT_TRUE(Eventually([&] { return context->IsCancelled(); }));
    return grpc::Status::OK;
  }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  std::atomic<int> calls = 0;

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(IndicatorsPullTest, AnOwnerThatHangsIsStaleWithinSeconds) {
  SilentOwner silent;
  follower_.Follow(silent.address());
  ASSERT_TRUE(follower_.FollowsTo(0));
  const absl::Time heard = *follower_.contact().last_contact;
  ASSERT_TRUE(follower_.BecomesStale());
  EXPECT_LT(absl::Now() - heard, absl::Seconds(6));
  EXPECT_EQ(follower_.contact().last_contact, heard);
  // It is asked again.
  EXPECT_TRUE(Eventually([&] { return silent.calls > 1; }));
  const absl::Time begun = absl::Now();
  follower_.Stop();
  EXPECT_LT(absl::Now() - begun, absl::Seconds(2));
}

TEST_F(IndicatorsPullTest, ARestartGoesOnFromWhereItWas) {
  follower_.Follow(workforce_.address());
  const Revision first = workforce_.Put("full-time-share~2024", "64.2");
  ASSERT_TRUE(follower_.FollowsTo(first));
  // Read and without consequence; it is not read again either.
  const Revision last = workforce_.Put("part-time-share~2024", "35.8");
  ASSERT_TRUE(follower_.FollowsTo(last));
  const Revision head = follower_.head();
  follower_.Stop();
  follower_.Open();
  const absl::StatusOr<ReadView> view = follower_.ledger().Read();
  const auto kept = FindFollowedOwner(*view, "workforce", absl::Now());
  ASSERT_THAT(kept, IsOk());
  ASSERT_NE(*kept, std::nullopt);
  EXPECT_EQ((*kept)->revision(), last);
  EXPECT_EQ((*kept)->epoch(), workforce_.ledger().epoch());
  EXPECT_THAT((*kept)->indicators(), SizeIs(1));

  workforce_.Put({{"full-time-share~2024", "64.3"}, {"full-time-share~2023", "63.9"}});
  follower_.Follow(workforce_.address());
  ASSERT_TRUE(follower_.FollowsTo(last + 1));
  EXPECT_EQ(follower_.Value("share", "2024"), "64.3");
  EXPECT_EQ(follower_.Value("share", "2023"), "63.9");
  EXPECT_EQ(follower_.head(), head + 1);
  ExpectSound();
}

TEST_F(IndicatorsPullTest, AfterARestoreAtTheOwnerAllIsReadAnew) {
  workforce_.Put({{"full-time-share~2023", "63.9"}, {"full-time-share~2024", "64.2"}});
  const std::string backup = directory_.path() + "/backup";
  ASSERT_THAT(workforce_.ledger().Backup(backup), IsOk());
  const Revision last =
      workforce_.Put({{"full-time-share~2024", "99"}, {"full-time-share~2022", "61.9"}});
  follower_.Follow(workforce_.address());
  ASSERT_TRUE(follower_.FollowsTo(last));
  EXPECT_EQ(follower_.Value("share", "2024"), "99");
  const std::string epoch = workforce_.ledger().epoch();

  workforce_.Restore(backup);
  ASSERT_NE(workforce_.ledger().epoch(), epoch);
  ASSERT_TRUE(follower_.Becomes("share", "2024", "64.2"));
  EXPECT_EQ(follower_.Find("share", "2022"), std::nullopt);
  EXPECT_EQ(follower_.Value("share", "2023"), "63.9");
  EXPECT_EQ(follower_.Find("share", "2024")->pulled().epoch(), workforce_.ledger().epoch());
  ASSERT_TRUE(follower_.FollowsTo(1));
  EXPECT_EQ(follower_.contact().followed_to->epoch(), workforce_.ledger().epoch());
}

TEST_F(IndicatorsPullTest, WhenTheDefinitionChangesAllIsReadAnew) {
  workforce_.Put({{"full-time-share~2024", "64.2"},
                  {"full-time-share~2023", "63.9"},
                  {"part-time-share~2024", "35.8"}});
  follower_.Follow(workforce_.address());
  ASSERT_TRUE(follower_.FollowsTo(1));
  const Revision defined = follower_.Define("share", kPartTime);
  ASSERT_TRUE(follower_.Becomes("share", "2024", "35.8"));
  EXPECT_EQ(follower_.Find("share", "2023"), std::nullopt);
  ASSERT_TRUE(follower_.FollowsTo(1));
  EXPECT_GE(follower_.contact().definitions_revision, defined);
  // Another one of the same owner.
  follower_.Define("other", kShare);
  ASSERT_TRUE(follower_.Becomes("other", "2023", "63.9"));
  EXPECT_EQ(follower_.Value("share", "2024"), "35.8");
}

TEST_F(IndicatorsPullTest, WhatWasRecordedBeforeItWasOwnedGivesWay) {
  follower_.Define("late", "");
  follower_.Record("late", "2022", "1");
  follower_.Record("late", "2024", "2");
  workforce_.Put("part-time-share~2024", "35.8");
  follower_.Follow(workforce_.address());
  follower_.Define("late", kPartTime);
  ASSERT_TRUE(follower_.Becomes("late", "2024", "35.8"));
  EXPECT_EQ(follower_.Find("late", "2022"), std::nullopt);
  // No longer owned: it stays, and what changes there is of no concern.
  const Revision defined = follower_.Define("late", "");
  const Revision corrected =
      workforce_.Put({{"part-time-share~2024", "40"}, {"full-time-share~2024", "64.2"}});
  ASSERT_TRUE(follower_.FollowsTo(corrected));
  EXPECT_GE(follower_.contact().definitions_revision, defined);
  EXPECT_EQ(follower_.Value("late", "2024"), "35.8");
}

TEST_F(IndicatorsPullTest, AFigureThatTheRulesRefuseIsCountedAndStopsNothing) {
  follower_.Define("bounded", kPartTime, "10");
  workforce_.Put("part-time-share~2024", "9");
  follower_.Follow(workforce_.address());
  ASSERT_TRUE(follower_.Becomes("bounded", "2024", "9"));
  const Revision revision =
      workforce_.Put({{"part-time-share~2024", "11"}, {"full-time-share~2024", "64.2"}});
  ASSERT_TRUE(follower_.FollowsTo(revision));
  EXPECT_EQ(follower_.Value("share", "2024"), "64.2");
  // What was pulled before is not the owner's figure any more.
  EXPECT_EQ(follower_.Find("bounded", "2024"), std::nullopt);
  EXPECT_EQ(follower_.contact().refused_figures, 1);
}

TEST_F(IndicatorsPullTest, WhatIsRedactedAtTheOwnerIsRedactedHere) {
  follower_.Follow(workforce_.address());
  const Revision revision = workforce_.Put("full-time-share~2024", "64.2");
  ASSERT_TRUE(follower_.FollowsTo(revision));
  const auto redacted = workforce_.ledger().Redact(
      {.actor = "admin"}, workforce::WorkforceFigureTable::kId,
      *PrimaryKey<workforce::WorkforceFigureTable>("areas/asker/figures/full-time-share~2024"),
      absl::NotFoundError(""));
  ASSERT_THAT(redacted, IsOk());
  ASSERT_TRUE(follower_.FollowsTo(redacted->commit.at.revision));
  const absl::StatusOr<ReadView> view = follower_.ledger().Read();
  const auto versions = ReadVersions(
      *view, ObservationTable::kId,
      *PrimaryKey<ObservationTable>("areas/asker/indicators/share/observations/2024"), 0, 10);
  ASSERT_THAT(versions, IsOk());
  ASSERT_THAT(*versions, SizeIs(2));
  for (const RowVersion& version : *versions) EXPECT_THAT(version.version.body, IsEmpty());
  workforce_.Put("full-time-share~2024", "65");
  ASSERT_TRUE(follower_.Becomes("share", "2024", "65"));
  ExpectSound();
}

TEST_F(IndicatorsPullTest, TheHistoryOfTheOwnerIsNotRepeated) {
  for (const char* value : {"1", "2", "3", "4"}) workforce_.Put("full-time-share~2024", value);
  const Revision head = follower_.head();
  follower_.Follow(workforce_.address());
  ASSERT_TRUE(follower_.FollowsTo(4));
  EXPECT_EQ(follower_.Value("share", "2024"), "4");
  EXPECT_EQ(follower_.head(), head + 1);
}

TEST_F(IndicatorsPullTest, ManyFiguresAreReadInSeveralMessages) {
  std::vector<std::pair<std::string, std::optional<std::string>>> figures;
  for (int year = 1000; year < 9000; ++year) {
    figures.emplace_back(absl::StrCat("full-time-share~", year / 4, "-M0", year % 4 + 1),
                         absl::StrCat(year));
  }
  workforce_.Put(figures);
  follower_.Follow(workforce_.address());
  ASSERT_TRUE(follower_.FollowsTo(1));
  int pulled = 0;
  for (int year = 1000; year < 9000; ++year) {
    const std::string period = absl::StrCat(year / 4, "-M0", year % 4 + 1);
    if (!Period::Parse(period).ok()) continue;
    ++pulled;
    ASSERT_EQ(follower_.Value("share", period), absl::StrCat(year));
  }
  EXPECT_GT(pulled, 500);
}

}  // namespace
}  // namespace tertial::indicators
