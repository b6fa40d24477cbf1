// What `tertial check` asks for, tells, and ends with.
#include "clients/cli/checks/check_document.h"

#include <string>

#include "clients/cli/checks/check_command.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

gateway::v1::CheckResult Result(const std::string& text) {
  gateway::v1::CheckResult result;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &result)) << text;
  return result;
}

CheckCommand Command() {
  CheckCommand command;
  command.area = "asker";
  command.period = "2024";
  return command;
}

constexpr char kFinding[] = R"(
    findings {
      id: "0123456789abcdef" kind: RULE_KIND_SAME_FACT rule: "checkRules/new-dwellings"
      severity: SEVERITY_ERROR period: "2023" stated: "696" difference: "3"
      computed { value: "699" unit: "count" }
      detail: "They are the same fact."
      places {
        name: "areas/asker/indicators/a/observations/2023" service: "indicators"
        cell { value: "696" } provenance { source_lines: 319 pages: 15 }
      }
      places {
        name: "areas/norge/indicators/b/observations/2023" field: "cell"
        provenance { source_lines: [ 1, 2 ] }
      }
    }
    counts { severity: SEVERITY_ERROR open: 1 } counts { severity: SEVERITY_INFO open: 2 accepted: 1 })";

TEST(CheckRequest, NamesTheAreaAndTheKinds) {
  CheckCommand command = Command();
  command.kinds = {gateway::v1::RULE_KIND_OVERDUE};
  const gateway::v1::CheckReportRequest request = MakeCheckRequest(command);
  EXPECT_EQ(request.area(), "areas/asker");
  EXPECT_THAT(request.kinds(), ElementsAre(gateway::v1::RULE_KIND_OVERDUE));
  EXPECT_FALSE(request.has_as_of());
  command.area = "areas/asker";
  EXPECT_EQ(MakeCheckRequest(command).area(), "areas/asker");
}

TEST(CheckResult, IsOpenWhereErrorsOrWarningsAreNotAccepted) {
  EXPECT_TRUE(HasOpenFindings(Result("counts { severity: SEVERITY_WARNING open: 1 }")));
  EXPECT_TRUE(HasOpenFindings(Result(kFinding)));
  EXPECT_FALSE(HasOpenFindings(Result("counts { severity: SEVERITY_INFO open: 4 }")));
  EXPECT_FALSE(HasOpenFindings(Result("counts { severity: SEVERITY_ERROR accepted: 4 }")));
}

TEST(CheckDocument, ShowsBothPlacesWithTheirLines) {
  const std::string text = RenderMarkdown(MakeCheckDocument(Command(), Result(kFinding)));
  EXPECT_THAT(text, HasSubstr("Findings: 1 ERROR, 2 INFO; 1 accepted."));
  EXPECT_THAT(text, HasSubstr("a 2023 | line 319; page 15"));
  EXPECT_THAT(text, HasSubstr("areas/norge/indicators/b/observations/2023 | lines 1, 2"));
  EXPECT_THAT(text, Not(HasSubstr("claims")));
}

TEST(CheckDocument, CountsClaimsAndTellsWhyOneIsNotComputed) {
  const std::string text = RenderMarkdown(MakeCheckDocument(
      Command(),
      Result("claims { claim: 'areas/asker/claims/a' verdict: CLAIM_VERDICT_CONFIRMED } "
             "claims { claim: 'areas/asker/claims/b' verdict: CLAIM_VERDICT_NOT_COMPUTABLE "
             "reason: 'Nothing is recorded.' }")));
  EXPECT_THAT(text, HasSubstr("2 claims: 1 confirmed, 0 refuted, 1 not computable, 0 not "
                              "expressible."));
  EXPECT_THAT(text, HasSubstr("Nothing is recorded."));
}

TEST(CheckDocument, TellsWhatWasNotChecked) {
  const std::string text = RenderMarkdown(MakeCheckDocument(
      Command(), Result("sections { section: SECTION_KIND_WORKFORCE completeness: "
                        "COMPLETENESS_UNAVAILABLE reason: 'It does not answer.' }")));
  EXPECT_THAT(text, HasSubstr("Not all was checked: workforce. It does not answer."));
}

TEST(CheckRows, AreOneForEachPlace) {
  const Table rows = CheckRows(Result(kFinding));
  ASSERT_THAT(rows.rows, SizeIs(2));
  EXPECT_EQ(rows.rows[0].size(), rows.columns.size());
  EXPECT_EQ(rows.rows[0][0], rows.rows[1][0]);
  EXPECT_EQ(rows.rows[1][12], "1 2");
}

}  // namespace
}  // namespace tertial::cli
