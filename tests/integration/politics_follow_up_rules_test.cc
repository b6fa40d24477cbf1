// What plans, follow-ups and events must be beside what they name: refused, and nothing stored.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/store_check.h"
#include "tests/integration/follow_ups_fixture.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using enum common::v1::ErrorReason;
using enum v1::FollowUpEventKind;

constexpr char kCase[] = "areas/asker/cases/c31";

class FollowUpRulesTest : public FollowUpsTest {
 protected:
  FollowUpRulesTest() {
    v1::PoliticsRow matter;
    matter.mutable_matter()->set_name("areas/asker/matters/m1");
    AddText("Sak", matter.mutable_matter()->mutable_titles());
    Import({BodyRow("council"), BodyRow("planning"), CaseRow("c31", "council", "2024-06-11"),
            CaseRow("c32", "", "2024-06-11"), matter});
  }

  // Fields and reasons of what is wrong with a row; the state of the store must stay as it is.
  std::vector<std::pair<std::string, ErrorReason>> Refused(const v1::PoliticsRow& row) {
    const auto before = service_.ledger().Read()->at().revision;
    const auto summary =
        service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(std::vector{row});
    EXPECT_THAT(summary, IsOk());
    std::vector<std::pair<std::string, ErrorReason>> refused;
    if (!summary.ok()) return refused;
    for (const common::v1::RefusedRow& one : summary->refused_rows()) {
      for (const common::v1::FieldViolation& violation : one.violations()) {
        refused.emplace_back(violation.field(), violation.reason());
      }
    }
    EXPECT_EQ(summary->applied(), refused.empty());
    if (!refused.empty()) EXPECT_EQ(service_.ledger().Read()->at().revision, before);
    return refused;
  }

  static v1::PoliticsRow DecidedRow(const std::string& body = "council") {
    v1::PoliticsRow row = ResolutionRow("r1", body, "");
    row.mutable_resolution_follow_up()->set_decided_in(kCase);
    row.mutable_resolution_follow_up()->clear_latest_event();
    return row;
  }
  static v1::PoliticsRow PlanRow() {
    v1::PoliticsRow row;
    v1::ThematicPlan& plan = *row.mutable_thematic_plan();
    plan.set_name("areas/asker/plans/culture");
    AddText("Kultur", plan.mutable_titles());
    plan.set_order(1);
    plan.set_adopted_by(BodyName("council"));
    plan.set_adopted_in(kCase);
    plan.set_mandate_case(kCase);
    plan.add_carried_out_by("areas/asker/matters/m1");
    return row;
  }
};

TEST_F(FollowUpRulesTest, AFollowUpIsOfTheBodyOfItsCase) {
  EXPECT_THAT(Refused(DecidedRow("planning")),
              ElementsAre(Pair("resolution_follow_up.body", ERROR_REASON_CASE_OF_OTHER_BODY)));
  EXPECT_THAT(Refused(DecidedRow("")),
              ElementsAre(Pair("resolution_follow_up.body", ERROR_REASON_FIELD_REQUIRED)));
  EXPECT_THAT(Refused(DecidedRow()), IsEmpty());
  v1::PoliticsRow of_no_known_body = DecidedRow("");
  of_no_known_body.mutable_resolution_follow_up()->set_decided_in("areas/asker/cases/c32");
  EXPECT_THAT(Refused(of_no_known_body), IsEmpty());
}

TEST_F(FollowUpRulesTest, ADueDateIsNotBeforeTheDecision) {
  v1::PoliticsRow row = DecidedRow();
  row.mutable_resolution_follow_up()->set_due_date("2024-06-10");
  EXPECT_THAT(Refused(row),
              ElementsAre(Pair("resolution_follow_up.due_date", ERROR_REASON_INCONSISTENT_FIELDS)));
  row.mutable_resolution_follow_up()->set_due_date("2024-06");
  EXPECT_THAT(Refused(row), IsEmpty());
  v1::PoliticsRow event = EventRow("r1", "e1", FOLLOW_UP_EVENT_KIND_ASSIGNED, "2024-09-01");
  event.mutable_follow_up_event()->set_due_date("2024-05");
  EXPECT_THAT(Refused(event),
              ElementsAre(Pair("follow_up_event.due_date", ERROR_REASON_INCONSISTENT_FIELDS)));
  event.mutable_follow_up_event()->set_due_date("2024");
  EXPECT_THAT(Refused(event), IsEmpty());
}

TEST_F(FollowUpRulesTest, AFollowUpWasAdoptedOnTheDayOfItsCase) {
  v1::PoliticsRow row = DecidedRow();
  row.mutable_resolution_follow_up()->set_adopted("2024-07");
  EXPECT_THAT(Refused(row),
              ElementsAre(Pair("resolution_follow_up.adopted", ERROR_REASON_INCONSISTENT_FIELDS)));
  row.mutable_resolution_follow_up()->set_adopted("2024-summer");
  EXPECT_THAT(Refused(row), IsEmpty());
}

TEST_F(FollowUpRulesTest, AnEventIsOfAFollowUpAndNamesACaseThatAreRecorded) {
  EXPECT_THAT(
      Refused(EventRow("r1", "e1", FOLLOW_UP_EVENT_KIND_ASSIGNED, "2024")),
      ElementsAre(Pair("follow_up_event.name", ERROR_REASON_RESOLUTION_FOLLOW_UP_NOT_FOUND)));
  EXPECT_THAT(Refused(DecidedRow()), IsEmpty());
  v1::PoliticsRow event = EventRow("r1", "e1", FOLLOW_UP_EVENT_KIND_ASSIGNED, "2024");
  event.mutable_follow_up_event()->set_evidence_case("areas/asker/cases/c99");
  EXPECT_THAT(Refused(event),
              ElementsAre(Pair("follow_up_event.evidence_case", ERROR_REASON_CASE_NOT_FOUND)));
  event.mutable_follow_up_event()->set_evidence_case("areas/3203/cases/c31");
  EXPECT_THAT(Refused(event), IsEmpty());
}

TEST_F(FollowUpRulesTest, APlanWasAdoptedInACaseOfTheBodyAndTheNumber) {
  v1::PoliticsRow row = PlanRow();
  row.mutable_thematic_plan()->set_adopted_by(BodyName("planning"));
  row.mutable_thematic_plan()->mutable_adoption_case()->set_sequence(30);
  row.mutable_thematic_plan()->mutable_adoption_case()->set_year(2024);
  EXPECT_THAT(Refused(row),
              ElementsAre(Pair("thematic_plan.adopted_in", ERROR_REASON_CASE_OF_OTHER_BODY),
                          Pair("thematic_plan.adopted_in", ERROR_REASON_INCONSISTENT_FIELDS)));
  EXPECT_THAT(Refused(PlanRow()), IsEmpty());
}

TEST_F(FollowUpRulesTest, WhatAPlanNamesIsRecorded) {
  v1::PoliticsRow row = PlanRow();
  row.mutable_thematic_plan()->set_mandate_case("areas/asker/cases/c99");
  row.mutable_thematic_plan()->set_adopted_in("areas/asker/cases/c98");
  row.mutable_thematic_plan()->add_carried_out_by("areas/asker/matters/m2");
  EXPECT_THAT(Refused(row),
              ElementsAre(Pair("thematic_plan.mandate_case", ERROR_REASON_CASE_NOT_FOUND),
                          Pair("thematic_plan.adopted_in", ERROR_REASON_CASE_NOT_FOUND),
                          Pair("thematic_plan.carried_out_by[1]", ERROR_REASON_MATTER_NOT_FOUND)));
}

TEST_F(FollowUpRulesTest, WhatIsNamedCannotBeDeleted) {
  const auto in_use = ::testing::AllOf(StatusIs(absl::StatusCode::kFailedPrecondition),
                                       HasReason(ERROR_REASON_RESOURCE_IN_USE));
  const auto delete_case = [&] {
    v1::DeleteCaseRequest request;
    request.set_name(kCase);
    return service_.Call(&v1::PoliticsService::Stub::DeleteCase, request, "recorder");
  };
  Import({DecidedRow(), PlanRow()});
  EXPECT_THAT(delete_case(), in_use);
  v1::DeleteMatterRequest matter;
  matter.set_name("areas/asker/matters/m1");
  EXPECT_THAT(testing::CallUnary(*meetings_, &Meetings::Stub::DeleteMatter, matter, "recorder"),
              in_use);
  v1::DeleteThematicPlanRequest plan;
  plan.set_name(PlanRow().thematic_plan().name());
  ASSERT_THAT(service_.Call(&v1::PoliticsService::Stub::DeleteThematicPlan, plan, "recorder"),
              IsOk());
  EXPECT_THAT(delete_case(), in_use);
  v1::PoliticsRow event = EventRow("r1", "e1", FOLLOW_UP_EVENT_KIND_DONE, "2024-09-01");
  event.mutable_follow_up_event()->set_evidence_case(kCase);
  v1::PoliticsRow decided = ResolutionRow("r1", "council", "2024-06-11");
  Import({event, decided});
  EXPECT_THAT(delete_case(), in_use);
}

// A case may be corrected after a follow-up was recorded that now would be refused.
TEST_F(FollowUpRulesTest, ACaseThatChangesLaterLeavesASoundStore) {
  v1::PoliticsRow row = DecidedRow();
  row.mutable_resolution_follow_up()->set_due_date("2024-06-12");
  Import({row, CaseRow("c31", "council", "2024-06-11")});
  Import({CaseRow("c31", "planning", "2024-09-01")});
  const auto check = CheckStore(service_.ledger(), /*most_findings=*/10, absl::InfiniteFuture());
  ASSERT_THAT(check, IsOk());
  EXPECT_THAT(check->findings, IsEmpty());
  v1::ListFollowUpsRequest request;
  request.set_area("areas/asker");
  request.set_body(BodyName("council"));
  request.set_day("2024-12-31");
  const std::vector<v1::ResolutionResult> results = ListAll(request);
  ASSERT_EQ(results.size(), 1);
  EXPECT_EQ(results[0].meeting_date(), "2024-09-01");
  EXPECT_TRUE(results[0].overdue());
}

}  // namespace
}  // namespace tertial::politics
