// The rows and keys of registers: private rows (common/ledger/private_rows.h) of these tables.
//
//   0A 00 14 area 00 hash:16 generation:8          PersonRecord    until its upload + retention
//   0A 00 15 area 00 hash:16 generation:8 row:8    StagedRow       one day
//   0A 00 16 area 00                               RegisterHead    as long as any of its persons
//   0A 00 18 ~time:8 ~number:4                     AccessRecord    24 months; no more written
//
// The hash of a person stands before the generation, so that one range of each of the first two
// tables is all that there is of a person. Time is in microseconds since 1970, and its bits are
// turned around, as are those of the number. Table numbers are stored: a number is never given to
// other rows. AccessRecords are of reads that were noted before the audit trail held them
// (common/rpc/audit_rows.h).
#ifndef TERTIAL_SERVICES_WORKFORCE_STORE_REGISTER_ROWS_H_
#define TERTIAL_SERVICES_WORKFORCE_STORE_REGISTER_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/ledger_keys.h"
#include "services/workforce/domain/person.h"
#include "services/workforce/store/person_keys.h"

namespace tertial::workforce {

inline constexpr TableId kPersonTable = 20;
inline constexpr TableId kStagedTable = 21;
inline constexpr TableId kHeadTable = 22;
inline constexpr TableId kAccessTable = 24;

// The beginning of the keys of an area's rows; all of the key of its head.
std::string AreaKey(absl::string_view area_id);
// The beginning of the keys of all rows of a person.
std::string HashKey(absl::string_view area_id, absl::string_view hash);
std::string PersonKey(absl::string_view area_id, absl::string_view hash, uint64_t generation);
std::string StagedKeyOf(absl::string_view area_id, absl::string_view hash, uint64_t generation,
                        int64_t row);

// The instant `months` months later, in UTC: when the retention of what is put at `time` ends.
absl::Time MonthsAfter(absl::Time time, int months);

// What the key of a PersonRecord or a StagedRow says; views point into its bytes.
struct RowPlace {
  absl::string_view area_id;
  absl::string_view hash;
  uint64_t generation = 0;
  // 0: of a PersonRecord.
  int64_t row = 0;
};
// Empty when `pk` is no such key.
std::optional<RowPlace> DecodeRowPlace(absl::string_view pk);

// The bytes of an internal::v1::PersonRecord.
std::string EncodePerson(const Person& person);
// Reads into `person`, whose vectors keep their room, what EncodePerson made. False for anything
// that is no PersonRecord; `person` is then of no use. Fields that are not known are passed over.
bool DecodePerson(absl::string_view bytes, Person& person);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_STORE_REGISTER_ROWS_H_
