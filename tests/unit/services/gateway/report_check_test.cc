// What a check tells of what was found.
#include "services/gateway/domain/checks/report_check.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/gateway/check_samples.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

// One finding of each severity.
class ReportCheck : public ::testing::Test {
 protected:
  ReportCheck() {
    area_.Indicator("a", "count");
    area_.Indicator("b", "count");
    area_.Observe("a", "2024", "1");
    area_.Observe("b", "2024", "2");
    area_.Observe("pending", "2024", "", "expected: '2025-01'");
    area_.Rule("same", "SAME_FACT", "figure {" + Of("a") + "} others {" + Of("b") + "}");
    area_.Add<politics::v1::Case>(
        "name: 'areas/lund/cases/c' number { sequence: 1 year: 2022 } decision_date: '2021'");
  }

  std::vector<std::string> Rules() const {
    std::vector<std::string> rules;
    const v1::CheckResult result = area_.Check();
    for (const v1::Finding& finding : result.findings()) rules.push_back(finding.rule());
    return rules;
  }

  std::string IdOf(int index) const { return area_.Check().findings(index).id(); }

  CheckedArea area_;
};

TEST_F(ReportCheck, TellsTheMostSevereFirst) {
  EXPECT_THAT(Rules(), ElementsAre("checkRules/same", "case-year", "overdue"));
}

TEST_F(ReportCheck, TellsOnlyWhatIsAsSevereAsAskedFor) {
  area_.input().least_severity = common::v1::SEVERITY_WARNING;
  EXPECT_THAT(Rules(), ElementsAre("checkRules/same", "case-year"));
  EXPECT_THAT(area_.Check().counts(), SizeIs(2));
}

TEST_F(ReportCheck, AsksOnlyTheKindsAskedFor) {
  area_.input().kinds = {v1::RULE_KIND_OVERDUE};
  EXPECT_THAT(Rules(), ElementsAre("overdue"));
  EXPECT_THAT(area_.Check().coverage(), SizeIs(1));
}

TEST_F(ReportCheck, TellsRulesThatWereAskedOfNothing) {
  bool is_told = false;
  const v1::CheckResult result = area_.Check();
  for (const v1::RuleCoverage& coverage : result.coverage()) {
    if (coverage.rule() == "inventory") {
      is_told = true;
      EXPECT_EQ(coverage.asked(), 0);
    }
  }
  EXPECT_TRUE(is_told);
}

TEST_F(ReportCheck, NamesAFindingByItsNumbers) {
  const std::string id = IdOf(0);
  EXPECT_THAT(id, MatchesRegex("[0-9a-f]{16}"));
  EXPECT_EQ(IdOf(0), id);
  area_.Observe("b", "2024", "3");
  EXPECT_NE(IdOf(0), id);
  area_.Observe("b", "2024", "2");
  EXPECT_EQ(IdOf(0), id);
}

TEST_F(ReportCheck, ReadsNoNotesAndNothingPrinted) {
  const v1::CheckResult before = area_.Check();
  area_.Add<indicators::v1::Observation>(
      "name: 'areas/lund/indicators/b/observations/2024' period: '2024' cell { value: '2' } "
      "provenance { printed: '2' note: 'differs from a' }");
  const v1::CheckResult after = area_.Check();
  EXPECT_EQ(before.SerializeAsString(), after.SerializeAsString());
}

TEST_F(ReportCheck, CountsAcceptedFindingsApart) {
  v1::AcceptedFinding accepted;
  accepted.set_name("areas/lund/acceptedFindings/one");
  accepted.set_finding(IdOf(0));
  accepted.set_valid_to("2025-06-01");
  area_.input().accepted.push_back(accepted);
  const v1::CheckResult result = area_.Check();
  EXPECT_EQ(result.findings(0).accepted_by(), "areas/lund/acceptedFindings/one");
  EXPECT_EQ(result.counts(0).open(), 0);
  EXPECT_EQ(result.counts(0).accepted(), 1);
  EXPECT_EQ(result.counts(1).open(), 1);
}

TEST_F(ReportCheck, BelievesNoAcceptanceThatHasEnded) {
  v1::AcceptedFinding accepted;
  accepted.set_finding(IdOf(0));
  accepted.set_valid_to("2025-05-31");
  area_.input().accepted.push_back(accepted);
  EXPECT_THAT(area_.Check().findings(0).accepted_by(), IsEmpty());
}

TEST_F(ReportCheck, BelievesNoAcceptanceOfOtherNumbers) {
  v1::AcceptedFinding accepted;
  accepted.set_name("areas/lund/acceptedFindings/one");
  accepted.set_finding(IdOf(0));
  area_.input().accepted.push_back(accepted);
  area_.Observe("b", "2024", "3");
  EXPECT_THAT(area_.Check().findings(0).accepted_by(), IsEmpty());
}

}  // namespace
}  // namespace tertial::gateway
