#include "services/climate/domain/gwp.h"

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/inventory.h"
#include "tests/unit/services/climate/budget_samples.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;

v1::EmissionFigure OfGas(absl::string_view gas, absl::string_view value, absl::string_view unit) {
  v1::EmissionFigure figure = Emission("agriculture", "2023", Value(value));
  figure.set_gas(std::string(gas));
  figure.set_unit(std::string(unit));
  return figure;
}

Computed Convert(const GwpConversion& conversion, const v1::EmissionFigure& figure) {
  return conversion.Convert(figure, MakeOperand(figure.name(), &figure.cell()));
}

// The figures together, each converted where it does not stand as it is recorded.
std::string SumOf(const GwpConversion& conversion, const std::vector<v1::EmissionFigure>& figures) {
  std::vector<common::v1::Operand> operands;
  for (const v1::EmissionFigure& figure : figures) {
    operands.push_back(conversion.IsAsRecorded(figure)
                           ? MakeOperand(figure.name(), &figure.cell())
                           : OperandOf(figure.name(), Convert(conversion, figure)));
  }
  return Compute(common::v1::FORMULA_SUM, operands, kEmissionUnit, 0).value();
}

TEST(GwpTable, FindsThePotentialOfAGas) {
  const GwpTable table(Ar5Table());
  EXPECT_EQ(table.name(), "gwpTables/ar5");
  EXPECT_EQ(table.Find("ch4"), Rational::FromInt(28));
  EXPECT_EQ(table.FindOperand("ch4")->cell().value(), "28");
  EXPECT_EQ(table.FindOperand("ch4")->name(), "gwpTables/ar5");
  EXPECT_EQ(table.FindOperand("ch4")->field(), "ch4");
  EXPECT_FALSE(table.Find("sf6").has_value());
  EXPECT_FALSE(table.FindOperand("sf6").has_value());
}

TEST(GwpConversion, MakesCo2EquivalentsOfMasses) {
  const std::vector<v1::EmissionFigure> masses = {
      OfGas("co2", "100", "tonnes"), OfGas("ch4", "10", "tonnes"), OfGas("n2o", "2", "tonnes")};
  EXPECT_EQ(SumOf(GwpConversion(GwpTable(Ar4Table()), std::nullopt), masses), "946");
  EXPECT_EQ(SumOf(GwpConversion(GwpTable(Ar5Table()), std::nullopt), masses), "910");
  // Masses are the same whatever table the release names.
  EXPECT_EQ(SumOf(GwpConversion(GwpTable(Ar4Table()), GwpTable(Ar5Table())), masses), "910");
  EXPECT_EQ(SumOf(GwpConversion(std::nullopt, GwpTable(Ar5Table())), masses), "910");
}

TEST(GwpConversion, TellsCo2EquivalentsByOtherPotentials) {
  const std::vector<v1::EmissionFigure> figures = {OfGas("co2", "100", "tonnes_co2e"),
                                                   OfGas("ch4", "250", "tonnes_co2e"),
                                                   OfGas("n2o", "596", "tonnes_co2e")};
  EXPECT_EQ(SumOf(GwpConversion(GwpTable(Ar4Table()), std::nullopt), figures), "946");
  EXPECT_EQ(SumOf(GwpConversion(GwpTable(Ar4Table()), GwpTable(Ar5Table())), figures), "910");
}

TEST(GwpConversion, NamesWhatItWasComputedFrom) {
  const GwpConversion conversion{GwpTable(Ar4Table()), GwpTable(Ar5Table())};
  const Computed converted = Convert(conversion, OfGas("ch4", "250", "tonnes_co2e"));
  EXPECT_EQ(converted.formula(), common::v1::FORMULA_CONVERTED_PRODUCT);
  EXPECT_EQ(converted.unit(), "tonnes_co2e");
  ASSERT_EQ(converted.operands_size(), 4);
  EXPECT_EQ(converted.operands(0).cell().value(), "250");
  EXPECT_EQ(converted.operands(1).cell().value(), "28");
  EXPECT_EQ(converted.operands(2).cell().value(), "1");
  EXPECT_EQ(converted.operands(3).name(), "gwpTables/ar4");
  EXPECT_EQ(converted.operands(3).cell().value(), "25");
}

TEST(GwpConversion, LeavesWhatIsByTheSamePotentials) {
  const v1::EmissionFigure methane = OfGas("ch4", "250", "tonnes_co2e");
  const v1::EmissionFigure of_all_gases = OfGas("", "946", "tonnes_co2e");
  const GwpConversion same{GwpTable(Ar4Table()), GwpTable(Ar4Table())};
  EXPECT_FALSE(same.IsToAnotherTable());
  EXPECT_TRUE(same.IsAsRecorded(methane));
  EXPECT_TRUE(same.IsAsRecorded(of_all_gases));
  const GwpConversion none(std::nullopt, std::nullopt);
  EXPECT_FALSE(none.IsToAnotherTable());
  EXPECT_TRUE(none.IsAsRecorded(of_all_gases));
  const GwpConversion other{GwpTable(Ar4Table()), GwpTable(Ar5Table())};
  EXPECT_TRUE(other.IsToAnotherTable());
  EXPECT_FALSE(other.IsAsRecorded(methane));
  EXPECT_FALSE(other.IsAsRecorded(of_all_gases));
  EXPECT_TRUE(other.IsAsRecorded(OfGas("co2", "1", "tonnes_co2e")));
}

TEST(GwpConversion, KnowsNoPotentialOfWhatNamesNoGasAMixtureOrAnUnlistedGas) {
  const GwpConversion conversion{GwpTable(Ar4Table()), GwpTable(Ar5Table())};
  for (const char* const gas : {"", "hfc", "sf6"}) {
    const Computed converted = Convert(conversion, OfGas(gas, "7", "tonnes_co2e"));
    EXPECT_EQ(converted.not_computable().reason(), common::v1::NOT_COMPUTABLE_REASON_GWP_UNKNOWN)
        << gas;
  }
}

TEST(GwpConversion, NeedsTheTableThatFiguresWereMadeWith) {
  const GwpConversion to_ar5(std::nullopt, GwpTable(Ar5Table()));
  EXPECT_EQ(Convert(to_ar5, OfGas("ch4", "250", "tonnes_co2e")).not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_GWP_UNKNOWN);
  const GwpConversion none(std::nullopt, std::nullopt);
  EXPECT_EQ(Convert(none, OfGas("ch4", "10", "tonnes")).not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_GWP_UNKNOWN);
  // A tonne of CO2 is one whatever the table.
  EXPECT_EQ(Convert(none, OfGas("co2", "100", "tonnes")).value(), "100");
}

TEST(GwpConversion, CarriesIntervals) {
  v1::EmissionFigure figure = OfGas("ch4", "10", "tonnes");
  figure.mutable_cell()->set_rounded_to("1");
  const Computed converted = Convert(GwpConversion(GwpTable(Ar5Table()), std::nullopt), figure);
  EXPECT_EQ(converted.value(), "280");
  EXPECT_EQ(converted.interval().low(), "266");
  EXPECT_EQ(converted.interval().high(), "294");
}

// Another set scales each gas by the ratio of its potentials, and nothing else; there and back is
// where it began.
TEST(GwpConversion, ScalesEachGasByTheRatioOfItsPotentials) {
  std::mt19937_64 random(20261126);
  const std::vector<std::string> gases = {"ch4", "n2o", "sf6", "nf3", "hfc-134a", "pfc-14"};
  const auto draw = [&](int64_t most) { return static_cast<int64_t>(random() % most) + 1; };
  for (int trial = 0; trial < 200; ++trial) {
    v1::GwpTable own = Ar4Table();
    v1::GwpTable wanted = Ar5Table();
    own.clear_values();
    wanted.clear_values();
    for (const std::string& gas : gases) {
      AddPotential(gas, absl::StrCat(draw(20'000), ".", draw(9)), own);
      AddPotential(gas, absl::StrCat(draw(20'000), ".", draw(9)), wanted);
    }
    const GwpConversion conversion{GwpTable(own), GwpTable(wanted)};
    const GwpConversion back{GwpTable(wanted), GwpTable(own)};
    for (const std::string& gas : gases) {
      const Rational value = Rational::FromInt(draw(1'000'000));
      const v1::EmissionFigure figure = OfGas(gas, value.FormatSignificant(), "tonnes_co2e");
      const Computed converted = Convert(conversion, figure);
      EXPECT_EQ(
          converted.unrounded(),
          (value * *GwpTable(wanted).Find(gas) / *GwpTable(own).Find(gas)).FormatSignificant());
      // A mass knows nothing of the table that the release was made with.
      const v1::EmissionFigure mass = OfGas(gas, value.FormatSignificant(), "tonnes");
      EXPECT_EQ(Convert(conversion, mass).unrounded(),
                (value * *GwpTable(wanted).Find(gas)).FormatSignificant());
      EXPECT_EQ(Convert(back, mass).unrounded(),
                (value * *GwpTable(own).Find(gas)).FormatSignificant());
    }
  }
}

}  // namespace
}  // namespace tertial::climate
