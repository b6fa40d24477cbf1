// What must be true of an inventory release on its own.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_RELEASE_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_RELEASE_RULES_H_

#include "common/status/violations.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// Adds what is wrong to `violations`. The name has been made canonical before.
void CheckInventoryRelease(const v1::InventoryRelease& release, const Violations& violations);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_RELEASE_RULES_H_
