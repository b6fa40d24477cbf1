// What must be true of each resource of this service on its own, whatever else is recorded.
//
// Each function adds to `violations` whatever is wrong. The name has been made canonical before.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_RESOURCE_RULES_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_RESOURCE_RULES_H_

#include "common/status/violations.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

void CheckIndicator(const v1::Indicator& indicator, const Violations& violations);
void CheckFocusArea(const v1::FocusArea& focus_area, const Violations& violations);
void CheckGoal(const v1::Goal& goal, const Violations& violations);
void CheckFrameworkIndicator(const v1::FrameworkIndicator& chosen, const Violations& violations);
void CheckObservation(const v1::Observation& observation, const Violations& violations);
void CheckTarget(const v1::Target& target, const Violations& violations);

// What must be true of an observation and of a target beside the indicator they are about.
void CheckObservationAgainst(const v1::Indicator& indicator, const v1::Observation& observation,
                             const Violations& violations);
void CheckTargetAgainst(const v1::Indicator& indicator, const v1::Target& target,
                        const Violations& violations);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_RESOURCE_RULES_H_
