// The feed: what each commit changed, in order.
//
// The value under a key of FEED is op:1 table:1 pk. What the row was before the commit and after it
// is found among its versions, so a redaction reaches the feed as well.
#ifndef TERTIAL_COMMON_LEDGER_FEED_H_
#define TERTIAL_COMMON_LEDGER_FEED_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_view.h"
#include "common/ledger/table_catalog.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

enum class ChangeOp : uint8_t {
  kInserted = 1,
  kRevised = 2,
  kDeleted = 3,
  kReleased = 4,
  kRedacted = 5,
};

// The views point into the bytes it was decoded from.
struct FeedEntry {
  ChangeOp op = ChangeOp::kInserted;
  TableId table = 0;
  absl::string_view pk;
};
std::string EncodeFeedEntry(const FeedEntry& entry);
// Empty when `value` is no feed entry.
std::optional<FeedEntry> DecodeFeedEntry(absl::string_view value);

struct FeedChange {
  FeedPosition position;
  ReadPoint commit;
  ChangeOp op = ChangeOp::kInserted;
  TableId table = 0;
  std::string pk;
  // What the row was and became; empty where it never was, or its version is not live.
  std::optional<Version> before;
  std::optional<Version> after;
  std::string actor;
  std::string reason;
  // Whether no later change of the commit passes the filter.
  bool end_of_commit = false;
};

struct FeedFilter {
  // Empty: all that are not restricted.
  std::set<TableId> tables;
  // The id of an area. Empty: all.
  std::string area;
};

struct FeedPage {
  std::vector<FeedChange> changes;
  // Go on after this. It lies beyond the last change where what follows was filtered out.
  FeedPosition reached;
  // Whether all of the feed up to view.at() was read.
  bool up_to_date = false;
};

// The changes after `after` that pass the filter, up to those of view.at(): `most` of them at most,
// and fewer when they are large. `tables` tells the areas of rows. A gap in the feed is DATA_LOSS.
absl::StatusOr<FeedPage> ReadFeed(const ReadView& view, const TableCatalog& tables,
                                  FeedPosition after, const FeedFilter& filter, size_t most);

// The record of a commit; DATA_LOSS when there is none.
absl::StatusOr<common::internal::v1::Commit> ReadCommit(const StoreSnapshot& snapshot,
                                                        Revision revision);

// Calls `visitor` for the commits up to view.at() that were made at `from` or later and before
// `until`, in their order, until it returns false. DATA_LOSS when the record of one is damaged.
absl::Status ScanCommits(
    const ReadView& view, absl::Time from, absl::Time until,
    absl::FunctionRef<bool(Revision revision, const common::internal::v1::Commit& commit)> visitor);

// Calls `visitor` for the changes of a commit, those of restricted tables included, in their order,
// until it returns false.
absl::Status ScanChanges(const ReadView& view, Revision revision,
                         absl::FunctionRef<bool(const FeedEntry& change)> visitor);

// One version of a row and the commit that made it.
struct RowVersion {
  Version version;
  ReadPoint commit;
  ChangeOp op = ChangeOp::kInserted;
  std::string actor;
  std::string reason;
};

// The versions of a row that commits after `after` made, the oldest first, `most` at most.
absl::StatusOr<std::vector<RowVersion>> ReadVersions(const ReadView& view, TableId table,
                                                     absl::string_view pk, Revision after,
                                                     size_t most);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_FEED_H_
