// A gateway that keeps no editions passes their calls on to the one that does.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/rpc/refusal_log.h"
#include "services/gateway/handler/forwarding_service.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"
#include "tests/integration/editions_fixture.h"
#include "tests/testing/any_method_server.h"
#include "tests/testing/local_channel.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using enum common::v1::ErrorReason;
using tertial::testing::AnyCall;
using tertial::testing::AnyMethodServer;
using tertial::testing::AnyReply;
using tertial::testing::CallUnary;

// Believes what a call states.
absl::StatusOr<std::string> StatedCaller(const std::string& /*method*/,
                                         const grpc::CallbackServerContext& context) {
  return MetadataOf(context, kCallerMetadata);
}

// A server of one contract that another one answers.
class Forwarder {
 public:
  Forwarder(const google::protobuf::ServiceDescriptor& contract, const std::string& address,
            const NameCaller& name_caller = StatedCaller)
      : service_(CreateForwardingService(contract, address, name_caller)),
        server_(*Server::Start("127.0.0.1", 0, {{contract.full_name(), service_.get()}})),
        channel_(testing::LocalChannel(this->address())) {}

  std::string address() const { return absl::StrCat("127.0.0.1:", server_->port()); }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  const std::unique_ptr<grpc::Service> service_;
  const std::unique_ptr<Server> server_;
  const std::shared_ptr<grpc::Channel> channel_;
};

const google::protobuf::ServiceDescriptor& Contract(const std::string& name) {
  return *google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
}
const google::protobuf::ServiceDescriptor& Editions() {
  return Contract("tertial.gateway.v1.EditionsService");
}

class ForwardedEditionsTest : public EditionsTest {};

TEST_F(ForwardedEditionsTest, CallsAndTheirAnswersPassUnchanged) {
  const Forwarder forwarder(Editions(), editions_->address());
  const auto stub = v1::EditionsService::NewStub(forwarder.channel());
  const auto created =
      CallUnary(*stub, &EditionsStub::CreateEdition, CreateRequest("annual"), "cli");
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->edition().SerializeAsString(), Get("annual")->SerializeAsString());
  v1::DeleteEditionRequest remove;
  remove.set_name(NameOf("annual"));
  EXPECT_THAT(CallUnary(*stub, &EditionsStub::DeleteEdition, remove, "cli"), IsOk());
}

TEST_F(ForwardedEditionsTest, ErrorsPassWithTheirReasonsAndTheCallerIsKnown) {
  const Forwarder forwarder(Editions(), editions_->address());
  const auto stub = v1::EditionsService::NewStub(forwarder.channel());
  v1::GetEditionRequest request;
  request.set_name(NameOf("nowhere"));
  EXPECT_THAT(CallUnary(*stub, &EditionsStub::GetEdition, request, "cli"),
              HasReason(ERROR_REASON_EDITION_NOT_FOUND));
  // An empty message is one, too.
  EXPECT_THAT(CallUnary(*stub, &EditionsStub::GetEdition, v1::GetEditionRequest(), "cli"),
              HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(CallUnary(*stub, &EditionsStub::CreateEdition, CreateRequest("a"), "anonymous"),
              HasReason(ERROR_REASON_ROLE_MISSING));
}

TEST_F(ForwardedEditionsTest, CallerRequestIdAndDeadlinePassOn) {
  AnyCall received;
  const auto keeper = AnyMethodServer::Start([&](const AnyCall& call) {
    received = call;
    return AnyReply{.messages = {v1::ListEditionsResponse().SerializeAsString()}};
  });
  const Forwarder forwarder(Editions(), keeper->address());
  const auto stub = v1::EditionsService::NewStub(forwarder.channel());
  const absl::Time deadline = absl::Now() + absl::Hours(1);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  context.AddMetadata(kCallerMetadata, "cli");
  context.AddMetadata(kRequestIdMetadata, "request-7");
  v1::ListEditionsRequest request;
  request.set_parent("areas/asker");
  v1::ListEditionsResponse response;
  ASSERT_THAT(FromGrpcStatus(stub->ListEditions(&context, request, &response)), IsOk());
  EXPECT_EQ(received.method, "/tertial.gateway.v1.EditionsService/ListEditions");
  EXPECT_THAT(received.messages, ElementsAre(request.SerializeAsString()));
  EXPECT_EQ(received.metadata[kCallerMetadata], "cli");
  EXPECT_EQ(received.metadata[kRequestIdMetadata], "request-7");
  // What goes over the wire is how long is left, in coarse units.
  EXPECT_GT(received.deadline, deadline - absl::Minutes(5));
  EXPECT_LT(received.deadline, deadline + absl::Minutes(5));
}

TEST_F(ForwardedEditionsTest, TheCallerThatIsPassedOnIsNotTheOneThatIsStated) {
  AnyCall received;
  const auto keeper = AnyMethodServer::Start([&](const AnyCall& call) {
    received = call;
    return AnyReply{.messages = {v1::ListEditionsResponse().SerializeAsString()}};
  });
  const Forwarder forwarder(Editions(), keeper->address(),
                            [](const std::string& /*method*/, const auto& /*context*/) {
                              return absl::StatusOr<std::string>("known");
                            });
  const auto stub = v1::EditionsService::NewStub(forwarder.channel());
  grpc::ClientContext context;
  context.AddMetadata(kCallerMetadata, "cli");
  context.AddMetadata(kAuthorizationMetadata, "Bearer x");
  v1::ListEditionsResponse response;
  ASSERT_THAT(FromGrpcStatus(stub->ListEditions(&context, v1::ListEditionsRequest(), &response)),
              IsOk());
  EXPECT_EQ(received.metadata[kCallerMetadata], "known");
  // The keeper looks at the token itself.
  EXPECT_EQ(received.metadata[kAuthorizationMetadata], "Bearer x");
}

TEST_F(ForwardedEditionsTest, ACallOfNobodyIsNotPassedOn) {
  bool called = false;
  const auto keeper = AnyMethodServer::Start([&](const AnyCall& /*call*/) {
    called = true;
    return AnyReply{.messages = {""}};
  });
  const auto nobody = [](const std::string& /*method*/,
                         const auto& /*context*/) -> absl::StatusOr<std::string> {
    return CallerUnknown();
  };
  const Forwarder editions(Editions(), keeper->address(), nobody);
  EXPECT_THAT(CallUnary(*v1::EditionsService::NewStub(editions.channel()),
                        &EditionsStub::CreateEdition, CreateRequest("annual"), "cli"),
              HasReason(ERROR_REASON_CALLER_UNKNOWN));
  EXPECT_FALSE(called);
}

TEST_F(ForwardedEditionsTest, ACallOfNobodyIsOnRecordWhereItIsRefused) {
  std::vector<admin::v1::AuditRecord> written;
  RefusalLog refusals(areas_, absl::Now, [&](const std::vector<admin::v1::AuditRecord>& noted) {
    written = noted;
    return absl::OkStatus();
  });
  Serving serving(*Authenticator::Parse(R"({"callers": [{"caller": "cli"}]})", areas_),
                  Authorizer("gateway", areas_));
  serving.NoteRefusalsIn(refusals);
  const Forwarder forwarder(Editions(), editions_->address(),
                            std::bind_front(&Serving::CallerOf, &serving));
  const auto stub = v1::EditionsService::NewStub(forwarder.channel());
  EXPECT_THAT(CallUnary(*stub, &EditionsStub::CreateEdition, CreateRequest("annual"), "nobody"),
              HasReason(ERROR_REASON_CALLER_UNKNOWN));
  ASSERT_THAT(refusals.Flush(), IsOk());
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(written[0].method(), "tertial.gateway.v1.EditionsService/CreateEdition");
  EXPECT_NE(written[0].why(), "");
}

TEST_F(ForwardedEditionsTest, WithoutAnAddressThereAreNone) {
  const Forwarder forwarder(Editions(), "");
  const auto stub = v1::EditionsService::NewStub(forwarder.channel());
  const auto refused =
      CallUnary(*stub, &EditionsStub::CreateEdition, CreateRequest("annual"), "cli");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_EDITIONS_NOT_KEPT));
}

TEST_F(ForwardedEditionsTest, AGatewayThatDoesNotAnswerIsUnavailable) {
  const std::string address = editions_->address();
  StopEditions();
  const Forwarder forwarder(Editions(), address);
  const auto stub = v1::EditionsService::NewStub(forwarder.channel());
  const auto refused =
      CallUnary(*stub, &EditionsStub::CreateEdition, CreateRequest("annual"), "cli");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_SERVICE_UNAVAILABLE));
}

// The contract of a data service has a client stream as that of checks has.
class ForwardedStreamTest : public EditionsTest {
 protected:
  absl::StatusOr<indicators::v1::ImportRowsResponse> Import(const std::string& address,
                                                            int messages, bool spoiled) {
    const auto stub = indicators::v1::IndicatorsService::NewStub(testing::LocalChannel(address));
    grpc::ClientContext context;
    tertial::testing::PrepareContext(context, "cli");
    indicators::v1::ImportRowsResponse response;
    const auto writer = stub->ImportRows(&context, &response);
    for (int i = 0; i < messages; ++i) {
      indicators::v1::ImportRowsRequest request;
      request.set_end_of_rows(i + 1 == messages);
      if (spoiled && i == 1) *request.mutable_options() = common::v1::ImportOptions();
      if (i == 0) request.mutable_options()->set_reason("a test");
      indicators::v1::PeerGroup& group = *request.add_rows()->mutable_peer_group();
      group.set_name(absl::StrCat("peerGroups/g", i));
      common::v1::LocalizedText& label = *group.add_titles();
      label.set_language("nb");
      label.set_text("Gruppe");
      group.add_members()->set_area("areas/asker");
      if (!writer->Write(request)) break;  // Finish tells why
    }
    writer->WritesDone();
    if (const grpc::Status status = writer->Finish(); !status.ok()) return FromGrpcStatus(status);
    return response;
  }
};

TEST_F(ForwardedStreamTest, AStreamPassesWithAllItsMessagesOrItsError) {
  constexpr int kMessages = 300;
  const Forwarder forwarder(Contract("tertial.indicators.v1.IndicatorsService"),
                            services_["indicators"]->address());
  const auto direct = Import(services_["indicators"]->address(), kMessages, /*spoiled=*/false);
  ASSERT_THAT(direct, IsOk());
  const auto passed = Import(forwarder.address(), kMessages, /*spoiled=*/false);
  ASSERT_THAT(passed, IsOk());
  EXPECT_EQ(passed->summary().received(), direct->summary().received());
  EXPECT_EQ(passed->summary().received(), kMessages);
  const auto refused = Import(services_["indicators"]->address(), kMessages, /*spoiled=*/true);
  const auto refused_too = Import(forwarder.address(), kMessages, /*spoiled=*/true);
  EXPECT_EQ(refused_too.status().code(), refused.status().code());
  EXPECT_EQ(ReasonOf(refused_too.status()), ReasonOf(refused.status()));
}

TEST_F(ForwardedStreamTest, AStreamToNobodyEndsAndOneWithoutAddressIsRefused) {
  const Forwarder nobody(Contract("tertial.indicators.v1.IndicatorsService"), "127.0.0.1:1");
  EXPECT_THAT(Import(nobody.address(), 3, false), HasReason(ERROR_REASON_SERVICE_UNAVAILABLE));
  const Forwarder none(Contract("tertial.indicators.v1.IndicatorsService"), "");
  EXPECT_THAT(Import(none.address(), 3, false), HasReason(ERROR_REASON_EDITIONS_NOT_KEPT));
  const Forwarder closed(
      Contract("tertial.indicators.v1.IndicatorsService"), services_["indicators"]->address(),
      [](const std::string& /*method*/, const auto& /*context*/) -> absl::StatusOr<std::string> {
        return CallerUnknown();
      });
  EXPECT_THAT(Import(closed.address(), 3, false), HasReason(ERROR_REASON_CALLER_UNKNOWN));
}

}  // namespace
}  // namespace tertial::gateway
