// Dates known to a year, a season, a month or a day.
#ifndef TERTIAL_COMMON_TYPES_PARTIAL_DATE_H_
#define TERTIAL_COMMON_TYPES_PARTIAL_DATE_H_

#include <compare>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tertial {

// How well a date is known.
enum class DatePrecision { kYear, kSeason, kMonth, kDay };

// A date as it was stated, no more exact than it was: "2024", "2024-autumn", "2024-11" or
// "2024-11-05". Seasons are whole months: spring is March to May, summer June to August, autumn
// September to November, and winter 2024 is December 2024 to February 2025.
class PartialDate {
 public:
  // Reads one of the text forms above, of the years kFirstYear to kLastYear (calendar.h).
  // Anything else, such as a 30 February, is INVALID_ARGUMENT, ERROR_REASON_INVALID_DATE, with a
  // sentence that names the value and says what would be right.
  static absl::StatusOr<PartialDate> Parse(absl::string_view text);

  // The text that Parse reads.
  std::string Format() const;

  DatePrecision precision() const { return precision_; }
  // The first and the last day that the date may mean.
  absl::CivilDay earliest() const { return earliest_; }
  absl::CivilDay latest() const { return latest_; }

  // The same days, which is the same text.
  friend bool operator==(const PartialDate& a, const PartialDate& b) { return (a <=> b) == 0; }
  // By earliest, then by latest day.
  friend std::strong_ordering operator<=>(const PartialDate& a, const PartialDate& b);

 private:
  PartialDate(DatePrecision precision, absl::CivilDay earliest, absl::CivilDay latest)
      : precision_(precision), earliest_(earliest), latest_(latest) {}

  DatePrecision precision_;
  absl::CivilDay earliest_;
  absl::CivilDay latest_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_PARTIAL_DATE_H_
