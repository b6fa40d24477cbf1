#include "services/climate/domain/units.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/types/rational.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::climate {
namespace {

// The exact conversion as a text; "none" where there is none.
std::string Converted(absl::string_view from, absl::string_view to) {
  const std::optional<Rational> factor = ConversionFactor(from, to);
  return factor.has_value() ? factor->FormatSignificant() : "none";
}

// "n/d"; "none".
std::string Factor(absl::string_view activity, absl::string_view factor,
                   absl::string_view emission = "tonnes_co2e") {
  const std::optional<Fraction> found = FactorConversion(activity, factor, emission);
  if (!found.has_value()) return "none";
  return absl::StrCat(found->numerator, "/", found->denominator);
}

const std::vector<std::vector<std::string>>& UnitsByDimension() {
  static const auto& units = *new std::vector<std::vector<std::string>>{
      {"wh", "kwh", "mwh", "gwh", "twh", "mj", "gj", "tj"},
      {"litre", "litres", "m3"},
      {"g", "kg", "tonne", "tonnes", "kilotonnes"},
      {"g_co2e", "kg_co2e", "tonne_co2e", "tonnes_co2e", "kilotonnes_co2e", "megatonnes_co2e"},
      {"m", "km", "mil"},
      {"m2", "decares", "hectares", "km2"},
      {"count", "item", "items"},
      {"resident", "residents", "inhabitant", "inhabitants"},
      {"passenger_km"},
      {"tonne_km"},
      {"nok", "1000_nok", "thousand_nok", "million_nok", "billion_nok"},
      {"hour", "hours"},
  };
  return units;
}

TEST(Units, ConvertBetweenAmountsOfTheSameKind) {
  EXPECT_EQ(Converted("kg_co2e", "tonnes_co2e"), "0.001");
  EXPECT_EQ(Converted("kilotonnes_co2e", "tonnes_co2e"), "1000");
  EXPECT_EQ(Converted("megatonnes_co2e", "g_co2e"), "1000000000000");
  EXPECT_EQ(Converted("kg", "tonnes"), "0.001");
  EXPECT_EQ(Converted("gwh", "kwh"), "1000000");
  EXPECT_EQ(Converted("m3", "litres"), "1000");
  EXPECT_EQ(Converted("mil", "km"), "10");
  EXPECT_EQ(Converted("hectares", "decares"), "10");
  EXPECT_EQ(Converted("million_nok", "nok"), "1000000");
  EXPECT_EQ(Converted("inhabitants", "residents"), "1");
}

// 1 GJ = 1 000 000 000 J / 3 600 000 J = 2 500 / 9 kWh.
TEST(Units, JoulesAreNotRounded) {
  const Rational kwh_of_a_gj = Rational::FromInt(2500) / Rational::FromInt(9);
  EXPECT_EQ(*ConversionFactor("gj", "kwh"), kwh_of_a_gj);
  EXPECT_EQ(*ConversionFactor("tj", "gj"), Rational::FromInt(1000));
  EXPECT_EQ(*ConversionFactor("kwh", "mj") * Rational::FromInt(5), Rational::FromInt(18));
}

TEST(Units, ThereAndBackIsTheSame) {
  for (const std::vector<std::string>& kind : UnitsByDimension()) {
    for (const std::string& a : kind) {
      for (const std::string& b : kind) {
        ASSERT_TRUE(ConversionFactor(a, b).has_value()) << a << " " << b;
        EXPECT_EQ(*ConversionFactor(a, b) * *ConversionFactor(b, a), Rational::FromInt(1))
            << a << " " << b;
      }
    }
  }
}

TEST(Units, OfDifferentKindsNeverConvert) {
  for (size_t i = 0; i < UnitsByDimension().size(); ++i) {
    for (size_t j = 0; j < UnitsByDimension().size(); ++j) {
      if (i == j) continue;
      EXPECT_EQ(Converted(UnitsByDimension()[i][0], UnitsByDimension()[j][0]), "none");
      EXPECT_NE(DimensionOf(UnitsByDimension()[i][0]), DimensionOf(UnitsByDimension()[j][0]));
    }
  }
}

TEST(Units, AMassIsNoAmountOfCo2Equivalents) {
  EXPECT_EQ(Converted("tonnes", "tonnes_co2e"), "none");
  EXPECT_EQ(Converted("kg_co2e", "kg"), "none");
}

TEST(Units, LitresAreNoKilowattHours) { EXPECT_EQ(Converted("litres", "kwh"), "none"); }

TEST(Units, ThatAreNotKnownConvertIntoThemselvesAlone) {
  EXPECT_EQ(Converted("bushels", "bushels"), "1");
  EXPECT_EQ(Converted("bushels", "litres"), "none");
  EXPECT_EQ(Converted("", ""), "none");
  EXPECT_EQ(DimensionOf("bushels"), std::nullopt);
}

TEST(Units, QuotientsConvertInBothParts) {
  EXPECT_EQ(Converted("kg_co2e_per_kwh", "tonnes_co2e_per_mwh"), "1");
  EXPECT_EQ(Converted("g_co2e_per_kwh", "kg_co2e_per_gwh"), "1000");
  EXPECT_EQ(Converted("tonnes_co2e_per_resident", "kg_co2e_per_inhabitant"), "1000");
  EXPECT_EQ(Converted("kg_co2e_per_kwh", "kg_co2e_per_litre"), "none");
  EXPECT_EQ(Converted("kg_per_litre", "kg_co2e_per_litre"), "none");
  EXPECT_EQ(Converted("kg_co2e_per_m2_gfa", "tonnes_co2e_per_m2_gfa"), "0.001");
  EXPECT_EQ(Converted("kg_co2e", "kg_co2e_per_kwh"), "none");
}

TEST(Units, AQuotientIsPartedAtTheFirstPer) {
  const std::optional<UnitQuotient> parts = SplitQuotient("kg_co2e_per_kwh_per_year");
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(parts->numerator, "kg_co2e");
  EXPECT_EQ(parts->denominator, "kwh_per_year");
  EXPECT_FALSE(SplitQuotient("kwh").has_value());
  EXPECT_FALSE(SplitQuotient("_per_kwh").has_value());
  EXPECT_FALSE(SplitQuotient("kg_co2e_per_").has_value());
  EXPECT_EQ(DimensionOf("kg_co2e_per_kwh"), std::nullopt);
}

TEST(FactorConversion, IsInLowestTerms) {
  EXPECT_EQ(Factor("gj", "kg_co2e_per_kwh"), "5/18");
  EXPECT_EQ(Factor("gwh", "kg_co2e_per_kwh"), "1000/1");
  EXPECT_EQ(Factor("gwh", "g_co2e_per_kwh"), "1/1");
  EXPECT_EQ(Factor("litres", "kg_co2e_per_litre"), "1/1000");
  EXPECT_EQ(Factor("m3", "tonnes_co2e_per_m3"), "1/1");
  EXPECT_EQ(Factor("litres", "kg_per_litre", "tonnes"), "1/1000");
}

TEST(FactorConversion, HasDigitsForTheLargestAndTheSmallest) {
  EXPECT_EQ(Factor("twh", "megatonnes_co2e_per_wh"), "1000000000000000000/1");
  EXPECT_EQ(Factor("wh", "g_co2e_per_twh"), "1/1000000000000000000");
}

TEST(FactorConversion, TakesOnlyUnitsThatAreKnown) {
  EXPECT_EQ(Factor("litres", "kg_co2e_per_kwh"), "none");
  EXPECT_EQ(Factor("kwh", "kg_per_kwh"), "none");
  EXPECT_EQ(Factor("kwh", "kg_co2e"), "none");
  EXPECT_EQ(Factor("bushels", "kg_co2e_per_bushels"), "none");
}

}  // namespace
}  // namespace tertial::climate
