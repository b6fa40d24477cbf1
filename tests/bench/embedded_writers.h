// What durable writes through the API are measured against: threads that put the same keys and
// values into the same store, with nothing between.
#ifndef TERTIAL_TESTS_BENCH_EMBEDDED_WRITERS_H_
#define TERTIAL_TESTS_BENCH_EMBEDDED_WRITERS_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/forked_process.h"
#include "tests/bench/load_client.h"

namespace tertial::bench {

// A process of its own with a RocksDB store, opened as the services open theirs.
class EmbeddedWriters {
 public:
  // The store is made in `directory`. See ForkedProcess::Fork for when.
  static absl::StatusOr<EmbeddedWriters> Fork(const std::string& directory);

  // `threads` threads put corrections (generated_rows.h), from `first` on, for `duration`: the
  // current row of each, synced before the next. The store syncs together what comes together.
  absl::StatusOr<LoadResult> Run(int threads, int64_t first, absl::Duration duration);

  pid_t pid() const { return process_.pid(); }

 private:
  explicit EmbeddedWriters(ForkedProcess process) : process_(std::move(process)) {}

  ForkedProcess process_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_EMBEDDED_WRITERS_H_
