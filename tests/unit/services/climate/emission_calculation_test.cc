#include "services/climate/domain/emission_calculation.h"

#include <optional>
#include <string>
#include <vector>

#include "common/types/rational.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/units.h"
#include "tests/unit/services/climate/climate_samples.h"
#include "tests/unit/services/climate/factor_samples.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr v1::EnergyMethod kLocation = v1::ENERGY_METHOD_LOCATION_BASED;
constexpr v1::EnergyMethod kMarket = v1::ENERGY_METHOD_MARKET_BASED;

std::vector<std::string> NamesOf(const std::vector<const v1::EmissionFactor*>& versions) {
  std::vector<std::string> names;
  for (const v1::EmissionFactor* version : versions) names.push_back(version->version());
  return names;
}

std::vector<std::string> ValuesOf(const Computed& computed) {
  std::vector<std::string> values;
  for (const common::v1::Operand& operand : computed.operands()) {
    values.push_back(operand.cell().value());
  }
  return values;
}

TEST(Emissions, AreActivityTimesFactorInTonnes) {
  const v1::EmissionFactor mix = EnergyFactor("mix", "2024", "0.015", kLocation);
  const v1::ActivityFigure activity = Emitting("energy-use", "2024", "65.2", "gwh", {"mix"});
  const Computed emissions = EmissionsBy(activity, mix, Factors({mix}));
  EXPECT_EQ(emissions.value(), "978.000000");
  EXPECT_EQ(emissions.unit(), "tonnes_co2e");
  EXPECT_EQ(emissions.formula(), common::v1::FORMULA_CONVERTED_PRODUCT);
  // GWh to kWh and kg to tonnes.
  EXPECT_THAT(ValuesOf(emissions), ElementsAre("65.2", "0.015", "1000", "1"));
  EXPECT_EQ(emissions.operands(0).name(), activity.name());
  EXPECT_EQ(emissions.operands(1).name(), mix.name());
  EXPECT_FALSE(emissions.has_interval());
}

// 1 GJ is 2500/9 kWh: the conversion has no end as a decimal, and is rounded once, at the end.
TEST(Emissions, ConvertUnitsExactly) {
  const v1::EmissionFactor heat = EnergyFactor("heat", "2024", "0.0072", kLocation);
  const Computed emissions =
      EmissionsBy(Emitting("heat", "2024", "1000", "gj", {"heat"}), heat, Factors({heat}));
  EXPECT_THAT(ValuesOf(emissions), ElementsAre("1000", "0.0072", "5", "18"));
  EXPECT_EQ(emissions.unrounded(), "2");
  EXPECT_EQ(emissions.value(), "2.000000");
}

// The same amount in every unit of its kind gives the same emissions.
TEST(Emissions, DoNotDependOnTheUnitOfTheActivity) {
  const v1::EmissionFactor mix = EnergyFactor("mix", "2024", "0.015", kLocation);
  const Rational amount = *Rational::Parse("36");
  for (const char* unit : {"wh", "kwh", "mwh", "twh", "mj", "gj", "tj"}) {
    const Rational converted = amount * *ConversionFactor("gwh", unit);
    const v1::ActivityFigure activity =
        Emitting("energy-use", "2024", converted.FormatSignificant(), unit, {"mix"});
    EXPECT_EQ(EmissionsBy(activity, mix, Factors({mix})).unrounded(), "540") << unit;
  }
}

TEST(Emissions, OfGasesAreWeighedWithTheirPotentials) {
  const v1::EmissionFactor diesel = GasesFactor(
      "diesel", "2024", "kg_per_litre", {{"co2", "2.66"}, {"ch4", "0.0001"}, {"n2o", "0.0002"}});
  const Computed emissions = EmissionsBy(Emitting("diesel", "2024", "1000", "litres", {"diesel"}),
                                         diesel, Factors({diesel}));
  // 2.66 + 28 * 0.0001 + 265 * 0.0002 = 2.7158 kg per litre.
  EXPECT_EQ(emissions.value(), "2.715800");
  EXPECT_THAT(ValuesOf(emissions), ElementsAre("1000", "2.7158", "1", "1000"));
}

TEST(Emissions, OfAGasWithoutAPotentialAreNotComputable) {
  const v1::EmissionFactor gas =
      GasesFactor("gas", "2024", "kg_per_litre", {{"co2", "2"}, {"sf6", "0.1"}});
  const v1::ActivityFigure activity = Emitting("gas", "2024", "1", "litres", {"gas"});
  const Computed emissions = EmissionsBy(activity, gas, Factors({gas}));
  EXPECT_EQ(emissions.not_computable().reason(), common::v1::NOT_COMPUTABLE_REASON_GWP_UNKNOWN);
  EXPECT_THAT(emissions.not_computable().detail(), HasSubstr("sf6"));
  EXPECT_THAT(CalculatedEmissionsOf(activity, Factors({gas})), IsEmpty());
}

TEST(Emissions, WithoutTheTableAreNotComputable) {
  const v1::EmissionFactor gas = GasesFactor("gas", "2024", "kg_per_litre", {{"co2", "2"}});
  EmissionFactors factors = Factors({gas});
  factors.gwp_tables.clear();
  EXPECT_EQ(EmissionsBy(Emitting("gas", "2024", "1", "litres", {"gas"}), gas, factors)
                .not_computable()
                .reason(),
            common::v1::NOT_COMPUTABLE_REASON_GWP_UNKNOWN);
}

// 90 … 110 kWh times 0.01 … 0.03 kg: the ends are 0.9 and 3.3 kg, as wide as both allow together.
TEST(Emissions, LieAsWideAsActivityAndFactorTogether) {
  v1::EmissionFactor mix = EnergyFactor("mix", "2024", "0.02", kLocation);
  SetEnds("0.01", "0.03", mix.mutable_uncertainty());
  v1::ActivityFigure activity = Emitting("energy-use", "2024", "100", "kwh", {"mix"});
  activity.mutable_cell()->set_rounded_to("20");
  const Computed emissions = EmissionsBy(activity, mix, Factors({mix}));
  EXPECT_EQ(emissions.value(), "0.002000");
  EXPECT_EQ(emissions.interval().low(), "0.000900");
  EXPECT_EQ(emissions.interval().high(), "0.003300");

  activity.mutable_cell()->clear_rounded_to();
  SetEnds("99", "102", activity.mutable_uncertainty());
  EXPECT_EQ(EmissionsBy(activity, mix, Factors({mix})).interval().low(), "0.000990");
  EXPECT_EQ(EmissionsBy(activity, mix, Factors({mix})).interval().high(), "0.003060");
}

// What is credited gives the ends the other way round.
TEST(Emissions, OfACreditLieBetweenItsEnds) {
  v1::EmissionFactor credit = Factor("credit", "2024", "-2", "kg_co2e_per_kg");
  SetEnds("-3", "-1", credit.mutable_uncertainty());
  v1::ActivityFigure activity = Emitting("recycled", "2024", "1000", "kg", {"credit"});
  activity.mutable_cell()->set_rounded_to("1000");
  const Computed emissions = EmissionsBy(activity, credit, Factors({credit}));
  EXPECT_EQ(emissions.value(), "-2.000000");
  EXPECT_EQ(emissions.interval().low(), "-4.500000");
  EXPECT_EQ(emissions.interval().high(), "-0.500000");
}

TEST(Emissions, OfGasesCarryTheUncertaintyOfEachGas) {
  v1::EmissionFactor diesel =
      GasesFactor("diesel", "2024", "kg_per_litre", {{"co2", "2"}, {"ch4", "0.5"}});
  SetEnds("0.25", "0.75", diesel.mutable_gases(1)->mutable_uncertainty());
  const Computed emissions = EmissionsBy(Emitting("diesel", "2024", "1000", "litres", {"diesel"}),
                                         diesel, Factors({diesel}));
  EXPECT_EQ(emissions.value(), "16.000000");
  EXPECT_EQ(emissions.interval().low(), "9.000000");
  EXPECT_EQ(emissions.interval().high(), "23.000000");
}

TEST(Emissions, OfAGapAreNotComputable) {
  const v1::EmissionFactor mix = EnergyFactor("mix", "2024", "0.015", kLocation);
  v1::ActivityFigure activity = Emitting("energy-use", "2024", "1", "gwh", {"mix"});
  *activity.mutable_cell() = Pending();
  EXPECT_EQ(EmissionsBy(activity, mix, Factors({mix})).not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
}

TEST(Emissions, AreNeverMadeOfAnotherKindOfUnit) {
  const v1::EmissionFactor mix = EnergyFactor("mix", "2024", "0.015", kLocation);
  const v1::ActivityFigure activity = Emitting("diesel", "2024", "1", "litres", {"mix"});
  EXPECT_FALSE(EmissionsBy(activity, mix, Factors({mix})).has_value());
  const std::string why = WhyNotConvertible("litres", mix);
  EXPECT_THAT(why, HasSubstr("\"litres\""));
  EXPECT_THAT(why, HasSubstr("\"kwh\""));
  EXPECT_EQ(WhyNotConvertible("gj", mix), "");
}

TEST(Versions, CountByYearThenByDateThenByName) {
  v1::EmissionFactor early = Factor("mix", "2022", "1", "kg_co2e_per_kwh");
  v1::EmissionFactor ended = Factor("mix", "2025", "1", "kg_co2e_per_kwh");
  ended.set_valid_to("2023");
  v1::EmissionFactor same_day_a = Factor("mix", "2024", "1", "kg_co2e_per_kwh");
  v1::EmissionFactor same_day_b = Factor("mix", "2024.1", "1", "kg_co2e_per_kwh");
  v1::EmissionFactor later = Factor("mix", "2024.2", "1", "kg_co2e_per_kwh");
  later.set_published("2024-02");
  later.set_valid_from("2024");
  const std::vector<v1::EmissionFactor> versions = {early, ended, same_day_a, same_day_b, later};
  EXPECT_THAT(NamesOf(VersionsValidIn(versions, 2024)),
              ElementsAre("2024.2", "2024.1", "2024", "2022"));
  EXPECT_THAT(NamesOf(VersionsValidIn(versions, 2023)),
              ElementsAre("2025", "2024.1", "2024", "2022"));
  EXPECT_THAT(NamesOf(VersionsValidIn(versions, 2019)), IsEmpty());
}

// Both results stand: the new version counts, what the earlier one gave stays beside it.
TEST(Versions, OfAChangedFactorAreBothTold) {
  const EmissionFactors factors = Factors({EnergyFactor("mix", "2024", "0.015", kLocation),
                                           EnergyFactor("mix", "2025", "0.020", kLocation)});
  const v1::ActivityEmissions emissions =
      EmissionsOf(Emitting("energy-use", "2024", "1", "gwh", {"mix"}), factors);
  ASSERT_EQ(emissions.factors_size(), 1);
  const v1::FactorEmissions& mix = emissions.factors(0);
  EXPECT_EQ(mix.scope(), v1::SCOPE_INDIRECT_ENERGY);
  EXPECT_EQ(mix.method(), kLocation);
  EXPECT_EQ(mix.counted().emission_factor(), "emissionFactors/mix~2025");
  EXPECT_EQ(mix.counted().emissions().value(), "20.000000");
  ASSERT_EQ(mix.others_size(), 1);
  EXPECT_EQ(mix.others(0).emission_factor(), "emissionFactors/mix~2024");
  EXPECT_EQ(mix.others(0).emissions().value(), "15.000000");
}

TEST(Versions, ThatAreNotValidAnyMoreLeaveNothingThatCounts) {
  v1::EmissionFactor mix = EnergyFactor("mix", "2024", "0.015", kMarket);
  mix.set_valid_to("2022");
  const v1::ActivityEmissions emissions =
      EmissionsOf(Emitting("energy-use", "2024", "1", "gwh", {"mix", "gone"}), Factors({mix}));
  ASSERT_EQ(emissions.factors_size(), 2);
  EXPECT_FALSE(emissions.factors(0).has_counted());
  EXPECT_EQ(emissions.factors(0).method(), kMarket);
  EXPECT_FALSE(emissions.factors(1).has_counted());
  EXPECT_EQ(emissions.factors(1).scope(), v1::SCOPE_UNSPECIFIED);
}

TEST(CalculatedEmissions, StandOneForEachVersionThatIsValid) {
  v1::EmissionFactor old = EnergyFactor("mix", "2019", "1", kLocation);
  old.set_valid_to("2022");
  const EmissionFactors factors = Factors({old, EnergyFactor("mix", "2025", "0.020", kLocation),
                                           EnergyFactor("mix", "2024", "0.015", kLocation),
                                           EnergyFactor("residual", "2024", "0.5", kMarket)});
  v1::ActivityFigure activity = Emitting("energy-use", "2024", "1", "gwh", {"residual", "mix"});
  activity.mutable_cell()->set_rounded_to("0.2");
  const std::vector<v1::CalculatedEmission> rows = CalculatedEmissionsOf(activity, factors);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].name(), activity.name() + "/calculatedEmissions/mix~2024");
  EXPECT_EQ(rows[0].emission_factor(), "emissionFactors/mix~2024");
  EXPECT_EQ(rows[0].period(), "2024");
  EXPECT_EQ(rows[0].scope(), v1::SCOPE_INDIRECT_ENERGY);
  EXPECT_EQ(rows[0].method(), kLocation);
  EXPECT_EQ(rows[0].cell().value(), "15.000000");
  EXPECT_EQ(rows[0].low(), "13.500000");
  EXPECT_EQ(rows[0].high(), "16.500000");
  EXPECT_EQ(rows[0].unit(), "tonnes_co2e");
  EXPECT_EQ(rows[1].cell().value(), "20.000000");
  EXPECT_EQ(rows[2].emission_factor(), "emissionFactors/residual~2024");
  EXPECT_EQ(rows[2].method(), kMarket);
  EXPECT_EQ(rows[2].cell().value(), "500.000000");
}

TEST(CalculatedEmissions, OfExactFiguresHaveNoEnds) {
  const std::vector<v1::CalculatedEmission> rows =
      CalculatedEmissionsOf(Emitting("energy-use", "2024", "1", "gwh", {"mix"}),
                            Factors({EnergyFactor("mix", "2024", "0.015", kLocation)}));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].low(), "");
  EXPECT_EQ(rows[0].high(), "");
}

TEST(CalculatedEmissions, OfAGapHoldItsReason) {
  v1::ActivityFigure activity = Emitting("energy-use", "2024", "1", "gwh", {"mix"});
  *activity.mutable_cell() = Missing(common::v1::MISSING_REASON_SUPPRESSED);
  const std::vector<v1::CalculatedEmission> rows =
      CalculatedEmissionsOf(activity, Factors({EnergyFactor("mix", "2024", "0.015", kLocation)}));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].cell().missing(), common::v1::MISSING_REASON_SUPPRESSED);
  EXPECT_EQ(rows[0].low(), "");
}

TEST(CalculatedEmissions, AreNoneWithoutFactors) {
  const EmissionFactors factors = Factors({EnergyFactor("mix", "2024", "0.015", kLocation)});
  EXPECT_THAT(CalculatedEmissionsOf(Emitting("energy-use", "2024", "1", "gwh", {}), factors),
              IsEmpty());
  EXPECT_THAT(CalculatedEmissionsOf(Emitting("energy-use", "2024", "1", "gwh", {"x"}), factors),
              IsEmpty());
  EXPECT_THAT(CalculatedEmissionsOf(Emitting("energy-use", "2019", "1", "gwh", {"mix"}), factors),
              IsEmpty());
}

}  // namespace
}  // namespace tertial::climate
