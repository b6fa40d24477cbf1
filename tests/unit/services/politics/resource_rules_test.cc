#include "services/politics/domain/resource_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using enum common::v1::ErrorReason;

using FieldAndReason = std::pair<std::string, ErrorReason>;

// What `check` finds wrong with `resource`.
template <typename Resource>
std::vector<FieldAndReason> Check(void (*check)(const Resource&, const Violations&),
                                  const Resource& resource) {
  Violations violations;
  check(resource, violations);
  std::vector<FieldAndReason> found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

template <typename Texts>
void AddText(Texts* texts, const std::string& text) {
  texts->Add()->set_language("nb");
  texts->rbegin()->set_text(text);
}

v1::Body GoodBody() {
  v1::Body body;
  body.set_name("areas/asker/bodies/youth-council");
  AddText(body.mutable_titles(), "Ungdomsrådet");
  body.set_kind(v1::BODY_KIND_STATUTORY_COUNCIL);
  body.set_order(12);
  return body;
}

v1::BodyActivity GoodActivity() {
  v1::BodyActivity activity;
  activity.set_name("areas/asker/bodies/youth-council/activities/2024");
  activity.set_period("2024");
  activity.mutable_meetings()->set_value("9");
  activity.mutable_cases()->set_value("49");
  activity.set_counting_rule(v1::COUNTING_RULE_UNKNOWN);
  return activity;
}

v1::Case GoodCase() {
  v1::Case political_case;
  political_case.set_name("areas/asker/cases/ks-31-2024");
  political_case.mutable_number()->set_sequence(31);
  political_case.mutable_number()->set_year(2024);
  AddText(political_case.mutable_titles(), "Strategiske mål");
  return political_case;
}

v1::ThematicPlan GoodPlan() {
  v1::ThematicPlan plan;
  plan.set_name("areas/asker/plans/culture");
  AddText(plan.mutable_titles(), "Kultur");
  plan.set_order(9);
  return plan;
}

v1::ResolutionFollowUp GoodResolution() {
  v1::ResolutionFollowUp resolution;
  resolution.set_name("areas/asker/resolutions/wealth-tax");
  AddText(resolution.mutable_titles(), "Formueskatt");
  resolution.set_order(10);
  resolution.set_latest_event(v1::FOLLOW_UP_EVENT_KIND_CLOSED);
  return resolution;
}

TEST(BodyRules, AcceptABodyWhoseMembersAreNotStated) {
  EXPECT_THAT(Check(CheckBody, GoodBody()), IsEmpty());
}

TEST(BodyRules, TellEverythingThatIsMissingAtOnce) {
  EXPECT_THAT(Check(CheckBody, v1::Body()),
              UnorderedElementsAre(Pair("titles", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("kind", ERROR_REASON_INVALID_ENUM),
                                   Pair("order", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(BodyRules, RefuseABodyOfNoMembers) {
  v1::Body body = GoodBody();
  body.set_members(0);
  EXPECT_THAT(Check(CheckBody, body),
              ElementsAre(Pair("members", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  body.set_members(10'000);
  EXPECT_THAT(Check(CheckBody, body), IsEmpty());
  body.set_members(10'001);
  EXPECT_THAT(Check(CheckBody, body),
              ElementsAre(Pair("members", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(ActivityRules, AcceptThatABodyDidNotMeet) {
  v1::BodyActivity activity = GoodActivity();
  activity.mutable_meetings()->set_value("0");
  EXPECT_THAT(Check(CheckBodyActivity, activity), IsEmpty());
}

TEST(ActivityRules, AcceptAReasonInPlaceOfACount) {
  v1::BodyActivity activity = GoodActivity();
  activity.mutable_cases()->set_missing(common::v1::MISSING_REASON_DATA_LACKING);
  EXPECT_THAT(Check(CheckBodyActivity, activity), IsEmpty());
}

TEST(ActivityRules, RefuseAGap) {
  v1::BodyActivity activity = GoodActivity();
  activity.clear_cases();
  EXPECT_THAT(Check(CheckBodyActivity, activity),
              ElementsAre(Pair("cases", ERROR_REASON_CELL_EMPTY)));
}

TEST(ActivityRules, RefuseWhatIsNoCount) {
  for (const char* value : {"-1", "8.5", "9.0"}) {
    v1::BodyActivity activity = GoodActivity();
    activity.mutable_meetings()->set_value(value);
    EXPECT_THAT(Check(CheckBodyActivity, activity),
                ElementsAre(Pair("meetings.value", ERROR_REASON_VALUE_OUT_OF_RANGE)))
        << value;
  }
}

TEST(ActivityRules, RefuseAnUnspecifiedCountingRule) {
  v1::BodyActivity activity = GoodActivity();
  activity.clear_counting_rule();
  EXPECT_THAT(Check(CheckBodyActivity, activity),
              ElementsAre(Pair("counting_rule", ERROR_REASON_INVALID_ENUM)));
}

TEST(ActivityRules, RefuseANameOfAnotherPeriod) {
  v1::BodyActivity activity = GoodActivity();
  activity.set_period("2023");
  EXPECT_THAT(Check(CheckBodyActivity, activity),
              ElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)));
}

TEST(ActivityRules, RefuseAPeriodThatDoesNotExist) {
  v1::BodyActivity activity = GoodActivity();
  activity.set_period("2024-T4");
  EXPECT_THAT(Check(CheckBodyActivity, activity),
              ElementsAre(Pair("period", ERROR_REASON_INVALID_PERIOD)));
}

TEST(CaseRules, AcceptACaseOfAnUnknownBodyAndDate) {
  EXPECT_THAT(Check(CheckCase, GoodCase()), IsEmpty());
}

TEST(CaseRules, AcceptADateOfAnyPrecision) {
  for (const char* date : {"2024", "2024-autumn", "2024-11", "2024-11-05", "1900", "2100-winter"}) {
    v1::Case political_case = GoodCase();
    political_case.set_decision_date(date);
    EXPECT_THAT(Check(CheckCase, political_case), IsEmpty()) << date;
  }
}

TEST(CaseRules, RefuseWhatIsNoDateOfThisService) {
  for (const char* date : {"høsten 2024", "2024-02-30", "2024-13", "1899", "2101-01-01", "1700"}) {
    v1::Case political_case = GoodCase();
    political_case.set_decision_date(date);
    EXPECT_THAT(Check(CheckCase, political_case),
                ElementsAre(Pair("decision_date", ERROR_REASON_INVALID_DATE)))
        << date;
  }
}

// The report prints 41/22 with a decision of 15 June 2021: a finding about it, not an error in it.
TEST(CaseRules, DoNotCompareTheYearOfTheNumberWithTheDecision) {
  v1::Case political_case = GoodCase();
  political_case.mutable_number()->set_year(2022);
  political_case.set_decision_date("2021-06-15");
  EXPECT_THAT(Check(CheckCase, political_case), IsEmpty());
}

TEST(CaseRules, DoNotCompareTheIdWithTheNumber) {
  v1::Case political_case = GoodCase();
  political_case.set_name("areas/asker/cases/ks-41-2022b");
  EXPECT_THAT(Check(CheckCase, political_case), IsEmpty());
}

TEST(CaseRules, RefuseACaseWithoutANumber) {
  v1::Case political_case = GoodCase();
  political_case.clear_number();
  EXPECT_THAT(Check(CheckCase, political_case),
              ElementsAre(Pair("number", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(CaseRules, RefuseANumberOutOfRange) {
  v1::Case political_case = GoodCase();
  political_case.mutable_number()->set_sequence(0);
  political_case.mutable_number()->set_year(24);
  EXPECT_THAT(Check(CheckCase, political_case),
              ElementsAre(Pair("number.sequence", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("number.year", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(CaseRules, RefuseAPrintedDateThatIsTooLong) {
  v1::Case political_case = GoodCase();
  political_case.set_date_printed(std::string(200, 'x'));
  EXPECT_THAT(Check(CheckCase, political_case), IsEmpty());
  political_case.set_date_printed(std::string(201, 'x'));
  EXPECT_THAT(Check(CheckCase, political_case),
              ElementsAre(Pair("date_printed", ERROR_REASON_INVALID_TEXT)));
}

TEST(PlanRules, AcceptAPlanOfWhichLittleIsKnown) {
  EXPECT_THAT(Check(CheckThematicPlan, GoodPlan()), IsEmpty());
}

TEST(PlanRules, RefuseAResponsibleThatStandsTwice) {
  v1::ThematicPlan plan = GoodPlan();
  for (int i = 0; i < 2; ++i) {
    plan.add_responsible_bodies("areas/asker/bodies/youth-council");
    plan.add_responsible_units("areas/asker/units/welfare");
  }
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("responsible_bodies[1]", ERROR_REASON_DUPLICATE_ELEMENT),
                          Pair("responsible_units[1]", ERROR_REASON_DUPLICATE_ELEMENT)));
}

TEST(PlanRules, RefuseMoreThanTwentyResponsible) {
  v1::ThematicPlan plan = GoodPlan();
  for (int i = 0; i < 20; ++i) plan.add_responsible_units(absl::StrCat("areas/asker/units/u", i));
  EXPECT_THAT(Check(CheckThematicPlan, plan), IsEmpty());
  plan.add_responsible_units("areas/asker/units/one-more");
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("responsible_units", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(PlanRules, RefuseAUnitThatIsNoNameOfOne) {
  v1::ThematicPlan plan = GoodPlan();
  plan.add_responsible_units("welfare");
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("responsible_units[0]", ERROR_REASON_INVALID_RESOURCE_NAME)));
}

TEST(PlanRules, RefuseHeadingsInOnePlace) {
  v1::ThematicPlan plan = GoodPlan();
  for (const char* title : {"Møteplasser", "Kultur hele livet"}) {
    v1::PlanHeading& heading = *plan.add_headings();
    heading.set_order(1);
    AddText(heading.mutable_titles(), title);
  }
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("headings[1].order", ERROR_REASON_DUPLICATE_ELEMENT)));
}

TEST(PlanRules, RefuseMoreThanAHundredHeadings) {
  v1::ThematicPlan plan = GoodPlan();
  for (int place = 1; place <= 101; ++place) {
    v1::PlanHeading& heading = *plan.add_headings();
    heading.set_order(place);
    AddText(heading.mutable_titles(), "Overskrift");
  }
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("headings", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(PlanRules, RefuseANegativeCount) {
  v1::ThematicPlan plan = GoodPlan();
  plan.set_stated_focus_area_count(0);
  plan.set_stated_strategy_count(-1);
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("stated_strategy_count", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(PlanRules, RefuseATermOfARevisionNobodySpokeOf) {
  v1::ThematicPlan plan = GoodPlan();
  plan.mutable_revision_term()->set_from_year("2024");
  plan.mutable_revision_term()->set_to_year("2027");
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("revision_term", ERROR_REASON_INCONSISTENT_FIELDS)));
  plan.set_revision_state(v1::REVISION_STATE_NOT_PLANNED);
  EXPECT_THAT(Check(CheckThematicPlan, plan), IsEmpty());
}

TEST(PlanRules, RefuseATermThatIsNoSpanOfYears) {
  v1::ThematicPlan plan = GoodPlan();
  plan.set_revision_state(v1::REVISION_STATE_PLANNED);
  plan.mutable_revision_term()->set_from_year("2024-01");
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("revision_term.from_year", ERROR_REASON_INVALID_DATE),
                          Pair("revision_term.to_year", ERROR_REASON_FIELD_REQUIRED)));
  plan.mutable_revision_term()->set_from_year("2027");
  plan.mutable_revision_term()->set_to_year("2024");
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("revision_term.to_year", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(ResolutionRules, AcceptAFollowUpWithoutTreatments) {
  EXPECT_THAT(Check(CheckResolutionFollowUp, GoodResolution()), IsEmpty());
}

TEST(ResolutionRules, RefuseAFollowUpWithoutAnEvent) {
  v1::ResolutionFollowUp resolution = GoodResolution();
  resolution.clear_latest_event();
  EXPECT_THAT(Check(CheckResolutionFollowUp, resolution),
              ElementsAre(Pair("latest_event", ERROR_REASON_INVALID_ENUM)));
}

TEST(ResolutionRules, RefuseATreatmentThatSaysNothing) {
  v1::ResolutionFollowUp resolution = GoodResolution();
  resolution.add_treatments()->set_date("2024-10");
  resolution.add_treatments();
  EXPECT_THAT(Check(CheckResolutionFollowUp, resolution),
              ElementsAre(Pair("treatments[1]", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(ResolutionRules, RefuseABadTreatment) {
  v1::ResolutionFollowUp resolution = GoodResolution();
  v1::FollowUpTreatment& treatment = *resolution.add_treatments();
  treatment.set_date("oktober");
  treatment.mutable_case_number()->set_year(2024);
  EXPECT_THAT(
      Check(CheckResolutionFollowUp, resolution),
      ElementsAre(Pair("treatments[0].date", ERROR_REASON_INVALID_DATE),
                  Pair("treatments[0].case_number.sequence", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(ResolutionRules, RefuseMoreThanFiftyTreatments) {
  v1::ResolutionFollowUp resolution = GoodResolution();
  for (int i = 0; i < 51; ++i) resolution.add_treatments()->set_date("2024");
  EXPECT_THAT(Check(CheckResolutionFollowUp, resolution),
              ElementsAre(Pair("treatments", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

}  // namespace
}  // namespace tertial::politics
