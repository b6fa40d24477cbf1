// Climate targets that are refused, each with the field at fault and the reason, created by
// themselves and in an import; and what a target keeps from being deleted.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/climate_accounts_fixture.h"
#include "tests/unit/services/climate/target_samples.h"

namespace tertial::climate {
namespace {

using ::testing::HasSubstr;

// The target was set on the release of the samples.
v1::ClimateTarget SetOnRelease() {
  v1::ClimateTarget target = ReductionTarget();
  target.set_reference_release(kRelease);
  return target;
}

class ClimateTargetRulesTest : public ClimateAccountsFixture {
 protected:
  void ExpectRefusedTarget(v1::ClimateTarget target, void (*spoil)(v1::ClimateTarget&),
                           const std::string& field, ErrorReason reason) {
    spoil(target);
    ExpectRefused({Row(std::move(target)), "climate_target." + field, reason});
  }
};

TEST_F(ClimateTargetRulesTest, EachKindIsTakenWithWhatItNeeds) {
  ImportAll({Row(CommunityRelease()), Row(Emission("all", "2009", Value("373141")))});
  v1::ClimateTarget budgeted = SetOnRelease();
  budgeted.set_name(budgeted.name() + "-budgeted");
  AddBudget("2028", "40", "percent", budgeted);
  ImportAll({Row(SetOnRelease()), Row(LevelTarget()), Row(IntensityTarget()),
             Row(IntensityReductionTarget()), Row(NetZeroTarget()), Row(budgeted)});
}

TEST_F(ClimateTargetRulesTest, OfFields) {
  using common::v1::ERROR_REASON_DUPLICATE_ELEMENT;
  using common::v1::ERROR_REASON_FIELD_REQUIRED;
  using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
  using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;
  v1::ClimateTarget level = LevelTarget();
  AddBudget("2040", "1000", "tonnes_co2e", level);
  ExpectRefusedTarget(
      IntensityTarget(), [](v1::ClimateTarget& t) { t.clear_denominator(); }, "denominator",
      ERROR_REASON_FIELD_REQUIRED);
  ExpectRefusedTarget(
      IntensityTarget(), [](v1::ClimateTarget& t) { t.set_unit("tonnes_co2e"); }, "unit",
      ERROR_REASON_INCONSISTENT_FIELDS);
  ExpectRefusedTarget(
      NetZeroTarget(), [](v1::ClimateTarget& t) { t.set_value("101"); }, "value",
      ERROR_REASON_VALUE_OUT_OF_RANGE);
  ExpectRefusedTarget(
      ReductionTarget(), [](v1::ClimateTarget& t) { t.set_path_from("2008"); }, "path_from",
      ERROR_REASON_INCONSISTENT_FIELDS);
  ExpectRefusedTarget(
      level, [](v1::ClimateTarget& t) { AddBudget("2040", "900", "tonnes_co2e", t); },
      "yearly_budgets[1].period", ERROR_REASON_DUPLICATE_ELEMENT);
  ExpectRefusedTarget(
      level, [](v1::ClimateTarget& t) { AddBudget("2051", "0", "tonnes_co2e", t); },
      "yearly_budgets[1].period", ERROR_REASON_VALUE_OUT_OF_RANGE);
  ExpectRefusedTarget(
      level, [](v1::ClimateTarget& t) { AddBudget("2050", "1", "tonnes_co2e", t); },
      "yearly_budgets[1].value", ERROR_REASON_INCONSISTENT_FIELDS);
}

TEST_F(ClimateTargetRulesTest, OfTheReleaseThatItWasSetOn) {
  v1::InventoryRelease other_area =
      CommunityRelease("areas/baerum/inventoryReleases/miljodirektoratet-2025");
  ImportAll({Row(CommunityRelease()), Row(OwnRelease()), Row(other_area),
             Row(Emission("all", "2010", Value("370000"))),
             Row(Emission("all", "2011", Pending()))});
  ExpectRefusedTarget(
      SetOnRelease(), [](v1::ClimateTarget&) {}, "base_period",
      common::v1::ERROR_REASON_BASE_PERIOD_NOT_IN_RELEASE);
  ExpectRefusedTarget(
      SetOnRelease(), [](v1::ClimateTarget& t) { t.set_base_period("2011"); }, "base_period",
      common::v1::ERROR_REASON_BASE_PERIOD_NOT_IN_RELEASE);
  ExpectRefusedTarget(
      SetOnRelease(),
      [](v1::ClimateTarget& t) {
        t.set_base_period("2010");
        t.set_sector("road-traffic");
      },
      "base_period", common::v1::ERROR_REASON_BASE_PERIOD_NOT_IN_RELEASE);
  ExpectRefusedTarget(
      SetOnRelease(), [](v1::ClimateTarget& t) { t.set_reference_release(kOwnRelease); },
      "reference_release", common::v1::ERROR_REASON_DIFFERENT_ACCOUNTS);
  ExpectRefusedTarget(
      SetOnRelease(), [](v1::ClimateTarget& t) { t.set_scope(v1::SCOPE_INDIRECT_ENERGY); },
      "reference_release", common::v1::ERROR_REASON_DIFFERENT_ACCOUNTS);
  ExpectRefusedTarget(
      SetOnRelease(),
      [](v1::ClimateTarget& t) { t.set_reference_release("areas/asker/inventoryReleases/none"); },
      "reference_release", common::v1::ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND);
  ExpectRefusedTarget(
      SetOnRelease(),
      [](v1::ClimateTarget& t) {
        t.set_reference_release("areas/baerum/inventoryReleases/miljodirektoratet-2025");
      },
      "reference_release", common::v1::ERROR_REASON_INCONSISTENT_FIELDS);
  ExpectRefusedTarget(
      SetOnRelease(), [](v1::ClimateTarget& t) { t.set_reference_release("2025"); },
      "reference_release", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME);
  // Without the release the base year need not be anywhere.
  ImportAll({Row(ReductionTarget())});
}

TEST_F(ClimateTargetRulesTest, ABaseOfTheSameImportCounts) {
  ImportAll({Row(SetOnRelease()), Row(Emission("all", "2009", Value("373141"))),
             Row(CommunityRelease())});
}

TEST_F(ClimateTargetRulesTest, ABaseThatIsTheSumOfSourcesCountsWhereItIsComplete) {
  const auto source = [](const char* name, const common::v1::Cell& cell) {
    v1::EmissionFigure figure = Emission("road-traffic", "2009", cell);
    figure.set_source(name);
    figure.set_name(figure.name() + "~source." + name);
    if (cell.content_case() == common::v1::Cell::kMissing) {
      SetText("ikke beregnet", figure.mutable_explanations());
    }
    return figure;
  };
  v1::ClimateTarget target = SetOnRelease();
  target.set_sector("road-traffic");
  ImportAll({Row(CommunityRelease()), Row(source("cars", Value("60")))});
  ImportAll({Row(target)});
  ImportAll({Row(source("lorries", Missing(common::v1::MISSING_REASON_NOT_ESTIMATED)))});
  target.set_name(target.name() + "-again");
  ExpectRefused({Row(target), "climate_target.base_period",
                 common::v1::ERROR_REASON_BASE_PERIOD_NOT_IN_RELEASE});
}

TEST_F(ClimateTargetRulesTest, TheAreaOfTheReleaseMayBeNamedByItsNumber) {
  ImportAll({Row(CommunityRelease()), Row(Emission("all", "2009", Value("373141")))});
  v1::ClimateTarget target = ReductionTarget();
  target.set_reference_release("areas/3203/inventoryReleases/miljodirektoratet-2025");
  ImportAll({Row(target)});
  v1::GetClimateTargetRequest request;
  request.set_name(target.name());
  const auto stored = service_.Call(&Stub::GetClimateTarget, request);
  ASSERT_THAT(stored, IsOk());
  EXPECT_EQ(stored->climate_target().reference_release(), kRelease);
}

TEST_F(ClimateTargetRulesTest, AReleaseIsNotDeletedWhileATargetWasSetOnIt) {
  v1::ClimateTarget target = LevelTarget();
  target.set_reference_release(kRelease);
  ImportAll({Row(CommunityRelease()), Row(target)});
  v1::DeleteInventoryReleaseRequest request;
  request.set_name(kRelease);
  const auto refused = service_.Call(&Stub::DeleteInventoryRelease, request, "recorder");
  EXPECT_THAT(refused, HasReason(common::v1::ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr(target.name()));
  v1::DeleteClimateTargetRequest unused;
  unused.set_name(target.name());
  ASSERT_THAT(service_.Call(&Stub::DeleteClimateTarget, unused, "recorder"), IsOk());
  EXPECT_THAT(service_.Call(&Stub::DeleteInventoryRelease, request, "recorder"), IsOk());
}

}  // namespace
}  // namespace tertial::climate
