// What must be true of cases, plans and follow-ups on their own, whatever else is recorded.
//
// Each function adds to `violations` whatever is wrong. The name has been made canonical before.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_RESOURCE_RULES_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_RESOURCE_RULES_H_

#include "common/status/violations.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

void CheckCase(const v1::Case& political_case, const Violations& violations);
void CheckThematicPlan(const v1::ThematicPlan& plan, const Violations& violations);
void CheckResolutionFollowUp(const v1::ResolutionFollowUp& resolution,
                             const Violations& violations);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_RESOURCE_RULES_H_
