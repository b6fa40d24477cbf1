// When a case was, or is to be, treated.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_DAYS_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_DAYS_H_

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

// Days from the first to the last, both included.
struct DayRange {
  absl::CivilDay first;
  absl::CivilDay last;

  friend bool operator==(const DayRange&, const DayRange&) = default;
};

// The days on which it may have been treated: that of its meeting, else those that its decision
// date may mean. Nothing where neither is set, or what is set is malformed.
std::optional<DayRange> DaysOf(const v1::Case& political_case);

// As sentences have it: "2024-11-01 to 2024-11-30", or one day.
std::string FormatDays(const DayRange& days);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_DAYS_H_
