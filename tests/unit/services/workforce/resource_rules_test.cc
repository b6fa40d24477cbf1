#include "services/workforce/domain/resource_rules.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::workforce {
namespace {

using common::v1::ERROR_REASON_CELL_EMPTY;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_ENUM;
using common::v1::ERROR_REASON_INVALID_PERIOD;
using common::v1::ERROR_REASON_INVALID_RESOURCE_NAME;
using common::v1::ERROR_REASON_NAME_FIELD_MISMATCH;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

using Found = std::vector<std::pair<std::string, ErrorReason>>;

Found FieldsOf(const Violations& violations) {
  Found found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

v1::Unit Welfare() {
  v1::Unit unit;
  unit.set_name("areas/asker/units/welfare");
  unit.add_titles()->set_language("nb");
  unit.mutable_titles(0)->set_text("Velferd");
  unit.set_order(3);
  return unit;
}

Found CheckedUnit(const v1::Unit& unit) {
  Violations violations;
  CheckUnit(unit, violations);
  return FieldsOf(violations);
}

// The FTEs of a unit, all right, but for what `change` does.
Found CheckedFte(const std::function<void(v1::WorkforceFigure&)>& change) {
  v1::WorkforceFigure figure;
  figure.set_name("areas/asker/figures/fte~2024~unit.welfare");
  figure.set_measure(v1::MEASURE_FTE);
  figure.set_period("2024");
  figure.set_unit("areas/asker/units/welfare");
  figure.set_sex(v1::SEX_TOTAL);
  figure.set_unit_of_measure("fte");
  figure.mutable_cell()->set_value("1836.6");
  change(figure);
  Violations violations;
  CheckWorkforceFigure(figure, violations);
  return FieldsOf(violations);
}

// A sick-leave rate, all right, but for what `change` does.
Found CheckedSickLeave(const std::function<void(v1::WorkforceFigure&)>& change) {
  return CheckedFte([&](v1::WorkforceFigure& figure) {
    figure.set_name("areas/asker/figures/sick-leave-rate~2024~sex.women~basis.unknown");
    figure.set_measure(v1::MEASURE_SICK_LEAVE_RATE);
    figure.clear_unit();
    figure.set_sex(v1::SEX_WOMEN);
    figure.set_certification_basis(v1::CERTIFICATION_BASIS_UNKNOWN);
    figure.set_unit_of_measure("percent");
    figure.mutable_cell()->set_value("10.4");
    change(figure);
  });
}

// A figure of the whole area, all right for its measure, with `value`.
Found CheckedValue(v1::Measure measure, const std::string& id, const std::string& unit,
                   const std::string& value) {
  return CheckedFte([&](v1::WorkforceFigure& figure) {
    figure.set_name("areas/asker/figures/" + id);
    figure.set_measure(measure);
    figure.clear_unit();
    figure.set_unit_of_measure(unit);
    figure.mutable_cell()->set_value(value);
  });
}

TEST(UnitRules, AcceptAWholeUnit) { EXPECT_THAT(CheckedUnit(Welfare()), IsEmpty()); }

TEST(UnitRules, AskForTitlesAndOrder) {
  v1::Unit unit = Welfare();
  unit.clear_titles();
  unit.clear_order();
  EXPECT_THAT(CheckedUnit(unit), ElementsAre(Pair("titles", ERROR_REASON_FIELD_REQUIRED),
                                             Pair("order", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(UnitRules, LookAtDaysPlacesAndOrigins) {
  v1::Unit unit = Welfare();
  unit.set_valid_from("2024-13-01");
  unit.add_placements()->set_parent(unit.name());
  unit.add_origins();
  const Found found = CheckedUnit(unit);
  ASSERT_GE(found.size(), 3U);
  EXPECT_EQ(found[0].first, "valid_from");
  EXPECT_EQ(found[1].first, "placements[0].parent");
  EXPECT_EQ(found[2].first, "origins[0].unit");
}

TEST(UnitRules, RefuseAnIdThatWouldBlurFigureIds) {
  for (const char* name :
       {"areas/asker/units/a~sex.women", "areas/asker/units/Welfare", "areas/asker/units/a.b"}) {
    v1::Unit unit = Welfare();
    unit.set_name(name);
    EXPECT_THAT(CheckedUnit(unit), ElementsAre(Pair("name", ERROR_REASON_INVALID_RESOURCE_NAME)))
        << name;
  }
}

TEST(FigureRules, AcceptAWholeFigure) {
  EXPECT_THAT(CheckedFte([](v1::WorkforceFigure&) {}), IsEmpty());
  EXPECT_THAT(CheckedSickLeave([](v1::WorkforceFigure&) {}), IsEmpty());
}

TEST(FigureRules, AcceptAGapWithItsReason) {
  EXPECT_THAT(CheckedFte([](v1::WorkforceFigure& figure) {
                figure.mutable_cell()->set_missing(common::v1::MISSING_REASON_PENDING);
              }),
              IsEmpty());
}

TEST(FigureRules, TellEverythingThatIsWrongAtOnce) {
  EXPECT_THAT(CheckedFte([](v1::WorkforceFigure& figure) {
                const std::string name = figure.name();
                figure.Clear();
                figure.set_name(name);
              }),
              UnorderedElementsAre(Pair("measure", ERROR_REASON_INVALID_ENUM),
                                   Pair("period", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("sex", ERROR_REASON_INVALID_ENUM),
                                   Pair("unit_of_measure", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("cell", ERROR_REASON_CELL_EMPTY)));
}

TEST(FigureRules, RefuseNumbersThatNoEnumHas) {
  EXPECT_THAT(CheckedFte([](v1::WorkforceFigure& figure) {
                figure.set_measure(static_cast<v1::Measure>(999));
              }),
              ElementsAre(Pair("measure", ERROR_REASON_INVALID_ENUM)));
  EXPECT_THAT(
      CheckedFte([](v1::WorkforceFigure& figure) { figure.set_sex(static_cast<v1::Sex>(999)); }),
      ElementsAre(Pair("sex", ERROR_REASON_INVALID_ENUM)));
  EXPECT_THAT(CheckedSickLeave([](v1::WorkforceFigure& figure) {
                figure.set_certification_basis(static_cast<v1::CertificationBasis>(999));
              }),
              ElementsAre(Pair("certification_basis", ERROR_REASON_INVALID_ENUM)));
}

TEST(FigureRules, RefuseAPeriodThatIsNone) {
  EXPECT_THAT(CheckedFte([](v1::WorkforceFigure& figure) { figure.set_period("2024-T4"); }),
              ElementsAre(Pair("period", ERROR_REASON_INVALID_PERIOD)));
}

TEST(FigureRules, RefuseANameThatSaysSomethingElseThanTheFields) {
  const auto refused = ElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH));
  EXPECT_THAT(CheckedFte([](v1::WorkforceFigure& figure) { figure.set_period("2023"); }), refused);
  EXPECT_THAT(CheckedFte([](v1::WorkforceFigure& figure) { figure.clear_unit(); }), refused);
  EXPECT_THAT(CheckedFte([](v1::WorkforceFigure& figure) { figure.set_sex(v1::SEX_MEN); }),
              refused);
  EXPECT_THAT(CheckedSickLeave([](v1::WorkforceFigure& figure) {
                figure.set_certification_basis(v1::CERTIFICATION_BASIS_SELF_CERTIFIED);
              }),
              refused);
}

TEST(FigureRules, AskASickLeaveRateForItsBasis) {
  EXPECT_THAT(
      CheckedSickLeave([](v1::WorkforceFigure& figure) { figure.clear_certification_basis(); }),
      ElementsAre(Pair("certification_basis", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(FigureRules, RefuseABasisForAnythingElse) {
  EXPECT_THAT(CheckedFte([](v1::WorkforceFigure& figure) {
                figure.set_certification_basis(v1::CERTIFICATION_BASIS_UNKNOWN);
              }),
              ElementsAre(Pair("certification_basis", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(FigureRules, RefuseTheShareOfWomenAmongWomen) {
  EXPECT_THAT(CheckedFte([](v1::WorkforceFigure& figure) {
                figure.set_measure(v1::MEASURE_WOMEN_SHARE);
                figure.set_unit_of_measure("percent");
                figure.set_sex(v1::SEX_WOMEN);
                figure.mutable_cell()->set_value("74.5");
              }),
              ElementsAre(Pair("sex", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(FigureRules, TakeALevelOfPositionsWhereThereAreLevels) {
  const auto checked = [](v1::Measure measure, const std::string& id, const std::string& level) {
    return CheckedFte([&](v1::WorkforceFigure& figure) {
      figure.set_name("areas/asker/figures/" + id);
      figure.set_measure(measure);
      figure.clear_unit();
      figure.set_unit_of_measure("percent");
      figure.set_level(level);
      figure.mutable_cell()->set_value("94.1");
    });
  };
  EXPECT_THAT(checked(v1::MEASURE_PAY_GAP, "pay-gap~2024~level.leaders-2", "leaders-2"), IsEmpty());
  EXPECT_THAT(checked(v1::MEASURE_PAY_GAP, "pay-gap~2024", "leaders-2"),
              ElementsAre(Pair("name", ERROR_REASON_NAME_FIELD_MISMATCH)));
  EXPECT_THAT(checked(v1::MEASURE_PAY_GAP, "pay-gap~2024~level.x", "Leaders"),
              ElementsAre(Pair("level", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  EXPECT_THAT(checked(v1::MEASURE_TURNOVER, "turnover~2024~level.x", "x"),
              ElementsAre(Pair("level", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(FigureRules, RefuseAUnitThatIsNotThatOfTheMeasure) {
  EXPECT_THAT(
      CheckedFte([](v1::WorkforceFigure& figure) { figure.set_unit_of_measure("percent"); }),
      ElementsAre(Pair("unit_of_measure", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(FigureRules, HoldValuesToTheLimitsOfTheirMeasure) {
  const auto refused = ElementsAre(Pair("cell.value", ERROR_REASON_VALUE_OUT_OF_RANGE));
  EXPECT_THAT(CheckedValue(v1::MEASURE_FTE, "fte~2024", "fte", "-0.1"), refused);
  EXPECT_THAT(CheckedValue(v1::MEASURE_WOMEN_SHARE, "women-share~2024", "percent", "100.1"),
              refused);
  EXPECT_THAT(CheckedValue(v1::MEASURE_APPRENTICES, "apprentices~2024", "count", "73.5"), refused);

  EXPECT_THAT(CheckedValue(v1::MEASURE_FTE, "fte~2024", "fte", "0"), IsEmpty());
  EXPECT_THAT(CheckedValue(v1::MEASURE_WOMEN_SHARE, "women-share~2024", "percent", "100.0"),
              IsEmpty());
  EXPECT_THAT(CheckedValue(v1::MEASURE_APPRENTICES, "apprentices~2024", "count", "73"), IsEmpty());
  EXPECT_THAT(CheckedValue(v1::MEASURE_PAY_GAP, "pay-gap~2024", "percent", "101.3"), IsEmpty());
  EXPECT_THAT(
      CheckedValue(v1::MEASURE_PARENTAL_LEAVE_WEEKS, "parental-leave-weeks~2024", "weeks", "104.2"),
      IsEmpty());
  EXPECT_THAT(CheckedValue(v1::MEASURE_FULL_TIME_PROJECT_GRANT, "full-time-project-grant~2024",
                           "million_nok", "250.5"),
              IsEmpty());
}

}  // namespace
}  // namespace tertial::workforce
