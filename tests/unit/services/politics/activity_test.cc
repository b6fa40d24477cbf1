#include "services/politics/domain/activity.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/domain/activity_name.h"
#include "tests/unit/services/politics/activity_rows.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::NotComputableReason;
using enum v1::CountingRule;

// The year 2024 of an area with two bodies.
ActivityFacts FactsOf2024() {
  ActivityFacts facts{
      .area_id = "asker", .span = Days("2024-01-01", "2024-12-31"), .period = Period::OfYear(2024)};
  facts.bodies = {MakeBody("youth", 2), MakeBody("council", 1)};
  return facts;
}

void Report(const std::string& body, const std::string& meetings, const std::string& cases,
            ActivityFacts& facts, v1::CountingRule rule = COUNTING_RULE_UNKNOWN) {
  v1::BodyActivity activity;
  activity.set_name(ActivityName(BodyNamed(body), *facts.period));
  activity.mutable_meetings()->set_value(meetings);
  activity.mutable_cases()->set_value(cases);
  activity.set_counting_rule(rule);
  facts.activities[activity.name()] = activity;
}

TEST(Activity, BodiesStandInTheirOrderAlsoThoseThatDidNothing) {
  ActivityFacts facts = FactsOf2024();
  facts.meetings = {MakeMeeting("council", "2024-02-06", v1::MEETING_STATE_HELD)};
  const ActivityFigures figures = AssembleActivity(facts);
  ASSERT_THAT(figures.bodies, SizeIs(2));
  EXPECT_EQ(figures.bodies[0].body().name(), BodyNamed("council"));
  EXPECT_EQ(figures.bodies[0].counted().meetings(), 1);
  EXPECT_EQ(figures.bodies[1].body().name(), BodyNamed("youth"));
  EXPECT_EQ(figures.bodies[1].counted().meetings_outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_TRUE(figures.bodies[1].counted().has_meetings());
  EXPECT_EQ(figures.bodies[1].counted().meetings(), 0);
}

TEST(Activity, BodiesThatAreNotThereAreLeftOutUnlessTheyReport) {
  ActivityFacts facts = FactsOf2024();
  facts.bodies[0].set_valid_to("2023-10-16");
  EXPECT_THAT(AssembleActivity(facts).bodies, SizeIs(1));
  Report("youth", "0", "0", facts);
  EXPECT_THAT(AssembleActivity(facts).bodies, SizeIs(2));
  facts.bodies[1].set_valid_from("2024-12-31");
  EXPECT_THAT(AssembleActivity(facts).bodies, SizeIs(2));
}

TEST(Activity, WithoutAnyMeetingOrCaseOfTheAreaNothingIsCounted) {
  ActivityFacts facts = FactsOf2024();
  Report("council", "9", "83", facts);
  Report("youth", "0", "0", facts);
  const ActivityFigures figures = AssembleActivity(facts);
  EXPECT_EQ(figures.totals.counted().meetings_outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_FALSE(figures.totals.has_matters_of_several_bodies());
  const common::v1::Computed& difference = figures.bodies[0].meetings_difference();
  EXPECT_EQ(difference.not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(difference.operands(0).cell().value(), "9");
  EXPECT_FALSE(difference.operands(1).has_cell());
  EXPECT_EQ(figures.reported_meetings_total.value(), "9");
  EXPECT_EQ(figures.totals.durations().measured(), 0);
}

TEST(Activity, SharesAreOfAllBodies) {
  ActivityFacts facts = FactsOf2024();
  Report("council", "30", "182", facts);
  Report("youth", "10", "610", facts);
  const ActivityFigures figures = AssembleActivity(facts);
  EXPECT_EQ(figures.reported_cases_total.value(), "792");
  EXPECT_EQ(figures.bodies[0].reported_cases_share().value(), "23.0");
  EXPECT_EQ(figures.bodies[0].reported_cases_share().operands(1).cell().value(), "792");
  EXPECT_EQ(figures.bodies[0].reported_meetings_share().value(), "75.0");
}

TEST(Activity, WhereOneBodyDoesNotReportThereIsNoTotalAndNoShare) {
  ActivityFacts facts = FactsOf2024();
  Report("council", "30", "182", facts);
  const ActivityFigures figures = AssembleActivity(facts);
  EXPECT_EQ(figures.reported_cases_total.not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  const common::v1::Computed& share = figures.bodies[0].reported_cases_share();
  EXPECT_EQ(share.not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_THAT(share.not_computable().detail(), HasSubstr(BodyNamed("youth")));
  EXPECT_EQ(figures.bodies[1].outcome(), common::v1::OUTCOME_NO_OBSERVATION);
}

TEST(Activity, AGapInAReportIsAGapInTheTotal) {
  ActivityFacts facts = FactsOf2024();
  Report("council", "30", "182", facts);
  Report("youth", "1", "1", facts);
  facts.activities.at(ActivityName(BodyNamed("youth"), Period::OfYear(2024)))
      .mutable_cases()
      ->set_missing(common::v1::MISSING_REASON_DATA_LACKING);
  const ActivityFigures figures = AssembleActivity(facts);
  EXPECT_EQ(figures.reported_cases_total.not_computable().reason(),
            NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_EQ(figures.reported_meetings_total.value(), "31");
}

TEST(Activity, CasesCountedUnderDifferentRulesDoNotAddUp) {
  ActivityFacts facts = FactsOf2024();
  Report("council", "30", "182", facts, COUNTING_RULE_MATTERS);
  Report("youth", "1", "1", facts, COUNTING_RULE_TREATMENTS);
  EXPECT_EQ(AssembleActivity(facts).reported_cases_total.not_computable().reason(),
            NOT_COMPUTABLE_REASON_DIFFERENT_VINTAGES);
  Report("youth", "1", "1", facts, COUNTING_RULE_UNKNOWN);
  EXPECT_TRUE(AssembleActivity(facts).reported_cases_total.has_not_computable());
  Report("youth", "1", "1", facts, COUNTING_RULE_MATTERS);
  EXPECT_EQ(AssembleActivity(facts).reported_cases_total.value(), "183");
}

TEST(Activity, DifferencesAreUnderTheRuleThatWasReported) {
  ActivityFacts facts = FactsOf2024();
  Report("council", "3", "3", facts, COUNTING_RULE_MATTERS);
  Report("youth", "1", "1", facts, COUNTING_RULE_UNKNOWN);
  facts.cases = {OfMatter(MakeCase("a", "council", "2024-02-06"), "m"),
                 OfMatter(MakeCase("b", "council", "2024-03-05"), "m")};
  facts.meetings = {MakeMeeting("council", "2024-02-06", v1::MEETING_STATE_HELD)};
  const ActivityFigures figures = AssembleActivity(facts);
  ASSERT_THAT(figures.bodies[0].cases_differences(), SizeIs(1));
  EXPECT_EQ(figures.bodies[0].cases_differences(0).rule(), COUNTING_RULE_MATTERS);
  EXPECT_EQ(figures.bodies[0].cases_differences(0).difference().value(), "-2");
  EXPECT_EQ(figures.bodies[0].meetings_difference().value(), "-2");
  // Of an unknown rule neither difference is known to be the right one.
  ASSERT_THAT(figures.bodies[1].cases_differences(), SizeIs(2));
  EXPECT_EQ(figures.bodies[1].cases_differences(0).rule(), COUNTING_RULE_MATTERS);
  EXPECT_EQ(figures.bodies[1].cases_differences(1).rule(), COUNTING_RULE_TREATMENTS);
  EXPECT_EQ(figures.bodies[1].cases_differences(1).difference().value(), "-1");
  EXPECT_EQ(figures.totals.meetings_difference().value(), "-3");
  EXPECT_THAT(figures.totals.cases_differences(), SizeIs(2));
}

TEST(Activity, TotalsDifferUnderTheOneRuleOfAllBodies) {
  ActivityFacts facts = FactsOf2024();
  Report("council", "3", "3", facts, COUNTING_RULE_TREATMENTS);
  Report("youth", "1", "1", facts, COUNTING_RULE_TREATMENTS);
  facts.cases = {MakeCase("a", "council", "2024-02-06"), MakeCase("b", "", "2024-02")};
  const ActivityFigures figures = AssembleActivity(facts);
  ASSERT_THAT(figures.totals.cases_differences(), SizeIs(1));
  EXPECT_EQ(figures.totals.cases_differences(0).rule(), COUNTING_RULE_TREATMENTS);
  // Cases of no known body are counted too.
  EXPECT_EQ(figures.totals.cases_differences(0).difference().value(), "-2");
}

TEST(Activity, MattersOfSeveralBodiesCountOnce) {
  ActivityFacts facts = FactsOf2024();
  facts.cases = {OfMatter(MakeCase("a", "council", "2024-02-06"), "m"),
                 OfMatter(MakeCase("b", "youth", "2024-01-30"), "m"),
                 OfMatter(MakeCase("c", "youth", "2024-01-30"), "n"),
                 OfMatter(MakeCase("d", "", "2024-01-30"), "n"),
                 MakeCase("e", "council", "2024-02-06")};
  const ActivityFigures figures = AssembleActivity(facts);
  EXPECT_EQ(figures.totals.counted().treatments(), 5);
  EXPECT_EQ(figures.totals.counted().matters(), 3);
  EXPECT_EQ(figures.totals.matters_of_several_bodies(), 1);
  EXPECT_EQ(figures.totals.without_body().treatments(), 1);
  EXPECT_EQ(figures.bodies[0].counted().matters(), 2);
  EXPECT_EQ(figures.bodies[1].counted().matters(), 2);
  EXPECT_EQ(figures.bodies[0].matters_share().value(), "66.7");
  EXPECT_EQ(figures.bodies[1].matters_share().value(), "66.7");
  EXPECT_EQ(figures.bodies[0].treatments_share().value(), "40.0");
  const v1::MatterDurations& durations = figures.totals.durations();
  EXPECT_EQ(durations.measured() + durations.treated_once() + durations.without_days(),
            figures.totals.counted().matters());
}

TEST(Activity, WhatLiesOutsideOfTheSpanIsNotCounted) {
  ActivityFacts facts = FactsOf2024();
  facts.meetings = {MakeMeeting("council", "2023-12-31", v1::MEETING_STATE_HELD),
                    MakeMeeting("council", "2024-01-01", v1::MEETING_STATE_HELD),
                    MakeMeeting("council", "2025-01-01", v1::MEETING_STATE_HELD)};
  facts.cases = {MakeCase("a", "council", "2023-12-31"), MakeCase("b", "council", "2024-01-01"),
                 MakeCase("c", "council", "2023-winter")};
  const v1::CountedActivity counted = AssembleActivity(facts).totals.counted();
  EXPECT_EQ(counted.meetings(), 1);
  EXPECT_EQ(counted.treatments(), 1);
  EXPECT_EQ(counted.possible_treatments(), 1);
}

TEST(Activity, CasesOfPlannedAndCancelledMeetingsAreBesideTheTreatments) {
  ActivityFacts facts = FactsOf2024();
  facts.meetings = {MakeMeeting("council", "2024-02-06", v1::MEETING_STATE_HELD),
                    MakeMeeting("council", "2024-03-05", v1::MEETING_STATE_CANCELLED),
                    MakeMeeting("council", "2024-12-10", v1::MEETING_STATE_PLANNED)};
  facts.cases = {InMeeting(MakeCase("a", "council", ""), "2024-02-06", v1::MEETING_STATE_HELD),
                 InMeeting(MakeCase("b", "council", ""), "2024-03-05", v1::MEETING_STATE_CANCELLED),
                 InMeeting(MakeCase("c", "council", ""), "2024-12-10", v1::MEETING_STATE_PLANNED)};
  const v1::CountedActivity counted = AssembleActivity(facts).bodies[0].counted();
  EXPECT_EQ(counted.meetings(), 1);
  EXPECT_EQ(counted.cancelled_meetings(), 1);
  EXPECT_EQ(counted.planned_meetings(), 1);
  EXPECT_EQ(counted.treatments(), 1);
  EXPECT_EQ(counted.not_treated(), 2);
}

TEST(Activity, OfATermNothingIsReported) {
  ActivityFacts facts = FactsOf2024();
  facts.period.reset();
  facts.span = Days("2023-10-17", "2027-09-30");
  facts.meetings = {MakeMeeting("council", "2024-02-06", v1::MEETING_STATE_HELD)};
  const ActivityFigures figures = AssembleActivity(facts);
  EXPECT_EQ(figures.reported_meetings_total.not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(figures.bodies[0].outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(figures.bodies[0].counted().meetings(), 1);
  EXPECT_EQ(figures.bodies[0].meetings_share().value(), "100.0");
  EXPECT_EQ(figures.bodies[0].meetings_difference().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(Activity, WhatCouldNotBeReadIsNotCounted) {
  ActivityFacts facts = FactsOf2024();
  Report("council", "30", "182", facts);
  Report("youth", "1", "1", facts);
  facts.is_counted = false;
  const ActivityFigures figures = AssembleActivity(facts);
  EXPECT_EQ(figures.reported_cases_total.value(), "183");
  EXPECT_FALSE(figures.bodies[0].has_counted());
  EXPECT_FALSE(figures.totals.has_counted());
  EXPECT_THAT(figures.bodies[0].cases_differences(), IsEmpty());
}

TEST(Activity, AnAreaWithoutBodiesHasNoTotals) {
  ActivityFacts facts = FactsOf2024();
  facts.bodies.clear();
  const ActivityFigures figures = AssembleActivity(facts);
  EXPECT_THAT(figures.bodies, IsEmpty());
  EXPECT_TRUE(figures.reported_meetings_total.has_not_computable());
}

}  // namespace
}  // namespace tertial::politics
