// Rows once more in another order, each with the part of its content that is read in that order.
//
// For many rows that stand far apart in the order of their pks and are read together: one figure of
// all areas. The record of a row is that of its newest version, written in the commit that wrote
// the version and put back with it; so a reader of an earlier state does as one of the rows
// themselves does, and looks only for what was changed since (read_view.h, ScanCovering).
#ifndef TERTIAL_COMMON_LEDGER_COVERING_INDEX_H_
#define TERTIAL_COMMON_LEDGER_COVERING_INDEX_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/envelope.h"
#include "common/ledger/ledger_keys.h"

namespace tertial {

class TableCatalog;

// The covering index of a table. What is told here is part of the stored bytes: a change of it is a
// new schema version (schema_upgrade.h).
struct CoveringIndex {
  // The ids of a pk, by their places in it, in the order of the index: each place once.
  std::vector<size_t> order;
  // The part of a live body that is kept.
  std::function<std::string(absl::string_view body)> part;

  // The ids of `pk` in the order of the index; empty when it has another number of them.
  std::optional<std::string> ReorderedKey(absl::string_view pk) const;
  // The pk of which these are the ids in the order of the index; empty when that is none.
  std::optional<std::string> PrimaryKeyOf(absl::string_view reordered) const;
};

// The fields of a serialized message that have these numbers. All of `body` when it is no message:
// whoever reads it learns that it is damaged.
std::string FieldsOf(absl::string_view body, absl::Span<const int> numbers);

struct CoveringRecord {
  std::string key;
  std::string value;
};

// The record of a row whose newest version this is; empty when its table has no covering index.
std::optional<CoveringRecord> CoveringRecordOf(const TableCatalog& tables, TableId table,
                                               absl::string_view pk, const Envelope& newest);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_COVERING_INDEX_H_
