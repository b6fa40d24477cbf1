// Answers about analyses as people read them, and as rows.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/analysis/classify_document.h"
#include "clients/cli/analysis/progress_document.h"
#include "clients/cli/analysis/rank_document.h"
#include "clients/cli/analysis/series_document.h"
#include "common/render/answer.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

template <typename Message>
Message FromJson(const std::string& json) {
  Message message;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &message).ok()) << json;
  return message;
}

// The lines of the `n`-th table of a document, counted from 0.
std::vector<std::string> LinesOf(const Document& document, size_t n) {
  for (const Document::Block& block : document.blocks()) {
    const auto* const table = std::get_if<Table>(&block);
    if (table == nullptr || n-- > 0) continue;
    Document alone;
    alone.AddTable(*table);
    std::vector<std::string> lines = absl::StrSplit(RenderText(alone), '\n', absl::SkipEmpty());
    lines.erase(lines.begin() + 1);  // The rule.
    return lines;
  }
  return {};
}

std::vector<std::string> CsvLines(const Table& table) {
  return absl::StrSplit(CsvOf(table), '\n', absl::SkipEmpty());
}

v1::GetSeriesResponse Residents() {
  return FromJson<v1::GetSeriesResponse>(R"({"series": [{
    "indicator": {"name": "indicators/residents", "unit": "count"},
    "label": {"language": "nb", "text": "Innbyggere"},
    "cells": [
      {"period": "2019", "area": "areas/royken", "areaNumber": "0627", "cell": {"value": "23126"},
       "name": "areas/royken/indicators/residents/observations/2019", "revision": "4",
       "definitionVersion": 1},
      {"period": "2020", "area": "areas/asker", "areaNumber": "3025",
       "cell": {"value": "94441", "flags": ["FLAG_PROVISIONAL", "FLAG_DEROGATION"]},
       "marks": ["SERIES_MARK_BORDER_CHANGED"]},
      {"period": "2024", "area": "areas/asker", "areaNumber": "3203",
       "cell": {"value": "98815", "footnotes": [{"mark": "1", "mandatory": true,
                "texts": [{"language": "nb", "text": "Uten studenter"}]}]},
       "marks": ["SERIES_MARK_BREAK", "SERIES_MARK_AREA_NUMBER_CHANGED"]},
      {"period": "2025", "area": "areas/asker", "areaNumber": "3203",
       "cell": {"missing": "MISSING_REASON_PENDING", "expected": "2026-01", "overdue": true}}],
    "counts": {"cells": 4, "measured": 3, "missing": [
      {"reason": "MISSING_REASON_PENDING", "count": 1}]},
    "firstMeasured": "2019", "latestMeasured": "2024", "provisional": 1,
    "nextMeasuring": "2025"}],
    "readAt": {"revision": "4", "commitTime": "2026-03-15T12:00:00Z"}})");
}

TEST(SeriesDocument, HasPeriodsInColumnsAndMarksInCells) {
  const Document document = MakeSeriesDocument({}, Residents());
  EXPECT_THAT(LinesOf(document, 0),
              ElementsAre("  indicator   area    unit     2019            2020             2024"
                          "               2025",
                          "  Innbyggere  royken  count  23 126               –                –"
                          "                  –",
                          "  Innbyggere  asker   count       –  94 441 (p) (g)  98 815¹ (b) (n)"
                          "  pending (overdue)"));
  const std::string shown = RenderText(document);
  EXPECT_THAT(shown, HasSubstr("(p): provisional. (b): not comparable with the periods before."));
  EXPECT_THAT(shown, Not(HasSubstr("(e):")));
  EXPECT_THAT(shown, HasSubstr("Read at revision 4, committed 2026-03-15T12:00:00Z."));
}

TEST(SeriesDocument, TellsWhatIsToBeKnownOfSingleCells) {
  EXPECT_THAT(
      LinesOf(MakeSeriesDocument({}, Residents()), 1),
      ElementsAre("  period  to be known", "  2020    (g) other borders than in 2019",
                  "  2020    derogation", "  2024    (n) official number 3203; in 2020 it was 3025",
                  "  2024    ¹ Uten studenter", "  2025    overdue: was expected by 2026-01"));
}

TEST(SeriesDocument, TellsWhichPeriodsThereAre) {
  EXPECT_THAT(
      LinesOf(MakeSeriesDocument({}, Residents()), 2),
      ElementsAre("  id         cells                                          first measured"
                  "  latest measured  next measuring",
                  "  residents  4 cells: 3 measured, 1 pending; 1 provisional  2019          "
                  "  2024             2025"));
}

TEST(SeriesDocument, TellsOfADerivedIndicatorTheFormulaAndWhyItIsNotComputable) {
  const auto response = FromJson<v1::GetSeriesResponse>(R"({"series": [{
    "indicator": {"name": "indicators/ratio", "unit": "percent", "formula": "[a] / [b]"},
    "cells": [{"period": "2024", "area": "areas/asker", "areaNumber": "3203",
               "computed": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_MISSING_OPERAND",
                                              "detail": "a has no value."}}}],
    "counts": {"cells": 1, "noObservation": 1}}]})");
  const std::string shown = RenderText(MakeSeriesDocument({}, response));
  EXPECT_THAT(shown, HasSubstr("asker (3203), series"));
  EXPECT_THAT(shown, HasSubstr("ratio      %     not computable"));
  EXPECT_THAT(shown, HasSubstr("2024    a has no value."));
  EXPECT_THAT(shown, HasSubstr("computed: [a] / [b]"));
}

TEST(SeriesDocument, TellsOfAnOwnedIndicatorWhetherItMayBeOutdated) {
  const auto response = FromJson<v1::GetSeriesResponse>(R"({"series": [
    {"indicator": {"name": "indicators/a"},
     "owned": {"service": "workforce"}},
    {"indicator": {"name": "indicators/b"},
     "owned": {"service": "climate", "stale": true, "lastContact": "2026-03-15T12:00:00Z"}},
    {"indicator": {"name": "indicators/c"}, "owned": {"service": "politics", "stale": true}}]})");
  EXPECT_THAT(
      LinesOf(MakeSeriesDocument({}, response), 0),
      ElementsAre(
          HasSubstr("figures"), EndsWith("owned by workforce"),
          HasSubstr("owned by climate, not heard of since 2026-03-15T12:00:00Z: may be outdated"),
          HasSubstr("owned by politics, not heard of since the service started: may be outdated")));
}

TEST(SeriesDocument, HasATableForEachKindOfPeriodAndEveryTwelve) {
  v1::GetSeriesResponse response;
  v1::Series& series = *response.add_series();
  series.mutable_indicator()->set_name("indicators/a");
  for (const char* period : {"2022", "2023", "2022/2023", "2022-T1"}) {
    v1::SeriesCell& cell = *series.add_cells();
    cell.set_period(period);
    cell.set_area("areas/asker");
    cell.mutable_cell()->set_value("1");
  }
  for (int month = 1; month <= 13; ++month) {
    v1::SeriesCell& cell = *series.add_cells();
    cell.set_period(month == 13 ? "2023-M01"
                                : absl::StrCat("2022-M", month < 10 ? "0" : "", month));
    cell.set_area("areas/asker");
    cell.mutable_cell()->set_value("1");
  }
  const Document document = MakeSeriesDocument({}, response);
  std::vector<std::string> heads;
  for (size_t i = 0; i < 5; ++i) heads.push_back(LinesOf(document, i).at(0));
  EXPECT_THAT(heads, ElementsAre(AllOf(HasSubstr("2022  2023"), Not(HasSubstr("/"))),
                                 HasSubstr("2022/2023"), HasSubstr("2022-T1"),
                                 AllOf(HasSubstr("2022-M01"), HasSubstr("2022-M12")),
                                 HasSubstr("2023-M01")));
}

TEST(SeriesDocument, SaysThatNothingIsRecorded) {
  v1::GetSeriesRequest request;
  request.set_area("areas/asker");
  EXPECT_THAT(RenderText(MakeSeriesDocument(request, {})),
              AllOf(HasSubstr("asker, series"), HasSubstr("Nothing is recorded")));
}

TEST(SeriesRows, AreOneForEachCell) {
  const std::vector<std::string> lines = CsvLines(SeriesRows(Residents()));
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[1],
            "royken,0627,residents,Innbyggere,count,2019,23126,,,false,,,,,1,,,"
            "areas/royken/indicators/residents/observations/2019,4");
  EXPECT_THAT(lines[3], HasSubstr(",98815,,,false,,,¹ Uten studenter,BREAK AREA_NUMBER_CHANGED,"));
  EXPECT_THAT(lines[4], HasSubstr(",2025,,PENDING,2026-01,true,"));
}

v1::GetProgressResponse Emissions() {
  return FromJson<v1::GetProgressResponse>(R"({
    "indicator": {"name": "indicators/emissions", "unit": "tonnes_co2e",
                  "direction": "DIRECTION_LOWER_IS_BETTER"},
    "label": {"language": "nb", "text": "Utslipp"},
    "change": {
      "absolute": {"value": "-2440", "unrounded": "-2440", "unit": "tonnes_co2e",
        "formula": "FORMULA_DIFFERENCE", "interval": {"low": "-2495", "high": "-2385"},
        "operands": [
          {"name": "areas/asker/indicators/emissions/observations/2022", "revision": "3",
           "cell": {"value": "36500", "roundedTo": "100"}},
          {"name": "areas/asker/indicators/emissions/observations/2023", "revision": "4",
           "cell": {"value": "34060", "roundedTo": "0.1"}}]},
      "percent": {"value": "-6.7", "unrounded": "-6.684931", "decimals": 1, "unit": "percent",
        "formula": "FORMULA_PERCENT_CHANGE", "operands": [
          {"name": "areas/asker/indicators/emissions/observations/2022",
           "cell": {"value": "36500"}, "interval": {"low": "36450", "high": "36550"}},
          {"name": "areas/asker/indicators/emissions/observations/2023"}]},
      "development": "DEVELOPMENT_BETTER"},
    "trend": {"slope": {"notComputable": {"reason": "NOT_COMPUTABLE_REASON_TOO_FEW_CELLS",
                                          "detail": "There are 2 measured cells."},
                        "formula": "FORMULA_SLOPE"}},
    "targets": [{
      "target": {"name": "areas/asker/targets/halved", "comparator": "COMPARATOR_LE",
        "changePercent": "-50", "unit": "percent", "basePeriod": "2020", "duePeriod": "2030",
        "basis": "TARGET_BASIS_MUNICIPAL_PLAN", "legalBasis": "Sak 12/24"},
      "level": {"value": "20000", "unit": "tonnes_co2e", "formula": "FORMULA_REDUCED_BY_PERCENT"},
      "threshold": {"period": "2023", "state": "TARGET_STATE_NOT_MET",
        "distance": {"value": "14060", "unit": "tonnes_co2e", "formula": "FORMULA_DISTANCE"}},
      "methods": [{"method": "PROGRESS_METHOD_CAGR_RATIO", "progressClass": "PROGRESS_CLASS_MODERATE",
        "result": {"value": "0.78", "unit": "ratio", "formula": "FORMULA_CAGR_RATIO"}}]}]})");
}

v1::GetProgressRequest In2023() {
  v1::GetProgressRequest request;
  request.set_area("areas/3203");
  request.set_period("2023");
  return request;
}

TEST(ProgressDocument, TellsChangeTrendAndWhatTheyMean) {
  const Document document = MakeProgressDocument(In2023(), Emissions(), false);
  EXPECT_THAT(
      LinesOf(document, 0),
      ElementsAre("  what                period                result  between         meaning",
                  "  change              2022 to 2023    -2440 t CO2e  -2495 to -2385  better",
                  "  change in per cent  2022 to 2023          -6.7 %",
                  "  trend                             not computable                  "
                  "There are 2 measured cells."));
  EXPECT_THAT(RenderText(document), HasSubstr("asker, 2023. emissions, t CO2e; lower is better."));
}

TEST(ProgressDocument, TellsEachTargetByEveryMethod) {
  const Document document = MakeProgressDocument(In2023(), Emissions(), false);
  EXPECT_THAT(RenderText(document),
              HasSubstr("Target ≤ -50 % from 2020 by 2030: municipal plan, Sak 12/24 (halved)"));
  EXPECT_THAT(LinesOf(document, 1), ElementsAre("  what        period         result  meaning",
                                                "  level               20 000 t CO2e",
                                                "  distance    2023    14 060 t CO2e  not met",
                                                "  cagr ratio  2023             0.78  moderate"));
  EXPECT_TRUE(LinesOf(document, 2).empty());
}

TEST(ProgressDocument, ExplainsWithFormulasOperandsAndRevisions) {
  const std::vector<std::string> lines =
      LinesOf(MakeProgressDocument(In2023(), Emissions(), true), 1);
  ASSERT_GE(lines.size(), 6u);
  EXPECT_THAT(lines[1], AllOf(HasSubstr("change"), HasSubstr("x2 - x1")));
  EXPECT_THAT(lines[2], AllOf(HasSubstr("x1"), HasSubstr("36 500 ±50  "), HasSubstr("3  areas/")));
  EXPECT_THAT(lines[3], AllOf(HasSubstr("x2"), HasSubstr("34 060 ±0.05"), HasSubstr("4  areas/")));
  EXPECT_THAT(lines[4],
              AllOf(HasSubstr("=  "), HasSubstr("  -2440"), Not(HasSubstr("before rounding"))));
  EXPECT_THAT(lines[6], HasSubstr("36 500 (36 450 to 36 550)"));
  EXPECT_THAT(lines[8], HasSubstr("before rounding -6.684931"));
}

TEST(ProgressDocument, SaysThatThereIsNoTarget) {
  v1::GetProgressRequest request = In2023();
  EXPECT_THAT(RenderText(MakeProgressDocument(request, {}, false)), HasSubstr("No target"));
  request.add_dimensions()->set_dimension("sex");
  EXPECT_THAT(RenderText(MakeProgressDocument(request, {}, false)),
              HasSubstr("Targets are of the whole area"));
}

TEST(ProgressRows, AreOneForEachNumberAndItsOperandsWhereAskedFor) {
  const std::vector<std::string> lines = CsvLines(ProgressRows(Emissions(), false));
  ASSERT_EQ(lines.size(), 7u);
  EXPECT_EQ(lines[1],
            ",change,,2022 to 2023,-2440,tonnes_co2e,-2495,-2385,BETTER,,,x2 - x1,-2440,,,");
  EXPECT_EQ(lines[3],
            ",trend,,,,,,,,TOO_FEW_CELLS,There are 2 measured cells.,"
            "\"least squares through (x1, x2), (x3, x4), …\",,,,");
  EXPECT_THAT(lines[5], HasSubstr("halved,distance,,2023,14060,tonnes_co2e,,,NOT_MET,"));
  EXPECT_THAT(CsvLines(ProgressRows(Emissions(), true)).at(2),
              AllOf(HasSubstr(",change,x1,,36500,"),
                    HasSubstr(",areas/asker/indicators/emissions/observations/2022,,3")));
}

v1::CompareAreasResponse Compared() {
  return FromJson<v1::CompareAreasResponse>(R"({
    "indicator": {"name": "indicators/fires", "unit": "count"}, "period": "2024",
    "label": {"language": "nb", "text": "Branner"},
    "areas": [
      {"area": "areas/baerum", "title": "Bærum", "rank": 1, "tied": true, "contributes": true,
       "outcome": "OUTCOME_FOUND", "cell": {"value": "57"}},
      {"area": "areas/drammen", "title": "Drammen", "rank": 1, "tied": true, "contributes": true,
       "outcome": "OUTCOME_FOUND", "cell": {"value": "57"}},
      {"area": "areas/group", "title": "Gruppe", "outcome": "OUTCOME_FOUND",
       "cell": {"value": "750"}, "leftOutBecause": "It is a group.",
       "issues": ["COMPARABILITY_ISSUE_SUM_BESIDE_PLACES"]},
      {"area": "areas/oslo", "title": "Oslo", "outcome": "OUTCOME_NO_OBSERVATION",
       "leftOutBecause": "Nothing is recorded for it."}],
    "statistic": {"value": "57", "unit": "count", "formula": "FORMULA_WEIGHTED_MEAN", "operands": [
      {"name": "areas/baerum/indicators/fires/observations/2024", "cell": {"value": "57"}},
      {"name": "areas/baerum/indicators/residents/observations/2024", "cell": {"value": "130000"}},
      {"name": "areas/drammen/indicators/fires/observations/2024", "cell": {"value": "57"}},
      {"name": "areas/drammen/indicators/residents/observations/2024",
       "cell": {"value": "104487"}}]},
    "contributors": 2, "highestFirst": true,
    "issues": [{"issue": "COMPARABILITY_ISSUE_SUM_BESIDE_PLACES", "areas": ["areas/group"],
                "detail": "A sum stands beside places."}]})");
}

v1::CompareAreasRequest Weighted() {
  v1::CompareAreasRequest request;
  request.set_statistic(v1::STATISTIC_WEIGHTED_MEAN);
  request.set_weight("indicators/residents");
  return request;
}

TEST(RankDocument, TellsRanksAndWhoIsLeftOut) {
  const Document document = MakeRankDocument(Weighted(), Compared());
  EXPECT_THAT(
      LinesOf(document, 0),
      ElementsAre("  rank  area     figure  residents  accepted           to be known",
                  "    1=  Bærum        57    130 000", "    1=  Drammen      57    104 487",
                  "        Gruppe      750             sum-beside-places  It is a group.",
                  "        Oslo          –                                "
                  "Nothing is recorded for it."));
  EXPECT_THAT(LinesOf(document, 1),
              ElementsAre("  accepted           areas  although",
                          "  sum-beside-places  group  A sum stands beside places."));
  const std::string shown = RenderText(document);
  EXPECT_THAT(shown, HasSubstr("The highest stands first."));
  EXPECT_THAT(shown, HasSubstr("Weighted mean: 57, over 2 of 4 areas."));
}

TEST(RankDocument, LeavesOutWhatNobodyHas) {
  v1::CompareAreasResponse response = Compared();
  response.mutable_areas()->DeleteSubrange(2, 2);
  response.clear_issues();
  response.clear_statistic();
  const Document document = MakeRankDocument({}, response);
  EXPECT_EQ(LinesOf(document, 0).at(0), "  rank  area     figure");
  EXPECT_TRUE(LinesOf(document, 1).empty());
  EXPECT_THAT(RenderText(document), Not(HasSubstr("over")));
}

TEST(RankDocument, TellsWhyAStatisticIsNotComputable) {
  v1::CompareAreasResponse response = Compared();
  response.mutable_statistic()->mutable_not_computable()->set_detail("One has no value.");
  v1::CompareAreasRequest request;
  request.set_statistic(v1::STATISTIC_SUM);
  EXPECT_THAT(RenderText(MakeRankDocument(request, response)),
              HasSubstr("Sum: not computable, over 2 of 4 areas. One has no value."));
}

TEST(RankDocument, HasWordsForEveryIssue) {
  for (int issue = v1::ComparabilityIssue_MIN + 1; issue <= v1::ComparabilityIssue_MAX; ++issue) {
    EXPECT_THAT(ShowIssue(static_cast<v1::ComparabilityIssue>(issue)), HasSubstr(" ")) << issue;
  }
}

TEST(RankRows, AreOneForEachAreaAndOneForTheStatistic) {
  EXPECT_THAT(
      CsvLines(RankRows(Weighted(), Compared())),
      ElementsAre("what,area,title,rank,tied,value,unit,missing,outcome,flags,weight,contributes,"
                  "left_out_because,accepted,not_computable,name,revision",
                  "AREA,baerum,Bærum,1,true,57,count,,FOUND,,130000,true,,,,,",
                  "AREA,drammen,Drammen,1,true,57,count,,FOUND,,104487,true,,,,,",
                  "AREA,group,Gruppe,,false,750,count,,FOUND,,,false,It is a group.,"
                  "SUM_BESIDE_PLACES,,,",
                  "AREA,oslo,Oslo,,false,,count,,NO_OBSERVATION,,,false,"
                  "Nothing is recorded for it.,,,,",
                  "WEIGHTED_MEAN,,,,,57,count,,,,,,,,,,"));
}

v1::ClassifyIndicatorsResponse Classes() {
  return FromJson<v1::ClassifyIndicatorsResponse>(R"({"indicators": 3, "classifications": [
    {"scheme": "CLASSIFICATION_SCHEME_RESULT_CHAIN_STEP",
     "classes": [{"code": "USER_EFFECTS", "count": 2, "share": {"value": "66.7", "unit": "percent"},
                  "indicators": ["indicators/a", "indicators/b"]}],
     "unclassified": {"count": 1, "share": {"value": "33.3", "unit": "percent"},
                      "indicators": ["indicators/c"]}},
    {"scheme": "CLASSIFICATION_SCHEME_AGE_GROUP",
     "unclassified": {"count": 3, "share": {"value": "100.0", "unit": "percent"}}}]})");
}

TEST(ClassifyDocument, CountsClassesAndTheUnclassified) {
  v1::ClassifyIndicatorsRequest request;
  request.set_area("areas/asker");
  request.set_collection(v1::COLLECTION_KOSTRA);
  const Document document = MakeClassifyDocument(request, Classes(), false);
  EXPECT_THAT(RenderText(document),
              HasSubstr("3 indicators: those that asker has chosen, of the collection kostra"));
  EXPECT_THAT(LinesOf(document, 0),
              ElementsAre("  scheme             class         count    share",
                          "  result chain step  user effects      2   66.7 %",
                          "                     unclassified      1   33.3 %",
                          "  age group          unclassified      3  100.0 %"));
}

TEST(ClassifyDocument, NamesTheIndicatorsWhereAskedFor) {
  EXPECT_THAT(LinesOf(MakeClassifyDocument({}, Classes(), true), 0),
              ElementsAre(HasSubstr("indicators"), HasSubstr("66.7 %  a"), HasSubstr("   b"),
                          HasSubstr("33.3 %  c"), HasSubstr("100.0 %")));
}

TEST(ClassifyRows, AreOneForEachClass) {
  EXPECT_THAT(CsvLines(ClassifyRows(Classes())),
              ElementsAre("scheme,class,count,share,indicators",
                          "RESULT_CHAIN_STEP,USER_EFFECTS,2,66.7,a b",
                          "RESULT_CHAIN_STEP,,1,33.3,c", "AGE_GROUP,,3,100.0,"));
}

}  // namespace
}  // namespace tertial::cli
