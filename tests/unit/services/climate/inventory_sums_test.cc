#include "services/climate/domain/inventory_sums.h"

#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/gwp.h"
#include "services/climate/domain/inventory_splits.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Period kYear = Period::OfYear(2023);

std::string NameOf(const SeriesId& id) { return EmissionName(kRelease, id, kYear); }

// The total, or why there is none.
std::string Told(const v1::InventoryTotal& total) {
  return total.total().has_value()
             ? total.total().value()
             : common::v1::NotComputableReason_Name(total.total().not_computable().reason())
                   .substr(22);
}

v1::GwpTable Ar(const char* name, const char* ch4, const char* n2o) {
  v1::GwpTable table;
  table.set_name(name);
  for (const auto& [gas, gwp] :
       std::vector<std::pair<const char*, const char*>>{{"co2", "1"}, {"ch4", ch4}, {"n2o", n2o}}) {
    table.add_values()->set_gas(gas);
    table.mutable_values(table.values_size() - 1)->set_gwp(gwp);
  }
  return table;
}
GwpTable Ar4() { return GwpTable(Ar("gwpTables/ar4", "25", "298")); }
GwpTable Ar5() { return GwpTable(Ar("gwpTables/ar5", "28", "265")); }

TEST(TotalOf, IsThePublishedFigureWhateverIsKnownOfItsParts) {
  const SampleInventory inventory({Emission("road-traffic", "2023", Value("112787")),
                                   Sourced("road-traffic", "cars", "2023", NotEstimated())});
  const v1::InventoryTotal total = TotalOf(*inventory, "road-traffic", kYear);
  EXPECT_EQ(Told(total), "112787");
  EXPECT_EQ(total.basis(), v1::TOTAL_BASIS_PUBLISHED);
  EXPECT_EQ(total.completeness(), v1::COMPLETENESS_COMPLETE);
  EXPECT_EQ(total.total().operands(0).name(), NameOf({.sector = "road-traffic"}));
  EXPECT_FALSE(total.has_recorded_part());
}

TEST(TotalOf, IsTheSumOfTheFinestSplitThatIsRecorded) {
  const SampleInventory inventory(
      {FigureOf({.sector = "road-traffic", .source = "cars", .gas = "co2"}, "2023", Value("10")),
       FigureOf({.sector = "road-traffic", .source = "cars", .gas = "ch4"}, "2023", Value("1.5")),
       Sourced("road-traffic", "cars", "2023", Value("99")),
       OfGas("road-traffic", "co2", "2023", Value("98"))});
  const v1::InventoryTotal total = TotalOf(*inventory, "road-traffic", kYear);
  EXPECT_EQ(Told(total), "11.5");
  EXPECT_EQ(total.basis(), v1::TOTAL_BASIS_SUMMED);
}

TEST(TotalOf, IsTheSumOfSourcesElseOfGases) {
  const SampleInventory sources({Sourced("waste", "landfill", "2023", Value("7")),
                                 OfGas("waste", "ch4", "2023", Value("6"))});
  EXPECT_EQ(Told(TotalOf(*sources, "waste", kYear)), "7");
  const SampleInventory gases(
      {OfGas("waste", "ch4", "2023", Value("6")), OfGas("waste", "n2o", "2023", Value("2"))});
  EXPECT_EQ(Told(TotalOf(*gases, "waste", kYear)), "8");
}

TEST(TotalOf, AddsTheSourceThatIsToldWithoutGases) {
  const SampleInventory inventory(
      {FigureOf({.sector = "heating", .source = "oil", .gas = "co2"}, "2023", Value("10")),
       Sourced("heating", "wood", "2023", Value("3"))});
  EXPECT_EQ(Told(TotalOf(*inventory, "heating", kYear)), "13");
}

TEST(TotalOf, DoesNotGuessWhatAGasHoldsBesideASource) {
  const SampleInventory inventory(
      {FigureOf({.sector = "heating", .source = "oil", .gas = "co2"}, "2023", Value("10")),
       Sourced("heating", "wood", "2023", Value("3")),
       OfGas("heating", "ch4", "2023", Value("2"))});
  const v1::InventoryTotal total = TotalOf(*inventory, "heating", kYear);
  EXPECT_EQ(Told(total), "INCOMPLETE");
  EXPECT_THAT(total.gaps(), ElementsAre(NameOf({.sector = "heating", .gas = "ch4"})));
  EXPECT_EQ(total.recorded_part().value(), "13");
}

TEST(TotalOf, NeverAddsObjectsOrPartsOfOtherSectors) {
  const SampleInventory inventory({Sourced("industry", "cement", "2023", Value("5")),
                                   Emission("industry", "2023", Value("4"), "plant"),
                                   FigureOf({.sector = "mining"}, "2023", Value("3"), "industry")});
  EXPECT_EQ(Told(TotalOf(*inventory, "industry", kYear)), "5");
  EXPECT_EQ(Told(SumOfSectors(*inventory, kYear)), "5");
}

TEST(TotalOf, HasAGapForEachReasonButNotOccurring) {
  for (const auto reason :
       {common::v1::MISSING_REASON_NOT_ESTIMATED, common::v1::MISSING_REASON_SUPPRESSED,
        common::v1::MISSING_REASON_PENDING, common::v1::MISSING_REASON_DATA_LACKING,
        common::v1::MISSING_REASON_NOT_MEASURED}) {
    const SampleInventory inventory({Sourced("waste", "landfill", "2023", Value("7")),
                                     Sourced("waste", "sewage", "2023", Missing(reason))});
    const v1::InventoryTotal total = TotalOf(*inventory, "waste", kYear);
    EXPECT_EQ(Told(total), "INCOMPLETE") << reason;
    EXPECT_EQ(total.completeness(), v1::COMPLETENESS_INCOMPLETE);
    EXPECT_THAT(total.gaps(), ElementsAre(NameOf({.sector = "waste", .source = "sewage"})));
    EXPECT_EQ(total.recorded_part().value(), "7");
    EXPECT_EQ(total.total().operands_size(), 2);
  }
  const SampleInventory inventory({Sourced("waste", "landfill", "2023", Value("7")),
                                   Sourced("waste", "sewage", "2023", NotOccurring())});
  const v1::InventoryTotal total = TotalOf(*inventory, "waste", kYear);
  EXPECT_EQ(Told(total), "7");
  EXPECT_THAT(total.left_out(), ElementsAre(NameOf({.sector = "waste", .source = "sewage"})));
}

TEST(TotalOf, MissesAPartOfWhichOtherPeriodsAreRecorded) {
  const SampleInventory inventory({Sourced("waste", "landfill", "2023", Value("7")),
                                   Sourced("waste", "landfill", "2022", Value("8")),
                                   Sourced("waste", "sewage", "2022", Value("2"))});
  const v1::InventoryTotal total = TotalOf(*inventory, "waste", kYear);
  EXPECT_EQ(Told(total), "INCOMPLETE");
  EXPECT_THAT(total.gaps(), ElementsAre(NameOf({.sector = "waste", .source = "sewage"})));
}

TEST(TotalOf, HasNoObservationWhereNothingIsRecorded) {
  const SampleInventory inventory({Sourced("waste", "landfill", "2022", Value("7"))});
  for (const char* sector : {"waste", "unheard-of", "all"}) {
    const v1::InventoryTotal total = TotalOf(*inventory, sector, kYear);
    EXPECT_EQ(Told(total), "NO_OBSERVATION") << sector;
    EXPECT_EQ(total.basis(), v1::TOTAL_BASIS_UNSPECIFIED);
  }
}

TEST(TotalOf, IsZeroWhereNothingOccurs) {
  const SampleInventory inventory({Emission("aviation", "2023", NotOccurring())});
  EXPECT_EQ(Told(TotalOf(*inventory, "aviation", kYear)), "0");
  EXPECT_EQ(Told(SumOfSectors(*inventory, kYear)), "0");
}

TEST(TotalOf, OfAllIsThePublishedTotalAndWithoutOneTheSum) {
  const SampleInventory published(
      {Emission("all", "2023", Value("20")), Emission("waste", "2023", Value("7"))});
  EXPECT_EQ(Told(TotalOf(*published, "all", kYear)), "20");
  EXPECT_EQ(Told(SumOfSectors(*published, kYear)), "7");
  const SampleInventory summed({Emission("waste", "2023", Value("7"))});
  EXPECT_EQ(Told(TotalOf(*summed, "all", kYear)), "7");
}

TEST(IncludedElsewhere, AddsNothingWhereItsHolderIsSummed) {
  const SampleInventory inventory({Sourced("waste", "landfill", "2023", Value("7")),
                                   IncludedIn(Sourced("waste", "sewage", "2023", Pending()),
                                              NameOf({.sector = "waste", .source = "compost"})),
                                   IncludedIn(Sourced("waste", "compost", "2023", Pending()),
                                              NameOf({.sector = "waste", .source = "landfill"}))});
  const v1::InventoryTotal total = TotalOf(*inventory, "waste", kYear);
  EXPECT_EQ(Told(total), "7");
  EXPECT_EQ(total.left_out_count(), 2);
}

TEST(IncludedElsewhere, IsAGapOfTheSectorAndNoneOfAllSectors) {
  const SampleInventory inventory({Sourced("waste", "landfill", "2023", Value("7")),
                                   IncludedIn(Sourced("waste", "incineration", "2023", Pending()),
                                              NameOf({.sector = "heating"})),
                                   Emission("heating", "2023", Value("5"))});
  EXPECT_EQ(Told(TotalOf(*inventory, "waste", kYear)), "INCOMPLETE");
  const v1::InventoryTotal all = SumOfSectors(*inventory, kYear);
  EXPECT_EQ(Told(all), "12");
  EXPECT_EQ(all.left_out_count(), 1);
  ASSERT_EQ(all.total().operands_size(), 2);
  EXPECT_EQ(all.total().operands(0).name(), kRelease);
  EXPECT_EQ(all.total().operands(0).field(), "heating");
  EXPECT_EQ(all.total().operands(1).field(), "waste");
}

TEST(IncludedElsewhere, IsAGapWhereItsHolderStandsApart) {
  const SampleInventory inventory(
      {IncludedIn(Emission("agriculture", "2023", Pending()), NameOf({.sector = "land-use"})),
       Emission("land-use", "2023", Value("-5")), Emission("waste", "2023", Value("1"))});
  const v1::InventoryTotal all = SumOfSectors(*inventory, kYear);
  EXPECT_EQ(Told(all), "INCOMPLETE");
  EXPECT_EQ(all.recorded_part().value(), "1");
}

TEST(IncludedElsewhere, IsAGapWhereItsHolderHasNoValueAndIsNoPart) {
  const SampleInventory inventory(
      {Emission("waste", "2023", Value("1")),
       IncludedIn(Emission("heating", "2023", Pending()),
                  NameOf({.sector = "waste", .object = "depot"})),
       FigureOf({.sector = "waste", .object = "depot"}, "2023", NotEstimated(), "waste")});
  EXPECT_EQ(Told(SumOfSectors(*inventory, kYear)), "INCOMPLETE");
}

// A published sector that is IE in one of its own sources would leave the source out of the sum.
TEST(IncludedElsewhere, IsAGapWhereItsHolderIsOnlyAPartOfItself) {
  const SampleInventory inventory({IncludedIn(Emission("waste", "2023", Pending()),
                                              NameOf({.sector = "waste", .source = "landfill"})),
                                   Sourced("waste", "landfill", "2023", Value("7")),
                                   Emission("heating", "2023", Value("5"))});
  EXPECT_EQ(Told(TotalOf(*inventory, "waste", kYear)), "INCOMPLETE");
  EXPECT_EQ(Told(SumOfSectors(*inventory, kYear)), "INCOMPLETE");
  const SampleInventory crossed({IncludedIn(Sourced("waste", "landfill", "2023", Pending()),
                                            NameOf({.sector = "waste", .gas = "ch4"})),
                                 OfGas("waste", "ch4", "2023", Value("7"))});
  EXPECT_EQ(Told(TotalOf(*crossed, "waste", kYear)), "INCOMPLETE");
}

TEST(SumOfSectors, LeavesOutTotalPartsAndWhatStandsApart) {
  const SampleInventory inventory(
      {Emission("all", "2023", Value("100")), Emission("waste", "2023", Value("7")),
       Emission("heating", "2023", Value("5")),
       FigureOf({.sector = "oil-boilers"}, "2023", Value("4"), "heating"),
       FigureOf({.sector = "shipping"}, "2023", Value("2"), "all"),
       Emission("land-use", "2023", Value("-9")), Emission("removals", "2023", Value("-3")),
       FigureOf({.sector = "forest"}, "2023", Value("-8"), "land-use")});
  EXPECT_THAT(SummedSectors(*inventory), ElementsAre("heating", "shipping", "waste"));
  EXPECT_EQ(Told(SumOfSectors(*inventory, kYear)), "14");
}

TEST(SumOfSectors, MissesASectorThatIsNamedOnlyByItsParts) {
  const SampleInventory inventory({Emission("road-traffic", "2023", Value("112787")),
                                   FigureOf({.sector = "building-and-construction"}, "2023",
                                            Value("13619"), "other-mobile-combustion")});
  const v1::InventoryTotal all = SumOfSectors(*inventory, kYear);
  EXPECT_EQ(Told(all), "INCOMPLETE");
  EXPECT_THAT(all.gaps(), ElementsAre(NameOf({.sector = "other-mobile-combustion"})));
  EXPECT_EQ(all.recorded_part().value(), "112787");
}

TEST(SumOfSectors, NamesFiftyGapsAndCountsAll) {
  std::vector<v1::EmissionFigure> figures;
  for (int i = 0; i < 60; ++i) {
    figures.push_back(Emission(absl::StrCat("sector-", i), "2023", NotEstimated()));
  }
  const SampleInventory inventory(std::move(figures));
  const v1::InventoryTotal all = SumOfSectors(*inventory, kYear);
  EXPECT_EQ(all.gaps_size(), kMostNamed);
  EXPECT_EQ(all.gap_count(), 60);
}

TEST(SumOfSectors, EndsWhereSectorsArePartsOfEachOther) {
  const SampleInventory inventory({FigureOf({.sector = "a"}, "2023", Value("1"), "b"),
                                   FigureOf({.sector = "b"}, "2023", Value("2"), "a")});
  EXPECT_EQ(Told(SumOfSectors(*inventory, kYear)), "1");
}

class GwpOfSums : public ::testing::Test {
 protected:
  // 100 t of CO2, 10 t of CH4 and 2 t of N2O.
  static std::vector<v1::EmissionFigure> Masses() {
    std::vector<v1::EmissionFigure> figures = {OfGas("waste", "co2", "2023", Value("100")),
                                               OfGas("waste", "ch4", "2023", Value("10")),
                                               OfGas("waste", "n2o", "2023", Value("2"))};
    for (v1::EmissionFigure& figure : figures) figure.set_unit("tonnes");
    return figures;
  }
};

TEST_F(GwpOfSums, MassesAreConvertedByTheTableOfTheRelease) {
  SampleInventory inventory(Masses());
  EXPECT_EQ(Told(TotalOf(*inventory, "waste", kYear)), "GWP_UNKNOWN");
  inventory->gwp = std::make_shared<GwpConversion>(Ar4(), std::nullopt);
  EXPECT_EQ(Told(TotalOf(*inventory, "waste", kYear)), "946");
  EXPECT_EQ(Told(SumOfSectors(*inventory, kYear)), "946");
  const GwpConversion to_ar5(Ar4(), Ar5());
  EXPECT_EQ(Told(TotalOf(*inventory, "waste", kYear, &to_ar5)), "910");
}

TEST_F(GwpOfSums, EquivalentsAreConvertedByGasInPlaceOfTheSectorsOwnFigure) {
  SampleInventory inventory(
      {Emission("waste", "2023", Value("946")), OfGas("waste", "co2", "2023", Value("100")),
       OfGas("waste", "ch4", "2023", Value("250")), OfGas("waste", "n2o", "2023", Value("596"))});
  inventory->gwp = std::make_shared<GwpConversion>(Ar4(), std::nullopt);
  EXPECT_EQ(Told(TotalOf(*inventory, "waste", kYear)), "946");
  const GwpConversion to_ar5(Ar4(), Ar5());
  const v1::InventoryTotal total = TotalOf(*inventory, "waste", kYear, &to_ar5);
  EXPECT_EQ(Told(total), "910");
  EXPECT_EQ(total.basis(), v1::TOTAL_BASIS_SUMMED);
}

TEST_F(GwpOfSums, AFigureWithoutAGasIsNotToldByAnotherTable) {
  SampleInventory inventory({Emission("waste", "2023", Value("946")),
                             Emission("all", "2023", Value("946")),
                             OfGas("heating", "co2", "2023", Value("5"))});
  inventory->gwp = std::make_shared<GwpConversion>(Ar4(), std::nullopt);
  const GwpConversion to_ar5(Ar4(), Ar5());
  EXPECT_EQ(Told(TotalOf(*inventory, "waste", kYear, &to_ar5)), "GWP_UNKNOWN");
  EXPECT_EQ(Told(TotalOf(*inventory, "all", kYear, &to_ar5)), "GWP_UNKNOWN");
  EXPECT_EQ(TotalOf(*inventory, "all", kYear, &to_ar5).recorded_part().value(), "5");
  EXPECT_EQ(Told(TotalOf(*inventory, "heating", kYear, &to_ar5)), "5");
}

TEST(TotalOfSource, IsItsFigureElseTheSumOfItsGases) {
  const SampleInventory inventory(
      {Sourced("waste", "landfill", "2023", Value("7")),
       FigureOf({.sector = "waste", .source = "sewage", .gas = "ch4"}, "2023", Value("2")),
       FigureOf({.sector = "waste", .source = "sewage", .gas = "n2o"}, "2023", Value("3"))});
  EXPECT_EQ(Told(TotalOfSource(*inventory, "waste", "landfill", kYear)), "7");
  EXPECT_EQ(Told(TotalOfSource(*inventory, "waste", "sewage", kYear)), "5");
  EXPECT_EQ(Told(TotalOfSource(*inventory, "waste", "compost", kYear)), "NO_OBSERVATION");
}

TEST(Sums, CarryTheIntervalOfRoundedParts) {
  common::v1::Cell rounded = Value("700");
  rounded.set_rounded_to("100");
  const SampleInventory inventory(
      {Sourced("waste", "landfill", "2023", rounded), Emission("heating", "2023", Value("5"))});
  EXPECT_EQ(TotalOf(*inventory, "waste", kYear).total().interval().low(), "650");
  EXPECT_EQ(SumOfSectors(*inventory, kYear).total().interval().high(), "755");
}

}  // namespace
}  // namespace tertial::climate
