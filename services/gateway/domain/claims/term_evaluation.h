// The numbers of a claim's terms.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_TERM_EVALUATION_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_TERM_EVALUATION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/facts/intervals.h"
#include "common/types/rational.h"
#include "services/gateway/domain/claims/claim_evaluation.h"
#include "services/gateway/domain/claims/claim_remarks.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::gateway {

// The operands of a term.
struct TermOperands {
  std::vector<common::v1::Operand> operands;
  // Why they cannot be computed with, where they do not show it: SERVICE_UNAVAILABLE, UNKNOWN_FACT.
  std::optional<Refusal> refusal;
  // The facts among them that have a value.
  std::vector<UsedFigure> figures;
};

// `claim` is the one that the term belongs to: its area, and the name of its constants.
TermOperands ResolveOperands(const v1::Term& term, const v1::Claim& claim, const FactSet& facts,
                             FindClaim find_claim);

// A number, or why there is none.
struct TermNumber {
  common::v1::Computed computed;
  // Set where it is computable: the number itself, and all that it may be.
  std::optional<Rational> exact;
  std::optional<Range> range;
};

TermNumber ComputeTerm(const v1::Term& term, const TermOperands& operands, absl::string_view unit,
                       int decimals);

// Decimals that show the number of a term well: those of its operands, and two more where the
// formula divides or multiplies.
int DecimalsToShow(const v1::Term& term, const TermOperands& operands);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CLAIMS_TERM_EVALUATION_H_
