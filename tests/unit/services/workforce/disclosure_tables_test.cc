#include "services/workforce/domain/disclosure_tables.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tertial/workforce/v1/registers_resources.pb.h"
#include "tests/unit/services/workforce/small_trees.h"

namespace tertial::workforce {
namespace {

using Table = DisclosureTable;

constexpr int kYear = 2024;

DayNumber Day(int month, int day) { return ToDayNumber(absl::CivilDay(kYear, month, day)); }

// A register of the units u1, u2 and u3 below the area.
class Extract {
 public:
  explicit Extract(Slot::Kind kind = Slot::kDay)
      : tree_(std::make_shared<const UnitTree>(TreeOf({0, 0, 0}))) {
    const DayNumber last = Day(12, 31);
    const DayNumber first = kind == Slot::kDay    ? last
                            : kind == Slot::kFlow ? Day(9, 1)
                                                  : ToDayNumber(absl::CivilDay(kYear - 1, 12, 31));
    const std::vector<std::string> units = {"u1", "u2", "u3"};
    AddSlot(kind, first, last, tree_, units, plan_);
    counts_ = std::make_unique<DisclosureCounts>(plan_);
  }

  void Add(int persons, const Person& person) {
    for (int i = 0; i < persons; ++i) counts_->AddPerson(person, plan_);
  }

  // Of the node, or of several siblings; node 0 is the area.
  bool Safe(Table table, const std::vector<int>& nodes, const DisclosureRules& rules = {}) const {
    std::vector<Part> parts;
    for (const int node : nodes) parts.push_back({node, false});
    const int blocks = nodes[0] == 0 ? 3 : static_cast<int>(nodes.size());
    return SafetyOf(table, *counts_, plan_.slots[0], 0, rules)->Safe(parts, blocks);
  }

 private:
  std::shared_ptr<const UnitTree> tree_;
  FigurePlan plan_;
  std::unique_ptr<DisclosureCounts> counts_;
};

constexpr uint32_t kUnit1 = 0;
constexpr uint32_t kUnit2 = 1;

Position In(uint32_t unit, uint32_t percent = 5000,
            v1::PositionKind kind = v1::POSITION_KIND_PERMANENT) {
  return {.unit = unit, .percent = percent, .from = 0, .kind = static_cast<uint8_t>(kind)};
}

Person Worker(std::vector<Position> positions, bool woman = true, int birth_year = 1980) {
  return {
      .woman = woman, .birth_year = birth_year, .positions = std::move(positions), .absences = {}};
}

Person Worker(const Position& position, bool woman = true, int birth_year = 1980) {
  return Worker(std::vector<Position>{position}, woman, birth_year);
}

Person Absent(Person person, v1::AbsenceKind kind, v1::CertificationBasis basis, DayNumber from,
              DayNumber to) {
  person.absences.push_back({.from = from,
                             .to = to,
                             .degree = 10000,
                             .basis = static_cast<uint8_t>(basis),
                             .kind = static_cast<uint8_t>(kind)});
  return person;
}

Person Sick(v1::CertificationBasis basis, DayNumber from, DayNumber to) {
  return Absent(Worker(In(kUnit1, 10000)), v1::ABSENCE_KIND_SICK, basis, from, to);
}

TEST(DisclosureTables, FivePersonsAreShownAndFourAreNot) {
  Extract extract;
  extract.Add(4, Worker(In(kUnit1)));
  EXPECT_FALSE(extract.Safe(Table::kBase, {1}));
  EXPECT_TRUE(extract.Safe(Table::kBase, {1}, {.fewest_persons = 4}));
  EXPECT_FALSE(extract.Safe(Table::kBase, {2}));
  extract.Add(1, Worker(In(kUnit1)));
  EXPECT_TRUE(extract.Safe(Table::kBase, {1}));
}

TEST(DisclosureTables, UnitsThatAreHiddenTogetherHaveOnePersonMoreForEach) {
  Extract extract;
  extract.Add(4, Worker(In(kUnit1)));
  extract.Add(2, Worker(In(kUnit2)));
  EXPECT_FALSE(extract.Safe(Table::kBase, {1, 2}));
  extract.Add(1, Worker(In(kUnit2)));
  EXPECT_TRUE(extract.Safe(Table::kBase, {1, 2}));
}

TEST(DisclosureTables, WhoWorksInTwoUnitsCountsForNeither) {
  Extract extract;
  extract.Add(4, Worker(In(kUnit1)));
  extract.Add(4, Worker({In(kUnit1), In(kUnit2)}));
  EXPECT_FALSE(extract.Safe(Table::kBase, {1}));
  EXPECT_FALSE(extract.Safe(Table::kBase, {1, 2}));
  EXPECT_TRUE(extract.Safe(Table::kBase, {0}));
}

TEST(DisclosureTables, TwoPositionsInOneUnitAreOnePersonInOneUnit) {
  Extract extract;
  extract.Add(5, Worker({In(kUnit1), In(kUnit1)}));
  EXPECT_TRUE(extract.Safe(Table::kBase, {1}));
}

TEST(DisclosureTables, SexNeedsWomenAndMen) {
  Extract extract;
  extract.Add(50, Worker(In(kUnit1), true));
  extract.Add(4, Worker(In(kUnit1), false));
  EXPECT_FALSE(extract.Safe(Table::kSex, {1}));
  extract.Add(1, Worker(In(kUnit1), false));
  EXPECT_TRUE(extract.Safe(Table::kSex, {1}));
}

TEST(DisclosureTables, AgeNeedsEveryBand) {
  Extract extract;
  for (const int birth_year : {2000, 1990, 1980, 1970}) {
    extract.Add(5, Worker(In(kUnit1), true, birth_year));
  }
  extract.Add(4, Worker(In(kUnit1), true, 1955));
  EXPECT_FALSE(extract.Safe(Table::kAge, {1}));
  extract.Add(1, Worker(In(kUnit1), true, 1955));
  EXPECT_TRUE(extract.Safe(Table::kAge, {1}));
}

TEST(DisclosureTables, TenFtesAreShownAndFewerAreNot) {
  Extract extract;
  extract.Add(19, Worker(In(kUnit1, 5000)));
  EXPECT_FALSE(extract.Safe(Table::kFte, {1}));
  extract.Add(1, Worker(In(kUnit1, 5000)));
  EXPECT_TRUE(extract.Safe(Table::kFte, {1}));
}

TEST(DisclosureTables, FtesOfPeopleWhoAllWorkFullTimeAreTheirNumber) {
  Extract extract;
  extract.Add(50, Worker(In(kUnit1, 10000)));
  EXPECT_FALSE(extract.Safe(Table::kFte, {1}));
  extract.Add(4, Worker(In(kUnit1, 5000)));
  EXPECT_TRUE(extract.Safe(Table::kFte, {1}));
}

TEST(DisclosureTables, EducationNeedsPersonsAndFtesWithAndWithout) {
  Position educated = In(kUnit1);
  educated.education = v1::EDUCATION_LEVEL_HIGHER;
  Extract extract;
  extract.Add(19, Worker(educated));
  extract.Add(20, Worker(In(kUnit1)));
  EXPECT_FALSE(extract.Safe(Table::kEdu, {1}));
  extract.Add(1, Worker(educated));
  EXPECT_TRUE(extract.Safe(Table::kEdu, {1}));
  Extract few;
  educated.percent = 10000;
  few.Add(4, Worker(educated));
  few.Add(20, Worker(In(kUnit1)));
  EXPECT_FALSE(few.Safe(Table::kEdu, {1}, {.fewest_ftes = 3}));
  few.Add(1, Worker(educated));
  EXPECT_TRUE(few.Safe(Table::kEdu, {1}, {.fewest_ftes = 3}));
}

TEST(DisclosureTables, PositionSizesNeedPersonsOfEachClass) {
  const std::vector<Position> classes = {In(kUnit1, 5000, v1::POSITION_KIND_TEMPORARY),
                                         In(kUnit1, 7999), In(kUnit1, 9999), In(kUnit1, 10000)};
  for (size_t few = 0; few < classes.size(); ++few) {
    Extract extract;
    for (size_t i = 0; i < classes.size(); ++i) extract.Add(i == few ? 4 : 5, Worker(classes[i]));
    EXPECT_FALSE(extract.Safe(Table::kPos, {1})) << few;
    extract.Add(1, Worker(classes[few]));
    EXPECT_TRUE(extract.Safe(Table::kPos, {1})) << few;
  }
}

TEST(DisclosureTables, KindsNeedPersonsOfEach) {
  const std::vector<v1::PositionKind> kinds = {
      v1::POSITION_KIND_PERMANENT, v1::POSITION_KIND_TEMPORARY, v1::POSITION_KIND_APPRENTICE};
  for (const v1::PositionKind few : kinds) {
    Extract extract;
    for (const v1::PositionKind kind : kinds) {
      extract.Add(kind == few ? 4 : 5, Worker(In(kUnit1, 5000, kind)));
    }
    EXPECT_FALSE(extract.Safe(Table::kKind, {1})) << few;
    extract.Add(1, Worker(In(kUnit1, 5000, few)));
    EXPECT_TRUE(extract.Safe(Table::kKind, {1})) << few;
  }
}

TEST(DisclosureTables, JobsNeedPersonsWithFullOnesAndOthers) {
  Extract extract;
  extract.Add(5, Worker(In(kUnit1, 10000)));
  extract.Add(4, Worker(In(kUnit1, 5000)));
  EXPECT_FALSE(extract.Safe(Table::kJob, {0}));
  extract.Add(1, Worker(In(kUnit1, 5000)));
  EXPECT_TRUE(extract.Safe(Table::kJob, {0}));
}

TEST(DisclosureTables, LongAbsenceNeedsPersonsAwayAndAtWork) {
  const Person away = Absent(Worker(In(kUnit1, 10000)), v1::ABSENCE_KIND_PARENTAL,
                             v1::CERTIFICATION_BASIS_UNSPECIFIED, Day(1, 1), Day(12, 31));
  Extract extract;
  extract.Add(4, away);
  extract.Add(10, Worker(In(kUnit1, 10000)));
  EXPECT_FALSE(extract.Safe(Table::kLong, {1}));
  extract.Add(1, away);
  EXPECT_TRUE(extract.Safe(Table::kLong, {1}));
  EXPECT_FALSE(extract.Safe(Table::kLong, {1}, {.fewest_ftes = 11}));
}

TEST(DisclosureTables, SickLeaveNeedsPersonsWithAndWithoutLostDays) {
  Extract extract(Slot::kFlow);
  const Person sick = Sick(v1::CERTIFICATION_BASIS_SELF_CERTIFIED, Day(10, 1), Day(10, 3));
  extract.Add(4, sick);
  extract.Add(10, Worker(In(kUnit1, 10000)));
  EXPECT_FALSE(extract.Safe(Table::kSick, {1}));
  extract.Add(1, sick);
  EXPECT_TRUE(extract.Safe(Table::kSick, {1}));
  EXPECT_FALSE(extract.Safe(Table::kSick, {1}, {.fewest_ftes = 16}));
  Extract all_sick(Slot::kFlow);
  all_sick.Add(20, sick);
  all_sick.Add(4, Worker(In(kUnit1, 10000)));
  EXPECT_FALSE(all_sick.Safe(Table::kSick, {1}));
}

TEST(DisclosureTables, LostDaysAreNotMostlyOnePersons) {
  Extract extract(Slot::kFlow);
  extract.Add(10, Worker(In(kUnit1, 10000)));
  // One workday each, and one person with as many as all of them but one.
  extract.Add(10, Sick(v1::CERTIFICATION_BASIS_SELF_CERTIFIED, Day(10, 1), Day(10, 1)));
  extract.Add(1, Sick(v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED, Day(10, 7), Day(10, 21)));
  EXPECT_FALSE(extract.Safe(Table::kSick, {1}));
  EXPECT_TRUE(extract.Safe(Table::kSick, {1}, {.largest_percent = 60}));
  extract.Add(1, Sick(v1::CERTIFICATION_BASIS_SELF_CERTIFIED, Day(10, 1), Day(10, 1)));
  EXPECT_TRUE(extract.Safe(Table::kSick, {1}));
}

TEST(DisclosureTables, BasesAndBandsNeedPersonsOfEach) {
  for (const Table table : {Table::kBasis, Table::kBand}) {
    Extract extract(Slot::kFlow);
    extract.Add(20, Worker(In(kUnit1, 10000)));
    extract.Add(5, Sick(v1::CERTIFICATION_BASIS_SELF_CERTIFIED, Day(10, 1), Day(10, 3)));
    const Person longer = Sick(v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED, Day(9, 2), Day(10, 31));
    extract.Add(4, longer);
    EXPECT_FALSE(extract.Safe(table, {1}));
    extract.Add(1, longer);
    EXPECT_TRUE(extract.Safe(table, {1}));
  }
}

TEST(DisclosureTables, TurnoverNeedsWhoLeftWhoCameAndWhoStayed) {
  Position left = In(kUnit1);
  left.to = Day(6, 30);
  Position came = In(kUnit2);
  came.from = Day(3, 1);
  Extract extract(Slot::kTurnover);
  extract.Add(4, Worker(left));
  extract.Add(5, Worker(came));
  extract.Add(5, Worker(In(kUnit1)));
  EXPECT_FALSE(extract.Safe(Table::kTurnover, {0}));
  extract.Add(1, Worker(left));
  EXPECT_TRUE(extract.Safe(Table::kTurnover, {0}));
}

TEST(DisclosureTables, ParentalLeaveNeedsWomenAndMenWhoTookIt) {
  const auto on_leave = [](bool woman) {
    return Absent(Worker(In(kUnit1), woman), v1::ABSENCE_KIND_PARENTAL,
                  v1::CERTIFICATION_BASIS_UNSPECIFIED, Day(10, 1), Day(11, 30));
  };
  Extract extract(Slot::kFlow);
  extract.Add(5, on_leave(true));
  extract.Add(4, on_leave(false));
  EXPECT_FALSE(extract.Safe(Table::kParental, {0}));
  extract.Add(1, on_leave(false));
  EXPECT_TRUE(extract.Safe(Table::kParental, {0}));
}

TEST(DisclosureTables, CrossedTablesNeedEveryPairOfClasses) {
  Extract extract;
  for (const bool woman : {true, false}) {
    for (const int birth_year : {2000, 1990, 1980, 1970, 1955}) {
      const bool few = !woman && birth_year == 1990;
      extract.Add(few ? 4 : 5, Worker(In(kUnit1), woman, birth_year));
    }
  }
  EXPECT_TRUE(extract.Safe(Table::kSex, {0}));
  EXPECT_TRUE(extract.Safe(Table::kAge, {0}));
  EXPECT_FALSE(extract.Safe(Table::kSexAge, {0}));
  extract.Add(1, Worker(In(kUnit1), false, 1990));
  EXPECT_TRUE(extract.Safe(Table::kSexAge, {0}));
}

TEST(DisclosureTables, EachStandsAfterThoseItMustBeCoarserThan) {
  std::set<Table> before;
  for (const Table table : DisclosureTables()) {
    for (const Table finer : CoarserThan(table)) {
      EXPECT_TRUE(before.contains(finer)) << static_cast<int>(table);
      EXPECT_EQ(SlotKindOf(finer), SlotKindOf(table)) << static_cast<int>(table);
      EXPECT_GE(DeepestOf(finer), DeepestOf(table)) << static_cast<int>(table);
    }
    EXPECT_TRUE(before.insert(table).second);
  }
  EXPECT_EQ(before.size(), 20u);
  EXPECT_EQ(static_cast<int>(*before.begin()), 1);
  EXPECT_EQ(static_cast<int>(*before.rbegin()), 20);
}

}  // namespace
}  // namespace tertial::workforce
