// What must be true of thematic plans on their own, and beside the case that adopted them.
//
// Each function adds to `violations` whatever is wrong. The name has been made canonical before.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_PLAN_RULES_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_PLAN_RULES_H_

#include "common/status/violations.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

void CheckThematicPlan(const v1::ThematicPlan& plan, const Violations& violations);

// `adopted_in`: the case that the plan names there. What either leaves open agrees with the other.
void CheckAdoptedIn(const v1::ThematicPlan& plan, const v1::Case& adopted_in,
                    const Violations& violations);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_PLAN_RULES_H_
