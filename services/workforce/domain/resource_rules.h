// What must be true of each resource of this service on its own, whatever else is recorded.
//
// Each function adds to `violations` whatever is wrong. The name has been made canonical before.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_RESOURCE_RULES_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_RESOURCE_RULES_H_

#include "common/status/violations.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

void CheckUnit(const v1::Unit& unit, const Violations& violations);
void CheckWorkforceFigure(const v1::WorkforceFigure& figure, const Violations& violations);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_RESOURCE_RULES_H_
