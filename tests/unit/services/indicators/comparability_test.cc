#include "services/indicators/domain/comparability.h"

#include <map>
#include <string>
#include <vector>

#include "common/csv/csv_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/unit/services/indicators/comparison_fixtures.h"

namespace tertial::indicators {
namespace {

using common::v1::FLAG_DEFINITION_DIFFERS;
using common::v1::FLAG_ESTIMATED;
using common::v1::FLAG_FORECAST;
using common::v1::FLAG_PROVISIONAL;
using common::v1::FLAG_REVISED;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using enum v1::ComparabilityIssue;

// "UNKNOWN_BASIS areas/asker,areas/baerum": what the comparison of these areas is refused with, one
// issue a line.
std::string IssuesOf(const ComparisonInput& input) {
  const absl::Status status = Compare(input).status();
  if (status.ok()) return "";
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), common::v1::ERROR_REASON_NOT_COMPARABLE);
  std::string text;
  for (int i = 1; i < v1::ComparabilityIssue_ARRAYSIZE; ++i) {
    const std::string name =
        v1::ComparabilityIssue_Name(i).substr(sizeof("COMPARABILITY_ISSUE_") - 1);
    const std::string areas = ErrorMetadataOf(status, name);
    if (!areas.empty()) absl::StrAppend(&text, text.empty() ? "" : "\n", name, " ", areas);
  }
  return text;
}

std::string IssuesOf(v1::Indicator indicator, std::vector<ComparisonArea> areas) {
  return IssuesOf(InputOf(std::move(indicator), std::move(areas)));
}

v1::Indicator WithBases() {
  v1::Indicator indicator = IndicatorIn("percent");
  for (const char* basis : {"self-certified", "doctor-certified", "total"}) {
    indicator.add_bases(basis);
  }
  return indicator;
}

TEST(Comparability, FindsNothingWrongWithFiguresOnOneBasis) {
  EXPECT_EQ(IssuesOf(IndicatorIn("percent"), {Place("a", "1.5"), Place("b", "2.5")}), "");
  EXPECT_EQ(IssuesOf(IndicatorIn("percent"), {Place("a", "1.5", {FLAG_PROVISIONAL, FLAG_REVISED}),
                                              Place("b", "2.5", {FLAG_PROVISIONAL})}),
            "");
}

TEST(Comparability, RefusesProvisionalBesideFinal) {
  EXPECT_EQ(
      IssuesOf(IndicatorIn("percent"), {Place("a", "1.5"), Place("b", "2.5", {FLAG_PROVISIONAL}),
                                        Place("c", "2.5", {FLAG_PROVISIONAL})}),
      "PROVISIONAL_AND_FINAL areas/b,areas/c");
}

TEST(Comparability, RefusesEstimatesAndForecastsBesideCounts) {
  EXPECT_EQ(IssuesOf(IndicatorIn("percent"), {Place("a", "1.5", {FLAG_FORECAST}), Place("b", "2.5"),
                                              Place("c", "2.5", {FLAG_ESTIMATED})}),
            "ESTIMATES areas/a,areas/c");
}

TEST(Comparability, RefusesDifferentVersionsOfTheDefinition) {
  std::vector<ComparisonArea> areas = {Place("a", "1"), Place("b", "2"), Place("c", "3")};
  areas[1].figure->definition_version = 2;
  EXPECT_EQ(IssuesOf(IndicatorIn("percent"), areas), "DEFINITION_VERSIONS areas/b");
  areas[2].figure->definition_version = 2;
  EXPECT_EQ(IssuesOf(IndicatorIn("percent"), areas), "DEFINITION_VERSIONS areas/a");
  areas.pop_back();  // As many of each: the latest is taken for the usual one.
  EXPECT_EQ(IssuesOf(IndicatorIn("percent"), areas), "DEFINITION_VERSIONS areas/a");
}

TEST(Comparability, RefusesAFigureFlaggedAsOfAnotherDefinition) {
  EXPECT_EQ(IssuesOf(IndicatorIn("percent"),
                     {Place("a", "1", {FLAG_DEFINITION_DIFFERS}), Place("b", "2")}),
            "DEFINITION_VERSIONS areas/a");
}

TEST(Comparability, RefusesDifferentAndUnknownBases) {
  EXPECT_EQ(IssuesOf(WithBases(), {PlaceOnBasis("a", "9.3", "total"),
                                   PlaceOnBasis("b", "7.1", "doctor-certified")}),
            "DIFFERENT_BASES areas/a,areas/b");
  EXPECT_EQ(
      IssuesOf(WithBases(), {PlaceOnBasis("a", "9.3", "total"), PlaceOnBasis("b", "7.1", "")}),
      "UNKNOWN_BASIS areas/b");
  EXPECT_EQ(IssuesOf(WithBases(), {PlaceOnBasis("a", "9.3", "total"), PlaceOnBasis("b", "7.1", ""),
                                   PlaceOnBasis("c", "7.1", "self-certified")}),
            "DIFFERENT_BASES areas/a,areas/c\nUNKNOWN_BASIS areas/b");
  EXPECT_EQ(
      IssuesOf(WithBases(), {PlaceOnBasis("a", "9.3", "total"), PlaceOnBasis("b", "7.1", "total")}),
      "");
}

TEST(Comparability, KnowsOneBasisOnlyWhereNoneIsDeclared) {
  EXPECT_EQ(IssuesOf(IndicatorIn("percent"), {Place("a", "9.3"), Place("b", "7.1")}), "");
}

TEST(Comparability, RefusesASumBesidePlaces) {
  const v1::Indicator count = IndicatorIn("count");
  EXPECT_EQ(IssuesOf(count, {Place("a", "54"), Group("g", "750")}), "SUM_BESIDE_PLACES areas/g");
  EXPECT_EQ(IssuesOf(IndicatorIn("percent"),
                     {Place("a", "54"), Group("g", "750", v1::GROUP_STATISTIC_SUM)}),
            "SUM_BESIDE_PLACES areas/g");
  EXPECT_EQ(IssuesOf(count, {Place("a", "54"), Group("g", "55", v1::GROUP_STATISTIC_MEAN)}), "");
  EXPECT_EQ(IssuesOf(IndicatorIn("percent"), {Place("a", "54"), Group("g", "55")}), "");
  EXPECT_EQ(IssuesOf(count, {Group("g", "750"), Group("h", "900")}), "");
  // What is declared goes before what the unit suggests.
  v1::Indicator declared = count;
  declared.set_additivity(v1::ADDITIVITY_NOT_ADDITIVE);
  EXPECT_EQ(IssuesOf(declared, {Place("a", "54"), Group("g", "55")}), "");
  declared.set_unit("tonnes_co2e");
  declared.set_additivity(v1::ADDITIVITY_ADDITIVE);
  EXPECT_EQ(IssuesOf(declared, {Place("a", "54"), Group("g", "55")}), "SUM_BESIDE_PLACES areas/g");
}

TEST(Comparability, JudgesThePublishedFigureBesideTheAreas) {
  ComparisonInput input =
      InputOf(IndicatorIn("count"), {Place("a", "54"), Place("b", "57")}, v1::STATISTIC_PUBLISHED);
  input.published = Group("g", "750");
  EXPECT_EQ(IssuesOf(input), "SUM_BESIDE_PLACES areas/g");
  input.areas.push_back(Group("g", "750"));
  EXPECT_EQ(IssuesOf(input), "SUM_BESIDE_PLACES areas/g");
}

TEST(Comparability, LooksOnlyAtFiguresWithAValueAndOnlyWhereThereAreTwo) {
  ComparisonArea provisional_gap = PlaceWithout("b", common::v1::MISSING_REASON_NOT_MEASURED);
  provisional_gap.figure->operand.mutable_cell()->add_flags(FLAG_PROVISIONAL);
  EXPECT_EQ(IssuesOf(WithBases(), {PlaceOnBasis("a", "9.3", ""), provisional_gap}), "");
  EXPECT_EQ(IssuesOf(IndicatorIn("count"), {Place("a", "1"), Place("c", "2"), provisional_gap}),
            "");
}

// A zero of the area "z" beside others; before and after may be empty.
std::string IssuesOfZero(v1::Indicator indicator, const std::string& zero,
                         const std::vector<std::string>& others, const std::string& before,
                         const std::string& after) {
  std::vector<ComparisonArea> areas = {Place("z", zero)};
  if (!before.empty()) areas[0].before = FigureOf("z", before);
  if (!after.empty()) areas[0].after = FigureOf("z", after);
  for (const std::string& other : others) {
    areas.push_back(Place(absl::StrCat("p", areas.size()), other));
  }
  return IssuesOf(InputOf(std::move(indicator), std::move(areas)));
}

TEST(Comparability, SuspectsAZeroThatWasAndIsNone) {
  const v1::Indicator count = IndicatorIn("count");
  constexpr char kSuspicious[] = "SUSPICIOUS_ZERO areas/z";
  EXPECT_EQ(IssuesOfZero(count, "0", {"54", "900", "62"}, "37", ""), kSuspicious);
  EXPECT_EQ(IssuesOfZero(count, "0", {"54", "900", "62"}, "", "37"), kSuspicious);
  EXPECT_EQ(IssuesOfZero(count, "0", {"54", "900", "62"}, "37", "41"), kSuspicious);
  EXPECT_EQ(IssuesOfZero(IndicatorIn("percent"), "0.0", {"3.1", "90.5", "7.2"}, "0.5", ""),
            kSuspicious);
}

TEST(Comparability, BelievesAZeroThatItsOwnSeriesSpeaksFor) {
  const v1::Indicator count = IndicatorIn("count");
  EXPECT_EQ(IssuesOfZero(count, "0", {"54", "57", "62"}, "0", "37"), "");
  EXPECT_EQ(IssuesOfZero(count, "0", {"54", "57", "62"}, "37", "0"), "");
  // Four fires in one year, none in the next.
  EXPECT_EQ(IssuesOfZero(count, "0", {"54", "57", "62"}, "4", ""), "");
  EXPECT_EQ(IssuesOfZero(IndicatorIn("percent"), "0.0", {"1.6", "0.7", "2.5"}, "2.2", "0.2"), "");
}

TEST(Comparability, BelievesAZeroAmongOthersOrBesideTooFew) {
  const v1::Indicator count = IndicatorIn("count");
  EXPECT_EQ(IssuesOfZero(count, "0", {"54", "0", "62", "57"}, "37", ""), "");
  EXPECT_EQ(IssuesOfZero(count, "0", {"54", "62"}, "37", ""), "");
}

TEST(Comparability, SuspectsAZeroFarFromOthersThatAreAlikeWhereItsSeriesIsSilent) {
  const v1::Indicator kilos = IndicatorIn("kg_per_capita");
  constexpr char kSuspicious[] = "SUSPICIOUS_ZERO areas/z";
  EXPECT_EQ(IssuesOfZero(kilos, "0", {"391", "305", "416"}, "", ""), kSuspicious);
  EXPECT_EQ(IssuesOfZero(kilos, "0", {"-391", "-305", "-416"}, "", ""), kSuspicious);
  EXPECT_EQ(IssuesOfZero(kilos, "0", {"391", "305", "611"}, "", ""), "");
  EXPECT_EQ(IssuesOfZero(kilos, "0", {"391", "305", "-350"}, "", ""), "");
  EXPECT_EQ(IssuesOfZero(kilos, "0", {"3", "4", "4"}, "", ""), "");
  // A small place may well have none of what is counted.
  EXPECT_EQ(IssuesOfZero(IndicatorIn("count"), "0", {"391", "305", "416"}, "", ""), "");
  v1::Indicator of_four = IndicatorIn("plants");
  of_four.set_kind(v1::FIGURE_KIND_COUNT_OF_N);
  EXPECT_EQ(IssuesOfZero(of_four, "0", {"7", "8", "9"}, "", ""), "");
}

TEST(Comparability, DoesNotSuspectTheZeroOfAnIndexOrAChange) {
  for (const char* unit : {"index", "percentage_points"}) {
    EXPECT_EQ(IssuesOfZero(IndicatorIn(unit), "0", {"54", "57", "62"}, "37", ""), "") << unit;
  }
  for (const v1::FigureKind kind :
       {v1::FIGURE_KIND_INDEX, v1::FIGURE_KIND_CHANGE_IN_PERCENTAGE_POINTS}) {
    v1::Indicator indicator = IndicatorIn("points");
    indicator.set_kind(kind);
    EXPECT_EQ(IssuesOfZero(indicator, "0", {"54", "57", "62"}, "37", ""), "") << kind;
  }
}

TEST(Comparability, SuspectsAGroupsZeroBesideAPlaceThatHasNone) {
  EXPECT_EQ(IssuesOf(IndicatorIn("kg_per_capita"), {Place("a", "384"), Group("g", "0")}),
            "SUSPICIOUS_ZERO areas/g");
  EXPECT_EQ(IssuesOf(IndicatorIn("kg_per_capita"), {Place("a", "3"), Group("g", "0")}), "");
}

TEST(Comparability, DoesNotCountSumsAmongTheOthersOfAZero) {
  ComparisonArea zero = Place("z", "0");
  zero.before = FigureOf("z", "37");
  ComparisonInput input =
      InputOf(IndicatorIn("count"), {zero, Place("a", "54"), Place("b", "57"), Group("g", "750")});
  EXPECT_EQ(IssuesOf(input), "SUM_BESIDE_PLACES areas/g");
  input.areas.push_back(Place("c", "47"));
  EXPECT_EQ(IssuesOf(input), "SUM_BESIDE_PLACES areas/g\nSUSPICIOUS_ZERO areas/z");
}

TEST(Comparability, KeepsTheErrorSmallHoweverManyAreas) {
  std::vector<ComparisonArea> areas;
  for (int i = 0; i < 1000; ++i) {
    areas.push_back(Place(absl::StrCat("a-place-with-a-long-name-", 1000 + i), "1"));
    areas.back().figure->basis = i % 3 == 0 ? "" : i % 3 == 1 ? "total" : "self-certified";
    areas.back().figure->definition_version = 1 + i % 2;
    for (const common::v1::Flag flag : {FLAG_PROVISIONAL, FLAG_ESTIMATED}) {
      if (i % 2 == 0) areas.back().figure->operand.mutable_cell()->add_flags(flag);
    }
  }
  const absl::Status status = Compare(InputOf(WithBases(), areas)).status();
  const std::string listed = ErrorMetadataOf(status, "UNKNOWN_BASIS");
  EXPECT_THAT(listed, HasSubstr("areas/a-place-with-a-long-name-1000,"));
  EXPECT_THAT(listed, HasSubstr(" more"));
  size_t bytes = 2 * status.message().size();
  for (const char* issue : {"DEFINITION_VERSIONS", "PROVISIONAL_AND_FINAL", "DIFFERENT_BASES",
                            "UNKNOWN_BASIS", "ESTIMATES"}) {
    EXPECT_FALSE(ErrorMetadataOf(status, issue).empty()) << issue;
    bytes += ErrorMetadataOf(status, issue).size();
  }
  EXPECT_LT(bytes, 4000u);
}

// The figures of the example, by indicator: those of 2024, with Asker's of 2023 before it.
std::map<std::string, ComparisonInput> ReadKostra() {
  const CsvFile file =
      ReadCsv(TERTIAL_SOURCE_DIR "/data/asker-2024/kostra.csv",
              {"indicator", "service_area",   "group_nb",    "order",       "name_nb",
               "name_en",   "function_codes", "flag_b",      "deflated",    "need_adjusted",
               "region",    "year",           "year_source", "value",       "unit",
               "status",    "printed",        "note",        "source_line", "page"})
          .value();
  std::map<std::string, ComparisonInput> inputs;
  for (const CsvRow& row : file.rows) {
    const std::string& region = row.Get("region");
    ComparisonInput& input =
        inputs.emplace(row.Get("indicator"), InputOf(IndicatorIn(row.Get("unit")), {}))
            .first->second;
    auto area = std::find_if(input.areas.begin(), input.areas.end(),
                             [&region](const ComparisonArea& a) { return a.id == region; });
    if (area == input.areas.end()) {
      input.areas.push_back(region == "KG12" ? Group(region, "") : Place(region, ""));
      area = std::prev(input.areas.end());
      area->figure.reset();
    }
    if (row.Get("value").empty()) continue;
    (row.Get("year") == "2023" ? area->before : area->figure) = FigureOf(region, row.Get("value"));
  }
  return inputs;
}

// Group 12 has the sums of three counts, and a zero that the publisher has printed for what is
// not there. All other columns compare.
TEST(ComparabilityOfKostra, RefusesThreeSumsAndOneZero) {
  const std::map<std::string, ComparisonInput> inputs = ReadKostra();
  EXPECT_EQ(inputs.size(), 84u);
  std::map<std::string, std::string> refused;
  for (const auto& [indicator, input] : inputs) {
    const std::string issues = IssuesOf(input);
    if (!issues.empty()) refused[indicator] = issues;
  }
  EXPECT_EQ(
      refused,
      (std::map<std::string, std::string>{
          {"kostra.community-services.building-fires", "SUM_BESIDE_PLACES areas/KG12"},
          {"kostra.community-services.household-waste-per-capita", "SUSPICIOUS_ZERO areas/KG12"},
          {"kostra.community-development.new-enterprises", "SUM_BESIDE_PLACES areas/KG12"},
          {"kostra.community-development.zoning-plans-adopted", "SUM_BESIDE_PLACES areas/KG12"}}));
}

TEST(ComparabilityOfKostra, RefusesTheFiresOfGroup12BesideAskers) {
  ComparisonInput fires = ReadKostra().at("kostra.community-services.building-fires");
  std::erase_if(fires.areas,
                [](const ComparisonArea& area) { return area.id != "3203" && area.id != "KG12"; });
  EXPECT_EQ(IssuesOf(fires), "SUM_BESIDE_PLACES areas/KG12");
  fires.accept = {COMPARABILITY_ISSUE_SUM_BESIDE_PLACES};
  const v1::CompareAreasResponse accepted = Compare(fires).value();
  EXPECT_EQ(RanksOf(accepted), "3203 1, KG12 -");
  EXPECT_EQ(AreaIn(accepted, "3203").cell().value(), "54");
  EXPECT_EQ(AreaIn(accepted, "KG12").cell().value(), "750");
}

// The growth of jobs in Asker was 0.0 per cent in 2023: 2.2 in the year before and 0.2 after it.
TEST(ComparabilityOfTheExample, BelievesThatJobsDidNotGrow) {
  const CsvFile file =
      ReadCsv(TERTIAL_SOURCE_DIR "/data/asker-2024/employment.csv",
              {"metric", "name_nb", "region", "year", "value", "unit", "rounded_to", "qualifier",
               "printed", "note", "source_line", "page"})
          .value();
  std::map<std::string, ComparisonArea> areas;
  for (const CsvRow& row : file.rows) {
    if (row.Get("metric") != "employment.jobs-change") continue;
    const std::string& region = row.Get("region");
    ComparisonArea& area = areas.emplace(region, Place(region, "")).first->second;
    (row.Get("year") == "2022"   ? area.before
     : row.Get("year") == "2023" ? area.figure
                                 : area.after) = FigureOf(region, row.Get("value"));
  }
  std::vector<ComparisonArea> all;
  for (auto& [region, area] : areas) all.push_back(std::move(area));
  EXPECT_EQ(all.size(), 5u);
  EXPECT_EQ(IssuesOf(IndicatorIn("percent"), all), "");
}

// The report says "registered" of its sick leave, and nothing of that of its neighbours.
TEST(ComparabilityOfTheExample, RefusesSickLeaveOfUnknownBasis) {
  const CsvFile file = ReadCsv(TERTIAL_SOURCE_DIR "/data/asker-2024/workforce_metrics.csv",
                               {"metric", "region", "service_area", "sex", "year", "value", "unit",
                                "qualifier", "printed", "note", "source_line", "page"})
                           .value();
  std::vector<ComparisonArea> areas;
  for (const CsvRow& row : file.rows) {
    if (row.Get("metric") == "sick-leave" && row.Get("year") == "2024" && row.Get("sex").empty()) {
      areas.push_back(Place(row.Get("region"), row.Get("value")));
    }
  }
  EXPECT_EQ(areas.size(), 3u);
  EXPECT_EQ(IssuesOf(WithBases(), areas), "UNKNOWN_BASIS areas/3201,areas/3203,areas/3205");
}

}  // namespace
}  // namespace tertial::indicators
