// Answers of PoliticsAnalysisService made of PostgreSQL's rows (politics_sql.h).
#ifndef TERTIAL_TESTS_BENCH_POLITICS_PG_ANSWERS_H_
#define TERTIAL_TESTS_BENCH_POLITICS_PG_ANSWERS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "tertial/politics/v1/politics_analysis.pb.h"
#include "tertial/politics/v1/politics_search.pb.h"
#include "tests/bench/pg_connection.h"

namespace tertial::bench {

// The first `page_size` of `rows`, of the area; a page token when there are more. Not set:
// `read_at`, which is the ledger's alone.
politics::v1::ListFollowUpsResponse FollowUpsAnswer(const PgRows& rows, const std::string& area_id,
                                                    absl::string_view day, int page_size);
politics::v1::SearchTextsResponse SearchAnswer(const PgRows& rows, const std::string& area_id,
                                               int page_size);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_POLITICS_PG_ANSWERS_H_
