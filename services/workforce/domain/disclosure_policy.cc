#include "services/workforce/domain/disclosure_policy.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/period.h"
#include "services/workforce/domain/figure_plan.h"

namespace tertial::workforce {
namespace {

constexpr int kLongestShortTerm = 365;

// 0 stands for the default.
void CheckThreshold(absl::string_view field, int32_t value, int lowest, int highest,
                    const Violations& violations) {
  if (value != 0) CheckRange(field, value, lowest, highest, violations);
}

void SetDefault(int32_t value, void (v1::DisclosurePolicy::*set)(int32_t), int32_t otherwise,
                v1::DisclosurePolicy& policy) {
  if (value == 0) (policy.*set)(otherwise);
}

}  // namespace

void CheckDisclosurePolicy(const v1::DisclosurePolicy& policy, const Violations& violations) {
  const absl::string_view name = policy.name();
  const absl::string_view id = name.substr(name.rfind('/') + 1);
  if (!ParsePolicyYear(id).has_value()) {
    violations.Add("name", common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                   absl::StrCat(Quoted(id), " is no calendar year; write it as 2024."));
  }
  CheckThreshold("fewest_persons", policy.fewest_persons(), 3, 50, violations);
  CheckThreshold("fewest_ftes", policy.fewest_ftes(), 3, 100, violations);
  CheckThreshold("largest_contribution_percent", policy.largest_contribution_percent(), 10, 90,
                 violations);
  CheckThreshold("short_term_days", policy.short_term_days(), 1, kLongestShortTerm, violations);
  CheckEnum("sick_leave_unit", policy.sick_leave_unit(), Presence::kOptional, violations);
  CheckProvenance("provenance", policy.provenance(), violations);
}

v1::DisclosurePolicy WithDefaults(v1::DisclosurePolicy policy) {
  using Policy = v1::DisclosurePolicy;
  constexpr DisclosureRules kDefault;
  SetDefault(policy.fewest_persons(), &Policy::set_fewest_persons, kDefault.fewest_persons, policy);
  SetDefault(policy.fewest_ftes(), &Policy::set_fewest_ftes, kDefault.fewest_ftes, policy);
  SetDefault(policy.largest_contribution_percent(), &Policy::set_largest_contribution_percent,
             kDefault.largest_percent, policy);
  SetDefault(policy.short_term_days(), &Policy::set_short_term_days, kDefaultShortTermDays, policy);
  if (policy.sick_leave_unit() == v1::FLOW_UNIT_UNSPECIFIED) {
    policy.set_sick_leave_unit(v1::FLOW_UNIT_TERTIAL);
  }
  return policy;
}

DisclosureRules RulesOf(const v1::DisclosurePolicy& policy) {
  return {.fewest_persons = policy.fewest_persons(),
          .fewest_ftes = policy.fewest_ftes(),
          .largest_percent = policy.largest_contribution_percent()};
}

std::optional<int> ParsePolicyYear(absl::string_view id) {
  const absl::StatusOr<Period> period = Period::Parse(id);
  if (!period.ok() || period->kind() != PeriodKind::kYear) return std::nullopt;
  return period->year();
}

}  // namespace tertial::workforce
