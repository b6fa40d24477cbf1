#include "services/workforce/store/register_store.h"

#include <cstdint>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/workforce/store/register_rows.h"

namespace tertial::workforce {
namespace {

// What a caller may know of how many there are: one person more or less does not show.
int64_t Rounded(int64_t count) { return (count + 5) / 10 * 10; }

// The first two bytes of the hashes of the parts from `part` on.
std::string PartBegin(int part, int parts) {
  const int64_t first = int64_t{part} * 0x10000 / parts;
  return {static_cast<char>(first >> 8), static_cast<char>(first & 0xFF)};
}

absl::Status DamagedPerson(absl::string_view pk) {
  return StoredDataDamaged(
      absl::StrCat("the person under private key ", absl::BytesToHexString(pk)));
}

}  // namespace

absl::StatusOr<std::optional<Register>> OpenRegister(const Ledger& ledger,
                                                     absl::string_view area_id) {
  TERTIAL_ASSIGN_OR_RETURN(ReadView view, ledger.Read());
  const absl::Time now = ledger.Now();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           view.FindPrivate(kHeadTable, AreaKey(area_id), now));
  if (!bytes.has_value()) return std::optional<Register>();
  Register opened{.area_id = std::string(area_id), .head = {}, .view = std::move(view), .now = now};
  if (!opened.head.ParseFromString(*bytes)) {
    return StoredDataDamaged(absl::StrCat("the head of the register of ", area_id));
  }
  return std::optional<Register>(std::move(opened));
}

absl::Status ScanPersons(const Register& of, int part, int parts,
                         absl::FunctionRef<void(const Person&)> visitor) {
  const std::string area = AreaKey(of.area_id);
  // No row has a key this short: it stands before all those that begin with it.
  const std::string after = part == 0 ? "" : area + PartBegin(part, parts);
  const std::string end = part + 1 == parts ? "" : area + PartBegin(part + 1, parts);
  const uint64_t generation = of.head.rows_generation();
  Person person;
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(of.view.ScanPrivate(
      kPersonTable, area, after, of.now, [&](absl::string_view pk, absl::string_view body) {
        if (!end.empty() && pk >= end) return false;
        const std::optional<RowPlace> place = DecodeRowPlace(pk);
        if (place.has_value() && place->generation != generation) return true;
        if (!place.has_value() || !DecodePerson(body, person)) {
          damage = DamagedPerson(pk);
          return false;
        }
        visitor(person);
        return true;
      }));
  return damage;
}

absl::StatusOr<std::optional<Person>> FindPerson(const Register& of, const PersonHash& hash) {
  const std::string pk = PersonKey(of.area_id, hash, of.head.rows_generation());
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> body,
                           of.view.FindPrivate(kPersonTable, pk, of.now));
  if (!body.has_value()) return std::optional<Person>();
  std::optional<Person> person(std::in_place);
  if (!DecodePerson(*body, *person)) return DamagedPerson(pk);
  return person;
}

v1::RegisterState StateOf(absl::string_view area_id, const internal::v1::RegisterHead& head) {
  v1::RegisterState state = head.state();
  state.set_area(absl::StrCat("areas/", area_id));
  state.set_persons(Rounded(state.persons()));
  state.set_positions(Rounded(state.positions()));
  state.set_absences(Rounded(state.absences()));
  return state;
}

}  // namespace tertial::workforce
