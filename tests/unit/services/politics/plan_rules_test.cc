#include "services/politics/domain/plan_rules.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/politics/found_violations.h"

namespace tertial::politics {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using enum common::v1::ErrorReason;

v1::ThematicPlan GoodPlan() {
  v1::ThematicPlan plan;
  plan.set_name("areas/asker/plans/culture");
  AddText(plan.mutable_titles(), "Kultur");
  plan.set_order(9);
  return plan;
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

TEST(PlanRules, RefuseAFocusAreaThatIsNoNameOfOneOrStandsTwice) {
  v1::ThematicPlan plan = GoodPlan();
  plan.add_framework_focus_areas("areas/asker/focusAreas/climate");
  EXPECT_THAT(Check(CheckThematicPlan, plan), IsEmpty());
  plan.add_framework_focus_areas("areas/asker/focusAreas/climate");
  plan.add_framework_focus_areas("climate");
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("framework_focus_areas[1]", ERROR_REASON_DUPLICATE_ELEMENT),
                          Pair("framework_focus_areas[2]", ERROR_REASON_INVALID_RESOURCE_NAME)));
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

v1::PlanStrategy& AddStrategy(google::protobuf::RepeatedPtrField<v1::PlanStrategy>& strategies,
                              v1::StrategyStatus status) {
  v1::PlanStrategy& strategy = *strategies.Add();
  strategy.set_order(strategies.size());
  AddText(strategy.mutable_titles(), "Strategi");
  strategy.set_status(status);
  return strategy;
}

v1::PlanFocusArea& AddFocusArea(v1::ThematicPlan& plan) {
  v1::PlanFocusArea& focus_area = *plan.add_focus_areas();
  focus_area.set_order(plan.focus_areas_size());
  AddText(focus_area.mutable_titles(), "Innsatsområde");
  return focus_area;
}

// Of two focus areas and one strategy above them: two done, one in progress, one not recorded.
v1::ThematicPlan PlanWithStrategies() {
  v1::ThematicPlan plan = GoodPlan();
  v1::PlanFocusArea& first = AddFocusArea(plan);
  AddStrategy(*first.mutable_strategies(), v1::STRATEGY_STATUS_DONE);
  AddStrategy(*first.mutable_strategies(), v1::STRATEGY_STATUS_IN_PROGRESS);
  AddStrategy(*AddFocusArea(plan).mutable_strategies(), v1::STRATEGY_STATUS_UNSPECIFIED);
  AddStrategy(*plan.mutable_overall_strategies(), v1::STRATEGY_STATUS_DONE);
  return plan;
}

TEST(PlanStrategies, AreAcceptedWithATallyThatIsTheirs) {
  v1::ThematicPlan plan = PlanWithStrategies();
  EXPECT_THAT(Check(CheckThematicPlan, plan), IsEmpty());
  plan.mutable_tally()->set_done(2);
  plan.mutable_tally()->set_in_progress(1);
  EXPECT_THAT(Check(CheckThematicPlan, plan), IsEmpty());
}

TEST(PlanStrategies, EachNumberOfTheTallyIsThatOfTheList) {
  v1::ThematicPlan plan = PlanWithStrategies();
  plan.mutable_tally()->set_done(1);
  plan.mutable_tally()->set_not_started(4);
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("tally.done", ERROR_REASON_INCONSISTENT_FIELDS),
                          Pair("tally.in_progress", ERROR_REASON_INCONSISTENT_FIELDS),
                          Pair("tally.not_started", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(PlanStrategies, ATallyThatDiffersIsToldWithBothNumbers) {
  v1::ThematicPlan plan = PlanWithStrategies();
  plan.mutable_tally()->set_done(7);
  plan.mutable_tally()->set_in_progress(1);
  Violations violations;
  CheckThematicPlan(plan, violations);
  ASSERT_EQ(violations.list().size(), 1);
  EXPECT_THAT(violations.list()[0].description(),
              AllOf(HasSubstr("states 7"), HasSubstr("lists 2")));
}

TEST(PlanStrategies, ATallyIsAClaimWhereNoneAreListed) {
  v1::ThematicPlan plan = GoodPlan();
  AddFocusArea(plan);
  plan.mutable_tally()->set_done(1000);
  EXPECT_THAT(Check(CheckThematicPlan, plan), IsEmpty());
  plan.mutable_tally()->set_done(1001);
  plan.mutable_tally()->set_not_started(-1);
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("tally.done", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("tally.not_started", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(PlanStrategies, StandEachInAPlaceOfTheirOwn) {
  v1::ThematicPlan plan = PlanWithStrategies();
  plan.mutable_focus_areas(1)->set_order(1);
  plan.mutable_focus_areas(0)->mutable_strategies(1)->set_order(1);
  plan.mutable_overall_strategies(0)->set_order(0);
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              UnorderedElementsAre(
                  Pair("focus_areas[1].order", ERROR_REASON_DUPLICATE_ELEMENT),
                  Pair("focus_areas[0].strategies[1].order", ERROR_REASON_DUPLICATE_ELEMENT),
                  Pair("overall_strategies[0].order", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(PlanStrategies, AreCalledSomethingAndHaveAKnownStatus) {
  v1::ThematicPlan plan = PlanWithStrategies();
  plan.mutable_focus_areas(0)->clear_titles();
  plan.mutable_focus_areas(1)->mutable_strategies(0)->clear_titles();
  plan.mutable_overall_strategies(0)->set_status(static_cast<v1::StrategyStatus>(9));
  EXPECT_THAT(
      Check(CheckThematicPlan, plan),
      UnorderedElementsAre(Pair("focus_areas[0].titles", ERROR_REASON_FIELD_REQUIRED),
                           Pair("focus_areas[1].strategies[0].titles", ERROR_REASON_FIELD_REQUIRED),
                           Pair("overall_strategies[0].status", ERROR_REASON_INVALID_ENUM)));
}

TEST(PlanStrategies, AreAtMostTwoHundredInOnePlace) {
  v1::ThematicPlan plan = GoodPlan();
  v1::PlanFocusArea& focus_area = AddFocusArea(plan);
  for (int i = 0; i < 200; ++i) {
    AddStrategy(*focus_area.mutable_strategies(), v1::STRATEGY_STATUS_DONE);
    AddStrategy(*plan.mutable_overall_strategies(), v1::STRATEGY_STATUS_DONE);
  }
  EXPECT_THAT(Check(CheckThematicPlan, plan), IsEmpty());
  AddStrategy(*focus_area.mutable_strategies(), v1::STRATEGY_STATUS_DONE);
  AddStrategy(*plan.mutable_overall_strategies(), v1::STRATEGY_STATUS_DONE);
  EXPECT_THAT(
      Check(CheckThematicPlan, plan),
      UnorderedElementsAre(Pair("focus_areas[0].strategies", ERROR_REASON_VALUE_OUT_OF_RANGE),
                           Pair("overall_strategies", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(PlanStrategies, AreAtMostAThousandInAll) {
  v1::ThematicPlan plan = GoodPlan();
  for (int i = 0; i < 5; ++i) {
    v1::PlanFocusArea& focus_area = AddFocusArea(plan);
    for (int n = 0; n < 200; ++n) {
      AddStrategy(*focus_area.mutable_strategies(), v1::STRATEGY_STATUS_DONE);
    }
  }
  EXPECT_THAT(Check(CheckThematicPlan, plan), IsEmpty());
  AddStrategy(*plan.mutable_overall_strategies(), v1::STRATEGY_STATUS_DONE);
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("focus_areas", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(PlanFocusAreas, AreAtMostAHundred) {
  v1::ThematicPlan plan = GoodPlan();
  for (int i = 0; i < 101; ++i) AddFocusArea(plan);
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("focus_areas", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(PlanHorizon, IsASpanOfYears) {
  v1::ThematicPlan plan = GoodPlan();
  plan.mutable_horizon()->set_from_year("2024");
  plan.mutable_horizon()->set_to_year("2035");
  EXPECT_THAT(Check(CheckThematicPlan, plan), IsEmpty());
  plan.mutable_horizon()->set_to_year("2023");
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("horizon.to_year", ERROR_REASON_INCONSISTENT_FIELDS)));
  plan.mutable_horizon()->set_to_year("2035-01-01");
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("horizon.to_year", ERROR_REASON_INVALID_DATE)));
}

TEST(NextRevision, IsRefusedOnlyWhereItIsCertainlyBeforeTheAdoption) {
  v1::ThematicPlan plan = GoodPlan();
  plan.set_adoption_date("2024-06-11");
  for (const char* date : {"2024", "2024-06", "2024-summer", "2024-06-11", "2028"}) {
    plan.set_next_revision(date);
    EXPECT_THAT(Check(CheckThematicPlan, plan), IsEmpty()) << date;
  }
  for (const char* date : {"2023", "2024-05", "2024-spring", "2024-06-10"}) {
    plan.set_next_revision(date);
    EXPECT_THAT(Check(CheckThematicPlan, plan),
                ElementsAre(Pair("next_revision", ERROR_REASON_INCONSISTENT_FIELDS)))
        << date;
  }
  plan.set_next_revision("2024-02-30");
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("next_revision", ERROR_REASON_INVALID_DATE)));
}

TEST(MattersOfAPlan, StandOnceEachAndAreAtMostAThousand) {
  v1::ThematicPlan plan = GoodPlan();
  for (int i = 0; i < 1000; ++i) plan.add_carried_out_by(absl::StrCat("areas/asker/matters/m", i));
  EXPECT_THAT(Check(CheckThematicPlan, plan), IsEmpty());
  plan.add_carried_out_by("areas/asker/matters/m7");
  EXPECT_THAT(Check(CheckThematicPlan, plan),
              ElementsAre(Pair("carried_out_by", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("carried_out_by[1000]", ERROR_REASON_DUPLICATE_ELEMENT)));
}

// What is wrong with the plan beside the case it names.
std::vector<FieldAndReason> CheckAdopted(const v1::ThematicPlan& plan, const v1::Case& adopted_in) {
  Violations violations;
  CheckAdoptedIn(plan, adopted_in, violations);
  std::vector<FieldAndReason> found;
  for (const auto& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

class AdoptedInTest : public ::testing::Test {
 protected:
  AdoptedInTest() {
    plan_.set_adopted_by("areas/asker/bodies/council");
    plan_.set_adopted_in("areas/asker/cases/c31");
    plan_.mutable_adoption_case()->set_sequence(31);
    plan_.mutable_adoption_case()->set_year(2024);
    case_.set_name("areas/asker/cases/c31");
    case_.set_body("areas/asker/bodies/council");
    *case_.mutable_number() = plan_.adoption_case();
  }

  v1::ThematicPlan plan_ = GoodPlan();
  v1::Case case_;
};

TEST_F(AdoptedInTest, IsOfTheBodyAndBearsTheNumber) {
  EXPECT_THAT(CheckAdopted(plan_, case_), IsEmpty());
}

TEST_F(AdoptedInTest, IsRefusedInAnotherBodysSeries) {
  case_.set_body("areas/asker/bodies/youth-council");
  EXPECT_THAT(CheckAdopted(plan_, case_),
              ElementsAre(Pair("adopted_in", ERROR_REASON_CASE_OF_OTHER_BODY)));
}

TEST_F(AdoptedInTest, IsRefusedWithAnotherNumberOrYear) {
  case_.mutable_number()->set_sequence(32);
  EXPECT_THAT(CheckAdopted(plan_, case_),
              ElementsAre(Pair("adopted_in", ERROR_REASON_INCONSISTENT_FIELDS)));
  case_.mutable_number()->set_sequence(31);
  case_.mutable_number()->set_year(2023);
  EXPECT_THAT(CheckAdopted(plan_, case_),
              ElementsAre(Pair("adopted_in", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST_F(AdoptedInTest, AgreesWithWhatIsNotKnown) {
  case_.clear_body();
  EXPECT_THAT(CheckAdopted(plan_, case_), IsEmpty());
  case_.set_body("areas/asker/bodies/youth-council");
  case_.mutable_number()->set_sequence(32);
  plan_.clear_adopted_by();
  plan_.clear_adoption_case();
  EXPECT_THAT(CheckAdopted(plan_, case_), IsEmpty());
}

}  // namespace
}  // namespace tertial::politics
