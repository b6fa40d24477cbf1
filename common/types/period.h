// The periods that figures are about.
#ifndef TERTIAL_COMMON_TYPES_PERIOD_H_
#define TERTIAL_COMMON_TYPES_PERIOD_H_

#include <compare>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tertial {

// What kind of period it is; the text form stands beside it.
enum class PeriodKind {
  kYear,        // 2024
  kHalfYear,    // 2024-S1 and S2
  kTertial,     // 2024-T1 to T3: four months each
  kQuarter,     // 2024-Q1 to Q4
  kMonth,       // 2024-M01 to M12
  kDay,         // 2024-12-31
  kSchoolYear,  // 2023/2024: 1 August 2023 to 31 July 2024
};

// A period of the calendar, in SDMX text form. No time of day, no time zone.
class Period {
 public:
  // Reads one of the text forms above, of the years kFirstYear to kLastYear (calendar.h).
  // Anything else is INVALID_ARGUMENT, ERROR_REASON_INVALID_PERIOD, with a sentence that names the
  // value and says what would be right.
  static absl::StatusOr<Period> Parse(absl::string_view text);

  // The same where the period is part of a resource's id: "/" of a school year is written "-".
  static absl::StatusOr<Period> ParseId(absl::string_view id);

  static Period OfYear(int year);
  static Period OfDay(absl::CivilDay day) { return Period(PeriodKind::kDay, day, day); }

  // The text that Parse reads.
  std::string Format() const;
  // The text that ParseId reads.
  std::string FormatId() const;

  PeriodKind kind() const { return kind_; }
  // The year it lies in; of a school year the second.
  int year() const { return static_cast<int>(last_day_.year()); }
  absl::CivilDay first_day() const { return first_day_; }
  absl::CivilDay last_day() const { return last_day_; }

  // The period of the same kind that lies `n` periods before or after; n may be negative. It may
  // lie outside the years that Parse reads.
  Period Previous(int n = 1) const { return Next(-n); }
  Period Next(int n = 1) const;

  // Two periods are equal when their days are: no two kinds have a period in common.
  friend bool operator==(const Period& a, const Period& b) { return (a <=> b) == 0; }
  // By first day, then by last day: a year stands after its first quarter.
  friend std::strong_ordering operator<=>(const Period& a, const Period& b);

 private:
  Period(PeriodKind kind, absl::CivilDay first_day, absl::CivilDay last_day)
      : kind_(kind), first_day_(first_day), last_day_(last_day) {}
  // The period of `kind`, which is not kDay, that begins with `first`.
  static Period From(PeriodKind kind, absl::CivilMonth first);

  PeriodKind kind_;
  absl::CivilDay first_day_;
  absl::CivilDay last_day_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_PERIOD_H_
