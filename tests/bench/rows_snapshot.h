// Rows that were read from PostgreSQL, as the state of a store: what reads the ledger reads them.
#ifndef TERTIAL_TESTS_BENCH_ROWS_SNAPSHOT_H_
#define TERTIAL_TESTS_BENCH_ROWS_SNAPSHOT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/store/key_value_store.h"
#include "tests/bench/pg_connection.h"

namespace tertial::bench {

class RowsSnapshot final : public StoreSnapshot {
 public:
  // `rows`: (key, value), each key once. Fastest when they are in the order of keys.
  explicit RowsSnapshot(PgRows rows);

  absl::StatusOr<std::optional<std::string>> Get(absl::string_view key) const override;
  absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      absl::Span<const std::string> keys) const override;
  absl::Status Scan(const ScanRange& range, ScanDirection direction,
                    ScanVisitor visitor) const override;
  absl::Status MultiSeek(absl::Span<const ScanRange> ranges, SeekVisitor visitor) const override;

 private:
  struct Row {
    absl::string_view key;
    absl::string_view value;
  };
  using Position = std::vector<Row>::const_iterator;

  // The first row that is not before `key`.
  Position At(absl::string_view key) const;

  const PgRows rows_;
  std::vector<Row> by_key_;  // points into them
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_ROWS_SNAPSHOT_H_
