// The layout of keys and envelopes, and how a store of an earlier one is brought up.
//
//   1  names, CURRENT and COMMIT alone; one epoch under the name "epoch"
//   2  what ledger_keys.h draws
#ifndef TERTIAL_COMMON_LEDGER_SCHEMA_UPGRADE_H_
#define TERTIAL_COMMON_LEDGER_SCHEMA_UPGRADE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "common/ledger/table_catalog.h"
#include "common/store/key_value_store.h"

namespace tertial {

// What this program writes, and the newest that it reads.
inline constexpr uint32_t kSchemaVersion = 2;

// Brings a store of schema 1 to schema 2: gives each row its entry in the feed of the commit that
// wrote it, as an insertion (what it replaced is not known), commits their times, and rows their
// index entries. Broken off, it can be done again.
absl::Status UpgradeSchema(KeyValueStore& store, const TableCatalog& tables);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_SCHEMA_UPGRADE_H_
