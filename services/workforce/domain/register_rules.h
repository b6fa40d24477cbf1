// What must be true of the rows of a register, one by one and those of a person together.
//
// Each function adds to `violations` whatever is wrong. No description holds a value of a row: what
// stands in the wrong column may name a person.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_REGISTER_RULES_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_REGISTER_RULES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "common/types/work_calendar.h"
#include "services/workforce/domain/person.h"
#include "tertial/workforce/v1/registers_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

// More rows of one person are refused: nobody has so many, and they are held in memory together.
inline constexpr size_t kMostRowsOfPerson = 5000;
// More occupation groups in one register are refused: any classification has fewer.
inline constexpr size_t kMostOccupationGroups = 5000;

// The name of the first field of the row, "position.person_key", that holds a national identity
// number. Empty: none does.
std::string FindNationalId(const v1::RegisterRow& row);

// The fields of a row by themselves. `area_id` is the area of the register. Where a unit is named
// rightly, its name is made canonical.
void CheckRegisterRow(const AreaRegistry& areas, absl::string_view area_id, v1::RegisterRow& row,
                      const Violations& violations);

// A row that passed CheckRegisterRow, by its place in the stream.
struct PersonRow {
  int64_t row = 0;
  v1::RegisterRow content;
};

// When a unit was there.
struct UnitSpan {
  DayNumber first = 0;
  DayNumber last = kNoLastDay;
};

// The units of an area by their ids, numbered in the order in which rows name them; the same for
// occupation groups. Made for one upload.
class RegisterCodes {
 public:
  // `units` are those recorded for the area; `unit_ids` and `groups` are the lists that the numbers
  // go on from (RegisterHead).
  RegisterCodes(const std::vector<v1::Unit>& units, std::vector<std::string> unit_ids,
                std::vector<std::string> groups);

  // When the unit was there; nullptr when it is not recorded.
  const UnitSpan* FindUnit(const std::string& unit_id) const;
  // The number of a unit that is recorded.
  uint32_t NumberOfUnit(const std::string& unit_id);
  // The number of an occupation group; 0 of the empty one. Empty when there are too many.
  std::optional<uint32_t> NumberOfGroup(const std::string& group);

  const std::vector<std::string>& unit_ids() const { return unit_ids_; }
  const std::vector<std::string>& groups() const { return groups_; }

 private:
  absl::flat_hash_map<std::string, UnitSpan> spans_;
  std::vector<std::string> unit_ids_;
  absl::flat_hash_map<std::string, uint32_t> unit_numbers_;
  std::vector<std::string> groups_;
  absl::flat_hash_map<std::string, uint32_t> group_numbers_;
};

// Adds what is wrong with one of the rows. `related_row`: the other row that it has to do with, 0
// if none.
using RefuseRow = std::function<void(int64_t row, absl::string_view field, ErrorReason reason,
                                     absl::string_view description, int64_t related_row)>;

// Makes a person of all rows with one key, in the order of the stream, and tells `refuse` what is
// wrong with them together: other sex or years of birth than the first row, units that are not
// recorded or were not there, sick leaves that share a day, absences that begin without a position.
// The person is of no use when something was refused.
Person MakePerson(const std::vector<PersonRow>& rows, DayNumber extract_day, RegisterCodes& codes,
                  const RefuseRow& refuse);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_REGISTER_RULES_H_
