// One fact of each definition, on persons whose figures can be told by head.
#include "services/workforce/domain/add_person.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workforce/counted_persons.h"

namespace tertial::workforce {
namespace {

using v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED;
using v1::CERTIFICATION_BASIS_SELF_CERTIFIED;
using v1::CERTIFICATION_BASIS_TOTAL_REGISTERED;

// Care has the homes Nord and Sor below it; School stands beside it.
std::vector<v1::Unit> Units() {
  return {UnitBelow("care"), UnitBelow("nord", "care"), UnitBelow("sor", "care"),
          UnitBelow("school")};
}
constexpr uint32_t kCare = 0;
constexpr uint32_t kNord = 1;
constexpr uint32_t kSor = 2;
constexpr uint32_t kSchool = 3;

CountedPersons OnDay(absl::string_view day = "2024-12-31") {
  return CountedPersons(Units(), Slot::kDay, day, day);
}
CountedPersons InPeriod(absl::string_view first, absl::string_view last) {
  return CountedPersons(Units(), Slot::kFlow, first, last);
}

Absence Parental(absl::string_view from, absl::string_view to, uint32_t degree) {
  Absence absence{.from = Day(from), .to = Day(to), .degree = degree};
  absence.kind = v1::ABSENCE_KIND_PARENTAL;
  return absence;
}

TEST(AddPerson, SixtyAndFortyInTwoUnitsIsFullTimeByOneRuleAndNotByTheOther) {
  CountedPersons counted = OnDay();
  counted.Add(PersonWith({PositionIn(kNord, 6000), PositionIn(kSchool, 4000)}));
  for (const char* const unit : {"", "nord", "care", "school"}) {
    EXPECT_EQ(counted.Figure(unit, v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM), "1 / 1");
  }
  EXPECT_EQ(counted.Figure("", v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB), "0 / 2");
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB), "0 / 1");
}

TEST(AddPerson, APersonOfTwoUnitsIsOneHeadAboveThem) {
  CountedPersons counted = OnDay();
  counted.Add(PersonWith({PositionIn(kNord, 6000), PositionIn(kSor, 2550)}));
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_HEAD_COUNT), "1");
  EXPECT_EQ(counted.Figure("sor", v1::FIGURE_MEASURE_HEAD_COUNT), "1");
  EXPECT_EQ(counted.Figure("care", v1::FIGURE_MEASURE_HEAD_COUNT), "1");
  EXPECT_EQ(counted.Figure("school", v1::FIGURE_MEASURE_HEAD_COUNT), "0");
  EXPECT_EQ(counted.Figure("", v1::FIGURE_MEASURE_FTE_AGREED), "0.855");
  EXPECT_EQ(counted.Figure("sor", v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE), "0.255 / 1");
}

TEST(AddPerson, PeopleOfAUnitThatHasUnitsBelowItAreCountedInIt) {
  CountedPersons counted = OnDay();
  counted.Add(PersonWith({PositionIn(kCare, 5000), PositionIn(kNord, 5000)}));
  EXPECT_EQ(counted.Figure("care", v1::FIGURE_MEASURE_FTE_AGREED), "1");
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_FTE_AGREED), "0.5");
}

TEST(AddPerson, APositionIsOpenOnItsFirstAndOnItsLastDay) {
  Position position = PositionIn(kNord, 10'000);
  position.from = Day("2024-03-01");
  position.to = Day("2024-03-31");
  const std::vector<std::pair<std::string, std::string>> heads_on = {
      {"2024-02-29", "0"}, {"2024-03-01", "1"}, {"2024-03-31", "1"}, {"2024-04-01", "0"}};
  for (const auto& [day, heads] : heads_on) {
    CountedPersons counted = OnDay(day);
    counted.Add(PersonWith({position}));
    EXPECT_EQ(counted.Figure("", v1::FIGURE_MEASURE_HEAD_COUNT), heads) << day;
  }
}

TEST(AddPerson, OnlyPermanentPositionsMakeFullTimeByPersons) {
  CountedPersons counted = OnDay();
  counted.Add(
      PersonWith({PositionIn(kNord, 8000), PositionIn(kNord, 2000, v1::POSITION_KIND_TEMPORARY)}));
  counted.Add(PersonWith({PositionIn(kNord, 10'000, v1::POSITION_KIND_TEMPORARY)}));
  counted.Add(PersonWith({PositionIn(kNord, 7999)}));
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM), "0 / 2");
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_POSITION_80_SHARE), "1 / 2");
  EXPECT_EQ(counted.Sum("nord", Counter::kNonPermanent), 1);
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB), "1 / 4");
}

TEST(AddPerson, WhoIsPermanentElsewhereIsNotPermanentHere) {
  CountedPersons counted = OnDay();
  counted.Add(
      PersonWith({PositionIn(kNord, 5000), PositionIn(kSchool, 1000, v1::POSITION_KIND_HOURLY)}));
  EXPECT_EQ(counted.Figure("school", v1::FIGURE_MEASURE_TEMPORARY_SHARE), "1 / 1");
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_TEMPORARY_SHARE), "0 / 1");
  EXPECT_EQ(counted.Figure("", v1::FIGURE_MEASURE_TEMPORARY_SHARE), "0 / 1");
}

TEST(AddPerson, AnApprenticeIsNothingElse) {
  CountedPersons counted = OnDay();
  counted.Add(PersonWith({PositionIn(kNord, 5000, v1::POSITION_KIND_APPRENTICE)}));
  counted.Add(PersonWith({PositionIn(kNord, 5000, v1::POSITION_KIND_APPRENTICE),
                          PositionIn(kNord, 0, v1::POSITION_KIND_HOURLY)}));
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_APPRENTICES), "1");
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_TEMPORARY_SHARE), "1 / 2");
  // An hourly position of no size is no job.
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB), "0 / 2");
}

TEST(AddPerson, EducationIsWeighedByPositions) {
  Position educated = PositionIn(kNord, 7500);
  educated.education = v1::EDUCATION_LEVEL_TRADE_CERTIFICATE;
  Position general = PositionIn(kNord, 2500);
  general.education = v1::EDUCATION_LEVEL_UPPER_SECONDARY;
  CountedPersons counted = OnDay();
  counted.Add(PersonWith({educated, general}));
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE),
            "0.75 / 1");
  EXPECT_EQ(counted.Sum("nord", Counter::kEducatedPersons), 1);
}

TEST(AddPerson, LongAbsenceIsTakenOffByItsDegree) {
  CountedPersons counted = OnDay("2024-06-03");
  // Half of 80 per cent.
  counted.Add(PersonWith(
      {PositionIn(kNord, 8000)},
      {SickLeaveOf("2024-06-01", "2024-06-30", 5000, CERTIFICATION_BASIS_DOCTOR_CERTIFIED)}));
  // What one certifies oneself is none.
  counted.Add(PersonWith(
      {PositionIn(kNord, 10'000)},
      {SickLeaveOf("2024-06-03", "2024-06-03", 10'000, CERTIFICATION_BASIS_SELF_CERTIFIED)}));
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE), "1.4");
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_FTE_AGREED), "1.8");
  EXPECT_EQ(counted.Sum("nord", Counter::kLongPersons), 1);
}

TEST(AddPerson, LongAbsencesAreNoMoreThanThePositionAndAreOfTheirUnit) {
  CountedPersons counted = OnDay("2024-06-03");
  Absence from_nord = Parental("2024-06-01", "2024-06-30", 8000);
  from_nord.unit_plus_1 = kNord + 1;
  counted.Add(PersonWith({PositionIn(kNord, 5000), PositionIn(kSor, 5000)},
                         {from_nord, SickLeaveOf("2024-06-02", "2024-06-03", 4000,
                                                 CERTIFICATION_BASIS_DOCTOR_CERTIFIED)}));
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE), "0");
  EXPECT_EQ(counted.Figure("sor", v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE), "0.3");
}

TEST(AddPerson, SickLeaveIsLostOfWhatWasAgreed) {
  // 22 workdays; of 1 to 10 January eight are workdays, and seven of 2 to 10.
  CountedPersons counted = InPeriod("2024-01-01", "2024-01-31");
  counted.Add(PersonWith(
      {PositionIn(kNord, 6000), PositionIn(kSor, 4000)},
      {SickLeaveOf("2023-12-20", "2024-01-10", 5000, CERTIFICATION_BASIS_DOCTOR_CERTIFIED)}));
  const auto rate = v1::FIGURE_MEASURE_SICK_LEAVE_RATE;
  EXPECT_EQ(counted.Figure("nord", rate, CERTIFICATION_BASIS_TOTAL_REGISTERED), "2.1 / 13.2");
  EXPECT_EQ(counted.Figure("care", rate, CERTIFICATION_BASIS_DOCTOR_CERTIFIED), "3.5 / 22");
  EXPECT_EQ(counted.Figure("", rate, CERTIFICATION_BASIS_SELF_CERTIFIED), "0 / 22");
  EXPECT_EQ(counted.Sum("care", Counter::kSickPersons), 1);
  EXPECT_EQ(counted.Sum("care", Counter::kSelfPersons), 0);
  EXPECT_EQ(counted.table().LargestLost(0, counted.NodeOf("care"), Counter::kLost), 350'000'000);
}

TEST(AddPerson, ABandGoesOverASpellThatADoctorGoesOnWith) {
  // Self-certified 4 to 6 March, then a doctor's up to 31 March: the sixteenth day is 19 March.
  CountedPersons counted = InPeriod("2024-03-01", "2024-04-30");
  counted.Add(PersonWith(
      {PositionIn(kNord, 10'000)},
      {SickLeaveOf("2024-03-04", "2024-03-06", 10'000, CERTIFICATION_BASIS_SELF_CERTIFIED),
       SickLeaveOf("2024-03-07", "2024-03-31", 10'000, CERTIFICATION_BASIS_DOCTOR_CERTIFIED)}));
  const auto rate = v1::FIGURE_MEASURE_SICK_LEAVE_RATE;
  const auto total = CERTIFICATION_BASIS_TOTAL_REGISTERED;
  // 4-8, 11-15, 18 and 19 March; 20-22, and 25-27, Maundy Thursday and Good Friday being off.
  EXPECT_EQ(counted.Figure("", rate, total, v1::ABSENCE_BAND_SHORT), "12 / 40");
  EXPECT_EQ(counted.Figure("", rate, total, v1::ABSENCE_BAND_LONG), "6 / 40");
  EXPECT_EQ(counted.Figure("", rate, CERTIFICATION_BASIS_SELF_CERTIFIED), "3 / 40");
  EXPECT_EQ(counted.Figure("", rate, CERTIFICATION_BASIS_DOCTOR_CERTIFIED), "15 / 40");
}

TEST(AddPerson, ADayBetweenTwoSickLeavesBeginsAnotherSpell) {
  CountedPersons counted = InPeriod("2024-03-01", "2024-04-30");
  counted.plan().short_term_days = 2;
  counted.Add(PersonWith(
      {PositionIn(kNord, 10'000)},
      {SickLeaveOf("2024-04-08", "2024-04-09", 10'000, CERTIFICATION_BASIS_SELF_CERTIFIED),
       SickLeaveOf("2024-04-11", "2024-04-12", 10'000, CERTIFICATION_BASIS_SELF_CERTIFIED)}));
  EXPECT_EQ(counted.Sum("", Counter::kLostLong), 0);
  EXPECT_EQ(counted.Sum("", Counter::kLongTermPersons), 0);
  EXPECT_EQ(counted.Sum("", Counter::kShortPersons), 1);
}

TEST(AddPerson, ASpellThatBeganBeforeThePeriodIsCountedFromItsBeginning) {
  CountedPersons counted = InPeriod("2024-04-01", "2024-04-30");
  counted.Add(PersonWith(
      {PositionIn(kNord, 10'000)},
      {SickLeaveOf("2024-03-20", "2024-04-05", 10'000, CERTIFICATION_BASIS_DOCTOR_CERTIFIED)}));
  // Its days 13 to 17: Easter Monday, 2 to 5 April, of which the last is day 17.
  EXPECT_EQ(counted.Sum("", Counter::kLostShort), 300'000'000);
  EXPECT_EQ(counted.Sum("", Counter::kLostLong), 100'000'000);
}

TEST(AddPerson, OtherLeaveIsInNoFigure) {
  CountedPersons counted = InPeriod("2024-01-01", "2024-12-31");
  Absence other = Parental("2024-01-01", "2024-12-31", 10'000);
  other.kind = v1::ABSENCE_KIND_OTHER;
  counted.Add(PersonWith({PositionIn(kNord, 10'000)}, {other}));
  EXPECT_EQ(counted.Sum("", Counter::kLost), 0);
  EXPECT_EQ(counted.Sum("", Counter::kParentalPersons), 0);
  EXPECT_EQ(counted.Sum("", Counter::kContracted), 2'520'000);
}

TEST(AddPerson, ParentalLeaveOfAPersonWithTwoPositionsIsCountedOnce) {
  CountedPersons counted = InPeriod("2024-01-01", "2024-12-31");
  Position ended = PositionIn(kNord, 3000);
  ended.to = Day("2024-01-12");
  // Three weeks of five workdays, at 60 per cent; only the first is in Nord.
  counted.Add(
      PersonWith({ended, PositionIn(kSor, 5000)}, {Parental("2024-01-08", "2024-01-28", 6000)}));
  const auto weeks = v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS;
  EXPECT_EQ(counted.Figure("nord", weeks), "0.6 / 1");
  EXPECT_EQ(counted.Figure("sor", weeks), "1.8 / 1");
  EXPECT_EQ(counted.Figure("care", weeks), "1.8 / 1");
  EXPECT_EQ(counted.Figure("school", weeks), "0 / 0");
}

TEST(AddPerson, WhoMovesWithinAUnitDoesNotLeaveIt) {
  Position before = PositionIn(kNord, 10'000);
  before.to = Day("2024-06-30");
  Position after = PositionIn(kSor, 10'000);
  after.from = Day("2024-07-01");
  CountedPersons counted(Units(), Slot::kTurnover, "2023-12-31", "2024-12-31");
  counted.Add(PersonWith({before, after}));
  counted.Add(PersonWith({PositionIn(kNord, 10'000)}));
  const auto turnover = v1::FIGURE_MEASURE_TURNOVER;
  EXPECT_EQ(counted.Figure("nord", turnover), "1 / 1.5");
  EXPECT_EQ(counted.Figure("sor", turnover), "0 / 0.5");
  EXPECT_EQ(counted.Figure("care", turnover), "0 / 2");
  EXPECT_EQ(counted.Sum("sor", Counter::kJoiners), 1);
}

TEST(AddPerson, FlowsOfAMergedUnitCountInTheOneThatTookItIn) {
  std::vector<v1::Unit> units = {UnitBelow("care"), UnitBelow("old", "care", "2024-05-31"),
                                 UnitBelow("new")};
  MergeInto("old", "2024-06-01", units[2]);
  CountedPersons counted(units, Slot::kFlow, "2024-05-01", "2024-06-30");
  Position position = PositionIn(1, 10'000);
  position.to = Day("2024-05-31");
  counted.Add(PersonWith({position}));
  // May 2024: 19 workdays.
  EXPECT_EQ(counted.Sum("new", Counter::kContracted), 190'000);
  EXPECT_EQ(counted.Sum("care", Counter::kContracted), 0);
  EXPECT_EQ(counted.Sum("", Counter::kContracted), 190'000);
}

TEST(AddPerson, OfAnOccupationGroupOnlyItsPositionsCount) {
  Position teacher = PositionIn(kSchool, 6000);
  teacher.occupation = 2;
  CountedPersons counted = OnDay();
  counted.plan().occupation = 2;
  counted.Add(PersonWith({teacher, PositionIn(kNord, 4000)}));
  EXPECT_EQ(counted.Figure("", v1::FIGURE_MEASURE_FTE_AGREED), "0.6");
  EXPECT_EQ(counted.Figure("nord", v1::FIGURE_MEASURE_HEAD_COUNT), "0");
  EXPECT_EQ(counted.Figure("", v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM), "0 / 1");
}

TEST(AddPerson, SexAndAgeAreThePersons) {
  CountedPersons counted = OnDay();
  // In 2024 somebody of 1990-1994 is taken to be 32, of 1995-1999 27.
  Person man = PersonWith({PositionIn(kNord, 5000)});
  man.woman = false;
  man.birth_year = 1995;
  Person woman = PersonWith({PositionIn(kNord, 10'000)});
  woman.birth_year = 1990;
  counted.Add(man);
  counted.Add(woman);
  EXPECT_EQ(counted.Sum("nord", Counter::kPercent, v1::SEX_MEN), 5000);
  EXPECT_EQ(counted.Sum("nord", Counter::kPercent, v1::SEX_WOMEN), 10'000);
  EXPECT_EQ(counted.Sum("nord", Counter::kPersons, v1::SEX_TOTAL, v1::AGE_BAND_UNDER_30), 1);
  EXPECT_EQ(counted.Sum("nord", Counter::kPersons, v1::SEX_WOMEN, v1::AGE_BAND_30_TO_39), 1);
  EXPECT_EQ(counted.Sum("nord", Counter::kPersons, v1::SEX_MEN, v1::AGE_BAND_30_TO_39), 0);
  EXPECT_EQ(counted.Figure("", v1::FIGURE_MEASURE_WOMEN_SHARE), "1 / 2");
}

TEST(AddPerson, RoomIsWhatAClassLeavesToItsPersons) {
  CountedPersons counted = OnDay();
  counted.Add(PersonWith({PositionIn(kNord, 8500)}));
  EXPECT_EQ(counted.Sum("nord", Counter::kFoot), 500);
  EXPECT_EQ(counted.Sum("nord", Counter::kHead), 1499);
  // A full job has none.
  counted.Add(PersonWith({PositionIn(kNord, 10'000)}));
  EXPECT_EQ(counted.Sum("nord", Counter::kFoot), 500);
  // Who works in another unit too has room only where both lie.
  counted.Add(PersonWith({PositionIn(kNord, 2000), PositionIn(kSor, 3000)}));
  EXPECT_EQ(counted.Sum("nord", Counter::kFoot), 500);
  EXPECT_EQ(counted.Sum("care", Counter::kFoot), 500 + 4998);
  EXPECT_EQ(counted.Sum("care", Counter::kHead), 1499 + 2999);
}

}  // namespace
}  // namespace tertial::workforce
