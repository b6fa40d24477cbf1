#include "common/types/period.h"

#include <cstdint>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/errors.h"
#include "common/status/violations.h"
#include "common/types/calendar.h"

namespace tertial {
namespace {

constexpr int kSchoolYearFirstMonth = 8;

// A part of a year, as it is written: letter and number.
struct Part {
  char letter;
  PeriodKind kind;
  int count;          // How many of them a year has.
  size_t digits;      // How many digits the number has.
  const char* which;  // What would be right.
};

constexpr Part kParts[] = {
    {'S', PeriodKind::kHalfYear, 2, 1, "names no half-year; a year has S1 and S2."},
    {'T', PeriodKind::kTertial, 3, 1, "names no tertial; a year has T1, T2 and T3."},
    {'Q', PeriodKind::kQuarter, 4, 1, "names no quarter; a year has Q1, Q2, Q3 and Q4."},
    {'M', PeriodKind::kMonth, 12, 2, "names no month; a year has M01 to M12."},
};

// Null for kinds that are no part of a year.
const Part* PartOf(PeriodKind kind) {
  for (const Part& part : kParts) {
    if (part.kind == kind) return &part;
  }
  return nullptr;
}

int MonthsOf(PeriodKind kind) {
  const Part* part = PartOf(kind);
  return part == nullptr ? 12 : 12 / part->count;
}

absl::Status Invalid(absl::string_view value, absl::string_view rest) {
  return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_PERIOD,
                   absl::StrCat(Quoted(value), " ", rest));
}

absl::Status NotAPeriod(absl::string_view text) {
  return Invalid(text,
                 "is no period; write it as 2024, 2024-S1, 2024-T1, 2024-Q1, 2024-M01, 2024-12-31 "
                 "or 2023/2024.");
}

}  // namespace

Period Period::From(PeriodKind kind, absl::CivilMonth first) {
  return Period(kind, absl::CivilDay(first), absl::CivilDay(first + MonthsOf(kind)) - 1);
}

Period Period::OfYear(int year) { return From(PeriodKind::kYear, absl::CivilMonth(year, 1)); }

absl::StatusOr<Period> Period::Parse(absl::string_view text) {
  if (!IsDigits(text.substr(0, 4), 4)) return NotAPeriod(text);
  const int year = DigitsToInt(text.substr(0, 4));
  const absl::string_view rest = text.substr(4);
  const bool second_year =
      rest.size() == 5 && (rest[0] == '/' || rest[0] == '-') && IsDigits(rest.substr(1), 4);
  if (second_year && rest[0] == '-') {
    return Invalid(text, "is no period; write a school year with a slash, as in 2023/2024.");
  }
  if (!IsYearInRange(year) || (second_year && !IsYearInRange(DigitsToInt(rest.substr(1))))) {
    return Invalid(text, absl::StrCat("lies outside the years ", kFirstYear, " to ", kLastYear,
                                      "; correct the year."));
  }
  if (rest.empty()) return OfYear(year);
  if (second_year) {
    if (DigitsToInt(rest.substr(1)) != year + 1) {
      return Invalid(text, absl::StrCat("is no school year; the year after ", year, " is ",
                                        year + 1, ": write ", year, "/", year + 1, "."));
    }
    return From(PeriodKind::kSchoolYear, absl::CivilMonth(year, kSchoolYearFirstMonth));
  }
  if (rest[0] != '-' || rest.size() < 2) return NotAPeriod(text);
  for (const Part& part : kParts) {
    if (rest[1] != part.letter) continue;
    const absl::string_view number = rest.substr(2);
    const int value = IsDigits(number, part.digits) ? DigitsToInt(number) : 0;
    if (value < 1 || value > part.count) return Invalid(text, part.which);
    const int months = MonthsOf(part.kind);
    return From(part.kind, absl::CivilMonth(year, (value - 1) * months + 1));
  }
  if (rest.size() == 3 && IsDigits(rest.substr(1), 2) && ParseCivilDay(absl::StrCat(text, "-01"))) {
    return Invalid(
        text, absl::StrCat("is no period; write a month as ", year, "-M", rest.substr(1), "."));
  }
  if (rest.size() != 6 || rest[3] != '-' || !IsDigits(rest.substr(1, 2), 2) ||
      !IsDigits(rest.substr(4), 2)) {
    return NotAPeriod(text);
  }
  const std::optional<absl::CivilDay> day = ParseCivilDay(text);
  if (!day.has_value()) {
    return Invalid(text, "names no day of the calendar; correct the month or the day.");
  }
  return OfDay(*day);
}

absl::StatusOr<Period> Period::ParseId(absl::string_view id) {
  if (absl::StrContains(id, '/')) {
    return Invalid(id, "is no period of a resource's id; write a school year as 2023-2024.");
  }
  if (id.size() != 9 || id[4] != '-' || !IsDigits(id.substr(5), 4)) return Parse(id);
  return Parse(absl::StrCat(id.substr(0, 4), "/", id.substr(5)));
}

std::string Period::Format() const {
  if (kind_ == PeriodKind::kDay) return absl::FormatCivilTime(first_day_);
  const auto first_year = first_day_.year();
  if (kind_ == PeriodKind::kYear) return absl::StrFormat("%04d", first_year);
  if (kind_ == PeriodKind::kSchoolYear) {
    return absl::StrFormat("%04d/%04d", first_year, first_year + 1);
  }
  const Part& part = *PartOf(kind_);
  return absl::StrFormat("%04d-%c%0*d", first_year, part.letter, static_cast<int>(part.digits),
                         (first_day_.month() - 1) / MonthsOf(kind_) + 1);
}

std::string Period::FormatId() const {
  std::string id = Format();
  if (kind_ == PeriodKind::kSchoolYear) id[id.find('/')] = '-';
  return id;
}

Period Period::Next(int n) const {
  if (kind_ == PeriodKind::kDay) return OfDay(first_day_ + n);
  return From(kind_, absl::CivilMonth(first_day_) + static_cast<int64_t>(n) * MonthsOf(kind_));
}

std::strong_ordering operator<=>(const Period& a, const Period& b) {
  const auto first = CompareDays(a.first_day_, b.first_day_);
  return first != 0 ? first : CompareDays(a.last_day_, b.last_day_);
}

}  // namespace tertial
