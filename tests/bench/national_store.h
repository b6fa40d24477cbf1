// Stores with the figures of national_rows.h, made through the ledger as a service makes them.
#ifndef TERTIAL_TESTS_BENCH_NATIONAL_STORE_H_
#define TERTIAL_TESTS_BENCH_NATIONAL_STORE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/key_value_store.h"

namespace tertial::bench {

// Which figures: those of the first areas, of some indicators, of the last years.
struct StoredFigures {
  int areas = 0;
  std::vector<int> indicators;
  int years = 0;

  int64_t rows() const {
    return static_cast<int64_t>(indicators.size()) * (int64_t{1} + int64_t{areas} * years);
  }
};

// Makes a RocksDB store in `directory`: definitions and observations in one import, files merged.
absl::Status MakeStore(const std::string& directory, const StoredFigures& figures);

// Opens another store with the same files as that in `directory`, which nobody has open.
absl::StatusOr<std::unique_ptr<KeyValueStore>> OpenTwin(const std::string& directory,
                                                        const std::string& twin);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_NATIONAL_STORE_H_
