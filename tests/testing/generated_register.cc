#include "tests/testing/generated_register.h"

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/types/resource_name.h"

namespace tertial::testing {
namespace {

using workforce::v1::AbsenceKind;
using workforce::v1::AbsenceRow;
using workforce::v1::PositionKind;
using workforce::v1::PositionRow;
using workforce::v1::RegisterRow;
using workforce::v1::Unit;

// Of a thousand.
constexpr int kWomen = 745;
constexpr int kFullTime = 645;
constexpr int kTwoUnits = 60;
constexpr int kTemporary = 70;
constexpr int kHourly = 25;
constexpr int kMoved = 30;
constexpr int kLeft = 90;
constexpr int kPersonsPerApprentice = 6400 / 73;

constexpr const char* kSizes[] = {"20", "30", "40",    "50",    "50",    "60", "60",
                                  "70", "75", "53.57", "77.46", "66.67", "80", "90"};
constexpr const char* kGroups[] = {"2221", "2330", "2341", "3256", "5311", "5321", "9112", ""};

class RegisterGenerator {
 public:
  explicit RegisterGenerator(const RegisterShape& shape)
      : shape_(shape),
        random_(shape.seed),
        first_day_(shape.year - 1, 1, 1),
        last_day_(shape.year, 12, 31) {}

  GeneratedRegister Generate() {
    made_.extract_date = absl::StrCat(shape_.year, "-12-31");
    MakeUnits();
    for (int i = 0; i < 5; ++i) MakeSmallUnitPerson(i);
    for (int i = 5; i < shape_.persons; ++i) MakePerson(/*leaves=*/false);
    for (int i = 0; i < shape_.persons * 2 * kLeft / 1000; ++i) MakePerson(/*leaves=*/true);
    return std::move(made_);
  }

 private:
  int Below(int bound) { return static_cast<int>(random_() % static_cast<uint64_t>(bound)); }
  bool Chance(int of_thousand) { return Below(1000) < of_thousand; }
  absl::CivilDay DayBetween(absl::CivilDay first, absl::CivilDay last) {
    return first + Below(static_cast<int>(last - first) + 1);
  }
  std::string UnitName(absl::string_view id) const {
    return absl::StrCat("areas/", shape_.area_id, "/units/", id);
  }

  Unit& AddUnit(const std::string& id, const std::string& parent) {
    Unit& unit = made_.units.emplace_back();
    unit.set_name(UnitName(id));
    auto& title = *unit.add_titles();
    title.set_language("nb");
    title.set_text(absl::StrCat("Enhet ", id));
    unit.set_order(static_cast<int>(made_.units.size()));
    if (!parent.empty()) unit.add_placements()->set_parent(UnitName(parent));
    return unit;
  }

  void MakeUnits() {
    std::vector<std::string> middle;
    for (int i = 1; i <= shape_.service_areas; ++i) AddUnit(absl::StrCat("s", i), "");
    const int middles = std::max(2 * shape_.service_areas, shape_.units / 12);
    for (int i = 0; i < middles; ++i) {
      middle.push_back(
          absl::StrCat("s", i % shape_.service_areas + 1, "-d", i / shape_.service_areas + 1));
      AddUnit(middle.back(), absl::StrCat("s", i % shape_.service_areas + 1));
    }
    AddUnit(kSmallUnit, middle[0]);
    const int leaves = shape_.units - static_cast<int>(made_.units.size());
    for (int i = 0; i < leaves; ++i) {
      leaves_.push_back(absl::StrCat("u", i + 1));
      AddUnit(leaves_.back(), middle[static_cast<size_t>(i) % middle.size()]);
    }
    // The first leaf moves to another service area; the last is merged into the one before it.
    Unit& moved = UnitOf(leaves_.front());
    auto& placement = *moved.add_placements();
    placement.set_parent(UnitName(middle[1]));
    placement.set_from(absl::StrCat(shape_.year, "-07-01"));
    merged_ = leaves_.back();
    leaves_.pop_back();
    UnitOf(merged_).set_valid_to(absl::StrCat(shape_.year - 1, "-12-31"));
    auto& origin = *UnitOf(leaves_.back()).add_origins();
    origin.set_unit(UnitName(merged_));
    origin.set_date(absl::StrCat(shape_.year, "-01-01"));
    origin.set_kind(workforce::v1::UNIT_ORIGIN_KIND_MERGED);
  }

  Unit& UnitOf(const std::string& id) {
    return *std::find_if(made_.units.begin(), made_.units.end(),
                         [&](const Unit& unit) { return unit.name() == UnitName(id); });
  }

  // A position of the person that is being made.
  void AddPosition(const std::string& unit, const std::string& percent, absl::CivilDay from,
                   std::optional<absl::CivilDay> to, PositionKind kind) {
    if (unit == merged_) {
      // Whoever is in the unit that is merged goes on in the one that takes it in.
      const absl::CivilDay end(shape_.year - 1, 12, 31);
      if (from > end) {
        AddPosition(leaves_.back(), percent, from, to, kind);
        return;
      }
      if (!to.has_value() || *to > end) {
        AddPosition(leaves_.back(), percent, end + 1, to, kind);
        to = end;
      }
    }
    PositionRow& row = *made_.rows.emplace_back().mutable_position();
    row = person_;
    row.set_unit(UnitName(unit));
    row.set_percent(percent);
    row.set_from(absl::FormatCivilTime(from));
    if (to.has_value()) row.set_to(absl::FormatCivilTime(*to));
    row.set_kind(kind);
  }

  std::string AnyUnit() {
    // Units are of different size: those drawn twice and taken by the smaller number are larger.
    const int unit = std::min(Below(static_cast<int>(leaves_.size()) + 1),
                              Below(static_cast<int>(leaves_.size()) + 1));
    if (unit == static_cast<int>(leaves_.size())) return merged_;
    // A few work for the service area itself.
    if (Chance(15)) return absl::StrCat("s", unit % shape_.service_areas + 1);
    return leaves_[static_cast<size_t>(unit)];
  }

  void BeginPerson() {
    person_.Clear();
    person_.set_person_key(absl::StrFormat("P%06d", ++persons_));
    person_.set_sex(Chance(kWomen) ? workforce::v1::SEX_WOMEN : workforce::v1::SEX_MEN);
    const int birth = shape_.year - 64 + 5 * Below(9);
    SetBirthYear(birth / 5 * 5);
    person_.set_occupation_group(kGroups[Below(8)]);
    const int education = Below(100);
    person_.set_education(education < 45   ? workforce::v1::EDUCATION_LEVEL_HIGHER
                          : education < 78 ? workforce::v1::EDUCATION_LEVEL_TRADE_CERTIFICATE
                          : education < 88 ? workforce::v1::EDUCATION_LEVEL_UPPER_SECONDARY
                          : education < 95 ? workforce::v1::EDUCATION_LEVEL_BASIC
                                           : workforce::v1::EDUCATION_LEVEL_UNSPECIFIED);
  }
  void SetBirthYear(int first) {
    birth_year_ = first;
    person_.set_birth_years(absl::StrCat(first, "-", first + 4));
  }

  void MakeSmallUnitPerson(int number) {
    BeginPerson();
    std::optional<absl::CivilDay> to;
    if (number == 4) to = absl::CivilDay(shape_.year, 12, 15);
    const absl::CivilDay from(shape_.year - 4, 3, 1);
    AddPosition(kSmallUnit, number % 2 == 0 ? "100" : "80", from, to,
                workforce::v1::POSITION_KIND_PERMANENT);
    MakeAbsences(from, to.value_or(last_day_), {});
  }

  void MakePerson(bool leaves) {
    BeginPerson();
    absl::CivilDay from =
        DayBetween(absl::CivilDay(shape_.year - 20, 1, 1), absl::CivilDay(shape_.year - 2, 12, 31));
    if (!leaves && Chance(2 * kLeft)) from = DayBetween(first_day_, last_day_);
    std::optional<absl::CivilDay> to;
    if (leaves) to = DayBetween(first_day_, last_day_ - 1);
    const absl::CivilDay last = to.value_or(last_day_);
    if (!leaves && persons_ % kPersonsPerApprentice == 0) {
      SetBirthYear((shape_.year - 19) / 5 * 5);
      AddPosition(AnyUnit(), "100", from, to, workforce::v1::POSITION_KIND_APPRENTICE);
      MakeAbsences(from, last, {});
    } else if (Chance(kHourly)) {
      AddPosition(AnyUnit(), Chance(500) ? "0" : "20", from, to,
                  workforce::v1::POSITION_KIND_HOURLY);
    } else if (Chance(kTemporary)) {
      AddPosition(AnyUnit(), kSizes[Below(14)], from, to, workforce::v1::POSITION_KIND_TEMPORARY);
      MakeAbsences(from, last, {});
    } else if (Chance(kTwoUnits)) {
      MakeTwoPositions(from, to);
    } else {
      MakeOnePosition(from, to);
    }
  }

  void MakeTwoPositions(absl::CivilDay from, std::optional<absl::CivilDay> to) {
    const std::string first = AnyUnit();
    const std::string second = AnyUnit();
    const bool whole = Chance(700);
    AddPosition(first, "60", from, to, workforce::v1::POSITION_KIND_PERMANENT);
    AddPosition(second, whole ? "40" : "25", from, to, workforce::v1::POSITION_KIND_PERMANENT);
    // Sometimes one is away from the first of the two alone.
    MakeAbsences(from, to.value_or(last_day_),
                 Chance(200) && first != merged_ ? first : std::string());
  }

  void MakeOnePosition(absl::CivilDay from, std::optional<absl::CivilDay> to) {
    const std::string percent = Chance(kFullTime) ? "100" : kSizes[Below(14)];
    const absl::CivilDay last = to.value_or(last_day_);
    if (Chance(kMoved) && from < last - 400) {
      const absl::CivilDay moves = DayBetween(last - 300, last - 10);
      AddPosition(AnyUnit(), percent, from, moves - 1, workforce::v1::POSITION_KIND_PERMANENT);
      AddPosition(AnyUnit(), percent, moves, to, workforce::v1::POSITION_KIND_PERMANENT);
    } else {
      AddPosition(AnyUnit(), percent, from, to, workforce::v1::POSITION_KIND_PERMANENT);
    }
    MakeAbsences(from, last, {});
  }

  void AddAbsence(absl::CivilDay from, std::optional<absl::CivilDay> to, const std::string& degree,
                  AbsenceKind kind, workforce::v1::CertificationBasis basis,
                  const std::string& unit) {
    AbsenceRow& row = *made_.rows.emplace_back().mutable_absence();
    row.set_person_key(person_.person_key());
    row.set_from(absl::FormatCivilTime(from));
    if (to.has_value()) row.set_to(absl::FormatCivilTime(*to));
    row.set_degree(degree);
    row.set_kind(kind);
    row.set_basis(basis);
    if (!unit.empty()) row.set_unit(UnitName(unit));
  }

  // Of who is there from `from` to `last`; from `unit` alone unless that is empty.
  void MakeAbsences(absl::CivilDay from, absl::CivilDay last, const std::string& unit) {
    absl::CivilDay day = std::max(from, first_day_);
    while (true) {
      day += 20 + Below(400);
      if (day > last) break;
      if (Chance(520)) {
        day = SelfCertified(day, last, unit);
      } else {
        day = DoctorCertified(day, last, unit);
      }
    }
    const bool may_be_parent = shape_.year - birth_year_ < 42;
    if (may_be_parent && Chance(90) && std::max(from, first_day_) + 60 < last) {
      const absl::CivilDay begin = DayBetween(std::max(from, first_day_) + 30, last);
      const int days = person_.sex() == workforce::v1::SEX_WOMEN ? 200 : 75;
      AddAbsence(begin, begin + days, Chance(850) ? "100" : "60",
                 workforce::v1::ABSENCE_KIND_PARENTAL,
                 workforce::v1::CERTIFICATION_BASIS_UNSPECIFIED, unit);
    }
    if (Chance(10) && std::max(from, first_day_) + 60 < last) {
      AddAbsence(DayBetween(std::max(from, first_day_) + 30, last), std::nullopt, "20",
                 workforce::v1::ABSENCE_KIND_OTHER, workforce::v1::CERTIFICATION_BASIS_UNSPECIFIED,
                 unit);
    }
  }

  absl::CivilDay SelfCertified(absl::CivilDay day, absl::CivilDay last, const std::string& unit) {
    const absl::CivilDay end = std::min(day + Below(4), last);
    AddAbsence(day, end, "100", workforce::v1::ABSENCE_KIND_SICK,
               workforce::v1::CERTIFICATION_BASIS_SELF_CERTIFIED, unit);
    // Some go to a doctor then, and the spell goes on.
    if (end < last && Chance(250)) return DoctorCertified(end + 1, last, unit);
    return end + 1;
  }

  absl::CivilDay DoctorCertified(absl::CivilDay day, absl::CivilDay last, const std::string& unit) {
    constexpr const char* kDegrees[] = {"100", "100", "100", "100", "80", "60", "50", "33.33"};
    const int kind = Below(10);
    const int days = kind < 5 ? 5 + Below(25) : kind < 9 ? 20 + Below(70) : 90 + Below(180);
    const absl::CivilDay end = day + days;
    // Of some the end is not known yet.
    std::optional<absl::CivilDay> to = std::min(end, last);
    if (end > last_day_ && last == last_day_) to.reset();
    AddAbsence(day, to, kDegrees[Below(8)], workforce::v1::ABSENCE_KIND_SICK,
               workforce::v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED, unit);
    return std::min(end, last) + 1;
  }

  const RegisterShape& shape_;
  std::mt19937_64 random_;
  const absl::CivilDay first_day_;
  const absl::CivilDay last_day_;
  GeneratedRegister made_;
  std::vector<std::string> leaves_;
  std::string merged_;
  // Of the person that is being made, what all positions have.
  PositionRow person_;
  int birth_year_ = 0;
  int persons_ = 0;
};

// The end of an enum value's name, in lower case: "permanent".
std::string Word(const std::string& name, absl::string_view prefix) {
  std::string word = name.substr(prefix.size());
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  std::replace(word.begin(), word.end(), '_', '-');
  return word == "unspecified" ? "" : word;
}

std::string BasisWord(workforce::v1::CertificationBasis basis) {
  switch (basis) {
    case workforce::v1::CERTIFICATION_BASIS_SELF_CERTIFIED:
      return "self";
    case workforce::v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED:
      return "doctor";
    default:
      return "";
  }
}

}  // namespace

GeneratedRegister GenerateRegister(const RegisterShape& shape) {
  return RegisterGenerator(shape).Generate();
}

std::string PositionsCsv(const GeneratedRegister& of) {
  std::string csv =
      "person_key,unit,percent,from,to,kind,sex,birth_years,occupation_group,education\n";
  for (const RegisterRow& row : of.rows) {
    if (!row.has_position()) continue;
    const PositionRow& position = row.position();
    absl::StrAppend(&csv, position.person_key(), ",", LastIdOf(position.unit()), ",",
                    position.percent(), ",", position.from(), ",", position.to(), ",");
    absl::StrAppend(&csv, Word(workforce::v1::PositionKind_Name(position.kind()), "POSITION_KIND_"),
                    ",", Word(workforce::v1::Sex_Name(position.sex()), "SEX_"), ",",
                    position.birth_years(), ",", position.occupation_group(), ",");
    absl::StrAppend(
        &csv, Word(workforce::v1::EducationLevel_Name(position.education()), "EDUCATION_LEVEL_"),
        "\n");
  }
  return csv;
}

std::string AbsencesCsv(const GeneratedRegister& of) {
  std::string csv = "person_key,from,to,degree,basis,kind,unit\n";
  for (const RegisterRow& row : of.rows) {
    if (!row.has_absence()) continue;
    const AbsenceRow& absence = row.absence();
    absl::StrAppend(&csv, absence.person_key(), ",", absence.from(), ",", absence.to(), ",",
                    absence.degree(), ",");
    absl::StrAppend(&csv, BasisWord(absence.basis()), ",",
                    Word(workforce::v1::AbsenceKind_Name(absence.kind()), "ABSENCE_KIND_"), ",",
                    absence.unit().empty() ? "" : LastIdOf(absence.unit()), "\n");
  }
  return csv;
}

std::string UnitsCsv(const GeneratedRegister& of) {
  std::string csv = "unit,title,order,valid_from,valid_to,placements,merged_from,merged_on\n";
  for (const Unit& unit : of.units) {
    std::string placements;
    for (const auto& placement : unit.placements()) {
      absl::StrAppend(&placements, placements.empty() ? "" : ";",
                      placement.parent().empty() ? "" : LastIdOf(placement.parent()), "@",
                      placement.from());
    }
    absl::StrAppend(&csv, LastIdOf(unit.name()), ",", unit.titles(0).text(), ",", unit.order(), ",",
                    unit.valid_from(), ",");
    absl::StrAppend(&csv, unit.valid_to(), ",", placements, ",");
    absl::StrAppend(&csv, unit.origins_size() == 0 ? "" : LastIdOf(unit.origins(0).unit()), ",",
                    unit.origins_size() == 0 ? "" : unit.origins(0).date(), "\n");
  }
  return csv;
}

}  // namespace tertial::testing
