// The register of workforce_rows.h in PostgreSQL, and the figures of a year as two statements.
#ifndef TERTIAL_TESTS_BENCH_WORKFORCE_PG_H_
#define TERTIAL_TESTS_BENCH_WORKFORCE_PG_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/bench/pg_connection.h"
#include "tests/bench/workforce_rows.h"

namespace tertial::bench {

// What the figures of a unit are made of, by a name of its own: "heads", "fte". Of units by their
// ids; "" is the area.
using UnitSums = std::map<std::string, std::map<std::string, int64_t>>;

// Makes and fills the tables: positions with the levels above their units, and absences joined with
// the positions that they are from, so that no join is left to the statements; then has both read
// into memory.
absl::Status FillWorkforceTables(PgConnection& connection, const WorkforceSize& size);

// Puts the rows of one person in place of those there are.
absl::Status ChangePerson(PgConnection& connection, const BenchPerson& person);

// What PostgreSQL answers with: of each table the sums by unit.
struct WorkforceRows {
  PgRows positions;
  PgRows absences;
};

// The figures of 2024 for all units of all levels and the area: one statement over each table, each
// with GROUPING SETS, in one transaction.
absl::StatusOr<WorkforceRows> QueryWorkforceTables(PgConnection& connection, int short_term_days);

UnitSums UnitSumsOf(const WorkforceRows& rows);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_WORKFORCE_PG_H_
