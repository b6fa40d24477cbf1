#include "services/gateway/domain/claims/claim_rules.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/gateway/claims/claim_fixtures.h"

namespace tertial::gateway {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "field REASON" of each violation.
std::vector<std::string> WrongWith(const v1::Claim& claim) {
  Violations violations;
  CheckClaim(claim, violations);
  std::vector<std::string> found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.push_back(absl::StrCat(violation.field(), " ", ReasonName(violation.reason())));
  }
  return found;
}

// With the fields of its only assertion.
std::vector<std::string> WrongWithAssertion(const std::string& fields) {
  return WrongWith(MakeClaim("assertions { " + fields + " }"));
}

// With the fields of its only term.
std::vector<std::string> WrongWithTerm(const std::string& fields) {
  return WrongWithAssertion("left { " + fields + " } relation: RELATION_EQUAL expected: '1'");
}

// With its only operand.
std::vector<std::string> WrongWithOperand(const std::string& operand) {
  return WrongWithTerm("formula: FORMULA_VALUE operands { " + operand + " }");
}

const char kLeft[] = "left { formula: FORMULA_VALUE operands { constant: '1' } } ";

TEST(ClaimRules, AcceptAClaimOfEachForm) {
  EXPECT_THAT(WrongWithOperand("fact { name: 'areas/asker/plans/p' field: 'adoption_case.year' }"),
              IsEmpty());
  EXPECT_THAT(WrongWithOperand("claim: 'areas/asker/claims/c2'"), IsEmpty());
  EXPECT_THAT(WrongWithOperand("count { kind: 'tertial.politics.v1.Body' conditions { field: "
                               "'kind' value: 'BODY_KIND_MAIN_COMMITTEE' } }"),
              IsEmpty());
  EXPECT_THAT(WrongWithTerm("formula: FORMULA_EXPRESSION expression: 'x1 / 2' "
                            "operands { constant: '1' }"),
              IsEmpty());
  EXPECT_THAT(WrongWithAssertion(
                  absl::StrCat(kLeft,
                               "relation: RELATION_LESS term { formula: FORMULA_VALUE operands { "
                               "constant: '2' } } unit: 'percent'")),
              IsEmpty());
  EXPECT_THAT(
      WrongWithAssertion(absl::StrCat(kLeft,
                                      "relation: RELATION_EQUAL expected: '52000' decimals: -3 "
                                      "wording: WORDING_NEARLY")),
      IsEmpty());
  EXPECT_THAT(WrongWith(MakeClaim("not_expressible { language: 'en' text: 'no numbers' }")),
              IsEmpty());
}

TEST(ClaimRules, NameEveryBadFieldOfAClaim) {
  EXPECT_THAT(WrongWith(v1::Claim()),
              ElementsAre("period FIELD_REQUIRED", "statements FIELD_REQUIRED",
                          "assertions FIELD_REQUIRED"));
  v1::Claim claim = MakeClaim(
      absl::StrCat("not_expressible { language: 'en' text: 'no' } provenance { pages: 0 } "
                   "assertions { ",
                   kLeft, " relation: RELATION_EQUAL expected: '1' }"));
  claim.set_period("2024-T4");
  EXPECT_THAT(WrongWith(claim),
              ElementsAre("period INVALID_PERIOD", "provenance.pages[0] VALUE_OUT_OF_RANGE",
                          "not_expressible INCONSISTENT_FIELDS"));
  claim = MakeClaim("");
  for (int i = 0; i < 51; ++i) {
    *claim.add_assertions() =
        FromText<v1::Assertion>(absl::StrCat(kLeft, "relation: RELATION_EQUAL expected: '1'"));
  }
  EXPECT_THAT(WrongWith(claim), ElementsAre("assertions VALUE_OUT_OF_RANGE"));
}

TEST(ClaimRules, NameEveryBadFieldOfAnAssertion) {
  EXPECT_THAT(WrongWithAssertion(""), ElementsAre("assertions[0].left FIELD_REQUIRED",
                                                  "assertions[0].relation INVALID_ENUM",
                                                  "assertions[0].expected FIELD_REQUIRED"));
  const auto wrong = [](const std::string& fields) { return WrongWithAssertion(kLeft + fields); };
  EXPECT_THAT(wrong("relation: RELATION_EQUAL expected: '12,5'"),
              ElementsAre("assertions[0].expected INVALID_DECIMAL"));
  EXPECT_THAT(wrong("relation: RELATION_EQUAL expected: '1' unit: 'Per Cent'"),
              ElementsAre("assertions[0].unit INVALID_TEXT"));
  EXPECT_THAT(wrong("relation: RELATION_LESS expected: '1' wording: WORDING_ABOUT"),
              ElementsAre("assertions[0].wording INCONSISTENT_FIELDS"));
  EXPECT_THAT(wrong("relation: RELATION_EQUAL wording: WORDING_EXACT decimals: 1 "
                    "term { formula: FORMULA_VALUE operands { constant: '1' } }"),
              ElementsAre("assertions[0].decimals INCONSISTENT_FIELDS",
                          "assertions[0].wording INCONSISTENT_FIELDS"));
  EXPECT_THAT(wrong("relation: RELATION_EQUAL expected: '12.75' decimals: 1"),
              ElementsAre("assertions[0].decimals INCONSISTENT_FIELDS"));
  EXPECT_THAT(wrong("relation: RELATION_EQUAL expected: '51704' decimals: -3"),
              ElementsAre("assertions[0].decimals INCONSISTENT_FIELDS"));
  EXPECT_THAT(wrong("relation: RELATION_EQUAL expected: '1' decimals: 19"),
              ElementsAre("assertions[0].decimals VALUE_OUT_OF_RANGE"));
  EXPECT_THAT(wrong("relation: RELATION_EQUAL expected: '0.0' wording: WORDING_NEARLY"),
              ElementsAre("assertions[0].wording INVALID_CLAIM"));
  v1::Claim claim =
      MakeClaim(absl::StrCat("assertions { ", kLeft, " relation: RELATION_EQUAL expected: '1' }"));
  claim.mutable_assertions(0)->set_relation(static_cast<v1::Relation>(77));
  claim.mutable_assertions(0)->set_wording(static_cast<v1::Wording>(77));
  EXPECT_THAT(WrongWith(claim), Contains("assertions[0].relation INVALID_ENUM"));
  EXPECT_THAT(WrongWith(claim), Contains("assertions[0].wording INVALID_ENUM"));
}

TEST(ClaimRules, NameEveryBadFieldOfATerm) {
  const std::string at = "assertions[0].left.";
  EXPECT_THAT(WrongWithTerm(""),
              ElementsAre(at + "formula INVALID_ENUM", at + "operands FIELD_REQUIRED"));
  EXPECT_THAT(WrongWithTerm("formula: FORMULA_DIFFERENCE operands { constant: '1' }"),
              ElementsAre(at + "operands INVALID_CLAIM"));
  EXPECT_THAT(WrongWithTerm("formula: FORMULA_RATE_NEEDED operands { constant: '1' } "
                            "operands { constant: '1' } operands { constant: '1' }"),
              ElementsAre(at + "formula INVALID_CLAIM"));
  EXPECT_THAT(WrongWithTerm("formula: FORMULA_EXPRESSION operands { constant: '1' }"),
              ElementsAre(at + "expression FIELD_REQUIRED"));
  EXPECT_THAT(WrongWithTerm("formula: FORMULA_EXPRESSION expression: 'x1 + x2' "
                            "operands { constant: '1' }"),
              ElementsAre(at + "expression INVALID_CLAIM"));
  EXPECT_THAT(WrongWithTerm("formula: FORMULA_EXPRESSION expression: 'x1 / 0' "
                            "operands { constant: '1' }"),
              ElementsAre(at + "expression DIVISION_BY_ZERO"));
  EXPECT_THAT(WrongWithTerm("formula: FORMULA_VALUE expression: 'x1' operands { constant: '1' }"),
              ElementsAre(at + "expression INCONSISTENT_FIELDS"));
  std::string many = "formula: FORMULA_SUM ";
  for (int i = 0; i < 51; ++i) many += "operands { constant: '1' } ";
  EXPECT_THAT(WrongWithTerm(many), ElementsAre(at + "operands VALUE_OUT_OF_RANGE"));
}

TEST(ClaimRules, NameEveryBadFieldOfAnOperand) {
  const std::string at = "assertions[0].left.operands[0].";
  EXPECT_THAT(WrongWithOperand(""), ElementsAre(at + "fact FIELD_REQUIRED"));
  EXPECT_THAT(WrongWithOperand("constant: '1e6'"), ElementsAre(at + "constant INVALID_DECIMAL"));
  EXPECT_THAT(WrongWithOperand("fact { }"), ElementsAre(at + "fact.name FIELD_REQUIRED"));
  EXPECT_THAT(WrongWithOperand("fact { name: 'areas/asker/plans' }"),
              ElementsAre(at + "fact.name INVALID_RESOURCE_NAME"));
  EXPECT_THAT(WrongWithOperand("fact { name: 'areas/asker/claims/c2' }"),
              ElementsAre(at + "fact.name INVALID_CLAIM"));
  EXPECT_THAT(WrongWithOperand("claim: 'areas/asker/plans/p'"),
              ElementsAre(at + "claim INVALID_RESOURCE_NAME"));
  EXPECT_THAT(WrongWithOperand("claim: 'areas/asker/claims/c1'"),
              ElementsAre(at + "claim INVALID_CLAIM"));
}

TEST(ClaimRules, NameEveryBadFieldOfACount) {
  const std::string at = "assertions[0].left.operands[0].count.";
  EXPECT_THAT(WrongWithOperand("count { }"), ElementsAre(at + "kind FIELD_REQUIRED"));
  for (const char* kind : {"Body", "tertial.politics.v1.Bodies", "tertial.gateway.v1.Claim",
                           "tertial.politics.v1.CaseNumber"}) {
    EXPECT_THAT(WrongWithOperand(absl::StrCat("count { kind: '", kind, "' }")),
                ElementsAre(at + "kind INVALID_CLAIM"));
  }
  EXPECT_THAT(
      WrongWithOperand("count { list { name: 'plans' } }"),
      ElementsAre(at + "list.name INVALID_RESOURCE_NAME", at + "list.field FIELD_REQUIRED"));
  const auto wrong = [](const std::string& condition) {
    return WrongWithOperand("count { kind: 'tertial.politics.v1.Body' conditions { " + condition +
                            " } }");
  };
  EXPECT_THAT(wrong("value: 'x'"), ElementsAre(at + "conditions[0].field FIELD_REQUIRED"));
  EXPECT_THAT(wrong("field: 'no_field' value: 'x'"),
              ElementsAre(at + "conditions[0].field INVALID_CLAIM"));
  EXPECT_THAT(wrong("field: 'titles' value: 'x'"),
              ElementsAre(at + "conditions[0].field INVALID_CLAIM"));
  EXPECT_THAT(wrong("field: 'kind' value: 'main_committee'"),
              ElementsAre(at + "conditions[0].value INVALID_CLAIM"));
  EXPECT_THAT(wrong("field: 'name' comparison: FIELD_COMPARISON_BEGINS_WITH"),
              ElementsAre(at + "conditions[0].value FIELD_REQUIRED"));
  std::string many;
  for (int i = 0; i < 21; ++i) many += "conditions { field: 'name' value: 'x' } ";
  EXPECT_THAT(WrongWithOperand("count { kind: 'tertial.politics.v1.Body' " + many + "}"),
              ElementsAre(at + "conditions VALUE_OUT_OF_RANGE"));
}

}  // namespace
}  // namespace tertial::gateway
