// The inventory releases that a request names.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_REQUESTED_RELEASES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_REQUESTED_RELEASES_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/canonical_name.h"
#include "common/status/status_macros.h"
#include "common/types/area_registry.h"
#include "services/climate/store/keys.h"
#include "services/climate/store/release_choice.h"

namespace tertial::climate {

// As they are stored. Errors: INVALID_RESOURCE_NAME for the field, AREA_NOT_FOUND.
template <typename Request>
absl::StatusOr<RequestedReleases> RequestedReleasesOf(const AreaRegistry& areas,
                                                      const Request& request) {
  RequestedReleases requested;
  const auto take = [&areas](const char* field, const std::string& name,
                             std::string& canonical) -> absl::Status {
    if (name.empty()) return absl::OkStatus();
    TERTIAL_ASSIGN_OR_RETURN(canonical, CanonicalName<InventoryReleaseTable>(areas, field, name));
    return absl::OkStatus();
  };
  TERTIAL_RETURN_IF_ERROR(
      take("inventory_release", request.inventory_release(), requested.inventory_release));
  if constexpr (requires { request.base_release(); }) {
    TERTIAL_RETURN_IF_ERROR(take("base_release", request.base_release(), requested.base_release));
    TERTIAL_RETURN_IF_ERROR(
        take("current_release", request.current_release(), requested.current_release));
  }
  return requested;
}

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_REQUESTED_RELEASES_H_
