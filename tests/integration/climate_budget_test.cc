// Climate budgets, as callers see them: measures, reference paths and targets over a real server,
// and what is left to a target or why that cannot be told.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/handler/climate_analysis_service.h"
#include "tertial/climate/v1/climate_analysis_service.grpc.pb.h"
#include "tests/integration/climate_accounts_fixture.h"
#include "tests/unit/services/climate/budget_samples.h"

namespace tertial::climate {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using enum common::v1::ErrorReason;
using enum common::v1::NotComputableReason;

constexpr char kSecondRelease[] = "areas/asker/inventoryReleases/miljodirektoratet-2026";

class ClimateBudgetTest : public ClimateAccountsFixture {
 protected:
  using AnalysisStub = v1::ClimateAnalysisService::Stub;

  ClimateBudgetTest()
      : ClimateAccountsFixture(
            {{v1::ClimateAnalysisService::service_full_name(), CreateClimateAnalysisService}}),
        analysis_(v1::ClimateAnalysisService::NewStub(service_.channel())) {}

  absl::StatusOr<v1::GetClimateBudgetResponse> Ask(const v1::GetClimateBudgetRequest& request) {
    return testing::CallUnary(*analysis_, &AnalysisStub::GetClimateBudget, request);
  }
  static v1::GetClimateBudgetRequest Of(const std::string& target, const std::string& period = "",
                                        const std::string& path = "") {
    v1::GetClimateBudgetRequest request;
    request.set_target(target);
    request.set_period(period);
    request.set_reference_path(path);
    return request;
  }
  v1::ClimateBudget Budget(const v1::GetClimateBudgetRequest& request) {
    const absl::StatusOr<v1::GetClimateBudgetResponse> answer = Ask(request);
    EXPECT_THAT(answer, IsOk());
    return answer.ok() ? answer->budget() : v1::ClimateBudget();
  }
  v1::ClimateBudget Budget() { return Budget(Of(ReductionTarget().name())); }

  static v1::ReferencePath PathOf(const std::string& name, const std::string& release) {
    v1::ReferencePath path = Path(name);
    path.set_inventory_release(release);
    return path;
  }

  // A release with the base year of the target, a path and two measures.
  int64_t RecordSample() {
    return ImportAll({Row(CommunityRelease()), Row(Emission("all", "2009", Value("373141"))),
                      Row(Emission("all", "2023", Value("203735"))), Row(ReductionTarget()),
                      Row(Path()), Row(Reduction("buses", "mobility", 1, "10000", "14000")),
                      Row(Reduction("ferries", "mobility", 2, "2000", "2000"))});
  }

  const std::unique_ptr<AnalysisStub> analysis_;
};

TEST_F(ClimateBudgetTest, TellsWhatIsLeftToTheTarget) {
  RecordSample();
  const v1::ClimateBudget budget = Budget();
  EXPECT_EQ(budget.period(), "2030");
  EXPECT_EQ(budget.inventory_release(), kRelease);
  EXPECT_EQ(budget.reference_path(), kPath);
  EXPECT_EQ(budget.level().value(), "123137");
  EXPECT_EQ(budget.reference().value(), "180000");
  EXPECT_EQ(budget.effect_least().value(), "12000");
  EXPECT_EQ(budget.effect_most().value(), "16000");
  EXPECT_EQ(budget.gap_least().unrounded(), "40863.47");
  EXPECT_EQ(budget.gap_most().unrounded(), "44863.47");
  EXPECT_EQ(budget.completeness(), v1::COMPLETENESS_COMPLETE);
}

TEST_F(ClimateBudgetTest, OfAnEarlierYearHasTheMilestoneForItsLevel) {
  RecordSample();
  v1::ClimateMeasure early = Reduction("bikes", "mobility", 3, "1", "2");
  early.clear_effects();
  AddEffect("2027", "500", "700", early);
  ImportAll({Row(early)});
  // An official number stands for the area.
  const v1::ClimateBudget budget =
      Budget(Of("areas/3203/climateTargets/direct-emissions-2030", "2027"));
  EXPECT_EQ(budget.target(), ReductionTarget().name());
  EXPECT_EQ(budget.period(), "2027");
  // 373141 less 18 of 21 years of the way to 123136.53.
  EXPECT_THAT(budget.level().unrounded(), StartsWith("158851.4542857"));
  EXPECT_EQ(budget.reference().value(), "195000");
  EXPECT_EQ(budget.effect_most().value(), "700");
  EXPECT_EQ(budget.quantified_measure_count(), 1);
  EXPECT_EQ(budget.measure_count(), 3);
  EXPECT_EQ(budget.completeness(), v1::COMPLETENESS_INCOMPLETE);
  EXPECT_THAT(budget.gap_least().unrounded(), StartsWith("35448.5457142"));
}

// As Asker reports: 90 measures, none of them with an effect on emissions; a target whose base year
// is in no release; no reference path.
TEST_F(ClimateBudgetTest, OfMeasuresWithoutEffectsTellsHowManyThereAre) {
  std::vector<v1::ClimateRow> rows = {Row(CommunityRelease()),
                                      Row(Emission("all", "2023", Value("203735"))),
                                      Row(ReductionTarget())};
  for (int i = 1; i <= 90; ++i) {
    rows.push_back(Row(Measure(absl::StrCat("m-", i), absl::StrCat("area-", i % 8), i)));
  }
  ImportAll(rows);
  const v1::ClimateBudget budget = Budget();
  EXPECT_EQ(budget.measure_count(), 90);
  EXPECT_EQ(budget.quantified_measure_count(), 0);
  EXPECT_EQ(budget.other_measure_count(), 0);
  EXPECT_EQ(budget.action_areas_size(), 8);
  EXPECT_EQ(budget.completeness(), v1::COMPLETENESS_INCOMPLETE);
  EXPECT_EQ(budget.gap_least().not_computable().reason(), NOT_COMPUTABLE_REASON_NOT_QUANTIFIED);
  EXPECT_EQ(budget.gap_most().not_computable().reason(), NOT_COMPUTABLE_REASON_NOT_QUANTIFIED);
  EXPECT_EQ(budget.reference().not_computable().reason(), NOT_COMPUTABLE_REASON_NO_REFERENCE_PATH);
  EXPECT_EQ(budget.level().not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(budget.cost().not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST_F(ClimateBudgetTest, TakesThePathThatIsNamedWhereThereAreSeveral) {
  RecordSample();
  v1::ReferencePath other = Path("areas/asker/referencePaths/low");
  *other.mutable_levels(1)->mutable_cell() = Value("150000");
  ImportAll({Row(other)});
  EXPECT_EQ(Budget().gap_least().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_REFERENCE_PATH);
  EXPECT_EQ(Budget().effect_least().value(), "12000");
  const v1::ClimateBudget named =
      Budget(Of(ReductionTarget().name(), "", "areas/3203/referencePaths/low"));
  EXPECT_EQ(named.reference_path(), other.name());
  EXPECT_EQ(named.gap_least().unrounded(), "10863.47");
}

TEST_F(ClimateBudgetTest, RefusesAPathOfOtherEmissions) {
  RecordSample();
  v1::ReferencePath road = Path("areas/asker/referencePaths/road");
  road.set_sector("road-traffic");
  ImportAll({Row(road)});
  const std::string target = ReductionTarget().name();
  const absl::Status other = Ask(Of(target, "", road.name())).status();
  EXPECT_THAT(other, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(other, HasReason(ERROR_REASON_DIFFERENT_ACCOUNTS));
  const absl::Status unknown = Ask(Of(target, "", "areas/asker/referencePaths/none")).status();
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(unknown, HasReason(ERROR_REASON_REFERENCE_PATH_NOT_FOUND));
  EXPECT_THAT(Ask(Of(target, "", "areas/oslo/referencePaths/none")).status(),
              HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(Ask(Of(target, "", "paths/none")).status(),
              HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
}

TEST_F(ClimateBudgetTest, NeverHoldsAPathOfOneReleaseAgainstALevelByAnother) {
  RecordSample();
  v1::InventoryRelease second = CommunityRelease(kSecondRelease);
  second.set_supersedes(kRelease);
  ImportAll({Row(second), Row(Emission("all", "2009", Value("380000"), "", kSecondRelease))});
  // The newest release has no path of its own.
  EXPECT_EQ(Budget().inventory_release(), kSecondRelease);
  EXPECT_EQ(Budget().level().value(), "125400");
  EXPECT_EQ(Budget().gap_least().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_REFERENCE_PATH);
  const v1::ClimateBudget mixed = Budget(Of(ReductionTarget().name(), "", kPath));
  EXPECT_EQ(mixed.gap_least().not_computable().reason(), NOT_COMPUTABLE_REASON_DIFFERENT_RELEASES);
  EXPECT_THAT(mixed.gap_least().not_computable().detail(), HasSubstr(kRelease));
  EXPECT_THAT(mixed.gap_least().not_computable().detail(), HasSubstr(kSecondRelease));
  // By the earlier release all is as it was.
  v1::GetClimateBudgetRequest earlier = Of(ReductionTarget().name());
  earlier.set_inventory_release(kRelease);
  EXPECT_EQ(Budget(earlier).gap_least().unrounded(), "40863.47");
  ImportAll({Row(PathOf("areas/asker/referencePaths/second", kSecondRelease))});
  EXPECT_EQ(Budget().gap_least().value(), "38600");
}

TEST_F(ClimateBudgetTest, RefusesReleasesOfOtherAccountsAndAsksWhichIsTheNewest) {
  RecordSample();
  ImportAll({Row(OwnRelease())});
  v1::GetClimateBudgetRequest request = Of(ReductionTarget().name());
  request.set_inventory_release(kOwnRelease);
  EXPECT_THAT(Ask(request).status(), HasReason(ERROR_REASON_DIFFERENT_ACCOUNTS));
  ImportAll({Row(CommunityRelease(kSecondRelease))});
  const absl::Status ambiguous = Ask(Of(ReductionTarget().name())).status();
  EXPECT_THAT(ambiguous, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(ambiguous, HasReason(ERROR_REASON_INVENTORY_RELEASE_AMBIGUOUS));
}

TEST_F(ClimateBudgetTest, OfAnEarlierStateIsWhatItWas) {
  const int64_t revision = RecordSample();
  v1::ClimateMeasure measure = Reduction("bikes", "mobility", 3, "1000", "1000");
  ImportAll({Row(measure)});
  EXPECT_EQ(Budget().effect_least().value(), "13000");
  v1::GetClimateBudgetRequest before = Of(ReductionTarget().name());
  before.mutable_as_of()->set_revision(revision);
  const absl::StatusOr<v1::GetClimateBudgetResponse> answer = Ask(before);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->budget().effect_least().value(), "12000");
  EXPECT_EQ(answer->read_at().revision(), revision);
}

TEST_F(ClimateBudgetTest, OfAnIntensityMultipliesItsLevelByTheDenominator) {
  v1::ClimateTarget per_resident = ReductionTarget();
  per_resident.set_name("areas/asker/climateTargets/per-resident");
  per_resident.set_kind(v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_TO);
  per_resident.set_value("1.2");
  per_resident.set_unit("tonnes_co2e_per_resident");
  per_resident.clear_base_period();
  per_resident.mutable_denominator()->set_metric("population");
  per_resident.mutable_denominator()->set_boundary("residents");
  per_resident.set_denominator_unit("resident");
  RecordSample();
  ImportAll({Row(per_resident)});
  // Nobody has recorded how many residents are expected.
  v1::ClimateBudget budget = Budget(Of(per_resident.name()));
  EXPECT_EQ(budget.level().not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(budget.gap_least().not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  v1::ActivityFigure residents = Activity("population", "2030", Value("100000"), "resident");
  residents.set_boundary("residents");
  residents.set_name("areas/asker/activities/population~residents~2030");
  ImportAll({Row(residents)});
  budget = Budget(Of(per_resident.name()));
  EXPECT_EQ(budget.level().unit(), "tonnes_co2e");
  EXPECT_EQ(budget.level().unrounded(), "120000");
  EXPECT_EQ(budget.gap_least().unrounded(), "44000");
}

TEST_F(ClimateBudgetTest, NeedsATargetAndAYear) {
  RecordSample();
  EXPECT_THAT(Ask(Of("")).status(), HasReason(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_THAT(FieldsAtFault(Ask(Of("")).status()), ::testing::ElementsAre("target"));
  EXPECT_THAT(Ask(Of("areas/asker/targets/x")).status(),
              HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  const absl::Status monthly = Ask(Of(ReductionTarget().name(), "2030-M01")).status();
  EXPECT_THAT(monthly, HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(FieldsAtFault(monthly), ::testing::ElementsAre("period"));
  const absl::Status unknown = Ask(Of("areas/asker/climateTargets/none")).status();
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(unknown, HasReason(ERROR_REASON_CLIMATE_TARGET_NOT_FOUND));
}

TEST_F(ClimateBudgetTest, KeepsTheReleaseThatAPathGoesOutFrom) {
  ImportAll({Row(CommunityRelease())});
  v1::ReferencePath path = Path();
  path.set_inventory_release("areas/3203/inventoryReleases/miljodirektoratet-2025");
  ImportAll({Row(path)});
  v1::GetReferencePathRequest get;
  get.set_name("areas/3203/referencePaths/without-measures");
  const auto stored = CallAccounts(&AccountsStub::GetReferencePath, get);
  ASSERT_THAT(stored, IsOk());
  EXPECT_EQ(stored->reference_path().inventory_release(), kRelease);
  v1::DeleteInventoryReleaseRequest request;
  request.set_name(kRelease);
  EXPECT_THAT(service_.Call(&Stub::DeleteInventoryRelease, request, "recorder").status(),
              HasReason(ERROR_REASON_RESOURCE_IN_USE));
}

}  // namespace
}  // namespace tertial::climate
