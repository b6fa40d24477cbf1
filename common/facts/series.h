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

// How many years the report of a year shows.
inline constexpr int kReportPeriods = 4;

// The period that a report is asked for: a year or a tertial.
// Errors: INVALID_PERIOD for `field`.
absl::StatusOr<Period> ParseReportPeriod(absl::string_view field, absl::string_view text);

// The same of what is about a year alone.
absl::StatusOr<Period> ParseReportYear(absl::string_view field, absl::string_view text);

// The period that a report compares `period` with: of a tertial the same one of the year before,
// else the period before.
Period ComparedPeriod(const Period& period);

// The periods that a report of `period` shows, in order of time. Of a year it and those before it,
// kReportPeriods in all; of a tertial the same one of the year before, and it.
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
