#include "services/politics/domain/resource_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/politics/found_violations.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using enum common::v1::ErrorReason;

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
