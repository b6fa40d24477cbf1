// What must be true of a rule's parameters.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_RULE_PARAMETERS_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_RULE_PARAMETERS_H_

#include "common/status/violations.h"
#include "tertial/gateway/v1/checks_resources.pb.h"

namespace tertial::gateway {

// Whether rules of the kind are CheckRule resources; the others are asked of every report.
bool HasParameters(v1::RuleKind kind);

// Adds whatever is wrong with the rule, but for its name: INVALID_CHECK_RULE where parameters do
// not fit its kind, or a template names no figure; FIELD_REQUIRED, INVALID_ENUM, INVALID_DECIMAL,
// VALUE_OUT_OF_RANGE.
void CheckCheckRule(const v1::CheckRule& rule, const Violations& violations);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_RULE_PARAMETERS_H_
