// Tables in JSON-stat as rows: what each cell becomes, and what is said where a map does not tell.
#include "clients/cli/import/json_stat_rows.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

namespace v1 = indicators::v1;

// In the form in which Statistics Norway answers for table 07459: region × sex × contents × year, a
// list of values, an object of statuses. The figures are made up.
constexpr char kPopulation[] = R"({
  "version": "2.0", "class": "dataset",
  "label": "07459: Befolkning, etter region, kjønn, statistikkvariabel og år",
  "source": "Statistisk sentralbyrå", "updated": "2026-02-25T07:00:00Z",
  "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
  "id": ["Region", "Kjonn", "ContentsCode", "Tid"], "size": [2, 3, 1, 2],
  "dimension": {
    "Region": {"label": "region", "category": {"index": {"3203": 0, "3201": 1},
      "label": {"3203": "Asker", "3201": "Bærum"}},
      "extension": {"elimination": true, "show": "value"}},
    "Kjonn": {"label": "kjønn", "category": {"index": {"0": 0, "1": 1, "2": 2},
      "label": {"0": "Begge kjønn", "1": "Menn", "2": "Kvinner"}}},
    "ContentsCode": {"label": "statistikkvariabel", "category": {"index": {"Personer1": 0},
      "label": {"Personer1": "Personer"}, "unit": {"Personer1": {"base": "personer", "decimals": 0}}}},
    "Tid": {"label": "år", "category": {"index": {"2024": 0, "2025": 1},
      "label": {"2024": "2024", "2025": "2025"}}}
  },
  "extension": {"px": {"tableid": "07459", "decimals": 0, "language": "no"}},
  "value": [98815, 99640, 49000, null, 49815, 50101, 130920, 131500, null, 65700, 66000, 65800],
  "status": {"3": "..", "8": ":", "11": "*"}
})";

constexpr char kPopulationMap[] = R"({
  "contents": {"codes": {"Personer1": {"indicator": "population.residents",
    "source_unit": "personer", "definition": {"unit": "count",
    "collection": "COLLECTION_POPULATION", "kind": "FIGURE_KIND_STOCK"}}}},
  "dimensions": {"Kjonn": {"whole": "0", "dimension": "sex", "members": {"1": "men", "2": "women"}}}
})";

common::v1::Area MakeArea(const std::string& id,
                          const std::vector<std::vector<std::string>>& numbers) {
  common::v1::Area area;
  area.set_name("areas/" + id);
  for (const std::vector<std::string>& number : numbers) {
    common::v1::AreaNumber& added = *area.add_numbers();
    added.set_number(number[0]);
    added.set_valid_from(number[1]);
    added.set_valid_to(number[2]);
  }
  return area;
}

class JsonStatRows : public ::testing::Test {
 protected:
  Dataset Make() {
    const absl::StatusOr<JsonValue> source = ParseJson(source_, "07459.json");
    const absl::StatusOr<JsonValue> map = ParseJson(map_, "map.json");
    EXPECT_THAT(source, IsOk());
    EXPECT_THAT(map, IsOk());
    const absl::StatusOr<JsonStatDataset> dataset = ReadJsonStat(*source, "07459.json");
    const absl::StatusOr<JsonStatMap> read = ReadJsonStatMap(*map, "map.json");
    EXPECT_THAT(dataset, IsOk());
    EXPECT_THAT(read, IsOk());
    return MakeJsonStatRows(*dataset, *read, areas_,
                            {.dataset = "in/07459.json", .map = "map.json"});
  }

  void Replace(std::string& text, const std::string& from, const std::string& to) {
    const std::string changed = absl::StrReplaceAll(text, {{from, to}});
    EXPECT_NE(changed, text) << from;
    text = changed;
  }
  void ReplaceInSource(const std::string& from, const std::string& to) {
    Replace(source_, from, to);
  }
  void ReplaceInMap(const std::string& from, const std::string& to) { Replace(map_, from, to); }

  // Puts `member` first into the map.
  void AddToMap(const std::string& member) {
    map_ = absl::StrCat("{", member, ",", map_.substr(map_.find('{') + 1));
  }

  // A table of one figure for regions and years.
  void UseTable(const std::vector<std::string>& regions, const std::vector<std::string>& years,
                const std::string& values, const std::string& statuses = "{}",
                const std::string& unit = "{}") {
    source_ = absl::StrCat(
        R"({"version": "2.0", "class": "dataset", "id": ["Region", "ContentsCode", "Tid"],)",
        "\"size\": [", regions.size(), ", 1, ", years.size(), "],",
        R"("dimension": {"Region": {"category": {"index": [")", absl::StrJoin(regions, "\", \""),
        R"("]}}, "ContentsCode": {"category": {"index": ["P"], "unit": {"P": )", unit,
        R"(}}}, "Tid": {"category": {"index": [")", absl::StrJoin(years, "\", \""),
        R"("]}}}, "value": )", values, ", \"status\": ", statuses, "}");
    map_ = R"({"contents": {"codes": {"P": {"indicator": "a.b"}}}})";
  }

  // The observations as "asker/2024 98815", a gap as its reason, flags behind.
  std::vector<std::string> ObservationsOf(const Dataset& dataset) {
    std::vector<std::string> told;
    for (const v1::IndicatorsRow& row : dataset.indicators.rows) {
      if (!row.has_observation()) continue;
      const v1::Observation& one = row.observation();
      std::string text = absl::StrReplaceAll(
          one.name(), {{"areas/", ""}, {"/indicators/", " "}, {"/observations/", " "}});
      absl::StrAppend(&text, " ",
                      one.cell().has_value()
                          ? one.cell().value()
                          : common::v1::MissingReason_Name(one.cell().missing()).substr(15));
      for (const int flag : one.cell().flags()) {
        absl::StrAppend(&text, " ",
                        common::v1::Flag_Name(static_cast<common::v1::Flag>(flag)).substr(5));
      }
      told.push_back(std::move(text));
    }
    return told;
  }

  // "07459.json: Region=3203 REASON"
  std::vector<std::string> ProblemsOf(const Dataset& dataset) {
    std::vector<std::string> told;
    for (const Problem& problem : dataset.problems) {
      EXPECT_FALSE(problem.sentence.empty());
      told.push_back(absl::StrCat(FormatOrigin(problem.origin), " ", problem.reason));
    }
    return told;
  }

  std::string source_ = kPopulation;
  std::string map_ = kPopulationMap;
  AreaNumbers areas_{
      {MakeArea("asker", {{"3025", "2020-01-01", "2023-12-31"}, {"3203", "2024-01-01", ""}}),
       MakeArea("asker-1", {{"0220", "", "2019-12-31"}}),
       MakeArea("baerum", {{"3201", "2024-01-01", ""}}),
       MakeArea("akershus", {{"32", "2024-01-01", ""}}), MakeArea("norge", {{"NO", "", ""}})}};
};

TEST_F(JsonStatRows, AreOneForEachCell) {
  const Dataset dataset = Make();
  EXPECT_THAT(ProblemsOf(dataset), IsEmpty());
  EXPECT_EQ(dataset.name, "07459.json");
  EXPECT_THAT(dataset.left_out, IsEmpty());
  EXPECT_THAT(
      ObservationsOf(dataset),
      ElementsAre("3203 population.residents 2024 98815", "3203 population.residents 2025 99640",
                  "3203 population.residents 2024~sex.men 49000",
                  "3203 population.residents 2025~sex.men DATA_LACKING",
                  "3203 population.residents 2024~sex.women 49815",
                  "3203 population.residents 2025~sex.women 50101",
                  "3201 population.residents 2024 130920", "3201 population.residents 2025 131500",
                  "3201 population.residents 2024~sex.men SUPPRESSED",
                  "3201 population.residents 2025~sex.men 65700",
                  "3201 population.residents 2024~sex.women 66000",
                  "3201 population.residents 2025~sex.women 65800 PROVISIONAL"));
}

TEST_F(JsonStatRows, KnowWhereTheyComeFrom) {
  const Dataset dataset = Make();
  ASSERT_THAT(dataset.indicators.rows, SizeIs(13));
  EXPECT_EQ(FormatOrigin(dataset.indicators.origins[0]),
            "map.json: $.contents.codes.Personer1.definition");
  EXPECT_EQ(FormatOrigin(dataset.indicators.origins[12]),
            "in/07459.json: Region=3201, Kjonn=2, ContentsCode=Personer1, Tid=2025");
  const v1::Observation& last = dataset.indicators.rows[12].observation();
  EXPECT_EQ(last.provenance().source(),
            "Statistisk sentralbyrå, 07459: Befolkning, etter region, kjønn, statistikkvariabel "
            "og år");
  // An update of the table that leaves a figure as it is leaves the row as it is.
  EXPECT_EQ(last.provenance().note(), "");
  EXPECT_EQ(last.provenance().qualifier(), "*");
  EXPECT_EQ(last.period(), "2025");
  ASSERT_THAT(last.dimensions(), SizeIs(1));
  EXPECT_EQ(last.dimensions(0).member(), "women");
  EXPECT_EQ(dataset.indicators.rows[9].observation().provenance().printed(), ":");
}

TEST_F(JsonStatRows, NameALongSourceUpToALimitWithoutCuttingACharacter) {
  std::string label;
  while (label.size() < 600) label += "å";
  ReplaceInSource("07459: Befolkning, etter region, kjønn, statistikkvariabel og år", label);
  const std::string source = Make().indicators.rows[1].observation().provenance().source();
  EXPECT_LE(source.size(), 500u);
  EXPECT_GE(source.size(), 499u);
  EXPECT_EQ(source.substr(source.size() - 2), "å");
}

TEST_F(JsonStatRows, HoldTheDefinitionCompletedFromTheDataset) {
  const Dataset dataset = Make();
  const v1::Indicator& indicator = dataset.indicators.rows[0].indicator();
  EXPECT_EQ(indicator.name(), "indicators/population.residents");
  EXPECT_EQ(indicator.unit(), "count");
  EXPECT_EQ(indicator.kind(), v1::FIGURE_KIND_STOCK);
  ASSERT_THAT(indicator.labels(), SizeIs(1));
  EXPECT_EQ(indicator.labels(0).language(), "nb");
  EXPECT_EQ(indicator.labels(0).text(), "Personer");
  EXPECT_EQ(indicator.decimals(), 0);
  EXPECT_EQ(indicator.publisher(), "Statistisk sentralbyrå");
  EXPECT_EQ(indicator.source_kind(), v1::SOURCE_KIND_PUBLIC_STATISTICS);
  ASSERT_THAT(indicator.dimensions(), SizeIs(1));
  EXPECT_EQ(indicator.dimensions(0).dimension(), "sex");
  EXPECT_EQ(indicator.dimensions(0).labels(0).text(), "kjønn");
  ASSERT_THAT(indicator.dimensions(0).members(), SizeIs(2));
  EXPECT_EQ(indicator.dimensions(0).members(1).member(), "women");
  EXPECT_EQ(indicator.dimensions(0).members(1).labels(0).text(), "Kvinner");
}

TEST_F(JsonStatRows, LeaveWhatTheDefinitionSaysItself) {
  ReplaceInMap(R"("unit": "count")",
               R"("unit": "count", "publisher": "SSB", "decimals": 1,
                  "labels": [{"language": "en", "text": "Residents"}],
                  "sourceKind": "SOURCE_KIND_SURVEY")");
  const Dataset dataset = Make();
  const v1::Indicator& indicator = dataset.indicators.rows[0].indicator();
  EXPECT_EQ(indicator.publisher(), "SSB");
  EXPECT_EQ(indicator.decimals(), 1);
  ASSERT_THAT(indicator.labels(), SizeIs(1));
  EXPECT_EQ(indicator.labels(0).text(), "Residents");
  EXPECT_EQ(indicator.source_kind(), v1::SOURCE_KIND_SURVEY);
}

// A part of a table must not take members away from a definition.
TEST_F(JsonStatRows, DeclareMembersThatThisPartOfTheTableHasNot) {
  ReplaceInMap(R"("2": "women")", R"("2": "women", "3": "unknown")");
  const Dataset dataset = Make();
  const v1::Indicator& indicator = dataset.indicators.rows[0].indicator();
  ASSERT_THAT(indicator.dimensions(0).members(), SizeIs(3));
  EXPECT_EQ(indicator.dimensions(0).members(2).member(), "unknown");
  EXPECT_THAT(indicator.dimensions(0).members(2).labels(), IsEmpty());
}

TEST_F(JsonStatRows, AskForALabelWhereTheLanguageIsNotKnown) {
  ReplaceInSource(R"("language": "no")", R"("language": "sv")");
  EXPECT_THAT(ProblemsOf(Make()),
              ElementsAre("map.json: $.contents.codes.Personer1.definition FIELD_REQUIRED"));
}

TEST_F(JsonStatRows, AreOfAnIndicatorThatIsDefinedElsewhere) {
  UseTable({"3203"}, {"2024"}, "[1]");
  const Dataset dataset = Make();
  ASSERT_THAT(dataset.indicators.rows, SizeIs(1));
  EXPECT_TRUE(dataset.indicators.rows[0].has_observation());
}

TEST_F(JsonStatRows, KeepValuesExactAndGiveThemTheirDecimals) {
  UseTable({"3203"}, {"2024", "2025", "2026"}, "[203735.10, 4.7, 1234567890123456789012.5]", "{}",
           R"({"base": "tonn", "decimals": 2})");
  const Dataset dataset = Make();
  EXPECT_THAT(ObservationsOf(dataset), ElementsAre("3203 a.b 2024 203735.10", "3203 a.b 2025 4.70",
                                                   "3203 a.b 2026 1234567890123456789012.50"));
  EXPECT_THAT(dataset.indicators.rows[0].observation().provenance().printed(), IsEmpty());
  EXPECT_EQ(dataset.indicators.rows[1].observation().provenance().printed(), "4.7");
}

TEST_F(JsonStatRows, AreOfQuartersAndMonths) {
  UseTable({"3203"}, {"2024K1", "2024M03", "2024H2"}, "[1, 2, 3]");
  EXPECT_THAT(ObservationsOf(Make()),
              ElementsAre("3203 a.b 2024-Q1 1", "3203 a.b 2024-M03 2", "3203 a.b 2024-S2 3"));
}

TEST_F(JsonStatRows, AreOfSchoolYearsWhereTheMapSaysSo) {
  UseTable({"3203"}, {"2023-2024", "2024-2025"}, "[1, 2]");
  EXPECT_THAT(
      ProblemsOf(Make()),
      ElementsAre("in/07459.json: $.dimension.Tid.category.index.2023-2024 INVALID_PERIOD",
                  "in/07459.json: $.dimension.Tid.category.index.2024-2025 INVALID_PERIOD"));
  AddToMap(R"("period": {"codes": {"2023-2024": "2023/2024"}, "skip": ["2024-2025"]})");
  const Dataset dataset = Make();
  EXPECT_THAT(ObservationsOf(dataset), ElementsAre("3203 a.b 2023-2024 1"));
  EXPECT_EQ(dataset.indicators.rows[0].observation().period(), "2023/2024");
  EXPECT_THAT(dataset.left_out, ElementsAre(HasSubstr("1 cells")));
}

TEST_F(JsonStatRows, AreNotMadeOfANullWithoutAReason) {
  UseTable({"3203"}, {"2024", "2025"}, "[null, 1]");
  EXPECT_THAT(ProblemsOf(Make()),
              ElementsAre("in/07459.json: Region=3203, ContentsCode=P, Tid=2024 CELL_EMPTY"));
  AddToMap(R"("null": "PENDING")");
  EXPECT_THAT(ObservationsOf(Make()), ElementsAre("3203 a.b 2024 PENDING", "3203 a.b 2025 1"));
}

TEST_F(JsonStatRows, TellEveryCellThatCannotBeRead) {
  UseTable({"3203"}, {"2024", "2025", "2026"}, "[null, 1e99, 3]", R"({"2": "?"})");
  EXPECT_THAT(ProblemsOf(Make()),
              ElementsAre("in/07459.json: Region=3203, ContentsCode=P, Tid=2024 CELL_EMPTY",
                          "in/07459.json: Region=3203, ContentsCode=P, Tid=2025 INVALID_DECIMAL",
                          "in/07459.json: Region=3203, ContentsCode=P, Tid=2026 INVALID_ENUM"));
}

TEST_F(JsonStatRows, AreRefusedForAnAreaThatTheRegistryDoesNotHave) {
  UseTable({"9999", "3203", "0"}, {"2024"}, "[1, 2, 3]");
  EXPECT_THAT(ProblemsOf(Make()),
              ElementsAre("in/07459.json: $.dimension.Region.category.index.9999 AREA_NOT_FOUND",
                          "in/07459.json: $.dimension.Region.category.index.0 AREA_NOT_FOUND"));
  AddToMap(R"("area": {"codes": {"0": "nowhere"}})");
  EXPECT_THAT(ProblemsOf(Make()),
              ElementsAre("in/07459.json: $.dimension.Region.category.index.9999 AREA_NOT_FOUND",
                          "map.json: $.area.codes.0 AREA_NOT_FOUND"));
}

TEST_F(JsonStatRows, LeaveOutUnlistedAreasWhereTheMapSaysSoAndTellIt) {
  UseTable({"9999", "3203", "8888"}, {"2024"}, "[1, 2, 3]");
  AddToMap(R"("area": {"unlisted": "skip"})");
  const Dataset dataset = Make();
  EXPECT_THAT(ObservationsOf(dataset), ElementsAre("3203 a.b 2024 2"));
  EXPECT_THAT(dataset.left_out, ElementsAre(HasSubstr("2 cells")));
  EXPECT_THAT(dataset.left_out[0], HasSubstr("8888 9999"));
}

TEST_F(JsonStatRows, AreOfMappedAreasOnlyWhereTheMapSkipsOthers) {
  UseTable({"0", "3203", "9999"}, {"2024"}, "[1, 2, 3]");
  AddToMap(R"("area": {"codes": {"0": "NO"}, "others": "skip"})");
  const Dataset dataset = Make();
  EXPECT_THAT(ObservationsOf(dataset), ElementsAre("NO a.b 2024 1"));
  EXPECT_THAT(dataset.left_out, ElementsAre("2 cells that the map skips"));
}

// Statistics Norway lists all numbers there ever were: those that were not in use in a year have
// a symbol, or a zero that was once stored as the number of residents.
TEST_F(JsonStatRows, AreOfTheAreaThatBoreTheNumberInThePeriod) {
  UseTable({"3203", "3025", "0220"}, {"2019", "2022", "2024"},
           "[null, 0, 98815, null, 96088, 0, 61000, null, null]",
           R"({"0": ".", "3": ".", "7": ".."})");
  const Dataset dataset = Make();
  EXPECT_THAT(ProblemsOf(dataset), IsEmpty());
  EXPECT_THAT(ObservationsOf(dataset),
              ElementsAre("3203 a.b 2024 98815", "3025 a.b 2022 96088", "0220 a.b 2019 61000"));
  EXPECT_THAT(dataset.left_out, ElementsAre(HasSubstr("6 empty cells")));
}

TEST_F(JsonStatRows, AreRefusedForAValueOfANumberThatNobodyBore) {
  UseTable({"3203"}, {"2022"}, "[96088]");
  EXPECT_THAT(ProblemsOf(Make()),
              ElementsAre("in/07459.json: Region=3203, ContentsCode=P, Tid=2022 AREA_NOT_FOUND"));
  AddToMap(R"("area": {"codes": {"3203": "asker"}})");
  EXPECT_THAT(ObservationsOf(Make()), ElementsAre("asker a.b 2022 96088"));
}

TEST_F(JsonStatRows, OfListsOfPresentAreasAreOfThoseInAllPeriods) {
  UseTable({"K-3203", "F-32"}, {"2010"}, "[55000, 0]");
  EXPECT_THAT(ObservationsOf(Make()), ElementsAre("3203 a.b 2010 55000", "32 a.b 2010 0"));
}

TEST_F(JsonStatRows, NeedAMapOfEveryDimensionAndCode) {
  ReplaceInMap(R"("2": "women")", R"("7": "women")");
  ReplaceInMap(R"("Personer1")", R"("Personer")");
  EXPECT_THAT(ProblemsOf(Make()),
              ElementsAre("in/07459.json: $.dimension.Kjonn.category.index.2 UNKNOWN_FIELD",
                          "in/07459.json: $.dimension.ContentsCode.category.index.Personer1 "
                          "UNKNOWN_FIELD"));
  ReplaceInMap(R"("Kjonn")", R"("Alder")");
  EXPECT_THAT(ProblemsOf(Make()),
              UnorderedElementsAre("map.json: $.dimensions.Alder UNKNOWN_FIELD",
                                   "in/07459.json: $.dimension.Kjonn UNKNOWN_FIELD",
                                   "in/07459.json: $.dimension.ContentsCode.category.index."
                                   "Personer1 UNKNOWN_FIELD"));
}

TEST_F(JsonStatRows, AreOfTheWholeOnlyWhereTheMapSkipsTheMembers) {
  ReplaceInMap(R"("dimension": "sex", "members": {"1": "men", "2": "women"})",
               R"("others": "skip")");
  const Dataset dataset = Make();
  EXPECT_THAT(ObservationsOf(dataset), ElementsAre("3203 population.residents 2024 98815",
                                                   "3203 population.residents 2025 99640",
                                                   "3201 population.residents 2024 130920",
                                                   "3201 population.residents 2025 131500"));
  EXPECT_THAT(dataset.left_out, ElementsAre("8 cells that the map skips"));
  EXPECT_THAT(dataset.indicators.rows[0].indicator().dimensions(), IsEmpty());
}

TEST_F(JsonStatRows, NeedTheUnitThatTheMapExpects) {
  ReplaceInSource(R"("base": "personer")", R"("base": "1 000 personer")");
  EXPECT_THAT(ProblemsOf(Make()),
              ElementsAre("in/07459.json: $.dimension.ContentsCode.category.index.Personer1 "
                          "INCONSISTENT_FIELDS"));
}

TEST_F(JsonStatRows, FindDimensionsByTheNamesOfStatisticsNorwayWhereThereAreNoRoles) {
  ReplaceInSource(R"("role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},)",
                  "");
  EXPECT_THAT(ProblemsOf(Make()), IsEmpty());
  ReplaceInSource("\"Tid\"", "\"Year\"");
  EXPECT_THAT(ProblemsOf(Make()), ElementsAre("map.json: $.period FIELD_REQUIRED",
                                              "in/07459.json: $.dimension.Year UNKNOWN_FIELD"));
  AddToMap(R"("period": {"dimension": "Year"})");
  EXPECT_THAT(ProblemsOf(Make()), IsEmpty());
}

TEST_F(JsonStatRows, NeedDimensionsThatAreOneThing) {
  AddToMap(R"("area": {"dimension": "Tid"})");
  EXPECT_THAT(ProblemsOf(Make()), ::testing::Contains("map.json: $.period INCONSISTENT_FIELDS"));
}

TEST_F(JsonStatRows, TakeWhatTheMapSaysForAllCells) {
  source_ = R"({"version": "2.0", "class": "dataset", "label": "Whole", "id": ["Alder"],
    "size": [1], "dimension": {"Alder": {"category": {"label": {"999": "all"}}}}, "value": [7],
    "extension": {"px": {"language": "en"}}})";
  map_ = R"({"area": {"fixed": "norge"}, "period": {"fixed": "2024"},
    "contents": {"fixed": {"indicator": "a.b", "definition": {"unit": "count",
    "collection": "COLLECTION_POPULATION"}}}, "dimensions": {"Alder": {"whole": "999"}}})";
  const Dataset dataset = Make();
  EXPECT_THAT(ProblemsOf(dataset), IsEmpty());
  EXPECT_THAT(ObservationsOf(dataset), ElementsAre("norge a.b 2024 7"));
  EXPECT_EQ(dataset.indicators.rows[0].indicator().labels(0).text(), "Whole");
  ReplaceInMap("\"2024\"", "\"2024K1\"");
  ReplaceInMap("\"norge\"", "\"nowhere\"");
  EXPECT_THAT(ProblemsOf(Make()), UnorderedElementsAre("map.json: $.area.fixed AREA_NOT_FOUND",
                                                       "map.json: $.period.fixed INVALID_PERIOD"));
}

TEST_F(JsonStatRows, HaveTheirDimensionsSorted) {
  source_ = R"({"version": "2.0", "class": "dataset", "id": ["S", "Region", "A", "ContentsCode",
    "Tid"], "size": [1, 1, 1, 1, 1], "dimension": {"S": {"category": {"index": ["1"]}},
    "Region": {"category": {"index": ["3203"]}}, "A": {"category": {"index": ["1"]}},
    "ContentsCode": {"category": {"index": ["P"]}}, "Tid": {"category": {"index": ["2024"]}}},
    "value": [7]})";
  map_ = R"({"contents": {"codes": {"P": {"indicator": "a.b"}}}, "dimensions": {
    "S": {"dimension": "sex", "members": {"1": "men"}},
    "A": {"dimension": "age", "members": {"1": "old"}}}})";
  EXPECT_THAT(ObservationsOf(Make()), ElementsAre("3203 a.b 2024~age.old~sex.men 7"));
}

// Any table of gaps: whatever numbers stand beside the symbols, no gap becomes a value, and no
// value is lost.
TEST_F(JsonStatRows, NeverMakeAValueOfAGap) {
  std::mt19937 random(20260225);
  const std::vector<std::string> symbols = {".", "..", ":", "..."};
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> values;
    std::vector<std::string> statuses;
    size_t gaps = 0;
    for (int i = 0; i < 12; ++i) {
      const bool is_gap = random() % 2 == 0;
      gaps += is_gap ? 1 : 0;
      values.push_back(is_gap && random() % 2 == 0 ? "null" : absl::StrCat(random() % 3));
      statuses.push_back(is_gap ? symbols[random() % symbols.size()] : "");
    }
    UseTable({"3203", "3201"}, {"2024", "2025", "2026", "2027", "2028", "2029"},
             absl::StrCat("[", absl::StrJoin(values, ","), "]"),
             absl::StrCat("[\"", absl::StrJoin(statuses, "\",\""), "\"]"));
    const Dataset dataset = Make();
    ASSERT_THAT(ProblemsOf(dataset), IsEmpty());
    ASSERT_THAT(dataset.indicators.rows, SizeIs(12));
    EXPECT_EQ(
        static_cast<size_t>(std::count_if(
            dataset.indicators.rows.begin(), dataset.indicators.rows.end(),
            [](const v1::IndicatorsRow& row) { return row.observation().cell().has_missing(); })),
        gaps);
    for (size_t i = 0; i < 12; ++i) {
      const common::v1::Cell& cell = dataset.indicators.rows[i].observation().cell();
      EXPECT_EQ(cell.has_missing(), !statuses[i].empty());
      if (!cell.has_missing()) EXPECT_EQ(cell.value(), values[i]);
    }
  }
}

}  // namespace
}  // namespace tertial::cli
