#include "tests/bench/pg_pool.h"

#include <utility>

#include "common/status/status_macros.h"

namespace tertial::bench {

absl::StatusOr<std::unique_ptr<PgPool>> PgPool::Open(
    const std::string& conninfo, int connections,
    absl::FunctionRef<absl::Status(PgConnection&)> prepare) {
  std::unique_ptr<PgPool> pool(new PgPool());
  for (int i = 0; i < connections; ++i) {
    TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<PgConnection> connection,
                             PgConnection::Open(conninfo));
    TERTIAL_RETURN_IF_ERROR(prepare(*connection));
    pool->free_.push_back(std::move(connection));
  }
  return pool;
}

absl::StatusOr<std::vector<PgRows>> PgPool::Run(absl::Span<const PgCall> calls) {
  std::unique_ptr<PgConnection> connection;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    connection = std::move(free_.back());
    free_.pop_back();
  }
  absl::StatusOr<std::vector<PgRows>> rows = connection->Run(calls);
  const std::lock_guard<std::mutex> lock(mutex_);
  free_.push_back(std::move(connection));
  return rows;
}

}  // namespace tertial::bench
