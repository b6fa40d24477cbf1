#include "common/types/calendar.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace tertial {

bool IsDigits(absl::string_view text, size_t count) {
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

int DigitsToInt(absl::string_view text) {
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

bool IsYearInRange(int year) { return year >= kFirstYear && year <= kLastYear; }

std::optional<absl::CivilDay> ParseCivilDay(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !IsDigits(text.substr(0, 4), 4) ||
      !IsDigits(text.substr(5, 2), 2) || !IsDigits(text.substr(8), 2)) {
    return std::nullopt;
  }
  const int month = DigitsToInt(text.substr(5, 2));
  const int day = DigitsToInt(text.substr(8));
  // CivilDay carries over: the 30th of February would become the 1st or 2nd of March.
  const absl::CivilDay date(DigitsToInt(text.substr(0, 4)), month, day);
  if (date.month() != month || date.day() != day) return std::nullopt;
  return date;
}

std::strong_ordering CompareDays(absl::CivilDay a, absl::CivilDay b) {
  if (a == b) return std::strong_ordering::equal;
  return a < b ? std::strong_ordering::less : std::strong_ordering::greater;
}

}  // namespace tertial
