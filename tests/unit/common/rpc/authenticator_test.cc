#include "common/rpc/authenticator.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using common::internal::v1::ROLE_READER;
using common::internal::v1::ROLE_RECORDER;
using common::internal::v1::ROLE_SENSITIVE_READER;
using common::v1::ERROR_REASON_CALLER_UNKNOWN;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPolicy[] = R"({"callers": [
    {"caller": "anonymous", "roles": ["ROLE_READER"]},
    {"caller": "cli", "roles": ["ROLE_READER", "ROLE_RECORDER"]},
    {"caller": "idle"}]})";
constexpr char kLocal[] = "ipv4:127.0.0.1:51234";

absl::StatusOr<Caller> Authenticate(absl::string_view peer, absl::string_view name) {
  return Authenticator::Parse(kPolicy)->Authenticate(peer, name);
}

TEST(Authenticator, GivesACallerItsRoles) {
  const absl::StatusOr<Caller> caller = Authenticate(kLocal, "cli");
  ASSERT_THAT(caller, IsOk());
  EXPECT_EQ(caller->name, "cli");
  EXPECT_THAT(caller->roles, ElementsAre(ROLE_READER, ROLE_RECORDER));
  EXPECT_TRUE(caller->Has(ROLE_RECORDER));
}

TEST(Authenticator, ACallWithoutANameIsAnonymous) {
  const absl::StatusOr<Caller> caller = Authenticate(kLocal, "");
  ASSERT_THAT(caller, IsOk());
  EXPECT_EQ(caller->name, "anonymous");
  EXPECT_FALSE(caller->Has(ROLE_RECORDER));
}

TEST(Authenticator, ACallerMayHaveNoRole) {
  EXPECT_THAT(Authenticate(kLocal, "idle")->roles, IsEmpty());
}

TEST(Authenticator, AcceptsEveryFormOfLoopback) {
  for (const char* peer : {"ipv4:127.0.0.1:1", "ipv4:127.1.2.3:65535", "ipv6:[::1]:51234",
                           "ipv6:%5B::1%5D:51234", "unix:/run/tertial.sock", "unix:", "inproc"}) {
    EXPECT_THAT(Authenticate(peer, "cli"), IsOk()) << peer;
  }
}

TEST(Authenticator, RefusesAForeignPeerUnderAnyName) {
  for (const char* peer :
       {"ipv4:10.0.0.1:51234", "ipv4:128.0.0.1:1", "ipv4:1.127.0.0:1", "ipv6:[::2]:1",
        "ipv6:[::11]:1", "ipv6:[::ffff:10.0.0.1]:1", "ipv6:[fe80::1]:1", "unknown", ""}) {
    for (const char* name : {"cli", ""}) {
      EXPECT_THAT(Authenticate(peer, name), StatusIs(absl::StatusCode::kUnauthenticated)) << peer;
      EXPECT_THAT(Authenticate(peer, name), HasReason(ERROR_REASON_CALLER_UNKNOWN)) << peer;
    }
  }
}

TEST(Authenticator, RefusesANameThatThePolicyDoesNotKnow) {
  for (const char* name : {"root", "CLI", "cli "}) {
    EXPECT_THAT(Authenticate(kLocal, name), StatusIs(absl::StatusCode::kUnauthenticated));
    EXPECT_THAT(Authenticate(kLocal, name), HasReason(ERROR_REASON_CALLER_UNKNOWN));
    EXPECT_THAT(Authenticate(kLocal, name), MessageNames(name));
  }
}

TEST(Authenticator, RefusesAnonymousCallsWhereThePolicyDoesNotNameThem) {
  const auto authenticator = Authenticator::Parse(R"({"callers": [{"caller": "cli"}]})");
  ASSERT_THAT(authenticator, IsOk());
  EXPECT_THAT(authenticator->Authenticate(kLocal, ""), HasReason(ERROR_REASON_CALLER_UNKNOWN));
}

TEST(Authenticator, RefusesABadPolicy) {
  for (const char* policy : {
           "",
           "{",
           "[]",
           R"({"callers": [{"caller": ""}]})",
           R"({"callers": [{"roles": ["ROLE_READER"]}]})",
           R"({"callers": [{"caller": "a"}, {"caller": "a"}]})",
           R"({"callers": [{"caller": "a", "roles": ["ROLE_KING"]}]})",
           R"({"callers": [{"caller": "a", "roles": ["ROLE_UNSPECIFIED"]}]})",
           R"({"callers": [{"caller": "a", "roles": [99]}]})",
           R"({"callers": [{"caller": "a", "role": ["ROLE_READER"]}]})",
           R"({"caller": []})",
       }) {
    EXPECT_THAT(Authenticator::Parse(policy), StatusIs(absl::StatusCode::kInvalidArgument))
        << policy;
  }
}

TEST(Authenticator, LoadsAFileAndNamesABadOne) {
  const TempDir directory;
  EXPECT_THAT(Authenticator::Load(directory.Write("good.json", kPolicy)), IsOk());
  const std::string bad = directory.Write("bad.json", R"({"callers": [{"caller": ""}]})");
  EXPECT_THAT(Authenticator::Load(bad), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Authenticator::Load(bad), MessageNames(bad));
  const std::string none = directory.path() + "/none.json";
  EXPECT_THAT(Authenticator::Load(none), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Authenticator::Load(none), MessageNames(none));
  EXPECT_THAT(Authenticator::Load(directory.path()), MessageNames(directory.path()));
}

TEST(Authenticator, TheDeployedPolicyLetsOnlyTheCommandRecord) {
  const auto deployed = Authenticator::Load(TERTIAL_SOURCE_DIR "/deploy/config/policy.json");
  ASSERT_THAT(deployed, IsOk());
  EXPECT_TRUE(deployed->Authenticate(kLocal, "cli")->Has(ROLE_RECORDER));
  EXPECT_FALSE(deployed->Authenticate(kLocal, "gateway")->Has(ROLE_RECORDER));
  EXPECT_FALSE(deployed->Authenticate(kLocal, "")->Has(ROLE_RECORDER));
}

TEST(Authenticator, TheDeployedPolicyKeepsWhatFewMaySeeFromServicesAndTheCommand) {
  const auto deployed = Authenticator::Load(TERTIAL_SOURCE_DIR "/deploy/config/policy.json");
  ASSERT_THAT(deployed, IsOk());
  for (const char* caller : {"", "gateway", "indicators", "payroll", "auditor", "cli"}) {
    EXPECT_FALSE(deployed->Authenticate(kLocal, caller)->Has(ROLE_SENSITIVE_READER)) << caller;
  }
  // The positive control.
  EXPECT_TRUE(deployed->Authenticate(kLocal, "secretariat")->Has(ROLE_SENSITIVE_READER));
}

}  // namespace
}  // namespace tertial
