// Rules with parameters: which figures must agree, and how.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_FIGURE_RULES_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_FIGURE_RULES_H_

#include <set>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/gateway/domain/checks/check_context.h"
#include "services/gateway/domain/checks/finding_list.h"
#include "tertial/gateway/v1/checks_resources.pb.h"

namespace tertial::gateway {

// Asks a rule, which has passed CheckCheckRule, of every period of the report for which something
// that it names is recorded. One whose figure is recorded in none of them, while others that it
// names are, could once not be asked.
void AskCheckRule(const v1::CheckRule& rule, const CheckContext& context, FindingList& findings);

// The same for LABEL_AGAINST_SERIES (label_rule.cc).
void AskLabelRule(const v1::CheckRule& rule, const CheckContext& context, FindingList& findings);

// What rules name of other areas than the one reported on: resource names, of the areas with these
// ids where a template stands for every area.
std::set<std::string> NamesInRulesOfOtherAreas(absl::Span<const v1::CheckRule> rules,
                                               const std::string& area_id,
                                               absl::Span<const std::string> area_ids,
                                               absl::Span<const Period> periods);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_FIGURE_RULES_H_
