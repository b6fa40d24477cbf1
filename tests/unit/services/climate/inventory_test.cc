#include "services/climate/domain/inventory.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/climate_samples.h"

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
