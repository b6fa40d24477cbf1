#include "common/store/rocksdb_store.h"
#include "tests/conformance/key_value_store_conformance.h"

namespace tertial {
namespace {

// A small write buffer, so that rows are also read from files, not only from memory.
absl::StatusOr<std::unique_ptr<KeyValueStore>> OpenWithSmallBuffer(const std::string& directory) {
  RocksDbOptions options;
  options.write_buffer_bytes = 64 << 10;
  return OpenRocksDbStore(directory, options);
}

INSTANTIATE_TEST_SUITE_P(, StoreContract,
                         ::testing::Values(StoreBackend{"RocksDb", OpenWithSmallBuffer,
                                                        RestoreRocksDbStore}),
                         BackendName);

}  // namespace
}  // namespace tertial
