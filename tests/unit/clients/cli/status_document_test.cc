#include "clients/cli/operations/status_document.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace tertial::cli {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

google::protobuf::Duration Span(int64_t seconds, int32_t nanos = 0) {
  google::protobuf::Duration duration;
  duration.set_seconds(seconds);
  duration.set_nanos(nanos);
  return duration;
}

ObservedService Serving(const std::string& name) {
  ObservedService service;
  service.seen.set_service(name);
  service.seen.set_address("127.0.0.1:7401");
  service.seen.set_state(gateway::v1::SERVING_STATE_SERVING);
  admin::v1::GetServiceStatusResponse told;
  told.set_service(name);
  told.set_version("0.1.0+4cf09ac");
  *told.mutable_uptime() = Span(3 * 24 * 3600 + 5 * 3600);
  told.set_serving(true);
  told.set_log_level(admin::v1::LOG_LEVEL_INFO);
  told.mutable_store()->set_store_id("0123456789abcdef0123456789abcdef");
  told.mutable_store()->mutable_head()->set_epoch("feedfacefeedface");
  told.mutable_store()->mutable_head()->set_revision(42);
  told.mutable_store()->mutable_head()->mutable_commit_time()->set_seconds(1);
  told.mutable_store()->set_writable(true);
  service.told = told;
  return service;
}

std::string Shown(const std::vector<ObservedService>& services) {
  return RenderText(MakeStatusDocument(services));
}

TEST(FormatSpan, ShowsTheTwoLargestUnits) {
  EXPECT_EQ(FormatSpan(Span(0)), "0.0s");
  EXPECT_EQ(FormatSpan(Span(0, 440'000'000)), "0.4s");
  EXPECT_EQ(FormatSpan(Span(59, 900'000'000)), "59.9s");
  EXPECT_EQ(FormatSpan(Span(60)), "1m 0s");
  EXPECT_EQ(FormatSpan(Span(3599)), "59m 59s");
  EXPECT_EQ(FormatSpan(Span(3600)), "1h 0m");
  EXPECT_EQ(FormatSpan(Span(25 * 3600)), "1d 1h");
  EXPECT_EQ(FormatSpan(Span(400 * 24 * 3600)), "400d 0h");
}

TEST(StatusDocument, ShowsAServiceWithItsStore) {
  EXPECT_THAT(Shown({Serving("workforce")}),
              ContainsRegex("workforce +127.0.0.1:7401 +SERVING +0.1.0\\+4cf09ac +3d 5h +01234567 "
                            "+feedfacefeedface +42 +1970-01-01T00:00:01Z"));
}

TEST(StatusDocument, SaysWhatIsNotAsItShouldBe) {
  ObservedService full = Serving("workforce");
  full.told->mutable_store()->set_writable(false);
  full.told->mutable_store()->set_reason("STORE_FULL");
  ObservedService loud = Serving("climate");
  loud.told->set_log_level(admin::v1::LOG_LEVEL_DEBUG);
  ObservedService away = Serving("politics");
  away.seen.set_state(gateway::v1::SERVING_STATE_UNREACHABLE);
  away.seen.set_reason("It does not answer.");
  away.told = absl::UnavailableError("It does not answer.");
  ObservedService older = Serving("indicators");
  older.told = absl::UnimplementedError("no such method");
  const std::string shown = Shown({full, loud, away, older});
  EXPECT_THAT(shown, HasSubstr("It takes no writes: STORE_FULL."));
  EXPECT_THAT(shown, HasSubstr("Its log is written from DEBUG on."));
  EXPECT_THAT(shown, ContainsRegex("politics +127.0.0.1:7401 +UNREACHABLE +It does not answer.\n"));
  EXPECT_THAT(shown, HasSubstr("It does not tell more: no such method"));
}

TEST(StatusDocument, ShowsWhoFollowsWhoseFeedAndHowFarBehind) {
  ObservedService gateway = Serving("gateway");
  admin::v1::FeedStatus& good = *gateway.told->add_feeds();
  good.set_service("politics");
  good.set_purpose("reports");
  good.set_up(true);
  *good.mutable_lag() = Span(0, 700'000'000);
  admin::v1::FeedStatus& bad = *gateway.told->add_feeds();
  bad.set_service("climate");
  bad.set_purpose("reports");
  const std::string shown = Shown({gateway});
  EXPECT_THAT(shown, ContainsRegex("politics +gateway +reports +UP +0.7s\n"));
  EXPECT_THAT(shown, ContainsRegex("climate +gateway +reports +AWAY\n"));
}

TEST(StatusDocument, ShowsUntilWhenCertificatesAreValid) {
  ObservedService service = Serving("climate");
  EXPECT_THAT(Shown({service}), Not(HasSubstr("certificate")));
  admin::v1::CertificateStatus& certificate = *service.told->add_certificates();
  certificate.set_file("tls-certificate");
  certificate.mutable_not_after()->set_seconds(1);
  EXPECT_THAT(Shown({service}), ContainsRegex("climate +tls-certificate +1970-01-01T00:00:01Z\n"));
}

TEST(StatusJson, HoldsAllThatIsToldOfEachService) {
  ObservedService away = Serving("politics");
  away.seen.set_state(gateway::v1::SERVING_STATE_UNREACHABLE);
  away.told = absl::UnavailableError("It does not answer.");
  const nlohmann::json json = nlohmann::json::parse(StatusJson({Serving("climate"), away}));
  ASSERT_EQ(json["services"].size(), 2u);
  EXPECT_EQ(json["services"][0]["service"], "climate");
  EXPECT_EQ(json["services"][0]["state"], "SERVING_STATE_SERVING");
  EXPECT_EQ(json["services"][0]["status"]["store"]["head"]["revision"], "42");
  EXPECT_EQ(json["services"][1]["state"], "SERVING_STATE_UNREACHABLE");
  EXPECT_FALSE(json["services"][1].contains("status"));
}

}  // namespace
}  // namespace tertial::cli
