#include "services/workforce/domain/disclosure_policy.h"

#include <string>

#include "gtest/gtest.h"

namespace tertial::workforce {
namespace {

v1::DisclosurePolicy Policy(absl::string_view year = "2024") {
  v1::DisclosurePolicy policy;
  policy.set_name("areas/asker/disclosurePolicies/" + std::string(year));
  return policy;
}

// The fields with violations, joined with blanks.
std::string WrongIn(const v1::DisclosurePolicy& policy) {
  Violations violations;
  CheckDisclosurePolicy(policy, violations);
  std::string fields;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    fields += (fields.empty() ? "" : " ") + violation.field();
  }
  return fields;
}

TEST(DisclosurePolicy, MaySayNothing) {
  EXPECT_EQ(WrongIn(Policy()), "");
  const v1::DisclosurePolicy policy = WithDefaults(Policy());
  EXPECT_EQ(policy.fewest_persons(), 5);
  EXPECT_EQ(policy.fewest_ftes(), 10);
  EXPECT_EQ(policy.largest_contribution_percent(), 50);
  EXPECT_EQ(policy.short_term_days(), 16);
  EXPECT_EQ(policy.sick_leave_unit(), v1::FLOW_UNIT_TERTIAL);
  EXPECT_TRUE(RulesOf(policy).complementary);
}

TEST(DisclosurePolicy, KeepsWhatItSays) {
  v1::DisclosurePolicy policy = Policy();
  policy.set_fewest_persons(7);
  policy.set_sick_leave_unit(v1::FLOW_UNIT_YEAR);
  policy = WithDefaults(policy);
  EXPECT_EQ(RulesOf(policy).fewest_persons, 7);
  EXPECT_EQ(policy.sick_leave_unit(), v1::FLOW_UNIT_YEAR);
}

TEST(DisclosurePolicy, ThresholdsHaveTheirLimits) {
  v1::DisclosurePolicy policy = Policy();
  policy.set_fewest_persons(3);
  policy.set_fewest_ftes(100);
  policy.set_largest_contribution_percent(90);
  policy.set_short_term_days(365);
  EXPECT_EQ(WrongIn(policy), "");
  policy.set_fewest_persons(2);
  policy.set_fewest_ftes(101);
  policy.set_largest_contribution_percent(9);
  policy.set_short_term_days(-1);
  EXPECT_EQ(WrongIn(policy),
            "fewest_persons fewest_ftes largest_contribution_percent short_term_days");
}

TEST(DisclosurePolicy, IsOfACalendarYear) {
  EXPECT_EQ(WrongIn(Policy("2024-T1")), "name");
  EXPECT_EQ(ParsePolicyYear("2024"), 2024);
  EXPECT_EQ(ParsePolicyYear("24"), std::nullopt);
}

}  // namespace
}  // namespace tertial::workforce
