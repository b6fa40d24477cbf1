#include "services/gateway/domain/claims/claim_evaluation.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/gateway/claims/claim_fixtures.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using enum common::v1::NotComputableReason;
using enum v1::ClaimVerdict;

std::string Assert(const std::string& term, const std::string& right,
                   const std::string& relation = "EQUAL") {
  return absl::StrCat("assertions { left { ", term, " } relation: RELATION_", relation, " ", right,
                      " } ");
}

std::string Value(const std::string& operand) {
  return "formula: FORMULA_VALUE operands { " + operand + " }";
}

Facts TwoYears() {
  Facts facts;
  facts.Observe("a", "2023", "value: '120'").Observe("a", "2024", "value: '108'");
  return facts;
}

const char kChange[] = "formula: FORMULA_PERCENT_CHANGE ";

TEST(ClaimEvaluation, ConfirmsWhatTheFactsGiveAtPrintedPrecision) {
  Facts facts = TwoYears();
  const v1::Claim claim =
      MakeClaim(absl::StrCat("assertions { left { ", kChange, Obs("a", "2023"), Obs("a", "2024"),
                             "} relation: RELATION_EQUAL expected: '-10.0' unit: 'percent' }"));
  const v1::ClaimResult result = EvaluateWith(facts, claim);
  EXPECT_EQ(result.claim(), "areas/asker/claims/c1");
  EXPECT_EQ(result.verdict(), CLAIM_VERDICT_CONFIRMED);
  ASSERT_EQ(result.assertions_size(), 1);
  const common::v1::Computed& left = result.assertions(0).left();
  EXPECT_TRUE(result.assertions(0).holds());
  EXPECT_EQ(left.value(), "-10.0");
  EXPECT_EQ(left.unit(), "percent");
  EXPECT_EQ(left.formula(), common::v1::FORMULA_PERCENT_CHANGE);
  ASSERT_EQ(left.operands_size(), 2);
  EXPECT_EQ(left.operands(0).name(), ObservationName("a", "2023"));
  EXPECT_EQ(left.operands(0).cell().value(), "120");
  EXPECT_GT(left.operands(1).revision(), left.operands(0).revision());
  EXPECT_EQ(result.reason(), "");
  EXPECT_THAT(result.remarks(), IsEmpty());
}

TEST(ClaimEvaluation, RefutesWhatTheyDoNotGive) {
  Facts facts = TwoYears();
  const v1::ClaimResult result = EvaluateWith(
      facts, MakeClaim(Assert(absl::StrCat(kChange, Obs("a", "2023"), Obs("a", "2024")),
                              "expected: '-10.1'")));
  EXPECT_EQ(result.verdict(), CLAIM_VERDICT_REFUTED);
  EXPECT_FALSE(result.assertions(0).holds());
}

TEST(ClaimEvaluation, TellsWhyAClaimHasNoForm) {
  Facts facts;
  const v1::ClaimResult result = EvaluateWith(
      facts, MakeClaim("not_expressible { language: 'nb' text: 'nei' } "
                       "not_expressible { language: 'en' text: 'A matter of opinion.' }"));
  EXPECT_EQ(result.verdict(), CLAIM_VERDICT_NOT_EXPRESSIBLE);
  EXPECT_EQ(result.reason(), "A matter of opinion.");
}

TEST(ClaimEvaluation, ComparesTwoComputedNumbersExactly) {
  Facts facts = TwoYears();
  const auto verdict = [&facts](const std::string& left, const std::string& relation,
                                const std::string& right) {
    return EvaluateWith(facts, MakeClaim(Assert(left, "term { " + right + " }", relation)))
        .verdict();
  };
  const std::string less = "formula: FORMULA_VALUE " + Obs("a", "2024");
  const std::string more = "formula: FORMULA_VALUE " + Obs("a", "2023");
  EXPECT_EQ(verdict(less, "LESS", more), CLAIM_VERDICT_CONFIRMED);
  EXPECT_EQ(verdict(more, "LESS", less), CLAIM_VERDICT_REFUTED);
  EXPECT_EQ(verdict(less, "LESS", less), CLAIM_VERDICT_REFUTED);
  EXPECT_EQ(verdict(less, "LESS_OR_EQUAL", less), CLAIM_VERDICT_CONFIRMED);
  EXPECT_EQ(verdict(more, "GREATER", less), CLAIM_VERDICT_CONFIRMED);
  EXPECT_EQ(verdict(less, "GREATER_OR_EQUAL", more), CLAIM_VERDICT_REFUTED);
  // Of thirds no digit is lost.
  const std::string third = "formula: FORMULA_EXPRESSION expression: 'x1 / 3 * 3' ";
  EXPECT_EQ(verdict(third + Obs("a", "2024"), "EQUAL", less), CLAIM_VERDICT_CONFIRMED);
  EXPECT_EQ(verdict(third + Obs("a", "2024"), "EQUAL", more), CLAIM_VERDICT_REFUTED);
}

TEST(ClaimEvaluation, AClaimHoldsOnlyWithAllItsAssertions) {
  Facts facts = TwoYears();
  const std::string right = Assert("formula: FORMULA_VALUE " + Obs("a", "2024"), "expected: '108'");
  const std::string wrong = Assert("formula: FORMULA_VALUE " + Obs("a", "2024"), "expected: '109'");
  const std::string gap = Assert("formula: FORMULA_VALUE " + Obs("a", "2025"), "expected: '1'");
  const auto verdict = [&facts](const std::string& assertions) {
    return EvaluateWith(facts, MakeClaim(assertions)).verdict();
  };
  EXPECT_EQ(verdict(right + right), CLAIM_VERDICT_CONFIRMED);
  EXPECT_EQ(verdict(right + wrong), CLAIM_VERDICT_REFUTED);
  EXPECT_EQ(verdict(right + gap), CLAIM_VERDICT_NOT_COMPUTABLE);
  EXPECT_EQ(verdict(gap + wrong), CLAIM_VERDICT_REFUTED);
}

struct Computation {
  const char* formula;
  std::vector<const char*> operands;
  const char* expected;
};

TEST(ClaimEvaluation, ComputesByEveryFormulaThatNeedsNoRoots) {
  Facts facts;
  for (const Computation& computation :
       std::vector<Computation>{{"VALUE", {"3.5"}, "3.5"},
                                {"SUM", {"1", "2", "3"}, "6"},
                                {"DIFFERENCE", {"1", "4"}, "3"},
                                {"PERCENT_CHANGE", {"4", "5"}, "25"},
                                {"SHARE", {"1", "4"}, "25"},
                                {"PERCENTAGE_POINTS", {"41.5", "40.5"}, "-1.0"},
                                {"COUNT", {"1", "4", "7"}, "3"},
                                {"DISTANCE", {"10", "12"}, "2"},
                                {"REDUCED_BY_PERCENT", {"200", "25"}, "150"},
                                {"SHARE_OF_REDUCTION", {"100", "60", "20"}, "50"},
                                {"LINEAR_MILESTONE", {"100", "40", "1", "3"}, "80"},
                                {"MILESTONE_GAP", {"100", "40", "70", "1", "3"}, "-10"},
                                {"SLOPE", {"1", "10", "2", "12", "3", "14"}, "2"},
                                {"MEAN", {"1", "2", "6"}, "3"},
                                {"WEIGHTED_MEAN", {"10", "1", "20", "3"}, "17.5"},
                                {"MEDIAN", {"9", "1", "4"}, "4"},
                                {"RATIO", {"9", "4"}, "2.25"},
                                {"LINEAR_PROJECTION", {"10", "12", "1", "3"}, "18"},
                                {"PRODUCT", {"2", "3", "4"}, "24"},
                                {"CONVERTED_PRODUCT", {"2", "3", "4", "6"}, "4"},
                                {"WEIGHTED_SUM", {"2", "3", "4", "5"}, "26"},
                                {"SHARES_SUM", {"200", "50", "100", "10"}, "110"},
                                {"PERCENT_OF", {"200", "25"}, "50"},
                                {"GAP", {"100", "30", "50"}, "20"},
                                {"BEFORE_PERCENT_CHANGE", {"150", "50"}, "100"}}) {
    std::string term = absl::StrCat("formula: FORMULA_", computation.formula, " ");
    for (const char* operand : computation.operands) {
      absl::StrAppend(&term, "operands { constant: '", operand, "' } ");
    }
    const v1::ClaimResult result = EvaluateWith(
        facts, MakeClaim(Assert(term, absl::StrCat("expected: '", computation.expected, "'"))));
    EXPECT_EQ(result.verdict(), CLAIM_VERDICT_CONFIRMED)
        << computation.formula << ": " << result.ShortDebugString();
    // One more in the last place is another number.
    const std::string other = absl::StrCat("expected: '", computation.expected, "1'");
    EXPECT_EQ(EvaluateWith(facts, MakeClaim(Assert(term, computation.expected == std::string("3.5")
                                                             ? "expected: '3.6'"
                                                             : other)))
                  .verdict(),
              CLAIM_VERDICT_REFUTED)
        << computation.formula;
  }
}

TEST(ClaimEvaluation, ComputesByAnExpression) {
  Facts facts = TwoYears();
  const v1::ClaimResult result =
      EvaluateWith(facts, MakeClaim(Assert(absl::StrCat("formula: FORMULA_EXPRESSION expression: "
                                                        "'max(x1, x2) - min(x1, x2) * 2 + x3' ",
                                                        Obs("a", "2023"), Obs("a", "2024"),
                                                        "operands { constant: '0.5' }"),
                                           "expected: '-95.5'")));
  EXPECT_EQ(result.verdict(), CLAIM_VERDICT_CONFIRMED) << result.ShortDebugString();
  EXPECT_EQ(result.assertions(0).left().expression(), "max(x1, x2) - min(x1, x2) * 2 + x3");
  EXPECT_EQ(result.assertions(0).left().operands(2).name(), "areas/asker/claims/c1");
}

TEST(ClaimEvaluation, ShowsNumbersThatAreNotPrintedWithTheDecimalsOfTheirFacts) {
  Facts facts = TwoYears();
  const v1::ClaimResult result = EvaluateWith(
      facts, MakeClaim(Assert(absl::StrCat(kChange, Obs("a", "2023"), Obs("a", "2024")),
                              "expected: '-9'", "LESS")));
  EXPECT_EQ(result.assertions(0).left().value(), "-10.00");
  EXPECT_EQ(result.verdict(), CLAIM_VERDICT_CONFIRMED);
}

// Why the number on the left of the only assertion cannot be computed.
common::v1::NotComputableReason ReasonOfValue(Facts& facts, const std::string& operand) {
  const v1::ClaimResult result =
      EvaluateWith(facts, MakeClaim(Assert(Value(operand), "expected: '1'")));
  EXPECT_EQ(result.verdict(), CLAIM_VERDICT_NOT_COMPUTABLE) << operand;
  EXPECT_FALSE(result.assertions(0).has_holds());
  EXPECT_EQ(result.reason(), result.assertions(0).left().not_computable().detail());
  EXPECT_NE(result.reason(), "");
  EXPECT_EQ(result.assertions(0).left().operands_size(), 1);
  return result.assertions(0).left().not_computable().reason();
}

std::string FactNamed(const std::string& name, const std::string& field = "") {
  return absl::StrCat("fact { name: '", name, "' field: '", field, "' }");
}

TEST(ClaimEvaluation, TellsAGapFromWhatNobodyKnowsAndFromASilentService) {
  Facts facts = TwoYears();
  facts.Observe("a", "2022", "missing: MISSING_REASON_PENDING");
  facts.Add("climate",
            FromText<climate::v1::InventoryRelease>("name: 'areas/asker/inventoryReleases/r1'"));
  facts.AddSickLeave("asker", "2024", "9.3", "UNKNOWN");
  EXPECT_EQ(ReasonOfValue(facts, FactNamed(ObservationName("a", "2022"))),
            NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  for (const char* name :
       {"areas/asker/indicators/a/observations/2009", "areas/oslo/indicators/a/observations/2024",
        "areas/asker/inventoryReleases/r1/emissions/all~2009",
        "areas/asker/figures/sick-leave-rate~2009~basis.unknown"}) {
    EXPECT_EQ(ReasonOfValue(facts, FactNamed(name)), NOT_COMPUTABLE_REASON_NO_OBSERVATION) << name;
  }
  for (const char* name : {"areas/asker/indicators/b/observations/2024",
                           "areas/asker/inventoryReleases/r2/emissions/all~2009",
                           "areas/asker/figures/sick-lave-rate~2024", "areas/asker/plans/p"}) {
    EXPECT_EQ(ReasonOfValue(facts, FactNamed(name)), NOT_COMPUTABLE_REASON_UNKNOWN_FACT) << name;
  }
  Facts silent;
  silent.set() = FactSet();
  silent.set().SetReadAt("indicators", common::v1::ReadPoint());
  EXPECT_EQ(ReasonOfValue(silent, FactNamed("areas/asker/plans/p")),
            NOT_COMPUTABLE_REASON_SERVICE_UNAVAILABLE);
  EXPECT_EQ(ReasonOfValue(silent, "count { kind: 'tertial.politics.v1.Body' }"),
            NOT_COMPUTABLE_REASON_SERVICE_UNAVAILABLE);
  EXPECT_EQ(ReasonOfValue(silent, "count { list { name: 'areas/asker/plans/p' field: 'x' } }"),
            NOT_COMPUTABLE_REASON_SERVICE_UNAVAILABLE);
}

TEST(ClaimEvaluation, AFieldThatHoldsNoNumberIsUnknown) {
  Facts facts;
  facts.Add("politics", FromText<politics::v1::BodyActivity>(
                            "name: 'areas/asker/bodies/b/activities/2024' period: '2024' "
                            "meetings { value: '10' } cases { value: '70' }"));
  facts.Add("politics", FromText<politics::v1::ThematicPlan>("name: 'areas/asker/plans/p'"));
  const std::string name = "areas/asker/bodies/b/activities/2024";
  EXPECT_EQ(ReasonOfValue(facts, FactNamed(name)), NOT_COMPUTABLE_REASON_UNKNOWN_FACT);
  EXPECT_EQ(ReasonOfValue(facts, FactNamed(name, "sessions")), NOT_COMPUTABLE_REASON_UNKNOWN_FACT);
  EXPECT_EQ(ReasonOfValue(facts, "count { list { name: 'areas/asker/plans/p' field: 'order' } }"),
            NOT_COMPUTABLE_REASON_UNKNOWN_FACT);
  const v1::ClaimResult result =
      EvaluateWith(facts, MakeClaim(Assert(Value(FactNamed(name, "cases")), "expected: '70'")));
  EXPECT_EQ(result.verdict(), CLAIM_VERDICT_CONFIRMED);
  EXPECT_EQ(result.assertions(0).left().operands(0).field(), "cases");
}

TEST(ClaimEvaluation, AGapIsNoZeroAlsoBesideOthers) {
  Facts facts = TwoYears();
  const v1::ClaimResult result = EvaluateWith(
      facts,
      MakeClaim(Assert(absl::StrCat("formula: FORMULA_SUM ", Obs("a", "2024"), Obs("a", "2025")),
                       "expected: '108'")));
  EXPECT_EQ(result.verdict(), CLAIM_VERDICT_NOT_COMPUTABLE);
  EXPECT_THAT(result.reason(), HasSubstr(ObservationName("a", "2025")));
}

TEST(ClaimEvaluation, ComputesWithTheNumberThatAnotherClaimPrints) {
  Facts facts;
  const std::map<std::string, v1::Claim> others = {
      {"areas/asker/claims/c2", MakeClaim(Assert(Value("constant: '7'"), "expected: '1920.1'"))},
      {"areas/asker/claims/c3", MakeClaim(Assert(Value("constant: '7'"), "expected: '1836.7'"))},
      {"areas/asker/claims/c4",
       MakeClaim(Assert(Value("constant: '7'"),
                        "term { formula: FORMULA_VALUE operands { constant: '1' } }"))}};
  const std::string change =
      "formula: FORMULA_DIFFERENCE operands { claim: 'areas/asker/claims/c2' } "
      "operands { claim: 'areas/asker/claims/c3' }";
  const v1::ClaimResult result =
      EvaluateWith(facts, MakeClaim(Assert(change, "expected: '-83.5'")), others);
  EXPECT_EQ(result.verdict(), CLAIM_VERDICT_REFUTED);
  EXPECT_EQ(result.assertions(0).left().value(), "-83.4");
  EXPECT_EQ(result.assertions(0).left().operands(1).name(), "areas/asker/claims/c3");
  const auto reason = [&](const std::string& id) {
    return EvaluateWith(
               facts,
               MakeClaim(Assert(Value("claim: 'areas/asker/claims/" + id + "'"), "expected: '1'")),
               others)
        .assertions(0)
        .left()
        .not_computable()
        .reason();
  };
  EXPECT_EQ(reason("c4"), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(reason("c5"), NOT_COMPUTABLE_REASON_UNKNOWN_FACT);
}

TEST(ClaimEvaluation, CountsOfTheAreaOfTheClaim) {
  Facts facts;
  for (const char* name : {"areas/asker/bodies/a", "areas/asker/bodies/b", "areas/oslo/bodies/c"}) {
    facts.Add("politics", FromText<politics::v1::Body>(
                              absl::StrCat("name: '", name, "' kind: BODY_KIND_MAIN_COMMITTEE")));
  }
  const v1::ClaimResult result = EvaluateWith(
      facts, MakeClaim(Assert(Value("count { kind: 'tertial.politics.v1.Body' conditions { "
                                    "field: 'kind' value: 'BODY_KIND_MAIN_COMMITTEE' } }"),
                              "expected: '2'")));
  EXPECT_EQ(result.verdict(), CLAIM_VERDICT_CONFIRMED) << result.ShortDebugString();
}

TEST(ClaimEvaluation, ABreakInTheSeriesIsARemarkAndNoObstacle) {
  Facts facts = TwoYears();
  facts.Observe("a", "2024", "value: '108' flags: FLAG_BREAK_IN_SERIES");
  const v1::ClaimResult result = EvaluateWith(
      facts, MakeClaim(Assert(absl::StrCat(kChange, Obs("a", "2023"), Obs("a", "2024")),
                              "expected: '-10'")));
  EXPECT_EQ(result.verdict(), CLAIM_VERDICT_CONFIRMED);
  ASSERT_EQ(result.remarks_size(), 1);
  EXPECT_EQ(result.remarks(0).issue(), v1::BASIS_ISSUE_BREAK_IN_SERIES);
  // The operand is told as it was read.
  EXPECT_THAT(result.assertions(0).left().operands(1).cell().flags(),
              ElementsAre(common::v1::FLAG_BREAK_IN_SERIES));
}

TEST(ClaimEvaluation, RoundedFiguresRefuteOnlyWhatNoneOfThemGives) {
  Facts facts;
  facts.Observe("jobs", "2024", "value: '47200' rounded_to: '100'")
      .Observe("residents", "2024", "value: '62500' rounded_to: '100'");
  const auto result = [&facts](const std::string& right, const std::string& relation = "EQUAL") {
    return EvaluateWith(
        facts, MakeClaim(Assert(absl::StrCat("formula: FORMULA_SHARE ", Obs("jobs", "2024"),
                                             Obs("residents", "2024")),
                                right, relation)));
  };
  // 75.52, between 75.38 and 75.66.
  EXPECT_EQ(result("expected: '75'").verdict(), CLAIM_VERDICT_CONFIRMED);
  ASSERT_EQ(result("expected: '75'").remarks_size(), 1);
  EXPECT_EQ(result("expected: '75'").remarks(0).issue(), v1::BASIS_ISSUE_ROUNDED);
  EXPECT_THAT(result("expected: '75'").remarks(0).facts(),
              ElementsAre(ObservationName("jobs", "2024"), ObservationName("residents", "2024")));
  EXPECT_EQ(result("expected: '76'").verdict(), CLAIM_VERDICT_CONFIRMED);
  EXPECT_EQ(result("expected: '74'").verdict(), CLAIM_VERDICT_REFUTED);
  EXPECT_EQ(result("expected: '77'").verdict(), CLAIM_VERDICT_REFUTED);
  // Where it holds for all of them there is nothing to remark.
  EXPECT_THAT(result("expected: '75'", "GREATER").remarks(), IsEmpty());
  EXPECT_EQ(result("expected: '75.66'", "GREATER_OR_EQUAL").verdict(), CLAIM_VERDICT_CONFIRMED);
}

TEST(ClaimEvaluation, ANumberOfTooManyDigitsIsNotComputable) {
  Facts facts;
  const std::string nines(34, '9');
  const v1::ClaimResult result =
      EvaluateWith(facts, MakeClaim(Assert("formula: FORMULA_PRODUCT operands { constant: '" +
                                               nines + "' } operands { constant: '10' }",
                                           "expected: '1'")));
  EXPECT_EQ(result.assertions(0).left().not_computable().reason(),
            NOT_COMPUTABLE_REASON_OUT_OF_RANGE);
}

TEST(ClaimEvaluation, DivisionByAFactThatIsZeroIsNotComputable) {
  Facts facts;
  facts.Observe("zero", "2024", "value: '0'");
  const v1::ClaimResult result = EvaluateWith(
      facts,
      MakeClaim(Assert("formula: FORMULA_EXPRESSION expression: '1 / x1' " + Obs("zero", "2024"),
                       "expected: '1'")));
  EXPECT_EQ(result.assertions(0).left().not_computable().reason(),
            NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO);
}

}  // namespace
}  // namespace tertial::gateway
