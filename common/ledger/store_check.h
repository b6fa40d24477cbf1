// Reads every record of a store and tells what is wrong with it.
#ifndef TERTIAL_COMMON_LEDGER_STORE_CHECK_H_
#define TERTIAL_COMMON_LEDGER_STORE_CHECK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/read_point.h"
#include "common/ledger/read_view.h"
#include "common/ledger/table_catalog.h"

namespace tertial {

struct StoreFinding {
  // The bytes of the record's key.
  std::string key;
  // The resource that it belongs to. Empty: none.
  std::string name;
  // One sentence.
  std::string description;
  // Whether key, name or description tell of a row of a restricted table.
  bool restricted = false;
};

struct StoreCheck {
  // The first ones.
  std::vector<StoreFinding> findings;
  int64_t finding_count = 0;
  // Records read.
  int64_t records = 0;
  ReadPoint at;
};

// Checks, of the newest state that `view` holds:
//
// - every key is one that ledger_keys.h draws, and every value is what stands under such a key:
//   names, versions with their checksums, feed entries, commits, times, answered requests, waiting
//   writes and their rows, private rows
// - the versions of a row follow each other without a gap, and none is of a commit that is not
// there
// - commits are numbered without a gap up to head, each later than the one before it, found by its
//   time, and tell how many changes they made and what they touched
// - every version has exactly one entry in the feed, and every entry its version
// - every index entry of a version is there, and no other is
// - every answered request has its end, every private row as well, every waiting write its rows
// - the present rows keep the rules of their tables (TableDefinition::check): what they refer to is
//   there
//
// Takes time in the size of the store and bounded memory, and holds `view` all the time. What the
// engine itself cannot read is a finding as well. Errors: DEADLINE_EXCEEDED.
absl::StatusOr<StoreCheck> CheckStore(const ReadView& view, const TableCatalog& tables,
                                      size_t most_findings, absl::Time deadline);

// The same of the newest state of a ledger, taken while nothing is being written; and every file of
// the store is read: one in which bytes are damaged is a finding that names it.
absl::StatusOr<StoreCheck> CheckStore(Ledger& ledger, size_t most_findings, absl::Time deadline);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_STORE_CHECK_H_
