// Walks over all rows of one state, in parts.
#ifndef TERTIAL_COMMON_LEDGER_STATE_SCAN_H_
#define TERTIAL_COMMON_LEDGER_STATE_SCAN_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_view.h"

namespace tertial {

// The rows as they were after one commit, however long it takes: between two parts nothing of the
// store is held, so that a redaction never waits for the end of a walk. Used by one thread.
class StateScan {
 public:
  // Where the walk stands: after this row.
  struct Position {
    TableId table = 0;
    // Empty: before the first row of the table.
    std::string pk;
  };

  // The rows of a table whose pk begins with `prefix`.
  struct Part {
    TableId table = 0;
    std::string prefix;
  };

  // `ledger` must outlive the object and hold the commit `revision`. `parts` are in the order of
  // their tables, each of which stands once.
  StateScan(const Ledger& ledger, Revision revision, std::vector<Part> parts, Position after)
      : ledger_(ledger),
        revision_(revision),
        parts_(std::move(parts)),
        position_(std::move(after)) {}

  // Called for one row; the views are valid only during the call.
  using Visitor = absl::FunctionRef<void(TableId table, absl::string_view pk, Revision revision,
                                         absl::string_view body)>;

  // Calls `visitor` for the next rows: `most_rows` at most, and none any more when their bodies
  // have taken `most_bytes`. Returns the state they were read from, and sets done() after the last
  // row.
  absl::StatusOr<ReadView> Next(size_t most_rows, size_t most_bytes, Visitor visitor);

  bool done() const { return done_; }
  const Position& position() const { return position_; }

 private:
  const Ledger& ledger_;
  const Revision revision_;
  const std::vector<Part> parts_;
  Position position_;
  bool done_ = false;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_STATE_SCAN_H_
