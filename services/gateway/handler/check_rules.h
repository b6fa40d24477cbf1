// What must be true of check rules and accepted findings when they are written: what their fields
// say alone. common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_CHECK_RULES_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_CHECK_RULES_H_

#include "services/gateway/domain/accepted_finding_rules.h"
#include "services/gateway/domain/checks/rule_parameters.h"
#include "services/gateway/store/keys.h"

namespace tertial::gateway {

struct CheckRuleRules {
  using Table = CheckRuleTable;
  static constexpr auto Check = CheckCheckRule;
};

struct AcceptedFindingRules {
  using Table = AcceptedFindingTable;
  static constexpr auto Check = CheckAcceptedFinding;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_CHECK_RULES_H_
