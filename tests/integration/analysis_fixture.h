// The indicators service with the example's data, for tests of what is computed from it. Indicators
// that another service owns are recorded here, since no other service is there to be followed.
#ifndef TERTIAL_TESTS_INTEGRATION_ANALYSIS_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_ANALYSIS_FIXTURE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/import/dataset.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/handler/analysis_service.h"
#include "services/indicators/handler/frameworks_service.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/rules.h"
#include "tertial/indicators/v1/analysis_service.grpc.pb.h"
#include "tertial/indicators/v1/frameworks_service.grpc.pb.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::indicators {

// The rows that the command sends to this service, without owners; read once.
inline const std::vector<v1::IndicatorsRow>& AskerRowsRecordedHere() {
  static const auto& rows = *new std::vector<v1::IndicatorsRow>([] {
    absl::StatusOr<cli::Dataset> dataset =
        cli::ReadDataset(TERTIAL_SOURCE_DIR "/data/asker-2024", "");
    EXPECT_THAT(dataset, IsOk());
    std::vector<v1::IndicatorsRow> read = std::move(dataset->indicators.rows);
    for (v1::IndicatorsRow& row : read) {
      if (row.has_indicator()) row.mutable_indicator()->clear_owner();
    }
    return read;
  }());
  return rows;
}

inline auto StatusHas(absl::StatusCode code, ErrorReason reason) {
  return ::testing::AllOf(StatusIs(code), HasReason(reason));
}

class AnalysisTest : public ::testing::Test {
 protected:
  using Stub = v1::IndicatorsService::Stub;

  AnalysisTest() { EXPECT_TRUE(Import(AskerRowsRecordedHere()).applied()); }

  common::v1::ImportSummary Import(const std::vector<v1::IndicatorsRow>& rows) {
    auto summary = service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows);
    EXPECT_THAT(summary, IsOk());
    return summary.ok() ? *summary : common::v1::ImportSummary();
  }

  absl::StatusOr<v1::CreateIndicatorResponse> Create(const v1::Indicator& indicator) {
    v1::CreateIndicatorRequest request;
    *request.mutable_indicator() = indicator;
    return service_.Call(&Stub::CreateIndicator, request, "recorder");
  }

  static v1::Indicator Definition(const std::string& name, const std::string& unit) {
    v1::Indicator indicator;
    indicator.set_name(name);
    indicator.add_labels()->set_language("nb");
    indicator.mutable_labels(0)->set_text("Tall");
    indicator.set_collection(v1::COLLECTION_FRAMEWORK);
    indicator.set_unit(unit);
    return indicator;
  }

  // A derived indicator.
  void Define(const std::string& name, const std::string& unit, const std::string& formula,
              int decimals) {
    v1::Indicator indicator = Definition(name, unit);
    indicator.set_formula(formula);
    indicator.set_decimals(decimals);
    EXPECT_THAT(Create(indicator), IsOk()) << formula;
  }

  absl::Status Record(const std::string& area, const std::string& indicator,
                      const std::string& period, const std::string& value,
                      const std::vector<common::v1::Flag>& flags = {}) {
    common::v1::Cell cell;
    cell.set_value(value);
    for (const common::v1::Flag flag : flags) cell.add_flags(flag);
    return RecordCell(area, indicator, period, cell);
  }

  absl::Status RecordCell(const std::string& area, const std::string& indicator,
                          const std::string& period, const common::v1::Cell& cell) {
    v1::CreateObservationRequest request;
    v1::Observation& observation = *request.mutable_observation();
    observation.set_name(absl::StrCat(area, "/", indicator, "/observations/", period));
    observation.set_period(period);
    *observation.mutable_cell() = cell;
    return service_.Call(&Stub::CreateObservation, request, "recorder").status();
  }

  absl::StatusOr<v1::GetSeriesResponse> GetSeries(const v1::GetSeriesRequest& request) {
    return testing::CallUnary(*analysis_, &v1::AnalysisService::Stub::GetSeries, request);
  }

  // One indicator in one period, or in all.
  v1::Series SeriesOf(const std::string& area, const std::string& indicator,
                      const std::string& period = "") {
    v1::GetSeriesRequest request;
    request.set_area(area);
    request.add_indicators(indicator);
    request.set_first_period(period);
    request.set_last_period(period);
    const auto response = GetSeries(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->series(0) : v1::Series();
  }

  absl::StatusOr<v1::GetProgressResponse> GetProgress(const v1::GetProgressRequest& request) {
    return testing::CallUnary(*analysis_, &v1::AnalysisService::Stub::GetProgress, request);
  }

  // `indicator`: without "indicators/".
  v1::GetProgressResponse ProgressOf(const std::string& area, const std::string& indicator,
                                     const std::string& period,
                                     const std::string& change_from = "") {
    v1::GetProgressRequest request;
    request.set_area(area);
    request.set_indicator(absl::StrCat("indicators/", indicator));
    request.set_period(period);
    request.set_change_from(change_from);
    const auto response = GetProgress(request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *response : v1::GetProgressResponse();
  }

  absl::StatusOr<v1::CompareAreasResponse> CompareAreas(const v1::CompareAreasRequest& request) {
    return testing::CallUnary(*analysis_, &v1::AnalysisService::Stub::CompareAreas, request);
  }

  static v1::CompareAreasRequest Comparison(const std::string& indicator, const std::string& period,
                                            const std::vector<std::string>& areas) {
    v1::CompareAreasRequest request;
    request.set_indicator(absl::StrCat("indicators/", indicator));
    request.set_period(period);
    for (const std::string& area : areas) request.add_areas(absl::StrCat("areas/", area));
    return request;
  }

  // Just before a figure that is expected in January 2026 is overdue.
  FakeClock clock_{absl::FromCivil(absl::CivilDay(2026, 1, 1), absl::UTCTimeZone())};
  testing::TestService<v1::IndicatorsService> service_{
      "indicators",
      CreateIndicatorsService,
      IndicatorsTables(),
      "",
      std::make_shared<StoreFaults>(),
      {{v1::AnalysisService::service_full_name(), CreateAnalysisService},
       {v1::FrameworksService::service_full_name(), CreateFrameworksService}},
      clock_};
  const std::unique_ptr<v1::AnalysisService::Stub> analysis_ =
      v1::AnalysisService::NewStub(service_.channel());
  const std::unique_ptr<v1::FrameworksService::Stub> frameworks_ =
      v1::FrameworksService::NewStub(service_.channel());
};

}  // namespace tertial::indicators

#endif  // TERTIAL_TESTS_INTEGRATION_ANALYSIS_FIXTURE_H_
