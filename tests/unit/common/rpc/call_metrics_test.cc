#include "common/rpc/call_metrics.h"

#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/metric_values.h"

namespace tertial {
namespace {

using testing::CallsWith;
using testing::MetricValue;

TEST(MethodMetrics, OfOneMethodAreOne) {
  MethodMetrics& metrics = MethodMetrics::Of("tertial.test.v1.TestService/Get");
  EXPECT_EQ(&metrics, &MethodMetrics::Of("tertial.test.v1.TestService/Get"));
  EXPECT_NE(&metrics, &MethodMetrics::Of("tertial.test.v1.TestService/List"));
}

TEST(MethodMetrics, CountByCodeAndTimeAll) {
  MethodMetrics& metrics = MethodMetrics::Of("tertial.test.v1.TestService/Count");
  metrics.Count(absl::StatusCode::kOk, absl::Milliseconds(3));
  metrics.Count(absl::StatusCode::kOk, absl::Milliseconds(30));
  metrics.Count(absl::StatusCode::kNotFound, absl::Milliseconds(300));
  EXPECT_EQ(CallsWith("tertial.test.v1.TestService", "Count", "OK"), 2);
  EXPECT_EQ(CallsWith("tertial.test.v1.TestService", "Count", "NOT_FOUND"), 1);
  const std::string labels = "method=\"Count\",service=\"tertial.test.v1.TestService\"";
  EXPECT_EQ(MetricValue(absl::StrCat("tertial_rpc_duration_seconds_count{", labels, "}")), 3);
  EXPECT_NEAR(MetricValue(absl::StrCat("tertial_rpc_duration_seconds_sum{", labels, "}")), 0.333,
              1e-6);
  EXPECT_EQ(
      MetricValue(absl::StrCat("tertial_rpc_duration_seconds_bucket{", labels, ",le=\"0.05\"}")),
      2);
}

TEST(MethodMetrics, CountACodeThatThereIsNotAsUnknown) {
  MethodMetrics& metrics = MethodMetrics::Of("tertial.test.v1.TestService/Strange");
  metrics.Count(static_cast<absl::StatusCode>(99), absl::ZeroDuration());
  metrics.Count(static_cast<absl::StatusCode>(-1), absl::ZeroDuration());
  EXPECT_EQ(CallsWith("tertial.test.v1.TestService", "Strange", "UNKNOWN"), 2);
}

TEST(MethodMetrics, AreCountedBySeveralThreadsWithoutLoss) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([] {
      for (int i = 0; i < 1000; ++i) {
        MethodMetrics::Of("tertial.test.v1.TestService/Shared")
            .Count(absl::StatusCode::kAborted, absl::ZeroDuration());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(CallsWith("tertial.test.v1.TestService", "Shared", "ABORTED"), 4000);
}

TEST(CallInFlight, CountsAsLongAsItIsThere) {
  const double before = MetricValue("tertial_rpc_in_flight");
  {
    const CallInFlight one;
    const CallInFlight other;
    EXPECT_EQ(MetricValue("tertial_rpc_in_flight"), before + 2);
  }
  EXPECT_EQ(MetricValue("tertial_rpc_in_flight"), before);
}

TEST(CountRefusal, CountsByReason) {
  const std::string sample = "tertial_refused_calls_total{reason=\"TOO_MANY_CALLS\"}";
  const double before = MetricValue(sample);
  CountRefusal(common::v1::ERROR_REASON_TOO_MANY_CALLS);
  EXPECT_EQ(MetricValue(sample), before + 1);
}

}  // namespace
}  // namespace tertial
