#include "tests/bench/workforce_rows.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "tests/bench/generated_rows.h"

namespace tertial::bench {
namespace {

namespace v1 = workforce::v1;

// A number without a pattern for each pair of numbers.
uint64_t Mixed(uint64_t of, uint64_t which) {
  uint64_t mixed = (of * 0x9E3779B97F4A7C15u) ^ (which * 0xC2B2AE3D27D4EB4Fu);
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

// Draws numbers for one person.
class Draw {
 public:
  explicit Draw(int32_t person) : person_(static_cast<uint64_t>(person)) {}
  int32_t Below(int32_t end) {
    return static_cast<int32_t>(Mixed(person_, next_++) % static_cast<uint64_t>(end));
  }

 private:
  const uint64_t person_;
  uint64_t next_ = 1;
};

DayNumber Day(int year, int month, int day) {
  return ToDayNumber(absl::CivilDay(year, month, day));
}

constexpr int kFourthAbsenceEvery = 13;

BenchPosition MakePosition(Draw& draw, bool second) {
  BenchPosition position{
      .unit = draw.Below(kLowestUnits),
      .percent = 10'000,
      .from = Day(2015, 1, 1) + static_cast<DayNumber>(draw.Below(second ? 3600 : 2500)),
      .to = kBenchForEver,
      .kind = v1::POSITION_KIND_PERMANENT,
      .educated = draw.Below(4) != 0};
  if (second || draw.Below(3) == 0) position.percent = 1000 + 100 * draw.Below(80);
  const int kind = draw.Below(20);
  if (kind == 0) position.kind = v1::POSITION_KIND_APPRENTICE;
  if (kind == 1) position.kind = v1::POSITION_KIND_HOURLY;
  if (kind == 2 || kind == 3) position.kind = v1::POSITION_KIND_TEMPORARY;
  if (draw.Below(10) == 0) {
    position.to =
        std::max(position.from, Day(2024, 7, 1) + static_cast<DayNumber>(draw.Below(180)));
  }
  return position;
}

// One in each half of a year, from 2023 on.
BenchAbsence MakeAbsence(Draw& draw, int half, bool may_be_parental) {
  const DayNumber begin = Day(2023 + half / 2, half % 2 == 0 ? 1 : 7, 1);
  BenchAbsence absence{.from = begin + static_cast<DayNumber>(draw.Below(80)),
                       .to = 0,
                       .degree = 10'000,
                       .basis = v1::CERTIFICATION_BASIS_SELF_CERTIFIED,
                       .kind = v1::ABSENCE_KIND_SICK};
  absence.to = absence.from + static_cast<DayNumber>(draw.Below(3));
  if (draw.Below(3) == 0) {
    absence.basis = v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED;
    absence.degree = 2000 + 1000 * draw.Below(9);
    absence.to = absence.from + static_cast<DayNumber>(draw.Below(90));
  }
  if (may_be_parental && draw.Below(30) == 0) {
    absence.basis = v1::CERTIFICATION_BASIS_UNSPECIFIED;
    absence.degree = 10'000;
    absence.kind = v1::ABSENCE_KIND_PARENTAL;
  }
  return absence;
}

std::string UnitNameOf(const std::string& id) {
  return absl::StrCat(WorkforceArea(), "/units/", id);
}

std::string DayText(DayNumber day) {
  const absl::CivilDay civil = FromDayNumber(day);
  return absl::StrFormat("%04d-%02d-%02d", civil.year(), civil.month(), civil.day());
}

std::string Percent(int32_t hundredths) {
  return absl::StrFormat("%d.%02d", hundredths / 100, hundredths % 100);
}

}  // namespace

std::string WorkforceArea() { return absl::StrCat("areas/", AreaId(0)); }

std::string TopUnit(int number) { return absl::StrFormat("top-%d", number); }
std::string MiddleUnit(int number) { return absl::StrFormat("middle-%d", number); }
std::string LowestUnit(int number) { return absl::StrFormat("lowest-%d", number); }

std::vector<v1::Unit> WorkforceUnits() {
  std::vector<v1::Unit> units;
  const auto add = [&](const std::string& id, const std::string& parent) {
    v1::Unit& unit = units.emplace_back();
    unit.set_name(UnitNameOf(id));
    unit.set_order(static_cast<int32_t>(units.size()));
    unit.add_titles()->set_language("en");
    unit.mutable_titles(0)->set_text(id);
    if (!parent.empty()) unit.add_placements()->set_parent(UnitNameOf(parent));
  };
  for (int lowest = 0; lowest < kLowestUnits; ++lowest) {
    const int top = lowest / kLowestInTop;
    const int middle = lowest / kLowestInMiddle;
    if (lowest % kLowestInTop == 0) add(TopUnit(top), "");
    if (lowest % kLowestInMiddle == 0) add(MiddleUnit(middle), TopUnit(top));
    add(LowestUnit(lowest), MiddleUnit(middle));
  }
  return units;
}

int64_t WorkforceSize::absences() const {
  return int64_t{persons} * 3 + (persons + kFourthAbsenceEvery - 1) / kFourthAbsenceEvery;
}

BenchPerson MakeBenchPerson(const WorkforceSize& size, int32_t number) {
  Draw draw(number);
  const bool second = number < size.with_second_position;
  BenchPerson person{.number = number,
                     .woman = draw.Below(4) != 0,
                     .birth_year = 1955 + 5 * draw.Below(10),
                     .positions = {},
                     .absences = {}};
  person.positions.push_back(MakePosition(draw, false));
  if (second) person.positions.push_back(MakePosition(draw, true));
  const int halves = number % kFourthAbsenceEvery == 0 ? 4 : 3;
  for (int half = 0; half < halves; ++half) {
    BenchAbsence absence = MakeAbsence(draw, half, !second);
    // The first position must be there on the first day.
    if (absence.from > person.positions[0].to) absence.from = absence.to = person.positions[0].to;
    person.absences.push_back(absence);
  }
  return person;
}

void AppendRows(const BenchPerson& person, std::vector<v1::PositionRow>& positions,
                std::vector<v1::AbsenceRow>& absences) {
  const std::string key = absl::StrCat("p-", person.number);
  for (const BenchPosition& position : person.positions) {
    v1::PositionRow& row = positions.emplace_back();
    row.set_person_key(key);
    row.set_unit(UnitNameOf(LowestUnit(position.unit)));
    row.set_percent(Percent(position.percent));
    row.set_from(DayText(position.from));
    if (position.to != kBenchForEver) row.set_to(DayText(position.to));
    row.set_kind(static_cast<v1::PositionKind>(position.kind));
    row.set_sex(person.woman ? v1::SEX_WOMEN : v1::SEX_MEN);
    row.set_birth_years(absl::StrCat(person.birth_year, "-", person.birth_year + 4));
    row.set_education(position.educated ? v1::EDUCATION_LEVEL_HIGHER : v1::EDUCATION_LEVEL_BASIC);
  }
  for (const BenchAbsence& absence : person.absences) {
    v1::AbsenceRow& row = absences.emplace_back();
    row.set_person_key(key);
    row.set_from(DayText(absence.from));
    row.set_to(DayText(absence.to));
    row.set_degree(Percent(absence.degree));
    row.set_basis(static_cast<v1::CertificationBasis>(absence.basis));
    row.set_kind(static_cast<v1::AbsenceKind>(absence.kind));
  }
}

}  // namespace tertial::bench
