// Callers by bearer token and by policy file, over a real server: who is let in, what they may do,
// and what becomes of both when the files change while calls go on.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/change_service.h"
#include "common/rpc/refusal_log.h"
#include "common/server/callers.h"
#include "common/server/server.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/rules.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"
#include "tests/testing/eventually.h"
#include "tests/testing/local_channel.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"
#include "tests/testing/token_issuer.h"

namespace tertial {
namespace {

namespace v1 = indicators::v1;

using enum common::v1::ErrorReason;
using nlohmann::json;
using testing::Eventually;
using testing::kTestAudience;
using testing::kTestIssuer;
using testing::SigningKey;
using testing::TokenIssuer;

constexpr absl::Duration kPatience = absl::Seconds(20);

// "clerk" records for Asker and reads all; "kari", by token, records for Asker and reads there.
constexpr char kPolicy[] = R"({"callers": [
    {"caller": "clerk", "grants": [
       {"roles": ["ROLE_READER"], "areas": ["*"], "services": ["indicators"]},
       {"roles": ["ROLE_RECORDER"], "areas": ["asker"], "services": ["indicators"]}]},
    {"caller": "kari", "identities": ["token:https://id.example.org|kari"], "grants": [
       {"roles": ["ROLE_READER", "ROLE_RECORDER"], "areas": ["asker"],
        "services": ["indicators"]}]}]})";

v1::Goal GoalOf(const std::string& area, const std::string& id) {
  v1::Goal goal;
  goal.set_name(absl::StrCat("areas/", area, "/goals/", id));
  common::v1::LocalizedText& text = *goal.add_texts();
  text.set_language("nb");
  text.set_text("Et mål");
  return goal;
}

class CallersTest : public ::testing::Test {
 protected:
  CallersTest() { serving_.NoteRefusalsIn(refusals_); }
  ~CallersTest() override {
    server_->Stop(absl::ZeroDuration(), absl::Seconds(10), [this] { serving_.EndStreams(); });
  }

  ServerOptions Options() const {
    ServerOptions options;
    options.policy_file = directory_.Write("policy.json", kPolicy);
    options.tokens = {.jwks_file = directory_.Write("jwks.json", issuer_.Jwks()),
                      .issuer = kTestIssuer,
                      .audience = kTestAudience};
    return options;
  }

  // What a call with these values of `authorization` is told; without one, of the caller `name`.
  absl::Status List(const std::string& area, const std::vector<std::string>& authorization,
                    const std::string& name = "") {
    grpc::ClientContext context;
    Prepare(context, authorization, name);
    v1::ListGoalsRequest request;
    request.set_parent(absl::StrCat("areas/", area));
    v1::ListGoalsResponse response;
    return FromGrpcStatus(stub_->ListGoals(&context, request, &response));
  }
  absl::Status ListByToken(const std::string& token) {
    return List("asker", {absl::StrCat("Bearer ", token)});
  }
  absl::Status Create(const std::string& area, const std::string& id, const std::string& name) {
    grpc::ClientContext context;
    Prepare(context, {}, name);
    v1::CreateGoalRequest request;
    *request.mutable_goal() = GoalOf(area, id);
    v1::CreateGoalResponse response;
    return FromGrpcStatus(stub_->CreateGoal(&context, request, &response));
  }
  static void Prepare(grpc::ClientContext& context, const std::vector<std::string>& authorization,
                      const std::string& name) {
    context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
    for (const std::string& value : authorization) {
      context.AddMetadata(kAuthorizationMetadata, value);
    }
    if (!name.empty()) context.AddMetadata(kCallerMetadata, name);
  }

  const TempDir directory_;
  const TokenIssuer issuer_;
  const AreaRegistry areas_ = *AreaRegistry::Load(testing::AreasDirectory());
  const Callers callers_ = *Callers::Open(Options(), areas_);
  const std::unique_ptr<Ledger> ledger_ =
      *Ledger::Open(*OpenRocksDbStore(directory_.path() + "/data"), SystemClock(),
                    {.service_name = "indicators", .tables = indicators::IndicatorsTables()});
  RefusalLog refusals_{areas_, [] { return SystemClock().Now(); }, nullptr};
  Serving serving_{callers_.authenticator(), Authorizer("indicators", areas_)};
  const std::unique_ptr<grpc::Service> service_ =
      indicators::CreateIndicatorsService(serving_, areas_, *ledger_);
  const std::unique_ptr<grpc::Service> changes_ = CreateChangeService(serving_, areas_, *ledger_);
  const std::unique_ptr<Server> server_ =
      *Server::Start("127.0.0.1", 0,
                     {{v1::IndicatorsService::service_full_name(), service_.get()},
                      {kChangeServiceName, changes_.get()}});
  const std::shared_ptr<grpc::Channel> channel_ = testing::LocalChannel(server_->port());
  const std::unique_ptr<v1::IndicatorsService::Stub> stub_ =
      v1::IndicatorsService::NewStub(channel_);
};

TEST_F(CallersTest, ATokenIsACallerWithItsGrants) {
  const std::string bearer = absl::StrCat("Bearer ", issuer_.Token("kari"));
  EXPECT_THAT(List("asker", {bearer}), IsOk());
  EXPECT_THAT(List("3203", {bearer}), IsOk());
  EXPECT_THAT(List("lier", {bearer}), HasReason(ERROR_REASON_AREA_NOT_PERMITTED));
  EXPECT_THAT(List("-", {bearer}), HasReason(ERROR_REASON_AREA_NOT_PERMITTED));
  // The token is the caller, whatever the call states.
  EXPECT_THAT(List("lier", {bearer}, "clerk"), HasReason(ERROR_REASON_AREA_NOT_PERMITTED));
  EXPECT_THAT(List("lier", {}, "clerk"), IsOk());
}

TEST_F(CallersTest, EveryTokenThatIsNoneIsRefusedInTheSameWordsAndTheLogSaysWhy) {
  const SigningKey& key = issuer_.key();
  const json header = TokenIssuer::Header(key);
  const auto with = [](json object, const char* name, const json& value) {
    object[name] = value;
    return object;
  };
  const json claims = TokenIssuer::Claims("kari", absl::Now());
  const int64_t now = absl::ToUnixSeconds(absl::Now());
  const SigningKey stranger = SigningKey::Ec("es-1");
  const std::string right = TokenIssuer::Signed(key, header, claims);
  const std::string unsigned_token = TokenIssuer::Signed(key, with(header, "alg", "none"), claims);
  const std::vector<std::pair<std::string, std::string>> refused = {
      {TokenIssuer::Signed(key, header, with(claims, "aud", "other")), "audience"},
      {TokenIssuer::Signed(key, header, with(claims, "iss", "https://other")), "issuer"},
      {TokenIssuer::Signed(key, header, with(claims, "exp", now - 3600)), "expired"},
      {TokenIssuer::Signed(key, header, with(claims, "nbf", now + 3600)), "not valid yet"},
      {TokenIssuer::Signed(key, header, with(claims, "sub", "markedsubject")), "names no caller"},
      {TokenIssuer::Signed(stranger, TokenIssuer::Header(stranger), claims), "signature"},
      {TokenIssuer::Signed(key, with(header, "kid", "es-2"), claims), "key"},
      {unsigned_token, "algorithm"},
      {unsigned_token.substr(0, unsigned_token.rfind('.') + 1), "base64url"},
      {right.substr(0, right.size() / 2), "part"},
      {right.substr(0, right.size() - 1), "base64url"},
      {"garbage", "three parts"},
      {std::string(7000, 'a'), "three parts"},
  };
  ASSERT_THAT(ListByToken(right), IsOk());
  const absl::Status first = List("asker", {}, "nobody");
  EXPECT_THAT(refusals_.Flush(), IsOk());
  for (const auto& [token, reason] : refused) {
    ::testing::internal::CaptureStderr();
    const absl::Status status = ListByToken(token);
    EXPECT_THAT(refusals_.Flush(), IsOk());
    const std::string log = ::testing::internal::GetCapturedStderr();
    EXPECT_EQ(status, first) << reason;
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << reason;
    EXPECT_TRUE(absl::StrContains(log, reason)) << log;
    EXPECT_FALSE(absl::StrContains(log, token)) << log;
    for (const absl::string_view part :
         {absl::string_view("markedsubject"), absl::string_view("es-2")}) {
      EXPECT_FALSE(absl::StrContains(log, part)) << log;
    }
  }
  EXPECT_EQ(List("asker", {"Basic a2FyaTprYXJp"}), first);
  EXPECT_EQ(List("asker", {absl::StrCat("Bearer ", right), absl::StrCat("Bearer ", right)}), first);
}

TEST_F(CallersTest, KeysAreReadAgainWhileItServes) {
  const TokenIssuer later;
  ASSERT_THAT(ListByToken(later.Token("kari")), HasReason(ERROR_REASON_CALLER_UNKNOWN));
  directory_.Write("jwks.json", later.Jwks());
  EXPECT_TRUE(Eventually([&] { return ListByToken(later.Token("kari")).ok(); }));
  EXPECT_THAT(ListByToken(issuer_.Token("kari")), HasReason(ERROR_REASON_CALLER_UNKNOWN));
}

TEST_F(CallersTest, ThePolicyIsReadAgainWhileItServesAndABadOneChangesNothing) {
  ASSERT_THAT(Create("lier", "g1", "clerk"), HasReason(ERROR_REASON_AREA_NOT_PERMITTED));
  directory_.Write("policy.json", R"({"callers": [
      {"caller": "clerk", "roles": ["ROLE_READER", "ROLE_RECORDER"]},
      {"caller": "kari", "identities": ["token:https://id.example.org|kari"],
       "roles": ["ROLE_READER"]}]})");
  // What it writes may be refused for what it holds, but not for who writes it.
  EXPECT_TRUE(Eventually(
      [&] { return Create("lier", "g1", "clerk").code() != absl::StatusCode::kPermissionDenied; }));
  directory_.Write("policy.json", R"({"callers": [{"caller": "clerk", "roles": ["ROLE_KING"]}]})");
  const TokenIssuer later;
  directory_.Write("jwks.json", later.Jwks());
  // By then the policy has been looked at as well.
  EXPECT_TRUE(Eventually([&] { return ListByToken(later.Token("kari")).ok(); }));
  EXPECT_THAT(List("lier", {}, "clerk"), IsOk());
}

TEST_F(CallersTest, AStreamUnderWayEndsWithTheRightToIt) {
  const auto changes = changes::v1::ChangeService::NewStub(channel_);
  grpc::ClientContext context;
  Prepare(context, {}, "clerk");
  changes::v1::WatchChangesRequest request;
  request.mutable_heartbeat()->set_seconds(1);
  changes::v1::WatchChangesResponse response;
  const auto reader = changes->WatchChanges(&context, request);
  ASSERT_TRUE(reader->Read(&response));
  // It may still read Asker, but this stream is about all areas.
  directory_.Write("policy.json", R"({"callers": [
      {"caller": "clerk", "grants": [{"roles": ["ROLE_READER"], "areas": ["asker"],
                                      "services": ["*"]}]}]})");
  while (reader->Read(&response)) {
  }
  EXPECT_THAT(FromGrpcStatus(reader->Finish()), HasReason(ERROR_REASON_AREA_NOT_PERMITTED));
}

TEST_F(CallersTest, ARowOfAnotherAreaEndsAnImportAndNothingIsStored) {
  const auto import = [&](const std::vector<std::string>& areas) {
    grpc::ClientContext context;
    Prepare(context, {}, "clerk");
    v1::ImportRowsResponse response;
    const auto writer = stub_->ImportRows(&context, &response);
    for (size_t i = 0; i < areas.size(); ++i) {
      v1::ImportRowsRequest request;
      if (i == 0) request.mutable_options();
      *request.add_rows()->mutable_goal() = GoalOf(areas[i], absl::StrCat("g", i));
      request.set_end_of_rows(i + 1 == areas.size());
      if (!writer->Write(request)) break;  // Finish tells why
    }
    writer->WritesDone();
    return FromGrpcStatus(writer->Finish());
  };
  EXPECT_THAT(import({"asker", "asker", "lier"}), HasReason(ERROR_REASON_AREA_NOT_PERMITTED));
  EXPECT_EQ(ledger_->Read()->at().revision, 0);
  EXPECT_THAT(import({"asker", "3203"}), IsOk());
}

}  // namespace
}  // namespace tertial
