// The terms of politics_client.h in PostgreSQL, and what is asked of them as statements.
#ifndef TERTIAL_TESTS_BENCH_POLITICS_PG_H_
#define TERTIAL_TESTS_BENCH_POLITICS_PG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/bench/pg_connection.h"

namespace tertial::bench {

class PoliticsPg {
 public:
  // Makes and fills the tables with the terms of this many areas, has them read into memory, and
  // prepares the statements.
  static absl::StatusOr<std::unique_ptr<PoliticsPg>> Fill(const std::string& conninfo, int areas);

  // What is measured: the rows of one answer.
  absl::Status Activity(int area);
  absl::Status FollowUps(int area);
  absl::Status Search(int area);

  // What is compared: the counts of the year over all bodies.
  struct YearCounts {
    int64_t meetings = 0;
    int64_t treatments = 0;
    int64_t matters = 0;
    int64_t possible = 0;
    int64_t not_treated = 0;
    int64_t voted = 0;
    int64_t unanimous = 0;
    int64_t measured = 0;
    friend bool operator==(const YearCounts&, const YearCounts&) = default;
  };
  absl::StatusOr<YearCounts> CountActivity(int area);
  // Ids of follow-ups in the order of the list, each with "!" when it is overdue.
  absl::StatusOr<std::vector<std::string>> ListFollowUps(int area);
  absl::StatusOr<int64_t> CountHits(int area);

 private:
  explicit PoliticsPg(std::unique_ptr<PgConnection> connection)
      : connection_(std::move(connection)) {}

  absl::Status MakeTables(int areas);
  absl::Status Prepare();
  absl::StatusOr<PgRows> Ask(const char* statement, std::vector<std::string> parameters);

  std::unique_ptr<PgConnection> connection_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_POLITICS_PG_H_
