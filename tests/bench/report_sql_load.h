// What the data services hold, put into tables of PostgreSQL.
#ifndef TERTIAL_TESTS_BENCH_REPORT_SQL_LOAD_H_
#define TERTIAL_TESTS_BENCH_REPORT_SQL_LOAD_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace tertial::bench {

struct SqlLoad {
  std::string conninfo;
  std::map<std::string, std::string> services;  // addresses, by name
  std::string area;                             // "asker"
  // In which the tables are made. It must not be there.
  std::string schema;
  // The rows of the area once more under the names of so many others.
  int other_areas = 0;
};

// Makes the tables of report_sql_tables.h and fills them with what the services hold of the area
// and of none at this moment; then does what makes them fast to read. Returns the number of rows.
absl::StatusOr<int64_t> LoadSqlTables(const SqlLoad& load);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_REPORT_SQL_LOAD_H_
