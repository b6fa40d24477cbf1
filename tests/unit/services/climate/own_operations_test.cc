#include "services/climate/domain/own_operations.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/emission_calculation.h"
#include "tests/unit/services/climate/climate_samples.h"
#include "tests/unit/services/climate/factor_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr v1::EnergyMethod kLocation = v1::ENERGY_METHOD_LOCATION_BASED;
constexpr v1::EnergyMethod kMarket = v1::ENERGY_METHOD_MARKET_BASED;

// A mix by location, a residual mix by market, and diesel with what it takes to make it.
EmissionFactors Sample() {
  v1::EmissionFactor upstream = Factor("diesel-upstream", "2024", "0.6", "kg_co2e_per_litre");
  upstream.set_scope(v1::SCOPE_OTHER_INDIRECT);
  return Factors({EnergyFactor("mix", "2024", "0.015", kLocation),
                  EnergyFactor("mix", "2023", "0.030", kLocation),
                  EnergyFactor("residual", "2024", "0.5", kMarket),
                  Factor("diesel", "2024", "2.7", "kg_co2e_per_litre"), upstream});
}

std::vector<v1::OperationsTotal> Totals(const std::vector<v1::ActivityFigure>& activities,
                                        const EmissionFactors& factors = Sample()) {
  std::vector<v1::ActivityEmissions> emissions;
  for (const v1::ActivityFigure& activity : activities) {
    emissions.push_back(EmissionsOf(activity, factors));
  }
  return OperationsTotals(emissions);
}

TEST(OperationsTotals, AreByScopeAndMethodAndNeverAdded) {
  const std::vector<v1::OperationsTotal> totals =
      Totals({Emitting("electricity", "2024", "2", "gwh", {"mix", "residual"}),
              Emitting("diesel", "2024", "1000", "litres", {"diesel", "diesel-upstream"}),
              Emitting("diesel-boiler", "2024", "500", "litres", {"diesel"})});
  ASSERT_THAT(totals, SizeIs(4));
  EXPECT_EQ(totals[0].scope(), v1::SCOPE_DIRECT);
  EXPECT_EQ(totals[0].method(), v1::ENERGY_METHOD_UNSPECIFIED);
  EXPECT_EQ(totals[0].total().value(), "4.050");
  EXPECT_EQ(totals[0].total().formula(), common::v1::FORMULA_SUM);
  EXPECT_EQ(totals[0].completeness(), v1::COMPLETENESS_COMPLETE);
  EXPECT_EQ(totals[0].activity_count(), 2);
  EXPECT_FALSE(totals[0].has_recorded_part());
  EXPECT_EQ(totals[1].scope(), v1::SCOPE_INDIRECT_ENERGY);
  EXPECT_EQ(totals[1].method(), kLocation);
  EXPECT_EQ(totals[1].total().value(), "30.000");
  EXPECT_EQ(totals[2].scope(), v1::SCOPE_INDIRECT_ENERGY);
  EXPECT_EQ(totals[2].method(), kMarket);
  EXPECT_EQ(totals[2].total().value(), "1000.000");
  EXPECT_EQ(totals[3].scope(), v1::SCOPE_OTHER_INDIRECT);
  EXPECT_EQ(totals[3].total().value(), "0.600");
}

TEST(OperationsTotals, HoldTheVersionThatCountsAlone) {
  const std::vector<v1::OperationsTotal> totals =
      Totals({Emitting("electricity", "2024", "1", "gwh", {"mix"})});
  ASSERT_THAT(totals, SizeIs(1));
  EXPECT_EQ(totals[0].total().value(), "15.000");
  EXPECT_EQ(totals[0].total().operands_size(), 1);
}

// Each is 0.0004 tonnes: rounded before the sum, they would be nothing.
TEST(OperationsTotals, AreRoundedOnce) {
  std::vector<v1::ActivityFigure> activities;
  for (int i = 0; i < 3; ++i) {
    activities.push_back(Emitting(absl::StrCat("can-", i), "2024", "0.4", "kg", {"gas"}));
  }
  const std::vector<v1::OperationsTotal> totals =
      Totals(activities, Factors({Factor("gas", "2024", "1", "kg_co2e_per_kg")}));
  ASSERT_THAT(totals, SizeIs(1));
  EXPECT_EQ(totals[0].total().value(), "0.001");
  EXPECT_EQ(totals[0].total().unrounded(), "0.0012");
}

TEST(OperationsTotals, CarryTheIntervalsOfWhatIsSummed) {
  v1::ActivityFigure rounded = Emitting("electricity", "2024", "2", "gwh", {"mix"});
  rounded.mutable_cell()->set_rounded_to("0.2");
  const std::vector<v1::OperationsTotal> totals =
      Totals({rounded, Emitting("heat", "2024", "1", "gwh", {"mix"})});
  ASSERT_THAT(totals, SizeIs(1));
  EXPECT_EQ(totals[0].total().value(), "45.000");
  EXPECT_EQ(totals[0].total().interval().low(), "43.500");
  EXPECT_EQ(totals[0].total().interval().high(), "46.500");
}

TEST(OperationsTotals, OverAGapAreNotComputableAndTellWhatIsThere) {
  v1::ActivityFigure pending = Emitting("heat", "2024", "1", "gwh", {"mix"});
  *pending.mutable_cell() = Pending();
  const std::vector<v1::OperationsTotal> totals =
      Totals({Emitting("electricity", "2024", "2", "gwh", {"mix"}), pending});
  ASSERT_THAT(totals, SizeIs(1));
  EXPECT_EQ(totals[0].completeness(), v1::COMPLETENESS_INCOMPLETE);
  EXPECT_EQ(totals[0].total().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE);
  EXPECT_THAT(totals[0].total().not_computable().detail(), HasSubstr(pending.name()));
  EXPECT_EQ(totals[0].total().operands(1).cell().missing(), common::v1::MISSING_REASON_PENDING);
  EXPECT_EQ(totals[0].recorded_part().value(), "30.000");
  EXPECT_EQ(totals[0].activity_count(), 1);
  EXPECT_THAT(totals[0].gaps(), ElementsAre(pending.name()));
}

// Electricity without a factor by market is missing from the total by market, and no zero in it.
TEST(OperationsTotals, OfOneMethodMissWhatNamesTheOtherOnly) {
  const std::vector<v1::OperationsTotal> totals =
      Totals({Emitting("electricity", "2024", "2", "gwh", {"mix", "residual"}),
              Emitting("heat", "2024", "1", "gwh", {"mix"}),
              Emitting("diesel", "2024", "1000", "litres", {"diesel"})});
  ASSERT_THAT(totals, SizeIs(3));
  EXPECT_EQ(totals[0].completeness(), v1::COMPLETENESS_COMPLETE);
  EXPECT_EQ(totals[1].total().value(), "45.000");
  EXPECT_EQ(totals[2].method(), kMarket);
  EXPECT_EQ(totals[2].completeness(), v1::COMPLETENESS_INCOMPLETE);
  EXPECT_THAT(totals[2].gaps(), ElementsAre(HasSubstr("heat")));
  EXPECT_EQ(totals[2].recorded_part().value(), "1000.000");
}

TEST(OperationsTotals, AreNotAskedForAMethodThatNothingNames) {
  const std::vector<v1::OperationsTotal> totals =
      Totals({Emitting("electricity", "2024", "2", "gwh", {"mix"})});
  ASSERT_THAT(totals, SizeIs(1));
  EXPECT_EQ(totals[0].completeness(), v1::COMPLETENESS_COMPLETE);
}

TEST(OperationsTotals, NameWhatHasNoVersionAnyMore) {
  v1::EmissionFactor ended = EnergyFactor("mix", "2024", "0.015", kLocation);
  ended.set_valid_to("2022");
  const std::vector<v1::OperationsTotal> totals =
      Totals({Emitting("electricity", "2024", "2", "gwh", {"mix", "gone"})}, Factors({ended}));
  ASSERT_THAT(totals, SizeIs(2));
  EXPECT_EQ(totals[0].scope(), v1::SCOPE_UNSPECIFIED);
  EXPECT_EQ(totals[0].completeness(), v1::COMPLETENESS_INCOMPLETE);
  EXPECT_THAT(totals[0].total().not_computable().detail(), HasSubstr("\"gone\""));
  EXPECT_EQ(totals[1].method(), kLocation);
  EXPECT_THAT(totals[1].total().not_computable().detail(), HasSubstr("\"mix\""));
  EXPECT_THAT(totals[1].gaps(), SizeIs(1));
  EXPECT_EQ(totals[1].activity_count(), 0);
}

TEST(OperationsTotals, NameAtMostFiftyGaps) {
  std::vector<v1::ActivityFigure> activities;
  for (int i = 0; i < 60; ++i) {
    activities.push_back(Emitting(absl::StrCat("building-", 100 + i), "2024", "1", "gwh", {"mix"}));
    *activities.back().mutable_cell() = Pending();
  }
  const std::vector<v1::OperationsTotal> totals = Totals(activities);
  ASSERT_THAT(totals, SizeIs(1));
  EXPECT_THAT(totals[0].gaps(), SizeIs(50));
  EXPECT_EQ(totals[0].gaps(0), activities[0].name());
  EXPECT_EQ(totals[0].activity_count(), 0);
}

TEST(OperationsTotals, OfNothingAreNone) { EXPECT_THAT(Totals({}), IsEmpty()); }

}  // namespace
}  // namespace tertial::climate
