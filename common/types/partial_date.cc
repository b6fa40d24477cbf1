#include "common/types/partial_date.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/errors.h"
#include "common/status/violations.h"
#include "common/types/calendar.h"

namespace tertial {
namespace {

struct Season {
  const char* name;
  int first_month;
};

constexpr int kSeasonMonths = 3;
constexpr Season kSeasons[] = {{"spring", 3}, {"summer", 6}, {"autumn", 9}, {"winter", 12}};

absl::Status Invalid(absl::string_view value, absl::string_view rest) {
  return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_DATE,
                   absl::StrCat(Quoted(value), " ", rest));
}

// The last of the `months` months from `first` on.
absl::CivilDay LastDay(absl::CivilMonth first, int months) {
  return absl::CivilDay(first + months) - 1;
}

}  // namespace

absl::StatusOr<PartialDate> PartialDate::Parse(absl::string_view text) {
  constexpr absl::string_view kRight =
      "is no date; write it as 2024, 2024-autumn, 2024-11 or 2024-11-05.";
  if (!IsDigits(text.substr(0, 4), 4) || (text.size() > 4 && text[4] != '-')) {
    return Invalid(text, kRight);
  }
  const int year = DigitsToInt(text.substr(0, 4));
  if (!IsYearInRange(year)) {
    return Invalid(text, absl::StrCat("lies outside the years ", kFirstYear, " to ", kLastYear,
                                      "; correct the year."));
  }
  if (text.size() == 4) {
    return PartialDate(DatePrecision::kYear, absl::CivilDay(year, 1, 1),
                       absl::CivilDay(year, 12, 31));
  }
  const absl::string_view rest = text.substr(5);
  for (const Season& season : kSeasons) {
    if (rest != season.name) continue;
    const absl::CivilMonth first(year, season.first_month);
    return PartialDate(DatePrecision::kSeason, absl::CivilDay(first),
                       LastDay(first, kSeasonMonths));
  }
  if (IsDigits(rest, 2)) {
    const int month = DigitsToInt(rest);
    if (month < 1 || month > 12) return Invalid(text, "names no month; a year has 01 to 12.");
    const absl::CivilMonth first(year, month);
    return PartialDate(DatePrecision::kMonth, absl::CivilDay(first), LastDay(first, 1));
  }
  if (rest.size() != 5 || rest[2] != '-' || !IsDigits(rest.substr(0, 2), 2) ||
      !IsDigits(rest.substr(3), 2)) {
    return Invalid(text, kRight);
  }
  const std::optional<absl::CivilDay> day = ParseCivilDay(text);
  if (!day.has_value()) {
    return Invalid(text, "names no day of the calendar; correct the month or the day.");
  }
  return PartialDate(DatePrecision::kDay, *day, *day);
}

std::string PartialDate::Format() const {
  switch (precision_) {
    case DatePrecision::kYear:
      return absl::StrFormat("%04d", earliest_.year());
    case DatePrecision::kSeason:
      return absl::StrFormat("%04d-%s", earliest_.year(),
                             kSeasons[earliest_.month() / kSeasonMonths - 1].name);
    case DatePrecision::kMonth:
      return absl::FormatCivilTime(absl::CivilMonth(earliest_));
    case DatePrecision::kDay:
      break;
  }
  return absl::FormatCivilTime(earliest_);
}

std::strong_ordering operator<=>(const PartialDate& a, const PartialDate& b) {
  const auto first = CompareDays(a.earliest_, b.earliest_);
  return first != 0 ? first : CompareDays(a.latest_, b.latest_);
}

}  // namespace tertial
