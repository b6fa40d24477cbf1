#include "services/climate/domain/inventory.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::Pair;
using ::testing::SizeIs;

TEST(Inventory, HoldsTheFiguresOfItsReleaseOnly) {
  const std::vector<v1::InventoryRelease> releases = {OwnRelease(), CommunityRelease()};
  const std::vector<v1::EmissionFigure> figures = {
      Emission("all", "2023", Value("1"), "", kOwnRelease), Emission("all", "2022", Value("2")),
      Emission("all", "2023", Value("3"))};
  const std::vector<Inventory> inventories = SortIntoInventories(releases, figures);
  ASSERT_THAT(inventories, SizeIs(2));
  EXPECT_EQ(inventories[0].release->name(), kOwnRelease);
  EXPECT_THAT(inventories[0].FiguresOf({.sector = "all", .object = ""}), SizeIs(1));
  EXPECT_THAT(inventories[1].FiguresOf({.sector = "all", .object = ""}), SizeIs(2));
  EXPECT_THAT(inventories[1].FiguresOf({.sector = "waste", .object = ""}), IsEmpty());
}

TEST(Inventory, PutsTheTotalFirstAndASectorBeforeItsObjects) {
  const std::vector<v1::InventoryRelease> releases = {CommunityRelease()};
  const std::vector<v1::EmissionFigure> figures = {
      Emission("waste", "2023", Value("1"), "depot"), Emission("waste", "2023", Value("2")),
      Emission("agriculture", "2023", Value("3")), Emission("all", "2023", Value("6"))};
  const std::vector<Inventory> inventories = SortIntoInventories(releases, figures);
  std::vector<std::pair<std::string, std::string>> order;
  for (const auto& [id, unused] : inventories[0].series) order.emplace_back(id.sector, id.object);
  EXPECT_THAT(order, ElementsAre(Pair("all", ""), Pair("agriculture", ""), Pair("waste", ""),
                                 Pair("waste", "depot")));
}

// A map by sector and object alone would keep the first of these and lose the others without a
// word.
TEST(Inventory, KeepsFiguresOfEverySourceAndGasApart) {
  const SampleInventory inventory(
      {FigureOf({.sector = "road-traffic", .source = "cars", .gas = "ch4"}, "2023", Value("1")),
       FigureOf({.sector = "road-traffic", .source = "cars", .gas = "n2o"}, "2023", Value("2")),
       FigureOf({.sector = "road-traffic", .source = "vans", .gas = "ch4"}, "2023", Value("3")),
       Sourced("road-traffic", "cars", "2023", Value("4")),
       OfGas("road-traffic", "ch4", "2023", Value("5")),
       Emission("road-traffic", "2023", Value("6"))});
  std::vector<std::string> values;
  for (const auto& [id, figures] : (*inventory).series) {
    for (const auto& [period, figure] : figures) values.push_back(figure->cell().value());
  }
  EXPECT_THAT(values, ElementsAre("6", "5", "4", "1", "2", "3"));
}

TEST(Inventory, KnowsWhatASectorIsAPartOfByItsLatestFigure) {
  const SampleInventory inventory(
      {FigureOf({.sector = "construction"}, "2022", Value("1"), "industry"),
       FigureOf({.sector = "construction"}, "2023", Value("1"), "other-mobile-combustion")});
  EXPECT_THAT((*inventory).part_of, ElementsAre(Pair("construction", "other-mobile-combustion")));
}

TEST(EmissionOperand, LiesWhereItsUncertaintySays) {
  v1::EmissionFigure figure = Emission("all", "2009", Value("373141"));
  figure.mutable_uncertainty()->set_low("370000");
  figure.mutable_uncertainty()->set_high("376000");
  const SampleInventory inventory({figure});
  const common::v1::Operand operand =
      EmissionOperand(*inventory, {.sector = "all"}, Period::OfYear(2009));
  EXPECT_EQ(operand.interval().unrounded_low(), "370000");
  EXPECT_EQ(operand.interval().unrounded_high(), "376000");
}

v1::EmissionFigure ImpliedBase() {
  v1::EmissionFigure base = Emission("all", "2009", Value("373141"));
  base.mutable_cell()->add_flags(common::v1::FLAG_ESTIMATED);
  base.mutable_implied_by()->set_period("2023");
  base.mutable_implied_by()->mutable_percent_change()->set_value("-45.4");
  base.mutable_implied_by()->mutable_percent_change()->set_rounded_to("0.1");
  return base;
}

TEST(EmissionOperand, LiesWhereTheLaterFigureSays) {
  const SampleInventory inventory({ImpliedBase(), Emission("all", "2023", Value("203735"))});
  const common::v1::Operand operand =
      EmissionOperand(*inventory, {.sector = "all"}, Period::OfYear(2009));
  EXPECT_EQ(operand.cell().value(), "373141");
  // 203735 / 0.5465 and / 0.5455.
  EXPECT_EQ(operand.interval().unrounded_low().substr(0, 13), "372799.634034");
  EXPECT_EQ(operand.interval().unrounded_high().substr(0, 13), "373483.043079");
  EXPECT_TRUE(AgreesWithImplied(*inventory, ImpliedBase()));
}

TEST(EmissionOperand, LiesNobodyKnowsWhereOnceTheLaterFigureIsGone) {
  const SampleInventory inventory({ImpliedBase(), Emission("all", "2023", Pending())});
  const common::v1::Operand operand =
      EmissionOperand(*inventory, {.sector = "all"}, Period::OfYear(2009));
  EXPECT_TRUE(operand.has_interval());
  EXPECT_EQ(operand.interval().unrounded_low(), "");
  EXPECT_FALSE(AgreesWithImplied(*inventory, ImpliedBase()));
}

TEST(AgreesWithImplied, LeavesAUnitOfTheLastDecimalToSpare) {
  const SampleInventory inventory({ImpliedBase(), Emission("all", "2023", Value("203735"))});
  v1::EmissionFigure base = ImpliedBase();
  for (const auto& [value, agrees] : std::vector<std::pair<const char*, bool>>{
           {"372799", true}, {"372798", false}, {"373484", true}, {"373485", false}}) {
    base.mutable_cell()->set_value(value);
    EXPECT_EQ(AgreesWithImplied(*inventory, base), agrees) << value;
  }
}

TEST(LatestMeasured, SkipsGapsOtherKindsOfPeriodsAndWhatLiesOutside) {
  const std::vector<v1::InventoryRelease> releases = {CommunityRelease()};
  const std::vector<v1::EmissionFigure> figures = {
      Emission("all", "2020", Value("1")), Emission("all", "2022", Value("2")),
      Emission("all", "2023-T1", Value("3")), Emission("all", "2024", Pending()),
      Emission("all", "2025", Value("4"))};
  const std::vector<Inventory> inventories = SortIntoInventories(releases, figures);
  const FiguresByPeriod& all = inventories[0].FiguresOf({.sector = "all", .object = ""});
  EXPECT_THAT(LatestMeasured(all, Period::OfYear(2021), Period::OfYear(2024)),
              Optional(Period::OfYear(2022)));
  EXPECT_EQ(LatestMeasured(all, Period::OfYear(2023), Period::OfYear(2024)), std::nullopt);
}

}  // namespace
}  // namespace tertial::climate
