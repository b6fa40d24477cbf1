#include "services/politics/domain/politics_section.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/domain/activity_name.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND;
using common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION;

std::string BodyName(const std::string& id) { return absl::StrCat("areas/asker/bodies/", id); }

v1::Body MakeBody(const std::string& id, int order) {
  v1::Body body;
  body.set_name(BodyName(id));
  body.set_order(order);
  return body;
}

v1::Case MakeCase(const std::string& id, const std::string& body_id, int sequence, int year,
                  const std::string& date = "") {
  v1::Case political_case;
  political_case.set_name(absl::StrCat("areas/asker/cases/", id));
  if (!body_id.empty()) political_case.set_body(BodyName(body_id));
  political_case.mutable_number()->set_sequence(sequence);
  political_case.mutable_number()->set_year(year);
  political_case.set_decision_date(date);
  return political_case;
}

v1::ThematicPlan MakePlan(const std::string& id, int order, const std::string& adoption_date) {
  v1::ThematicPlan plan;
  plan.set_name(absl::StrCat("areas/asker/plans/", id));
  plan.set_order(order);
  plan.set_adoption_date(adoption_date);
  return plan;
}

FollowUpFacts MakeFollowUp(const std::string& id, int order, v1::FollowUpEventKind latest_event,
                           const std::vector<std::string>& dates = {}) {
  FollowUpFacts facts;
  v1::ResolutionFollowUp& resolution = facts.resolution;
  resolution.set_name(absl::StrCat("areas/asker/resolutions/", id));
  resolution.set_order(order);
  resolution.set_latest_event(latest_event);
  for (const std::string& date : dates) resolution.add_treatments()->set_date(date);
  return facts;
}

void AddEvent(FollowUpFacts& facts, v1::FollowUpEventKind kind, const std::string& date) {
  v1::FollowUpEvent event;
  event.set_name(absl::StrCat(facts.resolution.name(), "/events/e", facts.events.size()));
  event.set_kind(kind);
  event.set_date(date);
  facts.events.push_back({event, 1});
}

void SetYear(PoliticsFacts& facts, int year) {
  const Period period = Period::OfYear(year);
  facts.activity.period = period;
  facts.activity.span = {period.first_day(), period.last_day()};
}

// An area of which nothing is recorded, in a report on 2024.
PoliticsFacts NoFacts() {
  PoliticsFacts facts;
  facts.activity.area_id = "asker";
  SetYear(facts, 2024);
  facts.cases = SectionCases();
  facts.plans = std::vector<v1::ThematicPlan>();
  facts.follow_ups = std::vector<FollowUpFacts>();
  return facts;
}

void SetCases(PoliticsFacts& facts, const std::vector<v1::Case>& cases) {
  facts.cases = SectionCases{cases.size(), cases};
}

v1::BodyActivity& AddActivity(PoliticsFacts& facts, const std::string& body_id,
                              const std::string& meetings, const std::string& cases) {
  const std::string name = ActivityName(BodyName(body_id), *facts.activity.period);
  v1::BodyActivity& activity = facts.activity.activities[name];
  activity.set_name(name);
  activity.set_period(facts.activity.period->Format());
  activity.mutable_meetings()->set_value(meetings);
  activity.mutable_cases()->set_value(cases);
  return activity;
}

// A council and a committee, both active.
PoliticsFacts TwoBodies() {
  PoliticsFacts facts = NoFacts();
  facts.activity.bodies = {MakeBody("committee", 2), MakeBody("council", 1)};
  AddActivity(facts, "council", "9", "83");
  AddActivity(facts, "committee", "19", "182");
  return facts;
}

template <typename Resources>
std::vector<std::string> IdsOf(const Resources& resources) {
  std::vector<std::string> ids;
  for (const auto& resource : resources) {
    ids.push_back(resource.name().substr(resource.name().rfind('/') + 1));
  }
  return ids;
}

std::vector<std::string> ResolutionIdsOf(const v1::PoliticsSection& section) {
  std::vector<v1::ResolutionFollowUp> resolutions;
  for (const v1::ResolutionResult& result : section.resolutions()) {
    resolutions.push_back(result.resolution());
  }
  return IdsOf(resolutions);
}

TEST(PoliticsSection, AddsUpWhatTheBodiesDid) {
  const v1::PoliticsSection section = AssemblePoliticsSection(TwoBodies());
  EXPECT_EQ(section.area(), "areas/asker");
  EXPECT_EQ(section.period(), "2024");
  EXPECT_EQ(section.body_count(), 2);
  EXPECT_EQ(section.activity_outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_EQ(section.meetings_total().value(), "28");
  EXPECT_EQ(section.cases_total().value(), "265");
  EXPECT_EQ(section.cases_total().unit(), "count");
  EXPECT_EQ(section.cases_total().formula(), common::v1::FORMULA_SUM);
}

TEST(PoliticsSection, ShowsBodiesInTheirOrder) {
  const v1::PoliticsSection section = AssemblePoliticsSection(TwoBodies());
  ASSERT_EQ(section.activities_size(), 2);
  EXPECT_EQ(section.activities(0).body().name(), BodyName("council"));
  EXPECT_EQ(section.activities(0).activity().cases().value(), "83");
  EXPECT_EQ(section.activities(1).body().name(), BodyName("committee"));
}

TEST(PoliticsSection, ABodyThatDidNotMeetCountsAsZero) {
  PoliticsFacts facts = TwoBodies();
  facts.activity.bodies.push_back(MakeBody("inter-municipal", 3));
  AddActivity(facts, "inter-municipal", "0", "0");
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_EQ(section.body_count(), 3);
  EXPECT_EQ(section.meetings_total().value(), "28");
}

TEST(PoliticsSection, ABodyWithoutActivityMakesTheTotalsNotComputableAndIsNamed) {
  PoliticsFacts facts = TwoBodies();
  facts.activity.bodies.push_back(MakeBody("youth-council", 3));
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_EQ(section.activity_outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_EQ(section.activities(2).outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_FALSE(section.activities(2).has_activity());
  for (const common::v1::Computed* total : {&section.meetings_total(), &section.cases_total()}) {
    EXPECT_EQ(total->not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
    EXPECT_THAT(total->not_computable().detail(), HasSubstr(BodyName("youth-council")));
    EXPECT_EQ(total->operands_size(), 3);
  }
}

TEST(PoliticsSection, AGapInOneCountLeavesTheOtherTotalComputable) {
  PoliticsFacts facts = TwoBodies();
  AddActivity(facts, "committee", "19", "0")
      .mutable_cases()
      ->set_missing(common::v1::MISSING_REASON_DATA_LACKING);
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_EQ(section.meetings_total().value(), "28");
  EXPECT_EQ(section.cases_total().not_computable().reason(), NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_THAT(section.cases_total().not_computable().detail(), HasSubstr(BodyName("committee")));
}

TEST(PoliticsSection, AYearWithoutAnyActivityIsNoObservationAndOtherwiseWhole) {
  PoliticsFacts facts = TwoBodies();
  SetYear(facts, 2023);
  facts.activity.activities.clear();
  SetCases(facts, {MakeCase("ks-30-2023", "council", 30, 2023)});
  facts.plans = {MakePlan("culture", 1, "2022-04-04")};
  facts.follow_ups = {MakeFollowUp("glossary", 1, v1::FOLLOW_UP_EVENT_KIND_DONE)};
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_EQ(section.activity_outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(section.activities_size(), 2);
  EXPECT_EQ(section.meetings_total().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(section.body_count(), 2);
  EXPECT_EQ(section.case_count(), 1);
  EXPECT_EQ(section.plan_count(), 1);
  EXPECT_EQ(section.resolution_count(), 1);
}

TEST(PoliticsSection, OfAnAreaWithoutBodiesIsEmptyAndSumsNothing) {
  const v1::PoliticsSection section = AssemblePoliticsSection(NoFacts());
  EXPECT_EQ(section.body_count(), 0);
  EXPECT_EQ(section.activity_outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(section.meetings_total().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(section.cases_total().not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_TRUE(section.has_case_count());
  EXPECT_EQ(section.case_count(), 0);
  EXPECT_THAT(section.resolution_states(), IsEmpty());
}

TEST(PoliticsSection, CasesStandByBodyThenNumberThenNameAndUnknownBodiesLast) {
  PoliticsFacts facts = TwoBodies();
  SetCases(facts,
           {MakeCase("unknown", "", 1, 2024), MakeCase("committee-2", "committee", 2, 2024),
            MakeCase("council-31", "council", 31, 2024), MakeCase("council-4b", "council", 4, 2024),
            MakeCase("council-4a", "council", 4, 2024)});
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_THAT(IdsOf(section.cases()),
              ElementsAre("council-4a", "council-4b", "council-31", "committee-2", "unknown"));
  EXPECT_EQ(section.case_count(), 5);
}

TEST(PoliticsSection, MoreCasesThanCanBeListedAreCounted) {
  PoliticsFacts facts = TwoBodies();
  facts.cases = SectionCases{.count = kMostCasesListed + 1, .listed = {}};
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_EQ(section.case_count(), 501);
  EXPECT_EQ(section.cases_left_out(), 501);
  EXPECT_THAT(section.cases(), IsEmpty());
}

TEST(PoliticsSection, VotesOfSingleMembersAreLeftOut) {
  PoliticsFacts facts = TwoBodies();
  v1::Case one = MakeCase("c", "council", 1, 2024);
  one.add_votes()->set_votes_for(55);
  one.mutable_votes(0)->add_members()->set_member("Kari Nordmann");
  one.mutable_votes(0)->add_parties()->set_party("Ap");
  SetCases(facts, {one});
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_EQ(section.cases(0).votes(0).votes_for(), 55);
  EXPECT_EQ(section.cases(0).votes(0).parties_size(), 1);
  EXPECT_THAT(section.cases(0).votes(0).members(), IsEmpty());
  EXPECT_EQ(section.cases_left_out(), 0);
}

TEST(PoliticsSection, ACaseBelongsToTheYearOfItsNumberAndToThatOfItsDecision) {
  const v1::Case one = MakeCase("41-2022", "council", 41, 2022, "2021-06-15");
  for (const auto& [year, is] :
       {std::pair(2020, false), {2021, true}, {2022, true}, {2023, false}}) {
    EXPECT_EQ(IsOfPeriod(one, Period::OfYear(year)), is) << year;
  }
}

TEST(PoliticsSection, ACaseOfAWinterBelongsToBothOfItsYears) {
  const v1::Case one = MakeCase("old", "council", 1, 2020, "2023-winter");
  for (const auto& [year, is] :
       {std::pair(2022, false), {2023, true}, {2024, true}, {2025, false}}) {
    EXPECT_EQ(IsOfPeriod(one, Period::OfYear(year)), is) << year;
  }
}

TEST(PoliticsSection, TheDayOfItsMeetingGoesBeforeTheDateOfACase) {
  v1::Case one = MakeCase("c", "council", 1, 2023, "2024");
  one.set_meeting(BodyName("council") + "/meetings/2024-01-16");
  EXPECT_TRUE(IsOfPeriod(one, Period::OfYear(2024)));
  one.set_meeting(BodyName("council") + "/meetings/2022-01-18");
  EXPECT_FALSE(IsOfPeriod(one, Period::OfYear(2024)));
}

TEST(PoliticsSection, WhatIsCountedStandsBesideWhatIsReported) {
  PoliticsFacts facts = TwoBodies();
  facts.activity.cases = {{MakeCase("a", "council", 1, 2024, "2024-06-11")},
                          {MakeCase("b", "council", 2, 2024, "2024-06")},
                          {MakeCase("c", "", 3, 2024, "2024")}};
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  const v1::BodyActivitySeries& council = section.activities(0);
  EXPECT_EQ(council.counted().treatments(), 2);
  EXPECT_EQ(council.counted().meetings_outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  ASSERT_EQ(council.cases_differences_size(), 2) << "the rule is not known: both";
  for (const v1::CountDifference& one : council.cases_differences()) {
    EXPECT_EQ(one.difference().value(), "-81");
  }
  EXPECT_EQ(council.reported_cases_share().value(), "31.3");
  EXPECT_EQ(section.totals().counted().treatments(), 3);
  EXPECT_EQ(section.totals().without_body().treatments(), 1);
}

TEST(PoliticsSection, NothingIsCountedWhereMeetingsOrCasesCannotBeRead) {
  PoliticsFacts facts = TwoBodies();
  facts.activity.is_counted = false;
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_FALSE(section.has_totals());
  EXPECT_FALSE(section.activities(0).has_counted());
  EXPECT_EQ(section.activities(0).reported_meetings_share().value(), "32.1");
}

TEST(PoliticsSection, ABodyThatWasNotThereIsLeftOut) {
  PoliticsFacts facts = TwoBodies();
  v1::Body old = MakeBody("old-committee", 3);
  old.set_valid_to("2023-10-16");
  facts.activity.bodies.push_back(old);
  EXPECT_EQ(AssemblePoliticsSection(facts).body_count(), 2);
  EXPECT_EQ(AssemblePoliticsSection(facts).meetings_total().value(), "28");
  SetYear(facts, 2023);
  EXPECT_EQ(AssemblePoliticsSection(facts).body_count(), 3);
}

TEST(PoliticsSection, FindingsAreTold) {
  PoliticsFacts facts = TwoBodies();
  facts.number_findings.emplace_back().set_first_sequence(41);
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  ASSERT_EQ(section.number_findings_size(), 1);
  EXPECT_EQ(section.number_findings(0).first_sequence(), 41);
}

TEST(PoliticsSection, LeavesOutPlansThatWereAdoptedLater) {
  PoliticsFacts facts = NoFacts();
  facts.plans = {MakePlan("later", 1, "2025-01-01"), MakePlan("last-day", 4, "2024-12-31"),
                 MakePlan("perhaps-later", 3, "2024-winter"), MakePlan("unknown", 2, "")};
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_THAT(IdsOf(section.plans()), ElementsAre("unknown", "perhaps-later", "last-day"));
  EXPECT_EQ(section.plan_count(), 3);
}

TEST(PoliticsSection, LeavesOutResolutionsThatWereTreatedLaterOnly) {
  PoliticsFacts facts = NoFacts();
  const v1::FollowUpEventKind done = v1::FOLLOW_UP_EVENT_KIND_DONE;
  facts.follow_ups = {MakeFollowUp("later", 1, done, {"2025-03", "", "2026"}),
                      MakeFollowUp("both", 4, done, {"2024-06", "2025-03"}),
                      MakeFollowUp("undated", 3, done, {"", ""}),
                      MakeFollowUp("untreated", 2, done)};
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_THAT(ResolutionIdsOf(section), ElementsAre("untreated", "undated", "both"));
  EXPECT_EQ(section.resolution_count(), 3);
}

TEST(PoliticsSection, CountsResolutionsPerState) {
  PoliticsFacts facts = NoFacts();
  facts.follow_ups = {MakeFollowUp("a", 1, v1::FOLLOW_UP_EVENT_KIND_CONTINUED),
                      MakeFollowUp("b", 2, v1::FOLLOW_UP_EVENT_KIND_ANSWERED_ORALLY),
                      MakeFollowUp("c", 3, v1::FOLLOW_UP_EVENT_KIND_PARTLY_DONE)};
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_EQ(section.resolutions(0).state(), v1::FOLLOW_UP_STATE_IN_PROGRESS);
  ASSERT_EQ(section.resolution_states_size(), 2);
  EXPECT_EQ(section.resolution_states(0).state(), v1::FOLLOW_UP_STATE_ANSWERED);
  EXPECT_EQ(section.resolution_states(0).count(), 1);
  EXPECT_EQ(section.resolution_states(1).state(), v1::FOLLOW_UP_STATE_IN_PROGRESS);
  EXPECT_EQ(section.resolution_states(1).count(), 2);
}

TEST(PoliticsSection, AFollowUpStandsAsItDidOnTheLastDay) {
  PoliticsFacts facts = NoFacts();
  FollowUpFacts one = MakeFollowUp("a", 1, v1::FOLLOW_UP_EVENT_KIND_UNSPECIFIED);
  one.resolution.set_adopted("2024-03-12");
  AddEvent(one, v1::FOLLOW_UP_EVENT_KIND_PARTLY_DONE, "2024-09");
  AddEvent(one, v1::FOLLOW_UP_EVENT_KIND_DONE, "2025-02-11");
  facts.follow_ups = {one};
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  ASSERT_EQ(section.resolutions_size(), 1);
  EXPECT_EQ(section.resolutions(0).state(), v1::FOLLOW_UP_STATE_IN_PROGRESS);
  EXPECT_EQ(section.resolutions(0).since(), "2024-09");
  SetYear(facts, 2025);
  EXPECT_EQ(AssemblePoliticsSection(facts).resolutions(0).state(), v1::FOLLOW_UP_STATE_DONE);
}

TEST(PoliticsSection, WhatWasClosedBeforeTheYearIsLeftOut) {
  PoliticsFacts facts = NoFacts();
  FollowUpFacts closed = MakeFollowUp("closed", 1, v1::FOLLOW_UP_EVENT_KIND_UNSPECIFIED);
  closed.resolution.set_adopted("2022-03-12");
  AddEvent(closed, v1::FOLLOW_UP_EVENT_KIND_DONE, "2023-12-31");
  FollowUpFacts perhaps = MakeFollowUp("perhaps", 2, v1::FOLLOW_UP_EVENT_KIND_UNSPECIFIED);
  perhaps.resolution.set_adopted("2022-03-12");
  AddEvent(perhaps, v1::FOLLOW_UP_EVENT_KIND_DONE, "2023-winter");
  facts.follow_ups = {closed, perhaps};
  EXPECT_THAT(ResolutionIdsOf(AssemblePoliticsSection(facts)), ElementsAre("perhaps"));
  SetYear(facts, 2023);
  EXPECT_THAT(ResolutionIdsOf(AssemblePoliticsSection(facts)), ElementsAre("closed", "perhaps"));
}

TEST(PoliticsSection, WhatCouldNotBeReadHasNoCount) {
  PoliticsFacts facts = TwoBodies();
  facts.cases.reset();
  facts.plans.reset();
  facts.follow_ups.reset();
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_FALSE(section.has_case_count());
  EXPECT_FALSE(section.has_plan_count());
  EXPECT_FALSE(section.has_resolution_count());
  EXPECT_EQ(section.meetings_total().value(), "28");
}

TEST(PoliticsSection, ACaseBelongsToTheTertialThatItMayHaveBeenDecidedIn) {
  const Period tertial = *Period::Parse("2024-T2");
  EXPECT_TRUE(IsOfPeriod(MakeCase("a", "council", 1, 2024, "2024-08-31"), tertial));
  EXPECT_TRUE(IsOfPeriod(MakeCase("b", "council", 2, 2023, "2024-summer"), tertial));
  EXPECT_FALSE(IsOfPeriod(MakeCase("c", "council", 3, 2024, "2024-09-01"), tertial));
  // Of no known day.
  EXPECT_TRUE(IsOfPeriod(MakeCase("d", "council", 4, 2024), tertial));
  EXPECT_FALSE(IsOfPeriod(MakeCase("e", "council", 5, 2023), tertial));
}

ActivityFacts SpanOf(const std::string& first, const std::string& last,
                     const std::vector<v1::Body>& bodies, const std::vector<v1::Case>& cases) {
  ActivityFacts facts;
  facts.area_id = "asker";
  EXPECT_TRUE(absl::ParseCivilTime(first, &facts.span.first));
  EXPECT_TRUE(absl::ParseCivilTime(last, &facts.span.last));
  facts.bodies = bodies;
  for (const v1::Case& one : cases) facts.cases.push_back({one});
  return facts;
}

TEST(PoliticsSection, OfATertialCountsTheYearToDateAndTheYearBefore) {
  PoliticsFacts facts = NoFacts();
  const Period tertial = *Period::Parse("2024-T2");
  facts.activity.period = tertial;
  facts.activity.span = {tertial.first_day(), tertial.last_day()};
  v1::Body new_body = MakeBody("new", 2);
  new_body.set_valid_from("2024-01-01");
  facts.activity.bodies = {MakeBody("council", 1), new_body};
  AddActivity(facts, "council", "3", "30");
  const std::vector<v1::Case> cases = {MakeCase("a", "council", 1, 2024, "2024-02-06"),
                                       MakeCase("b", "council", 2, 2024, "2024-06-11"),
                                       MakeCase("c", "council", 1, 2023, "2023-06-11"),
                                       MakeCase("d", "council", 2, 2023, "2023-05-01"),
                                       MakeCase("e", "council", 3, 2023, "2023-09-01")};
  for (const v1::Case& one : cases) facts.activity.cases.push_back({one});
  facts.year_to_date = SpanOf("2024-01-01", "2024-08-31", facts.activity.bodies, cases);
  facts.same_last_year = SpanOf("2023-05-01", "2023-08-31", facts.activity.bodies, cases);
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_EQ(section.period(), "2024-T2");
  EXPECT_EQ(section.meetings_total().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  ASSERT_EQ(section.activities_size(), 2);
  const v1::BodyActivitySeries& council = section.activities(0);
  EXPECT_EQ(council.activity().name(), "areas/asker/bodies/council/activities/2024-T2");
  EXPECT_EQ(council.counted().treatments(), 1);
  EXPECT_EQ(council.year_to_date().treatments(), 2);
  EXPECT_EQ(council.same_last_year().treatments(), 2);
  EXPECT_EQ(section.totals().counted().treatments(), 1);
  EXPECT_EQ(section.totals().year_to_date().treatments(), 2);
  EXPECT_EQ(section.totals().same_last_year().treatments(), 2);
  // It was not there the year before: nothing, and no 0.
  EXPECT_TRUE(section.activities(1).has_year_to_date());
  EXPECT_FALSE(section.activities(1).has_same_last_year());
}

TEST(PoliticsSection, OfAYearIsComparedWithNoOtherDays) {
  const v1::PoliticsSection section = AssemblePoliticsSection(TwoBodies());
  EXPECT_FALSE(section.totals().has_year_to_date());
  EXPECT_FALSE(section.activities(0).has_year_to_date());
  EXPECT_FALSE(section.activities(0).has_same_last_year());
}

}  // namespace
}  // namespace tertial::politics
