// What becomes of a claim when it is held against facts.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_EVALUATION_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_EVALUATION_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "common/types/area_registry.h"
#include "services/gateway/domain/fact_set.h"
#include "tertial/gateway/v1/checks_resources.pb.h"
#include "tertial/gateway/v1/claims_resources.pb.h"

namespace tertial::gateway {

// The claim of a name; nullptr where none is recorded. It lives as long as the evaluation.
using FindClaim = absl::FunctionRef<const v1::Claim*(const std::string& name)>;

// Holds `claim`, which has passed CheckClaim, against `facts`: all of FactsOf(claim) that there are
// (claim_operands.h), and all of its area where it counts resources of a kind. The state that each
// service was read at must be told (FactSet::SetReadAt); facts of another service could not be
// read.
//
// Numbers are exact. A term is not computable, the first that applies:
// - SERVICE_UNAVAILABLE: the service of an operand was not read.
// - UNKNOWN_FACT: an operand names nothing that the service knows, a field that holds no number, or
//   a claim that is not recorded.
// - NO_OBSERVATION: what the operand is about is known, and nothing is recorded for this key; or
//   the claim it names prints no number.
// - what Compute and ComputeExpression (common/facts) say. A break in the series is no such reason
//   but a remark.
//
// Where operands are rounded, an assertion holds if it does for one of the numbers that the result
// may be; unless it does for all, a remark tells so.
//
// REFUTED: an assertion does not hold, whatever becomes of the others. NOT_COMPUTABLE: else, one is
// not computable; `reason` is that of the first.
v1::ClaimResult EvaluateClaim(const v1::Claim& claim, const FactSet& facts,
                              const AreaRegistry& areas, FindClaim find_claim);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_CLAIM_EVALUATION_H_
