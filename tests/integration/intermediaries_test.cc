// What the certificate of an intermediary is good for at a data service: for itself, and to name
// nobody else. Who has taken over a gateway would else record there in the name of others.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/serving.h"
#include "common/server/server.h"
#include "common/store/rocksdb_store.h"
#include "gtest/gtest.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/rules.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"
#include "tests/integration/tls_fixture.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial {
namespace {

namespace v1 = indicators::v1;

using enum common::v1::ErrorReason;

constexpr char kPolicy[] = R"({"callers": [
    {"caller": "gateway", "identities": ["spiffe://tertial/gateway"], "intermediary": true,
     "roles": ["ROLE_READER"]},
    {"caller": "recorder", "identities": ["spiffe://tertial/recorder"],
     "roles": ["ROLE_READER", "ROLE_RECORDER"]}]})";

class Intermediaries : public ::testing::Test {
 protected:
  // What a call is told that shows the certificate of `holder` and states `name`, if any.
  absl::Status List(const std::string& holder, const std::string& name = "") {
    grpc::ClientContext context;
    Prepare(context, name);
    v1::ListGoalsRequest request;
    request.set_parent("areas/asker");
    v1::ListGoalsResponse response;
    return FromGrpcStatus(StubOf(holder)->ListGoals(&context, request, &response));
  }
  absl::Status Create(const std::string& holder, const std::string& name = "") {
    grpc::ClientContext context;
    Prepare(context, name);
    v1::CreateFocusAreaRequest request;
    request.mutable_focus_area()->set_name("areas/asker/focusAreas/a");
    request.mutable_focus_area()->set_order(1);
    common::v1::LocalizedText& text = *request.mutable_focus_area()->add_titles();
    text.set_language("nb");
    text.set_text("Et område");
    v1::CreateFocusAreaResponse response;
    return FromGrpcStatus(StubOf(holder)->CreateFocusArea(&context, request, &response));
  }

 private:
  static void Prepare(grpc::ClientContext& context, const std::string& name) {
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    if (!name.empty()) context.AddMetadata(kCallerMetadata, name);
  }
  std::unique_ptr<v1::IndicatorsService::Stub> StubOf(const std::string& holder) const {
    return v1::IndicatorsService::NewStub(testing::ChannelTo(
        server_->port(), testing::Showing(authority_.Issue(holder), authority_.pem())));
  }

  const TempDir directory_;
  const testing::TestAuthority authority_;
  const testing::TestIdentity identity_{authority_, "indicators"};
  const AreaRegistry areas_ = *AreaRegistry::Load(testing::AreasDirectory());
  const std::unique_ptr<Ledger> ledger_ =
      *Ledger::Open(*OpenRocksDbStore(directory_.path() + "/data"), SystemClock(),
                    {.service_name = "indicators", .tables = indicators::IndicatorsTables()});
  Serving serving_{*Authenticator::Parse(kPolicy, areas_), Authorizer("indicators", areas_)};
  const std::unique_ptr<grpc::Service> service_ =
      indicators::CreateIndicatorsService(serving_, areas_, *ledger_);
  const std::unique_ptr<Server> server_ =
      *Server::Start("127.0.0.1", 0, {{v1::IndicatorsService::service_full_name(), service_.get()}},
                     {.credentials = identity_->ServerCredentials(ClientCertificates::kRequire)});
};

TEST_F(Intermediaries, CallADataServiceForThemselves) {
  EXPECT_THAT(List("gateway"), IsOk());
  EXPECT_THAT(List("gateway", "gateway"), IsOk());
  EXPECT_THAT(Create("gateway"), HasReason(ERROR_REASON_ROLE_MISSING));
}

TEST_F(Intermediaries, NameNobodyElseToADataService) {
  EXPECT_THAT(List("gateway", "recorder"), HasReason(ERROR_REASON_CALLER_UNKNOWN));
  EXPECT_THAT(Create("gateway", "recorder"), HasReason(ERROR_REASON_CALLER_UNKNOWN));
  // It may itself.
  EXPECT_THAT(Create("recorder"), IsOk());
}

}  // namespace
}  // namespace tertial
