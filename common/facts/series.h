// Series: the periods a report shows, what each holds, and how many cells hold what.
#ifndef TERTIAL_COMMON_FACTS_SERIES_H_
#define TERTIAL_COMMON_FACTS_SERIES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "tertial/common/v1/cell.pb.h"

namespace tertial {

// How many periods a report shows.
inline constexpr int kReportPeriods = 4;

// The period that a report is asked for: a year.
// Errors: INVALID_PERIOD for `field`.
absl::StatusOr<Period> ParseReportPeriod(absl::string_view field, absl::string_view text);

// `period` and those before it, kReportPeriods in all, in order of time.
std::vector<Period> ReportWindow(const Period& period);

// A cell of a table: `cell`, or NO_OBSERVATION where it is nullptr.
common::v1::PeriodCell MakePeriodCell(const Period& period, const common::v1::Cell* cell);

// Counts cells.
class CellCounter {
 public:
  void Add(const common::v1::PeriodCell& cell);
  // Adds what another counter has counted.
  void Add(const CellCounter& other);
  common::v1::CellCounts Counts() const;

 private:
  int measured_ = 0;
  int no_observation_ = 0;
  std::map<common::v1::MissingReason, int> missing_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_SERIES_H_
