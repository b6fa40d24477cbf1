// KeyValueStore on RocksDB, in a directory of this machine.
#ifndef TERTIAL_COMMON_STORE_ROCKSDB_STORE_H_
#define TERTIAL_COMMON_STORE_ROCKSDB_STORE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/store/key_value_store.h"

namespace tertial {

// The defaults suit a service of some thousand rows in a small container; a big import or a store
// of millions of rows may want more of both.
struct RocksDbOptions {
  // Held in memory before it is written out. Two of them may exist for a moment.
  size_t write_buffer_bytes = size_t{4} << 20;
  // Recently read blocks, indexes and filters.
  size_t block_cache_bytes = size_t{8} << 20;
};

// Opens the store in `directory`, which is made, with its parents, if it is not there. One process
// may have it open, once. FAILED_PRECONDITION with a sentence for the operator when the directory
// is in use, cannot be made or written, or cannot be opened; DATA_LOSS when its files are damaged:
// an acknowledged write is never dropped silently to make it open.
absl::StatusOr<std::unique_ptr<KeyValueStore>> OpenRocksDbStore(const std::string& directory,
                                                                const RocksDbOptions& options = {});

}  // namespace tertial

#endif  // TERTIAL_COMMON_STORE_ROCKSDB_STORE_H_
