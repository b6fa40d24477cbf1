// What became of climate targets.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGETS_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGETS_H_

#include "common/types/period.h"
#include "services/climate/domain/inventory.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/climate/v1/climate_sections.pb.h"

namespace tertial::climate {

// Whether the release accounts for the emissions that the target is about: boundary and scope are
// the same.
bool IsMeasuredBy(const v1::ClimateTarget& target, const v1::InventoryRelease& release);

// Measures a target with one release, in a report on `period`. Base and current are both taken from
// that release; where it lacks one of them the result is not computable, and says so.
v1::ClimateTargetAssessment AssessClimateTarget(const v1::ClimateTarget& target,
                                                const Inventory& inventory, const Period& period);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_TARGETS_H_
