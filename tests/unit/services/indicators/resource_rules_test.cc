#include "services/indicators/domain/resource_rules.h"

#include "services/indicators/domain/definition_rules.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using enum common::v1::ErrorReason;

using Found = std::vector<std::pair<std::string, ErrorReason>>;

template <typename Message>
Found FoundBy(void (*check)(const Message&, const Violations&), const Message& message) {
  const Violations violations;
  check(message, violations);
  Found found;
  for (const auto& one : violations.list()) found.emplace_back(one.field(), one.reason());
  return found;
}

template <typename Texts>
void AddText(Texts* texts) {
  texts->Add()->set_language("nb");
  texts->rbegin()->set_text("Tekst");
}

v1::Indicator SomeIndicator() {
  v1::Indicator indicator;
  indicator.set_name("indicators/economy.debt");
  AddText(indicator.mutable_labels());
  indicator.set_collection(v1::COLLECTION_FRAMEWORK);
  indicator.set_unit("percent");
  for (const auto& [dimension, member] : {std::pair("age", "0-17"), std::pair("sex", "women")}) {
    indicator.add_dimensions()->set_dimension(dimension);
    indicator.mutable_dimensions()->rbegin()->add_members()->set_member(member);
  }
  return indicator;
}

v1::Goal SomeGoal() {
  v1::Goal goal;
  goal.set_order(1);
  AddText(goal.mutable_texts());
  goal.set_status(v1::GOAL_STATUS_INDICATORS);
  return goal;
}

v1::Observation SomeObservation() {
  v1::Observation observation;
  observation.set_name("areas/asker/indicators/a/observations/2024~age.0-17~sex.women");
  observation.set_period("2024");
  for (const auto& [dimension, member] :
       std::vector<std::pair<const char*, const char*>>{{"age", "0-17"}, {"sex", "women"}}) {
    observation.add_dimensions()->set_dimension(dimension);
    observation.mutable_dimensions()->rbegin()->set_member(member);
  }
  observation.mutable_cell()->set_value("5");
  return observation;
}

TEST(CheckIndicator, AcceptsWhatIsWhole) {
  v1::Indicator indicator = SomeIndicator();
  EXPECT_THAT(FoundBy(CheckIndicator, indicator), IsEmpty());
  indicator.set_decimals(0);
  indicator.set_scale_min("1");
  indicator.set_scale_max("5");
  indicator.set_direction(v1::DIRECTION_NEUTRAL);
  indicator.set_collection(v1::COLLECTION_KOSTRA);
  indicator.mutable_kostra()->set_service_area("community-services");
  indicator.mutable_kostra()->add_function_codes("100");
  EXPECT_THAT(FoundBy(CheckIndicator, indicator), IsEmpty());
}

TEST(CheckIndicator, TellsAllThatIsMissingAtOnce) {
  EXPECT_THAT(FoundBy(CheckIndicator, v1::Indicator()),
              UnorderedElementsAre(Pair("labels", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("collection", ERROR_REASON_INVALID_ENUM),
                                   Pair("unit", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(CheckIndicator, RefusesAScaleWithOneEndOrUpsideDown) {
  v1::Indicator indicator = SomeIndicator();
  indicator.set_scale_min("1");
  EXPECT_THAT(FoundBy(CheckIndicator, indicator),
              ElementsAre(Pair("scale_max", ERROR_REASON_FIELD_REQUIRED)));
  indicator.set_scale_max("0.9");
  EXPECT_THAT(FoundBy(CheckIndicator, indicator),
              ElementsAre(Pair("scale_max", ERROR_REASON_INCONSISTENT_FIELDS)));
  indicator.set_scale_max("1,5");
  EXPECT_THAT(FoundBy(CheckIndicator, indicator),
              ElementsAre(Pair("scale_max", ERROR_REASON_INVALID_DECIMAL)));
  indicator.set_scale_max("1.0");
  EXPECT_THAT(FoundBy(CheckIndicator, indicator), IsEmpty());
}

TEST(CheckIndicator, RefusesNumbersThatAreOutOfRange) {
  v1::Indicator indicator = SomeIndicator();
  indicator.set_decimals(11);
  indicator.set_direction(static_cast<v1::Direction>(99));
  EXPECT_THAT(FoundBy(CheckIndicator, indicator),
              ElementsAre(Pair("decimals", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("direction", ERROR_REASON_INVALID_ENUM)));
}

TEST(CheckIndicator, RefusesKostraDetailsOfAnotherCollection) {
  v1::Indicator indicator = SomeIndicator();
  indicator.mutable_kostra()->set_order(-1);
  indicator.mutable_kostra()->set_service_area("Welfare");
  indicator.mutable_kostra()->add_function_codes("");
  EXPECT_THAT(FoundBy(CheckIndicator, indicator),
              ElementsAre(Pair("kostra", ERROR_REASON_INCONSISTENT_FIELDS),
                          Pair("kostra.service_area", ERROR_REASON_INVALID_TEXT),
                          Pair("kostra.order", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("kostra.function_codes[0]", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(CheckFocusArea, RefusesOneWithoutTitleOrOrder) {
  v1::FocusArea focus_area;
  EXPECT_THAT(FoundBy(CheckFocusArea, focus_area),
              ElementsAre(Pair("titles", ERROR_REASON_FIELD_REQUIRED),
                          Pair("order", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  focus_area.set_order(1);
  AddText(focus_area.mutable_titles());
  EXPECT_THAT(FoundBy(CheckFocusArea, focus_area), IsEmpty());
}

TEST(CheckGoal, RefusesOneWithoutTextStatusOrOrder) {
  EXPECT_THAT(FoundBy(CheckGoal, SomeGoal()), IsEmpty());
  EXPECT_THAT(FoundBy(CheckGoal, v1::Goal()),
              ElementsAre(Pair("order", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("texts", ERROR_REASON_FIELD_REQUIRED),
                          Pair("status", ERROR_REASON_INVALID_ENUM)));
  v1::Goal goal = SomeGoal();
  goal.set_stated_indicator_count(-1);
  EXPECT_THAT(FoundBy(CheckGoal, goal),
              ElementsAre(Pair("stated_indicator_count", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(CheckFrameworkIndicator, MustEndInTheIdOfItsIndicator) {
  v1::FrameworkIndicator chosen;
  chosen.set_name("areas/asker/frameworkIndicators/economy.debt");
  chosen.set_indicator("indicators/economy.debt");
  chosen.set_order(1);
  EXPECT_THAT(FoundBy(CheckFrameworkIndicator, chosen), IsEmpty());
  for (const char* other : {"indicators/debt", "indicators/economy.deb", ""}) {
    chosen.set_indicator(other);
    EXPECT_THAT(FoundBy(CheckFrameworkIndicator, chosen),
                ElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)))
        << other;
  }
}

TEST(CheckObservation, MustBeNamedByPeriodAndDimensions) {
  EXPECT_THAT(FoundBy(CheckObservation, SomeObservation()), IsEmpty());
  v1::Observation other_period = SomeObservation();
  other_period.set_period("2023");
  EXPECT_THAT(FoundBy(CheckObservation, other_period),
              ElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)));
  v1::Observation fewer_dimensions = SomeObservation();
  fewer_dimensions.mutable_dimensions()->RemoveLast();
  EXPECT_THAT(FoundBy(CheckObservation, fewer_dimensions),
              ElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)));
  v1::Observation none = SomeObservation();
  none.clear_dimensions();
  none.set_name("areas/asker/indicators/a/observations/2024");
  EXPECT_THAT(FoundBy(CheckObservation, none), IsEmpty());
}

TEST(CheckObservation, RefusesDimensionsThatAreUnsortedOrStandTwice) {
  v1::Observation unsorted = SomeObservation();
  unsorted.mutable_dimensions()->SwapElements(0, 1);
  unsorted.set_name("areas/asker/indicators/a/observations/2024~sex.women~age.0-17");
  EXPECT_THAT(FoundBy(CheckObservation, unsorted),
              ElementsAre(Pair("dimensions[1].dimension", ERROR_REASON_DUPLICATE_ELEMENT)));
  v1::Observation twice = SomeObservation();
  twice.mutable_dimensions(0)->set_dimension("sex");
  twice.set_name("areas/asker/indicators/a/observations/2024~sex.0-17~sex.women");
  EXPECT_THAT(FoundBy(CheckObservation, twice),
              ElementsAre(Pair("dimensions[1].dimension", ERROR_REASON_DUPLICATE_ELEMENT)));
}

TEST(CheckObservation, RefusesAPeriodThatIsNoneAndACellThatHoldsNothing) {
  v1::Observation observation = SomeObservation();
  observation.set_period("2024-T4");
  observation.clear_cell();
  EXPECT_THAT(FoundBy(CheckObservation, observation),
              ElementsAre(Pair("period", ERROR_REASON_INVALID_PERIOD),
                          Pair("cell", ERROR_REASON_CELL_EMPTY)));
}

Found FoundAgainst(const v1::Indicator& indicator, const std::string& value) {
  v1::Observation observation = SomeObservation();
  observation.mutable_cell()->set_value(value);
  const Violations violations;
  CheckObservationAgainst(indicator, observation, violations);
  Found found;
  for (const auto& one : violations.list()) found.emplace_back(one.field(), one.reason());
  return found;
}

TEST(CheckObservationAgainst, RefusesAValueOutsideTheScale) {
  EXPECT_THAT(FoundAgainst(SomeIndicator(), "-1000"), IsEmpty());
  v1::Indicator scaled = SomeIndicator();
  scaled.set_scale_min("1");
  scaled.set_scale_max("5");
  for (const char* inside : {"1", "3.3", "5.0"}) {
    EXPECT_THAT(FoundAgainst(scaled, inside), IsEmpty()) << inside;
  }
  for (const char* outside : {"0.99", "5.01", "-3"}) {
    EXPECT_THAT(FoundAgainst(scaled, outside),
                ElementsAre(Pair("cell.value", ERROR_REASON_VALUE_OUT_OF_RANGE)))
        << outside;
  }
  EXPECT_THAT(FoundAgainst(scaled, "12,5"), IsEmpty());  // CheckObservation says so
}

TEST(CheckObservationAgainst, HasNothingToSayOfAMissingValue) {
  v1::Indicator scaled = SomeIndicator();
  scaled.set_scale_min("1");
  scaled.set_scale_max("5");
  v1::Observation observation = SomeObservation();
  observation.mutable_cell()->set_missing(common::v1::MISSING_REASON_PENDING);
  const Violations violations;
  CheckObservationAgainst(scaled, observation, violations);
  EXPECT_TRUE(violations.empty());
}

}  // namespace
}  // namespace tertial::indicators
