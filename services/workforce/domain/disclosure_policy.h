// The thresholds of publications: what a policy may say, and what stands where it says nothing.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_DISCLOSURE_POLICY_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_DISCLOSURE_POLICY_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "services/workforce/domain/disclosure_tables.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"

namespace tertial::workforce {

// Adds what is wrong with the policy by itself.
void CheckDisclosurePolicy(const v1::DisclosurePolicy& policy, const Violations& violations);

// With all thresholds set.
v1::DisclosurePolicy WithDefaults(v1::DisclosurePolicy policy);

// Of a policy with all thresholds set.
DisclosureRules RulesOf(const v1::DisclosurePolicy& policy);

// The year that the last id of a policy's name is; nothing for any other text.
std::optional<int> ParsePolicyYear(absl::string_view id);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_DISCLOSURE_POLICY_H_
