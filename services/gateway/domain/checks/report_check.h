// The check of a report: all rules over its facts and claims.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_REPORT_CHECK_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_REPORT_CHECK_H_

#include <set>
#include <vector>

#include "services/gateway/domain/checks/check_context.h"
#include "services/gateway/domain/checks/fact_rules.h"
#include "tertial/climate/v1/inventory_totals.pb.h"
#include "tertial/gateway/v1/checks_resources.pb.h"
#include "tertial/gateway/v1/claims_resources.pb.h"

namespace tertial::gateway {

// What is checked beside the facts, and what is asked for.
struct CheckInput {
  std::vector<v1::CheckRule> rules;
  // In the order of their names.
  std::vector<CheckedClaim> claims;
  std::vector<v1::AcceptedFinding> accepted;
  // What the climate service finds in the facts of the area.
  std::vector<climate::v1::InventoryFinding> inventory;
  // Kinds to ask. Empty: all.
  std::set<v1::RuleKind> kinds;
  // The least severity to tell; not set: all.
  common::v1::Severity least_severity = common::v1::SEVERITY_UNSPECIFIED;
};

// The outcome, but for the states of the sections. Pure. What a silent service owns is not asked,
// and what names it beside facts of others is not computable.
v1::CheckResult CheckFacts(const CheckContext& context, const CheckInput& input);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_REPORT_CHECK_H_
