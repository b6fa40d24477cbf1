// The import of generated rows into PostgreSQL (schema.sql): COPY into a staging table, then
// statements that check all rows at once and insert them.
#ifndef TERTIAL_TESTS_BENCH_PG_IMPORT_H_
#define TERTIAL_TESTS_BENCH_PG_IMPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/bench/pg_connection.h"

namespace tertial::bench {

// Makes the tables anew, with all areas and indicators.
absl::Status PgCreateTables(PgConnection& connection);

// Rows made ready before the import begins.
class PgImport {
 public:
  // The first `rows` generated observations.
  explicit PgImport(int64_t rows);

  // One transaction.
  absl::Status Run(PgConnection& connection) const;
  // That every row is there, after one run on empty tables.
  absl::Status Verify(PgConnection& connection) const;

 private:
  const int64_t rows_;
  std::vector<std::string> chunks_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_PG_IMPORT_H_
