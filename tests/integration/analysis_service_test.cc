// What is computed from facts, over a real server: series, comparisons, classes and their errors.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/analysis_fixture.h"
#include "tests/testing/status_matchers.h"

namespace tertial::indicators {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using enum common::v1::ErrorReason;

class AnalysisServiceTest : public AnalysisTest {
 protected:
  absl::StatusOr<v1::CreatePeerGroupResponse> CreateGroup(const v1::PeerGroup& group) {
    v1::CreatePeerGroupRequest request;
    *request.mutable_peer_group() = group;
    return testing::CallUnary(*frameworks_, &v1::FrameworksService::Stub::CreatePeerGroup, request,
                              "recorder");
  }

  v1::PeerGroup Neighbours() {
    v1::PeerGroup group;
    group.set_name("peerGroups/neighbours");
    group.add_titles()->set_language("nb");
    group.mutable_titles(0)->set_text("Naboer");
    for (const char* area : {"areas/3203", "areas/3201", "areas/3301", "areas/3205"}) {
      group.add_members()->set_area(area);
    }
    group.set_published_area("areas/KG12");
    return group;
  }

  absl::StatusOr<v1::ClassifyIndicatorsResponse> Classify(
      const v1::ClassifyIndicatorsRequest& request) {
    return testing::CallUnary(*analysis_, &v1::AnalysisService::Stub::ClassifyIndicators, request);
  }
};

TEST_F(AnalysisServiceTest, ASeriesTellsWhatThereIsOfSeveralIndicators) {
  v1::GetSeriesRequest request;
  request.set_area("areas/3203");
  request.add_indicators("indicators/cooperation.voluntary-organisations-satisfaction");
  request.add_indicators("indicators/population.births");
  request.set_language("en");
  const auto response = GetSeries(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->series_size(), 2);
  const v1::Series& satisfaction = response->series(0);
  EXPECT_EQ(satisfaction.label().language(), "en");
  EXPECT_EQ(satisfaction.first_measured(), "2022");
  EXPECT_EQ(satisfaction.latest_measured(), "2024");
  EXPECT_EQ(satisfaction.counts().cells(), 4);
  EXPECT_EQ(satisfaction.counts().measured(), 3);
  EXPECT_EQ(satisfaction.cells(0).cell().missing(), common::v1::MISSING_REASON_NOT_MEASURED);
  EXPECT_GT(satisfaction.cells(1).revision(), 0);
  // There is no English name for it in the data: the answer says which language it has.
  EXPECT_EQ(response->series(1).label().language(), "nb");
  EXPECT_THAT(response->series(1).cells(3).marks(),
              ElementsAre(v1::SERIES_MARK_AREA_NUMBER_CHANGED));
}

TEST_F(AnalysisServiceTest, ASeriesOfAMemberOfADimensionIsThatMembers) {
  v1::GetSeriesRequest request;
  request.set_area("areas/asker");
  request.add_indicators("indicators/housing.completed-by-type");
  request.add_dimensions()->set_dimension("dwelling-type");
  request.mutable_dimensions(0)->set_member("apartment");
  const auto response = GetSeries(request);
  ASSERT_THAT(response, IsOk());
  std::vector<std::string> values;
  for (const auto& cell : response->series(0).cells()) values.push_back(cell.cell().value());
  EXPECT_THAT(values, ElementsAre("533", "463", "438"));
  request.mutable_dimensions(0)->set_member("castle");
  EXPECT_THAT(GetSeries(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_DIMENSION_NOT_DECLARED));
  request.mutable_dimensions(0)->set_dimension("sex");
  EXPECT_THAT(GetSeries(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_DIMENSION_NOT_DECLARED));
}

TEST_F(AnalysisServiceTest, AskerGoesOnWithTheMunicipalitiesItWasMadeOf) {
  v1::Indicator residents = Definition("indicators/test.residents", "count");
  residents.set_additivity(v1::ADDITIVITY_ADDITIVE);
  ASSERT_THAT(Create(residents), IsOk());
  // Each under the number valid in its period: 0220 is not the Asker of today.
  ASSERT_THAT(Record("areas/0220", residents.name(), "2019", "61523"), IsOk());
  ASSERT_THAT(Record("areas/0627", residents.name(), "2019", "23126"), IsOk());
  ASSERT_THAT(Record("areas/0628", residents.name(), "2019", "9579"), IsOk());
  ASSERT_THAT(Record("areas/3025", residents.name(), "2020", "94441"), IsOk());
  ASSERT_THAT(Record("areas/3203", residents.name(), "2024", "98815"), IsOk());
  v1::GetSeriesRequest request;
  request.set_area("areas/3203");
  request.add_indicators(residents.name());
  request.set_include_predecessors(true);
  const auto response = GetSeries(request);
  ASSERT_THAT(response, IsOk());
  std::vector<std::string> cells;
  for (const v1::SeriesCell& cell : response->series(0).cells()) {
    std::string line =
        absl::StrCat(cell.period(), " ", cell.area_number(), " ", cell.cell().value());
    for (const int mark : cell.marks()) {
      absl::StrAppend(&line, " ", v1::SeriesMark_Name(static_cast<v1::SeriesMark>(mark)));
    }
    cells.push_back(line);
  }
  EXPECT_THAT(cells, ElementsAre("2019  94228", "2020 3025 94441 SERIES_MARK_BORDER_CHANGED",
                                 "2024 3203 98815 SERIES_MARK_AREA_NUMBER_CHANGED"));
  EXPECT_EQ(response->series(0).cells(0).computed().operands(0).name(),
            "areas/asker-1/indicators/test.residents/observations/2019");
}

TEST_F(AnalysisServiceTest, ADerivedIndicatorIsComputedAndNeverOverAGap) {
  Define("indicators/test.coverage", "percent",
         "[employment.jobs] / [employment.employed-residents] * 100", 1);
  Define("indicators/test.doubled", "percent", "[test.coverage] * 2", 2);
  v1::Series series = SeriesOf("areas/asker", "indicators/test.coverage", "2024");
  ASSERT_EQ(series.cells_size(), 1);
  EXPECT_EQ(series.cells(0).cell().value(), series.cells(0).computed().value());
  EXPECT_EQ(series.cells(0).computed().operands_size(), 2);
  EXPECT_GT(series.cells(0).computed().operands(0).revision(), 0);
  // Rounded once: twice the unrounded number, not twice the rounded one.
  series = SeriesOf("areas/asker", "indicators/test.doubled", "2024");
  ASSERT_EQ(series.cells_size(), 1);
  EXPECT_EQ(series.cells(0).cell().value(), "149.21");

  // Also below one, where the digits that a decimal has do not hold the leading zero as well.
  Define("indicators/test.ratio", "ratio", "[employment.jobs] / [employment.employed-residents]",
         1);
  Define("indicators/test.doubled-ratio", "ratio", "[test.ratio] * 2", 2);
  series = SeriesOf("areas/asker", "indicators/test.doubled-ratio", "2024");
  ASSERT_EQ(series.cells_size(), 1);
  EXPECT_EQ(series.cells(0).cell().value(), "1.49");

  Define("indicators/test.gap", "score",
         "[cooperation.voluntary-organisations-satisfaction] + 0 * [population.births]", 1);
  series = SeriesOf("areas/asker", "indicators/test.gap", "2021");
  ASSERT_EQ(series.cells_size(), 1);
  EXPECT_FALSE(series.cells(0).has_cell());
  EXPECT_EQ(series.cells(0).computed().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
}

// The statistics chapter left out what GetSeries and the framework show.
TEST_F(AnalysisServiceTest, TheStatisticsChapterShowsWhatIsDerivedFromStatistics) {
  const auto define = [&](const std::string& name, const std::string& formula,
                          v1::Collection collection) {
    v1::Indicator indicator = Definition(name, "percent");
    indicator.set_formula(formula);
    indicator.set_decimals(1);
    indicator.set_collection(collection);
    ASSERT_THAT(Create(indicator), IsOk()) << formula;
  };
  const std::string coverage = "[employment.jobs] / [employment.employed-residents] * 100";
  define("indicators/test.coverage", coverage, v1::COLLECTION_EMPLOYMENT);
  define("indicators/test.lacking", "100 - [test.coverage]", v1::COLLECTION_EMPLOYMENT);
  define("indicators/test.in-framework", coverage, v1::COLLECTION_FRAMEWORK);
  const auto derived_in = [&](const std::string& period) {
    v1::GetStatisticsSectionRequest request;
    request.set_area("areas/asker");
    request.set_period(period);
    const auto response = service_.Call(&Stub::GetStatisticsSection, request);
    EXPECT_THAT(response, IsOk());
    std::map<std::string, v1::StatisticSeries> derived;
    for (const v1::StatisticsCollection& collection : response->section().collections()) {
      EXPECT_EQ(collection.cells().cells(), 4 * collection.series_size());
      for (const v1::StatisticSeries& series : collection.series()) {
        EXPECT_EQ(series.computed().empty(), series.indicator().formula().empty());
        if (!series.computed().empty()) derived[series.indicator().name()] = series;
      }
    }
    return derived;
  };
  const auto derived = derived_in("2024");
  ASSERT_THAT(derived,
              ElementsAre(Key("indicators/test.coverage"), Key("indicators/test.lacking")));
  // As GetSeries has it, where there is something to compute from.
  for (const auto& [name, series] : derived) {
    const v1::Series alone = SeriesOf("areas/asker", name);
    ASSERT_FALSE(alone.cells().empty());
    for (const v1::SeriesCell& cell : alone.cells()) {
      const int year = cell.period()[3] - '1';
      EXPECT_EQ(series.cells(year).period(), cell.period());
      EXPECT_EQ(series.cells(year).cell().value(), cell.cell().value());
      EXPECT_EQ(series.computed(year).DebugString(), cell.computed().DebugString());
    }
  }
  // There are no jobs of another year: a gap that says why.
  const v1::StatisticSeries& coverages = derived.at("indicators/test.coverage");
  EXPECT_EQ(coverages.cells(0).outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_TRUE(coverages.computed(0).has_not_computable());
  // Nothing of it is recorded in the years before.
  EXPECT_THAT(derived_in("2023"), IsEmpty());
}

// A formula over rounded figures was uncertain, and what was computed from its result was not.
TEST_F(AnalysisServiceTest, TheUncertaintyOfADerivedFigureIsCarriedOn) {
  ASSERT_THAT(Create(Definition("indicators/test.jobs", "count")), IsOk());
  for (const auto& [period, value] :
       {std::pair("2022", "1000"), {"2023", "1100"}, {"2024", "1200"}}) {
    common::v1::Cell cell;
    cell.set_value(value);
    cell.set_rounded_to("100");
    ASSERT_THAT(RecordCell("areas/asker", "indicators/test.jobs", period, cell), IsOk());
  }
  Define("indicators/test.half", "count", "[test.jobs] / 2", 0);
  Define("indicators/test.all", "count", "[test.half] * 2 + 0.4", 1);
  const auto text = [](const common::v1::Computed& computed) {
    return absl::StrCat(computed.value(), ", ", computed.interval().low(), " to ",
                        computed.interval().high());
  };
  const v1::GetProgressResponse progress = ProgressOf("areas/asker", "test.half", "2024");
  EXPECT_EQ(text(progress.change().absolute()), "50, 0 to 100");
  EXPECT_EQ(text(progress.change().percent()), "9.1, 0.0 to 19.0");
  EXPECT_EQ(text(progress.trend().slope()), "50.00, 25.00 to 75.00");
  const v1::Series all = SeriesOf("areas/asker", "indicators/test.all", "2024");
  ASSERT_EQ(all.cells_size(), 1);
  EXPECT_EQ(text(all.cells(0).computed()), "1200.4, 1150.4 to 1250.4");
}

TEST_F(AnalysisServiceTest, FiresOfAGroupAreNotComparedWithThoseOfAPlace) {
  v1::CompareAreasRequest request =
      Comparison("kostra.community-services.building-fires", "2024", {"asker", "KG12"});
  const auto refused = CompareAreas(request);
  EXPECT_THAT(refused,
              StatusHas(absl::StatusCode::kFailedPrecondition, ERROR_REASON_NOT_COMPARABLE));
  EXPECT_THAT(ErrorMetadataOf(refused.status(), "SUM_BESIDE_PLACES"), HasSubstr("kostra-group-12"));
  request.add_accept(v1::COMPARABILITY_ISSUE_SUM_BESIDE_PLACES);
  const auto accepted = CompareAreas(request);
  ASSERT_THAT(accepted, IsOk());
  ASSERT_EQ(accepted->issues_size(), 1);
  EXPECT_THAT(accepted->issues(0).areas(), Contains("areas/kostra-group-12"));
}

TEST_F(AnalysisServiceTest, ProvisionalFiguresAreNotComparedWithFinalOnes) {
  ASSERT_THAT(Create(Definition("indicators/test.rate", "percent")), IsOk());
  ASSERT_THAT(
      Record("areas/asker", "indicators/test.rate", "2024", "5.1", {common::v1::FLAG_PROVISIONAL}),
      IsOk());
  ASSERT_THAT(Record("areas/baerum", "indicators/test.rate", "2024", "4.9"), IsOk());
  v1::CompareAreasRequest request = Comparison("test.rate", "2024", {"asker", "baerum"});
  EXPECT_THAT(CompareAreas(request),
              StatusHas(absl::StatusCode::kFailedPrecondition, ERROR_REASON_NOT_COMPARABLE));
  request.add_accept(v1::COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL);
  EXPECT_THAT(CompareAreas(request), IsOk());
  // The change of one place from a final to a provisional figure is no comparison.
  ASSERT_THAT(Record("areas/asker", "indicators/test.rate", "2023", "5.0"), IsOk());
  const v1::GetProgressResponse progress = ProgressOf("areas/asker", "test.rate", "2024");
  EXPECT_EQ(progress.change().absolute().value(), "0.1");
  EXPECT_THAT(progress.change().absolute().operands(1).cell().flags(),
              ElementsAre(common::v1::FLAG_PROVISIONAL));
}

TEST_F(AnalysisServiceTest, ProvisionalWeightsDoNotStandBesideFinalOnes) {
  ASSERT_THAT(Create(Definition("indicators/test.rate", "percent")), IsOk());
  ASSERT_THAT(Create(Definition("indicators/test.residents", "count")), IsOk());
  for (const char* area : {"areas/asker", "areas/baerum"}) {
    ASSERT_THAT(Record(area, "indicators/test.rate", "2024", "5"), IsOk());
  }
  ASSERT_THAT(Record("areas/asker", "indicators/test.residents", "2024", "98815"), IsOk());
  ASSERT_THAT(Record("areas/baerum", "indicators/test.residents", "2024", "130772",
                     {common::v1::FLAG_PROVISIONAL}),
              IsOk());
  v1::CompareAreasRequest request = Comparison("test.rate", "2024", {"asker", "baerum"});
  EXPECT_THAT(CompareAreas(request), IsOk());
  request.set_statistic(v1::STATISTIC_WEIGHTED_MEAN);
  request.set_weight("indicators/test.residents");
  const auto refused = CompareAreas(request);
  EXPECT_THAT(refused,
              StatusHas(absl::StatusCode::kFailedPrecondition, ERROR_REASON_NOT_COMPARABLE));
  EXPECT_EQ(ErrorMetadataOf(refused.status(), "WEIGHT_PROVISIONAL_AND_FINAL"), "areas/baerum");
  request.add_accept(v1::COMPARABILITY_ISSUE_PROVISIONAL_AND_FINAL);
  const auto accepted = CompareAreas(request);
  ASSERT_THAT(accepted, IsOk());
  ASSERT_EQ(accepted->issues_size(), 1);
  EXPECT_EQ(accepted->issues(0).weight(), "indicators/test.residents");
}

// By what its own definition says of it: the figures that it weights have no bases.
TEST_F(AnalysisServiceTest, AWeightOnAnUnknownBasisIsRefused) {
  ASSERT_THAT(Create(Definition("indicators/test.rate", "percent")), IsOk());
  v1::Indicator residents = Definition("indicators/test.residents", "count");
  residents.add_bases("registered");
  residents.add_bases("present");
  ASSERT_THAT(Create(residents), IsOk());
  for (const char* area : {"areas/asker", "areas/baerum"}) {
    ASSERT_THAT(Record(area, "indicators/test.rate", "2024", "5"), IsOk());
    ASSERT_THAT(Record(area, "indicators/test.residents", "2024", "100"), IsOk());
  }
  v1::CompareAreasRequest request = Comparison("test.rate", "2024", {"asker", "baerum"});
  request.set_statistic(v1::STATISTIC_WEIGHTED_MEAN);
  request.set_weight("indicators/test.residents");
  const auto refused = CompareAreas(request);
  EXPECT_THAT(refused,
              StatusHas(absl::StatusCode::kFailedPrecondition, ERROR_REASON_NOT_COMPARABLE));
  EXPECT_EQ(ErrorMetadataOf(refused.status(), "WEIGHT_UNKNOWN_BASIS"), "areas/asker,areas/baerum");
}

TEST_F(AnalysisServiceTest, APeerGroupIsRankedWithItsStatistic) {
  ASSERT_THAT(CreateGroup(Neighbours()), IsOk());
  v1::CompareAreasRequest request;
  request.set_indicator("indicators/kostra.welfare.home-services-80-plus");
  request.set_period("2024");
  request.set_peer_group("peerGroups/neighbours");
  request.set_statistic(v1::STATISTIC_MEDIAN);
  auto response = CompareAreas(request);
  ASSERT_THAT(response, IsOk());
  std::vector<std::string> ranked;
  for (const v1::ComparedArea& area : response->areas()) {
    ranked.push_back(absl::StrCat(area.rank(), " ", area.title(), " ", area.cell().value()));
  }
  EXPECT_THAT(ranked,
              ElementsAre("1 Drammen 25.4", "2 Lillestrøm 23.1", "3 Bærum 22.1", "4 Asker 21.2"));
  EXPECT_EQ(response->statistic().value(), "22.6");
  EXPECT_EQ(response->contributors(), 4);
  request.set_statistic(v1::STATISTIC_PUBLISHED);
  response = CompareAreas(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->statistic().value(), "23.2");
}

TEST_F(AnalysisServiceTest, AComparisonNamesWhatIsWrongWithTheRequest) {
  v1::CompareAreasRequest request = Comparison("population.births", "2024", {"asker", "3203"});
  EXPECT_THAT(CompareAreas(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_DUPLICATE_ELEMENT));
  request = Comparison("population.births", "in 2024", {"asker"});
  EXPECT_THAT(CompareAreas(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_INVALID_PERIOD));
  request = Comparison("population.none", "2024", {"asker"});
  EXPECT_THAT(CompareAreas(request),
              StatusHas(absl::StatusCode::kNotFound, ERROR_REASON_INDICATOR_NOT_FOUND));
  request = Comparison("population.births", "2024", {"atlantis"});
  EXPECT_THAT(CompareAreas(request),
              StatusHas(absl::StatusCode::kNotFound, ERROR_REASON_AREA_NOT_FOUND));
  request = Comparison("population.births", "2024", {});
  EXPECT_THAT(CompareAreas(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_FIELD_REQUIRED));
  request = Comparison("population.births", "2024", {"asker"});
  request.set_peer_group("peerGroups/none");
  EXPECT_THAT(CompareAreas(request),
              StatusHas(absl::StatusCode::kNotFound, ERROR_REASON_PEER_GROUP_NOT_FOUND));
  request = Comparison("population.births", "2024", {"asker"});
  request.set_statistic(v1::STATISTIC_WEIGHTED_MEAN);
  EXPECT_THAT(CompareAreas(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_WEIGHT_MISSING));
}

TEST_F(AnalysisServiceTest, AGroupOfUnknownAreasIsRefused) {
  v1::PeerGroup group = Neighbours();
  group.add_members()->set_area("areas/atlantis");
  EXPECT_THAT(CreateGroup(group),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_AREA_NOT_FOUND));
}

TEST_F(AnalysisServiceTest, ProgressNamesWhatIsWrongWithTheRequest) {
  v1::GetProgressRequest request;
  request.set_area("areas/asker");
  request.set_indicator("indicators/population.births");
  EXPECT_THAT(GetProgress(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_FIELD_REQUIRED));
  request.set_period("2024");
  request.set_change_from("2025");
  EXPECT_THAT(GetProgress(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_INCONSISTENT_FIELDS));
  request.clear_change_from();
  request.set_language("no");
  EXPECT_THAT(GetProgress(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_VALUE_OUT_OF_RANGE));
}

TEST_F(AnalysisServiceTest, ASeriesNamesWhatIsWrongWithTheRequest) {
  v1::GetSeriesRequest request;
  request.set_area("areas/asker");
  EXPECT_THAT(GetSeries(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_FIELD_REQUIRED));
  request.add_indicators("population.births");
  EXPECT_THAT(GetSeries(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_INVALID_RESOURCE_NAME));
  request.set_indicators(0, "indicators/population.births");
  request.set_first_n(1);
  request.set_last_n(1);
  EXPECT_THAT(GetSeries(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_INCONSISTENT_FIELDS));
  request.set_last_n(0);
  for (int i = 0; i < 100; ++i) request.add_indicators("indicators/population.births");
  EXPECT_THAT(GetSeries(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_BATCH_TOO_LARGE));
}

TEST_F(AnalysisServiceTest, TheExampleClassifiesNoIndicatorAndTheAnswerSaysSo) {
  v1::ClassifyIndicatorsRequest request;
  request.set_area("areas/asker");
  request.add_schemes(v1::CLASSIFICATION_SCHEME_RESULT_CHAIN_STEP);
  request.add_schemes(v1::CLASSIFICATION_SCHEME_LIFE_CYCLE);
  const auto response = Classify(request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->indicators(), 100);
  ASSERT_EQ(response->classifications_size(), 2);
  EXPECT_THAT(response->classifications(0).classes(), IsEmpty());
  EXPECT_EQ(response->classifications(0).unclassified().count(), 100);
  EXPECT_EQ(response->classifications(0).unclassified().share().value(), "100.0");
  EXPECT_EQ(response->classifications(1).classes(0).count(), 100);
}

TEST_F(AnalysisServiceTest, ClassesAreThoseOfACollectionOrOfAFramework) {
  v1::ClassifyIndicatorsRequest request;
  request.set_collection(v1::COLLECTION_KOSTRA);
  EXPECT_EQ(Classify(request)->indicators(), 84);
  EXPECT_EQ(Classify(request)->classifications_size(), 8);
  request.set_framework("areas/asker/frameworks/2024-2027");
  EXPECT_THAT(Classify(request),
              StatusHas(absl::StatusCode::kInvalidArgument, ERROR_REASON_FIELD_REQUIRED));
  request.set_area("areas/asker");
  EXPECT_THAT(Classify(request),
              StatusHas(absl::StatusCode::kNotFound, ERROR_REASON_FRAMEWORK_NOT_FOUND));
}

}  // namespace
}  // namespace tertial::indicators
