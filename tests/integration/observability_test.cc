// What those who operate the services can follow and count: the trace of a call from the gateway to
// the data services and into their logs, and calls by method and code. Real servers all.
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/http/http_server.h"
#include "common/observability/log.h"
#include "common/observability/trace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/gateway/http/http_face.h"
#include "tests/integration/http_client.h"
#include "tests/integration/reports_fixture.h"
#include "tests/testing/metric_values.h"

namespace tertial::gateway {
namespace {

using testing::CallsWith;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using testing::MetricValue;
using ::testing::Not;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;

constexpr char kTraceId[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kParent[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
constexpr char kRequestId[] = "observed-request";

// The methods whose calls bear the trace and the request id.
std::set<std::string> MethodsOf(const std::vector<nlohmann::json>& lines, const std::string& trace,
                                const std::string& request_id) {
  std::set<std::string> methods;
  for (const nlohmann::json& line : lines) {
    if (line["event"] != "call" || line["trace_id"] != trace) continue;
    if (line["request_id"] == request_id) methods.insert(line["method"]);
  }
  return methods;
}

class ObservabilityTest : public ReportsTest {
 protected:
  ~ObservabilityTest() override { ConfigureLog(LogFormat::kText, Severity::kInfo); }

  // What is logged while `act` runs, from debug on.
  template <typename Act>
  static std::vector<nlohmann::json> LogOf(Act act) {
    ConfigureLog(LogFormat::kJson, Severity::kDebug);
    ::testing::internal::CaptureStderr();
    act();
    const std::string text = ::testing::internal::GetCapturedStderr();
    ConfigureLog(LogFormat::kText, Severity::kInfo);
    std::vector<nlohmann::json> lines;
    for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      lines.push_back(nlohmann::json::parse(std::string(line)));
    }
    return lines;
  }

  static std::set<std::string> PullsOfAReport() {
    return {"tertial.gateway.v1.ReportService/GetReport",
            "tertial.indicators.v1.IndicatorsService/GetIndicatorsSection",
            "tertial.indicators.v1.IndicatorsService/GetStatisticsSection",
            "tertial.workforce.v1.WorkforceService/GetWorkforceSection",
            "tertial.politics.v1.PoliticsService/GetPoliticsSection",
            "tertial.climate.v1.ClimateService/GetClimateSection"};
  }

  ReportsGateway gateway_{areas_, AllEndpoints()};
};

TEST_F(ObservabilityTest, ATraceGoesOverGrpcFromTheCallerIntoTheLogsOfTheDataServices) {
  const auto lines = LogOf([&] {
    grpc::ClientContext context;
    testing::PrepareContext(context);
    context.AddMetadata(kTraceParent, kParent);
    context.AddMetadata(kRequestIdMetadata, kRequestId);
    v1::GetReportResponse response;
    EXPECT_THAT(FromGrpcStatus(
                    gateway_.stub().GetReport(&context, ReportsGateway::AskerRequest(), &response)),
                IsOk());
  });
  EXPECT_THAT(MethodsOf(lines, kTraceId, kRequestId), IsSupersetOf(PullsOfAReport()));
}

TEST_F(ObservabilityTest, ATraceGoesOverHttpFromTheCallerIntoTheLogsOfTheDataServices) {
  const std::unique_ptr<HttpHandler> face = CreateHttpFace(gateway_.channel());
  const std::unique_ptr<HttpServer> server = *HttpServer::Start("127.0.0.1", 0, *face);
  testing::HttpClient client(server->port());
  const auto lines = LogOf([&] {
    EXPECT_EQ(client
                  .Get("/v1/areas/3203/reports/2024",
                       {{kTraceParent, kParent}, {kRequestIdMetadata, kRequestId}})
                  .status,
              200);
  });
  EXPECT_THAT(MethodsOf(lines, kTraceId, kRequestId), IsSupersetOf(PullsOfAReport()));
}

TEST_F(ObservabilityTest, WithoutAValidTraceACallBeginsOne) {
  for (const char* parent : {"", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"}) {
    const auto lines = LogOf([&] {
      grpc::ClientContext context;
      testing::PrepareContext(context);
      if (*parent != '\0') context.AddMetadata(kTraceParent, parent);
      context.AddMetadata(kRequestIdMetadata, kRequestId);
      v1::GetReportRequest request = ReportsGateway::AskerRequest();
      // Another report each time, so that it is pulled.
      request.mutable_query()->set_period(*parent == '\0' ? "2023" : "2022");
      v1::GetReportResponse response;
      EXPECT_THAT(FromGrpcStatus(gateway_.stub().GetReport(&context, request, &response)), IsOk());
    });
    std::set<std::string> traces;
    for (const nlohmann::json& line : lines) {
      if (line.value("request_id", "") == kRequestId) traces.insert(line["trace_id"]);
    }
    ASSERT_THAT(traces, SizeIs(1)) << parent;
    EXPECT_THAT(*traces.begin(), SizeIs(32));
    EXPECT_THAT(MethodsOf(lines, *traces.begin(), kRequestId), IsSupersetOf(PullsOfAReport()));
  }
}

TEST_F(ObservabilityTest, CallsAreCountedByMethodAndCode) {
  const std::string contract = v1::ReportService::service_full_name();
  const double good = CallsWith(contract, "GetReport", "OK");
  const double bad = CallsWith(contract, "GetReport", "NOT_FOUND");
  const double refused = MetricValue("tertial_refused_calls_total{reason=\"CALLER_UNKNOWN\"}");
  const std::string count = absl::StrCat(
      "tertial_rpc_duration_seconds_count{method=\"GetReport\",service=\"", contract, "\"}");
  const double timed = MetricValue(count);

  gateway_.GetReport();
  v1::GetReportRequest nowhere = ReportsGateway::AskerRequest();
  nowhere.mutable_query()->set_area("areas/9999");
  EXPECT_THAT(gateway_.Get(nowhere), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  EXPECT_THAT(testing::CallUnary(gateway_.stub(), &v1::ReportService::Stub::GetReport,
                                 ReportsGateway::AskerRequest(), "nobody"),
              HasReason(ERROR_REASON_CALLER_UNKNOWN));

  EXPECT_EQ(CallsWith(contract, "GetReport", "OK"), good + 1);
  EXPECT_EQ(CallsWith(contract, "GetReport", "NOT_FOUND"), bad + 1);
  EXPECT_EQ(MetricValue("tertial_refused_calls_total{reason=\"CALLER_UNKNOWN\"}"), refused + 1);
  EXPECT_EQ(MetricValue(count), timed + 3);
}

TEST_F(ObservabilityTest, FeedsOfAllServicesAreFollowedAndToldByHowFarTheyAre) {
  const auto is_followed = [](const std::string& service) {
    const std::string labels = absl::StrCat("{purpose=\"reports\",service=\"", service, "\"}");
    return MetricValue(absl::StrCat("tertial_feed_up", labels)) == 1 &&
           testing::FindMetric(absl::StrCat("tertial_feed_lag_seconds", labels)).has_value();
  };
  for (const char* service : {"indicators", "workforce", "politics", "climate"}) {
    EXPECT_TRUE(Eventually([&] { return is_followed(service); })) << service;
  }
  climate_.Stop();
  EXPECT_TRUE(Eventually([&] { return !is_followed("climate"); }));
  EXPECT_TRUE(is_followed("workforce"));
}

// What callers state, and what facts say, must not be found in metrics: they are kept for long, and
// read by many.
TEST_F(ObservabilityTest, MetricsHoldNothingOfWhatCallsState) {
  grpc::ClientContext context;
  testing::PrepareContext(context, "marker-caller");
  context.AddMetadata(kRequestIdMetadata, "marker-request");
  v1::GetReportRequest request;
  request.mutable_query()->set_area("areas/marker-area");
  request.mutable_query()->set_period("marker-period");
  v1::GetReportResponse response;
  EXPECT_FALSE(gateway_.stub().GetReport(&context, request, &response).ok());
  gateway_.GetReport();
  const std::string text = MetricsText();
  for (const char* stated : {"marker", "caller=", "areas/", "3203", "asker", "2024", kRequestId}) {
    EXPECT_THAT(text, Not(HasSubstr(stated)));
  }
}

}  // namespace
}  // namespace tertial::gateway
