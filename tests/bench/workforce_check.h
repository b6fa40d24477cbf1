// That the figures of the service and those of PostgreSQL are the same.
#ifndef TERTIAL_TESTS_BENCH_WORKFORCE_CHECK_H_
#define TERTIAL_TESTS_BENCH_WORKFORCE_CHECK_H_

#include "absl/status/status.h"
#include "tertial/workforce/v1/registers_queries.pb.h"
#include "tests/bench/workforce_pg.h"

namespace tertial::bench {

// Compares every figure of every unit and of the area with what `theirs` comes to: numerator and
// denominator, and the value that is rounded from them. Every unit has every figure.
absl::Status CheckSame(const workforce::v1::QueryFiguresResponse& ours, const UnitSums& theirs);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_WORKFORCE_CHECK_H_
