// What is odd in the figures of one release, or between a target and the release it is measured by.
// tertial.climate.v1.InventoryFindingKind tells what each kind is.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_FINDINGS_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_FINDINGS_H_

#include <vector>

#include "absl/types/span.h"
#include "common/types/period.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/targets.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/climate/v1/inventory_totals.pb.h"

namespace tertial::climate {

// All functions are pure.

// What is odd in the figures of `periods`, which were read. In no order.
std::vector<v1::InventoryFinding> FindingsOf(const Inventory& inventory,
                                             absl::Span<const Period> periods);

// What is odd between a target and the release. Nothing where the release is not what the target
// is measured by, or rests on.
std::vector<v1::InventoryFinding> TargetFindingsOf(const v1::ClimateTarget& target,
                                                   const Inventory& inventory);

// Puts findings of one release in the order in which they are told: by period, kind and first
// resource.
void SortFindings(std::vector<v1::InventoryFinding>& findings);

// The periods that were read, in order of time.
std::vector<Period> PeriodsOf(const Inventory& inventory);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_INVENTORY_FINDINGS_H_
