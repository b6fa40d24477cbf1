// Which data service owns the resources of a name.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_RESOURCE_OWNERS_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_RESOURCE_OWNERS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tertial::gateway {

// "politics" of "areas/asker/bodies/council", recorded or not; empty where it is the name of
// nothing that a data service has, as of an area.
std::string OwnerOf(absl::string_view name);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_RESOURCE_OWNERS_H_
