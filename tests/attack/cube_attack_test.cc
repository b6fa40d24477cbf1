// All cubes of a year, handed to a solver: nothing that is hidden follows from what is shown.
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/cube_figures.h"
#include "tests/attack/cube_attacker.h"
#include "tests/unit/services/workforce/small_register.h"

namespace tertial::attack {
namespace {

using workforce::SmallPublisher;
using workforce::SmallRegister;

Recorded Publish(SmallPublisher& publisher, const SmallRegister& of) {
  Recorded recorded;
  for (const char* const text : {"2024-M12", "2024-T1", "2024", "2024-M11", "2024-T3", "2024-12-31",
                                 "2024-12-01", "2024-T2"}) {
    const Period period = *Period::Parse(text);
    publisher.Fix(period);
    const std::shared_ptr<const workforce::UnitTree> tree = publisher.TreeOn(period.last_day());
    workforce::AssembledCube cube = workforce::AssembleCube(
        {.area_id = "asker",
         .period = period,
         .policy = publisher.policy(),
         .extract_date = "2024-12-31",
         .tree = *tree,
         .units = of.units,
         .frozen = [&](workforce::DisclosureTable table, const workforce::CubeSlice& slice) {
           return &publisher.frozen(table, slice);
         }});
    recorded.cubes.push_back(std::move(cube.cube));
    for (workforce::v1::PublishedFigure& figure : cube.figures) {
      recorded.figures.push_back(std::move(figure));
    }
  }
  return recorded;
}

// Which units with others below them, and whether the area, have nobody of their own.
std::set<std::string> WithoutOwnPeople(const SmallRegister& of) {
  std::set<std::string> ids(of.unit_ids.begin(), of.unit_ids.end());
  ids.insert("");
  for (const workforce::Person& person : of.persons) {
    for (const workforce::Position& position : person.positions) {
      ids.erase(of.unit_ids[position.unit]);
    }
  }
  return ids;
}

Findings AttackRegister(const SmallRegister& of, bool complementary, bool relaxed) {
  SmallPublisher publisher(of);
  publisher.rules().complementary = complementary;
  return Attack(Publish(publisher, of),
                {.one_position_each = true, .without_own_people = WithoutOwnPeople(of)}, relaxed);
}

TEST(CubeAttack, DeterminesNoHiddenNumber) {
  const SmallRegister of = workforce::MakeSmallRegister(7, {.second_positions = false});
  const Findings findings = AttackRegister(of, /*complementary=*/true, /*relaxed=*/false);
  EXPECT_GT(findings.hidden, 100);
  EXPECT_TRUE(findings.determined.empty()) << absl::StrJoin(findings.determined, "\n");
}

TEST(CubeAttack, DeterminesSomeNumbersBehindPrimarySuppression) {
  const SmallRegister of = workforce::MakeSmallRegister(
      7, {.services = 6, .units = 6, .largest = 40, .second_positions = false});
  const Findings findings = AttackRegister(of, /*complementary=*/false, /*relaxed=*/true);
  EXPECT_GE(findings.determined.size(), 10u) << findings.hidden;
}

}  // namespace
}  // namespace tertial::attack
