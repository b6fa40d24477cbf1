// What must be true of a claim on its own, whatever else is recorded.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_RULES_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_RULES_H_

#include "common/status/violations.h"
#include "tertial/gateway/v1/claims_resources.pb.h"

namespace tertial::gateway {

// Adds whatever is wrong with the fields of a claim, as claims_resources.proto tells them. Its name
// has been made canonical before.
void CheckClaim(const v1::Claim& claim, const Violations& violations);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_RULES_H_
