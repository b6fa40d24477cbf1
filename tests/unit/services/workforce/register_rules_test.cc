#include "services/workforce/domain/register_rules.h"

#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/types/calendar.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/register_errors.h"
#include "tests/testing/status_matchers.h"

namespace tertial::workforce {
namespace {

using enum common::v1::ErrorReason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

DayNumber Day(int year, int month, int day) {
  return ToDayNumber(absl::CivilDay(year, month, day));
}

v1::Unit UnitBetween(const std::string& id, const std::string& from, const std::string& to) {
  v1::Unit unit;
  unit.set_name(absl::StrCat("areas/asker/units/", id));
  unit.set_valid_from(from);
  unit.set_valid_to(to);
  return unit;
}

PersonRow PositionAt(int64_t row, const std::string& unit, const std::string& from,
                     const std::string& to = "") {
  PersonRow made{.row = row, .content = {}};
  v1::PositionRow& position = *made.content.mutable_position();
  position.set_unit(absl::StrCat("areas/asker/units/", unit));
  position.set_percent("62.5");
  position.set_from(from);
  position.set_to(to);
  position.set_kind(v1::POSITION_KIND_PERMANENT);
  position.set_sex(v1::SEX_MEN);
  position.set_birth_years("1980-1984");
  position.set_occupation_group("2320");
  return made;
}

PersonRow SickAt(int64_t row, const std::string& from, const std::string& to) {
  PersonRow made{.row = row, .content = {}};
  v1::AbsenceRow& absence = *made.content.mutable_absence();
  absence.set_from(from);
  absence.set_to(to);
  absence.set_degree("50");
  absence.set_kind(v1::ABSENCE_KIND_SICK);
  absence.set_basis(v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED);
  return made;
}

// Row, field, reason and the other row.
using Refusal = std::tuple<int64_t, std::string, ErrorReason, int64_t>;

class RulesOfPersons : public ::testing::Test {
 protected:
  Person Make(const std::vector<PersonRow>& rows) {
    refusals_.clear();
    return MakePerson(rows, Day(2024, 12, 31), codes_,
                      [&](int64_t row, absl::string_view field, ErrorReason reason,
                          absl::string_view description, int64_t related_row) {
                        EXPECT_FALSE(description.empty());
                        refusals_.emplace_back(row, std::string(field), reason, related_row);
                      });
  }

  RegisterCodes codes_{
      {UnitBetween("a", "", ""), UnitBetween("early", "", "2022-12-31"),
       UnitBetween("late", "2023-01-01", ""), UnitBetween("ended", "2025-01-01", "2025-06-30")},
      {},
      {}};
  std::vector<Refusal> refusals_;
};

TEST_F(RulesOfPersons, MakeOneOfAllRowsInTheOrderOfTheirDays) {
  const Person person =
      Make({SickAt(1, "2024-05-01", ""), PositionAt(2, "late", "2023-02-01"),
            PositionAt(3, "a", "2020-01-01", "2023-01-31"), SickAt(4, "2021-05-01", "2021-05-01")});
  EXPECT_THAT(refusals_, IsEmpty());
  EXPECT_FALSE(person.woman);
  EXPECT_EQ(person.birth_year, 1980);
  ASSERT_THAT(person.positions, SizeIs(2));
  EXPECT_EQ(person.positions[0].from, Day(2020, 1, 1));
  EXPECT_EQ(person.positions[0].to, Day(2023, 1, 31));
  EXPECT_EQ(person.positions[0].percent, 6'250u);
  EXPECT_EQ(person.positions[1].to, kNoLastDay);
  EXPECT_EQ(codes_.unit_ids()[person.positions[1].unit], "late");
  EXPECT_EQ(codes_.groups()[person.positions[0].occupation], "2320");
  ASSERT_THAT(person.absences, SizeIs(2));
  EXPECT_EQ(person.absences[0].from, Day(2021, 5, 1));
  EXPECT_EQ(person.absences[1].to, kNoLastDay);
}

TEST_F(RulesOfPersons, TakeAUnitToBeThereUpToTheExtractDateAlone) {
  Make({PositionAt(1, "early", "2022-01-01", "2022-12-31")});
  EXPECT_THAT(refusals_, IsEmpty());
  Make({PositionAt(1, "early", "2022-01-01")});
  EXPECT_THAT(refusals_, ElementsAre(Refusal{1, "position.unit", ERROR_REASON_UNIT_NOT_VALID, 0}));
  Make({PositionAt(1, "late", "2022-12-31")});
  EXPECT_THAT(refusals_, ElementsAre(Refusal{1, "position.unit", ERROR_REASON_UNIT_NOT_VALID, 0}));
  // What comes after the extract is looked at on its first day.
  Make({PositionAt(1, "ended", "2025-02-01")});
  EXPECT_THAT(refusals_, IsEmpty());
  Make({PositionAt(1, "ended", "2025-07-01")});
  EXPECT_THAT(refusals_, SizeIs(1));
}

TEST_F(RulesOfPersons, FindSickLeavesThatShareADay) {
  const PersonRow position = PositionAt(1, "a", "2020-01-01");
  Make({position, SickAt(2, "2024-05-01", "2024-05-10"), SickAt(3, "2024-05-11", "2024-05-12")});
  EXPECT_THAT(refusals_, IsEmpty());
  Make({position, SickAt(2, "2024-05-10", "2024-05-12"), SickAt(3, "2024-05-01", "2024-05-10")});
  EXPECT_THAT(refusals_, ElementsAre(Refusal{2, "absence.from", ERROR_REASON_ABSENCE_OVERLAP, 3}));
  // The longest one before counts, not the last.
  Make({position, SickAt(2, "2024-05-01", ""), SickAt(3, "2024-06-01", "2024-06-01"),
        SickAt(4, "2024-07-01", "2024-07-01")});
  EXPECT_THAT(refusals_, ElementsAre(Refusal{3, "absence.from", ERROR_REASON_ABSENCE_OVERLAP, 2},
                                     Refusal{4, "absence.from", ERROR_REASON_ABSENCE_OVERLAP, 2}));
  // Leave of another kind may be taken beside it.
  PersonRow parental = SickAt(3, "2024-05-05", "2024-05-06");
  parental.content.mutable_absence()->set_kind(v1::ABSENCE_KIND_PARENTAL);
  Make({position, SickAt(2, "2024-05-01", "2024-05-10"), parental});
  EXPECT_THAT(refusals_, IsEmpty());
}

TEST_F(RulesOfPersons, AskForAPositionOnTheFirstDayOfAnAbsence) {
  const PersonRow position = PositionAt(1, "a", "2020-01-01", "2020-12-31");
  Make({position, SickAt(2, "2020-12-31", "2021-06-30")});
  EXPECT_THAT(refusals_, IsEmpty()) << "it may go on longer";
  Make({position, SickAt(2, "2021-01-01", "2021-06-30")});
  EXPECT_THAT(refusals_,
              ElementsAre(Refusal{2, "absence.from", ERROR_REASON_ABSENCE_WITHOUT_POSITION, 0}));
  PersonRow elsewhere = SickAt(2, "2020-05-01", "");
  elsewhere.content.mutable_absence()->set_unit("areas/asker/units/early");
  Make({position, elsewhere});
  EXPECT_THAT(refusals_, ::testing::Contains(
                             Refusal{2, "absence.from", ERROR_REASON_ABSENCE_WITHOUT_POSITION, 0}));
}

TEST_F(RulesOfPersons, RefuseMoreRowsThanAnybodyHas) {
  std::vector<PersonRow> rows;
  for (size_t i = 0; i <= kMostRowsOfPerson; ++i) {
    rows.push_back(PositionAt(static_cast<int64_t>(i) + 1, "a", "2020-01-01"));
  }
  Make(rows);
  EXPECT_THAT(refusals_,
              ElementsAre(Refusal{kMostRowsOfPerson + 1, "", ERROR_REASON_VALUE_OUT_OF_RANGE, 1}));
  rows.pop_back();
  Make(rows);
  EXPECT_THAT(refusals_, IsEmpty());
}

TEST(RegisterCodes, GoOnFromTheNumbersThatAreGiven) {
  RegisterCodes codes({UnitBetween("a", "", ""), UnitBetween("b", "", "")}, {"x", "b"},
                      {"", "2320"});
  EXPECT_EQ(codes.NumberOfUnit("a"), 2u);
  EXPECT_EQ(codes.NumberOfUnit("b"), 1u);
  EXPECT_EQ(codes.NumberOfGroup("2320"), 1u);
  EXPECT_EQ(codes.NumberOfGroup("5311"), 2u);
  EXPECT_EQ(codes.NumberOfGroup(""), 0u);
  EXPECT_EQ(codes.FindUnit("x"), nullptr) << "it has a number, and is not recorded any more";
  for (size_t i = 0; i < kMostOccupationGroups; ++i) codes.NumberOfGroup(absl::StrCat("g", i));
  EXPECT_EQ(codes.NumberOfGroup("one-more"), std::nullopt);
}

TEST(NationalIds, AreFoundInEveryTextOfARow) {
  const auto find = [](auto set) {
    v1::RegisterRow row;
    set(*row.mutable_position());
    return FindNationalId(row);
  };
  const std::string id = "01017000027";
  EXPECT_EQ(find([&](v1::PositionRow& row) { row.set_person_key(id); }), "position.person_key");
  EXPECT_EQ(find([&](v1::PositionRow& row) { row.set_unit("areas/a/units/" + id); }),
            "position.unit");
  EXPECT_EQ(find([&](v1::PositionRow& row) { row.set_percent(id); }), "position.percent");
  EXPECT_EQ(find([&](v1::PositionRow& row) { row.set_from(id); }), "position.from");
  EXPECT_EQ(find([&](v1::PositionRow& row) { row.set_to(id); }), "position.to");
  EXPECT_EQ(find([&](v1::PositionRow& row) { row.set_birth_years(id); }), "position.birth_years");
  EXPECT_EQ(find([&](v1::PositionRow& row) { row.set_occupation_group("x-" + id); }),
            "position.occupation_group");
  EXPECT_EQ(find([&](v1::PositionRow& row) { row.set_person_key("P1"); }), "");
  // Fields that a later contract adds must be looked at, too.
  EXPECT_EQ(v1::PositionRow::descriptor()->field_count(), 10);
  EXPECT_EQ(v1::AbsenceRow::descriptor()->field_count(), 7);
}

// The field stood in the sentence and in no list of fields.
TEST(PersonalIdentifier, NamesTheFieldAndNoPerson) {
  const absl::Status status = PersonalIdentifier(3, "person_key");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasReason(ERROR_REASON_PERSONAL_IDENTIFIER));
  EXPECT_THAT(status, NamesField("person_key"));
  EXPECT_EQ(ErrorMetadataOf(status, "row"), "3");
}

}  // namespace
}  // namespace tertial::workforce
