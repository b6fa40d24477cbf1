#include "services/climate/domain/activity_rules.h"
#include "services/climate/domain/emission_rules.h"
#include "services/climate/domain/measure_rules.h"
#include "services/climate/domain/release_rules.h"
#include "services/climate/domain/target_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/climate_samples.h"

namespace tertial::climate {
namespace {

using common::v1::ERROR_REASON_CELL_EMPTY;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_DATE;
using common::v1::ERROR_REASON_INVALID_DECIMAL;
using common::v1::ERROR_REASON_INVALID_ENUM;
using common::v1::ERROR_REASON_INVALID_PERIOD;
using common::v1::ERROR_REASON_INVALID_TEXT;
using common::v1::ERROR_REASON_NAME_FIELD_MISMATCH;
using common::v1::ERROR_REASON_UNIT_NOT_CONVERTIBLE;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// The fields found wrong, each with its reason.
template <typename Resource>
std::vector<std::pair<std::string, ErrorReason>> Check(void (*check)(const Resource&,
                                                                     const Violations&),
                                                       const Resource& resource) {
  Violations violations;
  check(resource, violations);
  std::vector<std::pair<std::string, ErrorReason>> found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

TEST(InventoryRelease, MayLeaveWhatItsSourceDoesNotSay) {
  EXPECT_THAT(Check(CheckInventoryRelease, CommunityRelease()), IsEmpty());
}

TEST(InventoryRelease, NeedsPublisherGwpSetBoundaryAndScope) {
  v1::InventoryRelease release;
  release.set_name(kRelease);
  EXPECT_THAT(Check(CheckInventoryRelease, release),
              UnorderedElementsAre(Pair("publisher", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("gwp_set", ERROR_REASON_INVALID_ENUM),
                                   Pair("boundary", ERROR_REASON_INVALID_ENUM),
                                   Pair("scope", ERROR_REASON_INVALID_ENUM)));
}

TEST(InventoryRelease, IsDatedToAYearAMonthOrADay) {
  v1::InventoryRelease release = CommunityRelease();
  for (const char* date : {"2025", "2025-01", "2025-01-15"}) {
    release.set_release_date(date);
    EXPECT_THAT(Check(CheckInventoryRelease, release), IsEmpty()) << date;
  }
  for (const char* date : {"2025-spring", "2025-02-30", "soon"}) {
    release.set_release_date(date);
    EXPECT_THAT(Check(CheckInventoryRelease, release),
                UnorderedElementsAre(Pair("release_date", ERROR_REASON_INVALID_DATE)))
        << date;
  }
}

TEST(InventoryRelease, RefusesAMethodVersionOfMoreThan200Bytes) {
  v1::InventoryRelease release = CommunityRelease();
  release.set_method_version(std::string(200, 'x'));
  EXPECT_THAT(Check(CheckInventoryRelease, release), IsEmpty());
  release.set_method_version(std::string(201, 'x'));
  EXPECT_THAT(Check(CheckInventoryRelease, release),
              UnorderedElementsAre(Pair("method_version", ERROR_REASON_INVALID_TEXT)));
}

TEST(EmissionFigure, HoldsAValueOrANotationKey) {
  EXPECT_THAT(Check(CheckEmissionFigure, Emission("all", "2023", Value("203735"))), IsEmpty());
  for (const auto reason :
       {common::v1::MISSING_REASON_INCLUDED_ELSEWHERE, common::v1::MISSING_REASON_NOT_ESTIMATED,
        common::v1::MISSING_REASON_NOT_OCCURRING, common::v1::MISSING_REASON_SUPPRESSED,
        common::v1::MISSING_REASON_PENDING}) {
    EXPECT_THAT(Check(CheckEmissionFigure, Emission("aviation", "2023", Missing(reason))),
                IsEmpty())
        << reason;
  }
  EXPECT_THAT(Check(CheckEmissionFigure, Emission("all", "2023", common::v1::Cell())),
              UnorderedElementsAre(Pair("cell", ERROR_REASON_CELL_EMPTY)));
}

TEST(EmissionFigure, IsNegativeForLandUseAndItsPartsOnly) {
  EXPECT_THAT(Check(CheckEmissionFigure, Emission("waste", "2023", Value("-1"))),
              UnorderedElementsAre(Pair("cell.value", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  EXPECT_THAT(Check(CheckEmissionFigure, Emission("all", "2023", Value("-0.1"))),
              UnorderedElementsAre(Pair("cell.value", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  EXPECT_THAT(Check(CheckEmissionFigure, Emission("waste", "2023", Value("0"))), IsEmpty());
  EXPECT_THAT(Check(CheckEmissionFigure, Emission("land-use", "2023", Value("-1"))), IsEmpty());
  v1::EmissionFigure forest = Emission("forest", "2023", Value("-1"));
  forest.set_part_of("land-use");
  EXPECT_THAT(Check(CheckEmissionFigure, forest), IsEmpty());
}

TEST(EmissionFigure, IsGivenInAUnitThatConvertsIntoTonnes) {
  v1::EmissionFigure figure = Emission("all", "2023", Value("203735000"));
  figure.set_unit("gwh");
  EXPECT_THAT(Check(CheckEmissionFigure, figure),
              UnorderedElementsAre(Pair("unit", ERROR_REASON_UNIT_NOT_CONVERTIBLE)));
  figure.clear_unit();
  EXPECT_THAT(Check(CheckEmissionFigure, figure),
              UnorderedElementsAre(Pair("unit", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(EmissionFigure, OfAnObjectIsAPartOfItsSector) {
  v1::EmissionFigure figure = Emission("waste", "2024", Value("260"), "depot");
  SetText("Depotet", figure.mutable_object_titles());
  EXPECT_THAT(Check(CheckEmissionFigure, figure), IsEmpty());
  figure.set_part_of("industry");
  EXPECT_THAT(Check(CheckEmissionFigure, figure),
              UnorderedElementsAre(Pair("part_of", ERROR_REASON_INCONSISTENT_FIELDS)));
  figure.clear_part_of();
  EXPECT_THAT(Check(CheckEmissionFigure, figure),
              UnorderedElementsAre(Pair("part_of", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(EmissionFigure, OfAWholeSectorIsNoPartOfItself) {
  v1::EmissionFigure figure = Emission("waste", "2024", Value("260"));
  figure.set_part_of("waste");
  EXPECT_THAT(Check(CheckEmissionFigure, figure),
              UnorderedElementsAre(Pair("part_of", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(EmissionFigure, OfTheTotalIsAPartOfNothing) {
  v1::EmissionFigure figure = Emission("all", "2024", Value("260"));
  figure.set_part_of("waste");
  EXPECT_THAT(Check(CheckEmissionFigure, figure),
              UnorderedElementsAre(Pair("part_of", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(EmissionFigure, HasNoObjectTitleWithoutAnObject) {
  v1::EmissionFigure figure = Emission("waste", "2024", Value("260"));
  SetText("Depotet", figure.mutable_object_titles());
  EXPECT_THAT(Check(CheckEmissionFigure, figure),
              UnorderedElementsAre(Pair("object_titles", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(EmissionFigure, RefusesANameThatItsFieldsDoNotMake) {
  v1::EmissionFigure figure = Emission("waste", "2024", Value("260"));
  figure.set_period("2023");
  EXPECT_THAT(Check(CheckEmissionFigure, figure),
              UnorderedElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)));
}

TEST(EmissionFigure, RefusesAPeriodThatIsNone) {
  v1::EmissionFigure figure = Emission("waste", "2024", Value("260"));
  figure.set_period("2024-T4");
  EXPECT_THAT(Check(CheckEmissionFigure, figure),
              UnorderedElementsAre(Pair("period", ERROR_REASON_INVALID_PERIOD)));
}

TEST(ActivityFigure, MayBeOfAnySign) {
  EXPECT_THAT(Check(CheckActivityFigure, Activity("energy-use", "2024", Value("79.2"))), IsEmpty());
  EXPECT_THAT(Check(CheckActivityFigure, Activity("energy-use", "2024", Value("-2.2"))), IsEmpty());
}

TEST(ActivityFigure, NeedsAccountMetricBoundaryPeriodUnitAndCell) {
  EXPECT_THAT(Check(CheckActivityFigure, v1::ActivityFigure()),
              UnorderedElementsAre(Pair("account", ERROR_REASON_INVALID_ENUM),
                                   Pair("metric", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("boundary", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("period", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("unit", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("cell", ERROR_REASON_CELL_EMPTY)));
}

TEST(ActivityFigure, RefusesANameThatItsFieldsDoNotMake) {
  v1::ActivityFigure figure = Activity("energy-use", "2024", Value("79.2"));
  figure.set_scope(v1::SCOPE_DIRECT);
  EXPECT_THAT(Check(CheckActivityFigure, figure),
              UnorderedElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)));
}

TEST(ActivityFigure, HasNoObjectTitleWithoutAnObject) {
  v1::ActivityFigure figure = Activity("energy-use", "2024", Value("79.2"));
  SetText("Risenga svømmehall", figure.mutable_object_titles());
  EXPECT_THAT(Check(CheckActivityFigure, figure),
              UnorderedElementsAre(Pair("object_titles", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(ClimateTarget, ReducesByAPercentageOfABase) {
  EXPECT_THAT(Check(CheckClimateTarget, ReductionTarget()), IsEmpty());
}

TEST(ClimateTarget, ReducesToALevel) {
  EXPECT_THAT(Check(CheckClimateTarget, LevelTarget()), IsEmpty());
}

TEST(ClimateTarget, ReducesByMoreThanNothingAndAtMostAll) {
  v1::ClimateTarget target = ReductionTarget();
  for (const char* value : {"0.1", "100"}) {
    target.set_value(value);
    EXPECT_THAT(Check(CheckClimateTarget, target), IsEmpty()) << value;
  }
  for (const char* value : {"0", "-5", "100.1"}) {
    target.set_value(value);
    EXPECT_THAT(Check(CheckClimateTarget, target),
                UnorderedElementsAre(Pair("value", ERROR_REASON_VALUE_OUT_OF_RANGE)))
        << value;
  }
  target.set_value("67 %");
  EXPECT_THAT(Check(CheckClimateTarget, target),
              UnorderedElementsAre(Pair("value", ERROR_REASON_INVALID_DECIMAL)));
}

TEST(ClimateTarget, OfARangeAsksForMoreAtItsFarEnd) {
  v1::ClimateTarget reduction = ReductionTarget();
  reduction.set_value("50");
  reduction.set_value_max("55");
  EXPECT_THAT(Check(CheckClimateTarget, reduction), IsEmpty());
  reduction.set_value_max("50");
  EXPECT_THAT(Check(CheckClimateTarget, reduction),
              UnorderedElementsAre(Pair("value_max", ERROR_REASON_INCONSISTENT_FIELDS)));
  v1::ClimateTarget level = LevelTarget();
  level.set_value("1000");
  level.set_value_max("0");
  EXPECT_THAT(Check(CheckClimateTarget, level), IsEmpty());
  level.set_value_max("1000");
  EXPECT_THAT(Check(CheckClimateTarget, level),
              UnorderedElementsAre(Pair("value_max", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(ClimateTarget, OfALevelIsNotNegative) {
  v1::ClimateTarget target = LevelTarget();
  target.set_value("-1");
  EXPECT_THAT(Check(CheckClimateTarget, target),
              UnorderedElementsAre(Pair("value", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(ClimateTarget, HasTheUnitOfItsKind) {
  v1::ClimateTarget reduction = ReductionTarget();
  reduction.set_unit("tonnes_co2e");
  EXPECT_THAT(Check(CheckClimateTarget, reduction),
              UnorderedElementsAre(Pair("unit", ERROR_REASON_INCONSISTENT_FIELDS)));
  v1::ClimateTarget level = LevelTarget();
  level.set_unit("percent");
  EXPECT_THAT(Check(CheckClimateTarget, level),
              UnorderedElementsAre(Pair("unit", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(ClimateTarget, HasABaseYearOnlyWhereItReducesFromOne) {
  v1::ClimateTarget reduction = ReductionTarget();
  reduction.clear_base_period();
  EXPECT_THAT(Check(CheckClimateTarget, reduction),
              UnorderedElementsAre(Pair("base_period", ERROR_REASON_FIELD_REQUIRED)));
  reduction.set_base_period("2009-Q1");
  EXPECT_THAT(Check(CheckClimateTarget, reduction),
              UnorderedElementsAre(Pair("base_period", ERROR_REASON_INVALID_PERIOD)));
  v1::ClimateTarget level = LevelTarget();
  level.set_base_period("1990");
  EXPECT_THAT(Check(CheckClimateTarget, level),
              UnorderedElementsAre(Pair("base_period", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(ClimateTarget, IsDueInAYearAfterItsBase) {
  v1::ClimateTarget target = ReductionTarget();
  target.set_due_period("2009");
  EXPECT_THAT(Check(CheckClimateTarget, target),
              UnorderedElementsAre(Pair("due_period", ERROR_REASON_INCONSISTENT_FIELDS)));
  target.set_due_period("2030-12-31");
  EXPECT_THAT(Check(CheckClimateTarget, target),
              UnorderedElementsAre(Pair("due_period", ERROR_REASON_INVALID_PERIOD)));
}

TEST(ClimateTarget, NeedsSubjectBoundaryScopeSectorKindValueDuePeriodAndBasis) {
  EXPECT_THAT(Check(CheckClimateTarget, v1::ClimateTarget()),
              UnorderedElementsAre(Pair("subjects", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("boundary", ERROR_REASON_INVALID_ENUM),
                                   Pair("scope", ERROR_REASON_INVALID_ENUM),
                                   Pair("sector", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("kind", ERROR_REASON_INVALID_ENUM),
                                   Pair("value", ERROR_REASON_INVALID_DECIMAL),
                                   Pair("due_period", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("basis", ERROR_REASON_INVALID_ENUM)));
}

TEST(ClimateMeasure, MayHaveNoQuantity) {
  EXPECT_THAT(Check(CheckClimateMeasure, Measure("green-flag", "leadership", 1)), IsEmpty());
}

TEST(ClimateMeasure, HasAUnitWithItsQuantityAndOnlyThen) {
  v1::ClimateMeasure measure = QuantifiedMeasure("new-cars", "mobility", 1, Value("41"));
  EXPECT_THAT(Check(CheckClimateMeasure, measure), IsEmpty());
  measure.clear_unit();
  EXPECT_THAT(Check(CheckClimateMeasure, measure),
              UnorderedElementsAre(Pair("unit", ERROR_REASON_FIELD_REQUIRED)));
  measure.set_unit("count");
  measure.clear_quantity();
  EXPECT_THAT(Check(CheckClimateMeasure, measure),
              UnorderedElementsAre(Pair("unit", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(ClimateMeasure, RefusesAnEmptyQuantity) {
  EXPECT_THAT(
      Check(CheckClimateMeasure, QuantifiedMeasure("new-cars", "mobility", 1, common::v1::Cell())),
      UnorderedElementsAre(Pair("quantity", ERROR_REASON_CELL_EMPTY)));
}

TEST(ClimateMeasure, NamesBothEndsOfItsPeriodsOrNone) {
  v1::ClimateMeasure measure = Measure("green-flag", "leadership", 1);
  measure.set_from_period("2022");
  EXPECT_THAT(Check(CheckClimateMeasure, measure),
              UnorderedElementsAre(Pair("to_period", ERROR_REASON_FIELD_REQUIRED)));
  measure.set_to_period("2024");
  EXPECT_THAT(Check(CheckClimateMeasure, measure), IsEmpty());
  measure.set_to_period("2021");
  EXPECT_THAT(Check(CheckClimateMeasure, measure),
              UnorderedElementsAre(Pair("to_period", ERROR_REASON_INCONSISTENT_FIELDS)));
  measure.clear_from_period();
  EXPECT_THAT(Check(CheckClimateMeasure, measure),
              UnorderedElementsAre(Pair("from_period", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(ClimateMeasure, NeedsActionAreaTitleOrderAndDescription) {
  EXPECT_THAT(Check(CheckClimateMeasure, v1::ClimateMeasure()),
              UnorderedElementsAre(Pair("action_area", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("action_area_titles", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("order", ERROR_REASON_VALUE_OUT_OF_RANGE),
                                   Pair("descriptions", ERROR_REASON_FIELD_REQUIRED)));
}

}  // namespace
}  // namespace tertial::climate
