// Every key of the ledger. A key begins with a tag byte; integers are big-endian, ids are
// terminated by 00 (common/store/key_encoding.h).
//
//   00 name                   what the store says about itself; the name's bytes, to the end:
//      "head"                 tertial.common.internal.v1.Head
//      "schema_version"       4 bytes, big-endian
//      "service"              the name of the service whose store this is
//      "store_id"             32 hexadecimal digits, for ever
//      "epoch"                16 hexadecimal digits, new after every restore
//   01 table:1 pk             CURRENT: the newest version of a row (envelope.h); tombstones stay
//   04 revision:8             COMMIT: tertial.common.internal.v1.Commit
//
// The tags 02, 03, 05 to 09, 0A and 0B have their meaning in the design and are not written yet.
//
// A pk is made of the ids of a resource name, each terminated by 00:
//
//   areas/asker/goals/g1, table 3:   01 | 03 | 'a' 's' 'k' 'e' 'r' 00 | 'g' '1' 00
//
// so the rows of one parent stand together, in the order of their ids.
#ifndef TERTIAL_COMMON_LEDGER_LEDGER_KEYS_H_
#define TERTIAL_COMMON_LEDGER_LEDGER_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/store/key_value_store.h"

namespace tertial {

// The number of a table. Part of the stored keys: never used again for something else.
using TableId = uint8_t;
// How many commits a store had accepted.
using Revision = int64_t;

inline constexpr uint8_t kNameTag = 0x00;
inline constexpr uint8_t kCurrentTag = 0x01;
inline constexpr uint8_t kCommitTag = 0x04;

inline constexpr char kHeadName[] = "head";
inline constexpr char kSchemaVersionName[] = "schema_version";
inline constexpr char kServiceName[] = "service";
inline constexpr char kStoreIdName[] = "store_id";
inline constexpr char kEpochName[] = "epoch";

std::string NameKey(absl::string_view name);

// The pk of `ids`, which may be those of a parent only (then it is a prefix). INVALID_ARGUMENT when
// one of them holds a byte 00.
absl::StatusOr<std::string> EncodePrimaryKey(absl::Span<const std::string> ids);

// A row of CURRENT. The pk points into the bytes of the key it was decoded from.
struct CurrentRow {
  TableId table = 0;
  absl::string_view pk;
};
std::string CurrentKey(TableId table, absl::string_view pk);
// Empty when `key` is not one of CURRENT.
std::optional<CurrentRow> DecodeCurrentKey(absl::string_view key);
// The rows of `table` whose pk begins with `prefix` and is greater than `after`, where an empty
// `after` is before all of them.
ScanRange CurrentRange(TableId table, absl::string_view prefix, absl::string_view after);

// `revision` must not be negative.
std::string CommitKey(Revision revision);
// Empty when `key` is not one of COMMIT.
std::optional<Revision> DecodeCommitKey(absl::string_view key);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_LEDGER_KEYS_H_
