// The climate service behind a real channel, on RocksDB.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/csv/csv_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/store/keys.h"
#include "tertial/climate/v1/climate_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"
#include "tests/unit/services/climate/climate_samples.h"

namespace tertial::climate {
namespace {

using common::v1::ErrorReason;
using common::v1::ImportOptions;
using common::v1::ImportSummary;
using common::v1::Outcome;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Stub = v1::ClimateService::Stub;

v1::ClimateRow Row(v1::InventoryRelease release) {
  v1::ClimateRow row;
  *row.mutable_inventory_release() = std::move(release);
  return row;
}
v1::ClimateRow Row(v1::EmissionFigure figure) {
  v1::ClimateRow row;
  *row.mutable_emission_figure() = std::move(figure);
  return row;
}
v1::ClimateRow Row(v1::ActivityFigure figure) {
  v1::ClimateRow row;
  *row.mutable_activity_figure() = std::move(figure);
  return row;
}
v1::ClimateRow Row(v1::ClimateTarget target) {
  v1::ClimateRow row;
  *row.mutable_climate_target() = std::move(target);
  return row;
}
v1::ClimateRow Row(v1::ClimateMeasure measure) {
  v1::ClimateRow row;
  *row.mutable_climate_measure() = std::move(measure);
  return row;
}

CsvFile ReadExample(absl::string_view file, const std::vector<absl::string_view>& columns) {
  return *ReadCsv(absl::StrCat(TERTIAL_SOURCE_DIR "/data/asker-2024/", file), columns);
}

// The inventory rows of emissions.csv.
void AddExampleEmissions(std::vector<v1::ClimateRow>& rows) {
  for (const CsvRow& row :
       ReadExample("emissions.csv",
                   {"account", "release", "metric", "scope", "boundary", "sector", "part_of",
                    "object", "year", "comparison_year", "value", "unit", "status", "qualifier",
                    "printed", "note", "source_line", "page"})
           .rows) {
    if (row.Get("account") != "inventory") continue;
    const common::v1::Cell cell = row.Get("status") == "measured" ? Value(row.Get("value"))
                                  : row.Get("status") == "pending"
                                      ? Pending()
                                      : Missing(common::v1::MISSING_REASON_NOT_MEASURED);
    v1::EmissionFigure figure =
        Emission(row.Get("sector"), row.Get("year"), cell, row.Get("object"),
                 absl::StrCat("areas/asker/inventoryReleases/", row.Get("release")));
    figure.set_part_of(row.Get("part_of"));
    rows.push_back(Row(std::move(figure)));
  }
}

// All of climate_measures.csv.
void AddExampleMeasures(std::vector<v1::ClimateRow>& rows) {
  int order = 0;
  for (const CsvRow& row :
       ReadExample("climate_measures.csv", {"area", "area_name_nb", "subheading_nb", "measure",
                                            "description_en", "quantity", "unit", "year",
                                            "qualifier", "printed", "note", "source_line", "page"})
           .rows) {
    v1::ClimateMeasure measure = Measure(row.Get("measure"), row.Get("area"), ++order);
    measure.mutable_action_area_titles(0)->set_text(row.Get("area_name_nb"));
    if (!row.Get("quantity").empty()) {
      *measure.mutable_quantity() = Value(row.Get("quantity"));
      measure.set_unit(row.Get("unit"));
    }
    if (const std::vector<std::string> years = absl::StrSplit(row.Get("year"), '-');
        !row.Get("year").empty()) {
      measure.set_from_period(years.front());
      measure.set_to_period(years.back());
    }
    rows.push_back(Row(std::move(measure)));
  }
}

// The example's accounts, its target and its measures; releases come last, as a stream may have
// them.
std::vector<v1::ClimateRow> ExampleRows() {
  std::vector<v1::ClimateRow> rows;
  AddExampleEmissions(rows);
  AddExampleMeasures(rows);
  rows.push_back(Row(ReductionTarget()));
  rows.push_back(Row(Activity("energy-use", "2023", Value("81.4"))));
  rows.push_back(Row(Activity("energy-use", "2024", Value("79.2"))));
  rows.push_back(Row(CommunityRelease()));
  rows.push_back(Row(OwnRelease()));
  return rows;
}

class ClimateServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<ImportSummary> Import(const std::vector<v1::ClimateRow>& rows,
                                       const ImportOptions& options = {}) {
    return service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows, options);
  }

  void ImportAll(const std::vector<v1::ClimateRow>& rows) {
    const absl::StatusOr<ImportSummary> summary = Import(rows);
    ASSERT_THAT(summary, IsOk());
    ASSERT_TRUE(summary->applied()) << summary->DebugString();
  }

  // Imports rows one of which must be refused, and gives the reason.
  ErrorReason Refusal(const std::vector<v1::ClimateRow>& rows) {
    const absl::StatusOr<ImportSummary> summary = Import(rows);
    EXPECT_THAT(summary, IsOk());
    EXPECT_FALSE(summary->applied());
    if (summary->refused_rows_size() != 1) return common::v1::ERROR_REASON_UNSPECIFIED;
    return summary->refused_rows(0).violations(0).reason();
  }

  absl::StatusOr<v1::GetEmissionFigureResponse> GetEmission(const std::string& name) {
    v1::GetEmissionFigureRequest request;
    request.set_name(name);
    return service_.Call(&Stub::GetEmissionFigure, request);
  }

  absl::StatusOr<v1::ListEmissionFiguresResponse> ListEmissions(
      const std::string& parent, int page_size = 0, const std::string& page_token = "") {
    v1::ListEmissionFiguresRequest request;
    request.set_parent(parent);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    return service_.Call(&Stub::ListEmissionFigures, request);
  }

  absl::StatusOr<v1::GetClimateSectionResponse> GetSection(const std::string& area,
                                                           const std::string& period) {
    v1::GetClimateSectionRequest request;
    request.set_area(area);
    request.set_period(period);
    return service_.Call(&Stub::GetClimateSection, request);
  }

  testing::TestService<v1::ClimateService> service_{"climate", CreateClimateService};
};

TEST_F(ClimateServiceTest, ImportsRowsWhateverTheirOrder) {
  const std::vector<v1::ClimateRow> rows = ExampleRows();
  const absl::StatusOr<ImportSummary> summary = Import(rows);
  ASSERT_THAT(summary, IsOk());
  EXPECT_TRUE(summary->applied()) << summary->DebugString();
  EXPECT_EQ(summary->inserted(), static_cast<int64_t>(rows.size()));
  EXPECT_EQ(summary->read_at().revision(), 1);
}

TEST_F(ClimateServiceTest, ChangesNothingWhenTheSameRowsComeAgain) {
  ImportAll(ExampleRows());
  const absl::StatusOr<ImportSummary> again = Import(ExampleRows());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->unchanged(), again->received());
  EXPECT_EQ(again->read_at().revision(), 1);
}

TEST_F(ClimateServiceTest, GetsAFigureByIdOrNumberOfItsArea) {
  ImportAll(ExampleRows());
  for (const char* area : {"asker", "3203", "3025"}) {
    const auto response = GetEmission(absl::StrCat(
        "areas/", area, "/inventoryReleases/miljodirektoratet-2025/emissions/road-traffic~2023"));
    ASSERT_THAT(response, IsOk()) << area;
    EXPECT_EQ(response->emission_figure().cell().value(), "112787");
    EXPECT_EQ(response->emission_figure().name(),
              absl::StrCat(kRelease, "/emissions/road-traffic~2023"));
    EXPECT_EQ(response->read_at().revision(), 1);
  }
}

TEST_F(ClimateServiceTest, StoresARowUnderTheIdOfAnAreaNamedByNumber) {
  ImportAll({Row(CommunityRelease()),
             Row(Emission("all", "2023", Value("1"), "",
                          "areas/3025/inventoryReleases/miljodirektoratet-2025"))});
  EXPECT_THAT(GetEmission(absl::StrCat(kRelease, "/emissions/all~2023")), IsOk());
}

TEST_F(ClimateServiceTest, SaysWhatIsNotThere) {
  ImportAll(ExampleRows());
  const auto figure = GetEmission(absl::StrCat(kRelease, "/emissions/all~2009"));
  EXPECT_THAT(figure, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(figure, HasReason(common::v1::ERROR_REASON_EMISSION_FIGURE_NOT_FOUND));
  const auto area = GetEmission("areas/9999/inventoryReleases/x/emissions/all~2009");
  EXPECT_THAT(area, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(area, HasReason(common::v1::ERROR_REASON_AREA_NOT_FOUND));
  const auto name = GetEmission("areas/asker/emissions/all~2009");
  EXPECT_THAT(name, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(name, HasReason(common::v1::ERROR_REASON_INVALID_RESOURCE_NAME));
}

TEST_F(ClimateServiceTest, AnswersEachNameOfABatch) {
  ImportAll(ExampleRows());
  v1::BatchGetEmissionFiguresRequest request;
  for (const char* id : {"all~2024", "all~2009", "al~2023", "all"}) {
    request.add_names(absl::StrCat(kRelease, "/emissions/", id));
  }
  request.add_names("areas/asker/inventoryReleases/unknown/emissions/all~2023");
  request.add_names("areas/9999/inventoryReleases/unknown/emissions/all~2023");
  request.add_names("no name");
  const auto response = service_.Call(&Stub::BatchGetEmissionFigures, request);
  ASSERT_THAT(response, IsOk());
  std::vector<Outcome> outcomes;
  for (const auto& result : response->results()) outcomes.push_back(result.outcome());
  EXPECT_THAT(outcomes, ElementsAre(common::v1::OUTCOME_FOUND, common::v1::OUTCOME_NO_OBSERVATION,
                                    common::v1::OUTCOME_UNKNOWN_ID, common::v1::OUTCOME_UNKNOWN_ID,
                                    common::v1::OUTCOME_UNKNOWN_ID, common::v1::OUTCOME_UNKNOWN_ID,
                                    common::v1::OUTCOME_UNKNOWN_ID));
  EXPECT_EQ(response->results(0).emission_figure().cell().missing(),
            common::v1::MISSING_REASON_PENDING);
}

TEST_F(ClimateServiceTest, KnowsAnActivityByItsMetric) {
  ImportAll(ExampleRows());
  v1::BatchGetActivityFiguresRequest request;
  request.add_names("areas/asker/activities/energy-use~municipal-buildings~2024");
  request.add_names("areas/asker/activities/energy-use~municipal-buildings~2001");
  request.add_names("areas/asker/activities/energy~municipal-buildings~2024");
  const auto response = service_.Call(&Stub::BatchGetActivityFigures, request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->results(0).outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_EQ(response->results(1).outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(response->results(2).outcome(), common::v1::OUTCOME_UNKNOWN_ID);
}

TEST_F(ClimateServiceTest, GetsEveryKindOfResource) {
  ImportAll(ExampleRows());
  v1::GetInventoryReleaseRequest release;
  release.set_name(kRelease);
  EXPECT_THAT(service_.Call(&Stub::GetInventoryRelease, release), IsOk());
  v1::GetActivityFigureRequest activity;
  activity.set_name("areas/asker/activities/energy-use~municipal-buildings~2024");
  EXPECT_THAT(service_.Call(&Stub::GetActivityFigure, activity), IsOk());
  v1::GetClimateTargetRequest target;
  target.set_name(ReductionTarget().name());
  EXPECT_THAT(service_.Call(&Stub::GetClimateTarget, target), IsOk());
  v1::GetClimateMeasureRequest measure;
  measure.set_name("areas/asker/climateMeasures/green-flag");
  EXPECT_THAT(service_.Call(&Stub::GetClimateMeasure, measure), IsOk());
}

TEST_F(ClimateServiceTest, ListsPageByPageToTheEnd) {
  ImportAll(ExampleRows());
  std::vector<std::string> names;
  std::string token;
  do {
    const auto page = ListEmissions("areas/asker/inventoryReleases/-", 4, token);
    ASSERT_THAT(page, IsOk());
    for (const auto& figure : page->emission_figures()) names.push_back(figure.name());
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_THAT(names, SizeIs(15));
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST_F(ClimateServiceTest, ListsTheFiguresOfOneRelease) {
  ImportAll(ExampleRows());
  const auto page = ListEmissions(kOwnRelease);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->emission_figures(), SizeIs(5));
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(ClimateServiceTest, RefusesAPageTokenOfAnotherQuery) {
  ImportAll(ExampleRows());
  const auto page = ListEmissions(kRelease, 2);
  ASSERT_THAT(page, IsOk());
  const auto other = ListEmissions(kOwnRelease, 2, page->next_page_token());
  EXPECT_THAT(other, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(other, HasReason(common::v1::ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
}

TEST_F(ClimateServiceTest, RefusesANegativePageSize) {
  const auto page = ListEmissions(kRelease, -1);
  EXPECT_THAT(page, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(page, HasReason(common::v1::ERROR_REASON_INVALID_PAGE_SIZE));
}

TEST_F(ClimateServiceTest, StoresNothingWhenOneRowIsRefused) {
  std::vector<v1::ClimateRow> rows = ExampleRows();
  rows.push_back(Row(Emission("waste", "2023", Value("-1"))));
  const absl::StatusOr<ImportSummary> summary = Import(rows);
  ASSERT_THAT(summary, IsOk());
  EXPECT_FALSE(summary->applied());
  EXPECT_EQ(summary->read_at().revision(), 0);
  ASSERT_THAT(summary->refused_rows(), SizeIs(1));
  EXPECT_EQ(summary->refused_rows(0).row(), static_cast<int64_t>(rows.size()));
  EXPECT_EQ(summary->refused_rows(0).violations(0).field(), "emission_figure.cell.value");
  EXPECT_EQ(summary->refused_rows(0).violations(0).reason(),
            common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE);
  EXPECT_THAT(GetEmission(absl::StrCat(kRelease, "/emissions/all~2023")),
              HasReason(common::v1::ERROR_REASON_EMISSION_FIGURE_NOT_FOUND));
}

TEST_F(ClimateServiceTest, StoresTheOtherRowsWhenAskedTo) {
  ImportOptions options;
  options.set_mode(common::v1::IMPORT_MODE_ROW_BY_ROW);
  const absl::StatusOr<ImportSummary> summary =
      Import({Row(CommunityRelease()), Row(Emission("waste", "2023", Value("-1"))),
              Row(Emission("land-use", "2023", Value("-1")))},
             options);
  ASSERT_THAT(summary, IsOk());
  EXPECT_TRUE(summary->applied());
  EXPECT_EQ(summary->inserted(), 2);
  EXPECT_EQ(summary->refused(), 1);
  EXPECT_THAT(GetEmission(absl::StrCat(kRelease, "/emissions/land-use~2023")), IsOk());
}

TEST_F(ClimateServiceTest, StoresNothingWhenOnlyAskedToValidate) {
  ImportOptions options;
  options.set_validate_only(true);
  const absl::StatusOr<ImportSummary> summary = Import(ExampleRows(), options);
  ASSERT_THAT(summary, IsOk());
  EXPECT_FALSE(summary->applied());
  EXPECT_EQ(summary->inserted(), summary->received());
  EXPECT_THAT(GetEmission(absl::StrCat(kRelease, "/emissions/all~2023")),
              HasReason(common::v1::ERROR_REASON_EMISSION_FIGURE_NOT_FOUND));
}

TEST_F(ClimateServiceTest, RefusesAFigureOfAnUnknownRelease) {
  EXPECT_EQ(Refusal({Row(Emission("all", "2023", Value("1")))}),
            common::v1::ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND);
}

TEST_F(ClimateServiceTest, RefusesAnUnknownArea) {
  EXPECT_EQ(Refusal({Row(CommunityRelease("areas/atlantis/inventoryReleases/a"))}),
            common::v1::ERROR_REASON_AREA_NOT_FOUND);
}

TEST_F(ClimateServiceTest, RefusesANameThatTheFieldsDoNotMake) {
  v1::EmissionFigure figure = Emission("all", "2023", Value("1"));
  figure.set_sector("road-traffic");
  EXPECT_EQ(Refusal({Row(CommunityRelease()), Row(figure)}),
            common::v1::ERROR_REASON_NAME_FIELD_MISMATCH);
}

TEST_F(ClimateServiceTest, RefusesTheSameKeyTwice) {
  EXPECT_EQ(Refusal({Row(CommunityRelease()), Row(CommunityRelease())}),
            common::v1::ERROR_REASON_DUPLICATE_KEY);
}

TEST_F(ClimateServiceTest, LetsNoReaderImport) {
  v1::ImportRowsRequest request;
  request.mutable_options();
  *request.add_rows() = Row(CommunityRelease());
  request.set_end_of_rows(true);
  const auto response =
      service_.Stream<v1::ImportRowsRequest, v1::ImportRowsResponse>({request}, "reader");
  EXPECT_THAT(response, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(response, HasReason(common::v1::ERROR_REASON_ROLE_MISSING));
}

TEST_F(ClimateServiceTest, ReportsTheEmissionsOfTheExample) {
  ImportAll(ExampleRows());
  const auto response = GetSection("areas/3203", "2024");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(response->missing_parts(), IsEmpty());
  const v1::ClimateSection& section = response->section();
  EXPECT_EQ(section.area(), "areas/asker");
  ASSERT_THAT(section.inventories(), SizeIs(2));

  const v1::InventorySection& own = section.inventories(0);
  EXPECT_EQ(own.release().name(), kOwnRelease);
  ASSERT_THAT(own.series(), SizeIs(2));
  EXPECT_EQ(own.series(0).cells(3).cell().value(), "814");
  EXPECT_EQ(own.series(1).object(), "hvalstad-school");

  const v1::InventorySection& community = section.inventories(1);
  ASSERT_THAT(community.series(), SizeIs(3));
  const v1::EmissionSeries& total = community.series(0);
  EXPECT_EQ(total.sector(), "all");
  EXPECT_EQ(total.cells(0).cell().value(), "216713");
  EXPECT_EQ(total.cells(1).cell().value(), "219716");
  EXPECT_EQ(total.cells(2).cell().value(), "203735");
  EXPECT_EQ(total.cells(3).cell().missing(), common::v1::MISSING_REASON_PENDING);
  EXPECT_EQ(total.change_from(), "2022");
  EXPECT_EQ(total.change_to(), "2023");
  EXPECT_EQ(total.change().value(), "-7.3");
  EXPECT_TRUE(absl::StartsWith(total.change().unrounded(), "-7.273"));
  const v1::EmissionSeries& road_traffic = community.series(2);
  EXPECT_EQ(road_traffic.sector(), "road-traffic");
  EXPECT_EQ(road_traffic.change().value(), "-9.7");
  EXPECT_TRUE(absl::StartsWith(road_traffic.change().unrounded(), "-9.747"));
}

TEST_F(ClimateServiceTest, ReportsTheMeasuresOfTheExample) {
  ImportAll(ExampleRows());
  const auto response = GetSection("areas/asker", "2024");
  ASSERT_THAT(response, IsOk());
  const v1::ClimateSection& section = response->section();
  EXPECT_EQ(section.measure_count(), 90);
  EXPECT_EQ(section.quantified_measure_count(), 80);
  ASSERT_THAT(section.action_areas(), SizeIs(6));
  int measures = 0;
  for (const v1::ActionAreaSection& area : section.action_areas()) measures += area.measure_count();
  EXPECT_EQ(measures, 90);
}

TEST_F(ClimateServiceTest, ReportsATargetWhoseBaseIsNotInTheRelease) {
  ImportAll(ExampleRows());
  const auto response = GetSection("areas/asker", "2024");
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->section().targets(), SizeIs(1));
  ASSERT_THAT(response->section().targets(0).assessments(), SizeIs(1));
  const v1::ClimateTargetAssessment& assessment = response->section().targets(0).assessments(0);
  EXPECT_EQ(assessment.inventory_release(), kRelease);
  EXPECT_EQ(assessment.current_period(), "2023");
  EXPECT_EQ(assessment.target_level().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST_F(ClimateServiceTest, ReportsAnAreaOfWhichNothingIsRecorded) {
  ImportAll(ExampleRows());
  const auto response = GetSection("areas/baerum", "2024");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(response->section().inventories(), IsEmpty());
  EXPECT_EQ(response->section().emission_cells().cells(), 0);
}

TEST_F(ClimateServiceTest, ReportsTheRestWhenOnePartIsDamaged) {
  ImportAll(ExampleRows());
  const auto damage = [](Txn& txn) {
    return txn.Put(ClimateMeasureTable::kId, *EncodePrimaryKey({"asker", "damaged"}), "\xff")
        .status();
  };
  ASSERT_THAT(service_.ledger().Commit({.actor = "test"}, damage), IsOk());
  const auto response = GetSection("areas/asker", "2024");
  ASSERT_THAT(response, IsOk());
  // Budgets are made of measures too.
  ASSERT_THAT(response->missing_parts(), SizeIs(2));
  EXPECT_EQ(response->missing_parts(0).part(), "action_areas");
  EXPECT_EQ(response->missing_parts(1).part(), "budgets");
  EXPECT_FALSE(response->section().has_measure_count());
  EXPECT_THAT(response->section().inventories(), SizeIs(2));
  EXPECT_THAT(response->section().targets(), SizeIs(1));
}

TEST_F(ClimateServiceTest, RefusesAReportOnWhatIsNoYearAndNoTertial) {
  for (const char* period : {"2024-Q1", "2024-T4", "", "all"}) {
    const auto response = GetSection("areas/asker", period);
    EXPECT_THAT(response, StatusIs(absl::StatusCode::kInvalidArgument)) << period;
    EXPECT_THAT(response, HasReason(common::v1::ERROR_REASON_INVALID_PERIOD)) << period;
  }
}

}  // namespace
}  // namespace tertial::climate
