// Periods of an indicator: kinds, measuring cycles, and the end of its life.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_PERIODS_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_PERIODS_H_

#include <optional>
#include <string>

#include "common/types/period.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// Nothing for a unit that is not set.
std::optional<PeriodKind> KindOf(v1::PeriodUnit unit);

// The first period after `period` that the cycle names. `cycle` has passed CheckIndicator, and
// `period` is of its kind; else nothing.
std::optional<Period> NextMeasuring(const v1::MeasuringCycle& cycle, const Period& period);

// Whether the indicator was discontinued before `period`, which need not be one: then it was not.
bool IsDiscontinued(const v1::Indicator& indicator, const std::string& period);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_PERIODS_H_
