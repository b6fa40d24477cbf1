// The attacker on cubes made by hand, where one can see what follows.
#include "tests/attack/cube_attacker.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::attack {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace v1 = workforce::v1;

constexpr char kCube[] = "areas/asker/cubes/2024-12-31";

// A day of an area with the units a, b and c.
class HandMade {
 public:
  HandMade() {
    v1::Cube& cube = recorded.cubes.emplace_back();
    cube.set_name(kCube);
    cube.set_period("2024-12-31");
    for (const char* const id : {"a", "b", "c"}) {
      cube.add_units()->set_unit(absl::StrCat("areas/asker/units/", id));
    }
    v1::FigureDefinition& definition = *cube.add_definitions();
    definition.set_measure(v1::FIGURE_MEASURE_HEAD_COUNT);
    definition.set_first_day("2024-12-31");
    definition.set_last_day("2024-12-31");
    knowledge.without_own_people = {""};
  }

  // How many persons there are; empty where that is hidden.
  void Heads(const std::string& unit, const std::string& value, v1::Sex sex = v1::SEX_TOTAL) {
    v1::PublishedFigure& figure = recorded.figures.emplace_back();
    figure.set_name(absl::StrCat(kCube, "/figures/head-count~unit.", unit, "~", sex));
    figure.set_period("2024-12-31");
    figure.mutable_subject()->set_measure(v1::FIGURE_MEASURE_HEAD_COUNT);
    figure.mutable_subject()->set_sex(sex);
    if (!unit.empty()) figure.mutable_subject()->set_unit(absl::StrCat("areas/asker/units/", unit));
    for (common::v1::Cell* const cell : {figure.mutable_cell(), figure.mutable_numerator()}) {
      if (value.empty()) {
        cell->set_missing(common::v1::MISSING_REASON_SUPPRESSED);
      } else {
        cell->set_value(value);
      }
    }
  }

  Findings Attacked(Attack attack) const { return AttackCubes(recorded, knowledge, attack); }

  Recorded recorded;
  Knowledge knowledge;
};

TEST(CubeAttacker, DeterminesTheOnlyHiddenUnit) {
  HandMade of;
  of.Heads("", "30");
  of.Heads("a", "10");
  of.Heads("b", "12");
  of.Heads("c", "");
  for (const Attack attack : {Attack::kAll, Attack::kQuick}) {
    const Findings findings = of.Attacked(attack);
    EXPECT_EQ(findings.hidden, 1);
    EXPECT_THAT(findings.determined, ElementsAre(HasSubstr("head-count~unit.c")));
    EXPECT_THAT(findings.undecided, IsEmpty());
  }
}

TEST(CubeAttacker, FindsTwoRegistersWhereTwoUnitsAreHidden) {
  HandMade of;
  of.Heads("", "30");
  of.Heads("a", "10");
  of.Heads("b", "");
  of.Heads("c", "");
  const Findings findings = of.Attacked(Attack::kAll);
  EXPECT_EQ(findings.hidden, 2);
  EXPECT_THAT(findings.determined, IsEmpty());
  EXPECT_THAT(findings.undecided, IsEmpty());
}

// No row by itself tells it, and a whole solver must: b and c have 20 persons, of whom 20 are women
// that are not in a; so all of them are.
TEST(CubeAttacker, DeterminesWhatFollowsFromSeveralFiguresTogether) {
  HandMade of;
  of.Heads("", "30");
  of.Heads("", "25", v1::SEX_WOMEN);
  of.Heads("a", "10");
  of.Heads("a", "5", v1::SEX_WOMEN);
  of.Heads("b", "");
  of.Heads("b", "", v1::SEX_MEN);
  of.Heads("c", "");
  const Findings findings = of.Attacked(Attack::kAll);
  EXPECT_EQ(findings.hidden, 3);
  EXPECT_THAT(findings.determined, ElementsAre(HasSubstr("head-count~unit.b~3")));
  EXPECT_THAT(findings.undecided, IsEmpty());
}

TEST(CubeAttacker, SubtractsWhatIsKnownFromElsewhere) {
  HandMade of;
  of.Heads("", "30");
  of.Heads("a", "12");
  of.Heads("b", "14");
  of.Heads("c", "");
  // Somebody works in a, b and c.
  of.knowledge.known = [](const v1::PublishedFigure&) { return Known{.numerator = 1}; };
  EXPECT_THAT(of.Attacked(Attack::kAll).determined, ElementsAre(HasSubstr("head-count~unit.c")));
}

TEST(CubeAttacker, TellsEquationsThatContradictEachOther) {
  HandMade of;
  of.Heads("", "30");
  of.Heads("a", "31");
  of.Heads("b", "");
  const Findings findings = of.Attacked(Attack::kAll);
  EXPECT_EQ(findings.contradictions, 1);
  EXPECT_THAT(findings.determined, IsEmpty());
}

TEST(CubeAttacker, TellsWhatItCannotAskFor) {
  HandMade of;
  of.Heads("elsewhere", "");
  const Findings findings = of.Attacked(Attack::kAll);
  EXPECT_EQ(findings.hidden, 0);
  EXPECT_THAT(findings.passed_over, ElementsAre(HasSubstr("elsewhere")));
}

}  // namespace
}  // namespace tertial::attack
