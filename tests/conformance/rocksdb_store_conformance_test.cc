#include "common/store/rocksdb_store.h"
#include "tests/conformance/key_value_store_conformance.h"

namespace tertial {
namespace {

// A small write buffer, so that rows are also read from files, not only from memory.
INSTANTIATE_TEST_SUITE_P(, StoreContract,
                         ::testing::Values(StoreBackend{"RocksDb",
                                                        [](const std::string& directory) {
                                                          RocksDbOptions options;
                                                          options.write_buffer_bytes = 64 << 10;
                                                          return OpenRocksDbStore(directory,
                                                                                  options);
                                                        }}),
                         BackendName);

}  // namespace
}  // namespace tertial
