#include "services/climate/domain/measure_rules.h"

#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/path_rules.h"
#include "tests/unit/services/climate/budget_samples.h"

namespace tertial::climate {
namespace {

using common::v1::ERROR_REASON_CELL_EMPTY;
using common::v1::ERROR_REASON_DUPLICATE_ELEMENT;
using common::v1::ERROR_REASON_EXPLANATION_MISSING;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_DECIMAL;
using common::v1::ERROR_REASON_INVALID_ENUM;
using common::v1::ERROR_REASON_INVALID_PERIOD;
using common::v1::ERROR_REASON_INVALID_TEXT;
using common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

v1::ClimateMeasure Buses() { return Reduction("buses", "mobility", 1, "10000", "14000"); }

TEST(ClimateMeasure, SaysOnWhatItActsWhereItHasEffects) {
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, Buses()), IsEmpty());
  v1::ClimateMeasure measure = Measure("buses", "mobility", 1);
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, measure), IsEmpty());
  AddUnknownEffect("2030", measure);
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, measure),
              UnorderedElementsAre(Pair("sector", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("boundary", ERROR_REASON_INVALID_ENUM),
                                   Pair("scope", ERROR_REASON_INVALID_ENUM)));
}

TEST(ClimateMeasure, HasALeastEffectThatIsNotAboveTheMost) {
  v1::ClimateMeasure measure = Buses();
  AddEffect("2031", "10", "10.0", measure);
  AddEffect("2032", "10.1", "10", measure);
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, measure),
              ElementsAre(Pair("effects[2].range.least", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(ClimateMeasure, NeedsBothEndsAndAUnitThatConverts) {
  v1::ClimateMeasure measure = Buses();
  AddEffect("2031", "", "ten", measure, "");
  AddEffect("2032", "1", "2", measure, "gwh");
  AddEffect("2033", "1", "2", measure, "tonnes");
  AddEffect("2034", "1", "2", measure, "kg_co2e");
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, measure),
              ElementsAre(Pair("effects[1].range.least", ERROR_REASON_INVALID_DECIMAL),
                          Pair("effects[1].range.most", ERROR_REASON_INVALID_DECIMAL),
                          Pair("effects[1].range.unit", ERROR_REASON_FIELD_REQUIRED),
                          Pair("effects[2].range.unit", ERROR_REASON_UNIT_NOT_CONVERTIBLE),
                          Pair("effects[3].range.unit", ERROR_REASON_UNIT_NOT_CONVERTIBLE)));
}

TEST(ClimateMeasure, QuantifiesAnEffectOrSaysWhyNot) {
  v1::ClimateMeasure measure = Buses();
  measure.add_effects()->set_period("2031");
  v1::MeasureEffect& unexplained = *measure.add_effects();
  unexplained.set_period("2032");
  unexplained.mutable_not_quantified();
  AddUnknownEffect("2033", measure);
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, measure),
              ElementsAre(Pair("effects[1]", ERROR_REASON_FIELD_REQUIRED),
                          Pair("effects[2].not_quantified.explanations",
                               ERROR_REASON_EXPLANATION_MISSING)));
}

TEST(ClimateMeasure, MayRaiseEmissionsOnlyOutsideOfGroups) {
  v1::ClimateMeasure measure = Reduction("buses", "mobility", 1, "-5", "-2");
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, measure), IsEmpty());
  measure.set_overlap_group("cars");
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, measure),
              ElementsAre(Pair("effects[0].range.least", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(ClimateMeasure, NamesEachYearOnceInOrder) {
  v1::ClimateMeasure measure = Buses();
  AddEffect("2030", "1", "2", measure);
  AddEffect("2029", "1", "2", measure);
  AddEffect("2031-M01", "1", "2", measure);
  AddCost("2030", "1", measure);
  AddCost("2031", "1", measure);
  AddCost("2030", "1", measure);
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, measure),
              UnorderedElementsAre(Pair("effects[1].period", ERROR_REASON_DUPLICATE_ELEMENT),
                                   Pair("effects[2].period", ERROR_REASON_VALUE_OUT_OF_RANGE),
                                   Pair("effects[3].period", ERROR_REASON_INVALID_PERIOD),
                                   Pair("costs[2].period", ERROR_REASON_DUPLICATE_ELEMENT)));
}

TEST(ClimateMeasure, CostsMoney) {
  v1::ClimateMeasure measure = Buses();
  AddCost("2030", "-1.5", measure, "million_nok");
  AddCost("2031", "1", measure, "fte");
  AddCost("2032", "1", measure, "");
  AddCost("2033", "1", measure, "thousand_nok");
  measure.mutable_costs(3)->clear_amount();
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, measure),
              ElementsAre(Pair("costs[1].unit", ERROR_REASON_UNIT_NOT_CONVERTIBLE),
                          Pair("costs[2].unit", ERROR_REASON_FIELD_REQUIRED),
                          Pair("costs[3].amount", ERROR_REASON_CELL_EMPTY)));
}

TEST(ClimateMeasure, HasBoundedTextsAndKnownStatus) {
  v1::ClimateMeasure measure = Buses();
  measure.set_status(static_cast<v1::MeasureStatus>(99));
  measure.set_owner_unit(std::string(501, 'x'));
  measure.set_decision(std::string(501, 'x'));
  measure.set_result_indicator(std::string(501, 'x'));
  measure.set_overlap_group("Cars");
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, measure),
              UnorderedElementsAre(Pair("status", ERROR_REASON_INVALID_ENUM),
                                   Pair("owner_unit", ERROR_REASON_INVALID_TEXT),
                                   Pair("decision", ERROR_REASON_INVALID_TEXT),
                                   Pair("result_indicator", ERROR_REASON_INVALID_TEXT),
                                   Pair("overlap_group", ERROR_REASON_INVALID_TEXT)));
}

TEST(ClimateMeasure, HasAtMostAHundredYears) {
  v1::ClimateMeasure measure = Buses();
  measure.clear_effects();
  for (int year = 2020; year <= 2120; ++year) {
    AddEffect(std::to_string(year), "1", "2", measure);
    AddCost(std::to_string(year), "1", measure);
  }
  EXPECT_THAT(FoundWrong(CheckClimateMeasure, measure),
              UnorderedElementsAre(Pair("effects", ERROR_REASON_VALUE_OUT_OF_RANGE),
                                   Pair("costs", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(ReferencePath, NeedsTitlesBoundaryScopeSectorAndLevels) {
  EXPECT_THAT(FoundWrong(CheckReferencePath, Path()), IsEmpty());
  EXPECT_THAT(FoundWrong(CheckReferencePath, v1::ReferencePath()),
              UnorderedElementsAre(Pair("titles", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("boundary", ERROR_REASON_INVALID_ENUM),
                                   Pair("scope", ERROR_REASON_INVALID_ENUM),
                                   Pair("sector", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("levels", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(ReferencePath, HasLevelsThatAreNotNegativeYearByYear) {
  v1::ReferencePath path = Path();
  v1::PathLevel& earlier = *path.add_levels();
  earlier.set_period("2028");
  *earlier.mutable_cell() = Pending();
  v1::PathLevel& negative = *path.add_levels();
  negative.set_period("2030");
  *negative.mutable_cell() = Value("-1");
  path.add_levels()->set_period("2031");
  EXPECT_THAT(FoundWrong(CheckReferencePath, path),
              UnorderedElementsAre(Pair("levels[2].period", ERROR_REASON_VALUE_OUT_OF_RANGE),
                                   Pair("levels[3].period", ERROR_REASON_DUPLICATE_ELEMENT),
                                   Pair("levels[3].cell.value", ERROR_REASON_VALUE_OUT_OF_RANGE),
                                   Pair("levels[4].cell", ERROR_REASON_CELL_EMPTY)));
}

}  // namespace
}  // namespace tertial::climate
