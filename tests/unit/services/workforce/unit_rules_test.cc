#include "services/workforce/domain/unit_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/domain/unit_tree.h"

namespace tertial::workforce {
namespace {

using common::v1::ERROR_REASON_DUPLICATE_ELEMENT;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_DATE;
using common::v1::ERROR_REASON_UNIT_CYCLE;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

using Found = std::vector<std::pair<std::string, ErrorReason>>;

Found FieldsOf(const Violations& violations) {
  Found found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

v1::Unit UnitNamed(const std::string& id) {
  v1::Unit unit;
  unit.set_name(UnitName("asker", id));
  return unit;
}

void Place(const std::string& parent, const std::string& from, v1::Unit& unit) {
  v1::UnitPlacement& placement = *unit.add_placements();
  if (!parent.empty()) placement.set_parent(UnitName("asker", parent));
  placement.set_from(from);
}

v1::Unit Below(const std::string& parent, const std::string& id) {
  v1::Unit unit = UnitNamed(id);
  Place(parent, "", unit);
  return unit;
}

v1::Unit Within(v1::Unit unit, const std::string& from, const std::string& to) {
  unit.set_valid_from(from);
  unit.set_valid_to(to);
  return unit;
}

template <typename Check>
Found Checked(Check check, const v1::Unit& unit) {
  Violations violations;
  check(unit, violations);
  return FieldsOf(violations);
}

Found CheckedAmong(const v1::Unit& unit, const std::vector<v1::Unit>& units) {
  Violations violations;
  CheckUnitAmong(unit, units, violations);
  return FieldsOf(violations);
}

TEST(UnitValidity, IsTwoDaysInOrder) {
  EXPECT_THAT(Checked(CheckValidity, UnitNamed("a")), IsEmpty());
  EXPECT_THAT(Checked(CheckValidity, Within(UnitNamed("a"), "1900-01-01", "2100-12-31")),
              IsEmpty());
  EXPECT_THAT(Checked(CheckValidity, Within(UnitNamed("a"), "2024-01-01", "2024-01-01")),
              IsEmpty());
  EXPECT_THAT(Checked(CheckValidity, Within(UnitNamed("a"), "2024-01-02", "2024-01-01")),
              ElementsAre(Pair("valid_to", ERROR_REASON_INCONSISTENT_FIELDS)));
  EXPECT_THAT(Checked(CheckValidity, Within(UnitNamed("a"), "2024", "2024-02-30")),
              ElementsAre(Pair("valid_from", ERROR_REASON_INVALID_DATE),
                          Pair("valid_to", ERROR_REASON_INVALID_DATE)));
  EXPECT_THAT(Checked(CheckValidity, Within(UnitNamed("a"), "1899-12-31", "2101-01-01")),
              ElementsAre(Pair("valid_from", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("valid_to", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(UnitPlacements, AreInTheOrderOfTheirDays) {
  v1::Unit unit = UnitNamed("a");
  Place("b", "", unit);
  Place("c", "2024-01-01", unit);
  Place("", "2024-07-01", unit);
  EXPECT_THAT(Checked(CheckPlacements, unit), IsEmpty());
  Place("b", "2024-07-01", unit);
  Place("c", "2024-03-01", unit);
  Place("c", "soon", unit);
  EXPECT_THAT(Checked(CheckPlacements, unit),
              ElementsAre(Pair("placements[3].from", ERROR_REASON_DUPLICATE_ELEMENT),
                          Pair("placements[4].from", ERROR_REASON_INCONSISTENT_FIELDS),
                          Pair("placements[5].from", ERROR_REASON_INVALID_DATE)));
}

TEST(UnitPlacements, AreSinceEverInTheFirstAlone) {
  v1::Unit unit = UnitNamed("a");
  Place("b", "2024-01-01", unit);
  Place("c", "", unit);
  EXPECT_THAT(Checked(CheckPlacements, unit),
              ElementsAre(Pair("placements[1].from", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(UnitPlacements, AreNotBelowTheUnitItself) {
  EXPECT_THAT(Checked(CheckPlacements, Below("a", "a")),
              ElementsAre(Pair("placements[0].parent", ERROR_REASON_UNIT_CYCLE)));
}

TEST(UnitPlacements, AreAHundredAtMost) {
  v1::Unit unit = UnitNamed("a");
  for (int i = 0; i < 101; ++i) {
    Place("b", absl::FormatCivilTime(absl::CivilDay(2024, 1, 1) + i), unit);
  }
  EXPECT_THAT(Checked(CheckPlacements, unit),
              ElementsAre(Pair("placements", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(UnitOrigins, AreOfAUnitOrFromOutside) {
  v1::Unit unit = UnitNamed("citizenship");
  v1::UnitOrigin& outside = *unit.add_origins();
  outside.add_external()->set_language("nb");
  outside.mutable_external(0)->set_text("Askerbadet KF");
  outside.set_date("2023-01-01");
  outside.set_kind(v1::UNIT_ORIGIN_KIND_TAKEN_IN);
  v1::UnitOrigin& inside = *unit.add_origins();
  inside.set_unit(UnitName("asker", "culture"));
  inside.set_date("2024-01-01");
  inside.set_kind(v1::UNIT_ORIGIN_KIND_MOVED);
  EXPECT_THAT(Checked(CheckOrigins, unit), IsEmpty());
  unit.mutable_origins(0)->set_unit(UnitName("asker", "culture"));
  unit.mutable_origins(1)->clear_unit();
  unit.mutable_origins(1)->set_date("2024");
  unit.mutable_origins(1)->clear_kind();
  unit.add_origins()->set_unit(unit.name());
  unit.mutable_origins(2)->set_date("2024-01-01");
  unit.mutable_origins(2)->set_kind(v1::UNIT_ORIGIN_KIND_SPLIT);
  const Found found = Checked(CheckOrigins, unit);
  EXPECT_EQ(found[0],
            std::make_pair(std::string("origins[0].unit"), ERROR_REASON_INCONSISTENT_FIELDS));
  EXPECT_EQ(found[1], std::make_pair(std::string("origins[1].unit"), ERROR_REASON_FIELD_REQUIRED));
  EXPECT_EQ(found[2], std::make_pair(std::string("origins[1].date"), ERROR_REASON_INVALID_DATE));
  EXPECT_EQ(found[3].first, "origins[1].kind");
  EXPECT_EQ(found[4],
            std::make_pair(std::string("origins[2].unit"), ERROR_REASON_INCONSISTENT_FIELDS));
  EXPECT_EQ(found.size(), 5U);
}

TEST(UnitAmongOthers, MayStandBelowAnother) {
  const std::vector<v1::Unit> units = {UnitNamed("a"), Below("a", "b")};
  EXPECT_THAT(CheckedAmong(Below("b", "c"), units), IsEmpty());
  EXPECT_FALSE(DependsOnOtherUnits(UnitNamed("a")));
  EXPECT_TRUE(DependsOnOtherUnits(Below("b", "c")));
}

TEST(UnitAmongOthers, DoesNotStandAboveItself) {
  const std::vector<v1::Unit> units = {UnitNamed("a"), Below("a", "b"), Below("b", "c")};
  EXPECT_THAT(CheckedAmong(Below("c", "a"), units),
              ElementsAre(Pair("placements", ERROR_REASON_UNIT_CYCLE)));
}

TEST(UnitAmongOthers, DoesNotStandAboveItselfForATime) {
  v1::Unit moved = UnitNamed("b");
  Place("a", "2024-07-01", moved);
  Place("", "2024-08-01", moved);
  const std::vector<v1::Unit> units = {UnitNamed("a"), moved};
  v1::Unit a = UnitNamed("a");
  Place("", "", a);
  Place("b", "2024-08-01", a);
  EXPECT_THAT(CheckedAmong(a, units), IsEmpty());
  a.mutable_placements(1)->set_from("2024-07-31");
  EXPECT_THAT(CheckedAmong(a, units), ElementsAre(Pair("placements", ERROR_REASON_UNIT_CYCLE)));
}

TEST(UnitAmongOthers, IsNotBlamedForARoundOfOthers) {
  const std::vector<v1::Unit> units = {Below("b", "a"), Below("a", "b"), UnitNamed("c")};
  EXPECT_THAT(CheckedAmong(Below("c", "d"), units), IsEmpty());
}

TEST(UnitAmongOthers, StandsAtMostEightDeep) {
  std::vector<v1::Unit> units = {UnitNamed("u1")};
  for (int i = 2; i < kDeepestUnit; ++i) {
    units.push_back(Below(absl::StrCat("u", i - 1), absl::StrCat("u", i)));
  }
  EXPECT_THAT(CheckedAmong(Below("u7", "u8"), units), IsEmpty());
  units.push_back(Below("u7", "u8"));
  EXPECT_THAT(CheckedAmong(Below("u8", "u9"), units),
              ElementsAre(Pair("placements", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  // Those below it go down with it.
  units.push_back(UnitNamed("top"));
  EXPECT_THAT(CheckedAmong(Below("top", "u1"), units),
              ElementsAre(Pair("placements", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(UnitAmongOthers, IsThereNoLongerThanWhatItStandsBelow) {
  const std::vector<v1::Unit> units = {Within(UnitNamed("a"), "2020-01-01", "2024-12-31")};
  EXPECT_THAT(CheckedAmong(Within(Below("a", "b"), "2020-01-01", "2024-12-31"), units), IsEmpty());
  EXPECT_THAT(CheckedAmong(Within(Below("a", "b"), "2020-01-01", "2025-01-01"), units),
              ElementsAre(Pair("placements[0].parent", ERROR_REASON_INCONSISTENT_FIELDS)));
  EXPECT_THAT(CheckedAmong(Below("a", "b"), units),
              ElementsAre(Pair("placements[0].parent", ERROR_REASON_INCONSISTENT_FIELDS)));
  v1::Unit moved = UnitNamed("b");
  Place("", "", moved);
  Place("a", "2020-01-01", moved);
  Place("", "2025-01-01", moved);
  EXPECT_THAT(CheckedAmong(moved, units), IsEmpty());
  // What would be after the unit is gone never is.
  v1::Unit gone = Within(UnitNamed("b"), "", "2019-12-31");
  Place("", "", gone);
  Place("a", "2025-06-01", gone);
  EXPECT_THAT(CheckedAmong(gone, units), IsEmpty());
}

TEST(UnitAmongOthers, StaysAsLongAsOthersStandBelowIt) {
  const std::vector<v1::Unit> units = {UnitNamed("a"), Below("a", "b")};
  EXPECT_THAT(CheckedAmong(Within(UnitNamed("a"), "", "2024-12-31"), units),
              ElementsAre(Pair("valid_to", ERROR_REASON_INCONSISTENT_FIELDS)));
  const std::vector<v1::Unit> ended = {UnitNamed("a"), Within(Below("a", "b"), "", "2024-12-31")};
  EXPECT_THAT(CheckedAmong(Within(UnitNamed("a"), "", "2024-12-31"), ended), IsEmpty());
}

}  // namespace
}  // namespace tertial::workforce
