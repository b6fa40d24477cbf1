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

v1::ResolutionFollowUp MakeResolution(const std::string& id, int order,
                                      v1::FollowUpEventKind latest_event,
                                      const std::vector<std::string>& dates = {}) {
  v1::ResolutionFollowUp resolution;
  resolution.set_name(absl::StrCat("areas/asker/resolutions/", id));
  resolution.set_order(order);
  resolution.set_latest_event(latest_event);
  for (const std::string& date : dates) resolution.add_treatments()->set_date(date);
  return resolution;
}

// An area of which nothing is recorded, in a report on 2024.
PoliticsFacts NoFacts() {
  return {.area_id = "asker",
          .period = Period::OfYear(2024),
          .bodies = {},
          .activities = {},
          .cases = std::vector<v1::Case>(),
          .plans = std::vector<v1::ThematicPlan>(),
          .resolutions = std::vector<v1::ResolutionFollowUp>()};
}

v1::BodyActivity& AddActivity(PoliticsFacts& facts, const std::string& body_id,
                              const std::string& meetings, const std::string& cases) {
  const std::string name = ActivityName(BodyName(body_id), facts.period);
  v1::BodyActivity& activity = facts.activities[name];
  activity.set_name(name);
  activity.set_period(facts.period.Format());
  activity.mutable_meetings()->set_value(meetings);
  activity.mutable_cases()->set_value(cases);
  return activity;
}

// A council and a committee, both active.
PoliticsFacts TwoBodies() {
  PoliticsFacts facts = NoFacts();
  facts.bodies = {MakeBody("committee", 2), MakeBody("council", 1)};
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
  facts.bodies.push_back(MakeBody("inter-municipal", 3));
  AddActivity(facts, "inter-municipal", "0", "0");
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_EQ(section.body_count(), 3);
  EXPECT_EQ(section.meetings_total().value(), "28");
}

TEST(PoliticsSection, ABodyWithoutActivityMakesTheTotalsNotComputableAndIsNamed) {
  PoliticsFacts facts = TwoBodies();
  facts.bodies.push_back(MakeBody("youth-council", 3));
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
  facts.period = Period::OfYear(2023);
  facts.activities.clear();
  facts.cases = {MakeCase("ks-30-2023", "council", 30, 2023)};
  facts.plans = {MakePlan("culture", 1, "2022-04-04")};
  facts.resolutions = {MakeResolution("glossary", 1, v1::FOLLOW_UP_EVENT_KIND_DONE)};
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
  facts.cases = {MakeCase("unknown", "", 1, 2024), MakeCase("committee-2", "committee", 2, 2024),
                 MakeCase("council-31", "council", 31, 2024),
                 MakeCase("council-4b", "council", 4, 2024),
                 MakeCase("council-4a", "council", 4, 2024)};
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_THAT(IdsOf(section.cases()),
              ElementsAre("council-4a", "council-4b", "council-31", "committee-2", "unknown"));
  EXPECT_EQ(section.case_count(), 5);
}

TEST(PoliticsSection, ACaseBelongsToTheYearOfItsNumberAndToThatOfItsDecision) {
  PoliticsFacts facts = TwoBodies();
  facts.cases = {MakeCase("41-2022", "council", 41, 2022, "2021-06-15")};
  for (const auto& [year, count] : {std::pair(2020, 0), {2021, 1}, {2022, 1}, {2023, 0}}) {
    facts.period = Period::OfYear(year);
    EXPECT_EQ(AssemblePoliticsSection(facts).case_count(), count) << year;
  }
}

TEST(PoliticsSection, ACaseOfAWinterBelongsToBothOfItsYears) {
  PoliticsFacts facts = TwoBodies();
  facts.cases = {MakeCase("old", "council", 1, 2020, "2023-winter")};
  for (const auto& [year, count] : {std::pair(2022, 0), {2023, 1}, {2024, 1}, {2025, 0}}) {
    facts.period = Period::OfYear(year);
    EXPECT_EQ(AssemblePoliticsSection(facts).case_count(), count) << year;
  }
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
  facts.resolutions = {MakeResolution("later", 1, done, {"2025-03", "", "2026"}),
                       MakeResolution("both", 4, done, {"2024-06", "2025-03"}),
                       MakeResolution("undated", 3, done, {"", ""}),
                       MakeResolution("untreated", 2, done)};
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_THAT(ResolutionIdsOf(section), ElementsAre("untreated", "undated", "both"));
  EXPECT_EQ(section.resolution_count(), 3);
}

TEST(PoliticsSection, CountsResolutionsPerState) {
  PoliticsFacts facts = NoFacts();
  facts.resolutions = {MakeResolution("a", 1, v1::FOLLOW_UP_EVENT_KIND_CONTINUED),
                       MakeResolution("b", 2, v1::FOLLOW_UP_EVENT_KIND_ANSWERED_ORALLY),
                       MakeResolution("c", 3, v1::FOLLOW_UP_EVENT_KIND_PARTLY_DONE)};
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_EQ(section.resolutions(0).state(), v1::FOLLOW_UP_STATE_IN_PROGRESS);
  ASSERT_EQ(section.resolution_states_size(), 2);
  EXPECT_EQ(section.resolution_states(0).state(), v1::FOLLOW_UP_STATE_ANSWERED);
  EXPECT_EQ(section.resolution_states(0).count(), 1);
  EXPECT_EQ(section.resolution_states(1).state(), v1::FOLLOW_UP_STATE_IN_PROGRESS);
  EXPECT_EQ(section.resolution_states(1).count(), 2);
}

TEST(PoliticsSection, WhatCouldNotBeReadHasNoCount) {
  PoliticsFacts facts = TwoBodies();
  facts.cases.reset();
  facts.plans.reset();
  facts.resolutions.reset();
  const v1::PoliticsSection section = AssemblePoliticsSection(facts);
  EXPECT_FALSE(section.has_case_count());
  EXPECT_FALSE(section.has_plan_count());
  EXPECT_FALSE(section.has_resolution_count());
  EXPECT_EQ(section.meetings_total().value(), "28");
}

}  // namespace
}  // namespace tertial::politics
