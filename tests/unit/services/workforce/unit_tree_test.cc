#include "services/workforce/domain/unit_tree.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/figure_id.h"

namespace tertial::workforce {
namespace {

using absl::CivilDay;
using ::testing::ElementsAre;
using ::testing::Optional;

const CivilDay kDay(2024, 12, 31);

// An organisation, put together by a test.
class Units {
 public:
  v1::Unit& Add(const std::string& id, int order = 1) {
    v1::Unit& unit = units_.emplace_back();
    unit.set_name(UnitName("asker", id));
    unit.set_order(order);
    return unit;
  }
  v1::Unit& AddBelow(const std::string& parent, const std::string& id, int order = 1) {
    v1::Unit& unit = Add(id, order);
    Place(unit, parent, "");
    return unit;
  }
  static void Place(v1::Unit& unit, const std::string& parent, const std::string& from) {
    v1::UnitPlacement& placement = *unit.add_placements();
    if (!parent.empty()) placement.set_parent(UnitName("asker", parent));
    placement.set_from(from);
  }
  static void AddOrigin(v1::Unit& unit, const std::string& from, v1::UnitOriginKind kind) {
    unit.add_origins()->set_unit(UnitName("asker", from));
    unit.mutable_origins(unit.origins_size() - 1)->set_kind(kind);
  }

  UnitTree At(CivilDay day = kDay) const { return UnitTree::At(units_, day); }

 private:
  std::vector<v1::Unit> units_;
};

// "area(welfare(care),culture)"
std::string Show(const UnitTree& tree, int node = 0) {
  std::string text = node == 0 ? "area" : tree.id(node);
  if (tree.children(node).empty()) return text;
  std::string below;
  for (const int child : tree.children(node)) {
    absl::StrAppend(&below, below.empty() ? "" : ",", Show(tree, child));
  }
  return absl::StrCat(text, "(", below, ")");
}

std::string WhereIs(const UnitTree& tree, const std::string& unit) {
  const std::optional<int> node = tree.Find(unit);
  if (!node.has_value()) return "unknown";
  return *node == 0 ? "area" : tree.id(*node);
}

TEST(UnitTree, OfNoUnitsIsTheArea) {
  const UnitTree tree = Units().At();
  EXPECT_EQ(tree.size(), 1);
  EXPECT_EQ(tree.id(0), "");
  EXPECT_EQ(tree.parent(0), -1);
  EXPECT_EQ(tree.depth(0), 0);
  EXPECT_THAT(tree.BlocksBelow(0), ElementsAre(0));
  EXPECT_EQ(tree.BlockId(0), "/");
  EXPECT_EQ(WhereIs(tree, "welfare"), "unknown");
}

TEST(UnitTree, PlacesUnitsInTheirOrderBelowEachOther) {
  Units units;
  units.AddBelow("welfare", "care", 2);
  units.AddBelow("welfare", "health", 1);
  units.Add("culture", 2);
  units.Add("welfare", 1);
  units.AddBelow("care", "home-care");
  const UnitTree tree = units.At();
  EXPECT_EQ(Show(tree), "area(welfare(health,care(home-care)),culture)");
  const int care = tree.Find("care").value();
  EXPECT_EQ(tree.depth(care), 2);
  EXPECT_EQ(tree.id(tree.parent(care)), "welfare");
  EXPECT_THAT(tree.children(care), ElementsAre(care + 1));
  EXPECT_EQ(tree.end(care), care + 2);
}

TEST(UnitTree, NamesABlockForEveryNode) {
  Units units;
  units.Add("welfare");
  units.AddBelow("welfare", "care");
  const UnitTree tree = units.At();
  EXPECT_EQ(tree.blocks(), 3);
  EXPECT_EQ(tree.BlockId(tree.BlockOf(*tree.Find("welfare"))), "welfare/");
  EXPECT_EQ(tree.BlockId(tree.BlockOf(*tree.Find("care"))), "care");
  EXPECT_THAT(tree.BlocksBelow(0), ElementsAre(0, 1, 2));
  EXPECT_THAT(tree.BlocksBelow(*tree.Find("welfare")), ElementsAre(1, 2));
  EXPECT_THAT(tree.BlocksBelow(*tree.Find("care")), ElementsAre(2));
}

TEST(UnitTree, MovesUnitsOnTheDayOfTheirPlacement) {
  Units units;
  units.Add("a", 1);
  units.Add("b", 2);
  v1::Unit& moved = units.Add("moved", 3);
  Units::Place(moved, "a", "");
  Units::Place(moved, "b", "2024-07-01");
  Units::Place(moved, "", "2025-01-01");
  EXPECT_EQ(Show(units.At(CivilDay(2024, 6, 30))), "area(a(moved),b)");
  EXPECT_EQ(Show(units.At(CivilDay(2024, 7, 1))), "area(a,b(moved))");
  EXPECT_EQ(Show(units.At(CivilDay(2024, 12, 31))), "area(a,b(moved))");
  EXPECT_EQ(Show(units.At(CivilDay(2025, 1, 1))), "area(a,b,moved)");
}

TEST(UnitTree, StandsAtTheTopBeforeTheFirstPlacement) {
  Units units;
  units.Add("a");
  Units::Place(units.Add("b", 2), "a", "2024-07-01");
  EXPECT_EQ(Show(units.At(CivilDay(2024, 6, 30))), "area(a,b)");
}

TEST(UnitTree, HoldsUnitsAsLongAsTheyAreThere) {
  Units units;
  units.Add("a").set_valid_to("2023-12-31");
  units.Add("b").set_valid_from("2024-01-01");
  EXPECT_EQ(Show(units.At(CivilDay(2023, 12, 31))), "area(a)");
  EXPECT_EQ(Show(units.At(CivilDay(2024, 1, 1))), "area(b)");
}

TEST(UnitTree, CountsAMergedUnitInTheOneThatItBecame) {
  Units units;
  units.Add("a").set_valid_to("2023-12-31");
  units.Add("b").set_valid_to("2023-12-31");
  v1::Unit& merged = units.Add("merged");
  merged.set_valid_from("2024-01-01");
  Units::AddOrigin(merged, "a", v1::UNIT_ORIGIN_KIND_MERGED);
  Units::AddOrigin(merged, "b", v1::UNIT_ORIGIN_KIND_MERGED);
  EXPECT_EQ(WhereIs(units.At(), "a"), "merged");
  EXPECT_EQ(WhereIs(units.At(), "b"), "merged");
  EXPECT_EQ(WhereIs(units.At(CivilDay(2023, 12, 31)), "a"), "a");
}

TEST(UnitTree, FollowsMergersOfMergedUnits) {
  Units units;
  units.Add("first").set_valid_to("2022-12-31");
  v1::Unit& second = units.Add("second");
  second.set_valid_to("2023-12-31");
  Units::AddOrigin(second, "first", v1::UNIT_ORIGIN_KIND_MERGED);
  Units::AddOrigin(units.Add("third"), "second", v1::UNIT_ORIGIN_KIND_MERGED);
  EXPECT_EQ(WhereIs(units.At(), "first"), "third");
  EXPECT_EQ(WhereIs(units.At(CivilDay(2023, 6, 1)), "first"), "second");
}

TEST(UnitTree, CountsAClosedUnitInItsLastParent) {
  Units units;
  units.Add("a", 1);
  units.Add("b", 2);
  v1::Unit& closed = units.Add("closed", 3);
  closed.set_valid_to("2023-12-31");
  Units::Place(closed, "a", "");
  Units::Place(closed, "b", "2023-01-01");
  // Placed elsewhere after it was gone: that was never so.
  Units::Place(closed, "a", "2024-06-01");
  EXPECT_EQ(WhereIs(units.At(), "closed"), "b");
  units.Add("at-the-top").set_valid_to("2023-12-31");
  EXPECT_EQ(WhereIs(units.At(), "at-the-top"), "area");
}

TEST(UnitTree, CountsAUnitThatWasSplitInItsLastParent) {
  Units units;
  units.Add("a");
  v1::Unit& split = units.AddBelow("a", "split");
  split.set_valid_to("2023-12-31");
  Units::AddOrigin(units.Add("one"), "split", v1::UNIT_ORIGIN_KIND_SPLIT);
  EXPECT_EQ(WhereIs(units.At(), "split"), "a");
  // Two that name it as merged into them tell no one successor either.
  Units::AddOrigin(units.Add("two"), "split", v1::UNIT_ORIGIN_KIND_MERGED);
  Units::AddOrigin(units.Add("three"), "split", v1::UNIT_ORIGIN_KIND_MERGED);
  EXPECT_EQ(WhereIs(units.At(), "split"), "a");
}

TEST(UnitTree, CountsAUnitToComeWhereItWillStand) {
  Units units;
  units.Add("a");
  units.AddBelow("a", "later").set_valid_from("2025-01-01");
  EXPECT_EQ(Show(units.At()), "area(a)");
  EXPECT_EQ(WhereIs(units.At(), "later"), "a");
}

TEST(UnitTree, EndsWhereUnitsNameEachOther) {
  Units units;
  v1::Unit& a = units.AddBelow("b", "a");
  a.set_valid_to("2023-12-31");
  v1::Unit& b = units.AddBelow("a", "b");
  b.set_valid_to("2023-12-31");
  EXPECT_EQ(WhereIs(units.At(), "a"), "area");
  EXPECT_EQ(WhereIs(units.At(CivilDay(2023, 1, 1)), "b"), "area");
}

TEST(UnitTree, OfRandomOrganisationsHasEveryUnitOnceAndEveryRangeWhole) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    Units units;
    const int count = 1 + static_cast<int>(random() % 30);
    for (int i = 0; i < count; ++i) {
      const bool at_the_top = i == 0 || random() % 4 == 0;
      const std::string id = absl::StrCat("u", i);
      if (at_the_top) {
        units.Add(id, static_cast<int>(random() % 5));
      } else {
        units.AddBelow(absl::StrCat("u", random() % static_cast<unsigned>(i)), id);
      }
    }
    const UnitTree tree = units.At();
    ASSERT_EQ(tree.size(), count + 1);
    for (int node = 1; node < tree.size(); ++node) {
      EXPECT_THAT(tree.Find(tree.id(node)), Optional(node));
      const int parent = tree.parent(node);
      EXPECT_LT(parent, node);
      EXPECT_LE(tree.end(node), tree.end(parent));
      EXPECT_EQ(tree.depth(node), tree.depth(parent) + 1);
      const auto children = tree.children(parent);
      EXPECT_EQ(std::count(children.begin(), children.end(), node), 1);
      EXPECT_EQ(static_cast<int>(tree.BlocksBelow(node).size()), tree.end(node) - node);
    }
  }
}

}  // namespace
}  // namespace tertial::workforce
