// One state of a store: the newest, or an earlier one.
#ifndef TERTIAL_COMMON_LEDGER_READ_VIEW_H_
#define TERTIAL_COMMON_LEDGER_READ_VIEW_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/ledger/covering_index.h"
#include "common/ledger/private_rows.h"
#include "common/ledger/read_point.h"
#include "common/ledger/record_reader.h"
#include "common/store/key_value_store.h"

namespace tertial {

// The rows as they were after one commit, whatever is committed meanwhile or was since. A row costs
// one step of a scan, and one seek more if it was changed after that commit. Copies share one
// snapshot. Safe for use by several threads. It may outlive the Ledger; it keeps the data directory
// in use, so it is meant to live no longer than one call.
class ReadView : public RecordReader {
 public:
  // `snapshot` must hold the commit `at`.
  ReadView(std::shared_ptr<const StoreSnapshot> snapshot, ReadPoint at);

  const ReadPoint& at() const { return at_; }

  absl::StatusOr<std::optional<Version>> FindVersion(TableId table,
                                                     absl::string_view pk) const override;
  absl::StatusOr<std::vector<std::optional<Version>>> MultiFindVersions(
      TableId table, absl::Span<const std::string> pks) const override;
  absl::Status Scan(TableId table, absl::string_view prefix, absl::string_view after,
                    RecordVisitor visitor) const override;
  absl::Status ScanIndex(
      TableId table, absl::string_view entry,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visitor) const override;
  // The same, from behind what was visited last: `after` is its entry followed by its pk. Empty:
  // from the beginning.
  absl::Status ScanIndexAfter(
      TableId table, absl::string_view entry, absl::string_view after,
      absl::FunctionRef<bool(absl::string_view entry, absl::string_view pk)> visitor) const;
  // Scans all rows below each of `prefixes`, one after the other; false ends it. Fastest when they
  // are sorted. For many that have few rows each.
  absl::Status MultiScan(TableId table, absl::Span<const std::string> prefixes,
                         RecordVisitor visitor) const;
  // The same for index entries.
  absl::Status MultiScanIndex(
      TableId table, absl::Span<const std::string> entries,
      absl::FunctionRef<bool(absl::string_view entry, absl::string_view pk)> visitor) const;
  // Visits the rows whose ids, in the order of the table's covering index, begin with `prefix`, in
  // that order. `body` holds the part that the index keeps, or all.
  absl::Status ScanCovering(TableId table, const CoveringIndex& index, absl::string_view prefix,
                            RecordVisitor visitor) const;

  // Private rows (private_rows.h) whose retention has not ended at `now`. They have no history: the
  // newest state is read whatever `at` is.
  absl::StatusOr<std::optional<std::string>> FindPrivate(TableId table, absl::string_view pk,
                                                         absl::Time now) const;
  absl::Status ScanPrivate(
      TableId table, absl::string_view prefix, absl::string_view after, absl::Time now,
      absl::FunctionRef<bool(absl::string_view pk, absl::string_view body)> visitor) const;
  // The same, with the end of each row's retention.
  absl::Status ScanPrivateRows(
      TableId table, absl::string_view prefix, absl::string_view after, absl::Time now,
      absl::FunctionRef<bool(absl::string_view pk, const PrivateRow& row)> visitor) const;

  // The same for the rows from the pk `begin` on and before `end`, the last first.
  absl::Status ScanPrivateBackward(
      TableId table, absl::string_view begin, absl::string_view end, absl::Time now,
      absl::FunctionRef<bool(absl::string_view pk, const PrivateRow& row)> visitor) const;

  // The bytes below, for the parts of the ledger.
  const StoreSnapshot& snapshot() const { return *snapshot_; }

 private:
  using PrivateVisitor = absl::FunctionRef<bool(absl::string_view pk, const PrivateRow& row)>;

  absl::Status ScanPrivateRange(const ScanRange& range, ScanDirection direction, absl::Time now,
                                PrivateVisitor visitor) const;

  // The pk of the row whose newest version is stored under a key; empty when the key is damaged.
  using KeyReader = absl::FunctionRef<std::optional<absl::string_view>(absl::string_view key)>;

  // Visits the rows whose newest versions `ranges` hold, as they were at `at`.
  absl::Status ScanNewest(TableId table, absl::Span<const ScanRange> ranges, KeyReader pk_of,
                          RecordVisitor visitor) const;
  absl::Status ScanEntries(
      TableId table, absl::Span<const ScanRange> ranges,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visitor) const;

  std::shared_ptr<const StoreSnapshot> snapshot_;
  ReadPoint at_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_READ_VIEW_H_
