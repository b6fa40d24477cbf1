// What must be true of each resource of this service on its own, whatever else is recorded.
//
// Each function adds to `violations` whatever is wrong. The name has been made canonical before.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_RESOURCE_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_RESOURCE_RULES_H_

#include "common/status/violations.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

void CheckInventoryRelease(const v1::InventoryRelease& release, const Violations& violations);
void CheckEmissionFigure(const v1::EmissionFigure& figure, const Violations& violations);
void CheckActivityFigure(const v1::ActivityFigure& figure, const Violations& violations);
void CheckClimateTarget(const v1::ClimateTarget& target, const Violations& violations);
void CheckClimateMeasure(const v1::ClimateMeasure& measure, const Violations& violations);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_RESOURCE_RULES_H_
