// Which inventory release of an area is the newest.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_NEWEST_RELEASE_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_NEWEST_RELEASE_H_

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// The newest of an area's `releases` of one boundary and scope: of those that no other one
// supersedes, the one with the latest date of release. An unknown date is the earliest; dates that
// may mean the same days, "2025" and "2025-06", decide nothing. Points into `releases`; nullptr
// where none is of that boundary and scope. Errors: INVENTORY_RELEASE_AMBIGUOUS naming those that
// are left where they are several.
absl::StatusOr<const v1::InventoryRelease*> NewestRelease(
    absl::Span<const v1::InventoryRelease> releases, v1::Boundary boundary, v1::Scope scope);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_NEWEST_RELEASE_H_
