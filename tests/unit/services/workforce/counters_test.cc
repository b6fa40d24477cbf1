// What holds of counters whatever the persons are, on persons by chance.
#include "services/workforce/domain/counters.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workforce/counted_persons.h"

namespace tertial::workforce {
namespace {

constexpr int kUnits = 9;

// Three units with two below each, one of which is closed within the year.
std::vector<v1::Unit> Units() {
  std::vector<v1::Unit> units;
  for (const char* const top : {"a", "b", "c"}) {
    units.push_back(UnitBelow(top));
    for (const char* const below : {"1", "2"}) {
      units.push_back(UnitBelow(absl::StrCat(top, below), top));
    }
  }
  units[4].set_valid_to("2024-09-30");
  return units;
}

FigurePlan YearPlan() {
  const std::vector<v1::Unit> units = Units();
  std::vector<std::string> ids;
  for (const v1::Unit& unit : units) ids.push_back(unit.name().substr(18));
  FigurePlan plan;
  const auto tree =
      std::make_shared<const UnitTree>(UnitTree::At(units, absl::CivilDay(2024, 12, 31)));
  AddSlot(Slot::kDay, Day("2024-12-31"), Day("2024-12-31"), tree, ids, plan);
  AddSlot(Slot::kFlow, Day("2024-01-01"), Day("2024-12-31"), tree, ids, plan);
  AddSlot(Slot::kTurnover, Day("2023-12-31"), Day("2024-12-31"), tree, ids, plan);
  return plan;
}

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}

  uint32_t UpTo(uint32_t most) { return std::uniform_int_distribution<uint32_t>(0, most)(engine_); }

  Person MakePerson() {
    Person person{.woman = UpTo(3) > 0, .birth_year = static_cast<int>(1955 + 5 * UpTo(9))};
    for (uint32_t i = 0; i <= UpTo(2); ++i) person.positions.push_back(MakePosition());
    DayNumber next = Day("2023-06-01");
    for (uint32_t i = 0; i < UpTo(5); ++i) {
      person.absences.push_back(MakeAbsence(next));
      next = person.absences.back().to + 1;
    }
    return person;
  }

 private:
  Position MakePosition() {
    Position position{.unit = UpTo(kUnits - 1),
                      .percent = UpTo(2) == 0 ? 10'000 : UpTo(10'000),
                      .from = Day("2023-01-01") + UpTo(700),
                      .kind = static_cast<uint8_t>(1 + UpTo(3)),
                      .occupation = UpTo(2),
                      .education = static_cast<uint8_t>(UpTo(4))};
    if (UpTo(2) == 0) position.to = position.from + UpTo(400);
    return position;
  }

  Absence MakeAbsence(DayNumber next) {
    Absence absence{.from = next + UpTo(60), .degree = 1 + UpTo(9'999)};
    absence.to = absence.from + UpTo(90);
    absence.kind = static_cast<uint8_t>(1 + UpTo(2));
    if (absence.kind == v1::ABSENCE_KIND_SICK) absence.basis = static_cast<uint8_t>(1 + UpTo(1));
    if (UpTo(3) == 0) absence.unit_plus_1 = 1 + UpTo(kUnits - 1);
    return absence;
  }

  std::mt19937 engine_;
};

std::vector<Person> MakePersons(unsigned seed, int number) {
  Chance chance(seed);
  std::vector<Person> persons;
  for (int i = 0; i < number; ++i) persons.push_back(chance.MakePerson());
  return persons;
}

CounterTable Counted(const std::vector<Person>& persons, const FigurePlan& plan) {
  CounterTable table(plan);
  for (const Person& person : persons) AddPerson(person, plan, 1, table);
  return table;
}

// Calls `see` with each slot, node and stratum.
template <typename See>
void ForEach(const CounterTable& table, See see) {
  for (int slot = 0; slot < table.slots(); ++slot) {
    for (int node = 0; node < table.nodes(slot); ++node) {
      for (int stratum = 0; stratum < kStrata; ++stratum) see(slot, node, stratum);
    }
  }
}

TEST(Counters, APersonCanBeTakenOutAgain) {
  const FigurePlan plan = YearPlan();
  const std::vector<Person> persons = MakePersons(1, 500);
  CounterTable table = Counted(persons, plan);
  for (const Person& person : persons) AddPerson(person, plan, -1, table);
  ForEach(table, [&](int slot, int node, int stratum) {
    const int64_t* const sums = table.counters(slot, node, stratum);
    EXPECT_TRUE(std::all_of(sums, sums + kCounters, [](int64_t sum) { return sum == 0; }));
  });
}

TEST(Counters, TheOrderOfPersonsIsOfNoMatter) {
  const FigurePlan plan = YearPlan();
  std::vector<Person> persons = MakePersons(2, 500);
  const CounterTable table = Counted(persons, plan);
  std::reverse(persons.begin(), persons.end());
  EXPECT_TRUE(Counted(persons, plan) == table);
}

TEST(Counters, TwoHalvesAreTheWhole) {
  const FigurePlan plan = YearPlan();
  const std::vector<Person> persons = MakePersons(3, 501);
  CounterTable first = Counted({persons.begin(), persons.begin() + 250}, plan);
  const CounterTable second = Counted({persons.begin() + 250, persons.end()}, plan);
  first.Add(second);
  EXPECT_TRUE(first == Counted(persons, plan));
}

// The counters that add up over units; of persons only those with one position do.
constexpr Counter kAdditive[] = {
    Counter::kPercent,     Counter::kJobs,       Counter::kFullJobs, Counter::kEducatedPercent,
    Counter::kLongPercent, Counter::kContracted, Counter::kLost,     Counter::kLostSelf,
    Counter::kLostDoctor,  Counter::kLostShort,  Counter::kLostLong};

TEST(Counters, SumsOfPartsAreThoseOfTheWhole) {
  const FigurePlan plan = YearPlan();
  // All people of a, b and c are in units below them, or in the closed one, which is counted in b.
  std::vector<Person> persons = MakePersons(4, 500);
  for (Person& person : persons) {
    for (Position& position : person.positions) {
      if (position.unit % 3 == 0) ++position.unit;
    }
  }
  const CounterTable table = Counted(persons, plan);
  const UnitTree& tree = *plan.slots[0].tree;
  for (int slot = 0; slot < table.slots(); ++slot) {
    for (const Counter counter : kAdditive) {
      int64_t sum = 0;
      for (const int child : tree.children(0)) {
        sum += table.Sum(slot, child, v1::SEX_TOTAL, v1::AGE_BAND_UNSPECIFIED, counter);
      }
      EXPECT_EQ(sum, table.Sum(slot, 0, v1::SEX_TOTAL, v1::AGE_BAND_UNSPECIFIED, counter));
    }
  }
}

TEST(Counters, HeadsOfPartsAreNoFewerThanThoseOfTheWhole) {
  const FigurePlan plan = YearPlan();
  const CounterTable table = Counted(MakePersons(5, 500), plan);
  const UnitTree& tree = *plan.slots[0].tree;
  int64_t sum = 0;
  for (const int child : tree.children(0)) {
    sum += table.Sum(0, child, v1::SEX_TOTAL, v1::AGE_BAND_UNSPECIFIED, Counter::kPersons);
  }
  EXPECT_GT(sum, table.Sum(0, 0, v1::SEX_TOTAL, v1::AGE_BAND_UNSPECIFIED, Counter::kPersons));
}

TEST(Counters, ClassesDividePersonsAndPartsLostDays) {
  const FigurePlan plan = YearPlan();
  CounterTable table = Counted(MakePersons(6, 2000), plan);
  ForEach(table, [&](int slot, int node, int stratum) {
    const auto at = [&](Counter counter) { return table.at(slot, node, stratum, counter); };
    if (slot == 0) {
      const int64_t permanent = at(Counter::kBelow80) + at(Counter::kFrom80) + at(Counter::kFull);
      EXPECT_EQ(permanent + at(Counter::kNonPermanent), at(Counter::kPersons));
      EXPECT_EQ(at(Counter::kTemporary) + at(Counter::kApprentice), at(Counter::kNonPermanent));
      EXPECT_LE(at(Counter::kEducatedPersons), at(Counter::kPersons));
    }
    EXPECT_EQ(at(Counter::kLostSelf) + at(Counter::kLostDoctor), at(Counter::kLost));
    EXPECT_EQ(at(Counter::kLostShort) + at(Counter::kLostLong), at(Counter::kLost));
    EXPECT_LE(at(Counter::kSickPersons), at(Counter::kPersons));
    EXPECT_LE(at(Counter::kLeavers), at(Counter::kBefore));
    EXPECT_GE(at(Counter::kFoot), 0);
    EXPECT_GE(at(Counter::kHead), 0);
  });
}

TEST(Counters, OfTurnoverTheDaysAgree) {
  const FigurePlan plan = YearPlan();
  const CounterTable table = Counted(MakePersons(7, 500), plan);
  for (int node = 0; node < table.nodes(0); ++node) {
    const auto sum = [&](int slot, Counter counter) {
      return table.Sum(slot, node, v1::SEX_TOTAL, v1::AGE_BAND_UNSPECIFIED, counter);
    };
    EXPECT_EQ(sum(2, Counter::kBefore) - sum(2, Counter::kLeavers) + sum(2, Counter::kJoiners),
              sum(0, Counter::kPersons));
  }
}

TEST(Counters, AgeIsToldFromTheMiddleOfTheBirthYears) {
  EXPECT_EQ(AgeBandOf(1995, 2026), v1::AGE_BAND_UNDER_30);
  EXPECT_EQ(AgeBandOf(1995, 2027), v1::AGE_BAND_30_TO_39);
  EXPECT_EQ(AgeBandOf(1960, 2021), v1::AGE_BAND_50_TO_59);
  EXPECT_EQ(AgeBandOf(1960, 2022), v1::AGE_BAND_60_AND_OVER);
}

// The numbers are stored: none may be given to another counter.
TEST(Counters, KeepTheirNumbers) {
  EXPECT_EQ(static_cast<int>(Counter::kPersons), 0);
  EXPECT_EQ(static_cast<int>(Counter::kFull), 7);
  EXPECT_EQ(static_cast<int>(Counter::kApprentice), 15);
  EXPECT_EQ(static_cast<int>(Counter::kLost), 19);
  EXPECT_EQ(static_cast<int>(Counter::kSickPersons), 24);
  EXPECT_EQ(static_cast<int>(Counter::kBefore), 31);
  EXPECT_EQ(static_cast<int>(Counter::kParentalPersons), 33);
}

}  // namespace
}  // namespace tertial::workforce
