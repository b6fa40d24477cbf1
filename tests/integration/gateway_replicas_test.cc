// Two servers of one data service: calls are spread over both, and what becomes of one of them is
// nothing that a caller notices.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/clients/data_services.h"
#include "tests/integration/faulty_services.h"

namespace tertial::gateway {
namespace {

constexpr int kWorkforce = 1;

class GatewayReplicas : public ::testing::Test {
 protected:
  Endpoints BothReplicas() {
    Endpoints endpoints = services_.Direct();
    endpoints.workforce =
        absl::StrCat("ipv4:", services_.proxy(kWorkforce).address(), ",", other_proxy_.address());
    return endpoints;
  }

  static CallContext CallWithin(absl::Duration patience) {
    return {.caller = {.name = "reader", .roles = {}},
            .request_id = "",
            .deadline = absl::Now() + patience};
  }

  // What became of pulling the section once.
  static v1::Completeness Pull(const DataServices& services, absl::Duration patience) {
    const SectionQuery query{
        .section = v1::SECTION_KIND_WORKFORCE, .area_id = "asker", .period = "2024", .as_of = {}};
    const std::vector<Section> sections = services.PullSections(CallWithin(patience), {query});
    EXPECT_EQ(sections[0].state.error(), common::v1::ERROR_REASON_UNSPECIFIED)
        << sections[0].state.DebugString();
    return sections[0].state.completeness();
  }

  // Both take calls.
  void SpreadCalls(const DataServices& services) {
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    int64_t one = 0;
    int64_t other = 0;
    while (one < kSomeAnswers || other < kSomeAnswers) {
      ASSERT_LT(absl::Now(), patience) << one << " and " << other << " bytes";
      ASSERT_EQ(Pull(services, absl::Seconds(10)), v1::COMPLETENESS_COMPLETE);
      one = services_.proxy(kWorkforce).passed_bytes();
      other = other_proxy_.passed_bytes();
    }
  }

  static constexpr int64_t kSomeAnswers = 5000;

  FaultyServices services_;
  ServedFacts other_server_{services_.facts(kWorkforce), services_.areas(),
                            DeployedPolicy(services_.areas())};
  testing::FaultyProxy other_proxy_{other_server_.port()};
};

TEST_F(GatewayReplicas, CallsAreSpreadEvenly) {
  const DataServices services(BothReplicas());
  SpreadCalls(services);
  const int64_t one = services_.proxy(kWorkforce).passed_bytes();
  const int64_t other = other_proxy_.passed_bytes();
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(Pull(services, absl::Seconds(10)), v1::COMPLETENESS_COMPLETE);
  }
  const auto of_one = static_cast<double>(services_.proxy(kWorkforce).passed_bytes() - one);
  const auto of_other = static_cast<double>(other_proxy_.passed_bytes() - other);
  EXPECT_GT(of_one / of_other, 0.8);
  EXPECT_LT(of_one / of_other, 1.25);
}

TEST_F(GatewayReplicas, OneThatDiesCostsNoCall) {
  const DataServices services(BothReplicas());
  SpreadCalls(services);
  std::atomic<int> made = 0;
  std::atomic<int> complete = 0;
  std::vector<std::thread> callers;
  constexpr int kCalls = 400;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      while (made++ < kCalls) {
        if (Pull(services, absl::Seconds(10)) == v1::COMPLETENESS_COMPLETE) ++complete;
      }
    });
  }
  while (made < kCalls / 4) std::this_thread::yield();
  other_proxy_.Refuse();
  while (made < kCalls / 2) std::this_thread::yield();
  // It comes back, and takes calls again.
  other_proxy_.Pass();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(complete, kCalls);
  const absl::Time patience = absl::Now() + absl::Seconds(30);
  const int64_t before = other_proxy_.passed_bytes();
  while (other_proxy_.passed_bytes() < before + kSomeAnswers) {
    ASSERT_LT(absl::Now(), patience);
    ASSERT_EQ(Pull(services, absl::Seconds(10)), v1::COMPLETENESS_COMPLETE);
  }
}

// The kernel goes on to acknowledge what is sent to a process that is stuck: only pings tell.
TEST_F(GatewayReplicas, OneThatFallsSilentIsNoticedWithinTheDeadlineOfACall) {
  const DataServices services(BothReplicas());
  SpreadCalls(services);
  other_proxy_.KeepSilent();
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(Pull(services, absl::Seconds(30)), v1::COMPLETENESS_COMPLETE);
  }
}

TEST_F(GatewayReplicas, AServiceOfWhichAllAreDeadFailsAtOnce) {
  const DataServices services(BothReplicas());
  SpreadCalls(services);
  services_.proxy(kWorkforce).Refuse();
  other_proxy_.Refuse();
  const std::vector<Section> sections = services.PullSections(
      CallWithin(absl::Hours(1)),
      {{.section = v1::SECTION_KIND_WORKFORCE, .area_id = "asker", .period = "2024", .as_of = {}}});
  EXPECT_EQ(sections[0].state.error(), common::v1::ERROR_REASON_SERVICE_UNAVAILABLE);
}

}  // namespace
}  // namespace tertial::gateway
