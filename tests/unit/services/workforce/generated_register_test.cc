#include "tests/testing/generated_register.h"

#include <map>
#include <set>
#include <string>

#include "common/types/area_registry.h"
#include "common/types/resource_name.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/register_rules.h"

namespace tertial::workforce {
namespace {

using testing::GeneratedRegister;
using testing::GenerateRegister;

std::map<std::string, std::vector<PersonRow>> ByPerson(const GeneratedRegister& of) {
  std::map<std::string, std::vector<PersonRow>> persons;
  int64_t row = 0;
  for (const v1::RegisterRow& content : of.rows) {
    const std::string& key =
        content.has_position() ? content.position().person_key() : content.absence().person_key();
    persons[key].push_back({.row = ++row, .content = content});
  }
  return persons;
}

TEST(GeneratedRegister, IsRightByAllRules) {
  const AreaRegistry areas = *AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas");
  const GeneratedRegister made = GenerateRegister();
  EXPECT_EQ(made.units.size(), 80u);
  RegisterCodes codes(made.units, {}, {});
  for (const auto& [key, rows] : ByPerson(made)) {
    for (PersonRow row : rows) {
      EXPECT_EQ(FindNationalId(row.content), "");
      Violations violations;
      CheckRegisterRow(areas, "asker", row.content, violations);
      ASSERT_TRUE(violations.empty()) << violations.ToStatus() << row.content.DebugString();
    }
    MakePerson(
        rows, ToDayNumber(absl::CivilDay(2024, 12, 31)), codes,
        [&](int64_t row, absl::string_view field, ErrorReason reason, absl::string_view, int64_t) {
          FAIL() << row << " " << std::string(field) << " " << ReasonName(reason) << " "
                 << made.rows[static_cast<size_t>(row) - 1].DebugString();
        });
  }
}

TEST(GeneratedRegister, HasTheShapeOfAMunicipality) {
  const GeneratedRegister made = GenerateRegister();
  RegisterCodes codes(made.units, {}, {});
  const DayNumber day = ToDayNumber(absl::CivilDay(2024, 12, 31));
  int persons = 0;
  int women = 0;
  int permanent = 0;
  int full_time = 0;
  int apprentices = 0;
  int in_two_units = 0;
  int64_t percent = 0;
  int64_t lost = 0;
  int64_t contracted = 0;
  for (const auto& [key, rows] : ByPerson(made)) {
    const Person person =
        MakePerson(rows, day, codes,
                   [](int64_t, absl::string_view, ErrorReason, absl::string_view, int64_t) {});
    std::set<uint32_t> units;
    uint32_t sum = 0;
    bool is_permanent = false;
    bool is_apprentice = false;
    for (const Position& position : person.positions) {
      const DayNumber first = std::max(position.from, ToDayNumber(absl::CivilDay(2024, 1, 1)));
      contracted += int64_t{position.percent} * WorkdaysBetween(first, std::min(position.to, day));
      for (const Absence& absence : person.absences) {
        if (absence.kind != v1::ABSENCE_KIND_SICK) continue;
        if (absence.unit_plus_1 != 0 && absence.unit_plus_1 != position.unit + 1) continue;
        lost += int64_t{position.percent} * absence.degree / 10'000 *
                WorkdaysBetween(std::max(first, absence.from),
                                std::min({position.to, absence.to, day}));
      }
      if (position.from > day || position.to < day) continue;
      units.insert(position.unit);
      percent += position.percent;
      is_apprentice = is_apprentice || position.kind == v1::POSITION_KIND_APPRENTICE;
      if (position.kind == v1::POSITION_KIND_PERMANENT) {
        is_permanent = true;
        sum += position.percent;
      }
    }
    if (units.empty()) continue;
    ++persons;
    women += person.woman ? 1 : 0;
    permanent += is_permanent ? 1 : 0;
    full_time += is_permanent && sum >= 10'000 ? 1 : 0;
    apprentices += is_apprentice ? 1 : 0;
    in_two_units += units.size() > 1 ? 1 : 0;
  }
  EXPECT_NEAR(persons, 6400, 10);
  EXPECT_NEAR(100.0 * women / persons, 74.5, 1.5);
  EXPECT_NEAR(100.0 * full_time / permanent, 64.0, 2.0);
  EXPECT_NEAR(static_cast<double>(percent) / 100 / persons, 83.0, 2.0);
  EXPECT_NEAR(100.0 * static_cast<double>(lost) / static_cast<double>(contracted), 9.0, 1.0);
  EXPECT_NEAR(apprentices, 73, 6);
  EXPECT_GT(in_two_units, 100);
}

TEST(GeneratedRegister, IsTheSameForTheSameShape) {
  const GeneratedRegister one = GenerateRegister({.persons = 200});
  const GeneratedRegister again = GenerateRegister({.persons = 200});
  const GeneratedRegister other = GenerateRegister({.persons = 200, .seed = 2});
  EXPECT_EQ(PositionsCsv(one), PositionsCsv(again));
  EXPECT_EQ(AbsencesCsv(one), AbsencesCsv(again));
  EXPECT_EQ(UnitsCsv(one), UnitsCsv(again));
  EXPECT_NE(PositionsCsv(one), PositionsCsv(other));
}

TEST(GeneratedRegister, HasAUnitOfFiveThatOneLeaves) {
  const GeneratedRegister made = GenerateRegister({.persons = 300});
  int persons = 0;
  int leavers = 0;
  for (const v1::RegisterRow& row : made.rows) {
    if (!row.has_position() || LastIdOf(row.position().unit()) != testing::kSmallUnit) continue;
    ++persons;
    leavers += row.position().to() == "2024-12-15" ? 1 : 0;
  }
  EXPECT_EQ(persons, 5);
  EXPECT_EQ(leavers, 1);
}

}  // namespace
}  // namespace tertial::workforce
