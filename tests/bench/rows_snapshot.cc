#include "tests/bench/rows_snapshot.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tertial::bench {

RowsSnapshot::RowsSnapshot(PgRows rows) : rows_(std::move(rows)) {
  by_key_.reserve(static_cast<size_t>(rows_.count()));
  for (int row = 0; row < rows_.count(); ++row) {
    by_key_.push_back({rows_.Bytes(row, 0), rows_.Bytes(row, 1)});
  }
  const auto stands_before = [](const Row& a, const Row& b) { return a.key < b.key; };
  if (!std::is_sorted(by_key_.begin(), by_key_.end(), stands_before)) {
    std::sort(by_key_.begin(), by_key_.end(), stands_before);
  }
}

RowsSnapshot::Position RowsSnapshot::At(absl::string_view key) const {
  return std::lower_bound(
      by_key_.begin(), by_key_.end(), key,
      [](const Row& row, absl::string_view sought) { return row.key < sought; });
}

absl::StatusOr<std::optional<std::string>> RowsSnapshot::Get(absl::string_view key) const {
  const Position found = At(key);
  if (found == by_key_.end() || found->key != key) return std::optional<std::string>();
  return std::optional<std::string>(std::in_place, found->value);
}

absl::StatusOr<std::vector<std::optional<std::string>>> RowsSnapshot::MultiGet(
    absl::Span<const std::string> keys) const {
  std::vector<std::optional<std::string>> values;
  values.reserve(keys.size());
  for (const std::string& key : keys) values.push_back(*Get(key));
  return values;
}

absl::Status RowsSnapshot::Scan(const ScanRange& range, ScanDirection direction,
                                ScanVisitor visitor) const {
  if (range.empty()) return absl::OkStatus();
  const Position begin = At(range.begin);
  const Position end = range.end.empty() ? by_key_.end() : At(range.end);
  if (direction == ScanDirection::kForward) {
    for (Position row = begin; row != end && visitor(row->key, row->value);) ++row;
  } else {
    for (Position row = end; row != begin && visitor(std::prev(row)->key, std::prev(row)->value);) {
      --row;
    }
  }
  return absl::OkStatus();
}

absl::Status RowsSnapshot::MultiSeek(absl::Span<const ScanRange> ranges,
                                     SeekVisitor visitor) const {
  for (size_t i = 0; i < ranges.size(); ++i) {
    const Position row = At(ranges[i].begin);
    if (row == by_key_.end() || (!ranges[i].end.empty() && row->key >= ranges[i].end)) continue;
    visitor(i, row->key, row->value);
  }
  return absl::OkStatus();
}

}  // namespace tertial::bench
