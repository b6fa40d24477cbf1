// Rules without parameters: what they accuse, and what they do not.
#include "services/gateway/domain/checks/fact_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/gateway/check_samples.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The findings of one kind of rule.
v1::CheckResult CheckKind(CheckedArea& area, v1::RuleKind kind) {
  area.input().kinds = {kind};
  return area.Check();
}

std::vector<std::string> PlacesOf(const v1::Finding& finding) {
  std::vector<std::string> places;
  for (const v1::FindingPlace& place : finding.places()) {
    places.push_back(absl::StrCat(place.name(), " ", place.field()));
  }
  return places;
}

class CaseNumbers : public ::testing::Test {
 protected:
  void Case(const std::string& id, const std::string& number, const std::string& more) {
    const std::vector<std::string> parts = absl::StrSplit(number, '/');
    area_.Add<politics::v1::Case>(absl::StrCat("name: 'areas/lund/cases/", id,
                                               "' body: 'areas/lund/bodies/council' number { "
                                               "sequence: ",
                                               parts[0], " year: ", parts[1], " } ", more));
  }
  void Plan(const std::string& id, const std::string& number, const std::string& date) {
    const std::vector<std::string> parts = absl::StrSplit(number, '/');
    area_.Add<politics::v1::ThematicPlan>(absl::StrCat(
        "name: 'areas/lund/plans/", id,
        "' adopted_by: 'areas/lund/bodies/council' adoption_case { sequence: ", parts[0],
        " year: ", parts[1], " } adoption_date: '", date, "'"));
  }

  CheckedArea area_;
};

TEST_F(CaseNumbers, AreOfTheYearInWhichACaseWasTreated) {
  Case("a", "41/2022", "decision_date: '2021-06-15'");
  Plan("p", "41/2022", "2021-06-15");
  Case("b", "42/2022", "decision_date: '2022-01-01'");
  const v1::CheckResult result = CheckKind(area_, v1::RULE_KIND_CASE_YEAR);
  ASSERT_THAT(result.findings(), SizeIs(1));
  EXPECT_EQ(result.findings(0).severity(), common::v1::SEVERITY_WARNING);
  EXPECT_EQ(result.findings(0).rule(), "case-year");
  EXPECT_THAT(PlacesOf(result.findings(0)),
              ElementsAre("areas/lund/cases/a number", "areas/lund/plans/p adoption_case"));
}

TEST_F(CaseNumbers, AreNotOfAnotherYearWhereTheDateMayBeOfEither) {
  // Winter 2021 ends in February 2022.
  Case("a", "41/2022", "decision_date: '2021-winter'");
  Case("b", "42/2022", "");
  EXPECT_THAT(CheckKind(area_, v1::RULE_KIND_CASE_YEAR).findings(), IsEmpty());
}

TEST_F(CaseNumbers, CountByTheDayOfTheMeeting) {
  area_.Add<politics::v1::Meeting>(
      "name: 'areas/lund/bodies/council/meetings/m' date: '2023-01-10' state: MEETING_STATE_HELD");
  area_.Add<politics::v1::Meeting>(
      "name: 'areas/lund/bodies/council/meetings/n' date: '2023-01-10' "
      "state: MEETING_STATE_CANCELLED");
  Case("a", "90/2022", "meeting: 'areas/lund/bodies/council/meetings/m'");
  Case("b", "91/2022", "meeting: 'areas/lund/bodies/council/meetings/n'");
  const v1::CheckResult result = CheckKind(area_, v1::RULE_KIND_CASE_YEAR);
  ASSERT_THAT(result.findings(), SizeIs(1));
  EXPECT_THAT(PlacesOf(result.findings(0)), ElementsAre("areas/lund/cases/a number"));
}

TEST_F(CaseNumbers, OfWhatWasTakenUpAgainAreOfItsFirstYearAndStandTwice) {
  Case("a", "41/2022",
       "matter: 'areas/lund/matters/m' decision_date: '2022-12-15' kind: TREATMENT_KIND_POSTPONED");
  Case("b", "41/2022",
       "matter: 'areas/lund/matters/m' decision_date: '2023-01-15' kind: TREATMENT_KIND_DECISION");
  EXPECT_THAT(CheckKind(area_, v1::RULE_KIND_CASE_YEAR).findings(), IsEmpty());
  EXPECT_THAT(CheckKind(area_, v1::RULE_KIND_NUMBER_REPEATED).findings(), IsEmpty());
}

TEST_F(CaseNumbers, AreRepeatedWhereTwoCasesBearThem) {
  Case("a", "41/2022", "decision_date: '2022-03'");
  Case("b", "41/2022", "decision_date: '2022-03'");
  const v1::CheckResult result = CheckKind(area_, v1::RULE_KIND_NUMBER_REPEATED);
  ASSERT_THAT(result.findings(), SizeIs(1));
  EXPECT_EQ(result.findings(0).severity(), common::v1::SEVERITY_ERROR);
  EXPECT_EQ(result.findings(0).rule(), "number-repeated");
}

TEST_F(CaseNumbers, AreRepeatedWherePlansNameThemWithDifferentDays) {
  Plan("p", "41/2022", "2022-04-04");
  Plan("q", "41/2022", "2021-06-15");
  EXPECT_THAT(CheckKind(area_, v1::RULE_KIND_NUMBER_REPEATED).findings(), SizeIs(1));
}

TEST_F(CaseNumbers, AreNotRepeatedWhereAPlanAndAFollowUpNameTheCase) {
  Case("a", "41/2022", "decision_date: '2022-04-04'");
  Plan("p", "41/2022", "2022-04-04");
  Plan("q", "41/2022", "2022-04");
  area_.Add<politics::v1::ResolutionFollowUp>(
      "name: 'areas/lund/resolutions/r' treatments { body: 'areas/lund/bodies/council' "
      "date: '2022-spring' case_number { sequence: 41 year: 2022 } }");
  // Of another body it is another case.
  area_.Add<politics::v1::ResolutionFollowUp>(
      "name: 'areas/lund/resolutions/s' treatments { body: 'areas/lund/bodies/board' "
      "date: '2022-09' case_number { sequence: 41 year: 2022 } }");
  EXPECT_THAT(CheckKind(area_, v1::RULE_KIND_NUMBER_REPEATED).findings(), IsEmpty());
}

TEST(Counts, OfGoalsAreThoseOfTheirIndicators) {
  CheckedArea area;
  area.Add<indicators::v1::Goal>("name: 'areas/lund/goals/g' stated_indicator_count: 2");
  area.Add<indicators::v1::Goal>("name: 'areas/lund/goals/h' stated_indicator_count: 0");
  area.Add<indicators::v1::Goal>("name: 'areas/lund/goals/i'");
  area.Add<indicators::v1::FrameworkIndicator>(
      "name: 'areas/lund/frameworkIndicators/x' goal: 'areas/lund/goals/g'");
  EXPECT_THAT(Told(CheckKind(area, v1::RULE_KIND_COUNT_AND_LIST)),
              ElementsAre("count-and-list: 2, computed 1"));
}

TEST(Counts, OfPlansAreThoseOfTheirLists) {
  CheckedArea area;
  area.Add<politics::v1::ThematicPlan>(
      "name: 'areas/lund/plans/p' stated_focus_area_count: 2 stated_strategy_count: 3 "
      "focus_areas { strategies { } strategies { } } overall_strategies { } "
      "headings { } headings { } tally { done: 1 in_progress: 1 not_started: 2 }");
  EXPECT_THAT(Told(CheckKind(area, v1::RULE_KIND_COUNT_AND_LIST)),
              ElementsAre("count-and-list: 2, computed 1", "count-and-list: 3, computed 4"));
}

TEST(Counts, OfHeadingsAreOnlyInfo) {
  CheckedArea area;
  area.Add<politics::v1::ThematicPlan>(
      "name: 'areas/lund/plans/p' stated_focus_area_count: 2 headings { }");
  const v1::CheckResult result = CheckKind(area, v1::RULE_KIND_COUNT_AND_LIST);
  ASSERT_THAT(result.findings(), SizeIs(1));
  EXPECT_EQ(result.findings(0).severity(), common::v1::SEVERITY_INFO);
}

TEST(Counts, OfMembersAreThoseWithASeatNow) {
  CheckedArea area;
  area.Add<politics::v1::Body>(
      "name: 'areas/lund/bodies/b' members: 2 "
      "member_list { role: MEMBER_ROLE_CHAIR } member_list { role: MEMBER_ROLE_MEMBER } "
      "member_list { role: MEMBER_ROLE_SUBSTITUTE } "
      "member_list { role: MEMBER_ROLE_MEMBER to: '2024-01-01' }");
  area.Add<politics::v1::Body>("name: 'areas/lund/bodies/c' members: 2");
  EXPECT_THAT(CheckKind(area, v1::RULE_KIND_COUNT_AND_LIST).findings(), IsEmpty());
  area.Add<politics::v1::Body>(
      "name: 'areas/lund/bodies/b' members: 3 member_list { role: MEMBER_ROLE_CHAIR }");
  EXPECT_THAT(Told(CheckKind(area, v1::RULE_KIND_COUNT_AND_LIST)),
              ElementsAre("count-and-list: 3, computed 1"));
}

class References : public ::testing::Test {
 protected:
  void SetUp() override {
    area_.Add<politics::v1::ThematicPlan>(
        "name: 'areas/lund/plans/p' titles { language: 'en' text: 'areas/lund/units/none' } "
        "responsible_units: 'areas/lund/units/welfare' responsible_units: 'areas/lund/units/gone' "
        "provenance { source: 'areas/lund/units/none' }");
    area_.Add<workforce::v1::Unit>("name: 'areas/lund/units/welfare'");
  }

  CheckedArea area_;
};

TEST_F(References, ThatLeadNowhereAreFound) {
  const v1::CheckResult result = CheckKind(area_, v1::RULE_KIND_DANGLING_REFERENCE);
  ASSERT_THAT(result.findings(), SizeIs(1));
  EXPECT_THAT(PlacesOf(result.findings(0)),
              ElementsAre("areas/lund/plans/p responsible_units[1]", "areas/lund/units/gone "));
  EXPECT_EQ(result.findings(0).places(1).service(), "workforce");
}

TEST_F(References, ToAServiceThatDoesNotAnswerAreNotAccused) {
  area_.silent().insert("workforce");
  const v1::CheckResult result = CheckKind(area_, v1::RULE_KIND_DANGLING_REFERENCE);
  EXPECT_THAT(result.findings(), IsEmpty());
  ASSERT_THAT(result.coverage(), SizeIs(1));
  EXPECT_EQ(result.coverage(0).not_computable(), 2);
}

class Reported : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* date : {"2024-01-10", "2024-02-10", "2025-01-10"}) {
      area_.Add<politics::v1::Meeting>(absl::StrCat("name: 'areas/lund/bodies/b/meetings/", date,
                                                    "' date: '", date,
                                                    "' state: MEETING_STATE_HELD"));
    }
    area_.Add<politics::v1::Case>(
        "name: 'areas/lund/cases/1' body: 'areas/lund/bodies/b' matter: 'areas/lund/matters/m' "
        "meeting: 'areas/lund/bodies/b/meetings/2024-01-10'");
    area_.Add<politics::v1::Case>(
        "name: 'areas/lund/cases/2' body: 'areas/lund/bodies/b' matter: 'areas/lund/matters/m' "
        "meeting: 'areas/lund/bodies/b/meetings/2024-02-10'");
  }

  std::vector<std::string> Activity(int meetings, int cases, const std::string& rule,
                                    const std::string& scope = "COMPLETE") {
    area_.Add<politics::v1::BodyActivity>(absl::StrCat(
        "name: 'areas/lund/bodies/b/activities/2024' period: '2024' meetings { value: '", meetings,
        "' } cases { value: '", cases, "' } counting_rule: COUNTING_RULE_", rule,
        " recording: RECORDING_SCOPE_", scope));
    return Told(CheckKind(area_, v1::RULE_KIND_REPORTED_AND_COUNTED));
  }

  CheckedArea area_;
};

TEST_F(Reported, ActivityIsWhatIsRecordedWhereAllIs) {
  EXPECT_THAT(Activity(2, 2, "TREATMENTS"), IsEmpty());
  EXPECT_THAT(Activity(2, 1, "MATTERS"), IsEmpty());
  EXPECT_THAT(Activity(3, 2, "MATTERS"), ElementsAre("reported-and-counted 2024: 2, computed 1",
                                                     "reported-and-counted 2024: 3, computed 2"));
}

TEST_F(Reported, CasesOfAnUnknownRuleMayBeCountedByEither) {
  EXPECT_THAT(Activity(2, 1, "UNKNOWN"), IsEmpty());
  EXPECT_THAT(Activity(2, 2, "UNKNOWN"), IsEmpty());
  EXPECT_THAT(Activity(2, 3, "UNKNOWN"), SizeIs(1));
}

TEST_F(Reported, ActivityIsNotHeldAgainstASelection) {
  EXPECT_THAT(Activity(9, 9, "MATTERS", "SELECTED"), IsEmpty());
}

TEST_F(Reported, CasesOfAnUncertainDayMayCount) {
  area_.Add<politics::v1::Case>(
      "name: 'areas/lund/cases/3' body: 'areas/lund/bodies/b' decision_date: '2024-winter'");
  EXPECT_THAT(Activity(2, 2, "TREATMENTS"), IsEmpty());
  EXPECT_THAT(Activity(2, 3, "TREATMENTS"), IsEmpty());
  EXPECT_THAT(Activity(2, 4, "TREATMENTS"), SizeIs(1));
}

TEST(ReportedWorkforce, IsHeldAgainstThePublishedCube) {
  CheckedArea area;
  const auto report = [&](const std::string& value) {
    area.Add<workforce::v1::WorkforceFigure>(absl::StrCat(
        "name: 'areas/lund/figures/fte~2024' measure: MEASURE_FTE period: '2024' sex: SEX_TOTAL "
        "unit_of_measure: 'fte' cell { value: '",
        value, "' }"));
    return Told(CheckKind(area, v1::RULE_KIND_REPORTED_AND_COUNTED));
  };
  EXPECT_THAT(report("100"), IsEmpty());
  area.Add<workforce::v1::PublishedFigure>(
      "name: 'areas/lund/cubes/2024/figures/fte-agreed' subject { measure: "
      "FIGURE_MEASURE_FTE_AGREED sex: SEX_TOTAL } period: '2024' cell { value: '100.4' } "
      "numerator { value: '1' }");
  EXPECT_THAT(report("100"), IsEmpty());
  EXPECT_THAT(report("101.4"), ElementsAre("reported-and-counted 2024: 101.4, computed 100.4"));
}

TEST(Overdue, IsAPendingFigureWhoseDayHasPassed) {
  CheckedArea area;
  area.Observe("a", "2023", "", "expected: '2025-05'");
  area.Observe("a", "2024", "", "expected: '2025-06'");
  area.Observe("b", "2024", "");
  const v1::CheckResult result = CheckKind(area, v1::RULE_KIND_OVERDUE);
  ASSERT_THAT(result.findings(), SizeIs(1));
  EXPECT_THAT(PlacesOf(result.findings(0)),
              ElementsAre("areas/lund/indicators/a/observations/2023 cell"));
  EXPECT_EQ(result.findings(0).severity(), common::v1::SEVERITY_INFO);
}

TEST(Inventory, IsToldAtItsOwnSeverityWhereItIsOfTheReport) {
  CheckedArea area;
  area.input().inventory.push_back(Parsed<climate::v1::InventoryFinding>(
      "kind: INVENTORY_FINDING_KIND_SPLITS_DIFFER severity: SEVERITY_ERROR period: '2024' "
      "resources: 'areas/lund/inventoryReleases/r/emissions/x~2024' detail: 'They differ.'"));
  area.input().inventory.push_back(Parsed<climate::v1::InventoryFinding>(
      "kind: INVENTORY_FINDING_KIND_SPLITS_DIFFER severity: SEVERITY_ERROR period: '2019'"));
  const v1::CheckResult result = CheckKind(area, v1::RULE_KIND_INVENTORY);
  ASSERT_THAT(result.findings(), SizeIs(1));
  EXPECT_EQ(result.findings(0).severity(), common::v1::SEVERITY_ERROR);
  EXPECT_EQ(result.findings(0).detail(), "They differ.");
}

class Claims : public ::testing::Test {
 protected:
  Claims() {
    area_.Indicator("a", "count");
    area_.Observe("a", "2024", "696");
    CheckedClaim claim{
        .claim = Parsed<v1::Claim>("name: 'areas/lund/claims/c' period: '2024' "
                                   "assertions { relation: RELATION_EQUAL expected: '699' }"),
        .result = Parsed<v1::ClaimResult>(
            "claim: 'areas/lund/claims/c' verdict: CLAIM_VERDICT_REFUTED assertions { holds: false "
            "left { value: '696' unrounded: '696' formula: FORMULA_VALUE operands { name: "
            "'areas/lund/indicators/a/observations/2024' cell { value: '696' } } } } "
            "remarks { issue: BASIS_ISSUE_PROVISIONAL detail: 'It is provisional.' facts: "
            "'areas/lund/indicators/a/observations/2024' }")};
    area_.input().claims.push_back(std::move(claim));
  }

  CheckedArea area_;
};

TEST_F(Claims, ThatAreRefutedAreErrorsWithTheirRemarksBeside) {
  const v1::CheckResult result = CheckKind(area_, v1::RULE_KIND_CLAIM);
  EXPECT_THAT(Told(result), ElementsAre("claim 2024: 699, computed 696", "claim 2024"));
  EXPECT_EQ(result.findings(0).severity(), common::v1::SEVERITY_ERROR);
  EXPECT_EQ(result.findings(0).difference(), "-3");
  EXPECT_THAT(PlacesOf(result.findings(0)),
              ElementsAre("areas/lund/claims/c ", "areas/lund/indicators/a/observations/2024 "));
  EXPECT_EQ(result.findings(1).severity(), common::v1::SEVERITY_INFO);
  EXPECT_EQ(result.findings(1).detail(), "It is provisional.");
  EXPECT_THAT(result.claims(), SizeIs(1));
}

TEST_F(Claims, ThatAreConfirmedAreNoFindings) {
  area_.input().claims[0].result.set_verdict(v1::CLAIM_VERDICT_CONFIRMED);
  EXPECT_THAT(CheckKind(area_, v1::RULE_KIND_CLAIM).findings(), IsEmpty());
}

TEST_F(Claims, ThatCannotBeComputedAreToldByTheCoverage) {
  area_.input().claims[0].result.set_verdict(v1::CLAIM_VERDICT_NOT_COMPUTABLE);
  const v1::CheckResult result = CheckKind(area_, v1::RULE_KIND_CLAIM);
  EXPECT_THAT(result.findings(), IsEmpty());
  EXPECT_EQ(result.coverage(0).not_computable(), 1);
}

}  // namespace
}  // namespace tertial::gateway
