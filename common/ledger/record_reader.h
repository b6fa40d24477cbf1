// How rows are read, whether from a state of the store or from inside a transaction.
#ifndef TERTIAL_COMMON_LEDGER_RECORD_READER_H_
#define TERTIAL_COMMON_LEDGER_RECORD_READER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/envelope.h"
#include "common/ledger/ledger_keys.h"

namespace tertial {

struct Record {
  // The commit that wrote this version.
  Revision revision = 0;
  std::string body;

  friend bool operator==(const Record&, const Record&) = default;
};

// What a commit made of a row.
struct Version {
  RowState state = RowState::kLive;
  // The commit.
  Revision revision = 0;
  // Empty unless live.
  std::string body;

  bool live() const { return state == RowState::kLive; }
  friend bool operator==(const Version&, const Version&) = default;
};

// Called for one row; false ends the scan. The views are valid only during the call.
using RecordVisitor =
    absl::FunctionRef<bool(absl::string_view pk, Revision revision, absl::string_view body)>;

// Deleted and redacted rows read as absent, except for the functions that say "version". Besides
// the errors of the store (key_value_store.h), a row that does not agree with its checksum is
// DATA_LOSS.
class RecordReader {
 public:
  virtual ~RecordReader() = default;

  // Empty when the row never was.
  virtual absl::StatusOr<std::optional<Version>> FindVersion(TableId table,
                                                             absl::string_view pk) const = 0;
  // The same without what the reader adds to what is committed: the row that a write replaces.
  virtual absl::StatusOr<std::optional<Version>> FindCommitted(TableId table,
                                                               absl::string_view pk) const {
    return FindVersion(table, pk);
  }
  // One element for each of `pks`, in their order.
  virtual absl::StatusOr<std::vector<std::optional<Version>>> MultiFindVersions(
      TableId table, absl::Span<const std::string> pks) const = 0;

  // Calls `visitor` for the rows of `table` whose pk begins with `prefix` and is greater than
  // `after` (empty: from the beginning), in the order of their pks. An error may come after some
  // rows were visited.
  virtual absl::Status Scan(TableId table, absl::string_view prefix, absl::string_view after,
                            RecordVisitor visitor) const = 0;

  // Calls `visitor` for the pks under index entries that begin with `entry` (those that the table's
  // definition gave, table_catalog.h), in the order of entries and pks; a row may come several
  // times. What the index promises is that no row with such an entry is left out; a row may come
  // that has the entry no longer, so whoever asks reads the row and looks.
  virtual absl::Status ScanIndex(
      TableId table, absl::string_view entry,
      absl::FunctionRef<bool(absl::string_view entry, absl::string_view pk)> visitor) const = 0;

  absl::StatusOr<std::optional<Record>> Find(TableId table, absl::string_view pk) const;
  // One element for each of `pks`, in their order.
  absl::StatusOr<std::vector<std::optional<Record>>> MultiFind(
      TableId table, absl::Span<const std::string> pks) const;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_RECORD_READER_H_
