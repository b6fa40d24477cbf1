// What a claim is computed from.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_OPERANDS_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_OPERANDS_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tertial/gateway/v1/claims_resources.pb.h"

namespace tertial::gateway {

// Calls `visitor` for each operand, in their order.
void VisitOperands(const v1::Claim& claim,
                   absl::FunctionRef<void(const v1::ClaimOperand&)> visitor);

// The names of the facts that the claim needs, each once, sorted: also those of other areas, which
// are read by name. What it counts of a kind has no names.
std::vector<std::string> FactsOf(const v1::Claim& claim);

// The names of the claims that it computes with, each once, sorted.
std::vector<std::string> ClaimsOf(const v1::Claim& claim);

// Looks for a way from `claim` back to itself, by the claims that claims compute with. `claims_of`
// gives the names of those that the claim of a name computes with, none where it is not recorded;
// it fails only if the store does.
//
// The way as names, its first and last that of `claim`. Empty: there is none.
absl::StatusOr<std::vector<std::string>> FindClaimCycle(
    const v1::Claim& claim,
    absl::FunctionRef<absl::StatusOr<std::vector<std::string>>(const std::string& name)> claims_of);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_OPERANDS_H_
