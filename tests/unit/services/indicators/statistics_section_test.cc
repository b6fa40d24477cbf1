#include "services/indicators/domain/statistics_section.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/domain/observation_id.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::Outcome;

StatisticsFacts NoFacts() {
  return {.area_id = "asker",
          .period = Period::OfYear(2024),
          .observations = {},
          .derived = {},
          .indicators = {}};
}

v1::Indicator& AddIndicator(StatisticsFacts& facts, const std::string& id,
                            v1::Collection collection) {
  v1::Indicator& indicator = facts.indicators[absl::StrCat("indicators/", id)];
  indicator.set_name(absl::StrCat("indicators/", id));
  indicator.set_collection(collection);
  return indicator;
}

v1::Observation& AddObservation(StatisticsFacts& facts, const std::string& id, int year,
                                const std::string& value, const std::string& dwelling = "") {
  v1::Observation& observation = facts.observations.emplace_back();
  observation.set_period(absl::StrCat(year));
  if (!dwelling.empty()) {
    observation.add_dimensions()->set_dimension("dwelling-type");
    observation.mutable_dimensions(0)->set_member(dwelling);
  }
  observation.set_name(
      absl::StrCat("areas/asker/indicators/", id, "/observations/",
                   FormatObservationId(Period::OfYear(year), observation.dimensions())));
  observation.mutable_cell()->set_value(value);
  return observation;
}

// Twice another figure, which has these values from 2021 on; an empty one is not recorded.
void AddDoubled(StatisticsFacts& facts, const std::string& id,
                const std::vector<std::string>& values) {
  for (size_t i = 0; i < values.size(); ++i) {
    const Period period = Period::OfYear(2021 + static_cast<int>(i));
    Figure figure{.area_id = "asker", .period = period};
    common::v1::Cell cell;
    cell.set_value(values[i]);
    const common::v1::Operand operand = MakeOperand("operand", values[i].empty() ? nullptr : &cell);
    figure.computed = Compute(common::v1::FORMULA_SUM, {operand, operand}, "count", 0);
    figure.operand = OperandOf("doubled", *figure.computed);
    facts.derived[absl::StrCat("indicators/", id)].push_back(figure);
  }
}

std::vector<std::string> SeriesOf(const v1::StatisticsCollection& collection) {
  std::vector<std::string> series;
  for (const v1::StatisticSeries& one : collection.series()) {
    series.push_back(absl::StrCat(one.indicator().name(), one.dimensions().empty() ? "" : "~",
                                  one.dimensions().empty() ? "" : one.dimensions(0).member()));
  }
  return series;
}

TEST(StatisticsSection, OfNothingHasNoCollection) {
  const v1::StatisticsSection section = AssembleStatisticsSection(NoFacts());
  EXPECT_EQ(section.area(), "areas/asker");
  EXPECT_EQ(section.period(), "2024");
  EXPECT_THAT(section.periods(), ElementsAre("2021", "2022", "2023", "2024"));
  EXPECT_THAT(section.collections(), IsEmpty());
}

TEST(StatisticsSection, HasACellForEveryPeriod) {
  StatisticsFacts facts = NoFacts();
  AddIndicator(facts, "births", v1::COLLECTION_POPULATION);
  AddObservation(facts, "births", 2022, "0");
  AddObservation(facts, "births", 2024, "1")
      .mutable_cell()
      ->set_missing(common::v1::MISSING_REASON_PENDING);
  const v1::StatisticsSection section = AssembleStatisticsSection(facts);
  ASSERT_THAT(section.collections(), SizeIs(1));
  const auto& cells = section.collections(0).series(0).cells();
  ASSERT_THAT(cells, SizeIs(4));
  EXPECT_EQ(cells[0].outcome(), OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(cells[1].cell().value(), "0");
  EXPECT_EQ(cells[2].outcome(), OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(cells[3].cell().missing(), common::v1::MISSING_REASON_PENDING);
  const common::v1::CellCounts& counts = section.collections(0).cells();
  EXPECT_EQ(counts.cells(), 4);
  EXPECT_EQ(counts.measured(), 1);
  EXPECT_EQ(counts.no_observation(), 2);
  EXPECT_EQ(counts.missing(0).count(), 1);
}

TEST(StatisticsSection, LeavesTheFrameworkOut) {
  StatisticsFacts facts = NoFacts();
  AddIndicator(facts, "debt", v1::COLLECTION_FRAMEWORK);
  AddObservation(facts, "debt", 2024, "94.7");
  EXPECT_THAT(AssembleStatisticsSection(facts).collections(), IsEmpty());
}

TEST(StatisticsSection, KeepsTheDimensionsOfOneIndicatorApart) {
  StatisticsFacts facts = NoFacts();
  AddIndicator(facts, "completed", v1::COLLECTION_HOUSING);
  AddObservation(facts, "completed", 2023, "699");
  AddObservation(facts, "completed", 2023, "463", "flat");
  AddObservation(facts, "completed", 2023, "136", "detached");
  AddObservation(facts, "completed", 2024, "100", "flat");
  const v1::StatisticsSection section = AssembleStatisticsSection(facts);
  ASSERT_THAT(section.collections(), SizeIs(1));
  EXPECT_THAT(SeriesOf(section.collections(0)),
              ElementsAre("indicators/completed", "indicators/completed~detached",
                          "indicators/completed~flat"));
  EXPECT_EQ(section.collections(0).series(2).cells(3).cell().value(), "100");
  EXPECT_EQ(section.collections(0).cells().measured(), 4);
  EXPECT_EQ(section.collections(0).cells().cells(), 12);
}

TEST(StatisticsSection, ShowsWhatIsDerivedWithItsGaps) {
  StatisticsFacts facts = NoFacts();
  AddIndicator(facts, "births", v1::COLLECTION_POPULATION);
  AddObservation(facts, "births", 2024, "1");
  AddIndicator(facts, "aaa-doubled", v1::COLLECTION_POPULATION);
  AddDoubled(facts, "aaa-doubled", {"1.4", "", "2.6", "3"});
  const v1::StatisticsSection section = AssembleStatisticsSection(facts);
  ASSERT_THAT(section.collections(), SizeIs(1));
  EXPECT_THAT(SeriesOf(section.collections(0)),
              ElementsAre("indicators/aaa-doubled", "indicators/births"));
  const v1::StatisticSeries& doubled = section.collections(0).series(0);
  ASSERT_THAT(doubled.cells(), SizeIs(4));
  ASSERT_THAT(doubled.computed(), SizeIs(4));
  EXPECT_EQ(doubled.cells(0).period(), "2021");
  EXPECT_EQ(doubled.cells(0).outcome(), OUTCOME_FOUND);
  // As it is printed, not as it is computed on with.
  EXPECT_EQ(doubled.cells(0).cell().value(), "3");
  EXPECT_EQ(doubled.computed(0).unrounded(), "2.8");
  EXPECT_EQ(doubled.cells(1).outcome(), OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(doubled.computed(1).not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_THAT(section.collections(0).series(1).computed(), IsEmpty());
  EXPECT_EQ(section.collections(0).cells().cells(), 8);
  EXPECT_EQ(section.collections(0).cells().measured(), 4);
}

TEST(StatisticsSection, LeavesOutWhatIsDerivedFromNothingOrBelongsToTheFramework) {
  StatisticsFacts facts = NoFacts();
  AddIndicator(facts, "nothing", v1::COLLECTION_POPULATION);
  AddDoubled(facts, "nothing", {"", "", "", ""});
  AddIndicator(facts, "framework", v1::COLLECTION_FRAMEWORK);
  AddDoubled(facts, "framework", {"1", "2", "3", "4"});
  EXPECT_THAT(AssembleStatisticsSection(facts).collections(), IsEmpty());
}

TEST(StatisticsSection, CountsEachCollectionForItself) {
  StatisticsFacts facts = NoFacts();
  AddIndicator(facts, "births", v1::COLLECTION_POPULATION);
  AddIndicator(facts, "jobs", v1::COLLECTION_EMPLOYMENT);
  AddIndicator(facts, "deaths", v1::COLLECTION_POPULATION);
  AddObservation(facts, "births", 2024, "1");
  AddObservation(facts, "jobs", 2024, "2");
  AddObservation(facts, "deaths", 2024, "3");
  const v1::StatisticsSection section = AssembleStatisticsSection(facts);
  ASSERT_THAT(section.collections(), SizeIs(2));
  EXPECT_EQ(section.collections(0).collection(), v1::COLLECTION_POPULATION);
  EXPECT_EQ(section.collections(0).cells().measured(), 2);
  EXPECT_EQ(section.collections(1).collection(), v1::COLLECTION_EMPLOYMENT);
  EXPECT_EQ(section.collections(1).cells().measured(), 1);
  EXPECT_EQ(section.collections(1).cells().cells(), 4);
}

TEST(StatisticsSection, SortsKostraByServiceAreaAndOrder) {
  StatisticsFacts facts = NoFacts();
  const auto add = [&](const std::string& id, const std::string& service_area, int order) {
    v1::Indicator& indicator = AddIndicator(facts, id, v1::COLLECTION_KOSTRA);
    indicator.mutable_kostra()->set_service_area(service_area);
    indicator.mutable_kostra()->set_order(order);
    AddObservation(facts, id, 2024, "1");
  };
  add("a", "welfare", 1);
  add("b", "culture", 10);
  add("c", "culture", 9);
  EXPECT_THAT(SeriesOf(AssembleStatisticsSection(facts).collections(0)),
              ElementsAre("indicators/c", "indicators/b", "indicators/a"));
}

void AddOfTertial(StatisticsFacts& facts, const std::string& id, const std::string& period,
                  const std::string& value) {
  v1::Observation& observation = AddObservation(facts, id, 2024, value);
  observation.set_period(period);
  observation.set_name(absl::StrCat("areas/asker/indicators/", id, "/observations/", period));
}

TEST(StatisticsSectionOfATertial, ShowsItsFiguresAndTheYearToDate) {
  StatisticsFacts facts = NoFacts();
  facts.period = *Period::Parse("2024-T2");
  v1::Indicator& births = AddIndicator(facts, "population.births", v1::COLLECTION_POPULATION);
  births.set_kind(v1::FIGURE_KIND_FLOW);
  births.set_additivity(v1::ADDITIVITY_ADDITIVE);
  AddOfTertial(facts, "population.births", "2023-T2", "310");
  AddOfTertial(facts, "population.births", "2024-T1", "305");
  AddOfTertial(facts, "population.births", "2024-T2", "320");
  const v1::StatisticsSection section = AssembleStatisticsSection(facts);
  EXPECT_THAT(section.periods(), ElementsAre("2023-T2", "2024-T2"));
  const v1::StatisticSeries& series = section.collections(0).series(0);
  EXPECT_THAT(series.cells(), SizeIs(2));
  EXPECT_EQ(series.tertial().value().cell().value(), "320");
  EXPECT_EQ(series.tertial().change().value(), "10");
  EXPECT_EQ(series.tertial().year_to_date().value(), "625");
  EXPECT_EQ(series.tertial().year_to_date().operands(0).name(),
            "areas/asker/indicators/population.births/observations/2024-T1");
  EXPECT_EQ(series.tertial().year_to_date_last_year().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(StatisticsSection, OfAYearHasNoFiguresOfATertial) {
  StatisticsFacts facts = NoFacts();
  AddIndicator(facts, "population.births", v1::COLLECTION_POPULATION);
  AddObservation(facts, "population.births", 2024, "900");
  EXPECT_FALSE(AssembleStatisticsSection(facts).collections(0).series(0).has_tertial());
}

}  // namespace
}  // namespace tertial::indicators
