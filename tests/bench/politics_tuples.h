// The rows of a generated term as COPY reads them into the tables of politics_pg.cc.
#ifndef TERTIAL_TESTS_BENCH_POLITICS_TUPLES_H_
#define TERTIAL_TESTS_BENCH_POLITICS_TUPLES_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "tests/testing/generated_term.h"

namespace tertial::bench {

// Days since 1970; of a date that is known less precisely the first that it may mean.
int32_t DayOf(absl::string_view day);
// The first and the last day of kActivityYear.
std::pair<int32_t, int32_t> ActivityDays();

// Lines by table with columns, "votes (area, …)"; of events that were imported again the last.
std::map<std::string, std::string> PoliticsTuples(int area, const testing::GeneratedTerm& term);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_POLITICS_TUPLES_H_
