#include "services/climate/domain/climate_section.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/climate_samples.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Facts of Asker for 2024, of which everything could be read.
struct Accounts {
  std::vector<v1::InventoryRelease> releases;
  std::vector<v1::EmissionFigure> emissions;
  std::optional<std::vector<v1::ActivityFigure>> activities;
  std::optional<std::vector<v1::ClimateTarget>> targets;
  std::optional<std::vector<v1::ClimateMeasure>> measures;
  std::optional<std::vector<v1::ReferencePath>> paths;
  std::optional<std::vector<v1::ActivityEmissions>> own_operations;
};

Accounts Facts() {
  return {.releases = {},
          .emissions = {},
          .activities = std::vector<v1::ActivityFigure>(),
          .targets = std::vector<v1::ClimateTarget>(),
          .measures = std::vector<v1::ClimateMeasure>(),
          .paths = std::vector<v1::ReferencePath>(),
          .own_operations = std::vector<v1::ActivityEmissions>()};
}

v1::ClimateSection SectionOf(const Accounts& accounts, const std::string& period = "2024") {
  const std::vector<Inventory> inventories =
      SortIntoInventories(accounts.releases, accounts.emissions);
  ClimateFacts facts{.area_id = "asker",
                     .period = *Period::Parse(period),
                     .inventories = {},
                     .activities = accounts.activities,
                     .targets = accounts.targets,
                     .denominators = {},
                     .measures = accounts.measures,
                     .paths = accounts.paths,
                     .own_operations = accounts.own_operations};
  for (const Inventory& inventory : inventories) facts.inventories.push_back(&inventory);
  return AssembleClimateSection(facts);
}

// The only series of a release with these figures.
v1::EmissionSeries SeriesOf(std::vector<v1::EmissionFigure> figures) {
  Accounts facts = Facts();
  facts.releases = {CommunityRelease()};
  facts.emissions = std::move(figures);
  const v1::ClimateSection section = SectionOf(facts);
  EXPECT_THAT(section.inventories(0).series(), SizeIs(1));
  return section.inventories(0).series(0);
}

template <typename Messages, typename Field>
std::vector<std::string> All(const Messages& messages, Field field) {
  std::vector<std::string> fields;
  for (const auto& message : messages) fields.push_back((message.*field)());
  return fields;
}

TEST(ClimateSection, ShowsFourPeriods) {
  const v1::ClimateSection section = SectionOf(Facts());
  EXPECT_EQ(section.area(), "areas/asker");
  EXPECT_EQ(section.period(), "2024");
  EXPECT_THAT(section.periods(), ElementsAre("2021", "2022", "2023", "2024"));
}

TEST(ClimateSection, OfNothingCountsNothing) {
  const v1::ClimateSection section = SectionOf(Facts());
  EXPECT_EQ(section.emission_cells().cells(), 0);
  EXPECT_EQ(section.activity_cells().cells(), 0);
  EXPECT_TRUE(section.has_measure_count());
  EXPECT_EQ(section.measure_count(), 0);
}

TEST(ClimateSection, CountsNoPartThatCouldNotBeRead) {
  Accounts facts = Facts();
  facts.activities.reset();
  facts.measures.reset();
  const v1::ClimateSection section = SectionOf(facts);
  EXPECT_FALSE(section.has_activity_cells());
  EXPECT_FALSE(section.has_measure_count());
  EXPECT_FALSE(section.has_quantified_measure_count());
}

TEST(EmissionSeries, ChangesBetweenTheLatestMeasuredPeriodAndTheOneBefore) {
  const v1::EmissionSeries series =
      SeriesOf({Emission("all", "2021", Value("216713")), Emission("all", "2022", Value("219716")),
                Emission("all", "2023", Value("203735")), Emission("all", "2024", Pending())});
  EXPECT_EQ(series.change_from(), "2022");
  EXPECT_EQ(series.change_to(), "2023");
  EXPECT_EQ(series.change().value(), "-7.3");
  EXPECT_THAT(series.change().unrounded(), ::testing::StartsWith("-7.273"));
  EXPECT_EQ(series.change().unit(), "percent");
  EXPECT_THAT(All(series.change().operands(), &common::v1::Operand::name),
              ElementsAre(std::string(kRelease) + "/emissions/all~2022",
                          std::string(kRelease) + "/emissions/all~2023"));
}

TEST(EmissionSeries, HasNoChangeOverAGapAndTakesNoOtherPeriodForIt) {
  const v1::EmissionSeries series =
      SeriesOf({Emission("all", "2021", Value("1")), Emission("all", "2022", Value("2")),
                Emission("all", "2023", Missing(common::v1::MISSING_REASON_NOT_ESTIMATED)),
                Emission("all", "2024", Value("4"))});
  EXPECT_EQ(series.change_from(), "2023");
  EXPECT_EQ(series.change_to(), "2024");
  EXPECT_EQ(series.change().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
}

TEST(EmissionSeries, HasNoChangeWhereNothingIsRecordedForThePeriodBefore) {
  const v1::EmissionSeries series =
      SeriesOf({Emission("all", "2022", Value("2")), Emission("all", "2024", Value("4"))});
  EXPECT_EQ(series.change_from(), "2023");
  EXPECT_EQ(series.change().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(EmissionSeries, HasNoChangeWhereNothingIsMeasured) {
  const v1::EmissionSeries series =
      SeriesOf({Emission("all", "2023", Pending()), Emission("all", "2024", Pending())});
  EXPECT_EQ(series.change_from(), "2023");
  EXPECT_EQ(series.change_to(), "2024");
  EXPECT_EQ(series.change().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
}

TEST(EmissionSeries, ChangesFromAPeriodBeforeThoseShown) {
  const v1::EmissionSeries series =
      SeriesOf({Emission("all", "2020", Value("200")), Emission("all", "2021", Value("150"))});
  EXPECT_EQ(series.change_from(), "2020");
  EXPECT_EQ(series.change_to(), "2021");
  EXPECT_EQ(series.change().value(), "-25.0");
}

TEST(EmissionSeries, HasNoChangeOverABreakOrFromZero) {
  v1::EmissionFigure after = Emission("all", "2024", Value("4"));
  EXPECT_EQ(
      SeriesOf({Emission("all", "2023", Value("0")), after}).change().not_computable().reason(),
      common::v1::NOT_COMPUTABLE_REASON_ZERO_BASE);
  after.mutable_cell()->add_flags(common::v1::FLAG_BREAK_IN_SERIES);
  EXPECT_EQ(
      SeriesOf({Emission("all", "2023", Value("3")), after}).change().not_computable().reason(),
      common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
}

TEST(EmissionSeries, NeverTakesABaseFromAnotherRelease) {
  Accounts facts = Facts();
  facts.releases = {CommunityRelease("areas/asker/inventoryReleases/m-2024"), CommunityRelease()};
  facts.emissions = {
      Emission("all", "2022", Value("100"), "", "areas/asker/inventoryReleases/m-2024"),
      Emission("all", "2023", Value("90"))};
  const v1::ClimateSection section = SectionOf(facts);
  ASSERT_THAT(section.inventories(), SizeIs(2));
  for (const v1::InventorySection& inventory : section.inventories()) {
    EXPECT_EQ(inventory.series(0).change().not_computable().reason(),
              common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  }
}

TEST(EmissionSeries, OfAnObjectStandsApartFromItsSector) {
  Accounts facts = Facts();
  facts.releases = {OwnRelease()};
  v1::EmissionFigure school = Emission("sites", "2024", Value("260"), "school", kOwnRelease);
  SetText("Hvalstad skole", school.mutable_object_titles());
  facts.emissions = {school, Emission("sites", "2023", Value("395"), "", kOwnRelease),
                     Emission("sites", "2024", Value("814"), "", kOwnRelease)};
  const v1::ClimateSection section = SectionOf(facts);
  ASSERT_THAT(section.inventories(0).series(), SizeIs(2));
  const v1::EmissionSeries& whole = section.inventories(0).series(0);
  const v1::EmissionSeries& part = section.inventories(0).series(1);
  EXPECT_EQ(whole.cells(3).cell().value(), "814");
  EXPECT_EQ(whole.change().value(), "106.1");
  EXPECT_EQ(part.object(), "school");
  EXPECT_EQ(part.part_of(), "sites");
  EXPECT_EQ(part.object_titles(0).text(), "Hvalstad skole");
  EXPECT_EQ(part.cells(3).cell().value(), "260");
  EXPECT_EQ(part.change().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(EmissionSeries, WithoutAFigureInThePeriodsIsLeftOutAndItsReleaseIsNot) {
  Accounts facts = Facts();
  facts.releases = {CommunityRelease()};
  facts.emissions = {Emission("all", "2009", Value("373141"))};
  const v1::ClimateSection section = SectionOf(facts);
  ASSERT_THAT(section.inventories(), SizeIs(1));
  EXPECT_THAT(section.inventories(0).series(), IsEmpty());
  EXPECT_EQ(section.emission_cells().cells(), 0);
}

TEST(EmissionSeries, CountsValuesGapsAndNothingApart) {
  Accounts facts = Facts();
  facts.releases = {CommunityRelease()};
  facts.emissions = {Emission("all", "2022", Value("0")), Emission("all", "2023", Value("1")),
                     Emission("all", "2024", Pending())};
  const common::v1::CellCounts counts = SectionOf(facts).emission_cells();
  EXPECT_EQ(counts.cells(), 4);
  EXPECT_EQ(counts.measured(), 2);
  EXPECT_EQ(counts.no_observation(), 1);
  ASSERT_THAT(counts.missing(), SizeIs(1));
  EXPECT_EQ(counts.missing(0).reason(), common::v1::MISSING_REASON_PENDING);
}

TEST(ActivitySeries, StandByAccountThenMetricThenUnit) {
  Accounts facts = Facts();
  v1::ActivityFigure footprint = Activity("footprint", "2024", Value("10.42"), "tonnes_co2e");
  footprint.set_account(v1::ACCOUNT_CONSUMPTION_FOOTPRINT);
  facts.activities = {{footprint, Activity("use", "2023", Value("2"), "mwh"),
                       Activity("use", "2024", Value("1"), "gwh"),
                       Activity("saving", "2024", Value("3"))}};
  const v1::ClimateSection section = SectionOf(facts);
  EXPECT_THAT(All(section.activities(), &v1::ActivitySeries::metric),
              ElementsAre("saving", "use", "use", "footprint"));
  EXPECT_THAT(All(section.activities(), &v1::ActivitySeries::unit),
              ElementsAre("gwh", "gwh", "mwh", "tonnes_co2e"));
  EXPECT_EQ(section.activity_cells().cells(), 16);
  EXPECT_EQ(section.activity_cells().measured(), 4);
}

TEST(ActivitySeries, IsCalledWhatItsLatestFigureIsCalled) {
  Accounts facts = Facts();
  v1::ActivityFigure before = Activity("use", "2023", Value("2"));
  before.set_object("hall");
  SetText("Hallen", before.mutable_object_titles());
  v1::ActivityFigure after = Activity("use", "2024", Pending());
  after.set_object("hall");
  SetText("Risenga svømmehall", after.mutable_object_titles());
  facts.activities = {{after, before}};
  const v1::ClimateSection section = SectionOf(facts);
  ASSERT_THAT(section.activities(), SizeIs(1));
  EXPECT_EQ(section.activities(0).object_titles(0).text(), "Risenga svømmehall");
}

TEST(ClimateTargets, StandByDuePeriodEachBesideTheReleasesThatMeasureIt) {
  Accounts facts = Facts();
  facts.releases = {OwnRelease(), CommunityRelease()};
  facts.targets = {{LevelTarget(), ReductionTarget()}};
  const v1::ClimateSection section = SectionOf(facts);
  ASSERT_THAT(section.targets(), SizeIs(2));
  EXPECT_EQ(section.targets(0).target().due_period(), "2030");
  ASSERT_THAT(section.targets(0).assessments(), SizeIs(1));
  EXPECT_EQ(section.targets(0).assessments(0).inventory_release(), kRelease);
}

TEST(ClimateTargets, HaveNoAssessmentWithoutARelease) {
  Accounts facts = Facts();
  facts.targets = {{ReductionTarget()}};
  EXPECT_THAT(SectionOf(facts).targets(0).assessments(), IsEmpty());
}

TEST(ClimateMeasures, StandInTheirOrderUnderTheActionAreasOfTheFirst) {
  Accounts facts = Facts();
  facts.measures = {{Measure("a", "mobility", 3), Measure("b", "food", 1),
                     Measure("c", "mobility", 2), Measure("d", "food", 4)}};
  const v1::ClimateSection section = SectionOf(facts);
  EXPECT_THAT(All(section.action_areas(), &v1::ActionAreaSection::action_area),
              ElementsAre("food", "mobility"));
  EXPECT_THAT(All(section.action_areas(0).measures(), &v1::ClimateMeasure::name),
              ElementsAre("areas/asker/climateMeasures/b", "areas/asker/climateMeasures/d"));
  EXPECT_THAT(All(section.action_areas(1).measures(), &v1::ClimateMeasure::name),
              ElementsAre("areas/asker/climateMeasures/c", "areas/asker/climateMeasures/a"));
  EXPECT_EQ(section.action_areas(0).titles(0).text(), "food");
}

TEST(ClimateMeasures, AreQuantifiedByAValueNotByAGap) {
  Accounts facts = Facts();
  facts.measures = {{QuantifiedMeasure("a", "food", 1, Value("0")),
                     QuantifiedMeasure("b", "food", 2, Pending()), Measure("c", "food", 3)}};
  const v1::ClimateSection section = SectionOf(facts);
  EXPECT_EQ(section.measure_count(), 3);
  EXPECT_EQ(section.quantified_measure_count(), 1);
  EXPECT_EQ(section.action_areas(0).measure_count(), 3);
  EXPECT_EQ(section.action_areas(0).quantified_measure_count(), 1);
}

v1::EmissionFigure OfSource(absl::string_view sector, absl::string_view source,
                            absl::string_view period, common::v1::Cell cell) {
  v1::EmissionFigure figure = Emission(sector, period, std::move(cell));
  figure.set_source(std::string(source));
  figure.set_name(EmissionName(kRelease, climate::SeriesOf(figure), *Period::Parse(period)));
  return figure;
}

TEST(EmissionSums, OfWhatASectorIsSplitIntoStandApartFromTheSeries) {
  Accounts facts = Facts();
  facts.releases = {CommunityRelease()};
  facts.emissions = {OfSource("heating", "wood", "2022", Value("7")),
                     OfSource("heating", "wood", "2023", Value("5")),
                     OfSource("heating", "gas", "2023", Value("3")),
                     Emission("road-traffic", "2023", Value("10"))};
  const v1::InventorySection inventory = SectionOf(facts).inventories(0);
  ASSERT_THAT(inventory.series(), SizeIs(1));
  EXPECT_EQ(inventory.series(0).sector(), "road-traffic");
  ASSERT_THAT(inventory.summed_sectors(), SizeIs(1));
  EXPECT_EQ(inventory.summed_sectors(0).sector(), "heating");
  EXPECT_EQ(inventory.summed_sectors(0).total().period(), "2023");
  EXPECT_EQ(inventory.summed_sectors(0).total().total().value(), "8");
  EXPECT_EQ(inventory.sum().total().value(), "18");
}

TEST(EmissionSums, AreNoneWhereOnlyTheTotalAndPartsAreRecorded) {
  Accounts facts = Facts();
  facts.releases = {CommunityRelease()};
  v1::EmissionFigure part = Emission("construction", "2023", Value("5"));
  part.set_part_of("other-mobile-combustion");
  facts.emissions = {Emission("all", "2023", Value("100")), part};
  EXPECT_FALSE(SectionOf(facts).inventories(0).has_sum());
}

TEST(EmissionSums, OverAGapAreNoTotal) {
  Accounts facts = Facts();
  facts.releases = {CommunityRelease()};
  facts.emissions = {
      Emission("road-traffic", "2023", Value("10")),
      Emission("heating", "2023", Missing(common::v1::MISSING_REASON_NOT_ESTIMATED))};
  const v1::InventoryTotal sum = SectionOf(facts).inventories(0).sum();
  EXPECT_EQ(sum.total().not_computable().reason(), common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE);
  EXPECT_EQ(sum.recorded_part().value(), "10");
}

TEST(ClimateBudgets, AreOfTargetsThatAreStillDueByTheNewestRelease) {
  Accounts facts = Facts();
  v1::InventoryRelease later = CommunityRelease("areas/asker/inventoryReleases/m-2026");
  later.set_supersedes(kRelease);
  facts.releases = {CommunityRelease(), later};
  facts.targets = {{ReductionTarget(), LevelTarget()}};
  facts.targets->front().set_due_period("2023");
  facts.measures = {{Measure("a", "food", 1), Measure("b", "food", 2)}};
  const v1::ClimateSection section = SectionOf(facts);
  ASSERT_THAT(section.budgets(), SizeIs(1));
  const v1::ClimateBudget& budget = section.budgets(0);
  EXPECT_EQ(budget.target(), LevelTarget().name());
  EXPECT_EQ(budget.inventory_release(), later.name());
  EXPECT_EQ(budget.period(), "2050");
  EXPECT_EQ(budget.measure_count(), 2);
  EXPECT_EQ(budget.quantified_measure_count(), 0);
  EXPECT_EQ(budget.effect_most().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NOT_QUANTIFIED);
  EXPECT_TRUE(budget.gap_least().has_not_computable());
}

TEST(ClimateBudgets, AreLeftOutWhereItCannotBeToldWhichReleaseIsTheNewest) {
  Accounts facts = Facts();
  facts.releases = {CommunityRelease(), CommunityRelease("areas/asker/inventoryReleases/other")};
  facts.targets = {{ReductionTarget()}};
  const v1::ClimateSection section = SectionOf(facts);
  EXPECT_THAT(section.budgets(), IsEmpty());
  EXPECT_THAT(section.targets(0).assessments(), SizeIs(2));
}

TEST(ClimateBudgets, AreNoneWhereTheirPathsCouldNotBeRead) {
  Accounts facts = Facts();
  facts.releases = {CommunityRelease()};
  facts.targets = {{ReductionTarget()}};
  facts.paths.reset();
  EXPECT_THAT(SectionOf(facts).budgets(), IsEmpty());
}

TEST(ClimateFindings, OfTheReleasesAreToldUnlessTheyAreOnlyNotes) {
  Accounts facts = Facts();
  facts.releases = {CommunityRelease()};
  facts.emissions = {
      Emission("all", "2022", Value("100")), Emission("road-traffic", "2022", Value("90")),
      Emission("all", "2023", Value("100")), Emission("road-traffic", "2023", Value("120")),
      Emission("all", "2009", Value("100")), Emission("road-traffic", "2009", Value("120"))};
  const v1::ClimateSection section = SectionOf(facts);
  ASSERT_THAT(section.findings(), SizeIs(1));
  EXPECT_EQ(section.findings(0).kind(), v1::INVENTORY_FINDING_KIND_SECTORS_DIFFER_FROM_TOTAL);
  EXPECT_EQ(section.findings(0).period(), "2023");
  EXPECT_EQ(section.findings(0).severity(), common::v1::SEVERITY_ERROR);
}

TEST(OwnOperations, AreTotalsByScopeAndMethod) {
  Accounts facts = Facts();
  v1::ActivityEmissions diesel;
  *diesel.mutable_activity() = Activity("diesel", "2024", Value("1000"), "litres");
  v1::FactorEmissions& factor = *diesel.add_factors();
  factor.set_factor("diesel");
  factor.set_scope(v1::SCOPE_DIRECT);
  common::v1::Computed& emissions = *factor.mutable_counted()->mutable_emissions();
  emissions.set_value("2.660000");
  emissions.set_unrounded("2.66");
  emissions.set_unit("tonnes_co2e");
  facts.own_operations = {{diesel}};
  const v1::ClimateSection section = SectionOf(facts);
  ASSERT_THAT(section.own_operations(), SizeIs(1));
  EXPECT_EQ(section.own_operations(0).scope(), v1::SCOPE_DIRECT);
  EXPECT_EQ(section.own_operations(0).total().value(), "2.660");
}

TEST(ClimateSectionOfATertial, ShowsTheEmissionsOfItsYearAndOfTheThreeBefore) {
  Accounts facts = Facts();
  facts.releases = {CommunityRelease()};
  facts.emissions = {Emission("all", "2022", Value("219716")),
                     Emission("all", "2023", Value("203735"))};
  const v1::ClimateSection section = SectionOf(facts, "2024-T2");
  EXPECT_EQ(section.period(), "2024-T2");
  EXPECT_THAT(section.periods(), ElementsAre("2023-T2", "2024-T2"));
  EXPECT_THAT(section.emission_periods(), ElementsAre("2021", "2022", "2023", "2024"));
  const v1::EmissionSeries& series = section.inventories(0).series(0);
  EXPECT_THAT(All(series.cells(), &common::v1::PeriodCell::period),
              ElementsAre("2021", "2022", "2023", "2024"));
  EXPECT_EQ(series.cells(2).cell().value(), "203735");
  EXPECT_EQ(series.cells(3).outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(series.change().value(), "-7.3");
  EXPECT_EQ(section.emission_cells().cells(), 4);
  EXPECT_EQ(section.emission_cells().no_observation(), 2);
}

TEST(ClimateSectionOfATertial, HasActivitySeriesByTertial) {
  Accounts facts = Facts();
  facts.activities = {{Activity("use", "2024", Value("9")), Activity("use", "2023-T2", Value("3")),
                       Activity("use", "2024-T1", Value("4")),
                       Activity("use", "2024-T2", Value("2.5")),
                       Activity("residents", "2024-T2", Value("99000"), "residents")}};
  const v1::ClimateSection section = SectionOf(facts, "2024-T2");
  ASSERT_THAT(section.activities(), SizeIs(2));
  const common::v1::TertialFigures& residents = section.activities(0).tertial();
  EXPECT_EQ(residents.value().cell().value(), "99000");
  EXPECT_EQ(residents.year_to_date().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NOT_ADDITIVE);
  const common::v1::TertialFigures& use = section.activities(1).tertial();
  EXPECT_EQ(use.value().cell().value(), "2.5");
  EXPECT_EQ(use.same_last_year().cell().value(), "3");
  EXPECT_EQ(use.change().value(), "-0.5");
  EXPECT_EQ(use.year_to_date().value(), "6.5");
  EXPECT_EQ(use.year_to_date().operands(0).name(),
            "areas/asker/activities/use~municipal-buildings~2024-T1");
  EXPECT_EQ(use.year_to_date_last_year().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(section.activity_cells().cells(), 4);
}

TEST(ClimateSection, OfAYearHasTheYearsForEmissionsAndNoFiguresOfATertial) {
  Accounts facts = Facts();
  facts.activities = {{Activity("use", "2024", Value("9"))}};
  const v1::ClimateSection section = SectionOf(facts);
  EXPECT_THAT(section.emission_periods(), ElementsAre("2021", "2022", "2023", "2024"));
  EXPECT_FALSE(section.activities(0).has_tertial());
}

}  // namespace
}  // namespace tertial::climate
