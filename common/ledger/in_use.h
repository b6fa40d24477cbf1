// What needs a row, so that this is not deleted.
//
// Rows are found by what they refer to in index 1 (ledger_keys.h draws the bytes around it): 01,
// the number of the table, the ids of the resource each followed by 00.
#ifndef TERTIAL_COMMON_LEDGER_IN_USE_H_
#define TERTIAL_COMMON_LEDGER_IN_USE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/table_catalog.h"

namespace tertial {

// The index entry of rows that refer to the row `pk` of `table`.
std::string ReferenceEntry(TableId table, absl::string_view pk);

// RESOURCE_IN_USE when something needs the row `pk` of `table`: a resource that stands below it
// (its table's pattern goes on where that of `table` ends, by itself or for an area), or one that
// refers to it. One of a restricted table is not named, whoever asks; derived rows need nothing.
absl::Status CheckNotInUse(const RecordReader& reader, const TableCatalog& tables, TableId table,
                           absl::string_view pk);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_IN_USE_H_
