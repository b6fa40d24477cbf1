#include "services/workforce/store/register_rows.h"

#include <climits>

#include "common/store/key_encoding.h"
#include "tertial/workforce/internal/v1/register_rows.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {
namespace {

DayNumber LastDay(uint32_t until) { return until == 0 ? kNoLastDay : until - 1; }
uint32_t Until(DayNumber last) { return last == kNoLastDay ? 0 : last + 1; }

Position PositionOf(const internal::v1::PersonPosition& stored) {
  return {.unit = stored.unit(),
          .percent = stored.percent(),
          .from = stored.from(),
          .to = LastDay(stored.until()),
          .kind = static_cast<uint8_t>(stored.kind()),
          .occupation = stored.occupation_group(),
          .education = static_cast<uint8_t>(stored.education())};
}

Absence AbsenceOf(const internal::v1::PersonAbsence& stored) {
  return {.from = stored.from(),
          .to = LastDay(stored.until()),
          .degree = stored.degree(),
          .basis = static_cast<uint8_t>(stored.basis()),
          .kind = static_cast<uint8_t>(stored.kind()),
          .unit_plus_1 = stored.unit()};
}

}  // namespace

std::string AreaKey(absl::string_view area_id) {
  std::string key(area_id);
  key.push_back('\0');
  return key;
}

std::string HashKey(absl::string_view area_id, absl::string_view hash) {
  std::string key = AreaKey(area_id);
  key.append(hash.data(), hash.size());
  return key;
}

std::string PersonKey(absl::string_view area_id, absl::string_view hash, uint64_t generation) {
  std::string key = HashKey(area_id, hash);
  AppendUint64(generation, key);
  return key;
}

std::string StagedKeyOf(absl::string_view area_id, absl::string_view hash, uint64_t generation,
                        int64_t row) {
  std::string key = PersonKey(area_id, hash, generation);
  AppendUint64(static_cast<uint64_t>(row), key);
  return key;
}

absl::Time MonthsAfter(absl::Time time, int months) {
  const absl::CivilSecond at = absl::ToCivilSecond(time, absl::UTCTimeZone());
  return absl::FromCivil(absl::CivilSecond(at.year(), at.month() + months, at.day(), at.hour(),
                                           at.minute(), at.second()),
                         absl::UTCTimeZone());
}

std::optional<RowPlace> DecodeRowPlace(absl::string_view pk) {
  const std::optional<absl::string_view> area_id = ConsumeTextId(pk);
  if (!area_id.has_value() || pk.size() < kPersonHashBytes) return std::nullopt;
  RowPlace place{.area_id = *area_id, .hash = pk.substr(0, kPersonHashBytes)};
  pk.remove_prefix(kPersonHashBytes);
  const std::optional<uint64_t> generation = ConsumeUint64(pk);
  if (!generation.has_value()) return std::nullopt;
  place.generation = *generation;
  if (pk.empty()) return place;
  const std::optional<uint64_t> row = ConsumeUint64(pk);
  if (!row.has_value() || !pk.empty()) return std::nullopt;
  place.row = static_cast<int64_t>(*row);
  return place;
}

std::string EncodePerson(const Person& person) {
  internal::v1::PersonRecord record;
  record.set_sex(person.woman ? v1::SEX_WOMEN : v1::SEX_MEN);
  record.set_birth_year(person.birth_year);
  for (const Position& position : person.positions) {
    internal::v1::PersonPosition& added = *record.add_positions();
    added.set_unit(position.unit);
    added.set_percent(position.percent);
    added.set_from(position.from);
    added.set_until(Until(position.to));
    added.set_kind(position.kind);
    added.set_occupation_group(position.occupation);
    added.set_education(position.education);
  }
  for (const Absence& absence : person.absences) {
    internal::v1::PersonAbsence& added = *record.add_absences();
    added.set_from(absence.from);
    added.set_until(Until(absence.to));
    added.set_degree(absence.degree);
    added.set_basis(absence.basis);
    added.set_kind(absence.kind);
    added.set_unit(absence.unit_plus_1);
  }
  return record.SerializeAsString();
}

bool DecodePerson(absl::string_view bytes, Person& person) {
  person.positions.clear();
  person.absences.clear();
  internal::v1::PersonRecord record;
  if (bytes.size() > INT_MAX ||
      !record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return false;
  }
  person.woman = record.sex() == v1::SEX_WOMEN;
  person.birth_year = record.birth_year();
  for (const internal::v1::PersonPosition& position : record.positions()) {
    person.positions.push_back(PositionOf(position));
  }
  for (const internal::v1::PersonAbsence& absence : record.absences()) {
    person.absences.push_back(AbsenceOf(absence));
  }
  return true;
}

}  // namespace tertial::workforce
