#include "services/climate/domain/factor_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/activity_rules.h"
#include "tests/unit/services/climate/climate_samples.h"
#include "tests/unit/services/climate/factor_samples.h"

namespace tertial::climate {
namespace {

using common::v1::ERROR_REASON_DUPLICATE_ELEMENT;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_DATE;
using common::v1::ERROR_REASON_INVALID_DECIMAL;
using common::v1::ERROR_REASON_INVALID_ENUM;
using common::v1::ERROR_REASON_INVALID_PERIOD;
using common::v1::ERROR_REASON_INVALID_TEXT;
using common::v1::ERROR_REASON_NAME_FIELD_MISMATCH;
using common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE;
using common::v1::ERROR_REASON_UNKNOWN_GAS;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

using Found = std::vector<std::pair<std::string, ErrorReason>>;

template <typename Resource>
Found Check(void (*check)(const Resource&, const Violations&), const Resource& resource) {
  Violations violations;
  check(resource, violations);
  Found found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

Found Check(const v1::EmissionFactor& factor) { return Check(CheckEmissionFactor, factor); }
Found Check(const v1::ActivityFigure& figure) { return Check(CheckActivityFigure, figure); }

v1::EmissionFactor Sample() {
  v1::EmissionFactor factor =
      EnergyFactor("electricity-mix", "2024", "0.015", v1::ENERGY_METHOD_LOCATION_BASED);
  factor.set_published("2024-06-20");
  factor.set_valid_to("2024");
  return factor;
}

TEST(EmissionFactor, IsRightWithAValueOrWithGases) {
  EXPECT_THAT(Check(Sample()), IsEmpty());
  EXPECT_THAT(Check(GasesFactor("diesel", "2024.1", "kg_per_litre", {{"co2", "2.66"}})), IsEmpty());
  v1::EmissionFactor credit = Factor("credit", "1", "-0.5", "tonnes_co2e_per_tonne");
  credit.set_published("2024-06");
  SetEnds("-0.6", "-0.5", credit.mutable_uncertainty());
  EXPECT_THAT(Check(credit), IsEmpty());
}

TEST(EmissionFactor, NeedsWhatSaysWhatItIsAndWhereItIsFrom) {
  v1::EmissionFactor factor;
  factor.set_name("emissionFactors/x~1");
  EXPECT_THAT(
      Check(factor),
      UnorderedElementsAre(
          Pair("factor", ERROR_REASON_FIELD_REQUIRED), Pair("version", ERROR_REASON_FIELD_REQUIRED),
          Pair("titles", ERROR_REASON_FIELD_REQUIRED), Pair("value", ERROR_REASON_FIELD_REQUIRED),
          Pair("unit", ERROR_REASON_FIELD_REQUIRED), Pair("published", ERROR_REASON_FIELD_REQUIRED),
          Pair("valid_from", ERROR_REASON_FIELD_REQUIRED), Pair("scope", ERROR_REASON_INVALID_ENUM),
          Pair("provenance.source", ERROR_REASON_FIELD_REQUIRED),
          Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)));
}

TEST(EmissionFactor, IsNamedAfterCodeAndVersion) {
  v1::EmissionFactor factor = Sample();
  factor.set_version("2025");
  EXPECT_THAT(Check(factor), UnorderedElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)));
  factor = Sample();
  factor.set_version("v~1");
  EXPECT_THAT(Check(factor), Contains(Pair("version", ERROR_REASON_INVALID_TEXT)));
  factor.set_version(std::string(41, '1'));
  EXPECT_THAT(Check(factor), Contains(Pair("version", ERROR_REASON_INVALID_TEXT)));
}

TEST(EmissionFactor, HoldsAValueOrGasesAndNotBoth) {
  v1::EmissionFactor factor = GasesFactor("diesel", "2024", "kg_per_litre", {{"co2", "2.66"}});
  factor.set_value("2.66");
  EXPECT_THAT(Check(factor), Contains(Pair("gases", ERROR_REASON_INCONSISTENT_FIELDS)));
  factor = Sample();
  factor.set_value("1e3");
  EXPECT_THAT(Check(factor), UnorderedElementsAre(Pair("value", ERROR_REASON_INVALID_DECIMAL)));
}

TEST(EmissionFactor, IsOfGasesThatAreKnownEachOnce) {
  v1::EmissionFactor factor =
      GasesFactor("diesel", "2024", "kg_per_litre", {{"co2", "2.66"}, {"co", "1"}, {"hfc", "1"}});
  EXPECT_THAT(Check(factor), UnorderedElementsAre(Pair("gases[1].gas", ERROR_REASON_UNKNOWN_GAS),
                                                  Pair("gases[2].gas", ERROR_REASON_UNKNOWN_GAS)));
  factor = GasesFactor("diesel", "2024", "kg_per_litre", {{"co2", "2.66"}, {"co2", "-1"}});
  EXPECT_THAT(Check(factor),
              UnorderedElementsAre(Pair("gases[1].gas", ERROR_REASON_DUPLICATE_ELEMENT),
                                   Pair("gases[1].value", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(EmissionFactor, OfGasesNamesATableAndOneOfAValueNone) {
  v1::EmissionFactor factor = GasesFactor("diesel", "2024", "kg_per_litre", {{"co2", "2.66"}});
  factor.clear_gwp_table();
  EXPECT_THAT(Check(factor), UnorderedElementsAre(Pair("gwp_table", ERROR_REASON_FIELD_REQUIRED)));
  factor = Sample();
  factor.set_gwp_table("gwpTables/ar5");
  EXPECT_THAT(Check(factor),
              UnorderedElementsAre(Pair("gwp_table", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(EmissionFactor, IsOfAMassOfCo2EquivalentsPerAKnownUnit) {
  for (const char* unit : {"kg_co2e", "kwh", "kg_per_kwh", "kwh_per_kg_co2e", "kg_co2e_per_bushel",
                           "nok_per_kwh", "kg_co2e_per_m2_gfa", "kg_co2e_per_kwh_per_year"}) {
    v1::EmissionFactor factor = Sample();
    factor.set_unit(unit);
    EXPECT_THAT(Check(factor),
                UnorderedElementsAre(Pair("unit", ERROR_REASON_UNIT_NOT_CONVERTIBLE)))
        << unit;
  }
  v1::EmissionFactor gases = GasesFactor("diesel", "2024", "kg_co2e_per_litre", {{"co2", "2.66"}});
  EXPECT_THAT(Check(gases), UnorderedElementsAre(Pair("unit", ERROR_REASON_UNIT_NOT_CONVERTIBLE)));
}

TEST(EmissionFactor, LiesBetweenItsEnds) {
  v1::EmissionFactor factor = Sample();
  SetEnds("0.016", "0.020", factor.mutable_uncertainty());
  EXPECT_THAT(Check(factor),
              UnorderedElementsAre(Pair("uncertainty", ERROR_REASON_INCONSISTENT_FIELDS)));
  SetEnds("0.020", "0.010", factor.mutable_uncertainty());
  EXPECT_THAT(Check(factor),
              UnorderedElementsAre(Pair("uncertainty.low", ERROR_REASON_INCONSISTENT_FIELDS)));
  SetEnds("0.01", "", factor.mutable_uncertainty());
  EXPECT_THAT(Check(factor),
              UnorderedElementsAre(Pair("uncertainty.high", ERROR_REASON_INVALID_DECIMAL)));
  SetEnds("0.015", "0.015", factor.mutable_uncertainty());
  EXPECT_THAT(Check(factor), IsEmpty());
}

TEST(EmissionFactor, OfGasesHasTheEndsOfEachGas) {
  v1::EmissionFactor factor = GasesFactor("diesel", "2024", "kg_per_litre", {{"co2", "0.1"}});
  SetEnds("-0.1", "0.2", factor.mutable_gases(0)->mutable_uncertainty());
  EXPECT_THAT(Check(factor), UnorderedElementsAre(Pair("gases[0].uncertainty.low",
                                                       ERROR_REASON_VALUE_OUT_OF_RANGE)));
  factor.mutable_gases(0)->clear_uncertainty();
  SetEnds("0", "1", factor.mutable_uncertainty());
  EXPECT_THAT(Check(factor),
              UnorderedElementsAre(Pair("uncertainty", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(EmissionFactor, IsValidForYearsInTheirOrder) {
  v1::EmissionFactor factor = Sample();
  factor.set_valid_to("2019");
  EXPECT_THAT(Check(factor),
              UnorderedElementsAre(Pair("valid_to", ERROR_REASON_INCONSISTENT_FIELDS)));
  factor.set_valid_to("2024-Q1");
  EXPECT_THAT(Check(factor), UnorderedElementsAre(Pair("valid_to", ERROR_REASON_INVALID_PERIOD)));
  factor.clear_valid_to();
  EXPECT_THAT(Check(factor), IsEmpty());
  factor.set_published("2024-spring");
  EXPECT_THAT(Check(factor), UnorderedElementsAre(Pair("published", ERROR_REASON_INVALID_DATE)));
}

TEST(EmissionFactor, HasAMethodForBoughtEnergyAlone) {
  v1::EmissionFactor factor = Sample();
  factor.clear_method();
  EXPECT_THAT(Check(factor), UnorderedElementsAre(Pair("method", ERROR_REASON_INVALID_ENUM)));
  factor = Sample();
  factor.set_scope(v1::SCOPE_DIRECT);
  EXPECT_THAT(Check(factor),
              UnorderedElementsAre(Pair("method", ERROR_REASON_INCONSISTENT_FIELDS)));
  factor = Sample();
  factor.clear_method();
  factor.set_scope(v1::SCOPE_INDIRECT);
  EXPECT_THAT(Check(factor), UnorderedElementsAre(Pair("scope", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(ActivityFigure, NamesEachFactorOnceAndIsOfAYear) {
  EXPECT_THAT(Check(Emitting("energy-use", "2024", "1", "gwh", {"mix", "residual"})), IsEmpty());
  EXPECT_THAT(Check(Emitting("energy-use", "2024", "1", "gwh", {"mix", "mix"})),
              UnorderedElementsAre(Pair("emission_factors[1]", ERROR_REASON_DUPLICATE_ELEMENT)));
  EXPECT_THAT(Check(Emitting("energy-use", "2024", "1", "gwh", {"mix~2024"})),
              UnorderedElementsAre(Pair("emission_factors[0]", ERROR_REASON_INVALID_TEXT)));
  EXPECT_THAT(Check(Emitting("energy-use", "2024-Q1", "1", "gwh", {"mix"})),
              UnorderedElementsAre(Pair("period", ERROR_REASON_INVALID_PERIOD)));
  EXPECT_THAT(Check(Emitting("energy-use", "2024-Q1", "1", "gwh", {})), IsEmpty());
}

TEST(ActivityFigure, NamesAtMostTwentyFactors) {
  v1::ActivityFigure figure = Emitting("energy-use", "2024", "1", "gwh", {});
  for (int i = 0; i < 21; ++i) figure.add_emission_factors("f" + std::to_string(i));
  EXPECT_THAT(Check(figure),
              UnorderedElementsAre(Pair("emission_factors", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(ActivityFigure, OfAFootprintHasNoFactors) {
  v1::ActivityFigure figure = Emitting("footprint", "2024", "1", "gwh", {"mix"});
  figure.set_account(v1::ACCOUNT_CONSUMPTION_FOOTPRINT);
  EXPECT_THAT(Check(figure),
              UnorderedElementsAre(Pair("emission_factors", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(ActivityFigure, IsUncertainOnlyWithAValueThatIsNotRounded) {
  v1::ActivityFigure figure = Emitting("energy-use", "2024", "100", "gwh", {});
  SetEnds("90", "120", figure.mutable_uncertainty());
  EXPECT_THAT(Check(figure), IsEmpty());
  figure.mutable_cell()->set_rounded_to("1");
  EXPECT_THAT(Check(figure),
              UnorderedElementsAre(Pair("uncertainty", ERROR_REASON_INCONSISTENT_FIELDS)));
  *figure.mutable_cell() = Pending();
  EXPECT_THAT(Check(figure),
              UnorderedElementsAre(Pair("uncertainty", ERROR_REASON_INCONSISTENT_FIELDS)));
  *figure.mutable_cell() = Value("121");
  EXPECT_THAT(Check(figure),
              UnorderedElementsAre(Pair("uncertainty", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(ActivityFigure, SaysItsTopicAndQualityInKnownWords) {
  v1::ActivityFigure figure = Emitting("energy-use", "2024", "100", "gwh", {});
  figure.set_topic(v1::ACTIVITY_TOPIC_ENERGY);
  figure.set_data_quality(v1::DATA_QUALITY_MEDIUM);
  EXPECT_THAT(Check(figure), IsEmpty());
  figure.set_topic(static_cast<v1::ActivityTopic>(99));
  figure.set_data_quality(static_cast<v1::DataQuality>(99));
  EXPECT_THAT(Check(figure), UnorderedElementsAre(Pair("topic", ERROR_REASON_INVALID_ENUM),
                                                  Pair("data_quality", ERROR_REASON_INVALID_ENUM)));
}

TEST(ActivityFigure, StatesWhichIndirectEmissionsItsNameHas) {
  v1::ActivityFigure figure = Activity("emissions-avoided", "2024", Value("1"), "kg_co2e");
  figure.set_scope(v1::SCOPE_INDIRECT_ENERGY);
  figure.set_name(
      "areas/asker/activities/emissions-avoided~municipal-buildings~2024~scope.indirect-energy");
  EXPECT_THAT(Check(figure), IsEmpty());
  figure.set_scope(v1::SCOPE_OTHER_INDIRECT);
  EXPECT_THAT(Check(figure), UnorderedElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)));
}

}  // namespace
}  // namespace tertial::climate
