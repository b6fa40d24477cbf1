// The findings about series of numbers, page by page.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_FINDING_READS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_FINDING_READS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/read_view.h"
#include "tertial/politics/v1/number_findings.pb.h"

namespace tertial::politics {

struct FindingsQuery {
  std::string area_id;
  // Empty: of all bodies.
  std::string body_id;
  // 0: of all years.
  int32_t year = 0;
  // Empty: all.
  std::vector<int> kinds;
};

struct FindingsPage {
  // By body in the order of their names, year, first number and kind.
  std::vector<v1::NumberFinding> findings;
  // Go on from here. Empty: this was the last.
  std::string reached;
};

// The findings behind `after`, which is the `reached` of the page before; empty: from the
// beginning. Reads the series of one body after the other until the page is full, or the year that
// is asked for as a whole; where many cases are read for few findings a page ends early.
absl::StatusOr<FindingsPage> ReadFindings(const ReadView& view, const FindingsQuery& query,
                                          absl::string_view after, size_t page_size);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_FINDING_READS_H_
