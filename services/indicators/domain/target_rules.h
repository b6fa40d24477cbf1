// What must be true of a target, on its own and beside the indicator it is about.
//
// Each function adds to `violations` whatever is wrong. The name has been made canonical before.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_TARGET_RULES_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_TARGET_RULES_H_

#include "common/status/violations.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

void CheckTarget(const v1::Target& target, const Violations& violations);

// The unit is that of the indicator, but of a change in per cent; what is asked for lies on its
// scale. `indicator` has passed CheckIndicator.
void CheckTargetAgainst(const v1::Indicator& indicator, const v1::Target& target,
                        const Violations& violations);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_TARGET_RULES_H_
