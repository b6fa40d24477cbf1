// What the workforce service computes from reported figures, over the example's data.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/dataset.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_analysis_service.h"
#include "services/workforce/handler/workforce_service.h"
#include "tertial/workforce/v1/workforce_analysis_service.grpc.pb.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::workforce {
namespace {

using common::v1::ERROR_REASON_AREA_NOT_FOUND;
using common::v1::ERROR_REASON_BATCH_TOO_LARGE;
using common::v1::ERROR_REASON_DUPLICATE_ELEMENT;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_ENUM;
using common::v1::ERROR_REASON_INVALID_PERIOD;
using common::v1::ERROR_REASON_NOT_COMPARABLE;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Stub = v1::WorkforceAnalysisService::Stub;

// The rows that the command sends to this service; read once.
const std::vector<v1::WorkforceRow>& AskerRows() {
  static const auto& rows = *new std::vector<v1::WorkforceRow>([] {
    absl::StatusOr<cli::Dataset> dataset =
        cli::ReadDataset(TERTIAL_SOURCE_DIR "/data/asker-2024", "");
    EXPECT_THAT(dataset, IsOk());
    return dataset->workforce.rows;
  }());
  return rows;
}

class WorkforceAnalysis : public ::testing::Test {
 protected:
  WorkforceAnalysis() {
    const auto summary =
        service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(AskerRows());
    EXPECT_THAT(summary, IsOk());
    EXPECT_TRUE(summary.ok() && summary->applied());
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                               const Request& request) {
    return testing::CallUnary(*analyses_, method, request);
  }

  absl::StatusOr<v1::CompareWorkforceResponse> Compare(
      v1::Measure measure, const std::vector<std::string>& areas,
      const std::vector<v1::WorkforceIssue>& accept = {}) {
    v1::CompareWorkforceRequest request;
    request.set_measure(measure);
    request.set_period("2024");
    for (const std::string& area : areas) request.add_areas(absl::StrCat("areas/", area));
    for (const v1::WorkforceIssue issue : accept) request.add_accept(issue);
    return Ask(&Stub::CompareWorkforce, request);
  }

  testing::TestService<v1::WorkforceService> service_{
      "workforce",
      CreateWorkforceService,
      WorkforceTables(),
      "",
      std::make_shared<StoreFaults>(),
      {{v1::WorkforceAnalysisService::service_full_name(), CreateWorkforceAnalysisService}}};
  const std::unique_ptr<Stub> analyses_ = v1::WorkforceAnalysisService::NewStub(service_.channel());
};

template <typename Request>
Request For(const std::string& area, const std::string& period) {
  Request request;
  request.set_area(area);
  request.set_period(period);
  return request;
}

TEST_F(WorkforceAnalysis, TellsFtesPerHeadBesideThePrintedPositionSize) {
  const auto response =
      Ask(&Stub::CompareReported, For<v1::CompareReportedRequest>("areas/3203", "2024"));
  ASSERT_THAT(response, IsOk());
  const v1::ReportedQuotient& quotient = response->fte_per_head();
  EXPECT_EQ(quotient.fte().value(), "5414.3");
  EXPECT_EQ(quotient.heads().value(), "6427");
  EXPECT_EQ(quotient.quotient().value(), "84.2");
  EXPECT_EQ(quotient.reported().cell().value(), "83.2");
  EXPECT_EQ(quotient.difference().value(), "1.0");
  EXPECT_THAT(quotient.reasons(), ElementsAre(v1::DIFFERENCE_REASON_OTHER_DATE,
                                              v1::DIFFERENCE_REASON_DOUBLE_COUNTED_HEADS));
  EXPECT_GT(response->read_at().revision(), 0);
}

TEST_F(WorkforceAnalysis, HasNothingComputedBesideReportedFiguresWithoutACube) {
  const auto response =
      Ask(&Stub::CompareReported, For<v1::CompareReportedRequest>("areas/asker", "2024"));
  ASSERT_THAT(response, IsOk());
  EXPECT_GT(response->comparisons_size(), 12);
  for (const v1::ReportedComparison& comparison : response->comparisons()) {
    EXPECT_EQ(comparison.outcome(), common::v1::OUTCOME_NO_OBSERVATION);
    EXPECT_THAT(comparison.reasons(), IsEmpty());
  }
}

TEST_F(WorkforceAnalysis, WeightsTheRatesOfWomenAndMen) {
  const auto response =
      Ask(&Stub::CheckWeighting, For<v1::CheckWeightingRequest>("areas/asker", "2024"));
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->checks_size(), 1);
  EXPECT_EQ(response->checks(0).weighted().unrounded(), "9.329");
  EXPECT_TRUE(response->checks(0).agrees());
  EXPECT_TRUE(response->checks(0).indicative());
}

TEST_F(WorkforceAnalysis, RefusesToCompareSickLeaveOfWhichNobodySaysHowItWasCertified) {
  const std::vector<std::string> areas = {"3203", "3205", "3201"};
  const auto refused = Compare(v1::MEASURE_SICK_LEAVE_RATE, areas);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_NOT_COMPARABLE));
  EXPECT_FALSE(ErrorMetadataOf(refused.status(), "UNKNOWN_BASIS").empty());
  const auto accepted =
      Compare(v1::MEASURE_SICK_LEAVE_RATE, areas, {v1::WORKFORCE_ISSUE_UNKNOWN_BASIS});
  ASSERT_THAT(accepted, IsOk());
  std::vector<std::string> values;
  for (const v1::ComparedWorkforce& one : accepted->areas()) {
    values.push_back(absl::StrCat(one.rank(), ": ", one.figure().cell().value()));
  }
  EXPECT_THAT(values, ElementsAre("1: 10.0", "2: 9.6", "3: 9.3"));
  EXPECT_EQ(accepted->areas(2).area(), "areas/asker");
}

TEST_F(WorkforceAnalysis, RefusesAFigureThatItsSourceQualifies) {
  const auto refused = Compare(v1::MEASURE_AVERAGE_POSITION_SIZE, {"3203", "3205", "NO"});
  EXPECT_THAT(refused, HasReason(ERROR_REASON_NOT_COMPARABLE));
  EXPECT_FALSE(ErrorMetadataOf(refused.status(), "QUALIFIED").empty());
  EXPECT_TRUE(ErrorMetadataOf(refused.status(), "UNKNOWN_BASIS").empty());
  EXPECT_THAT(Compare(v1::MEASURE_AVERAGE_POSITION_SIZE, {"3203", "3205", "3201"}), IsOk());
}

TEST_F(WorkforceAnalysis, ToldAWrongComparisonNamesEveryField) {
  EXPECT_THAT(Compare(v1::MEASURE_UNSPECIFIED, {"3203", "3205"}),
              HasReason(ERROR_REASON_INVALID_ENUM));
  EXPECT_THAT(Compare(v1::MEASURE_FTE, {"3203"}), HasReason(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_THAT(Compare(v1::MEASURE_FTE, {"3203", "asker"}),
              HasReason(ERROR_REASON_DUPLICATE_ELEMENT));
  EXPECT_THAT(Compare(v1::MEASURE_FTE, {"3203", "nowhere"}),
              HasReason(ERROR_REASON_AREA_NOT_FOUND));
  EXPECT_THAT(Compare(v1::MEASURE_FTE, std::vector<std::string>(1001, "3203")),
              HasReason(ERROR_REASON_BATCH_TOO_LARGE));
  EXPECT_THAT(Compare(v1::MEASURE_FTE, {"3203", "3205"}, {v1::WORKFORCE_ISSUE_UNSPECIFIED}),
              HasReason(ERROR_REASON_INVALID_ENUM));
  EXPECT_THAT(Compare(static_cast<v1::Measure>(99), {"3203", "3205"}),
              HasReason(ERROR_REASON_INVALID_ENUM));
  v1::CompareWorkforceRequest request;
  request.set_measure(v1::MEASURE_WOMEN_SHARE);
  request.set_period("2024");
  request.set_sex(v1::SEX_MEN);
  request.add_areas("areas/3203");
  request.add_areas("areas/3205");
  EXPECT_THAT(Ask(&Stub::CompareWorkforce, request), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
}

TEST_F(WorkforceAnalysis, MakesTheEqualityStatementOfWhatIsReported) {
  const auto response =
      Ask(&Stub::GetEqualityStatement, For<v1::GetEqualityStatementRequest>("areas/asker", "2024"));
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->sex_balance().figures_size(), 1);
  EXPECT_EQ(response->sex_balance().figures(0).sex(), v1::SEX_WOMEN);
  EXPECT_EQ(response->sex_balance().figures(0).cell().value(), "74.5");
  EXPECT_TRUE(response->pay_gap().due());
  EXPECT_FALSE(response->pay_gap().missing_because().empty());
}

TEST_F(WorkforceAnalysis, ToldAWrongPeriodSaysSo) {
  EXPECT_THAT(Ask(&Stub::GetEqualityStatement,
                  For<v1::GetEqualityStatementRequest>("areas/asker", "2024-T1")),
              HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(Ask(&Stub::CompareReported, For<v1::CompareReportedRequest>("areas/asker", "")),
              HasReason(ERROR_REASON_FIELD_REQUIRED));
  EXPECT_THAT(Ask(&Stub::CheckWeighting, For<v1::CheckWeightingRequest>("areas/asker", "soon")),
              HasReason(ERROR_REASON_INVALID_PERIOD));
  EXPECT_THAT(Ask(&Stub::CheckWeighting, For<v1::CheckWeightingRequest>("areas/nowhere", "2024")),
              HasReason(ERROR_REASON_AREA_NOT_FOUND));
}

TEST_F(WorkforceAnalysis, IsOfTheStateAskedFor) {
  const v1::CheckWeightingRequest now = For<v1::CheckWeightingRequest>("areas/asker", "2024");
  const auto newest = Ask(&Stub::CheckWeighting, now);
  ASSERT_THAT(newest, IsOk());
  v1::WorkforceRow row;
  v1::WorkforceFigure& total = *row.mutable_workforce_figure();
  total.set_name("areas/asker/figures/sick-leave-rate~2024~basis.unknown");
  total.set_measure(v1::MEASURE_SICK_LEAVE_RATE);
  total.set_period("2024");
  total.set_sex(v1::SEX_TOTAL);
  total.set_certification_basis(v1::CERTIFICATION_BASIS_UNKNOWN);
  total.set_unit_of_measure("percent");
  total.mutable_cell()->set_value("9.5");
  const std::vector<v1::WorkforceRow> rows = {row};
  ASSERT_THAT((service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows)), IsOk());
  v1::CheckWeightingRequest before = now;
  before.mutable_as_of()->set_revision(newest->read_at().revision());
  EXPECT_TRUE(Ask(&Stub::CheckWeighting, before)->checks(0).agrees());
  EXPECT_FALSE(Ask(&Stub::CheckWeighting, now)->checks(0).agrees());
}

}  // namespace
}  // namespace tertial::workforce
