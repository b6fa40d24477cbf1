// Every key of the ledger. A key begins with a tag byte; integers are big-endian, ids are
// terminated by 00 (common/store/key_encoding.h).
//
//   00 name                   what the store says about itself; the name's bytes, to the end:
//      "head"                 tertial.common.internal.v1.Head
//      "schema_version"       4 bytes, big-endian
//      "service"              the name of the service whose store this is
//      "store_id"             32 hexadecimal digits, for ever
//      "epochs"               tertial.common.internal.v1.Epochs; the last is the present one
//   01 table:1 pk             CURRENT: the newest version of a row (envelope.h); tombstones stay
//   02 table:1 pk end:8       SUPERSEDED: the version that the commit `end` replaced
//   03 revision:8 seq:4       FEED: op:1 table:1 pk (feed.h); what was written is found in 01, 02
//   04 revision:8             COMMIT: tertial.common.internal.v1.Commit
//   05 time:8                 the revision:8 that was committed then; microseconds
//   06 actor request_id       ANSWERED: tertial.common.internal.v1.AnsweredRequest
//   07 expiry:8 actor request_id   (empty) when to forget it; microseconds
//   08 release:8 id:8         PENDING: tertial.common.internal.v1.PendingWrite; microseconds
//   09 staging:8 table:1 pk row:8  STAGED: op:1 body; a write that is not visible yet
//   0A 00 table:1 pk          PRIVATE: a row with retention (private_rows.h)
//   0A 01 expiry:8 table:1 pk      (empty) when to purge it; microseconds
//   0B table:1 entry pk       INDEX: size:4 of the entry; what the entry is, the table says
//   0C table:1 ids            COVERING: the newest version of a row once more (envelope.h), under
//   the
//                             ids of its pk in another order (covering_index.h); tombstones stay
//
// A pk is made of the ids of a resource name, each terminated by 00:
//
//   areas/asker/goals/g1, table 3:   01 | 03 | 'a' 's' 'k' 'e' 'r' 00 | 'g' '1' 00
//
// so the rows of one parent stand together, in the order of their ids, and no pk of a table is the
// beginning of another.
//
// Tables from 80 on are restricted: not everybody may know their rows (IsRestricted).
#ifndef TERTIAL_COMMON_LEDGER_LEDGER_KEYS_H_
#define TERTIAL_COMMON_LEDGER_LEDGER_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/store/key_value_store.h"

namespace tertial {

// The number of a table. Part of the stored keys: never used again for something else.
using TableId = uint8_t;
// How many commits a store had accepted.
using Revision = int64_t;

// Whether the rows of a table are kept from those who lack a right: it is told by its number, so
// that it is known wherever a key is, and of rows of tables that this version does not know. The
// changes of a commit stand in the order of the tables' numbers, so what is restricted stands last
// and leaves no gap before what is told.
inline constexpr TableId kFirstRestrictedTable = 0x80;
constexpr bool IsRestricted(TableId table) { return table >= kFirstRestrictedTable; }

inline constexpr uint8_t kNameTag = 0x00;
inline constexpr uint8_t kCurrentTag = 0x01;
inline constexpr uint8_t kSupersededTag = 0x02;
inline constexpr uint8_t kFeedTag = 0x03;
inline constexpr uint8_t kCommitTag = 0x04;
inline constexpr uint8_t kCommitTimeTag = 0x05;
inline constexpr uint8_t kAnsweredTag = 0x06;
inline constexpr uint8_t kAnsweredExpiryTag = 0x07;
inline constexpr uint8_t kPendingTag = 0x08;
inline constexpr uint8_t kStagedTag = 0x09;
inline constexpr uint8_t kPrivateTag = 0x0A;
inline constexpr uint8_t kIndexTag = 0x0B;
inline constexpr uint8_t kCoveringTag = 0x0C;

inline constexpr char kHeadName[] = "head";
inline constexpr char kSchemaVersionName[] = "schema_version";
inline constexpr char kServiceName[] = "service";
inline constexpr char kStoreIdName[] = "store_id";
inline constexpr char kEpochsName[] = "epochs";

std::string NameKey(absl::string_view name);
// All keys of one tag.
ScanRange TagRange(uint8_t tag);

// The pk of `ids`, which may be those of a parent only (then it is a prefix). INVALID_ARGUMENT when
// one of them holds a byte 00.
absl::StatusOr<std::string> EncodePrimaryKey(absl::Span<const std::string> ids);

// Revisions must not be negative. Times are kept in whole microseconds.
std::string CurrentKey(TableId table, absl::string_view pk);
std::string SupersededKey(TableId table, absl::string_view pk, Revision end_revision);
std::string FeedKey(Revision revision, uint32_t sequence);
std::string CommitKey(Revision revision);
std::string CommitTimeKey(absl::Time time);
// The part of 06 and 07 that names the request. INVALID_ARGUMENT when one holds a byte 00.
absl::StatusOr<std::string> EncodeRequest(absl::string_view actor, absl::string_view request_id);
std::string AnsweredKey(absl::string_view request);
std::string AnsweredExpiryKey(absl::Time expiry, absl::string_view request);
std::string PendingKey(absl::Time release, uint64_t id);
std::string StagedKey(uint64_t staging, TableId table, absl::string_view pk, uint64_t row);
std::string PrivateKey(TableId table, absl::string_view pk);
std::string PrivateExpiryKey(absl::Time expiry, TableId table, absl::string_view pk);
std::string IndexKey(TableId table, absl::string_view entry, absl::string_view pk);
// `reordered`: the ids of a pk in the order of the index, or the first of them.
std::string CoveringKey(TableId table, absl::string_view reordered);

// What a key names; views point into the bytes of the key it was decoded from. Empty when the key
// is not one of that kind.
struct CurrentRow {
  TableId table = 0;
  absl::string_view pk;
};
std::optional<CurrentRow> DecodeCurrentKey(absl::string_view key);
struct SupersededRow {
  TableId table = 0;
  absl::string_view pk;
  Revision end_revision = 0;
};
std::optional<SupersededRow> DecodeSupersededKey(absl::string_view key);
// A place in the feed: after the change `sequence` of the commit `revision`, or before the first
// change of that commit.
struct FeedPosition {
  Revision revision = 0;
  // -1: before the first.
  int64_t sequence = -1;

  friend auto operator<=>(const FeedPosition&, const FeedPosition&) = default;
};
std::optional<FeedPosition> DecodeFeedKey(absl::string_view key);
std::optional<Revision> DecodeCommitKey(absl::string_view key);
std::optional<absl::Time> DecodeCommitTimeKey(absl::string_view key);
struct RequestExpiry {
  absl::Time expiry;
  absl::string_view request;
};
std::optional<RequestExpiry> DecodeAnsweredExpiryKey(absl::string_view key);
struct PendingPosition {
  absl::Time release;
  uint64_t id = 0;
};
std::optional<PendingPosition> DecodePendingKey(absl::string_view key);
struct StagedRow {
  uint64_t staging = 0;
  TableId table = 0;
  absl::string_view pk;
  uint64_t row = 0;
};
std::optional<StagedRow> DecodeStagedKey(absl::string_view key);
struct PrivateExpiry {
  absl::Time expiry;
  TableId table = 0;
  absl::string_view pk;
};
std::optional<PrivateExpiry> DecodePrivateExpiryKey(absl::string_view key);

// Whether the bytes of the key tell of a row of a restricted table: its ids, or, in an index, its
// content. Keys of the feed and of private rows do not.
bool IsRestrictedKey(absl::string_view key);

// The rows of `table` whose pk begins with `prefix` and is greater than `after`, where an empty
// `after` is before all of them.
ScanRange CurrentRange(TableId table, absl::string_view prefix, absl::string_view after);
// The same for private rows.
ScanRange PrivateRange(TableId table, absl::string_view prefix, absl::string_view after);
// The versions of one row that were replaced by `from` or a later commit, the oldest first.
ScanRange SupersededRange(TableId table, absl::string_view pk, Revision from);
// The changes after `after`, up to and with those of the commit `last`.
ScanRange FeedRange(FeedPosition after, Revision last);
// All rows of one staging; those of one row of it.
ScanRange StagedRange(uint64_t staging);
ScanRange StagedRange(uint64_t staging, TableId table, absl::string_view pk);
// Keys of 07, 08 and 0A 01 that are due at `now`.
ScanRange DueRequests(absl::Time now);
ScanRange DuePending(absl::Time now);
ScanRange DuePrivate(absl::Time now);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_LEDGER_KEYS_H_
