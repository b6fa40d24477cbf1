#include "services/indicators/domain/period_position.h"

namespace tertial::indicators {
namespace {

constexpr int kMonths = 12;
constexpr int kFirstSchoolMonth = 8;

// Of a kind that divides the year.
int64_t PositionInParts(absl::CivilDay day, int parts) {
  return day.year() * parts + (day.month() - 1) / (kMonths / parts);
}

}  // namespace

int64_t PositionOfDay(PeriodKind kind, absl::CivilDay day) {
  switch (kind) {
    case PeriodKind::kYear:
      return day.year();
    case PeriodKind::kHalfYear:
      return PositionInParts(day, 2);
    case PeriodKind::kTertial:
      return PositionInParts(day, 3);
    case PeriodKind::kQuarter:
      return PositionInParts(day, 4);
    case PeriodKind::kMonth:
      return PositionInParts(day, kMonths);
    case PeriodKind::kDay:
      return day - absl::CivilDay();
    case PeriodKind::kSchoolYear:
      return day.year() + (day.month() >= kFirstSchoolMonth ? 1 : 0);
  }
  return 0;
}

int64_t PositionOf(const Period& period) { return PositionOfDay(period.kind(), period.last_day()); }

absl::string_view UnitOfTime(PeriodKind kind) {
  switch (kind) {
    case PeriodKind::kYear:
      return "year";
    case PeriodKind::kHalfYear:
      return "half_year";
    case PeriodKind::kTertial:
      return "tertial";
    case PeriodKind::kQuarter:
      return "quarter";
    case PeriodKind::kMonth:
      return "month";
    case PeriodKind::kDay:
      return "day";
    case PeriodKind::kSchoolYear:
      return "school_year";
  }
  return "";
}

}  // namespace tertial::indicators
