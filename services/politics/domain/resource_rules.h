// What must be true of each resource of this service on its own, whatever else is recorded.
//
// Each function adds to `violations` whatever is wrong. The name has been made canonical before.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_RESOURCE_RULES_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_RESOURCE_RULES_H_

#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

// The names of units, which the workforce service keeps.
inline constexpr absl::string_view kUnitPattern = "areas/{area}/units/{unit}";

void CheckBody(const v1::Body& body, const Violations& violations);
void CheckBodyActivity(const v1::BodyActivity& activity, const Violations& violations);
void CheckCase(const v1::Case& political_case, const Violations& violations);
void CheckThematicPlan(const v1::ThematicPlan& plan, const Violations& violations);
void CheckResolutionFollowUp(const v1::ResolutionFollowUp& resolution,
                             const Violations& violations);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_RESOURCE_RULES_H_
