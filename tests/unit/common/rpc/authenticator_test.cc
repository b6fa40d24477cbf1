#include "common/rpc/authenticator.h"

#include <string>
#include <utility>
#include <vector>

#include "common/status/grpc_status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/token_issuer.h"

namespace tertial {
namespace {

using common::internal::v1::ROLE_READER;
using common::internal::v1::ROLE_RECORDER;
using common::internal::v1::ROLE_SENSITIVE_READER;
using common::v1::ERROR_REASON_CALLER_UNKNOWN;
using testing::kTestAudience;
using testing::kTestIssuer;
using testing::TokenIssuer;

constexpr char kPolicy[] = R"({"callers": [
    {"caller": "anonymous", "roles": ["ROLE_READER"]},
    {"caller": "cli", "roles": ["ROLE_READER", "ROLE_RECORDER"]},
    {"caller": "idle"},
    {"caller": "gateway", "intermediary": true, "roles": ["ROLE_READER"],
     "identities": ["spiffe://example.org/gateway", "dns:gateway.example.org"]},
    {"caller": "payroll", "roles": ["ROLE_RECORDER"], "identities": ["dns:payroll.example.org"]},
    {"caller": "kari", "roles": ["ROLE_RECORDER"],
     "identities": ["token:https://id.example.org|kari"]}]})";
constexpr char kLocal[] = "ipv4:127.0.0.1:51234";
constexpr char kForeign[] = "ipv4:10.0.0.1:51234";

const AreaRegistry& Areas() {
  static const AreaRegistry& areas =
      *new AreaRegistry(*AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas"));
  return areas;
}

// The name of the caller.
absl::StatusOr<std::string> CallerOf(const Authenticator& authenticator,
                                     const Credentials& credentials) {
  Authenticated who;
  const absl::Status status = authenticator.Authenticate(credentials, who);
  if (!status.ok()) return status;
  return who.caller->name;
}

class AuthenticatorTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::string> Call(const Credentials& credentials) const {
    return CallerOf(authenticator_, credentials);
  }
  absl::StatusOr<std::string> CallByName(const std::string& peer, const std::string& name) const {
    return Call({.peer = {.address = peer}, .stated_name = name});
  }
  absl::StatusOr<std::string> CallByCertificate(std::vector<std::string> identities,
                                                const std::string& name = "") const {
    return Call(
        {.peer = {.address = kForeign, .encrypted = true, .identities = std::move(identities)},
         .stated_name = name});
  }

  const TempDir directory_;
  const TokenIssuer issuer_;
  const std::shared_ptr<TokenVerifier> tokens_ =
      *TokenVerifier::Open({.jwks_file = directory_.Write("jwks.json", issuer_.Jwks()),
                            .issuer = kTestIssuer,
                            .audience = kTestAudience});
  const Authenticator authenticator_{PolicyFile::Of(*Policy::Parse(kPolicy, Areas())), tokens_};
};

TEST_F(AuthenticatorTest, BelievesANameOverPlainTextFromTheSameMachine) {
  EXPECT_EQ(*CallByName(kLocal, "cli"), "cli");
  EXPECT_EQ(*CallByName(kLocal, "idle"), "idle");
}

TEST_F(AuthenticatorTest, ACallWithoutANameIsAnonymous) {
  EXPECT_EQ(*CallByName(kLocal, ""), "anonymous");
}

TEST_F(AuthenticatorTest, AcceptsEveryFormOfLoopback) {
  for (const char* peer : {"ipv4:127.0.0.1:1", "ipv4:127.1.2.3:65535", "ipv6:[::1]:51234",
                           "ipv6:%5B::1%5D:51234", "unix:/run/tertial.sock", "unix:"}) {
    EXPECT_THAT(CallByName(peer, "cli"), IsOk()) << peer;
  }
}

TEST_F(AuthenticatorTest, RefusesAForeignPeerUnderAnyName) {
  for (const char* peer :
       {kForeign, "ipv4:128.0.0.1:1", "ipv4:1.127.0.0:1", "ipv6:[::2]:1", "ipv6:[::11]:1",
        "ipv6:[::ffff:10.0.0.1]:1", "ipv6:[fe80::1]:1", "unknown", "inproc", ""}) {
    for (const char* name : {"cli", ""}) {
      EXPECT_THAT(CallByName(peer, name), HasReason(ERROR_REASON_CALLER_UNKNOWN)) << peer;
    }
  }
}

TEST_F(AuthenticatorTest, BelievesNoNameOverAnEncryptedConnection) {
  const Peer peer{.address = kLocal, .encrypted = true};
  EXPECT_THAT(Call({.peer = peer, .stated_name = "cli"}), HasReason(ERROR_REASON_CALLER_UNKNOWN));
  EXPECT_THAT(Call({.peer = peer}), HasReason(ERROR_REASON_CALLER_UNKNOWN));
}

TEST_F(AuthenticatorTest, RefusesANameThatThePolicyDoesNotKnow) {
  // "gateway" is known by its certificate alone.
  for (const char* name : {"root", "CLI", "cli ", "gateway"}) {
    EXPECT_THAT(CallByName(kLocal, name), HasReason(ERROR_REASON_CALLER_UNKNOWN)) << name;
  }
}

TEST_F(AuthenticatorTest, KnowsACertificateByItsSpiffeIdElseByItsDnsNames) {
  EXPECT_EQ(*CallByCertificate({"spiffe://example.org/gateway"}), "gateway");
  EXPECT_EQ(*CallByCertificate({"dns:gateway.example.org"}), "gateway");
  EXPECT_EQ(*CallByCertificate({"dns:Gateway.Example.ORG"}), "gateway");
  EXPECT_EQ(*CallByCertificate({"spiffe://example.org/other", "dns:payroll.example.org"}),
            "payroll");
  EXPECT_EQ(*CallByCertificate({"spiffe://example.org/gateway", "dns:payroll.example.org"}),
            "gateway");
  EXPECT_EQ(*CallByCertificate({"dns:unknown.example.org", "dns:payroll.example.org"}), "payroll");
}

TEST_F(AuthenticatorTest, RefusesACertificateOfNoCallerOrOfSeveral) {
  EXPECT_THAT(CallByCertificate({"spiffe://example.org/other"}),
              HasReason(ERROR_REASON_CALLER_UNKNOWN));
  EXPECT_THAT(CallByCertificate({"dns:gateway.example.org", "dns:payroll.example.org"}),
              HasReason(ERROR_REASON_CALLER_UNKNOWN));
}

TEST_F(AuthenticatorTest, AnIdentityOfOneKindIsNoneOfAnother) {
  EXPECT_THAT(CallByCertificate({"name:cli"}), IsOk()) << "the control: identities are compared";
  EXPECT_THAT(CallByName(kLocal, "dns:payroll.example.org"),
              HasReason(ERROR_REASON_CALLER_UNKNOWN));
  EXPECT_THAT(CallByCertificate({"dns:name:cli"}), HasReason(ERROR_REASON_CALLER_UNKNOWN));
}

TEST_F(AuthenticatorTest, OnlyAnIntermediaryCallsForOthers) {
  EXPECT_EQ(*CallByCertificate({"dns:gateway.example.org"}, "cli"), "cli");
  EXPECT_EQ(*CallByCertificate({"dns:gateway.example.org"}, "gateway"), "gateway");
  EXPECT_EQ(*CallByCertificate({"dns:payroll.example.org"}, "cli"), "payroll");
  EXPECT_THAT(CallByCertificate({"dns:gateway.example.org"}, "root"),
              HasReason(ERROR_REASON_CALLER_UNKNOWN));
}

TEST_F(AuthenticatorTest, ATokenIsTheCallerWhateverCarriesIt) {
  const std::string bearer = "Bearer " + issuer_.Token("kari");
  for (const Peer& peer :
       {Peer{.address = kForeign, .encrypted = true},
        Peer{.address = kForeign, .encrypted = true, .identities = {"dns:payroll.example.org"}},
        Peer{.address = kForeign, .encrypted = true, .identities = {"dns:gateway.example.org"}},
        Peer{.address = kLocal}, Peer{.address = kForeign}}) {
    EXPECT_EQ(*Call({.peer = peer, .authorization = {bearer}, .stated_name = "cli"}), "kari");
  }
  EXPECT_EQ(
      *Call({.peer = {.address = kLocal}, .authorization = {"bearer " + issuer_.Token("kari")}}),
      "kari");
}

TEST_F(AuthenticatorTest, ATokenThatIsRefusedLeavesNothingElseToGoBy) {
  const Peer known{.address = kLocal, .identities = {"dns:payroll.example.org"}};
  const std::string token = issuer_.Token("kari");
  const std::vector<std::vector<std::string>> refused = {
      {"Bearer " + token.substr(0, token.size() - 1)},
      {"Bearer "},
      {"Bearer"},
      {""},
      {token},
      {"Basic a2FyaTprYXJp"},
      {"Bearer " + token, "Bearer " + token},
      {"Bearer " + issuer_.Token("ola")},
  };
  for (const std::vector<std::string>& authorization : refused) {
    EXPECT_THAT(Call({.peer = known, .authorization = authorization, .stated_name = "cli"}),
                HasReason(ERROR_REASON_CALLER_UNKNOWN))
        << authorization.front();
  }
}

TEST_F(AuthenticatorTest, WithoutKeysNoTokenIsAccepted) {
  const Authenticator without(PolicyFile::Of(*Policy::Parse(kPolicy, Areas())));
  EXPECT_THAT(CallerOf(without, {.peer = {.address = kLocal},
                                 .authorization = {"Bearer " + issuer_.Token("kari")}}),
              HasReason(ERROR_REASON_CALLER_UNKNOWN));
}

TEST_F(AuthenticatorTest, EveryRefusalTellsTheCallerTheSame) {
  const std::string token = issuer_.Token("kari");
  const grpc::Status first = ToGrpcStatus(CallByName(kLocal, "root").status());
  for (const absl::Status& other :
       {CallByName(kForeign, "cli").status(), CallByCertificate({"dns:x.example.org"}).status(),
        Call({.peer = {.address = kLocal}, .authorization = {"Bearer " + token + "x"}}).status(),
        Call({.peer = {.address = kLocal}, .authorization = {"Bearer " + issuer_.Token("ola")}})
            .status()}) {
    const grpc::Status told = ToGrpcStatus(other);
    EXPECT_EQ(told.error_code(), first.error_code());
    EXPECT_EQ(told.error_message(), first.error_message());
    EXPECT_EQ(told.error_details(), first.error_details());
  }
}

TEST_F(AuthenticatorTest, TellsTheIdentityAlsoOfWhoIsNotNamed) {
  Authenticated who;
  EXPECT_FALSE(authenticator_
                   .Authenticate({.peer = {.address = kForeign,
                                           .encrypted = true,
                                           .identities = {"dns:x.example.org"}}},
                                 who)
                   .ok());
  EXPECT_EQ(who.identity, "dns:x.example.org");
}

TEST_F(AuthenticatorTest, ACallerIsOneOnlyAsLongAsThePolicySaysSo) {
  const std::string path = directory_.Write("policy.json", kPolicy);
  const std::shared_ptr<PolicyFile> file = *PolicyFile::Open(path, Areas());
  const Authenticator authenticator(file);
  Authenticated who;
  ASSERT_TRUE(
      authenticator.Authenticate({.peer = {.address = kLocal}, .stated_name = "cli"}, who).ok());
  EXPECT_TRUE(who.caller->RolesEverywhere("politics").Has(ROLE_RECORDER));

  directory_.Write("policy.json", R"({"callers": [{"caller": "cli", "roles": ["ROLE_READER"]}]})");
  ASSERT_THAT(file->Reload(), IsOk());
  ASSERT_TRUE(authenticator.Refresh(who).ok());
  EXPECT_FALSE(who.caller->RolesEverywhere("politics").Has(ROLE_RECORDER));

  directory_.Write("policy.json", R"({"callers": [{"caller": "other"}]})");
  ASSERT_THAT(file->Reload(), IsOk());
  const absl::Status gone = authenticator.Refresh(who);
  EXPECT_THAT(gone, HasReason(ERROR_REASON_CALLER_UNKNOWN));
  EXPECT_NE(HiddenCauseOf(gone), "");
}

TEST_F(AuthenticatorTest, ACallerIsOneOnlyAsLongAsItsTokenIsValid) {
  Authenticated who;
  ASSERT_TRUE(authenticator_
                  .Authenticate({.peer = {.address = kLocal},
                                 .authorization = {"Bearer " + issuer_.Token("kari")}},
                                who)
                  .ok());
  ASSERT_TRUE(authenticator_.Refresh(who).ok());
  who.valid_until = absl::UnixEpoch();
  const absl::Status ended = authenticator_.Refresh(who);
  EXPECT_THAT(ended, HasReason(ERROR_REASON_CALLER_UNKNOWN));
  EXPECT_NE(HiddenCauseOf(ended), "");
}

TEST(Authenticator, TheDeployedPolicyLetsOnlyTheCommandRecord) {
  const auto deployed = PolicyFile::Open(TERTIAL_SOURCE_DIR "/deploy/config/policy.json", Areas());
  ASSERT_THAT(deployed, IsOk());
  const Policy& policy = *(*deployed)->policy();
  EXPECT_TRUE(policy.Find("cli")->RolesEverywhere("politics").Has(ROLE_RECORDER));
  EXPECT_FALSE(policy.Find("gateway")->RolesSomewhere("politics").Has(ROLE_RECORDER));
  EXPECT_FALSE(policy.Find("anonymous")->RolesSomewhere("politics").Has(ROLE_RECORDER));
}

TEST(Authenticator, TheDeployedPolicyKeepsWhatFewMaySeeFromServicesAndTheCommand) {
  const auto deployed = PolicyFile::Open(TERTIAL_SOURCE_DIR "/deploy/config/policy.json", Areas());
  ASSERT_THAT(deployed, IsOk());
  const Policy& policy = *(*deployed)->policy();
  for (const char* caller : {"anonymous", "gateway", "indicators", "payroll", "auditor", "cli"}) {
    EXPECT_FALSE(policy.Find(caller)->RolesSomewhere("politics").Has(ROLE_SENSITIVE_READER))
        << caller;
  }
  // The positive control.
  EXPECT_TRUE(policy.Find("secretariat")->RolesSomewhere("politics").Has(ROLE_SENSITIVE_READER));
}

}  // namespace
}  // namespace tertial
