// How RocksDB is set up for a store. For the files rocksdb_*.cc alone.
#ifndef TERTIAL_COMMON_STORE_ROCKSDB_TUNING_H_
#define TERTIAL_COMMON_STORE_ROCKSDB_TUNING_H_

#include "common/store/rocksdb_store.h"
#include "rocksdb/options.h"

namespace tertial::rocksdb_internal {

rocksdb::Options TunedOptions(const RocksDbOptions& options);

}  // namespace tertial::rocksdb_internal

#endif  // TERTIAL_COMMON_STORE_ROCKSDB_TUNING_H_
