// What must be true of a reference path on its own.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_PATH_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_PATH_RULES_H_

#include "common/status/violations.h"
#include "tertial/climate/v1/accounts_resources.pb.h"

namespace tertial::climate {

// Adds what is wrong to `violations`. The name has been made canonical before.
void CheckReferencePath(const v1::ReferencePath& path, const Violations& violations);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_PATH_RULES_H_
