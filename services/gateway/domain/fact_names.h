// What a name alone tells of a fact.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_FACT_NAMES_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_FACT_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tertial::gateway {

// The data service that has facts of such names, "workforce"; empty where none has.
absl::string_view ServiceOfName(absl::string_view name);

// The data service that has resources of the kind "tertial.politics.v1.Body", by the package of
// that; empty where none has.
absl::string_view ServiceOfKind(absl::string_view kind);

// "asker" of "areas/asker/units/welfare"; empty for a resource of no area.
absl::string_view AreaOfName(absl::string_view name);

// The name of what the resource lies below, "areas/asker/bodies/council" of an activity of that;
// empty at the top.
absl::string_view ParentOfName(absl::string_view name);

// Whether `name` has the form of a resource name: collections, each followed by an id.
bool IsResourceName(absl::string_view name);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_FACT_NAMES_H_
