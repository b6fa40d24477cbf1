#include "services/indicators/domain/periods.h"

#include "absl/status/statusor.h"

namespace tertial::indicators {

std::optional<PeriodKind> KindOf(v1::PeriodUnit unit) {
  switch (unit) {
    case v1::PERIOD_UNIT_YEAR:
      return PeriodKind::kYear;
    case v1::PERIOD_UNIT_HALF_YEAR:
      return PeriodKind::kHalfYear;
    case v1::PERIOD_UNIT_TERTIAL:
      return PeriodKind::kTertial;
    case v1::PERIOD_UNIT_QUARTER:
      return PeriodKind::kQuarter;
    case v1::PERIOD_UNIT_MONTH:
      return PeriodKind::kMonth;
    case v1::PERIOD_UNIT_SCHOOL_YEAR:
      return PeriodKind::kSchoolYear;
    default:
      return std::nullopt;
  }
}

std::optional<Period> NextMeasuring(const v1::MeasuringCycle& cycle, const Period& period) {
  const std::optional<PeriodKind> kind = KindOf(cycle.unit());
  if (!kind.has_value() || period.kind() != *kind) return std::nullopt;
  if (cycle.every() <= 1) return period.Next();
  Period measured = *Period::Parse(cycle.anchor());
  while (measured > period) measured = measured.Previous(cycle.every());
  while (measured <= period) measured = measured.Next(cycle.every());
  return measured;
}

bool IsDiscontinued(const v1::Indicator& indicator, const std::string& period) {
  if (indicator.life_cycle() != v1::LIFE_CYCLE_DISCONTINUED) return false;
  const absl::StatusOr<Period> asked = Period::Parse(period);
  const absl::StatusOr<Period> last = Period::Parse(indicator.last_period());
  return asked.ok() && last.ok() && asked->last_day() > last->last_day();
}

}  // namespace tertial::indicators
