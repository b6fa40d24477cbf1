// The commands about the climate accounts: what they ask for, and answers as people read them and
// as rows.
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "clients/cli/climate/climate_commands.h"
#include "clients/cli/climate/climate_documents.h"
#include "common/render/answer.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

template <typename Message>
Message FromJson(const std::string& json) {
  Message message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << json;
  return message;
}

// With one blank where several stand.
std::string Squeezed(const std::string& text) {
  std::string squeezed;
  for (const char c : text) {
    if (c != ' ' || squeezed.empty() || squeezed.back() != ' ') squeezed += c;
  }
  return squeezed;
}

std::string TextOf(const Document& document) { return Squeezed(RenderText(document)); }

std::vector<std::string> CsvLines(const Table& table) {
  for (const auto& row : table.rows) EXPECT_THAT(row, SizeIs(table.columns.size()));
  return absl::StrSplit(CsvOf(table), '\n', absl::SkipEmpty());
}

TEST(ClimateRequests, NamesBelowTheAreaAreMade) {
  InventoryCommand inventory;
  inventory.area = "3203";
  inventory.release = "m-2025";
  inventory.period = "2021..2023";
  inventory.crosswalk = "a~b";
  inventory.gwp_table = "gwpTables/ar5";
  const v1::GetInventoryReportRequest report = MakeInventoryRequest(inventory);
  EXPECT_EQ(report.name(), "areas/3203/inventoryReleases/m-2025");
  EXPECT_EQ(report.from_period(), "2021");
  EXPECT_EQ(report.to_period(), "2023");
  EXPECT_EQ(report.crosswalk(), "sectorCrosswalks/a~b");
  EXPECT_EQ(report.gwp_table(), "gwpTables/ar5");

  TargetCommand target;
  target.area = "asker";
  target.target = "t";
  target.base_release = "a";
  target.current_release = "b";
  target.rate_from = "2022";
  const v1::GetTargetProgressRequest progress = MakeTargetRequest(target);
  EXPECT_EQ(progress.name(), "areas/asker/climateTargets/t");
  EXPECT_EQ(progress.inventory_release(), "");
  EXPECT_EQ(progress.base_release(), "areas/asker/inventoryReleases/a");
  EXPECT_EQ(progress.current_release(), "areas/asker/inventoryReleases/b");
  EXPECT_EQ(progress.rate_from(), "2022");

  LevelsCommand levels;
  levels.area = "areas/asker";
  EXPECT_EQ(MakeLevelsRequest(levels).parent(), "areas/asker/climateTargets/-");
  levels.target = "t";
  EXPECT_EQ(MakeLevelsRequest(levels).parent(), "areas/asker/climateTargets/t");

  BudgetCommand budget;
  budget.area = "asker";
  budget.target = "t";
  budget.path = "p";
  EXPECT_EQ(MakeBudgetRequest(budget).reference_path(), "areas/asker/referencePaths/p");

  SeriesOfActivityCommand series;
  series.area = "asker";
  series.period = "2024";
  series.topic = v1::ACTIVITY_TOPIC_WASTE;
  EXPECT_EQ(MakeSeriesRequest(series).from_period(), "2024");
  EXPECT_EQ(MakeSeriesRequest(series).to_period(), "");
  EXPECT_EQ(MakeSeriesRequest(series).topic(), v1::ACTIVITY_TOPIC_WASTE);

  InventoryFindingsCommand findings;
  findings.area = "asker";
  findings.kinds = {v1::INVENTORY_FINDING_KIND_SPLITS_DIFFER};
  EXPECT_THAT(MakeFindingsRequest(findings).kinds(),
              ElementsAre(v1::INVENTORY_FINDING_KIND_SPLITS_DIFFER));
  ReleasesCommand releases;
  releases.area = "asker";
  EXPECT_EQ(MakeReleasesRequest(releases).parent(), "areas/asker");
}

v1::GetInventoryReportResponse Report() {
  return FromJson<v1::GetInventoryReportResponse>(R"({
    "release": {"name": "areas/asker/inventoryReleases/m-2025", "publisher": "Miljødirektoratet",
                "gwpSet": "GWP_SET_AR5", "boundary": "BOUNDARY_COMMUNITY", "scope": "SCOPE_DIRECT"},
    "periods": ["2022", "2023"], "sectorStandard": "miljodirektoratet",
    "sectors": [
      {"sector": "heating", "summed": true, "totals": [
         {"period": "2022", "basis": "TOTAL_BASIS_PUBLISHED", "completeness": "COMPLETENESS_COMPLETE",
          "total": {"value": "16219", "unit": "tonnes_co2e", "formula": "FORMULA_SUM"}},
         {"period": "2023", "basis": "TOTAL_BASIS_SUMMED", "completeness": "COMPLETENESS_INCOMPLETE",
          "total": {"formula": "FORMULA_SUM", "notComputable":
                    {"reason": "NOT_COMPUTABLE_REASON_INCOMPLETE", "detail": "…"}},
          "recordedPart": {"value": "12", "unit": "tonnes_co2e", "formula": "FORMULA_SUM"},
          "gaps": ["areas/asker/inventoryReleases/m-2025/emissions/heating~2023~source.wood"],
          "gapCount": 2}],
       "change": {"formula": "FORMULA_PERCENT_CHANGE", "notComputable":
                  {"reason": "NOT_COMPUTABLE_REASON_INCOMPLETE"}},
       "objects": [{"object": "school", "titles": [{"language": "nb", "text": "Skolen"}],
                    "cells": [{"period": "2022", "outcome": "OUTCOME_NO_OBSERVATION"},
                              {"period": "2023", "outcome": "OUTCOME_FOUND", "cell": {"value": "5"}}],
                    "share": {"value": "31.94", "unit": "percent", "formula": "FORMULA_SHARE"}}]}],
    "sums": [{"period": "2022", "total": {"value": "16219", "unit": "tonnes_co2e"}},
             {"period": "2023", "total": {"notComputable":
                {"reason": "NOT_COMPUTABLE_REASON_INCOMPLETE"}}, "gapCount": 1}],
    "publishedTotals": [{"period": "2022", "outcome": "OUTCOME_FOUND", "cell": {"value": "219716"}},
                        {"period": "2023", "outcome": "OUTCOME_FOUND", "cell": {"value": "203735"}}],
    "change": {"value": "-7.273", "unit": "percent", "formula": "FORMULA_PERCENT_CHANGE"},
    "unmappedSectors": ["other"],
    "findings": [{"kind": "INVENTORY_FINDING_KIND_SECTORS_DIFFER_FROM_TOTAL",
                  "severity": "SEVERITY_ERROR", "period": "2023", "detail": "The sum is less."}]})");
}

TEST(InventoryDocument, NeverShowsWhatIsKnownOfASectorAsItsTotal) {
  InventoryCommand command;
  const std::string text = TextOf(MakeInventoryDocument(command, Report()));
  EXPECT_THAT(text, HasSubstr("Emissions, release m-2025, 2022 to 2023"));
  EXPECT_THAT(text, HasSubstr("Miljødirektoratet, community, direct; sectors of "
                              "miljodirektoratet, GWP set AR5; t CO2e."));
  EXPECT_THAT(text, HasSubstr("heating 16 219 incomplete not computable: incomplete"));
  EXPECT_THAT(text, HasSubstr("published total 219 716 203 735 -7.273 %"));
  EXPECT_THAT(text, HasSubstr("heating 2023 incomplete: 12 t CO2e are recorded, and 2 parts are "
                              "missing: heating~2023~source.wood and others"));
  EXPECT_THAT(text, HasSubstr("sum of sectors 2023 incomplete: 1 part is missing"));
  EXPECT_THAT(text, HasSubstr("Skolen heating – 5 31.94 %"));
  EXPECT_THAT(text, HasSubstr("The crosswalk has no entry for other."));
  EXPECT_THAT(text, HasSubstr("error sectors differ from total 2023 The sum is less."));
}

TEST(InventoryDocument, HasARowForEachSectorAndPeriod) {
  const std::vector<std::string> lines = CsvLines(InventoryRows(Report()));
  ASSERT_THAT(lines, SizeIs(9));
  EXPECT_EQ(lines[0],
            "row,sector,part_of,object,period,value,unit,low,high,unrounded,formula,"
            "not_computable,basis,completeness,recorded_part,gap_count,left_out_count");
  EXPECT_EQ(lines[1], "SECTOR,heating,,,2022,16219,tonnes_co2e,,,,SUM,,PUBLISHED,COMPLETE,,0,0");
  EXPECT_EQ(lines[2], "SECTOR,heating,,,2023,,,,,,SUM,INCOMPLETE,SUMMED,INCOMPLETE,12,2,0");
  EXPECT_THAT(lines[3], HasSubstr("OBJECT,heating,heating,school,2022,"));
  EXPECT_THAT(lines[3], HasSubstr("NO_OBSERVATION"));
  EXPECT_THAT(lines[5], HasSubstr("SUM,,,,2022,16219"));
  EXPECT_THAT(lines[8], HasSubstr("PUBLISHED_TOTAL,all,,,2023,203735"));
}

v1::GetTargetProgressResponse Progress() {
  return FromJson<v1::GetTargetProgressResponse>(R"({
    "target": {"name": "areas/asker/climateTargets/t", "kind": "CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT",
               "subjects": [{"language": "en", "text": "Direct emissions"}], "value": "67",
               "unit": "percent", "basePeriod": "2009", "duePeriod": "2030"},
    "assessment": {"inventoryRelease": "areas/asker/inventoryReleases/m-2025",
      "currentPeriod": "2023", "standing": "MILESTONE_STANDING_AHEAD", "rateFrom": "2009",
      "targetLevel": {"value": "123137", "unit": "tonnes_co2e", "formula": "FORMULA_REDUCED_BY_PERCENT",
                      "interval": {"low": "123024", "high": "123249"}},
      "shareReached": {"value": "67.8", "unit": "percent", "formula": "FORMULA_SHARE_OF_REDUCTION"},
      "milestoneGap": {"value": "-2736", "unit": "tonnes_co2e", "formula": "FORMULA_MILESTONE_GAP",
                       "interval": {"low": "-2926", "high": "-2547"}},
      "rateNeeded": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_NO_TIME_LEFT",
                                       "detail": "The due year has come."}},
      "presentRate": {"value": "-4.23", "unit": "percent"},
      "projection": {"value": "150543", "unit": "tonnes_co2e"},
      "linearProjection": {"value": "119032", "unit": "tonnes_co2e"},
      "overBudget": {"value": "10", "unit": "tonnes_co2e"}},
    "milestones": [{"period": "2023", "level": {"value": "206471", "unit": "tonnes_co2e"},
                    "gap": {"value": "-2736", "unit": "tonnes_co2e"}},
                   {"period": "2024", "level": {"value": "194566", "unit": "tonnes_co2e"},
                    "gap": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_NO_OBSERVATION"}}}],
    "levels": [{"name": "areas/asker/climateTargets/t/levels/m-2025", "basePeriod": "2009",
                "inventoryRelease": "areas/asker/inventoryReleases/m-2025",
                "base": {"value": "373141", "flags": ["FLAG_ESTIMATED"]}, "level": "123137",
                "levelLow": "123024", "levelHigh": "123249", "unit": "tonnes_co2e"}]})");
}

TEST(TargetDocument, TellsWhereEmissionsStandWithTheInterval) {
  const std::string text = TextOf(MakeTargetDocument({}, Progress()));
  EXPECT_THAT(text, HasSubstr("Direct emissions: -67 % from 2009 by 2030"));
  EXPECT_THAT(text, HasSubstr("By release m-2025, in 2023."));
  EXPECT_THAT(text, HasSubstr("Emissions are 2736 t CO2e ahead of the path (2547 to 2926)."));
  EXPECT_THAT(text, HasSubstr("target level 123 137 t CO2e 123 024 to 123 249"));
  EXPECT_THAT(text, HasSubstr("still needed each year not computable The due year has come."));
  EXPECT_THAT(text, HasSubstr("over the budgets so far 10 t CO2e"));
  EXPECT_THAT(text, HasSubstr("In 2030: 150 543 t CO2e by the present rate of -4.23 % per year "
                              "since 2009; 119 032 t CO2e if as much goes each year as since "
                              "then."));
  EXPECT_THAT(text, HasSubstr("2024 194 566 t CO2e –"));
  EXPECT_THAT(text, HasSubstr("m-2025 2009 373 141 (e) 123 137 123 024 to 123 249 t CO2e"));
}

TEST(TargetDocument, HasARowForEachFigureAndMilestone) {
  const std::vector<std::string> lines = CsvLines(TargetRows(Progress()));
  EXPECT_THAT(lines, SizeIs(1 + 12 + 4));
  EXPECT_EQ(lines[1],
            "target_level,2023,areas/asker/inventoryReleases/m-2025,123137,tonnes_co2e,123024,"
            "123249,,REDUCED_BY_PERCENT,");
  EXPECT_THAT(lines[7], HasSubstr("rate_needed,2023,"));
  EXPECT_THAT(lines[7], HasSubstr("NO_TIME_LEFT"));
  EXPECT_THAT(lines.back(), HasSubstr("path_gap,2024,"));
}

TEST(LevelsDocument, ListsThemByTargetAndRelease) {
  v1::ListClimateTargetLevelsResponse response;
  *response.mutable_climate_target_levels() = Progress().levels();
  LevelsCommand command;
  command.area = "asker";
  EXPECT_THAT(TextOf(MakeLevelsDocument(command, response)),
              AllOf(HasSubstr("Targets by release: asker"), HasSubstr("t m-2025 2009")));
  EXPECT_EQ(CsvLines(LevelRows(response))[1],
            "areas/asker/climateTargets/t/levels/m-2025,areas/asker/inventoryReleases/m-2025,2009,"
            "373141,,,,123137,123024,123249,,tonnes_co2e");
  EXPECT_THAT(TextOf(MakeLevelsDocument(command, {})), HasSubstr("None."));
}

v1::GetClimateBudgetResponse Budget() {
  return FromJson<v1::GetClimateBudgetResponse>(R"({"budget": {
    "target": "areas/asker/climateTargets/t", "period": "2030", "measureCount": 3,
    "inventoryRelease": "areas/asker/inventoryReleases/m-2025", "otherMeasureCount": 1,
    "referencePath": "areas/asker/referencePaths/p", "quantifiedMeasureCount": 2,
    "completeness": "COMPLETENESS_INCOMPLETE",
    "reference": {"value": "190000", "unit": "tonnes_co2e", "formula": "FORMULA_SUM"},
    "level": {"value": "123137", "unit": "tonnes_co2e", "formula": "FORMULA_SUM"},
    "effectLeast": {"value": "900", "unit": "tonnes_co2e", "formula": "FORMULA_SUM"},
    "effectMost": {"value": "1200", "unit": "tonnes_co2e", "formula": "FORMULA_SUM"},
    "gapLeast": {"value": "65663", "unit": "tonnes_co2e", "formula": "FORMULA_GAP"},
    "gapMost": {"value": "65963", "unit": "tonnes_co2e", "formula": "FORMULA_GAP"},
    "cost": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_INCOMPLETE", "detail": "Buses."}},
    "actionAreas": [{"actionArea": "mobility", "titles": [{"language": "nb", "text": "Mobilitet"}],
      "quantifiedMeasureCount": 2,
      "effectLeast": {"value": "900", "unit": "tonnes_co2e"},
      "effectMost": {"value": "1200", "unit": "tonnes_co2e"},
      "measures": [
        {"measure": "areas/asker/climateMeasures/buses", "overlapGroup": "cars",
         "countsInLeast": true, "countsInMost": true,
         "effectLeast": {"value": "900", "unit": "tonnes_co2e"},
         "effectMost": {"value": "1200", "unit": "tonnes_co2e"},
         "cost": {"value": "12500000", "unit": "nok"}},
        {"measure": "areas/asker/climateMeasures/trams", "overlapGroup": "cars",
         "effectLeast": {"value": "1", "unit": "tonnes_co2e"},
         "effectMost": {"value": "2", "unit": "tonnes_co2e"}},
        {"measure": "areas/asker/climateMeasures/words",
         "effectLeast": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_NOT_QUANTIFIED"}},
         "effectMost": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_NOT_QUANTIFIED"}}}]}]}})");
}

TEST(BudgetDocument, TellsWhatIsLeftAndWhatCounts) {
  const std::string text = TextOf(MakeBudgetDocument({}, Budget()));
  EXPECT_THAT(text, HasSubstr("Climate budget 2030: t"));
  EXPECT_THAT(text, HasSubstr("By release m-2025 and reference path p."));
  EXPECT_THAT(text, HasSubstr("3 measures, 2 with an effect on emissions in 2030: 65 663 t CO2e to "
                              "65 963 t CO2e are left to the target, by those that have one."));
  EXPECT_THAT(text, HasSubstr("cost not computable Buses."));
  EXPECT_THAT(text, HasSubstr("Mobilitet 3 2 900 t CO2e 1200 t CO2e"));
  EXPECT_THAT(text, HasSubstr("buses 900 t CO2e 1200 t CO2e cars yes 12 500 000 nok"));
  EXPECT_THAT(text, HasSubstr("trams 1 t CO2e 2 t CO2e cars no"));
  EXPECT_THAT(text, Not(HasSubstr("words")));
  EXPECT_THAT(text, HasSubstr("1 measures are of another account or sector, or given up."));
}

TEST(BudgetDocument, SaysWhyThereIsNoGap) {
  auto response = Budget();
  v1::ClimateBudget& budget = *response.mutable_budget();
  budget.set_measure_count(90);
  budget.set_quantified_measure_count(0);
  common::v1::NotComputable& why = *budget.mutable_gap_least()->mutable_not_computable();
  why.set_reason(common::v1::NOT_COMPUTABLE_REASON_NOT_QUANTIFIED);
  why.set_detail("No measure is quantified.");
  EXPECT_THAT(TextOf(MakeBudgetDocument({}, response)),
              HasSubstr("90 measures, none with an effect on emissions in 2030: no gap to the "
                        "target can be told. No measure is quantified."));
  const std::vector<std::string> lines = CsvLines(BudgetRows(response));
  EXPECT_EQ(lines[1], "REFERENCE,areas/asker/referencePaths/p,190000,tonnes_co2e,,,,SUM,");
  EXPECT_THAT(lines[5], AllOf(HasSubstr("GAP_LEAST"), HasSubstr("NOT_QUANTIFIED")));
}

v1::GetOwnOperationsResponse Operations() {
  return FromJson<v1::GetOwnOperationsResponse>(R"({"activityCount": 1,
    "activities": [{"activity": {"name": "areas/asker/activities/electricity~own~2024",
                                 "unit": "kwh", "cell": {"value": "1000"}},
      "factors": [{"factor": "grid", "scope": "SCOPE_INDIRECT_ENERGY",
                   "method": "ENERGY_METHOD_LOCATION_BASED",
        "counted": {"emissionFactor": "emissionFactors/grid~2024",
                    "emissions": {"value": "0.011000", "unit": "tonnes_co2e",
                                  "formula": "FORMULA_CONVERTED_PRODUCT",
                                  "interval": {"low": "0.010000", "high": "0.012000"}}},
        "others": [{"emissionFactor": "emissionFactors/grid~2023",
                    "emissions": {"value": "0.015000", "unit": "tonnes_co2e"}}]},
        {"factor": "gone", "scope": "SCOPE_INDIRECT_ENERGY"}]}],
    "totals": [{"scope": "SCOPE_INDIRECT_ENERGY", "method": "ENERGY_METHOD_LOCATION_BASED",
                "activityCount": 1, "completeness": "COMPLETENESS_COMPLETE",
                "total": {"value": "0.011", "unit": "tonnes_co2e", "formula": "FORMULA_SUM"}},
               {"scope": "SCOPE_INDIRECT_ENERGY", "method": "ENERGY_METHOD_MARKET_BASED",
                "gaps": ["areas/asker/activities/electricity~own~2024"],
                "total": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_INCOMPLETE"}}}]})");
}

TEST(OperationsDocument, KeepsMethodsApartAndShowsWhatWasReplaced) {
  OperationsCommand command;
  command.area = "asker";
  command.period = "2024";
  const std::string text = TextOf(MakeOperationsDocument(command, Operations()));
  EXPECT_THAT(text, HasSubstr("Own operations 2024: asker"));
  EXPECT_THAT(text, HasSubstr("indirect energy location based 1 0.011 t CO2e"));
  EXPECT_THAT(text, HasSubstr("indirect energy market based 0 not computable: incomplete "
                              "electricity~own~2024"));
  EXPECT_THAT(text, HasSubstr("1000 kwh grid~2024 location based yes 0.011000 t CO2e 0.010000 to "
                              "0.012000"));
  EXPECT_THAT(text, HasSubstr("grid~2023 location based replaced 0.015000 t CO2e"));
  EXPECT_THAT(text, HasSubstr("gone no version is valid"));
  const std::vector<std::string> lines = CsvLines(OperationsRows(Operations()));
  ASSERT_THAT(lines, SizeIs(5));
  EXPECT_THAT(lines[2],
              HasSubstr("emissionFactors/grid~2023,INDIRECT_ENERGY,LOCATION_BASED,false"));
  EXPECT_THAT(lines[4], HasSubstr("TOTAL,,,INDIRECT_ENERGY,MARKET_BASED,true,,,,,,,INCOMPLETE"));
  EXPECT_THAT(TextOf(MakeOperationsDocument(command, {})),
              HasSubstr("No activity of the year names an emission factor."));
}

TEST(ActivitySeriesDocument, ShowsEachSeriesWithItsTopic) {
  const auto response = FromJson<v1::ListActivitySeriesResponse>(R"({"periods": ["2023", "2024"],
    "series": [{"topic": "ACTIVITY_TOPIC_ENERGY", "series": {"account": "ACCOUNT_ACTIVITY_SERIES",
        "metric": "energy-use", "boundary": "municipal-buildings", "unit": "gwh",
        "cells": [{"period": "2023", "outcome": "OUTCOME_FOUND", "cell": {"value": "81.4"}},
                  {"period": "2024", "outcome": "OUTCOME_NO_OBSERVATION"}]},
      "change": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_NO_OBSERVATION"}}}]})");
  SeriesOfActivityCommand command;
  command.area = "asker";
  command.period = "2023..2024";
  EXPECT_THAT(TextOf(MakeActivitySeriesDocument(command, response)),
              HasSubstr("energy energy-use municipal-buildings gwh 81.4 –"));
  EXPECT_THAT(
      CsvLines(ActivitySeriesRows(response)),
      ElementsAre("topic,account,metric,boundary,scope,sector,object,unit,period,value,"
                  "missing",
                  "ENERGY,ACTIVITY_SERIES,energy-use,municipal-buildings,,,,gwh,2023,81.4,"));
}

TEST(FindingsAndReleases, AreListed) {
  v1::ListInventoryFindingsResponse findings;
  *findings.mutable_findings() = Report().findings();
  findings.set_next_page_token("more");
  InventoryFindingsCommand command;
  command.area = "asker";
  command.limit = 1;
  EXPECT_THAT(TextOf(MakeInventoryFindingsDocument(command, findings)),
              AllOf(HasSubstr("Odd in the climate accounts: asker"), HasSubstr("More follow")));
  EXPECT_EQ(CsvLines(InventoryFindingRows(findings))[1],
            "SECTORS_DIFFER_FROM_TOTAL,ERROR,2023,,,The sum is less.");
  v1::ListInventoryReleasesResponse releases;
  *releases.add_inventory_releases() = Report().release();
  releases.mutable_inventory_releases(0)->set_supersedes("areas/asker/inventoryReleases/m-2024");
  EXPECT_THAT(TextOf(MakeReleasesDocument({}, releases)),
              HasSubstr("m-2025 Miljødirektoratet community, direct AR5 m-2024"));
  EXPECT_THAT(CsvLines(ReleaseRows(releases))[1],
              HasSubstr("areas/asker/inventoryReleases/m-2025,Miljødirektoratet,,,AR5,,COMMUNITY"));
}

}  // namespace
}  // namespace tertial::cli
