// Where periods stand in time, counted in periods of one kind.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_PERIOD_POSITION_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_PERIOD_POSITION_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/types/period.h"

namespace tertial::indicators {

// The position of the period of `kind` that `day` lies in. Neighbours differ by 1, so the
// difference of two positions counts periods, whether anything is recorded for them or not. Of a
// year it is the year; of a school year the second.
int64_t PositionOfDay(PeriodKind kind, absl::CivilDay day);

// The position of the period among those of its kind.
int64_t PositionOf(const Period& period);

// What one period of the kind is called in a unit: "year" in "percent_per_year".
absl::string_view UnitOfTime(PeriodKind kind);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_PERIOD_POSITION_H_
