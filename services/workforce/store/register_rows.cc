#include "services/workforce/store/register_rows.h"

#include "common/store/key_encoding.h"
#include "tertial/workforce/internal/v1/register_rows.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {
namespace {

// Takes the fields of a message from the front of its bytes, as protobuf's wire format has them.
class WireReader {
 public:
  explicit WireReader(absl::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  // The next field: its number, and its value or its bytes. False at the end, or when the bytes are
  // no message; damaged() tells which.
  bool Next() {
    uint64_t tag = 0;
    if (at_ == end_ || !TakeVarint(tag)) return false;
    field_ = static_cast<uint32_t>(tag >> 3);
    value_ = 0;
    bytes_ = {};
    uint64_t size = 0;
    switch (tag & 7) {
      case 0:
        return TakeVarint(value_);
      case 1:
        return TakeBytes(8);
      case 2:
        return TakeVarint(size) && TakeBytes(size);
      case 5:
        return TakeBytes(4);
      default:
        return Fail();
    }
  }
  uint32_t field() const { return field_; }
  uint32_t value() const { return static_cast<uint32_t>(value_); }
  absl::string_view bytes() const { return bytes_; }
  bool damaged() const { return damaged_; }

 private:
  bool Fail() {
    damaged_ = true;
    return false;
  }
  bool TakeVarint(uint64_t& value) {
    value = 0;
    for (int shift = 0; shift < 64 && at_ != end_; shift += 7) {
      const auto byte = static_cast<uint8_t>(*at_++);
      value |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return true;
    }
    return Fail();
  }
  bool TakeBytes(uint64_t size) {
    if (size > static_cast<uint64_t>(end_ - at_)) return Fail();
    bytes_ = absl::string_view(at_, size);
    at_ += size;
    return true;
  }

  const char* at_;
  const char* const end_;
  uint32_t field_ = 0;
  uint64_t value_ = 0;
  absl::string_view bytes_;
  bool damaged_ = false;
};

DayNumber LastDay(uint32_t until) { return until == 0 ? kNoLastDay : until - 1; }
uint32_t Until(DayNumber last) { return last == kNoLastDay ? 0 : last + 1; }

bool DecodePosition(absl::string_view bytes, Position& position) {
  position = {};
  WireReader reader(bytes);
  while (reader.Next()) {
    switch (reader.field()) {
      case internal::v1::PersonPosition::kUnitFieldNumber:
        position.unit = reader.value();
        break;
      case internal::v1::PersonPosition::kPercentFieldNumber:
        position.percent = reader.value();
        break;
      case internal::v1::PersonPosition::kFromFieldNumber:
        position.from = reader.value();
        break;
      case internal::v1::PersonPosition::kUntilFieldNumber:
        position.to = LastDay(reader.value());
        break;
      case internal::v1::PersonPosition::kKindFieldNumber:
        position.kind = static_cast<uint8_t>(reader.value());
        break;
      case internal::v1::PersonPosition::kOccupationGroupFieldNumber:
        position.occupation = reader.value();
        break;
      case internal::v1::PersonPosition::kEducationFieldNumber:
        position.education = static_cast<uint8_t>(reader.value());
        break;
      default:
        break;
    }
  }
  return !reader.damaged();
}

bool DecodeAbsence(absl::string_view bytes, Absence& absence) {
  absence = {};
  WireReader reader(bytes);
  while (reader.Next()) {
    switch (reader.field()) {
      case internal::v1::PersonAbsence::kFromFieldNumber:
        absence.from = reader.value();
        break;
      case internal::v1::PersonAbsence::kUntilFieldNumber:
        absence.to = LastDay(reader.value());
        break;
      case internal::v1::PersonAbsence::kDegreeFieldNumber:
        absence.degree = reader.value();
        break;
      case internal::v1::PersonAbsence::kBasisFieldNumber:
        absence.basis = static_cast<uint8_t>(reader.value());
        break;
      case internal::v1::PersonAbsence::kKindFieldNumber:
        absence.kind = static_cast<uint8_t>(reader.value());
        break;
      case internal::v1::PersonAbsence::kUnitFieldNumber:
        absence.unit_plus_1 = reader.value();
        break;
      default:
        break;
    }
  }
  return !reader.damaged();
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

std::string AccessKey(absl::Time time, uint32_t number) {
  std::string key;
  AppendUint64(~static_cast<uint64_t>(absl::ToUnixMicros(time)), key);
  AppendUint32(~number, key);
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
  person.woman = false;
  person.birth_year = 0;
  person.positions.clear();
  person.absences.clear();
  bool whole = true;
  WireReader reader(bytes);
  while (whole && reader.Next()) {
    switch (reader.field()) {
      case internal::v1::PersonRecord::kSexFieldNumber:
        person.woman = reader.value() == v1::SEX_WOMEN;
        break;
      case internal::v1::PersonRecord::kBirthYearFieldNumber:
        person.birth_year = static_cast<int>(reader.value());
        break;
      case internal::v1::PersonRecord::kPositionsFieldNumber:
        whole = DecodePosition(reader.bytes(), person.positions.emplace_back());
        break;
      case internal::v1::PersonRecord::kAbsencesFieldNumber:
        whole = DecodeAbsence(reader.bytes(), person.absences.emplace_back());
        break;
      default:
        break;
    }
  }
  return whole && !reader.damaged();
}

}  // namespace tertial::workforce
