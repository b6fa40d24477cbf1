// The workforce service behind a real server: imports, the standard methods and the chapter.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/csv/csv_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/handler/workforce_service.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::workforce {
namespace {

using common::v1::ERROR_REASON_AREA_NOT_FOUND;
using common::v1::ERROR_REASON_CELL_EMPTY;
using common::v1::ERROR_REASON_DUPLICATE_KEY;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_PAGE_SIZE;
using common::v1::ERROR_REASON_INVALID_PAGE_TOKEN;
using common::v1::ERROR_REASON_INVALID_PERIOD;
using common::v1::ERROR_REASON_INVALID_RESOURCE_NAME;
using common::v1::ERROR_REASON_INVALID_STREAM;
using common::v1::ERROR_REASON_NAME_FIELD_MISMATCH;
using common::v1::ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY;
using common::v1::ERROR_REASON_ROLE_MISSING;
using common::v1::ERROR_REASON_UNIT_NOT_FOUND;
using common::v1::ERROR_REASON_WORKFORCE_FIGURE_NOT_FOUND;
using common::v1::ImportOptions;
using common::v1::ImportSummary;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

using Stub = v1::WorkforceService::Stub;
using Rows = std::vector<v1::WorkforceRow>;

v1::WorkforceRow UnitRow(const std::string& id, int order, const std::string& title = "Enhet") {
  v1::WorkforceRow row;
  v1::Unit& unit = *row.mutable_unit();
  unit.set_name(absl::StrCat("areas/asker/units/", id));
  unit.add_titles()->set_language("nb");
  unit.mutable_titles(0)->set_text(title);
  unit.set_order(order);
  return row;
}

v1::WorkforceRow FteRow(const std::string& unit_id, const std::string& year,
                        const std::string& value) {
  v1::WorkforceRow row;
  v1::WorkforceFigure& figure = *row.mutable_workforce_figure();
  figure.set_name(absl::StrCat("areas/asker/figures/fte~", year, "~unit.", unit_id));
  figure.set_measure(v1::MEASURE_FTE);
  figure.set_period(year);
  figure.set_unit(absl::StrCat("areas/asker/units/", unit_id));
  figure.set_sex(v1::SEX_TOTAL);
  figure.set_unit_of_measure("fte");
  figure.mutable_cell()->set_value(value);
  return row;
}

v1::WorkforceRow SickLeaveRow(const std::string& year, const std::string& value) {
  v1::WorkforceRow row;
  v1::WorkforceFigure& figure = *row.mutable_workforce_figure();
  figure.set_name(absl::StrCat("areas/asker/figures/sick-leave-rate~", year, "~basis.unknown"));
  figure.set_measure(v1::MEASURE_SICK_LEAVE_RATE);
  figure.set_period(year);
  figure.set_sex(v1::SEX_TOTAL);
  figure.set_certification_basis(v1::CERTIFICATION_BASIS_UNKNOWN);
  figure.set_unit_of_measure("percent");
  figure.mutable_cell()->set_value(value);
  return row;
}

ImportOptions RowByRow() {
  ImportOptions options;
  options.set_mode(common::v1::IMPORT_MODE_ROW_BY_ROW);
  return options;
}

class WorkforceService : public ::testing::Test {
 protected:
  absl::StatusOr<ImportSummary> Import(const Rows& rows, const ImportOptions& options = {}) {
    return service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows, options);
  }

  void MustImport(const Rows& rows) {
    const absl::StatusOr<ImportSummary> summary = Import(rows);
    ASSERT_THAT(summary, IsOk());
    ASSERT_TRUE(summary->applied()) << summary->ShortDebugString();
  }

  // Imports `rows`, of which the last must be refused and nothing be stored; what is wrong with it.
  std::vector<std::pair<std::string, ErrorReason>> Refused(const Rows& rows) {
    std::vector<std::pair<std::string, ErrorReason>> found;
    const absl::StatusOr<ImportSummary> summary = Import(rows);
    EXPECT_THAT(summary, IsOk());
    if (!summary.ok()) return found;
    EXPECT_FALSE(summary->applied());
    EXPECT_EQ(summary->refused(), 1);
    for (const common::v1::RefusedRow& row : summary->refused_rows()) {
      EXPECT_EQ(row.row(), static_cast<int64_t>(rows.size()));
      for (const common::v1::FieldViolation& violation : row.violations()) {
        found.emplace_back(violation.field(), violation.reason());
      }
    }
    return found;
  }

  absl::StatusOr<v1::GetUnitResponse> GetUnit(const std::string& name) {
    v1::GetUnitRequest request;
    request.set_name(name);
    return service_.Call(&Stub::GetUnit, request);
  }

  absl::StatusOr<v1::GetWorkforceFigureResponse> GetFigure(const std::string& name) {
    v1::GetWorkforceFigureRequest request;
    request.set_name(name);
    return service_.Call(&Stub::GetWorkforceFigure, request);
  }

  absl::StatusOr<v1::ListUnitsResponse> ListUnits(const std::string& parent, int page_size,
                                                  const std::string& page_token = "") {
    v1::ListUnitsRequest request;
    request.set_parent(parent);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    return service_.Call(&Stub::ListUnits, request);
  }

  absl::StatusOr<v1::GetWorkforceSectionResponse> GetSection(const std::string& area,
                                                             const std::string& period) {
    v1::GetWorkforceSectionRequest request;
    request.set_area(area);
    request.set_period(period);
    return service_.Call(&Stub::GetWorkforceSection, request);
  }

  testing::TestService<v1::WorkforceService> service_{"workforce", CreateWorkforceService};
};

TEST_F(WorkforceService, GivesBackWhatWasImported) {
  const v1::WorkforceRow unit = UnitRow("welfare", 3);
  const v1::WorkforceRow fte = FteRow("welfare", "2024", "1836.60");
  // Figures may come before the unit they are about.
  const absl::StatusOr<ImportSummary> summary = Import({fte, unit});
  ASSERT_THAT(summary, IsOk());
  EXPECT_TRUE(summary->applied());
  EXPECT_EQ(summary->inserted(), 2);

  auto got_unit = GetUnit("areas/asker/units/welfare");
  ASSERT_THAT(got_unit, IsOk());
  // Which version it is comes from the service.
  EXPECT_THAT(got_unit->unit().etag(), Not(IsEmpty()));
  got_unit->mutable_unit()->clear_etag();
  EXPECT_EQ(got_unit->unit().SerializeAsString(), unit.unit().SerializeAsString());
  EXPECT_EQ(got_unit->read_at().revision(), summary->read_at().revision());
  auto got_figure = GetFigure("areas/asker/figures/fte~2024~unit.welfare");
  ASSERT_THAT(got_figure, IsOk());
  got_figure->mutable_workforce_figure()->clear_etag();
  EXPECT_EQ(got_figure->workforce_figure().SerializeAsString(),
            fte.workforce_figure().SerializeAsString());
}

TEST_F(WorkforceService, CountsWhatAnImportRevisesAndWhatStays) {
  MustImport({UnitRow("welfare", 3), FteRow("welfare", "2024", "1836.6")});
  const auto summary = Import({UnitRow("welfare", 3), FteRow("welfare", "2024", "1836.7")});
  ASSERT_THAT(summary, IsOk());
  EXPECT_EQ(summary->unchanged(), 1);
  EXPECT_EQ(summary->revised(), 1);
}

TEST_F(WorkforceService, TellsWhatIsNotThere) {
  EXPECT_THAT(GetUnit("areas/asker/units/welfare"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(GetUnit("areas/asker/units/welfare"), HasReason(ERROR_REASON_UNIT_NOT_FOUND));
  EXPECT_THAT(GetFigure("areas/asker/figures/fte~2024"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(GetFigure("areas/asker/figures/fte~2024"),
              HasReason(ERROR_REASON_WORKFORCE_FIGURE_NOT_FOUND));
  EXPECT_THAT(GetUnit("areas/atlantis/units/welfare"), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  EXPECT_THAT(GetUnit("units/welfare"), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(GetUnit("units/welfare"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(WorkforceService, KnowsAnAreaByTheNumbersItBears) {
  v1::WorkforceRow unit = UnitRow("welfare", 3);
  unit.mutable_unit()->set_name("areas/3203/units/welfare");
  v1::WorkforceRow fte = FteRow("welfare", "2023", "1920.1");
  fte.mutable_workforce_figure()->set_name("areas/3025/figures/fte~2023~unit.welfare");
  fte.mutable_workforce_figure()->set_unit("areas/3203/units/welfare");
  MustImport({unit, fte});
  const auto figure = GetFigure("areas/3025/figures/fte~2023~unit.welfare");
  ASSERT_THAT(figure, IsOk());
  EXPECT_EQ(figure->workforce_figure().name(), "areas/asker/figures/fte~2023~unit.welfare");
  EXPECT_EQ(figure->workforce_figure().unit(), "areas/asker/units/welfare");
}

TEST_F(WorkforceService, AnswersEveryNameOfABatch) {
  MustImport({UnitRow("welfare", 3), FteRow("welfare", "2024", "1836.6")});
  v1::BatchGetWorkforceFiguresRequest request;
  const std::vector<std::pair<std::string, common::v1::Outcome>> expected = {
      {"areas/asker/figures/fte~2024~unit.welfare", common::v1::OUTCOME_FOUND},
      {"areas/3203/figures/fte~2024~unit.welfare", common::v1::OUTCOME_FOUND},
      {"areas/asker/figures/fte~2023~unit.welfare", common::v1::OUTCOME_NO_OBSERVATION},
      {"areas/asker/figures/fte~2024", common::v1::OUTCOME_NO_OBSERVATION},
      {"areas/asker/figures/fte~2024~unit.wellfare", common::v1::OUTCOME_UNKNOWN_ID},
      {"areas/asker/figures/fte~2024~unit.-", common::v1::OUTCOME_UNKNOWN_ID},
      {"areas/asker/figures/ftes~2024", common::v1::OUTCOME_UNKNOWN_ID},
      {"areas/asker/figures/sick-leave-rate~2024", common::v1::OUTCOME_UNKNOWN_ID},
      {"areas/atlantis/figures/fte~2024", common::v1::OUTCOME_UNKNOWN_ID},
      {"no name", common::v1::OUTCOME_UNKNOWN_ID},
  };
  for (const auto& [name, outcome] : expected) request.add_names(name);
  const auto response = service_.Call(&Stub::BatchGetWorkforceFigures, request);
  ASSERT_THAT(response, IsOk());
  std::vector<std::pair<std::string, common::v1::Outcome>> found;
  for (const v1::BatchGetWorkforceFiguresResult& result : response->results()) {
    found.emplace_back(result.name(), result.outcome());
    EXPECT_EQ(result.has_workforce_figure(), result.outcome() == common::v1::OUTCOME_FOUND);
  }
  EXPECT_EQ(found, expected);
}

TEST_F(WorkforceService, AnswersABatchOfUnits) {
  MustImport({UnitRow("welfare", 3)});
  v1::BatchGetUnitsRequest request;
  request.add_names("areas/asker/units/wellfare");
  request.add_names("areas/asker/units/welfare");
  const auto response = service_.Call(&Stub::BatchGetUnits, request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->results_size(), 2);
  EXPECT_EQ(response->results(0).outcome(), common::v1::OUTCOME_UNKNOWN_ID);
  EXPECT_EQ(response->results(1).outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_EQ(response->results(1).unit().order(), 3);
}

TEST_F(WorkforceService, ListsPageByPageInTheOrderOfNames) {
  MustImport({UnitRow("c", 1), UnitRow("a", 2), UnitRow("b", 3)});
  for (const int page_size : {1, 2, 3, 0}) {
    std::vector<std::string> names;
    std::string token;
    do {
      const auto page = ListUnits("areas/asker", page_size, token);
      ASSERT_THAT(page, IsOk());
      for (const v1::Unit& unit : page->units()) names.push_back(unit.name());
      token = page->next_page_token();
      ASSERT_LE(names.size(), 3u);
    } while (!token.empty());
    EXPECT_THAT(names,
                ElementsAre("areas/asker/units/a", "areas/asker/units/b", "areas/asker/units/c"));
  }
}

TEST_F(WorkforceService, ListsTheFiguresOfAMeasureInTheOrderOfPeriods) {
  MustImport({UnitRow("a", 1), FteRow("a", "2024", "2"), FteRow("a", "2023", "1"),
              SickLeaveRow("2024", "9.3")});
  v1::ListWorkforceFiguresRequest request;
  request.set_parent("areas/3203");
  const auto response = service_.Call(&Stub::ListWorkforceFigures, request);
  ASSERT_THAT(response, IsOk());
  std::vector<std::string> names;
  for (const auto& figure : response->workforce_figures()) names.push_back(figure.name());
  EXPECT_THAT(names, ElementsAre("areas/asker/figures/fte~2023~unit.a",
                                 "areas/asker/figures/fte~2024~unit.a",
                                 "areas/asker/figures/sick-leave-rate~2024~basis.unknown"));
}

TEST_F(WorkforceService, RefusesPagesThatAreNone) {
  MustImport({UnitRow("a", 1), UnitRow("b", 2)});
  EXPECT_THAT(ListUnits("areas/asker", -1), HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
  EXPECT_THAT(ListUnits("areas/asker", 1, "forged"), HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));
  EXPECT_THAT(ListUnits("areas/atlantis", 1), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  EXPECT_THAT(ListUnits("asker", 1), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  const auto page = ListUnits("areas/asker", 1);
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(ListUnits("areas/baerum", 1, page->next_page_token()),
              HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
  v1::ListWorkforceFiguresRequest other;
  other.set_parent("areas/asker");
  other.set_page_token(page->next_page_token());
  EXPECT_THAT(service_.Call(&Stub::ListWorkforceFigures, other),
              HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
}

TEST_F(WorkforceService, StoresNothingOfAStreamWithARefusedRow) {
  EXPECT_THAT(Refused({UnitRow("welfare", 3), FteRow("welfare", "2024", "-1")}),
              ElementsAre(Pair("workforce_figure.cell.value",
                               common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE)));
  EXPECT_THAT(GetUnit("areas/asker/units/welfare"), HasReason(ERROR_REASON_UNIT_NOT_FOUND));
}

TEST_F(WorkforceService, StoresTheRightRowsRowByRow) {
  const auto summary =
      Import({UnitRow("welfare", 3), FteRow("welfare", "2024", "-1"), FteRow("no", "2024", "1"),
              FteRow("welfare", "2023", "1920.1"), v1::WorkforceRow()},
             RowByRow());
  ASSERT_THAT(summary, IsOk());
  EXPECT_TRUE(summary->applied());
  EXPECT_EQ(summary->received(), 5);
  EXPECT_EQ(summary->inserted(), 2);
  EXPECT_EQ(summary->refused(), 3);
  ASSERT_EQ(summary->refused_rows_size(), 3);
  EXPECT_EQ(summary->refused_rows(0).row(), 2);
  EXPECT_EQ(summary->refused_rows(1).row(), 3);
  EXPECT_EQ(summary->refused_rows(2).row(), 5);
  EXPECT_THAT(GetUnit("areas/asker/units/welfare"), IsOk());
  EXPECT_THAT(GetFigure("areas/asker/figures/fte~2023~unit.welfare"), IsOk());
}

TEST_F(WorkforceService, ChecksWithoutStoringWhenOnlyValidating) {
  ImportOptions options;
  options.set_validate_only(true);
  const auto summary = Import({UnitRow("welfare", 3), FteRow("welfare", "2024", "1")}, options);
  ASSERT_THAT(summary, IsOk());
  EXPECT_FALSE(summary->applied());
  EXPECT_EQ(summary->inserted(), 2);
  EXPECT_EQ(summary->read_at().revision(), 0);
  EXPECT_THAT(GetUnit("areas/asker/units/welfare"), HasReason(ERROR_REASON_UNIT_NOT_FOUND));
}

TEST_F(WorkforceService, RefusesAUnitThatIsNotRecorded) {
  EXPECT_THAT(Refused({FteRow("welfare", "2024", "1")}),
              ElementsAre(Pair("workforce_figure.unit", ERROR_REASON_UNIT_NOT_FOUND)));
}

TEST_F(WorkforceService, RefusesAUnitOfAnotherArea) {
  v1::WorkforceRow unit = UnitRow("welfare", 3);
  unit.mutable_unit()->set_name("areas/baerum/units/welfare");
  v1::WorkforceRow fte = FteRow("welfare", "2024", "1");
  fte.mutable_workforce_figure()->set_unit("areas/baerum/units/welfare");
  EXPECT_THAT(Refused({unit, fte}),
              ElementsAre(Pair("workforce_figure.unit", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST_F(WorkforceService, RefusesAnAreaThatNobodyKnows) {
  v1::WorkforceRow unit = UnitRow("welfare", 3);
  unit.mutable_unit()->set_name("areas/atlantis/units/welfare");
  EXPECT_THAT(Refused({unit}), ElementsAre(Pair("unit.name", ERROR_REASON_AREA_NOT_FOUND)));
}

TEST_F(WorkforceService, RefusesANameThatSaysSomethingElseThanTheFields) {
  v1::WorkforceRow fte = FteRow("welfare", "2024", "1");
  fte.mutable_workforce_figure()->set_period("2023");
  EXPECT_THAT(Refused({UnitRow("welfare", 3), fte}),
              ElementsAre(Pair("workforce_figure.name", ERROR_REASON_NAME_FIELD_MISMATCH)));
}

TEST_F(WorkforceService, RefusesACellThatIsEmptyAndASickLeaveRateWithoutBasis) {
  v1::WorkforceRow rate = SickLeaveRow("2024", "9.3");
  rate.mutable_workforce_figure()->clear_certification_basis();
  rate.mutable_workforce_figure()->clear_cell();
  EXPECT_THAT(Refused({rate}),
              ElementsAre(Pair("workforce_figure.certification_basis", ERROR_REASON_FIELD_REQUIRED),
                          Pair("workforce_figure.cell", ERROR_REASON_CELL_EMPTY)));
}

TEST_F(WorkforceService, RefusesASecondRowOfOneKey) {
  EXPECT_THAT(Refused({SickLeaveRow("2024", "9.3"), SickLeaveRow("2024", "9.4")}),
              ElementsAre(Pair("workforce_figure.name", ERROR_REASON_DUPLICATE_KEY)));
}

TEST_F(WorkforceService, RefusesAStreamThatBreaksOff) {
  v1::ImportRowsRequest message;
  message.mutable_options();
  *message.add_rows() = UnitRow("welfare", 3);
  const auto response = service_.Stream<v1::ImportRowsRequest, v1::ImportRowsResponse>({message});
  EXPECT_THAT(response, HasReason(ERROR_REASON_INVALID_STREAM));
  EXPECT_THAT(GetUnit("areas/asker/units/welfare"), HasReason(ERROR_REASON_UNIT_NOT_FOUND));
}

TEST_F(WorkforceService, LetsNoReaderImport) {
  v1::ImportRowsRequest message;
  message.mutable_options();
  *message.add_rows() = UnitRow("welfare", 3);
  message.set_end_of_rows(true);
  const auto response =
      service_.Stream<v1::ImportRowsRequest, v1::ImportRowsResponse>({message}, "reader");
  EXPECT_THAT(response, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(response, HasReason(ERROR_REASON_ROLE_MISSING));
  EXPECT_THAT(GetUnit("areas/asker/units/welfare"), HasReason(ERROR_REASON_UNIT_NOT_FOUND));
}

TEST_F(WorkforceService, RefusesASectionOfNoPeriodOrArea) {
  EXPECT_THAT(GetSection("areas/asker", "2024-T4"), HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(GetSection("areas/asker", ""), HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(GetSection("areas/atlantis", "2024"), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  EXPECT_THAT(GetSection("asker", "2024"), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
}

TEST_F(WorkforceService, AnswersAnEmptyStoreWithAnEmptySection) {
  const auto response = GetSection("areas/asker", "2024");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(response->section().units(), IsEmpty());
  EXPECT_THAT(response->missing_parts(), IsEmpty());
  for (const v1::PeriodTotal& total : response->section().fte_totals()) {
    EXPECT_EQ(total.total().not_computable().reason(),
              common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  }
}

// The example's units and FTEs, as a client would send them.
Rows ExampleRows() {
  const std::string directory = TERTIAL_SOURCE_DIR "/data/asker-2024/";
  Rows rows;
  const absl::StatusOr<CsvFile> units =
      ReadCsv(directory + "service_areas.csv", {"id", "name_nb", "name_en", "order"});
  EXPECT_THAT(units, IsOk());
  if (!units.ok()) return rows;
  for (const CsvRow& row : units->rows) {
    rows.push_back(UnitRow(row.Get("id"), std::stoi(row.Get("order")), row.Get("name_nb")));
  }
  const absl::StatusOr<CsvFile> ftes =
      ReadCsv(directory + "fte.csv",
              {"service_area", "year", "fte", "change_pct_from_2023", "footnote_mark",
               "footnote_nb", "note", "printed", "source_line", "page"});
  EXPECT_THAT(ftes, IsOk());
  if (!ftes.ok()) return rows;
  for (const CsvRow& row : ftes->rows) {
    rows.push_back(FteRow(row.Get("service_area"), row.Get("year"), row.Get("fte")));
  }
  return rows;
}

class ExampleReport : public WorkforceService {
 protected:
  void SetUp() override { MustImport(ExampleRows()); }

  // The section, by the number that the area bore in the period.
  v1::WorkforceSection Section(const std::string& area, const std::string& period) {
    absl::StatusOr<v1::GetWorkforceSectionResponse> response = GetSection(area, period);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    EXPECT_EQ(response->read_at().revision(), 1);
    EXPECT_THAT(response->missing_parts(), IsEmpty());
    return response->section();
  }
};

TEST_F(ExampleReport, SumsTheFtesOfTheServiceAreas) {
  const v1::WorkforceSection section = Section("areas/3203", "2024");
  EXPECT_EQ(section.area(), "areas/asker");
  std::vector<std::pair<std::string, std::string>> totals;
  for (const v1::PeriodTotal& total : section.fte_totals()) {
    totals.emplace_back(total.period(), total.total().value());
  }
  EXPECT_THAT(totals, ElementsAre(Pair("2021", "5465.2"), Pair("2022", "5511.2"),
                                  Pair("2023", "5502.5"), Pair("2024", "5414.3")));
  EXPECT_EQ(section.fte_total_change().value(), "-1.6");
  EXPECT_EQ(section.fte_total_difference().value(), "-88.2");
}

TEST_F(ExampleReport, ComputesTheChangeOfEveryServiceArea) {
  std::vector<std::string> changes;
  const v1::WorkforceSection section = Section("areas/asker", "2024");
  for (const v1::UnitSeries& series : section.units()) {
    changes.push_back(series.fte_change().value());
  }
  EXPECT_THAT(changes, ElementsAre("-4.0", "0.8", "-4.3", "-1.9", "2.0", "-3.4"));
  EXPECT_EQ(section.cells().cells(), 48);  // 6 units, FTEs and head counts, 4 years
  EXPECT_EQ(section.cells().measured(), 24);
  EXPECT_EQ(section.cells().no_observation(), 24);
}

TEST_F(ExampleReport, IsAboutThePeriodAskedFor) {
  const v1::WorkforceSection section = Section("areas/3025", "2023");
  EXPECT_EQ(section.fte_total_change().value(), "-0.2");
  EXPECT_EQ(section.fte_total_change().operands(0).cell().value(), "5511.2");
  EXPECT_EQ(section.fte_total_change().operands(1).cell().value(), "5502.5");
  // Nothing is recorded for 2020.
  EXPECT_TRUE(section.fte_totals(0).total().has_not_computable());
}

TEST_F(ExampleReport, ShowsSickLeaveAsASeries) {
  MustImport({SickLeaveRow("2023", "9.0"), SickLeaveRow("2024", "9.3")});
  const auto response = GetSection("areas/asker", "2024");
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->section().figures_size(), 1);
  const v1::FigureSeries& series = response->section().figures(0);
  EXPECT_EQ(series.measure(), v1::MEASURE_SICK_LEAVE_RATE);
  EXPECT_EQ(series.certification_basis(), v1::CERTIFICATION_BASIS_UNKNOWN);
  ASSERT_EQ(series.cells_size(), 4);
  EXPECT_EQ(series.cells(1).outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_EQ(series.cells(2).cell().value(), "9.0");
  EXPECT_EQ(series.cells(3).cell().value(), "9.3");
}

}  // namespace
}  // namespace tertial::workforce
