#include "services/workforce/domain/frozen_slice.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workforce/small_register.h"

namespace tertial::workforce {
namespace {

using Table = DisclosureTable;
using internal::v1::FrozenNode;
using internal::v1::FrozenSlice;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> UnitsOf(const FrozenSlice& slice) {
  std::vector<std::string> units;
  for (const FrozenNode& node : slice.nodes()) units.push_back(node.unit());
  return units;
}

// Two units below one, in an area of nothing else.
class TwoUnits {
 public:
  TwoUnits() {
    for (const char* const id : {"top", "a", "b"}) {
      v1::Unit& unit = units_.emplace_back();
      unit.set_name(std::string("areas/asker/units/") + id);
      if (ids_.empty()) {
        ids_.push_back(id);
        continue;
      }
      unit.add_placements()->set_parent("areas/asker/units/top");
      ids_.push_back(id);
    }
    AddSlot(Slot::kDay, DayOf2024(12, 31), DayOf2024(12, 31),
            std::make_shared<const UnitTree>(UnitTree::At(units_, absl::CivilDay(2024, 12, 31))),
            ids_, plan_);
    counts_ = std::make_unique<DisclosureCounts>(plan_);
  }

  // In units by their numbers: 0 is the one above.
  void Add(int persons, const std::vector<uint32_t>& units) {
    Person person{.woman = true, .birth_year = 1980, .positions = {}, .absences = {}};
    for (const uint32_t unit : units) {
      person.positions.push_back(
          {.unit = unit, .percent = 5000, .kind = v1::POSITION_KIND_PERMANENT});
    }
    for (int i = 0; i < persons; ++i) counts_->AddPerson(person, plan_);
  }

  FrozenTables Freeze(const std::vector<Table>& tables) const {
    const FrozenTables none;
    return workforce::Freeze({.counts = *counts_,
                              .slot = plan_.slots[0],
                              .slot_number = 0,
                              .rules = {},
                              .policy_revision = 7,
                              .before = none},
                             tables);
  }

  const UnitTree& tree() const { return *plan_.slots[0].tree; }

 private:
  std::vector<v1::Unit> units_;
  std::vector<std::string> ids_;
  FigurePlan plan_;
  std::unique_ptr<DisclosureCounts> counts_;
};

TEST(FrozenSlice, HoldsWhatIsShownAndNoMore) {
  TwoUnits of;
  of.Add(20, {1});
  of.Add(4, {2});
  const FrozenTables frozen = of.Freeze({Table::kBase});
  const FrozenSlice& base = frozen.at(Table::kBase);
  EXPECT_THAT(UnitsOf(base), ElementsAre("", "top"));
  ASSERT_EQ(base.atoms_size(), 1);
  EXPECT_THAT(base.atoms(0).blocks(), ElementsAre("a", "b"));
  EXPECT_EQ(base.policy_revision(), 7);
  EXPECT_EQ(FindNode(base, "a"), nullptr);
  ASSERT_NE(FindNode(base, "top"), nullptr);
  EXPECT_EQ(
      FindSum(*FindNode(base, "top"), v1::SEX_TOTAL, v1::AGE_BAND_UNSPECIFIED, Counter::kPersons),
      24);
  EXPECT_EQ(
      FindSum(*FindNode(base, "top"), v1::SEX_WOMEN, v1::AGE_BAND_UNSPECIFIED, Counter::kPersons),
      std::nullopt);
}

TEST(FrozenSlice, GivesItsFrameBack) {
  TwoUnits of;
  of.Add(20, {1});
  of.Add(4, {2});
  of.Add(6, {0});
  const FrozenTables frozen = of.Freeze({Table::kBase});
  const Frame frame = FrameOf(frozen.at(Table::kBase), of.tree());
  EXPECT_THAT(ShownNodes(of.tree(), frame), ElementsAre(true, true, true, false));
  EXPECT_THAT(frozen.at(Table::kBase).atoms(0).blocks(), ElementsAre("b", "top/"));
  EXPECT_THAT(frozen.at(Table::kBase).atoms(1).blocks(), ElementsAre("a"));
}

TEST(FrozenSlice, FewPersonsInTwoUnitsAreNotTold) {
  TwoUnits of;
  of.Add(20, {1});
  of.Add(20, {2});
  EXPECT_THAT(UnitsOf(of.Freeze({Table::kBase}).at(Table::kBase)),
              ElementsAre("", "top", "a", "b"));
  of.Add(4, {1, 2});
  const FrozenTables frozen = of.Freeze({Table::kBase, Table::kFte});
  // The area has the same people.
  EXPECT_THAT(UnitsOf(frozen.at(Table::kBase)), ElementsAre("a", "b"));
  EXPECT_THAT(UnitsOf(frozen.at(Table::kFte)), ElementsAre("", "top", "a", "b"));
  of.Add(1, {1, 2});
  EXPECT_THAT(UnitsOf(of.Freeze({Table::kBase}).at(Table::kBase)),
              ElementsAre("", "top", "a", "b"));
}

TEST(FrozenSlice, OfAnAreaThatIsTooSmallNothingIsShown) {
  TwoUnits of;
  of.Add(2, {1});
  of.Add(2, {2});
  const FrozenTables frozen = of.Freeze({Table::kBase, Table::kSex});
  for (const auto& [table, slice] : frozen) {
    EXPECT_THAT(slice.nodes(), IsEmpty());
    EXPECT_THAT(slice.atoms(), IsEmpty());
  }
}

// Each table hides whatever the tables that it must be coarser than hide.
TEST(FrozenSlice, NoTableShowsWhatAFinerOneHides) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const SmallRegister of = MakeSmallRegister(seed);
    SmallPublisher publisher(of);
    publisher.Fix(*Period::Parse("2024-T3"));
    for (const CubeSlice& slice : AllSlices(*Period::Parse("2024-T3"), v1::FLOW_UNIT_TERTIAL)) {
      for (const Table table : TablesOf(slice, v1::FLOW_UNIT_TERTIAL)) {
        for (const Table finer : CoarserThan(table)) {
          for (const FrozenNode& node : publisher.frozen(table, slice).nodes()) {
            // An overlap of few persons hides single nodes of tables that count persons.
            if (node.unit().empty() || node.unit().size() == 2) continue;
            EXPECT_NE(FindNode(publisher.frozen(finer, slice), node.unit()), nullptr)
                << static_cast<int>(table) << " " << node.unit();
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace tertial::workforce
