// How what RocksDB says becomes a status of the store. For the files rocksdb_*.cc alone.
#ifndef TERTIAL_COMMON_STORE_ROCKSDB_STATUS_H_
#define TERTIAL_COMMON_STORE_ROCKSDB_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "common/store/key_value_store.h"
#include "rocksdb/status.h"

namespace tertial::rocksdb_internal {

// DATA_LOSS for bytes that are damaged, UNAVAILABLE for all else that is not OK. `sentence` goes to
// the caller, RocksDB's own text to the log. Not for what a Database read or wrote itself: it has
// to remember damage, and knows when it is full (Database::ReadStatus, WriteStatus).
inline absl::Status ToStatus(const rocksdb::Status& status, absl::string_view sentence) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsCorruption()) return StoredDataDamaged(status.ToString());
  absl::Status result = ServiceUnavailable(sentence);
  result.SetPayload(kStorageDetailUrl, absl::Cord(status.ToString()));
  return result;
}

}  // namespace tertial::rocksdb_internal

#endif  // TERTIAL_COMMON_STORE_ROCKSDB_STATUS_H_
