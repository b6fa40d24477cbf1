// A report put together when it is asked for, beside the same put together from rows of PostgreSQL.
#ifndef TERTIAL_TESTS_BENCH_REPORT_BESIDE_SQL_H_
#define TERTIAL_TESTS_BENCH_REPORT_BESIDE_SQL_H_

#include <sys/types.h>

#include <map>
#include <string>

#include "absl/status/status.h"
#include "tests/bench/measured_side.h"

namespace tertial::bench {

struct BesideSqlOptions {
  std::string gateway;
  std::map<std::string, std::string> services;  // addresses, by name
  Processes processes;                          // all of ours
  std::string postgres;                         // as libpq reads it
  pid_t postgres_process = 0;
  std::string directory;  // with "areas" in it
  std::string area;       // "asker"
  std::string period;
  int rounds = 0;
};

// Fills PostgreSQL, compares the reports field by field, measures and prints. An error where they
// are not the same.
absl::Status MeasureBesideSql(const BesideSqlOptions& options);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_REPORT_BESIDE_SQL_H_
