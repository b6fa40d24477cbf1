// What periods and dates have in common.
#ifndef TERTIAL_COMMON_TYPES_CALENDAR_H_
#define TERTIAL_COMMON_TYPES_CALENDAR_H_

#include <compare>
#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tertial {

// The years that a period or a date may name. A year outside of them is a typing error.
inline constexpr int kFirstYear = 1800;
inline constexpr int kLastYear = 2200;

// Whether `text` is `count` ASCII digits.
bool IsDigits(absl::string_view text, size_t count);

// The number that `text`, digits only, stands for; at most nine of them.
int DigitsToInt(absl::string_view text);

// Whether a year of four digits lies within kFirstYear and kLastYear.
bool IsYearInRange(int year);

// The day that "2024-12-31" names; none if the text has another shape, or if the calendar has no
// such day. Any year of four digits.
std::optional<absl::CivilDay> ParseCivilDay(absl::string_view text);

// absl::CivilDay has no <=> of its own.
std::strong_ordering CompareDays(absl::CivilDay a, absl::CivilDay b);

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_CALENDAR_H_
