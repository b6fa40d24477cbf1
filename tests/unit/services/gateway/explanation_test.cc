#include "services/gateway/domain/explanation.h"

#include <string>
#include <vector>

#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/domain/cell_names.h"
#include "services/gateway/domain/number_place.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"
#include "tests/testing/status_matchers.h"

namespace tertial::gateway {
namespace {

using common::v1::OUTCOME_NO_OBSERVATION;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

common::v1::Cell Value(const std::string& value) {
  common::v1::Cell cell;
  cell.set_value(value);
  return cell;
}

void Add(const std::string& period, const std::string& value,
         google::protobuf::RepeatedPtrField<common::v1::PeriodCell>& cells) {
  common::v1::PeriodCell& cell = *cells.Add();
  cell.set_period(period);
  if (value.empty()) {
    cell.set_outcome(OUTCOME_NO_OBSERVATION);
    return;
  }
  cell.set_outcome(common::v1::OUTCOME_FOUND);
  *cell.mutable_cell() = Value(value);
}

void AddText(const std::string& text,
             google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts) {
  common::v1::LocalizedText& one = *texts.Add();
  one.set_language("nb");
  one.set_text(text);
}

v1::Report MakeReport() {
  v1::Report report;
  report.mutable_area()->set_name("areas/asker");
  report.set_period("2024");
  return report;
}

// The only fact of the number at a path.
v1::FactOrigin FactAt(const v1::Report& report, const std::string& path) {
  const absl::StatusOr<Explanation> explanation = ExplainPath(report, path);
  EXPECT_THAT(explanation, IsOk());
  if (!explanation.ok() || explanation->number.facts_size() != 1) return {};
  return explanation->number.facts(0);
}

std::vector<std::string> PathsOf(const v1::Report& report) {
  std::vector<std::string> paths;
  VisitNumbers(report, [&](const NumberPlace& place) { paths.push_back(place.Path()); });
  return paths;
}

workforce::v1::UnitSeries& AddUnit(v1::Report& report) {
  workforce::v1::UnitSeries& unit = *report.mutable_workforce()->add_units();
  unit.mutable_unit()->set_name("areas/asker/units/welfare");
  AddText("Velferd", *unit.mutable_unit()->mutable_titles());
  Add("2023", "2400.5", *unit.mutable_fte());
  Add("2024", "2317.0", *unit.mutable_fte());
  Add("2024", "", *unit.mutable_head_count());
  return unit;
}

TEST(ExplainPath, NamesTheFigureOfAUnit) {
  v1::Report report = MakeReport();
  workforce::v1::UnitSeries& unit = AddUnit(report);
  unit.mutable_fte_tertial()->mutable_value()->set_period("2024-T2");
  const auto explanation = ExplainPath(report, "workforce.units[0].fte[1]");
  ASSERT_THAT(explanation, IsOk());
  EXPECT_EQ(explanation->section, v1::SECTION_KIND_WORKFORCE);
  EXPECT_EQ(explanation->number.path(), "workforce.units[0].fte[1]");
  EXPECT_EQ(explanation->number.labels(0).text(), "Velferd");
  EXPECT_FALSE(explanation->number.has_computed());
  ASSERT_THAT(explanation->number.facts(), SizeIs(1));
  const v1::FactOrigin& fact = explanation->number.facts(0);
  EXPECT_EQ(fact.name(), "areas/asker/figures/fte~2024~unit.welfare");
  EXPECT_EQ(fact.service(), "workforce");
  EXPECT_EQ(fact.cell().value(), "2317.0");
  // Its cell is the same number.
  EXPECT_EQ(FactAt(report, "workforce.units[0].fte[1].cell").name(), fact.name());
  const v1::FactOrigin none = FactAt(report, "workforce.units[0].head_count[0]");
  EXPECT_EQ(none.name(), "areas/asker/figures/head-count~2024~unit.welfare");
  EXPECT_FALSE(none.has_cell());
  EXPECT_EQ(FactAt(report, "workforce.units[0].fte_tertial.value").name(),
            "areas/asker/figures/fte~2024-T2~unit.welfare");
}

TEST(ExplainPath, NamesFiguresByAllThatTheyAreOf) {
  v1::Report report = MakeReport();
  workforce::v1::FigureSeries& of_area = *report.mutable_workforce()->add_figures();
  of_area.set_measure(workforce::v1::MEASURE_SICK_LEAVE_RATE);
  of_area.set_sex(workforce::v1::SEX_WOMEN);
  of_area.set_certification_basis(workforce::v1::CERTIFICATION_BASIS_UNKNOWN);
  Add("2024", "10.4", *of_area.mutable_cells());
  workforce::v1::FigureSeries& of_unit = *AddUnit(report).add_figures();
  of_unit.set_measure(workforce::v1::MEASURE_WOMEN_SHARE);
  of_unit.set_sex(workforce::v1::SEX_TOTAL);
  of_unit.set_level("leader");
  Add("2024", "60", *of_unit.mutable_cells());
  EXPECT_EQ(FactAt(report, "workforce.figures[0].cells[0]").name(),
            "areas/asker/figures/sick-leave-rate~2024~sex.women~basis.unknown");
  EXPECT_EQ(FactAt(report, "workforce.units[0].figures[0].cells[0]").name(),
            "areas/asker/figures/women-share~2024~unit.welfare~level.leader");
}

TEST(ExplainPath, NamesObservations) {
  v1::Report report = MakeReport();
  indicators::v1::IndicatorSeries& indicator =
      *report.mutable_indicators()->add_focus_areas()->add_goals()->add_indicators();
  indicator.mutable_indicator()->set_name("indicators/education.wellbeing");
  Add("2023/2024", "4.5", *indicator.mutable_cells());
  indicators::v1::StatisticSeries& statistic =
      *report.mutable_statistics()->add_collections()->add_series();
  statistic.mutable_indicator()->set_name("indicators/housing.dwellings");
  statistic.add_dimensions()->set_dimension("dwelling-type");
  statistic.mutable_dimensions(0)->set_member("detached");
  Add("2024", "831", *statistic.mutable_cells());
  EXPECT_EQ(FactAt(report, "indicators.focus_areas[0].goals[0].indicators[0].cells[0]").name(),
            "areas/asker/indicators/education.wellbeing/observations/2023-2024");
  EXPECT_EQ(FactAt(report, "statistics.collections[0].series[0].cells[0]").name(),
            "areas/asker/indicators/housing.dwellings/observations/2024~dwelling-type.detached");
}

TEST(ExplainPath, NamesEmissionsByTheirReleaseAndActivities) {
  v1::Report report = MakeReport();
  climate::v1::InventorySection& inventory = *report.mutable_climate()->add_inventories();
  inventory.mutable_release()->set_name("areas/asker/inventoryReleases/miljodirektoratet-2025");
  climate::v1::EmissionSeries& emissions = *inventory.add_series();
  emissions.set_sector("road-traffic");
  emissions.set_object("buses");
  Add("2023", "1200", *emissions.mutable_cells());
  climate::v1::ActivitySeries& activity = *report.mutable_climate()->add_activities();
  activity.set_metric("energy-use");
  activity.set_boundary("municipal-buildings");
  activity.set_scope(climate::v1::SCOPE_INDIRECT_ENERGY);
  activity.set_sector("heating");
  Add("2024", "50", *activity.mutable_cells());
  EXPECT_EQ(FactAt(report, "climate.inventories[0].series[0].cells[0]").name(),
            "areas/asker/inventoryReleases/miljodirektoratet-2025/emissions/"
            "road-traffic~2023~object.buses");
  EXPECT_EQ(FactAt(report, "climate.activities[0].cells[0]").name(),
            "areas/asker/activities/energy-use~municipal-buildings~2024~scope.indirect-energy"
            "~sector.heating");
}

TEST(ExplainPath, NamesTheResourceThatACellStandsIn) {
  v1::Report report = MakeReport();
  politics::v1::BodyActivity& activity =
      *report.mutable_politics()->add_activities()->mutable_activity();
  activity.set_name("areas/asker/bodies/municipal-council/activities/2024");
  *activity.mutable_meetings() = Value("9");
  const v1::FactOrigin fact = FactAt(report, "politics.activities[0].activity.meetings");
  EXPECT_EQ(fact.name(), activity.name());
  EXPECT_EQ(fact.field(), "meetings");
  EXPECT_EQ(fact.service(), "politics");
}

common::v1::Operand OperandOfUnit(const std::string& year, const std::string& value) {
  const common::v1::Cell cell = Value(value);
  return MakeOperand("areas/asker/figures/fte~" + year + "~unit.welfare", &cell);
}

TEST(ExplainPath, FollowsOperandsThatAreComputedThemselves) {
  v1::Report report = MakeReport();
  AddUnit(report);
  for (const auto& [year, value] : {std::pair("2023", "2400.5"), {"2024", "2317.0"}}) {
    workforce::v1::PeriodTotal& total = *report.mutable_workforce()->add_fte_totals();
    total.set_period(year);
    *total.mutable_total() =
        Compute(common::v1::FORMULA_SUM, {OperandOfUnit(year, value)}, "fte", 1);
  }
  *report.mutable_workforce()->mutable_fte_total_change() =
      Compute(common::v1::FORMULA_PERCENT_CHANGE,
              {OperandOf("areas/asker/fteTotals/2023", report.workforce().fte_totals(0).total()),
               OperandOf("areas/asker/fteTotals/2024", report.workforce().fte_totals(1).total())},
              "percent", 1);
  const auto explanation = ExplainPath(report, "workforce.fte_total_change");
  ASSERT_THAT(explanation, IsOk());
  EXPECT_EQ(explanation->number.formula_text(), "(x2 - x1) / x1 * 100");
  EXPECT_EQ(explanation->number.computed().value(), "-3.5");
  ASSERT_THAT(explanation->number.facts(), SizeIs(2));
  EXPECT_EQ(explanation->number.facts(0).name(), "areas/asker/figures/fte~2023~unit.welfare");
  EXPECT_EQ(explanation->number.facts(1).cell().value(), "2317.0");
}

TEST(ExplainPath, ACellOfADerivedStatisticIsExplainedByHowItWasComputed) {
  v1::Report report = MakeReport();
  indicators::v1::StatisticSeries& series =
      *report.mutable_statistics()->add_collections()->add_series();
  series.mutable_indicator()->set_name("indicators/population.growth");
  Add("2024", "5", *series.mutable_cells());
  const common::v1::Cell births = Value("5");
  *series.add_computed() =
      Compute(common::v1::FORMULA_SUM,
              {MakeOperand("areas/asker/indicators/population.births/observations/2024", &births)},
              "count", 0);
  const auto explanation = ExplainPath(report, "statistics.collections[0].series[0].cells[0]");
  ASSERT_THAT(explanation, IsOk());
  EXPECT_EQ(explanation->number.computed().value(), "5");
  ASSERT_THAT(explanation->number.facts(), SizeIs(1));
  EXPECT_EQ(explanation->number.facts(0).name(),
            "areas/asker/indicators/population.births/observations/2024");
}

TEST(AddDerivations, TellsAFigureOfADerivedIndicatorByItsOperandsAndTheirs) {
  v1::Report report = MakeReport();
  indicators::v1::IndicatorSeries& series =
      *report.mutable_indicators()->add_focus_areas()->add_goals()->add_indicators();
  series.mutable_indicator()->set_name("indicators/population.growth");
  series.mutable_indicator()->set_formula("[population.births] - [population.losses]");
  Add("2024", "2", *series.mutable_cells());
  auto explanation =
      ExplainPath(report, "indicators.focus_areas[0].goals[0].indicators[0].cells[0]");
  ASSERT_THAT(explanation, IsOk());
  v1::NumberExplanation& number = explanation->number;
  const auto named = [](const std::string& id) {
    return absl::StrCat("areas/asker/indicators/population.", id, "/observations/2024");
  };
  const auto computed = [&](const std::string& expression,
                            const std::vector<std::pair<std::string, std::string>>& operands) {
    common::v1::Computed made;
    made.set_formula(common::v1::FORMULA_EXPRESSION);
    made.set_expression(expression);
    for (const auto& [id, value] : operands) {
      const common::v1::Cell cell = Value(value);
      *made.add_operands() = MakeOperand(named(id), &cell);
    }
    return made;
  };
  const common::v1::Computed growth =
      computed("[population.births] - [population.losses]", {{"births", "5"}, {"losses", "3"}});
  AddDerivations({{named("growth"), growth}}, number);
  EXPECT_EQ(number.formula_text(), "[population.births] - [population.losses]");
  EXPECT_EQ(number.computed().SerializeAsString(), growth.SerializeAsString());
  ASSERT_THAT(number.facts(), SizeIs(2));
  EXPECT_EQ(number.facts(1).name(), named("losses"));
  // One that is derived itself makes place for its operands, and the number stays as it is.
  AddDerivations({{named("losses"), computed("[population.deaths] + 1", {{"deaths", "2"}})}},
                 number);
  EXPECT_EQ(number.computed().SerializeAsString(), growth.SerializeAsString());
  ASSERT_THAT(number.facts(), SizeIs(2));
  EXPECT_EQ(number.facts(0).name(), named("births"));
  EXPECT_EQ(number.facts(0).service(), "indicators");
  EXPECT_EQ(number.facts(1).name(), named("deaths"));
  EXPECT_EQ(number.facts(1).cell().value(), "2");
}

TEST(ExplainPath, KnowsNoNumberOfASectionThatIsNotThere) {
  v1::Report report = MakeReport();
  v1::SectionState& state = *report.add_states();
  state.set_section(v1::SECTION_KIND_CLIMATE);
  state.set_completeness(v1::COMPLETENESS_UNAVAILABLE);
  state.set_reason("The climate service does not answer.");
  const auto refused = ExplainPath(report, "climate.targets[0]");
  EXPECT_THAT(refused, HasReason(common::v1::ERROR_REASON_NUMBER_NOT_FOUND));
  EXPECT_THAT(refused, MessageNames("does not answer"));
  // There may be one once the service answers.
  state.set_error(common::v1::ERROR_REASON_SERVICE_UNAVAILABLE);
  const auto unanswered = ExplainPath(report, "climate.targets[0]");
  EXPECT_THAT(unanswered, HasReason(common::v1::ERROR_REASON_SERVICE_UNAVAILABLE));
  EXPECT_THAT(unanswered, MessageNames("does not answer"));
}

TEST(FindNumber, SaysHowFarAWrongPathLeads) {
  v1::Report report = MakeReport();
  AddUnit(report);
  for (const auto& [path, told] : {std::pair("workforce.units[0].ftes[1]", "fte[0]"),
                                   {"workforce.units.fte[1]", "units[0]"},
                                   {"workforce.units[1].fte[0]", "units[0]"},
                                   {"workforce.units[0].fte[2]", "fte[1]"},
                                   {"workforce.units[0].fte_change", "not set"},
                                   {"workforce.units[0]", "fte[0]"},
                                   {"workforce..units", "no part"},
                                   {"workforce.units[-1]", "no step"},
                                   {"", "workforce"}}) {
    const auto refused = FindNumber(report, path);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kNotFound)) << path;
    EXPECT_THAT(refused, HasReason(common::v1::ERROR_REASON_NUMBER_NOT_FOUND)) << path;
    EXPECT_THAT(refused, MessageNames(told)) << path;
  }
}

TEST(VisitNumbers, FindsEachNumberOnceAndByAPathThatLeadsToIt) {
  v1::Report report = MakeReport();
  AddUnit(report);
  *report.mutable_workforce()->mutable_fte_total_change() =
      Compute(common::v1::FORMULA_SUM, {OperandOfUnit("2024", "2317.0")}, "fte", 1);
  const std::vector<std::string> paths = PathsOf(report);
  EXPECT_THAT(paths, ElementsAre("workforce.units[0].fte[0]", "workforce.units[0].fte[1]",
                                 "workforce.units[0].head_count[0]", "workforce.fte_total_change"));
  for (const std::string& path : paths) {
    const auto place = FindNumber(report, path);
    ASSERT_THAT(place, IsOk());
    EXPECT_EQ(place->Path(), path);
  }
}

TEST(OriginsOf, HaveOneForEachCellOfAResource) {
  politics::v1::BodyActivity activity;
  activity.set_name("areas/asker/bodies/council/activities/2024");
  *activity.mutable_meetings() = Value("9");
  *activity.mutable_cases() = Value("83");
  const std::vector<v1::FactOrigin> two = OriginsOf(MakeFact("politics", activity));
  ASSERT_THAT(two, SizeIs(2));
  EXPECT_EQ(two[0].field(), "meetings");
  EXPECT_EQ(two[1].cell().value(), "83");
  workforce::v1::WorkforceFigure figure;
  figure.set_name("areas/asker/figures/fte~2024");
  *figure.mutable_cell() = Value("5414.3");
  const std::vector<v1::FactOrigin> one = OriginsOf(MakeFact("workforce", figure));
  ASSERT_THAT(one, SizeIs(1));
  EXPECT_THAT(one[0].field(), IsEmpty());
  EXPECT_EQ(one[0].cell().value(), "5414.3");
  workforce::v1::Unit unit;
  unit.set_name("areas/asker/units/welfare");
  ASSERT_THAT(OriginsOf(MakeFact("workforce", unit)), SizeIs(1));
}

TEST(PublishingResource, IsTheDefinitionOrTheRelease) {
  EXPECT_EQ(PublishingResource("areas/asker/indicators/population.births/observations/2024"),
            "indicators/population.births");
  EXPECT_EQ(PublishingResource("areas/asker/inventoryReleases/m-2025/emissions/all~2023"),
            "areas/asker/inventoryReleases/m-2025");
  EXPECT_EQ(PublishingResource("areas/asker/figures/fte~2024"), "");
}

}  // namespace
}  // namespace tertial::gateway
