// The layout of keys and envelopes, and how a store of an earlier one is brought up.
//
//   1  names, CURRENT and COMMIT alone; one epoch under the name "epoch"
//   2  history, feed, indexes: what ledger_keys.h draws but for covering indexes
//   3  covering indexes
//   4  what ledger_keys.h draws: restricted tables, and words in indexes
#ifndef TERTIAL_COMMON_LEDGER_SCHEMA_UPGRADE_H_
#define TERTIAL_COMMON_LEDGER_SCHEMA_UPGRADE_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/table_catalog.h"
#include "common/store/key_value_store.h"

namespace tertial {

// What this program writes, and the newest that it reads.
inline constexpr uint32_t kSchemaVersion = 4;

// Empty when the store does not say; DATA_LOSS when what it says is no version.
absl::StatusOr<std::optional<uint32_t>> FindSchemaVersion(const StoreSnapshot& snapshot);

// Brings a store of an earlier schema up to this one. From 1: gives each row its entry in the feed
// of the commit that wrote it, as an insertion (what it replaced is not known), and commits their
// times. From 1 or 2: gives rows their records in covering indexes. From any: makes the indexes of
// tables anew that have other entries since (TableDefinition::index_schema). Broken off, it can be
// done again.
absl::Status UpgradeSchema(KeyValueStore& store, const TableCatalog& tables);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_SCHEMA_UPGRADE_H_
