// What rules may be asked with.
#include "services/gateway/domain/checks/rule_parameters.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using enum common::v1::ErrorReason;

using FieldAndReason = std::pair<std::string, ErrorReason>;

constexpr char kFigure[] = "figure { name: 'areas/{area}/figures/fte~{period}' } ";
constexpr char kOther[] = "others { name: 'areas/{area}/figures/a~{period}' } ";
constexpr char kSecond[] = "others { name: 'areas/{area}/figures/b~{period}' } ";

std::vector<FieldAndReason> Check(const std::string& text) {
  v1::CheckRule rule;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "statements { language: 'en' text: 'It is so.' } " + text, &rule))
      << text;
  Violations violations;
  CheckCheckRule(rule, violations);
  std::vector<FieldAndReason> found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

std::string RuleOfKind(const std::string& kind, const std::string& more) {
  return "kind: RULE_KIND_" + kind + " " + kFigure + kOther + more;
}

TEST(CheckRule, IsRightForEveryKind) {
  for (const std::string& text :
       {RuleOfKind("SAME_FACT", ""), RuleOfKind("PARTS_AND_TOTAL", "exhaustive: true"),
        RuleOfKind("PARTS_AND_TOTAL", "others { name: 'areas/{area}/figures/a~{period}~unit.*' }"),
        RuleOfKind("MEAN_OF_PERIODS", "periods: 3"),
        RuleOfKind("BALANCE", "others { name: 'areas/{area}/figures/b~{period}' subtracted: true}"),
        RuleOfKind("RATIO", kSecond),
        RuleOfKind("RATIO", std::string(kSecond) + "tolerance: '0.5'"),
        RuleOfKind("COMPLEMENTARY", kSecond), RuleOfKind("CARRIED_OVER", ""),
        RuleOfKind("LABEL_AGAINST_SERIES", std::string(kSecond) + "tolerance: '10'")}) {
    EXPECT_THAT(Check(text), IsEmpty()) << text;
  }
}

TEST(CheckRule, TellsEverythingThatIsMissing) {
  v1::CheckRule rule;
  Violations violations;
  CheckCheckRule(rule, violations);
  std::vector<std::string> fields;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    fields.push_back(violation.field());
  }
  EXPECT_THAT(fields, ElementsAre("statements", "kind", "figure.name", "others"));
}

TEST(CheckRule, OfAKindWithoutParametersIsRefused) {
  EXPECT_THAT(Check(RuleOfKind("CASE_YEAR", "")),
              ElementsAre(Pair("kind", ERROR_REASON_INVALID_CHECK_RULE)));
}

TEST(CheckRule, NamesFiguresByTemplates) {
  for (const std::string& name :
       {"areas/{area}/figures/fte", "areas/{area}/figures/{period}/x", "fte~{period}",
        "areas/{town}/figures/fte~{period}", "areas/{area}/figures/fte {period}"}) {
    EXPECT_THAT(Check("kind: RULE_KIND_SAME_FACT figure { name: '" + name + "' } " + kOther),
                ElementsAre(Pair("figure.name", ERROR_REASON_INVALID_CHECK_RULE)))
        << name;
  }
}

TEST(CheckRule, MayNameAllOfADimensionOnlyAmongPartsAndShares) {
  const std::string all = "others { name: 'areas/{area}/figures/a~{period}~unit.*' }";
  EXPECT_THAT(Check(RuleOfKind("SAME_FACT", all)),
              ElementsAre(Pair("others[1].name", ERROR_REASON_INVALID_CHECK_RULE)));
  EXPECT_THAT(Check("kind: RULE_KIND_PARTS_AND_TOTAL figure { name: "
                    "'areas/{area}/figures/a~{period}~unit.*' } " +
                    std::string(kOther)),
              ElementsAre(Pair("figure.name", ERROR_REASON_INVALID_CHECK_RULE)));
}

TEST(CheckRule, RefusesParametersThatItsKindDoesNotHave) {
  EXPECT_THAT(Check(RuleOfKind("SAME_FACT", "exhaustive: true periods: 3")),
              ElementsAre(Pair("exhaustive", ERROR_REASON_INVALID_CHECK_RULE),
                          Pair("periods", ERROR_REASON_INVALID_CHECK_RULE)));
  EXPECT_THAT(Check("kind: RULE_KIND_SAME_FACT " + std::string(kFigure) +
                    "others { name: 'areas/{area}/figures/a~{period}' subtracted: true "
                    "divisor: true }"),
              ElementsAre(Pair("others[0].subtracted", ERROR_REASON_INVALID_CHECK_RULE),
                          Pair("others[0].divisor", ERROR_REASON_INVALID_CHECK_RULE)));
  EXPECT_THAT(Check("kind: RULE_KIND_BALANCE figure { name: 'areas/{area}/figures/a~{period}' "
                    "subtracted: true offset: 1 divisor: true } " +
                    std::string(kOther)),
              ElementsAre(Pair("figure.offset", ERROR_REASON_INVALID_CHECK_RULE),
                          Pair("figure.subtracted", ERROR_REASON_INVALID_CHECK_RULE),
                          Pair("figure.divisor", ERROR_REASON_INVALID_CHECK_RULE)));
}

TEST(CheckRule, TakesAsManyFiguresAsItsKindAsksFor) {
  EXPECT_THAT(Check(RuleOfKind("RATIO", "")),
              ElementsAre(Pair("others", ERROR_REASON_INVALID_CHECK_RULE)));
  EXPECT_THAT(Check("kind: RULE_KIND_RATIO " + std::string(kFigure) +
                    "others { name: 'areas/{area}/figures/a~{period}' divisor: true }"),
              ElementsAre(Pair("others", ERROR_REASON_INVALID_CHECK_RULE)));
  EXPECT_THAT(Check(RuleOfKind("CARRIED_OVER", kSecond)),
              ElementsAre(Pair("others", ERROR_REASON_INVALID_CHECK_RULE)));
  EXPECT_THAT(Check(RuleOfKind("SAME_FACT", kOther)),
              ElementsAre(Pair("others[1]", ERROR_REASON_DUPLICATE_ELEMENT)));
}

TEST(CheckRule, KeepsNumbersInTheirRanges) {
  EXPECT_THAT(Check(RuleOfKind("MEAN_OF_PERIODS", "periods: 1")),
              ElementsAre(Pair("periods", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  EXPECT_THAT(Check(RuleOfKind("SAME_FACT", "tolerance: '-1'")),
              ElementsAre(Pair("tolerance", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  EXPECT_THAT(Check(RuleOfKind("SAME_FACT", "tolerance: 'much'")),
              ElementsAre(Pair("tolerance", ERROR_REASON_INVALID_DECIMAL)));
  EXPECT_THAT(Check(RuleOfKind("LABEL_AGAINST_SERIES", kSecond)),
              ElementsAre(Pair("tolerance", ERROR_REASON_INVALID_DECIMAL)));
  EXPECT_THAT(Check("kind: RULE_KIND_SAME_FACT " + std::string(kFigure) +
                    "others { name: 'areas/{area}/figures/a~{period}' offset: -21 }"),
              ElementsAre(Pair("others[0].offset", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

}  // namespace
}  // namespace tertial::gateway
