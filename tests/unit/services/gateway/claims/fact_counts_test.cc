#include "services/gateway/domain/claims/fact_counts.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/unit/services/gateway/claims/claim_fixtures.h"

namespace tertial::gateway {
namespace {

constexpr char kPlan[] = "tertial.politics.v1.ThematicPlan";

politics::v1::ThematicPlan Plan(const std::string& id, const std::string& fields) {
  return FromText<politics::v1::ThematicPlan>("name: 'areas/asker/plans/" + id + "' " + fields);
}

FieldConditions Conditions(const std::string& text) {
  return FromText<v1::FactCount>(text).conditions();
}

int64_t PlansWhere(const std::string& conditions) {
  Facts facts;
  facts
      .Add("politics", Plan("a",
                            "responsible_units: 'areas/asker/units/x' "
                            "responsible_units: 'areas/asker/units/y' adoption_date: '2022-03-08' "
                            "adoption_case { sequence: 41 year: 2022 } headings { order: 1 "
                            "titles { language: 'nb' text: 'Klima' } }"))
      .Add("politics", Plan("b",
                            "responsible_units: 'areas/asker/units/y' adoption_date: '2021-06-15' "
                            "adoption_case { sequence: 41 year: 2021 }"))
      .Add("politics", Plan("c", ""))
      .Add("politics", FromText<politics::v1::ThematicPlan>("name: 'areas/oslo/plans/d'"));
  return CountResources(facts.set(), kPlan, "asker", Conditions(conditions));
}

TEST(FactCounts, CountResourcesOfTheArea) { EXPECT_EQ(PlansWhere(""), 3); }

TEST(FactCounts, OfARepeatedFieldOneElementMeetsTheCondition) {
  EXPECT_EQ(PlansWhere("conditions { field: 'responsible_units' value: 'areas/asker/units/y' }"),
            2);
  EXPECT_EQ(PlansWhere("conditions { field: 'responsible_units' value: 'areas/asker/units/x' }"),
            1);
  EXPECT_EQ(PlansWhere("conditions { field: 'headings.titles.text' value: 'Klima' }"), 1);
}

TEST(FactCounts, AllConditionsAreMet) {
  EXPECT_EQ(PlansWhere("conditions { field: 'adoption_case.sequence' value: '41' }"), 2);
  EXPECT_EQ(PlansWhere("conditions { field: 'adoption_case.sequence' value: '41' } "
                       "conditions { field: 'adoption_case.year' value: '2022' }"),
            1);
  EXPECT_EQ(PlansWhere("conditions { field: 'adoption_date' value: '2022-03' "
                       "comparison: FIELD_COMPARISON_BEGINS_WITH }"),
            1);
  EXPECT_EQ(PlansWhere("conditions { field: 'adoption_date' value: '2022-03' }"), 0);
}

TEST(FactCounts, AnUnsetMessageMeetsNothing) {
  // The plan without a case has no number of one, rather than 0.
  EXPECT_EQ(PlansWhere("conditions { field: 'adoption_case.sequence' value: '0' }"), 0);
}

TEST(FactCounts, CountElementsOfAList) {
  const politics::v1::ThematicPlan plan =
      Plan("a",
           "headings { order: 1 } headings { order: 2 } headings { order: 2 } "
           "responsible_units: 'areas/asker/units/x' responsible_units: 'areas/asker/units/y'");
  EXPECT_EQ(CountElements(plan, "headings", {}), 3);
  EXPECT_EQ(CountElements(plan, "headings", Conditions("conditions { field: 'order' value: '2' }")),
            2);
  EXPECT_EQ(CountElements(plan, "responsible_units",
                          Conditions("conditions { value: 'areas/asker/units/y' }")),
            1);
  EXPECT_EQ(CountElements(plan, "adoption_date", {}), std::nullopt);
  EXPECT_EQ(CountElements(plan, "no_such_field", {}), std::nullopt);
  EXPECT_EQ(CountElements(plan, "headings.titles", {}), std::nullopt);
}

}  // namespace
}  // namespace tertial::gateway
