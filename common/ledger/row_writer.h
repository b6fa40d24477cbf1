// The bytes of one commit's changes.
#ifndef TERTIAL_COMMON_LEDGER_ROW_WRITER_H_
#define TERTIAL_COMMON_LEDGER_ROW_WRITER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/table_catalog.h"
#include "common/store/key_value_store.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

// Adds to batches what a change of a row consists of: its new version, the one it replaces, the
// entry in the feed, and entries in indexes; and sums the commit up. All but the commit's own
// record and head.
class RowWriter {
 public:
  // `tables` must outlive the object. `released`: the changes had waited for their instant.
  RowWriter(const TableCatalog& tables, Revision revision, bool released)
      : tables_(tables), revision_(revision), released_(released) {}

  // `before` is the version that `state` and `body` replace; empty when the row never was. A live
  // version before a redaction is written blanked.
  void Write(TableId table, absl::string_view pk, const std::optional<Version>& before,
             RowState state, absl::string_view body, WriteBatch& batch);

  // What the commit did, for its record.
  void SumUp(common::internal::v1::Commit& record) const;

 private:
  struct Summary {
    int64_t rows = 0;
    std::set<std::string, std::less<>> areas;
  };

  const TableCatalog& tables_;
  const Revision revision_;
  const bool released_;
  uint32_t sequence_ = 0;
  std::map<TableId, Summary> summaries_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_ROW_WRITER_H_
