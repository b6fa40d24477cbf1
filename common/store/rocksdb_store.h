// KeyValueStore on RocksDB, in a directory of this machine.
#ifndef TERTIAL_COMMON_STORE_ROCKSDB_STORE_H_
#define TERTIAL_COMMON_STORE_ROCKSDB_STORE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/store/key_value_store.h"

namespace rocksdb {
class Env;
}

namespace tertial {

// The defaults suit a service of some thousand rows in a small container; a big import or a store
// of millions of rows may want more of both.
struct RocksDbOptions {
  // Held in memory before it is written out. Two of them may exist for a moment.
  size_t write_buffer_bytes = size_t{16} << 20;
  // Recently read blocks, indexes and filters.
  size_t block_cache_bytes = size_t{8} << 20;
  // While less of the disk is free, nothing new is to be written (KeyValueStore::CheckRoom). What
  // memory holds is written out from it, twice write_buffer_bytes, with a log beside it.
  uint64_t least_free_bytes = uint64_t{64} << 20;
  // How long Expunge waits for snapshots that are older than the call.
  absl::Duration expunge_patience = absl::Seconds(10);
  // Where files, threads and time come from, for tests; null is the operating system. It must
  // outlive the store and its snapshots.
  rocksdb::Env* env = nullptr;
};

// Opens the store in `directory`, which is made, with its parents, if it is not there. One process
// may have it open, once. FAILED_PRECONDITION with a sentence for the operator when the directory
// is in use, cannot be made or written, or cannot be opened; DATA_LOSS with a sentence that names
// the file when one is damaged, or is not there: an acknowledged write is never dropped silently to
// make it open.
absl::StatusOr<std::unique_ptr<KeyValueStore>> OpenRocksDbStore(const std::string& directory,
                                                                const RocksDbOptions& options = {});

// Makes `directory` a store with the content of `backup`, which KeyValueStore::Backup wrote. The
// checksum of every file of the backup is verified first: DATA_LOSS, naming the file, when one is
// damaged. FAILED_PRECONDITION, with a sentence, when `directory` is there and not empty or cannot
// be made, or when `backup` holds no complete backup. Whatever interrupts it, `directory` is a
// whole store or is left as it was; beside it, `directory`.restoring may be left, which the next
// restore removes. Both must be on one file system, so `directory` is no mount point itself.
absl::Status RestoreRocksDbStore(const std::string& backup, const std::string& directory);

// Whether another process has the store in `directory` open. Not to be asked of a directory that
// this process has open: it would no longer hold it.
bool IsOpenElsewhere(const std::string& directory);

}  // namespace tertial

#endif  // TERTIAL_COMMON_STORE_ROCKSDB_STORE_H_
