// Files of the climate accounts: what the example does not have, and what columns may be left out.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/dataset.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kEmissionColumns[] =
    "account,release,metric,scope,boundary,sector,part_of,object,year,comparison_year,value,unit,"
    "status,qualifier,printed,note,source_line,page";
constexpr char kEnergyColumns[] =
    "metric,boundary,object,year,value,unit,status,qualifier,printed,note,source_line,page";
constexpr char kTargetColumns[] =
    "indicator,subject_en,scope,operator,value,value_max,unit,target_year,base_year,kind,printed,"
    "note,source_line,page";
constexpr char kMeasureColumns[] =
    "area,area_name_nb,subheading_nb,measure,description_en,quantity,unit,year,qualifier,printed,"
    "note,source_line,page";

class ClimateFilesTest : public ::testing::Test {
 protected:
  void Write(const std::string& file, const std::string& lines) { directory_.Write(file, lines); }

  // The rows that the files become.
  std::vector<v1::ClimateRow> Read(const std::string& area = "3203") {
    absl::StatusOr<Dataset> dataset = ReadDataset(directory_.path(), area);
    EXPECT_THAT(dataset, IsOk());
    if (!dataset.ok()) return {};
    for (const Problem& problem : dataset->problems) {
      EXPECT_FALSE(problem.sentence.empty());
      problems_.push_back(absl::StrCat(problem.origin.file, ":", problem.origin.line, " ",
                                       problem.field, " ", problem.reason));
    }
    for (const Origin& origin : dataset->climate.origins) {
      origins_.push_back(FormatOrigin(origin));
    }
    return dataset->climate.rows;
  }

  std::vector<v1::ClimateRow> Read(const std::string& file, const std::string& lines) {
    Write(file, lines);
    return Read();
  }

  TempDir directory_;
  std::vector<std::string> problems_;
  std::vector<std::string> origins_;
};

TEST_F(ClimateFilesTest, LinesOfOneTableAreOneRow) {
  const auto rows = Read("gwp_tables.csv",
                         "id,gwp_set,title_en,gas,gwp,source\n"
                         "ar4,AR4,Fourth,co2,1,IPCC 2007\n"
                         "own,,Own,co2,1,somewhere\n"
                         "ar4,,,ch4,25,IPCC 2007\n");
  ASSERT_THAT(rows, SizeIs(2));
  const v1::GwpTable& table = rows[0].gwp_table();
  EXPECT_EQ(table.name(), "gwpTables/ar4");
  EXPECT_EQ(table.gwp_set(), v1::GWP_SET_AR4);
  EXPECT_EQ(table.titles(0).text(), "Fourth");
  EXPECT_EQ(table.provenance().source(), "IPCC 2007");
  ASSERT_THAT(table.values(), SizeIs(2));
  EXPECT_EQ(table.values(1).gas(), "ch4");
  EXPECT_EQ(table.values(1).gwp(), "25");
  EXPECT_EQ(rows[1].gwp_table().gwp_set(), v1::GWP_SET_UNKNOWN);
  EXPECT_THAT(origins_, ElementsAre("gwp_tables.csv:2", "gwp_tables.csv:3"));
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(ClimateFilesTest, ALaterLineMayNotContradictTheFirst) {
  Read("gwp_tables.csv",
       "id,gwp_set,title_en,gas,gwp,source\n"
       "ar4,AR4,Fourth,co2,1,IPCC 2007\n"
       "ar4,AR5,,ch4,25,another\n");
  EXPECT_THAT(problems_, ElementsAre("gwp_tables.csv:3 gwp_set INCONSISTENT_FIELDS",
                                     "gwp_tables.csv:3 source INCONSISTENT_FIELDS"));
}

TEST_F(ClimateFilesTest, NoSourceIsLeftForTheServiceToRefuse) {
  const auto rows =
      Read("gwp_tables.csv",
           "id,gwp_set,title_en,gas,gwp,source,note\nar4,AR4,Fourth,co2,1,,a remark\n");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].gwp_table().provenance().source(), "");
  EXPECT_EQ(rows[0].gwp_table().provenance().note(), "a remark");
}

TEST_F(ClimateFilesTest, EntriesOfACrosswalkMayHaveNoShare) {
  const auto rows = Read("sector_crosswalks.csv",
                         "id,from_standard,to_standard,version,from_sector,from_source,to_sector,"
                         "share,explanation_en,to_title_en,source\n"
                         "a~b,a,b,1,road-traffic,buses,ii,100,By definition,Transportation,GPC\n"
                         "a~b,,,,heating,,i,,,,\n");
  ASSERT_THAT(rows, SizeIs(1));
  const v1::SectorCrosswalk& crosswalk = rows[0].sector_crosswalk();
  EXPECT_EQ(crosswalk.name(), "sectorCrosswalks/a~b");
  EXPECT_EQ(crosswalk.from_standard(), "a");
  EXPECT_EQ(crosswalk.to_standard(), "b");
  EXPECT_EQ(crosswalk.version(), "1");
  ASSERT_THAT(crosswalk.entries(), SizeIs(2));
  EXPECT_EQ(crosswalk.entries(0).from_source(), "buses");
  EXPECT_EQ(crosswalk.entries(0).share(), "100");
  EXPECT_EQ(crosswalk.entries(0).explanations(0).text(), "By definition");
  EXPECT_EQ(crosswalk.entries(0).to_titles(0).text(), "Transportation");
  EXPECT_EQ(crosswalk.entries(1).share(), "");
  EXPECT_THAT(problems_, IsEmpty());
}

constexpr char kFactorColumns[] =
    "factor,version,title_en,value,gas,unit,low,high,gwp_table,published,valid_from,valid_to,scope,"
    "method,source,note\n";

TEST_F(ClimateFilesTest, AFactorIsOneNumberOrOneForEachGas) {
  const auto rows =
      Read("emission_factors.csv",
           absl::StrCat(kFactorColumns,
                        "grid,2024,Grid,0.011,,kg_co2e_per_kwh,0.010,0.012,,2024-06,2023,2024,"
                        "indirect-energy,location,NVE,\n"
                        "diesel,2024,Diesel,2.66,co2,kg_per_litre,,,ar5,2024,2020,,direct,,SSB,\n"
                        "diesel,2024,,0.0001,ch4,,0.00005,0.0002,,,,,,,,\n"));
  ASSERT_THAT(rows, SizeIs(2));
  const v1::EmissionFactor& grid = rows[0].emission_factor();
  EXPECT_EQ(grid.name(), "emissionFactors/grid~2024");
  EXPECT_EQ(grid.value(), "0.011");
  EXPECT_EQ(grid.uncertainty().high(), "0.012");
  EXPECT_EQ(grid.scope(), v1::SCOPE_INDIRECT_ENERGY);
  EXPECT_EQ(grid.method(), v1::ENERGY_METHOD_LOCATION_BASED);
  EXPECT_EQ(grid.valid_to(), "2024");
  EXPECT_EQ(grid.provenance().source(), "NVE");
  const v1::EmissionFactor& diesel = rows[1].emission_factor();
  EXPECT_EQ(diesel.gwp_table(), "gwpTables/ar5");
  EXPECT_EQ(diesel.value(), "");
  EXPECT_EQ(diesel.method(), v1::ENERGY_METHOD_UNSPECIFIED);
  ASSERT_THAT(diesel.gases(), SizeIs(2));
  EXPECT_FALSE(diesel.gases(0).has_uncertainty());
  EXPECT_EQ(diesel.gases(1).uncertainty().low(), "0.00005");
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(ClimateFilesTest, TwoNumbersOfOneFactorVersionAreTwoRows) {
  const std::string line = "grid,2024,Grid,0.011,,kg_co2e_per_kwh,,,,2024,2023,,direct,,NVE,\n";
  EXPECT_THAT(Read("emission_factors.csv", absl::StrCat(kFactorColumns, line, line)), SizeIs(2));
}

TEST_F(ClimateFilesTest, AReferencePathHasALevelForEachLine) {
  const auto rows = Read("reference_paths.csv",
                         "id,title_en,release,boundary,scope,sector,year,value,rounded_to,status,"
                         "source\n"
                         "p,Path,r,community,direct,all,2029,190000,100,measured,TØI\n"
                         "p,,,,,,2030,,,not_estimated,\n");
  ASSERT_THAT(rows, SizeIs(1));
  const v1::ReferencePath& path = rows[0].reference_path();
  EXPECT_EQ(path.name(), "areas/3203/referencePaths/p");
  EXPECT_EQ(path.inventory_release(), "areas/3203/inventoryReleases/r");
  ASSERT_THAT(path.levels(), SizeIs(2));
  EXPECT_EQ(path.levels(0).cell().value(), "190000");
  EXPECT_EQ(path.levels(0).cell().rounded_to(), "100");
  EXPECT_EQ(path.levels(1).cell().missing(), common::v1::MISSING_REASON_NOT_ESTIMATED);
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(ClimateFilesTest, AReleaseMayTellWhatItIsMadeOf) {
  const auto rows = Read("inventory_releases.csv",
                         "id,publisher,release_date,method_version,gwp_set,boundary,scope,note,"
                         "gases,gwp_table,supersedes,sector_standard,coverage\n"
                         "b,P,2026,,AR5,community,direct,,co2;ch4,ar5,a,gpc-1.1,complete\n");
  ASSERT_THAT(rows, SizeIs(1));
  const v1::InventoryRelease& release = rows[0].inventory_release();
  EXPECT_THAT(release.gases(), ElementsAre("co2", "ch4"));
  EXPECT_EQ(release.gwp_table(), "gwpTables/ar5");
  EXPECT_EQ(release.supersedes(), "areas/3203/inventoryReleases/a");
  EXPECT_EQ(release.sector_standard(), "gpc-1.1");
  EXPECT_EQ(release.coverage(), v1::INVENTORY_COVERAGE_COMPLETE);
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(ClimateFilesTest, EmissionsMayBeSplitAndExplained) {
  const auto rows = Read(
      "emissions.csv",
      absl::StrCat(
          kEmissionColumns,
          ",source,gas,explanation,included_in,low,high,rounded_to,data_quality\n",
          "inventory,r,emissions,direct,community,heating,,,2023,,12.5,tonnes,measured,,,,,,"
          "wood,ch4,,,12,13,,high\n",
          "inventory,r,emissions,direct,community,heating,,,2023,,,tonnes_co2e,included_elsewhere,"
          ",,,,,gas,,Counted with wood,heating~2023~source.wood~gas.ch4,,,,\n",
          "inventory,r,emissions,direct,community,heating,,,2022,,90,tonnes_co2e,measured,,,,,,"
          ",,,,,,10,\n"));
  ASSERT_THAT(rows, SizeIs(3));
  const v1::EmissionFigure& wood = rows[0].emission_figure();
  EXPECT_EQ(wood.name(),
            "areas/3203/inventoryReleases/r/emissions/heating~2023~source.wood~gas.ch4");
  EXPECT_EQ(wood.source(), "wood");
  EXPECT_EQ(wood.gas(), "ch4");
  EXPECT_EQ(wood.uncertainty().low(), "12");
  EXPECT_EQ(wood.data_quality(), v1::DATA_QUALITY_HIGH);
  const v1::EmissionFigure& gas = rows[1].emission_figure();
  EXPECT_EQ(gas.included_in(), wood.name());
  EXPECT_EQ(gas.explanations(0).text(), "Counted with wood");
  EXPECT_FALSE(gas.has_uncertainty());
  EXPECT_EQ(rows[2].emission_figure().cell().rounded_to(), "10");
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(ClimateFilesTest, AnEstimateMayFollowFromALaterFigure) {
  const auto rows =
      Read("emissions.csv",
           absl::StrCat(kEmissionColumns, ",implied_from,implied_percent,implied_rounded_to\n",
                        "inventory,r,emissions,direct,community,all,,,2009,,373141,tonnes_co2e,"
                        "estimated,,,,,,2023,-45.4,0.1\n"));
  ASSERT_THAT(rows, SizeIs(1));
  const v1::EmissionFigure& figure = rows[0].emission_figure();
  EXPECT_EQ(figure.cell().value(), "373141");
  EXPECT_THAT(figure.cell().flags(), ElementsAre(common::v1::FLAG_ESTIMATED));
  EXPECT_EQ(figure.implied_by().period(), "2023");
  EXPECT_EQ(figure.implied_by().percent_change().value(), "-45.4");
  EXPECT_EQ(figure.implied_by().percent_change().rounded_to(), "0.1");
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(ClimateFilesTest, ActivitiesMayNameFactorsAndATopic) {
  const auto rows = Read(
      "energy.csv", absl::StrCat(kEnergyColumns, ",topic,emission_factors,sector\n",
                                 "electricity,municipality,,2024,79.2,gwh,measured,,,,,,energy,"
                                 "grid;residual-mix,buildings\n"));
  ASSERT_THAT(rows, SizeIs(1));
  const v1::ActivityFigure& figure = rows[0].activity_figure();
  EXPECT_EQ(figure.name(), "areas/3203/activities/electricity~municipality~2024~sector.buildings");
  EXPECT_EQ(figure.topic(), v1::ACTIVITY_TOPIC_ENERGY);
  EXPECT_THAT(figure.emission_factors(), ElementsAre("grid", "residual-mix"));
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(ClimateFilesTest, ActivitiesWithoutATopicAreOfThatOfTheirFile) {
  const auto rows = Read(
      "energy.csv",
      absl::StrCat(kEnergyColumns, "\n", "energy-use,municipality,,2024,79.2,gwh,measured,,,,,\n"));
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].activity_figure().topic(), v1::ACTIVITY_TOPIC_ENERGY);
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(ClimateFilesTest, TargetsAreOfFiveKindsAndMayHaveAPath) {
  Write("targets.csv",
        absl::StrCat(kTargetColumns,
                     ",sector,reference_release,path,path_from,denominator,denominator_unit,"
                     "removal_sectors\n",
                     ",road,Asker,reduce_by,50,,percent,2030,2016,theme_plan,,,,,road-traffic,r,"
                     "yearly_budgets,2020,,,\n",
                     ",per head,Asker,reduce_intensity_to,1.5,,tonnes_co2e_per_resident,2030,,"
                     "theme_plan,,,,,,,compound,2020,\"population, residents\",resident,\n",
                     ",net,Asker,net_zero,0,,tonnes_co2e,2050,2016,theme_plan,,,,,,,,,,,"
                     "removals;land-use\n"));
  Write("yearly_budgets.csv",
        "target,year,value,unit\n"
        "road~theme_plan~2030,2028,70,percent\n"
        "road~theme_plan~2030,2027,75,percent\n"
        "rood~theme_plan~2030,2027,75,percent\n");
  const auto rows = Read();
  ASSERT_THAT(rows, SizeIs(3));
  const v1::ClimateTarget& road = rows[0].climate_target();
  EXPECT_EQ(road.name(), "areas/asker/climateTargets/road~theme_plan~2030");
  EXPECT_EQ(road.sector(), "road-traffic");
  EXPECT_EQ(road.reference_release(), "areas/asker/inventoryReleases/r");
  EXPECT_EQ(road.path(), v1::TARGET_PATH_YEARLY_BUDGETS);
  EXPECT_EQ(road.path_from(), "2020");
  ASSERT_THAT(road.yearly_budgets(), SizeIs(2));
  EXPECT_EQ(road.yearly_budgets(0).period(), "2027");
  EXPECT_EQ(road.yearly_budgets(1).value(), "70");
  const v1::ClimateTarget& head = rows[1].climate_target();
  EXPECT_EQ(head.kind(), v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_TO);
  EXPECT_EQ(head.denominator().metric(), "population");
  EXPECT_EQ(head.denominator().boundary(), "residents");
  EXPECT_EQ(head.denominator_unit(), "resident");
  EXPECT_EQ(rows[2].climate_target().kind(), v1::CLIMATE_TARGET_KIND_NET_ZERO);
  EXPECT_THAT(rows[2].climate_target().removal_sectors(), ElementsAre("removals", "land-use"));
  EXPECT_THAT(problems_, ElementsAre("yearly_budgets.csv:4 target CLIMATE_TARGET_NOT_FOUND"));
}

TEST_F(ClimateFilesTest, EffectsAndCostsGoToTheirMeasure) {
  Write("climate_measures.csv",
        absl::StrCat(kMeasureColumns,
                     ",sector,boundary,scope,status_of_measure,owner_unit,decision,"
                     "result_indicator,overlap_group\n",
                     "mobility,Mobilitet,,buses,Electric buses,,,2024,,,,,,road-traffic,community,"
                     "direct,in_progress,roads,ks-1-2024,climate.road,cars\n"));
  Write("measure_effects.csv",
        "measure,year,least,most,unit,not_quantified_en,cost,cost_unit\n"
        "buses,2028,,,,Not modelled,,\n"
        "buses,2027,900,1200,tonnes_co2e,,12.5,million_nok\n"
        "trams,2027,1,2,tonnes_co2e,,,\n"
        "buses,2029,1,2,tonnes_co2e,Not modelled,,\n"
        "buses,2030,,,,,,\n");
  const auto rows = Read();
  ASSERT_THAT(rows, SizeIs(1));
  const v1::ClimateMeasure& measure = rows[0].climate_measure();
  EXPECT_EQ(measure.sector(), "road-traffic");
  EXPECT_EQ(measure.boundary(), v1::BOUNDARY_COMMUNITY);
  EXPECT_EQ(measure.scope(), v1::SCOPE_DIRECT);
  EXPECT_EQ(measure.status(), v1::MEASURE_STATUS_IN_PROGRESS);
  EXPECT_EQ(measure.owner_unit(), "areas/3203/units/roads");
  EXPECT_EQ(measure.decision(), "areas/3203/cases/ks-1-2024");
  EXPECT_EQ(measure.result_indicator(), "indicators/climate.road");
  EXPECT_EQ(measure.overlap_group(), "cars");
  ASSERT_THAT(measure.effects(), SizeIs(2));
  EXPECT_EQ(measure.effects(0).range().most(), "1200");
  EXPECT_EQ(measure.effects(1).not_quantified().explanations(0).text(), "Not modelled");
  ASSERT_THAT(measure.costs(), SizeIs(1));
  EXPECT_EQ(measure.costs(0).amount().value(), "12.5");
  EXPECT_EQ(measure.costs(0).unit(), "million_nok");
  EXPECT_THAT(problems_, ElementsAre("measure_effects.csv:4 measure CLIMATE_MEASURE_NOT_FOUND",
                                     "measure_effects.csv:5 not_quantified_en INCONSISTENT_FIELDS",
                                     "measure_effects.csv:6 least FIELD_REQUIRED"));
}

TEST_F(ClimateFilesTest, ConversionsAreOfNoArea) {
  Write("gwp_tables.csv", "id,gwp_set,title_en,gas,gwp,source\nar4,AR4,Fourth,co2,1,IPCC\n");
  EXPECT_THAT(Read(""), SizeIs(1));
  Write("energy.csv", absl::StrCat(kEnergyColumns, "\n"));
  EXPECT_FALSE(ReadDataset(directory_.path(), "").ok());
}

TEST_F(ClimateFilesTest, ConversionsOfTheProjectAreReadWithoutAProblem) {
  const absl::StatusOr<Dataset> dataset = ReadDataset(TERTIAL_SOURCE_DIR "/data/climate", "");
  ASSERT_THAT(dataset, IsOk());
  EXPECT_THAT(dataset->problems, IsEmpty());
  ASSERT_THAT(dataset->climate.rows, SizeIs(3));
  EXPECT_THAT(dataset->climate.rows[0].gwp_table().values(), SizeIs(3));
  EXPECT_THAT(dataset->climate.rows[1].gwp_table().values(), SizeIs(4));
  EXPECT_THAT(dataset->climate.rows[2].sector_crosswalk().entries(), SizeIs(13));
}

}  // namespace
}  // namespace tertial::cli
