// UpdateObservation on PostgreSQL: the same request, checks and answer as in the indicators
// service, and one transaction for each write (schema.sql).
#ifndef TERTIAL_TESTS_BENCH_PG_OBSERVATIONS_H_
#define TERTIAL_TESTS_BENCH_PG_OBSERVATIONS_H_

#include <memory>
#include <semaphore>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/store/mutex.h"
#include "common/types/area_registry.h"
#include "tertial/indicators/v1/indicators_writes.pb.h"
#include "tests/bench/pg_connection.h"

namespace tertial::bench {

// Connections that writes take in turn.
class PgPool {
 public:
  static absl::StatusOr<std::unique_ptr<PgPool>> Open(const std::string& conninfo, int connections);

  // Waits until one is free.
  std::unique_ptr<PgConnection> Take();
  void Return(std::unique_ptr<PgConnection> connection);

 private:
  PgPool() = default;

  std::counting_semaphore<> count_{0};  // of those that are free
  Mutex mutex_;
  std::vector<std::unique_ptr<PgConnection>> free_ ABSL_GUARDED_BY(mutex_);
};

class PgObservations {
 public:
  // Both must outlive the object.
  PgObservations(PgPool& pool, const AreaRegistry& areas) : pool_(pool), areas_(areas) {}

  absl::StatusOr<indicators::v1::UpdateObservationResponse> Update(
      const CallContext& call, const indicators::v1::UpdateObservationRequest& request);

 private:
  PgPool& pool_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_PG_OBSERVATIONS_H_
