#include "common/observability/metrics.h"

#include <optional>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/observability/certificate_ends.h"
#include "common/observability/followed_feed.h"
#include "common/observability/process_metrics.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "tests/testing/metric_values.h"

namespace tertial {
namespace {

using testing::FindMetric;
using ::testing::Gt;
using ::testing::HasSubstr;
using testing::MetricValue;
using ::testing::Not;

TEST(Metrics, OfOneFamilyAndLabelsAreOne) {
  prometheus::Counter& counter = CounterOf(kRefusedCalls, {{"reason", "A"}});
  EXPECT_EQ(&counter, &CounterOf(kRefusedCalls, {{"reason", "A"}}));
  EXPECT_NE(&counter, &CounterOf(kRefusedCalls, {{"reason", "B"}}));
  EXPECT_EQ(&GaugeOf(kRpcInFlight), &GaugeOf(kRpcInFlight));
}

TEST(Metrics, AreToldWithTheirFamily) {
  CounterOf(kRpcRequests, {{"service", "S"}, {"method", "M"}, {"code", "OK"}}).Increment(3);
  const std::string text = MetricsText();
  EXPECT_THAT(text, HasSubstr("# HELP tertial_rpc_requests_total Calls that have ended"));
  EXPECT_THAT(text, HasSubstr("# TYPE tertial_rpc_requests_total counter\n"));
  EXPECT_THAT(text,
              HasSubstr("tertial_rpc_requests_total{code=\"OK\",method=\"M\",service=\"S\"} 3\n"));
}

TEST(Metrics, CountDurationsInBuckets) {
  prometheus::Histogram& histogram =
      HistogramOf(kRpcDuration, DurationBuckets(), {{"service", "S"}, {"method", "M"}});
  histogram.Observe(0.0007);
  histogram.Observe(0.7);
  histogram.Observe(70);
  const std::string name = "tertial_rpc_duration_seconds_bucket{method=\"M\",service=\"S\",le=";
  EXPECT_EQ(FindMetric(absl::StrCat(name, "\"0.0005\"}")), 0);
  EXPECT_EQ(FindMetric(absl::StrCat(name, "\"0.001\"}")), 1);
  EXPECT_EQ(FindMetric(absl::StrCat(name, "\"1\"}")), 2);
  EXPECT_EQ(FindMetric(absl::StrCat(name, "\"+Inf\"}")), 3);
}

TEST(Scrape, ReadsItsSourcesAsLongAsTheyAreThere) {
  double value = 7;
  {
    const ScrapeSource source([&](Scrape& scrape) { scrape.Gauge(kStreams, value); });
    EXPECT_EQ(FindMetric("tertial_streams"), 7);
    value = 8;
    EXPECT_EQ(FindMetric("tertial_streams"), 8);
  }
  EXPECT_EQ(FindMetric("tertial_streams"), std::nullopt);
}

TEST(Scrape, AddsUpWhatSeveralSourcesTellOfTheSame) {
  const auto read = [](Scrape& scrape) {
    scrape.Gauge(kExecutorThreads, 4, {{"executor", "reads"}});
    scrape.Counter(kStoreBackgroundErrors, 1);
  };
  const ScrapeSource one(read);
  const ScrapeSource other(read);
  EXPECT_EQ(FindMetric("tertial_executor_threads{executor=\"reads\"}"), 8);
  EXPECT_EQ(FindMetric("tertial_store_background_errors_total"), 2);
  EXPECT_THAT(MetricsText(), HasSubstr("# TYPE tertial_store_background_errors_total counter\n"));
}

TEST(MetricsDeathTest, LabelsAreThoseThatTheFamilyDeclares) {
  EXPECT_DEATH(CounterOf(kRefusedCalls), "HasLabelsOf");
  EXPECT_DEATH(CounterOf(kRefusedCalls, {{"caller", "cli"}}), "HasLabelsOf");
  EXPECT_DEATH(GaugeOf(kRpcInFlight, {{"area", "asker"}}), "HasLabelsOf");
  const ScrapeSource source([](Scrape& scrape) { scrape.Gauge(kStreams, 1, {{"name", "n"}}); });
  EXPECT_DEATH(MetricsText(), "HasLabelsOf");
}

TEST(FollowedFeed, IsToldWithWhetherItIsUpAndHowFarItIs) {
  const std::string labels = "{purpose=\"reports\",service=\"politics\"}";
  {
    FollowedFeed feed("politics", "reports");
    EXPECT_EQ(FindMetric(absl::StrCat("tertial_feed_up", labels)), 0);
    EXPECT_EQ(FindMetric(absl::StrCat("tertial_feed_lag_seconds", labels)), std::nullopt);
    feed.NoteHeard(/*up_to_date=*/false);
    EXPECT_EQ(FindMetric(absl::StrCat("tertial_feed_up", labels)), 1);
    EXPECT_EQ(FindMetric(absl::StrCat("tertial_feed_lag_seconds", labels)), std::nullopt);
    const absl::Time before = absl::Now();
    feed.NoteHeard(/*up_to_date=*/true);
    const double lag = MetricValue(absl::StrCat("tertial_feed_lag_seconds", labels));
    EXPECT_GE(lag, 0);
    EXPECT_LE(lag, absl::ToDoubleSeconds(absl::Now() - before));
    feed.NoteAway();
    EXPECT_EQ(FindMetric(absl::StrCat("tertial_feed_up", labels)), 0);
    EXPECT_GE(FindMetric(absl::StrCat("tertial_feed_lag_seconds", labels)), lag);
    ASSERT_EQ(FollowedFeeds().size(), 1u);
    EXPECT_FALSE(FollowedFeeds()[0].up);
  }
  EXPECT_TRUE(FollowedFeeds().empty());
  EXPECT_THAT(MetricsText(), Not(HasSubstr("tertial_feed_up{")));
}

TEST(CertificateEnds, AreToldAsWhatIsLeft) {
  NoteCertificateEnd("tls-certificate", absl::Now() + absl::Hours(24));
  NoteCertificateEnd("tls-ca", absl::Now() + absl::Hours(48));
  EXPECT_NEAR(MetricValue("tertial_certificate_expiry_seconds{file=\"tls-ca\"}"), 48 * 3600, 60);
  NoteCertificateEnd("tls-ca", absl::Now() - absl::Hours(1));
  EXPECT_NEAR(MetricValue("tertial_certificate_expiry_seconds{file=\"tls-ca\"}"), -3600, 60);
  ASSERT_EQ(CertificateEnds().size(), 2u);
  EXPECT_EQ(CertificateEnds()[0].file, "tls-ca");
}

TEST(ProcessMetrics, TellOfThisProcess) {
  const ScrapeSource process(ReadProcessMetrics);
  EXPECT_THAT(MetricValue("process_cpu_seconds_total"), Gt(-0.5));
  EXPECT_THAT(MetricValue("process_resident_memory_bytes"), Gt(1 << 20));
  EXPECT_GT(FindMetric("process_virtual_memory_bytes"),
            FindMetric("process_resident_memory_bytes"));
  EXPECT_THAT(MetricValue("process_open_fds"), Gt(2));
  EXPECT_GT(FindMetric("process_max_fds"), FindMetric("process_open_fds"));
  EXPECT_EQ(FindMetric("process_threads"), 1);
  const absl::Time started =
      absl::UnixEpoch() + absl::Seconds(MetricValue("process_start_time_seconds"));
  EXPECT_LT(started, absl::Now() + absl::Seconds(1));
  EXPECT_GT(started, absl::Now() - absl::Minutes(10));
}

// It was made anew of two clocks for each scrape, some nanoseconds apart, and each difference was
// taken for a start.
TEST(ProcessMetrics, TellOfOneStartHoweverOftenTheyAreRead) {
  const ScrapeSource process(ReadProcessMetrics);
  const std::optional<double> started = FindMetric("process_start_time_seconds");
  for (int i = 0; i < 100; ++i) ASSERT_EQ(FindMetric("process_start_time_seconds"), started);
  const absl::Duration uptime = ProcessUptime();
  EXPECT_GE(uptime, absl::ZeroDuration());
  EXPECT_LT(uptime, absl::Minutes(10));
  EXPECT_GE(ProcessUptime(), uptime);
}

}  // namespace
}  // namespace tertial
