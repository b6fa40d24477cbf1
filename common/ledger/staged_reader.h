// Rows as they will be when a staging has been applied.
#ifndef TERTIAL_COMMON_LEDGER_STAGED_READER_H_
#define TERTIAL_COMMON_LEDGER_STAGED_READER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/read_view.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/table_catalog.h"

namespace tertial {

// Reads the staged row of a key, if there is one, else the row of `view`. A staged row reads as
// being of the revision after that of the view. Used by one thread.
class StagedReader : public RecordReader {
 public:
  // `view` must hold the staged rows; it and `tables` must outlive the reader.
  StagedReader(const ReadView& view, const TableCatalog& tables, uint64_t staging)
      : view_(view), tables_(tables), staging_(staging) {}

  // From now on the staged row is not seen.
  void Hide(TableId table, absl::string_view pk, int64_t row);

  absl::StatusOr<std::optional<Version>> FindVersion(TableId table,
                                                     absl::string_view pk) const override;
  absl::StatusOr<std::optional<Version>> FindCommitted(TableId table,
                                                       absl::string_view pk) const override {
    return view_.FindVersion(table, pk);
  }
  absl::StatusOr<std::vector<std::optional<Version>>> MultiFindVersions(
      TableId table, absl::Span<const std::string> pks) const override;
  // Holds the staged rows of the range in memory: for small ranges.
  absl::Status Scan(TableId table, absl::string_view prefix, absl::string_view after,
                    RecordVisitor visitor) const override;
  // The entries of staged rows are not among them.
  absl::Status ScanIndex(
      TableId table, absl::string_view entry,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visitor) const override {
    return view_.ScanIndex(table, entry, visitor);
  }

 private:
  absl::StatusOr<std::optional<Version>> FindStaged(TableId table, absl::string_view pk) const;

  const ReadView& view_;
  const TableCatalog& tables_;
  const uint64_t staging_;
  std::set<std::string, std::less<>> hidden_;
  // The row found last: rows are checked in the order of their keys, and neighbours refer to the
  // same row.
  mutable std::string last_key_;
  mutable std::optional<Version> last_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_STAGED_READER_H_
