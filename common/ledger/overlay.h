// Rows changed, over rows as they are.
#ifndef TERTIAL_COMMON_LEDGER_OVERLAY_H_
#define TERTIAL_COMMON_LEDGER_OVERLAY_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/table_catalog.h"

namespace tertial {

// Reads as `base` would if the versions set here had been written. Used by one thread. The reads
// through it see changes made while a scan goes on, or do not: it is not said.
class Overlay : public RecordReader {
 public:
  // By key (ledger_keys.h: CURRENT).
  using Versions = std::map<std::string, Version, std::less<>>;

  // `base` and `tables`, which tells the index entries of rows, must outlive the overlay.
  Overlay(const RecordReader& base, const TableCatalog& tables) : base_(base), tables_(tables) {}
  Overlay(const Overlay&) = delete;
  Overlay& operator=(const Overlay&) = delete;

  void Set(std::string key, Version version) {
    versions_.insert_or_assign(std::move(key), std::move(version));
  }
  void Forget(absl::string_view key);
  const Versions& versions() const { return versions_; }

  absl::StatusOr<std::optional<Version>> FindVersion(TableId table,
                                                     absl::string_view pk) const override;
  absl::StatusOr<std::vector<std::optional<Version>>> MultiFindVersions(
      TableId table, absl::Span<const std::string> pks) const override;
  absl::Status Scan(TableId table, absl::string_view prefix, absl::string_view after,
                    RecordVisitor visitor) const override;
  // Rows changed here come after the others. Costs a look at each of them.
  absl::Status ScanIndex(
      TableId table, absl::string_view entry,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visitor) const override;

 private:
  const RecordReader& base_;
  const TableCatalog& tables_;
  Versions versions_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_OVERLAY_H_
