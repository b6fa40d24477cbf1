#include "services/workforce/domain/workforce_section.h"

#include <string>
#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/figure_id.h"

namespace tertial::workforce {
namespace {

using common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND;
using common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The facts of one area, put together by a test.
class WorkforceSection : public ::testing::Test {
 protected:
  void AddUnit(const std::string& id, int order) {
    v1::Unit unit;
    unit.set_name(UnitName("asker", id));
    unit.set_order(order);
    facts_.units.push_back(unit);
  }

  // Of the whole area where `unit_id` is empty.
  common::v1::Cell& Add(v1::Measure measure, int year, const std::string& unit_id = "",
                        v1::Sex sex = v1::SEX_TOTAL,
                        v1::CertificationBasis basis = v1::CERTIFICATION_BASIS_UNSPECIFIED) {
    return Add(measure, Period::OfYear(year), unit_id, sex, basis);
  }
  common::v1::Cell& Add(v1::Measure measure, const Period& period, const std::string& unit_id = "",
                        v1::Sex sex = v1::SEX_TOTAL,
                        v1::CertificationBasis basis = v1::CERTIFICATION_BASIS_UNSPECIFIED) {
    v1::WorkforceFigure figure;
    figure.set_measure(measure);
    figure.set_period(period.Format());
    if (!unit_id.empty()) figure.set_unit(UnitName("asker", unit_id));
    figure.set_sex(sex);
    figure.set_certification_basis(basis);
    figure.set_name(FigureName("asker", KeyOf(figure, period)));
    return *facts_.figures.emplace(figure.name(), figure).first->second.mutable_cell();
  }

  v1::WorkforceSection Assemble() const { return AssembleWorkforceSection(facts_); }

  WorkforceFacts facts_{.area_id = "asker", .period = Period::OfYear(2024)};
};

std::vector<std::string> ValuesOf(
    const google::protobuf::RepeatedPtrField<common::v1::PeriodCell>& cells) {
  std::vector<std::string> values;
  for (const common::v1::PeriodCell& cell : cells) {
    values.push_back(cell.outcome() == common::v1::OUTCOME_FOUND ? cell.cell().value() : "none");
  }
  return values;
}

TEST_F(WorkforceSection, ShowsThePeriodAndTheThreeBeforeIt) {
  const v1::WorkforceSection section = Assemble();
  EXPECT_EQ(section.area(), "areas/asker");
  EXPECT_EQ(section.period(), "2024");
  EXPECT_THAT(section.periods(), ElementsAre("2021", "2022", "2023", "2024"));
}

TEST_F(WorkforceSection, WithoutUnitsHasNoTotal) {
  const v1::WorkforceSection section = Assemble();
  EXPECT_THAT(section.units(), IsEmpty());
  ASSERT_EQ(section.fte_totals_size(), 4);
  for (const v1::PeriodTotal& total : section.fte_totals()) {
    EXPECT_EQ(total.total().not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  }
  EXPECT_EQ(section.fte_total_change().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(section.fte_total_difference().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(section.cells().cells(), 0);
}

TEST_F(WorkforceSection, PutsUnitsInTheirOrder) {
  AddUnit("c", 2);
  AddUnit("b", 1);
  AddUnit("a", 2);
  std::vector<std::string> names;
  const v1::WorkforceSection section = Assemble();
  for (const v1::UnitSeries& series : section.units()) names.push_back(series.unit().name());
  EXPECT_THAT(names,
              ElementsAre("areas/asker/units/b", "areas/asker/units/a", "areas/asker/units/c"));
}

TEST_F(WorkforceSection, GivesEveryUnitACellForEveryPeriod) {
  AddUnit("welfare", 1);
  Add(v1::MEASURE_FTE, 2023, "welfare").set_value("10.5");
  Add(v1::MEASURE_HEAD_COUNT, 2024, "welfare").set_value("14");
  const v1::WorkforceSection section = Assemble();
  ASSERT_EQ(section.units_size(), 1);
  EXPECT_THAT(ValuesOf(section.units(0).fte()), ElementsAre("none", "none", "10.5", "none"));
  EXPECT_THAT(ValuesOf(section.units(0).head_count()), ElementsAre("none", "none", "none", "14"));
  EXPECT_THAT(section.units(0).figures(), IsEmpty());
}

TEST_F(WorkforceSection, SumsFtesOfUnitsAndNothingElse) {
  AddUnit("a", 1);
  AddUnit("b", 2);
  for (const int year : {2023, 2024}) {
    Add(v1::MEASURE_FTE, year, "a").set_value("100.0");
    Add(v1::MEASURE_FTE, year, "b").set_value(year == 2023 ? "50.0" : "47.0");
    // Neither of these is a part of the total.
    Add(v1::MEASURE_FTE, year, "a", v1::SEX_WOMEN).set_value("70.0");
    Add(v1::MEASURE_FTE, year).set_value("999.0");
  }
  const v1::WorkforceSection section = Assemble();
  EXPECT_EQ(section.fte_totals(2).total().value(), "150.0");
  EXPECT_EQ(section.fte_totals(3).total().value(), "147.0");
  EXPECT_EQ(section.fte_total_change().value(), "-2.0");
  EXPECT_EQ(section.fte_total_difference().value(), "-3.0");
  EXPECT_EQ(section.units(0).fte_change().value(), "0.0");
  EXPECT_EQ(section.units(1).fte_change().value(), "-6.0");
  EXPECT_EQ(section.fte_totals(3).total().operands(1).name(),
            "areas/asker/figures/fte~2024~unit.b");
}

TEST_F(WorkforceSection, SumsTheUnitsThatStandAtTheTopInTheirPeriod) {
  AddUnit("a", 1);
  AddUnit("below", 2);
  facts_.units.back().add_placements()->set_parent(UnitName("asker", "a"));
  AddUnit("closed", 3);
  facts_.units.back().set_valid_to("2023-12-31");
  AddUnit("opened", 4);
  facts_.units.back().set_valid_from("2024-01-01");
  for (const char* unit : {"a", "below", "closed", "opened"}) {
    Add(v1::MEASURE_FTE, 2023, unit).set_value("10.0");
    Add(v1::MEASURE_FTE, 2024, unit).set_value("11.0");
  }
  const v1::WorkforceSection section = Assemble();
  EXPECT_EQ(section.fte_totals(2).total().value(), "20.0");
  EXPECT_EQ(section.fte_totals(3).total().value(), "22.0");
  std::vector<std::string> shown;
  for (const v1::UnitSeries& unit : section.units()) shown.push_back(UnitIdOf(unit.unit().name()));
  EXPECT_THAT(shown, ElementsAre("a", "opened", "below", "closed"));
}

TEST_F(WorkforceSection, TellsTheChangeOfAUnitInFtesToo) {
  AddUnit("citizenship", 1);
  Add(v1::MEASURE_FTE, 2023, "citizenship").set_value("245.9");
  Add(v1::MEASURE_FTE, 2024, "citizenship").set_value("271.8");
  const v1::WorkforceSection section = Assemble();
  EXPECT_EQ(section.units(0).fte_change().value(), "10.5");
  EXPECT_EQ(section.units(0).fte_difference().value(), "25.9");
  EXPECT_EQ(section.units(0).fte_difference().unit(), "fte");
}

TEST_F(WorkforceSection, KeepsLevelsApart) {
  Add(v1::MEASURE_WOMEN_SHARE, 2024).set_value("74.5");
  v1::WorkforceFigure leaders;
  leaders.set_measure(v1::MEASURE_WOMEN_SHARE);
  leaders.set_period("2024");
  leaders.set_sex(v1::SEX_TOTAL);
  leaders.set_level("leaders");
  leaders.set_name(FigureName("asker", KeyOf(leaders, Period::OfYear(2024))));
  leaders.mutable_cell()->set_value("60.0");
  facts_.figures.emplace(leaders.name(), leaders);
  const v1::WorkforceSection section = Assemble();
  ASSERT_EQ(section.figures_size(), 2);
  EXPECT_EQ(section.figures(0).level(), "");
  EXPECT_EQ(section.figures(1).level(), "leaders");
}

TEST_F(WorkforceSection, AGapOfOneUnitIsAGapOfTheTotal) {
  AddUnit("a", 1);
  AddUnit("b", 2);
  Add(v1::MEASURE_FTE, 2022, "a").set_value("1.0");
  Add(v1::MEASURE_FTE, 2022, "b").set_value("2.0");
  Add(v1::MEASURE_FTE, 2023, "a").set_value("1.0");
  Add(v1::MEASURE_FTE, 2024, "a").set_value("1.0");
  Add(v1::MEASURE_FTE, 2024, "b").set_missing(common::v1::MISSING_REASON_PENDING);
  const v1::WorkforceSection section = Assemble();
  EXPECT_EQ(section.fte_totals(1).total().value(), "3.0");
  EXPECT_EQ(section.fte_totals(2).total().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(section.fte_totals(3).total().not_computable().reason(),
            NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_TRUE(section.fte_total_change().has_not_computable());
  EXPECT_TRUE(section.fte_total_difference().has_not_computable());
  EXPECT_EQ(section.units(0).fte_change().value(), "0.0");
  EXPECT_EQ(section.units(1).fte_change().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST_F(WorkforceSection, OrdersSeriesByMeasureSexAndBasis) {
  using Series = std::tuple<v1::Measure, v1::Sex, v1::CertificationBasis>;
  const std::vector<Series> in_order = {
      {v1::MEASURE_HEAD_COUNT, v1::SEX_TOTAL, v1::CERTIFICATION_BASIS_UNSPECIFIED},
      {v1::MEASURE_SICK_LEAVE_RATE, v1::SEX_TOTAL, v1::CERTIFICATION_BASIS_SELF_CERTIFIED},
      {v1::MEASURE_SICK_LEAVE_RATE, v1::SEX_TOTAL, v1::CERTIFICATION_BASIS_UNKNOWN},
      {v1::MEASURE_SICK_LEAVE_RATE, v1::SEX_WOMEN, v1::CERTIFICATION_BASIS_UNKNOWN},
      {v1::MEASURE_APPRENTICES, v1::SEX_TOTAL, v1::CERTIFICATION_BASIS_UNSPECIFIED}};
  for (const auto& [measure, sex, basis] : in_order) {
    Add(measure, 2024, "", sex, basis).set_value("1");
  }
  std::vector<Series> found;
  const v1::WorkforceSection section = Assemble();
  for (const v1::FigureSeries& series : section.figures()) {
    found.emplace_back(series.measure(), series.sex(), series.certification_basis());
  }
  EXPECT_EQ(found, in_order);
  EXPECT_EQ(section.figures(1).unit_of_measure(), "percent");
  EXPECT_THAT(ValuesOf(section.figures(1).cells()), ElementsAre("none", "none", "none", "1"));
}

TEST_F(WorkforceSection, KeepsTheSeriesOfAUnitWithTheUnit) {
  AddUnit("a", 1);
  Add(v1::MEASURE_FTE, 2024, "a", v1::SEX_WOMEN).set_value("7.5");
  Add(v1::MEASURE_HEAD_COUNT, 2024).set_value("6000");
  const v1::WorkforceSection section = Assemble();
  ASSERT_EQ(section.units(0).figures_size(), 1);
  EXPECT_EQ(section.units(0).figures(0).sex(), v1::SEX_WOMEN);
  ASSERT_EQ(section.figures_size(), 1);
  EXPECT_EQ(section.figures(0).measure(), v1::MEASURE_HEAD_COUNT);
}

TEST_F(WorkforceSection, CountsTheCellsOfAllSeries) {
  AddUnit("a", 1);
  Add(v1::MEASURE_FTE, 2024, "a").set_value("1.0");
  Add(v1::MEASURE_FTE, 2023, "a").set_missing(common::v1::MISSING_REASON_PENDING);
  Add(v1::MEASURE_FULL_TIME_SHARE, 2024, "a").set_value("60.0");
  Add(v1::MEASURE_APPRENTICES, 2024).set_value("73");
  const common::v1::CellCounts cells = Assemble().cells();
  EXPECT_EQ(cells.cells(), 16);  // FTEs, head count, full-time share and apprentices
  EXPECT_EQ(cells.measured(), 3);
  ASSERT_EQ(cells.missing_size(), 1);
  EXPECT_EQ(cells.missing(0).reason(), common::v1::MISSING_REASON_PENDING);
  EXPECT_EQ(cells.missing(0).count(), 1);
  EXPECT_EQ(cells.no_observation(), 12);
}

TEST_F(WorkforceSection, OfATertialShowsItAndTheYearToDate) {
  facts_.period = *Period::Parse("2024-T2");
  AddUnit("welfare", 1);
  Add(v1::MEASURE_FTE, *Period::Parse("2023-T2"), "welfare").set_value("2400.5");
  Add(v1::MEASURE_FTE, *Period::Parse("2024-T2"), "welfare").set_value("2317.0");
  Add(v1::MEASURE_FTE, 2024, "welfare").set_value("1");
  Add(v1::MEASURE_SICK_LEAVE_RATE, *Period::Parse("2024-T1"), "", v1::SEX_TOTAL,
      v1::CERTIFICATION_BASIS_UNKNOWN)
      .set_value("9.3");
  const v1::WorkforceSection section = Assemble();
  EXPECT_THAT(section.periods(), ElementsAre("2023-T2", "2024-T2"));
  const v1::UnitSeries& unit = section.units(0);
  EXPECT_THAT(ValuesOf(unit.fte()), ElementsAre("2400.5", "2317.0"));
  EXPECT_EQ(unit.fte_difference().value(), "-83.5");
  EXPECT_EQ(unit.fte_tertial().value().cell().value(), "2317.0");
  EXPECT_EQ(unit.fte_tertial().change().value(), "-83.5");
  EXPECT_EQ(unit.fte_tertial().year_to_date().value(), "2317.0");
  EXPECT_EQ(unit.fte_tertial().year_to_date().operands(0).name(),
            "areas/asker/figures/fte~2024-T2~unit.welfare");
  EXPECT_EQ(unit.head_count_tertial().value().outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(unit.head_count_tertial().year_to_date().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  ASSERT_EQ(section.fte_totals_size(), 2);
  EXPECT_EQ(section.fte_totals(1).total().value(), "2317.0");
  EXPECT_EQ(section.fte_total_difference().value(), "-83.5");
  // Recorded in the tertial before: it stands there, and is no figure of this one.
  ASSERT_EQ(section.figures_size(), 1);
  EXPECT_EQ(section.figures(0).tertial().value().outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(section.figures(0).tertial().year_to_date().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NOT_ADDITIVE);
}

TEST_F(WorkforceSection, OfAYearHasNoFiguresOfATertial) {
  AddUnit("welfare", 1);
  Add(v1::MEASURE_APPRENTICES, 2024).set_value("60");
  const v1::WorkforceSection section = Assemble();
  EXPECT_FALSE(section.units(0).has_fte_tertial());
  EXPECT_FALSE(section.units(0).has_head_count_tertial());
  EXPECT_FALSE(section.figures(0).has_tertial());
}

}  // namespace
}  // namespace tertial::workforce
