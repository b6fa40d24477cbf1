// What must be true of an accepted finding on its own.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_ACCEPTED_FINDING_RULES_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_ACCEPTED_FINDING_RULES_H_

#include "common/status/violations.h"
#include "tertial/gateway/v1/checks_resources.pb.h"

namespace tertial::gateway {

// Adds whatever is wrong with its fields. Whether there is such a finding is not looked at: it
// comes and goes with the facts.
void CheckAcceptedFinding(const v1::AcceptedFinding& accepted, const Violations& violations);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_ACCEPTED_FINDING_RULES_H_
