// Connections to PostgreSQL for several threads, each of which has one while it asks.
#ifndef TERTIAL_TESTS_BENCH_PG_POOL_H_
#define TERTIAL_TESTS_BENCH_PG_POOL_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "tests/bench/pg_connection.h"

namespace tertial::bench {

class PgPool {
 public:
  // Opens `connections`; `prepare` makes each ready.
  static absl::StatusOr<std::unique_ptr<PgPool>> Open(
      const std::string& conninfo, int connections,
      absl::FunctionRef<absl::Status(PgConnection&)> prepare);

  // Runs prepared statements on one of the connections, as PgConnection::Run does. Called by as
  // many threads at once as there are connections, and no more.
  absl::StatusOr<std::vector<PgRows>> Run(absl::Span<const PgCall> calls);

 private:
  PgPool() = default;

  std::mutex mutex_;
  std::vector<std::unique_ptr<PgConnection>> free_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_PG_POOL_H_
