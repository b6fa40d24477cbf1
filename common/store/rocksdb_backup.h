// Copies of a RocksDB store in a directory, by RocksDB's BackupEngine. The other direction is
// RestoreRocksDbStore in rocksdb_store.h.
#ifndef TERTIAL_COMMON_STORE_ROCKSDB_BACKUP_H_
#define TERTIAL_COMMON_STORE_ROCKSDB_BACKUP_H_

#include <string>

#include "absl/status/status.h"
#include "rocksdb/db.h"

namespace tertial::rocksdb_internal {

// KeyValueStore::Backup of `db`. What an attempt that failed has written is removed again.
absl::Status BackUp(rocksdb::DB& db, const std::string& directory);

}  // namespace tertial::rocksdb_internal

#endif  // TERTIAL_COMMON_STORE_ROCKSDB_BACKUP_H_
