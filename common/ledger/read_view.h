// One state of a store.
#ifndef TERTIAL_COMMON_LEDGER_READ_VIEW_H_
#define TERTIAL_COMMON_LEDGER_READ_VIEW_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/ledger/read_point.h"
#include "common/ledger/record_reader.h"
#include "common/store/key_value_store.h"

namespace tertial {

// The rows as they were at one revision, whatever is committed meanwhile. Copies share one
// snapshot. Safe for use by several threads. It may outlive the Ledger; it keeps the data directory
// in use, so it is meant to live no longer than one call.
class ReadView : public RecordReader {
 public:
  // `at` must be the head that `snapshot` holds.
  ReadView(std::shared_ptr<const StoreSnapshot> snapshot, ReadPoint at);

  const ReadPoint& at() const { return at_; }

  absl::StatusOr<std::optional<Record>> Find(TableId table, absl::string_view pk) const override;
  absl::StatusOr<std::vector<std::optional<Record>>> MultiFind(
      TableId table, absl::Span<const std::string> pks) const override;
  absl::Status Scan(TableId table, absl::string_view prefix, absl::string_view after,
                    RecordVisitor visitor) const override;

 private:
  std::shared_ptr<const StoreSnapshot> snapshot_;
  ReadPoint at_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_READ_VIEW_H_
