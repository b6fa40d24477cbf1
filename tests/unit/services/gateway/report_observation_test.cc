// By what those who operate a gateway can follow and count what its keeper of reports does.
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/observability/metrics.h"
#include "gmock/gmock.h"
#include "tests/testing/metric_values.h"
#include "tests/unit/services/gateway/report_keeper_fixture.h"

namespace tertial::gateway {
namespace {

using ::testing::Gt;
using ::testing::HasSubstr;
using testing::MetricValue;
using ::testing::Not;

double Sections(const std::string& completeness, const std::string& service) {
  return MetricValue(absl::StrCat("tertial_gateway_report_sections{completeness=\"", completeness,
                                  "\",service=\"", service, "\"}"));
}

double Pulls(const std::string& result, const std::string& service) {
  return MetricValue(absl::StrCat("tertial_gateway_report_pulls_total{cause=\"reader\",result=\"",
                                  result, "\",service=\"", service, "\"}"));
}

TEST_F(ReportKeeperTest, APullCarriesTheTrailOfItsReaderAndARebuildOneOfItsOwn) {
  Mutex mutex;
  std::map<std::string, CallTrail> trails;
  ReportKeeper keeper(
      [&](const SectionQuery& query, absl::Time, const CallTrail& trail,
          const std::function<void(Section)>& done) {
        {
          const MutexLock lock(mutex);
          trails[std::string(ServiceOf(query.section))] = trail;
        }
        services_.Pull(query, done);
      },
      areas_, "1.0", kReportMemoryBytes, clock_);
  const auto trail_of = [&](const std::string& service) {
    const MutexLock lock(mutex);
    return trails[service];
  };
  ReportRequest request = Of("asker");
  request.trail = NewTrail();
  Now(keeper, request);
  EXPECT_EQ(trail_of("workforce").request_id, request.trail.request_id);
  EXPECT_EQ(trail_of("workforce").trace.TraceParent(), request.trail.trace.TraceParent());

  clock_.Advance(absl::Seconds(2));
  Commit(keeper, "workforce", {"areas/asker/units/welfare"});
  ASSERT_TRUE(Eventually([&] { return services_.Pulls("workforce") == 2; }));
  EXPECT_NE(trail_of("workforce").request_id, request.trail.request_id);
  EXPECT_NE(trail_of("workforce").trace.TraceId(), request.trail.trace.TraceId());
  EXPECT_TRUE(ParseTraceParent(trail_of("workforce").trace.TraceParent()).has_value());
}

TEST_F(ReportKeeperTest, WhatIsKeptIsCountedByServiceAndState) {
  services_.Change("climate",
                   [](auto& service) { service.status = absl::UnavailableError("away"); });
  const double came = Pulls("ok", "workforce");
  const double failed = Pulls("failed", "climate");
  const auto keeper = Keep();
  Now(*keeper, Of("asker"));
  Now(*keeper, Of("baerum"));
  EXPECT_EQ(Sections("COMPLETE", "workforce"), 2);
  // Of its service there are two in a report.
  EXPECT_EQ(Sections("COMPLETE", "indicators"), 4);
  EXPECT_EQ(Sections("UNAVAILABLE", "climate"), 2);
  EXPECT_EQ(MetricValue("tertial_gateway_reports"), 2);
  EXPECT_THAT(MetricValue("tertial_gateway_report_bytes"), Gt(0));
  EXPECT_EQ(Pulls("ok", "workforce"), came + 2);
  EXPECT_EQ(Pulls("failed", "climate"), failed + 2);
  EXPECT_THAT(MetricsText(), Not(HasSubstr("asker")));
}

}  // namespace
}  // namespace tertial::gateway
