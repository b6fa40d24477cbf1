// The cases of one body in a span of days, page by page.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_BODY_CASES_H_
#define TERTIAL_SERVICES_POLITICS_STORE_BODY_CASES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/read_view.h"
#include "services/politics/domain/case_days.h"
#include "tertial/politics/v1/politics_analysis.pb.h"

namespace tertial::politics {

struct BodyCasesQuery {
  std::string area_id;
  // Empty: cases of no known body.
  std::string body_id;
  DayRange span;
};

struct BodyCasesPage {
  // Whole, in the order of StandsBefore (domain/case_timing.h).
  std::vector<v1::DatedCase> cases;
  // Go on from here. Empty: this was the last.
  std::string reached;
};

// What a page may hold and cost at most: then it ends, though it may have few cases or none.
struct BodyCasesLimits {
  size_t cases = 100;
  size_t bytes = size_t{4} << 20;
  // Rows looked at.
  size_t rows_read = 5000;
};

// The cases that have something to do with the span from behind `after` on, which is the `reached`
// of the page before; empty: from the beginning.
absl::StatusOr<BodyCasesPage> ReadBodyCases(const ReadView& view, const BodyCasesQuery& query,
                                            absl::string_view after, const BodyCasesLimits& limits);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_BODY_CASES_H_
