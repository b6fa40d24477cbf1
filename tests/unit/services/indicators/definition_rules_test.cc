#include "services/indicators/domain/definition_rules.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/domain/resource_rules.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using enum common::v1::ErrorReason;

using Found = std::vector<std::pair<std::string, ErrorReason>>;
using Change = std::function<void(v1::Indicator&)>;

Found FoundIn(const Violations& violations) {
  Found found;
  for (const auto& one : violations.list()) found.emplace_back(one.field(), one.reason());
  return found;
}

v1::Indicator SomeIndicator() {
  v1::Indicator indicator;
  indicator.set_name("indicators/health.falls");
  indicator.add_labels()->set_language("nb");
  indicator.mutable_labels(0)->set_text("Fall");
  indicator.set_collection(v1::COLLECTION_FRAMEWORK);
  indicator.set_unit("count");
  return indicator;
}

Found FoundAfter(const Change& change) {
  v1::Indicator indicator = SomeIndicator();
  change(indicator);
  const Violations violations;
  CheckIndicator(indicator, violations);
  return FoundIn(violations);
}

void Declare(v1::Indicator& indicator, const std::string& dimension,
             const std::vector<std::string>& members) {
  v1::DeclaredDimension& declared = *indicator.add_dimensions();
  declared.set_dimension(dimension);
  for (const std::string& member : members) declared.add_members()->set_member(member);
}

TEST(DefinitionRules, AcceptADefinitionThatSaysAllThereIsToSay) {
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                indicator.set_kind(v1::FIGURE_KIND_FLOW);
                indicator.set_additivity(v1::ADDITIVITY_ADDITIVE);
                indicator.set_scale_min("0");
                indicator.set_scale_max("10");
                indicator.set_scale_best_end(v1::SCALE_END_MIN);
                indicator.set_direction(v1::DIRECTION_LOWER_IS_BETTER);
                indicator.mutable_cycle()->set_unit(v1::PERIOD_UNIT_YEAR);
                indicator.mutable_cycle()->set_every(3);
                indicator.mutable_cycle()->set_anchor("2022");
                indicator.set_source_kind(v1::SOURCE_KIND_SURVEY);
                indicator.set_publisher("Ungdata");
                indicator.set_life_cycle(v1::LIFE_CYCLE_DISCONTINUED);
                indicator.set_last_period("2024");
                indicator.set_successor("indicators/health.falls-2");
                for (const char* code : {"3", "11.2", "3.a"}) indicator.add_sdg(code);
                for (const char* ages : {"0-5", "17", "80+"}) indicator.add_age_groups(ages);
                indicator.add_challenges(v1::SOCIETAL_CHALLENGE_DEMOGRAPHY);
                indicator.set_result_chain_step(v1::RESULT_CHAIN_STEP_USER_EFFECTS);
                Declare(indicator, "sex", {"women", "men"});
                indicator.add_bases("self-certified");
                indicator.set_first_period("2023");
              }),
              IsEmpty());
}

TEST(DefinitionRules, RefuseAnAverageThatAddsUp) {
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                indicator.set_kind(v1::FIGURE_KIND_AVERAGE);
                indicator.set_additivity(v1::ADDITIVITY_ADDITIVE);
              }),
              ElementsAre(Pair("additivity", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(DefinitionRules, RefuseAScaleThatIsUpsideDownOrWhoseBestEndIsTheWorse) {
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                indicator.set_scale_min("6");
                indicator.set_scale_max("1");
              }),
              ElementsAre(Pair("scale_max", ERROR_REASON_INCONSISTENT_FIELDS)));
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                indicator.set_scale_min("1");
                indicator.set_scale_max("6");
                indicator.set_scale_best_end(v1::SCALE_END_MIN);
                indicator.set_direction(v1::DIRECTION_HIGHER_IS_BETTER);
              }),
              ElementsAre(Pair("scale_best_end", ERROR_REASON_INCONSISTENT_FIELDS)));
  EXPECT_THAT(
      FoundAfter([](v1::Indicator& indicator) { indicator.set_scale_best_end(v1::SCALE_END_MAX); }),
      ElementsAre(Pair("scale_best_end", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(DefinitionRules, RefuseACycleWithoutItsParts) {
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) { indicator.mutable_cycle(); }),
              ElementsAre(Pair("cycle.unit", ERROR_REASON_INVALID_ENUM),
                          Pair("cycle.every", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                indicator.mutable_cycle()->set_unit(v1::PERIOD_UNIT_YEAR);
                indicator.mutable_cycle()->set_every(2);
              }),
              ElementsAre(Pair("cycle.anchor", ERROR_REASON_FIELD_REQUIRED)));
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                indicator.mutable_cycle()->set_unit(v1::PERIOD_UNIT_YEAR);
                indicator.mutable_cycle()->set_every(2);
                indicator.mutable_cycle()->set_anchor("2024-Q1");
              }),
              ElementsAre(Pair("cycle.anchor", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(DefinitionRules, RefuseALifeCycleThatContradictsItself) {
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                indicator.set_life_cycle(v1::LIFE_CYCLE_DISCONTINUED);
                indicator.set_successor(indicator.name());
              }),
              ElementsAre(Pair("last_period", ERROR_REASON_FIELD_REQUIRED),
                          Pair("successor", ERROR_REASON_INCONSISTENT_FIELDS)));
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                indicator.set_last_period("2024");
                indicator.set_successor("indicators/other");
              }),
              ElementsAre(Pair("last_period", ERROR_REASON_INCONSISTENT_FIELDS),
                          Pair("successor", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(DefinitionRules, RefuseCodesThatAreNoneOrStandTwice) {
  for (const char* code : {"0", "18", "03", "11.", "11.0", "3.A", "11.2.1", "goal 3", ""}) {
    EXPECT_THAT(FoundAfter([&](v1::Indicator& indicator) { indicator.add_sdg(code); }),
                ElementsAre(Pair("sdg[0]", ERROR_REASON_VALUE_OUT_OF_RANGE)))
        << code;
  }
  for (const char* ages : {"5-0", "5-5", "-5", "0-", "80 +", "old", "200+", ""}) {
    EXPECT_THAT(FoundAfter([&](v1::Indicator& indicator) { indicator.add_age_groups(ages); }),
                ElementsAre(Pair("age_groups[0]", ERROR_REASON_VALUE_OUT_OF_RANGE)))
        << ages;
  }
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                indicator.add_sdg("3");
                indicator.add_sdg("3");
                indicator.add_challenges(v1::SOCIETAL_CHALLENGE_DEMOGRAPHY);
                indicator.add_challenges(v1::SOCIETAL_CHALLENGE_DEMOGRAPHY);
              }),
              ElementsAre(Pair("sdg[1]", ERROR_REASON_DUPLICATE_ELEMENT),
                          Pair("challenges[1]", ERROR_REASON_DUPLICATE_ELEMENT)));
}

TEST(DefinitionRules, RefuseDimensionsDeclaredTwiceOrWithoutMembers) {
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                Declare(indicator, "sex", {"women", "women"});
                Declare(indicator, "sex", {});
              }),
              ElementsAre(Pair("dimensions[0].members[1].member", ERROR_REASON_DUPLICATE_ELEMENT),
                          Pair("dimensions[1].dimension", ERROR_REASON_DUPLICATE_ELEMENT),
                          Pair("dimensions[1].members", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(DefinitionRules, RefuseAFormulaThatCannotBeReadOrHasNoDecimals) {
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                indicator.set_formula("[a] +");
                indicator.set_decimals(1);
              }),
              ElementsAre(Pair("formula", ERROR_REASON_INVALID_FORMULA)));
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) {
                indicator.set_formula("[a] / (1 - 1)");
                indicator.set_decimals(1);
              }),
              ElementsAre(Pair("formula", ERROR_REASON_DIVISION_BY_ZERO)));
  EXPECT_THAT(FoundAfter([](v1::Indicator& indicator) { indicator.set_formula("[a] / [b]"); }),
              ElementsAre(Pair("decimals", ERROR_REASON_FIELD_REQUIRED)));
}

Found FoundAgainst(const v1::Indicator& indicator, const v1::Observation& observation) {
  const Violations violations;
  CheckObservationAgainst(indicator, observation, violations);
  return FoundIn(violations);
}

v1::Observation SomeObservation(const std::string& value) {
  v1::Observation observation;
  observation.set_name("areas/asker/indicators/health.falls/observations/2025");
  observation.set_period("2025");
  observation.mutable_cell()->set_value(value);
  return observation;
}

TEST(ObservationAgainstItsDefinition, IsRefusedAfterTheIndicatorWasDiscontinued) {
  v1::Indicator indicator = SomeIndicator();
  indicator.set_life_cycle(v1::LIFE_CYCLE_DISCONTINUED);
  indicator.set_last_period("2024");
  EXPECT_THAT(FoundAgainst(indicator, SomeObservation("5")),
              ElementsAre(Pair("period", ERROR_REASON_INDICATOR_DISCONTINUED)));
  indicator.set_last_period("2025");
  EXPECT_THAT(FoundAgainst(indicator, SomeObservation("5")), IsEmpty());
}

TEST(ObservationAgainstItsDefinition, HasNoValueWhileTheIndicatorIsUnderDevelopment) {
  v1::Indicator indicator = SomeIndicator();
  indicator.set_life_cycle(v1::LIFE_CYCLE_UNDER_DEVELOPMENT);
  v1::Observation observation = SomeObservation("5");
  EXPECT_THAT(FoundAgainst(indicator, observation),
              ElementsAre(Pair("cell.value", ERROR_REASON_INCONSISTENT_FIELDS)));
  observation.mutable_cell()->set_missing(common::v1::MISSING_REASON_NOT_YET_DEFINED);
  EXPECT_THAT(FoundAgainst(indicator, observation), IsEmpty());
}

TEST(ObservationAgainstItsDefinition, MayOnlyHaveDimensionsAndMembersThatAreDeclared) {
  v1::Indicator indicator = SomeIndicator();
  v1::Observation observation = SomeObservation("5");
  observation.add_dimensions()->set_dimension("sex");
  observation.mutable_dimensions(0)->set_member("women");
  EXPECT_THAT(FoundAgainst(indicator, observation),
              ElementsAre(Pair("dimensions[0].dimension", ERROR_REASON_DIMENSION_NOT_DECLARED)));
  Declare(indicator, "sex", {"men"});
  EXPECT_THAT(FoundAgainst(indicator, observation),
              ElementsAre(Pair("dimensions[0].member", ERROR_REASON_DIMENSION_NOT_DECLARED)));
  Declare(indicator, "sex", {});
  indicator.mutable_dimensions(0)->add_members()->set_member("women");
  EXPECT_THAT(FoundAgainst(indicator, observation), IsEmpty());
}

TEST(ObservationAgainstItsDefinition, StandsOnADeclaredBasisOrNone) {
  v1::Indicator indicator = SomeIndicator();
  v1::Observation observation = SomeObservation("5");
  observation.set_basis("doctor-certified");
  EXPECT_THAT(FoundAgainst(indicator, observation),
              ElementsAre(Pair("basis", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  indicator.add_bases("doctor-certified");
  EXPECT_THAT(FoundAgainst(indicator, observation), IsEmpty());
}

TEST(ObservationAgainstItsDefinition, IsNotRecordedOfADerivedIndicator) {
  v1::Indicator indicator = SomeIndicator();
  indicator.set_formula("[a] / [b]");
  EXPECT_THAT(FoundAgainst(indicator, SomeObservation("5")),
              ElementsAre(Pair("name", ERROR_REASON_FIGURE_NOT_RECORDED_HERE)));
}

TEST(PeerGroupRules, RefuseTimesThatOverlapAndThoseThatEndBeforeTheyBegin) {
  v1::PeerGroup group;
  group.add_titles()->set_language("nb");
  group.mutable_titles(0)->set_text("Naboer");
  const auto add = [&](const std::string& area, const std::string& first, const std::string& last) {
    v1::PeerGroupMember& member = *group.add_members();
    member.set_area(area);
    member.set_first_period(first);
    member.set_last_period(last);
  };
  const auto found = [&] {
    const Violations violations;
    CheckPeerGroup(group, violations);
    return FoundIn(violations);
  };
  add("areas/baerum", "", "2020");
  add("areas/baerum", "2021", "");
  EXPECT_THAT(found(), IsEmpty());
  add("areas/baerum", "2019", "2019");
  add("areas/drammen", "2024", "2020");
  add("baerum", "", "");
  EXPECT_THAT(found(), ElementsAre(Pair("members[2].area", ERROR_REASON_DUPLICATE_ELEMENT),
                                   Pair("members[3].last_period", ERROR_REASON_INCONSISTENT_FIELDS),
                                   Pair("members[4].area", ERROR_REASON_INVALID_RESOURCE_NAME)));
}

TEST(FrameworkRules, RefuseAPlanPeriodThatIsNoneOrUpsideDown) {
  v1::Framework framework;
  framework.add_titles()->set_language("nb");
  framework.mutable_titles(0)->set_text("Plan");
  framework.set_first_period("2024-T1");
  const Violations violations;
  CheckFramework(framework, violations);
  EXPECT_THAT(FoundIn(violations), ElementsAre(Pair("first_period", ERROR_REASON_INVALID_PERIOD),
                                               Pair("last_period", ERROR_REASON_FIELD_REQUIRED)));
  framework.set_first_period("2027");
  framework.set_last_period("2024");
  const Violations upside_down;
  CheckFramework(framework, upside_down);
  EXPECT_THAT(FoundIn(upside_down),
              ElementsAre(Pair("last_period", ERROR_REASON_INCONSISTENT_FIELDS)));
}

}  // namespace
}  // namespace tertial::indicators
