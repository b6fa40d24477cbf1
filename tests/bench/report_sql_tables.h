// The tables of PostgreSQL that a report is put together from. Each has the rows of one kind of
// resource: the area, the key, which is made of the ids of the resource's name in their order
// (common/ledger/ledger_keys.h), and the bytes that the data services store.
#ifndef TERTIAL_TESTS_BENCH_REPORT_SQL_TABLES_H_
#define TERTIAL_TESTS_BENCH_REPORT_SQL_TABLES_H_

#include <cstddef>
#include <string>
#include <vector>

namespace tertial::bench {

enum class SqlRows {
  kResources,
  // What resources are found by beside their names.
  kIndexEntries,
  // The commits that wrote the resources.
  kCommits,
};

struct SqlTable {
  const char* name;
  SqlRows holds;
  // Of the resources, "tertial.indicators.v1.Goal".
  const char* kind;
  // Whether they are of no area; then `area` is empty.
  bool shared = false;
};

// What the sections of one data service are made of.
struct SqlService {
  const char* name;  // "indicators"
  // In the order of their keys.
  std::vector<SqlTable> tables;
};

// In this order.
enum SqlServiceIndex : size_t { kOfIndicators, kOfWorkforce, kOfPolitics, kOfClimate };
const std::vector<SqlService>& SqlServices();

// Asks for all rows (key, value) of the area $1 and of none, in the order of their keys.
std::string RowsOfServiceSql(const SqlService& service);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_REPORT_SQL_TABLES_H_
