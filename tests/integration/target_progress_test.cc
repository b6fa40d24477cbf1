// GetTargetProgress behind a real channel: which release is measured with, at which state.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/handler/climate_analysis_service.h"
#include "tertial/climate/v1/climate_analysis_service.grpc.pb.h"
#include "tests/integration/climate_accounts_fixture.h"
#include "tests/unit/services/climate/target_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using AnalysisStub = v1::ClimateAnalysisService::Stub;
using Progress = v1::GetTargetProgressResponse;
using Request = v1::GetTargetProgressRequest;

constexpr char kSecond[] = "areas/asker/inventoryReleases/miljodirektoratet-2026";

v1::InventoryRelease Dated(const std::string& name, const std::string& date) {
  v1::InventoryRelease release = CommunityRelease(name);
  release.set_release_date(date);
  return release;
}

std::vector<v1::ClimateRow> FirstRelease() {
  return {Row(Dated(kRelease, "2025-01-15")), Row(ImpliedBase()),
          Row(Emission("all", "2022", Value("219716"))),
          Row(Emission("all", "2023", Value("203735"))), Row(ReductionTarget())};
}

std::vector<v1::ClimateRow> SecondRelease() {
  return {Row(Dated(kSecond, "2026-01-15")),
          Row(Emission("all", "2009", Value("380000"), "", kSecond)),
          Row(Emission("all", "2023", Value("205000"), "", kSecond))};
}

class TargetProgressTest : public ClimateAccountsFixture {
 protected:
  TargetProgressTest()
      : ClimateAccountsFixture(
            {{v1::ClimateAnalysisService::service_full_name(), CreateClimateAnalysisService}}) {}

  absl::StatusOr<Progress> Ask(const Request& request) {
    return testing::CallUnary(*analysis_, &AnalysisStub::GetTargetProgress, request);
  }
  // Of the target of the samples, or another one; that must be answered.
  Progress Ask(const std::string& release = "", int64_t revision = 0,
               const std::string& target = ReductionTarget().name()) {
    Request request;
    request.set_name(target);
    request.set_inventory_release(release);
    if (revision != 0) request.mutable_as_of()->set_revision(revision);
    const absl::StatusOr<Progress> progress = Ask(request);
    EXPECT_THAT(progress, IsOk());
    return progress.value_or(Progress());
  }
  void ExpectRefusedCall(const Request& request, absl::StatusCode code, ErrorReason reason) {
    SCOPED_TRACE(request.ShortDebugString());
    const absl::StatusOr<Progress> progress = Ask(request);
    EXPECT_THAT(progress, StatusIs(code));
    EXPECT_THAT(progress, HasReason(reason));
  }

  const std::unique_ptr<AnalysisStub> analysis_ =
      v1::ClimateAnalysisService::NewStub(service_.channel());
};

Request About(const std::string& target = ReductionTarget().name()) {
  Request request;
  request.set_name(target);
  return request;
}

// Level, share reached, gap and rate needed.
std::vector<std::string> FiguresOf(const Progress& progress) {
  const v1::ClimateTargetAssessment& assessment = progress.assessment();
  return {assessment.target_level().value(), assessment.share_reached().value(),
          assessment.milestone_gap().value(), assessment.rate_needed().value()};
}

TEST_F(TargetProgressTest, IsMeasuredWithTheNewestReleaseOfTheStateThatIsRead) {
  const int64_t before = ImportAll(FirstRelease());
  const Progress first = Ask();
  EXPECT_EQ(first.assessment().inventory_release(), kRelease);
  EXPECT_EQ(first.assessment().current_period(), "2023");
  EXPECT_THAT(FiguresOf(first), ElementsAre("123137", "67.8", "-2736", "6.94"));
  EXPECT_EQ(first.assessment().milestone_gap().interval().low(), "-2926");
  EXPECT_EQ(first.assessment().milestone_gap().interval().high(), "-2547");
  EXPECT_EQ(first.assessment().standing(), v1::MILESTONE_STANDING_AHEAD);
  EXPECT_EQ(first.target().name(), ReductionTarget().name());
  EXPECT_NE(first.target().etag(), "");

  const int64_t after = ImportAll(SecondRelease());
  const Progress second = Ask();
  EXPECT_EQ(second.read_at().revision(), after);
  EXPECT_EQ(second.assessment().inventory_release(), kSecond);
  EXPECT_THAT(FiguresOf(second), ElementsAre("125400", "68.7", "-5267", "6.78"));

  const Progress as_of = Ask("", before);
  EXPECT_EQ(as_of.read_at().revision(), before);
  EXPECT_EQ(as_of.assessment().inventory_release(), kRelease);
  EXPECT_EQ(FiguresOf(as_of), FiguresOf(first));
  EXPECT_EQ(FiguresOf(Ask(kRelease)), FiguresOf(first));
  Request unknown_then = About();
  unknown_then.set_inventory_release(kSecond);
  unknown_then.mutable_as_of()->set_revision(before);
  ExpectRefusedCall(unknown_then, absl::StatusCode::kNotFound,
                    common::v1::ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND);
}

TEST_F(TargetProgressTest, IsMeasuredWithWhatTakesThePlaceOfAnother) {
  ImportAll(FirstRelease());
  std::vector<v1::ClimateRow> rows = SecondRelease();
  // Earlier by its date, and yet the one that counts.
  rows[0].mutable_inventory_release()->set_release_date("2024");
  rows[0].mutable_inventory_release()->set_supersedes(kRelease);
  ImportAll(rows);
  EXPECT_EQ(Ask().assessment().inventory_release(), kSecond);
}

TEST_F(TargetProgressTest, NeverTakesTheBaseOfOneReleaseAndTheCurrentFigureOfAnother) {
  ImportAll(FirstRelease());
  ImportAll(SecondRelease());
  const auto ask = [&](const std::string& release, const std::string& base,
                       const std::string& current) {
    Request request = About();
    request.set_inventory_release(release);
    request.set_base_release(base);
    request.set_current_release(current);
    return Ask(request);
  };
  const std::vector<std::vector<std::string>> mixed = {
      {"", kRelease, kSecond}, {kRelease, "", kSecond}, {kSecond, kRelease, ""}};
  for (const std::vector<std::string>& named : mixed) {
    const absl::StatusOr<Progress> refused = ask(named[0], named[1], named[2]);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(refused, HasReason(common::v1::ERROR_REASON_DIFFERENT_RELEASES));
    // It was told in the sentence alone.
    EXPECT_THAT(refused, NamesField("current_release"));
    EXPECT_EQ(ErrorMetadataOf(refused.status(), "base_release"), kRelease);
    EXPECT_EQ(ErrorMetadataOf(refused.status(), "current_release"), kSecond);
    EXPECT_THAT(refused, MessageNames(kRelease));
    EXPECT_THAT(refused, MessageNames(kSecond));
  }
  EXPECT_THAT(ask(kSecond, kRelease, kRelease),
              HasReason(common::v1::ERROR_REASON_DIFFERENT_RELEASES));
  const std::vector<std::vector<std::string>> one = {
      {"", kRelease, ""}, {"", "", kRelease}, {"", kRelease, kRelease}, {kRelease, "", kRelease}};
  for (const std::vector<std::string>& named : one) {
    const absl::StatusOr<Progress> answered = ask(named[0], named[1], named[2]);
    ASSERT_THAT(answered, IsOk());
    EXPECT_EQ(answered->assessment().inventory_release(), kRelease);
  }
}

TEST_F(TargetProgressTest, RefusesToGuessWhichReleaseIsTheNewest) {
  ImportAll(FirstRelease());
  std::vector<v1::ClimateRow> rows = SecondRelease();
  rows[0].mutable_inventory_release()->set_release_date("2025-01-15");
  ImportAll(rows);
  const absl::StatusOr<Progress> refused = Ask(About());
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason(common::v1::ERROR_REASON_INVENTORY_RELEASE_AMBIGUOUS));
  EXPECT_EQ(ErrorMetadataOf(refused.status(), "inventory_releases"),
            absl::StrCat(kRelease, ",", kSecond));
  EXPECT_EQ(Ask(kSecond).assessment().inventory_release(), kSecond);
}

TEST_F(TargetProgressTest, IsMeasuredWithReleasesOfItsAreaAndAccountOnly) {
  const std::string baerum = "areas/baerum/inventoryReleases/miljodirektoratet-2025";
  v1::InventoryRelease indirect = CommunityRelease(kSecond);
  indirect.set_scope(v1::SCOPE_OTHER_INDIRECT);
  ImportAll({Row(ReductionTarget()), Row(OwnRelease()), Row(indirect),
             Row(CommunityRelease(baerum)), Row(Emission("all", "2023", Value("5"), "", baerum))});
  ExpectRefusedCall(About(), absl::StatusCode::kNotFound,
                    common::v1::ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND);
  const auto named = [](const std::string& release) {
    Request request = About();
    request.set_inventory_release(release);
    return request;
  };
  ExpectRefusedCall(named(kOwnRelease), absl::StatusCode::kInvalidArgument,
                    common::v1::ERROR_REASON_DIFFERENT_ACCOUNTS);
  ExpectRefusedCall(named(kSecond), absl::StatusCode::kInvalidArgument,
                    common::v1::ERROR_REASON_DIFFERENT_ACCOUNTS);
  ExpectRefusedCall(named(baerum), absl::StatusCode::kInvalidArgument,
                    common::v1::ERROR_REASON_INVALID_RESOURCE_NAME);
  ExpectRefusedCall(named("releases/1"), absl::StatusCode::kInvalidArgument,
                    common::v1::ERROR_REASON_INVALID_RESOURCE_NAME);
  ExpectRefusedCall(named(kRelease), absl::StatusCode::kNotFound,
                    common::v1::ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND);
  ExpectRefusedCall(About("areas/asker/climateTargets/none"), absl::StatusCode::kNotFound,
                    common::v1::ERROR_REASON_CLIMATE_TARGET_NOT_FOUND);
  ExpectRefusedCall(About(""), absl::StatusCode::kInvalidArgument,
                    common::v1::ERROR_REASON_INVALID_RESOURCE_NAME);
}

TEST_F(TargetProgressTest, KnowsTheAreaByItsNumber) {
  ImportAll(FirstRelease());
  Request request = About("areas/3203/climateTargets/direct-emissions-2030");
  request.set_inventory_release("areas/3203/inventoryReleases/miljodirektoratet-2025");
  const absl::StatusOr<Progress> progress = Ask(request);
  ASSERT_THAT(progress, IsOk());
  EXPECT_EQ(progress->target().name(), ReductionTarget().name());
  EXPECT_EQ(progress->assessment().inventory_release(), kRelease);
}

TEST_F(TargetProgressTest, IsMeasuredUpToTheYearAskedFor) {
  ImportAll(FirstRelease());
  const auto ask = [&](const std::string& period, const std::string& rate_from) {
    Request request = About();
    request.set_period(period);
    request.set_rate_from(rate_from);
    return Ask(request);
  };
  const auto current = [&](const std::string& period) {
    const absl::StatusOr<Progress> progress = ask(period, "");
    EXPECT_THAT(progress, IsOk());
    return progress.ok() ? progress->assessment().current_period() : "";
  };
  EXPECT_EQ(current(""), "2023");
  EXPECT_EQ(current("2030"), "2023");
  EXPECT_EQ(current("2022"), "2022");
  EXPECT_EQ(current("2008"), "");
  const absl::StatusOr<Progress> since = ask("", "2022");
  ASSERT_THAT(since, IsOk());
  EXPECT_EQ(since->assessment().present_rate().value(), "-7.27");
  const std::vector<std::pair<std::string, ErrorReason>> refused = {
      {"2023", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE},
      {"2024", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE},
      {"2022-Q1", common::v1::ERROR_REASON_INVALID_PERIOD},
      {"soon", common::v1::ERROR_REASON_INVALID_PERIOD}};
  for (const auto& [rate_from, reason] : refused) {
    const absl::StatusOr<Progress> answer = ask("", rate_from);
    EXPECT_THAT(answer, StatusIs(absl::StatusCode::kInvalidArgument)) << rate_from;
    EXPECT_THAT(answer, HasReason(reason)) << rate_from;
    EXPECT_THAT(FieldsAtFault(answer.status()), ElementsAre("rate_from"));
  }
  EXPECT_THAT(FieldsAtFault(ask("2023-T1", "").status()), ElementsAre("period"));
}

TEST_F(TargetProgressTest, TellsThePathAndTheRecordedLevels) {
  const int64_t before = ImportAll(FirstRelease());
  v1::ClimateTargetLevel level;
  level.set_name(absl::StrCat(ReductionTarget().name(), "/levels/miljodirektoratet-2025"));
  level.set_inventory_release(kRelease);
  level.set_level("123137");
  level.set_unit("tonnes_co2e");
  ASSERT_THAT(
      service_.ledger().Commit(
          {.actor = "climate", .reason = "levels"},
          [&](Txn& txn) { return PutResource<ClimateTargetLevelTable>(txn, level).status(); }),
      IsOk());
  const Progress progress = Ask();
  ASSERT_THAT(progress.milestones(), SizeIs(22));
  EXPECT_EQ(progress.milestones(0).period(), "2009");
  EXPECT_EQ(progress.milestones(0).level().value(), "373141");
  EXPECT_EQ(progress.milestones(14).period(), "2023");
  EXPECT_EQ(progress.milestones(14).level().value(), "206471");
  EXPECT_EQ(progress.milestones(14).gap().value(), "-2736");
  EXPECT_EQ(progress.milestones(14).gap().interval().low(), "-2926");
  EXPECT_EQ(progress.milestones(21).level().value(), "123137");
  EXPECT_EQ(WhyNot(progress.milestones(21).gap()),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  ASSERT_THAT(progress.levels(), SizeIs(1));
  EXPECT_EQ(progress.levels(0).level(), "123137");
  EXPECT_NE(progress.levels(0).etag(), "");
  EXPECT_THAT(Ask("", before).levels(), IsEmpty());
}

TEST_F(TargetProgressTest, DividesAnIntensityByRecordedActivities) {
  // Of another series than the denominator: same metric and boundary.
  v1::ActivityFigure of_object = Residents("2023", "1");
  of_object.set_object("centre");
  of_object.set_name(absl::StrCat(of_object.name(), "~object.centre"));
  ImportAll({Row(CommunityRelease()), Row(Emission("all", "2009", Value("300000"))),
             Row(Emission("all", "2023", Value("200000"))), Row(Residents("2009", "75000")),
             Row(of_object), Row(Residents("2023", "100000")), Row(IntensityReductionTarget())});
  const Progress progress = Ask("", 0, IntensityReductionTarget().name());
  EXPECT_EQ(progress.assessment().target_level().value(), "2.000000");
  EXPECT_EQ(progress.assessment().change_from_base().value(), "-50.0");
  EXPECT_EQ(progress.assessment().level_in_tonnes().value(), "200000");
}

}  // namespace
}  // namespace tertial::climate
