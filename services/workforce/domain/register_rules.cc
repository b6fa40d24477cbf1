#include "services/workforce/domain/register_rules.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/checks.h"
#include "common/facts/personal_data.h"
#include "common/types/calendar.h"
#include "common/types/decimal.h"
#include "common/types/resource_name.h"

namespace tertial::workforce {
namespace {

using common::v1::ERROR_REASON_ABSENCE_OVERLAP;
using common::v1::ERROR_REASON_ABSENCE_WITHOUT_POSITION;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_DATE;
using common::v1::ERROR_REASON_INVALID_DECIMAL;
using common::v1::ERROR_REASON_INVALID_RESOURCE_NAME;
using common::v1::ERROR_REASON_INVALID_TEXT;
using common::v1::ERROR_REASON_UNIT_NOT_FOUND;
using common::v1::ERROR_REASON_UNIT_NOT_VALID;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;

constexpr size_t kLongestPersonKey = 64;
constexpr size_t kLongestOccupationGroup = 20;
constexpr int64_t kWhole = 10'000;  // hundredths of a per cent
constexpr int kYearsOfBand = 5;
constexpr absl::string_view kUnitForm = "areas/{area}/units/{unit}";

bool IsNational(absl::string_view text) { return IsNationalId(text) || HoldsNationalId(text); }

bool IsPersonKey(absl::string_view key) {
  const bool in_form = std::all_of(key.begin(), key.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
  });
  return in_form && key.size() <= kLongestPersonKey &&
         std::any_of(key.begin(), key.end(), absl::ascii_isdigit);
}

void CheckPersonKey(const std::string& key, const Violations& violations) {
  if (key.empty()) {
    violations.Add("person_key", ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; write the pseudonym of the person.");
  } else if (!IsPersonKey(key)) {
    violations.Add("person_key", ERROR_REASON_VALUE_OUT_OF_RANGE,
                   "The key is no pseudonym; write it with letters, digits, \".\", \"_\" and "
                   "\"-\", at least one digit, and at most 64 of them.");
  }
}

void CheckUnitName(const AreaRegistry& areas, absl::string_view area_id, bool required,
                   std::string& unit, const Violations& violations) {
  if (unit.empty()) {
    if (required) violations.Add("unit", ERROR_REASON_FIELD_REQUIRED, "It is empty; name a unit.");
    return;
  }
  static const ResourceNamePattern& pattern = *new ResourceNamePattern(kUnitForm);
  absl::StatusOr<std::vector<std::string>> ids = pattern.Parse(unit);
  if (!ids.ok()) {
    violations.Add("unit", ERROR_REASON_INVALID_RESOURCE_NAME,
                   absl::StrCat("It is no name of a unit; write ", kUnitForm, "."));
    return;
  }
  if ((*ids)[0] == area_id) return;
  const absl::StatusOr<std::string> area = areas.Resolve((*ids)[0]);
  if (!area.ok() || *area != area_id) {
    violations.Add("unit", ERROR_REASON_INCONSISTENT_FIELDS,
                   "The unit is one of another area than the register; name one of its own.");
    return;
  }
  (*ids)[0] = *area;
  unit = pattern.Format(*ids);
}

// The day of a date that was checked.
DayNumber DayOf(const std::string& date) { return ToDayNumber(*ParseCivilDay(date)); }
DayNumber LastDayOf(const std::string& date) { return date.empty() ? kNoLastDay : DayOf(date); }

bool CheckDate(absl::string_view field, const std::string& date, const Violations& violations) {
  const std::optional<absl::CivilDay> day = ParseCivilDay(date);
  if (!day.has_value()) {
    violations.Add(field, ERROR_REASON_INVALID_DATE,
                   "It is no day of the calendar; write one as 2024-12-31.");
  } else if (day->year() < kFirstWorkYear || day->year() > kLastWorkYear) {
    violations.Add(field, ERROR_REASON_VALUE_OUT_OF_RANGE,
                   "The day lies outside of 1900-01-01 to 2100-12-31; give one within.");
    return false;
  }
  return day.has_value();
}

void CheckDates(const std::string& from, const std::string& to, const Violations& violations) {
  bool both = !from.empty() && !to.empty();
  if (from.empty()) {
    violations.Add("from", ERROR_REASON_FIELD_REQUIRED, "It is empty; give the first day.");
  } else {
    both = CheckDate("from", from, violations) && both;
  }
  if (!to.empty()) both = CheckDate("to", to, violations) && both;
  if (both && DayOf(to) < DayOf(from)) {
    violations.Add("to", ERROR_REASON_INCONSISTENT_FIELDS,
                   "The last day lies before the first; give one on or after it.");
  }
}

// In hundredths; empty when the text is no decimal of at most two decimals.
std::optional<int64_t> ParseHundredths(const std::string& text) {
  const absl::StatusOr<Decimal> value = Decimal::Parse(text);
  if (!value.ok() || value->scale() > 2) return std::nullopt;
  // What is out of any range is not to overflow.
  if (*value < Decimal::FromInt(-1'000'000) || *value > Decimal::FromInt(1'000'000)) return -1;
  auto hundredths = static_cast<int64_t>(value->unscaled());
  for (int scale = value->scale(); scale < 2; ++scale) hundredths *= 10;
  return hundredths;
}

// `least` is in hundredths of a per cent.
void CheckPercent(absl::string_view field, const std::string& text, int64_t least,
                  const Violations& violations) {
  if (text.empty()) {
    violations.Add(field, ERROR_REASON_FIELD_REQUIRED, "It is empty; give it in per cent.");
    return;
  }
  const std::optional<int64_t> hundredths = ParseHundredths(text);
  if (!hundredths.has_value()) {
    violations.Add(field, ERROR_REASON_INVALID_DECIMAL,
                   "It is no decimal of at most two decimals; write it as 80 or 37.5.");
  } else if (*hundredths < least || *hundredths > kWhole) {
    violations.Add(field, ERROR_REASON_VALUE_OUT_OF_RANGE,
                   least == 0 ? "It is not between 0 and 100 per cent; correct it."
                              : "It is not above 0 and at most 100 per cent; correct it.");
  }
}

// The first of the five years in "1975-1979". Empty when they are not such years.
std::optional<int> ParseBirthYears(const std::string& text) {
  if (text.size() != 9 || text[4] != '-' || !IsDigits(text.substr(0, 4), 4) ||
      !IsDigits(text.substr(5), 4)) {
    return std::nullopt;
  }
  const int first = DigitsToInt(text.substr(0, 4));
  const bool five_years = first % kYearsOfBand == 0 && first >= kFirstWorkYear &&
                          first <= kLastWorkYear &&
                          DigitsToInt(text.substr(5)) == first + kYearsOfBand - 1;
  return five_years ? std::optional<int>(first) : std::nullopt;
}

void CheckPerson(const v1::PositionRow& row, const Violations& violations) {
  CheckEnum("sex", row.sex(), Presence::kRequired, violations);
  if (row.sex() == v1::SEX_TOTAL) {
    violations.Add("sex", ERROR_REASON_VALUE_OUT_OF_RANGE,
                   "SEX_TOTAL is nobody's; write SEX_WOMEN or SEX_MEN.");
  }
  if (row.birth_years().empty()) {
    violations.Add("birth_years", ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; write five years of birth, as 1975-1979.");
  } else if (!ParseBirthYears(row.birth_years()).has_value()) {
    violations.Add("birth_years", ERROR_REASON_VALUE_OUT_OF_RANGE,
                   "It is not five years, the first of which ends in 0 or 5; write them as "
                   "1975-1979, and no exact year or date.");
  }
}

void CheckOccupationGroup(const std::string& group, const Violations& violations) {
  const bool in_form = std::all_of(group.begin(), group.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
  if (in_form && group.size() <= kLongestOccupationGroup) return;
  violations.Add("occupation_group", ERROR_REASON_INVALID_TEXT,
                 "It is no code; write it with lower-case letters, digits and \"-\", at most 20 "
                 "of them.");
}

void CheckPosition(const AreaRegistry& areas, absl::string_view area_id, v1::PositionRow& row,
                   const Violations& violations) {
  CheckPersonKey(row.person_key(), violations);
  CheckUnitName(areas, area_id, /*required=*/true, *row.mutable_unit(), violations);
  CheckPercent("percent", row.percent(), row.kind() == v1::POSITION_KIND_HOURLY ? 0 : 1,
               violations);
  CheckDates(row.from(), row.to(), violations);
  CheckEnum("kind", row.kind(), Presence::kRequired, violations);
  CheckPerson(row, violations);
  CheckOccupationGroup(row.occupation_group(), violations);
  CheckEnum("education", row.education(), Presence::kOptional, violations);
}

void CheckBasis(const v1::AbsenceRow& row, const Violations& violations) {
  CheckEnum("basis", row.basis(), Presence::kOptional, violations);
  const bool is_sick = row.kind() == v1::ABSENCE_KIND_SICK;
  switch (row.basis()) {
    case v1::CERTIFICATION_BASIS_UNSPECIFIED:
      if (is_sick) {
        violations.Add("basis", ERROR_REASON_FIELD_REQUIRED,
                       "It is not set; sick leave is SELF_CERTIFIED or DOCTOR_CERTIFIED.");
      }
      break;
    case v1::CERTIFICATION_BASIS_SELF_CERTIFIED:
    case v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED:
      if (!is_sick) {
        violations.Add("basis", ERROR_REASON_INCONSISTENT_FIELDS,
                       "It is set beside an absence that is no sick leave; leave it out.");
      }
      break;
    default:
      if (v1::CertificationBasis_IsValid(row.basis())) {
        violations.Add("basis", ERROR_REASON_VALUE_OUT_OF_RANGE,
                       "An absence has one basis; write SELF_CERTIFIED or DOCTOR_CERTIFIED.");
      }
  }
  if (row.basis() == v1::CERTIFICATION_BASIS_SELF_CERTIFIED &&
      ParseHundredths(row.degree()).value_or(kWhole) < kWhole &&
      ParseHundredths(row.degree()).value_or(kWhole) > 0) {
    violations.Add("degree", ERROR_REASON_INCONSISTENT_FIELDS,
                   "Self-certified sick leave is not graded; write 100.");
  }
}

void CheckAbsence(const AreaRegistry& areas, absl::string_view area_id, v1::AbsenceRow& row,
                  const Violations& violations) {
  CheckPersonKey(row.person_key(), violations);
  CheckDates(row.from(), row.to(), violations);
  CheckPercent("degree", row.degree(), 1, violations);
  CheckEnum("kind", row.kind(), Presence::kRequired, violations);
  CheckBasis(row, violations);
  CheckUnitName(areas, area_id, /*required=*/false, *row.mutable_unit(), violations);
}

DayNumber UnitDay(const std::string& date, DayNumber otherwise) {
  const std::optional<absl::CivilDay> day = ParseCivilDay(date);
  if (!day.has_value()) return otherwise;
  return day->year() < kFirstWorkYear ? 0 : ToDayNumber(*day);
}

// Makes one person.
class PersonMaker {
 public:
  PersonMaker(DayNumber extract_day, RegisterCodes& codes, const RefuseRow& refuse)
      : extract_day_(extract_day), codes_(codes), refuse_(refuse) {}

  Person Make(const std::vector<PersonRow>& rows) {
    for (const PersonRow& row : rows) {
      if (row.content.has_position()) AddPosition(row.row, row.content.position());
    }
    for (const PersonRow& row : rows) {
      if (row.content.has_absence()) AddAbsence(row.row, row.content.absence());
    }
    std::stable_sort(sick_leaves_.begin(), sick_leaves_.end(),
                     [](const SickLeave& a, const SickLeave& b) { return a.from < b.from; });
    RefuseOverlaps();
    std::stable_sort(person_.positions.begin(), person_.positions.end(),
                     [](const Position& a, const Position& b) {
                       return std::tie(a.from, a.unit) < std::tie(b.from, b.unit);
                     });
    std::stable_sort(person_.absences.begin(), person_.absences.end(),
                     [](const Absence& a, const Absence& b) { return a.from < b.from; });
    return std::move(person_);
  }

 private:
  struct SickLeave {
    DayNumber from;
    DayNumber to;
    int64_t row;
  };

  // The number of the unit, which was there on the days from `from` to `to`.
  std::optional<uint32_t> UseUnit(int64_t row, absl::string_view field, const std::string& unit,
                                  DayNumber from, DayNumber to) {
    const std::string unit_id(LastIdOf(unit));
    const UnitSpan* const span = codes_.FindUnit(unit_id);
    if (span == nullptr) {
      refuse_(row, field, ERROR_REASON_UNIT_NOT_FOUND,
              "The unit is not recorded; record it, or correct its name.", 0);
      return std::nullopt;
    }
    if (from < span->first || std::max(from, std::min(to, extract_day_)) > span->last) {
      refuse_(row, field, ERROR_REASON_UNIT_NOT_VALID,
              "The unit was not there on all of these days; correct them, or the unit's.", 0);
    }
    return codes_.NumberOfUnit(unit_id);
  }

  void AddPosition(int64_t row, const v1::PositionRow& content) {
    if (first_row_ == 0) {
      first_row_ = row;
      person_.woman = content.sex() == v1::SEX_WOMEN;
      person_.birth_year = *ParseBirthYears(content.birth_years());
    }
    if (person_.woman != (content.sex() == v1::SEX_WOMEN)) {
      refuse_(row, "position.sex", ERROR_REASON_INCONSISTENT_FIELDS,
              "Another row of the person has another sex; write one.", first_row_);
    }
    if (person_.birth_year != *ParseBirthYears(content.birth_years())) {
      refuse_(row, "position.birth_years", ERROR_REASON_INCONSISTENT_FIELDS,
              "Another row of the person has other years of birth; write one.", first_row_);
    }
    Position position{.percent = static_cast<uint32_t>(*ParseHundredths(content.percent())),
                      .from = DayOf(content.from()),
                      .to = LastDayOf(content.to()),
                      .kind = static_cast<uint8_t>(content.kind()),
                      .education = static_cast<uint8_t>(content.education())};
    const std::optional<uint32_t> group = codes_.NumberOfGroup(content.occupation_group());
    if (!group.has_value()) {
      refuse_(row, "position.occupation_group", ERROR_REASON_VALUE_OUT_OF_RANGE,
              absl::StrCat("The register has more than ", kMostOccupationGroups,
                           " occupation groups; use broader ones."),
              0);
    }
    position.occupation = group.value_or(0);
    position.unit =
        UseUnit(row, "position.unit", content.unit(), position.from, position.to).value_or(0);
    person_.positions.push_back(position);
  }

  void AddAbsence(int64_t row, const v1::AbsenceRow& content) {
    Absence absence{.from = DayOf(content.from()),
                    .to = LastDayOf(content.to()),
                    .degree = static_cast<uint32_t>(*ParseHundredths(content.degree())),
                    .basis = static_cast<uint8_t>(content.basis()),
                    .kind = static_cast<uint8_t>(content.kind())};
    std::optional<uint32_t> unit;
    if (!content.unit().empty()) {
      unit = UseUnit(row, "absence.unit", content.unit(), absence.from, absence.to);
      if (unit.has_value()) absence.unit_plus_1 = *unit + 1;
    }
    const bool covered = std::any_of(
        person_.positions.begin(), person_.positions.end(), [&](const Position& position) {
          return position.from <= absence.from && absence.from <= position.to &&
                 (!unit.has_value() || position.unit == *unit);
        });
    if (!covered && (content.unit().empty() || unit.has_value())) {
      refuse_(row, "absence.from", ERROR_REASON_ABSENCE_WITHOUT_POSITION,
              "The person has no such position on the first day; correct the day, or send the "
              "position with it.",
              0);
    }
    if (content.kind() == v1::ABSENCE_KIND_SICK) {
      sick_leaves_.push_back({absence.from, absence.to, row});
    }
    person_.absences.push_back(absence);
  }

  void RefuseOverlaps() {
    const SickLeave* longest = nullptr;
    for (const SickLeave& leave : sick_leaves_) {
      if (longest != nullptr && leave.from <= longest->to) {
        refuse_(leave.row, "absence.from", ERROR_REASON_ABSENCE_OVERLAP,
                "It shares a day with another sick leave of the person; correct one of them.",
                longest->row);
      }
      if (longest == nullptr || leave.to > longest->to) longest = &leave;
    }
  }

  const DayNumber extract_day_;
  RegisterCodes& codes_;
  const RefuseRow& refuse_;
  Person person_;
  // The first row with a position.
  int64_t first_row_ = 0;
  std::vector<SickLeave> sick_leaves_;
};

}  // namespace

std::string FindNationalId(const v1::RegisterRow& row) {
  if (row.has_position()) {
    const v1::PositionRow& position = row.position();
    const std::array<std::pair<absl::string_view, const std::string*>, 7> fields = {
        {{"position.person_key", &position.person_key()},
         {"position.unit", &position.unit()},
         {"position.percent", &position.percent()},
         {"position.from", &position.from()},
         {"position.to", &position.to()},
         {"position.birth_years", &position.birth_years()},
         {"position.occupation_group", &position.occupation_group()}}};
    for (const auto& [field, text] : fields) {
      if (IsNational(*text)) return std::string(field);
    }
  } else if (row.has_absence()) {
    const v1::AbsenceRow& absence = row.absence();
    const std::array<std::pair<absl::string_view, const std::string*>, 5> fields = {
        {{"absence.person_key", &absence.person_key()},
         {"absence.from", &absence.from()},
         {"absence.to", &absence.to()},
         {"absence.degree", &absence.degree()},
         {"absence.unit", &absence.unit()}}};
    for (const auto& [field, text] : fields) {
      if (IsNational(*text)) return std::string(field);
    }
  }
  return "";
}

void CheckRegisterRow(const AreaRegistry& areas, absl::string_view area_id, v1::RegisterRow& row,
                      const Violations& violations) {
  switch (row.row_case()) {
    case v1::RegisterRow::kPosition:
      CheckPosition(areas, area_id, *row.mutable_position(), violations.At("position"));
      break;
    case v1::RegisterRow::kAbsence:
      CheckAbsence(areas, area_id, *row.mutable_absence(), violations.At("absence"));
      break;
    case v1::RegisterRow::ROW_NOT_SET:
      violations.Add("", ERROR_REASON_FIELD_REQUIRED, "The row is empty; set one of its cases.");
  }
}

RegisterCodes::RegisterCodes(const std::vector<v1::Unit>& units, std::vector<std::string> unit_ids,
                             std::vector<std::string> groups)
    : unit_ids_(std::move(unit_ids)), groups_(std::move(groups)) {
  for (const v1::Unit& unit : units) {
    spans_[LastIdOf(unit.name())] = {.first = UnitDay(unit.valid_from(), 0),
                                     .last = UnitDay(unit.valid_to(), kNoLastDay)};
  }
  for (size_t i = 0; i < unit_ids_.size(); ++i) unit_numbers_[unit_ids_[i]] = i;
  if (groups_.empty()) groups_.emplace_back();
  for (size_t i = 0; i < groups_.size(); ++i) group_numbers_[groups_[i]] = i;
}

const UnitSpan* RegisterCodes::FindUnit(const std::string& unit_id) const {
  const auto found = spans_.find(unit_id);
  return found == spans_.end() ? nullptr : &found->second;
}

uint32_t RegisterCodes::NumberOfUnit(const std::string& unit_id) {
  const auto [known, is_new] =
      unit_numbers_.try_emplace(unit_id, static_cast<uint32_t>(unit_ids_.size()));
  if (is_new) unit_ids_.push_back(unit_id);
  return known->second;
}

std::optional<uint32_t> RegisterCodes::NumberOfGroup(const std::string& group) {
  const auto known = group_numbers_.find(group);
  if (known != group_numbers_.end()) return known->second;
  if (groups_.size() > kMostOccupationGroups) return std::nullopt;
  const auto number = static_cast<uint32_t>(groups_.size());
  group_numbers_.emplace(group, number);
  groups_.push_back(group);
  return number;
}

Person MakePerson(const std::vector<PersonRow>& rows, DayNumber extract_day, RegisterCodes& codes,
                  const RefuseRow& refuse) {
  if (rows.size() > kMostRowsOfPerson) {
    refuse(rows[kMostRowsOfPerson].row, "", ERROR_REASON_VALUE_OUT_OF_RANGE,
           absl::StrCat("The key has more than ", kMostRowsOfPerson,
                        " rows; it is not that of one person."),
           rows.front().row);
    return {};
  }
  return PersonMaker(extract_day, codes, refuse).Make(rows);
}

}  // namespace tertial::workforce
