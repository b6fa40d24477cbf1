// The port where health is told in plain text, and nothing else.
#include <grpcpp/generic/generic_stub.h>

#include <string>
#include <thread>

#include "common/rpc/limits.h"
#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/support/client_callback.h"
#include "gtest/gtest.h"
#include "tests/integration/tls_fixture.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using testing::ChannelTo;
using testing::TestAuthority;
using testing::TestIdentity;

class HealthPort : public ::testing::Test {
 protected:
  static absl::StatusOr<HealthCheckResponse::ServingStatus> HealthOf(
      const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    HealthCheckRequest request;
    request.set_service(service);
    HealthCheckResponse response;
    const absl::Status status =
        FromGrpcStatus(Health::NewStub(channel)->Check(&context, request, &response));
    if (!status.ok()) return status;
    return response.status();
  }

  // What a stream or a call of `method` with no message ends with.
  static grpc::StatusCode CodeOf(const std::shared_ptr<grpc::Channel>& channel,
                                 const std::string& method) {
    grpc::CompletionQueue queue;
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    grpc::GenericStub stub(channel);
    const auto call = stub.PrepareCall(&context, method, &queue);
    void* tag = nullptr;
    bool ok = false;
    call->StartCall(nullptr);
    queue.Next(&tag, &ok);
    grpc::Status status;
    call->Finish(&status, nullptr);
    queue.Next(&tag, &ok);
    return status.error_code();
  }

  std::shared_ptr<grpc::Channel> Plain(int port) {
    return ChannelTo(port, grpc::InsecureChannelCredentials());
  }

  static constexpr char kService[] = "tertial.changes.v1.ChangeService";

  const TestAuthority authority_;
  const TestIdentity identity_{authority_, "politics"};
  testing::PeerNotingService service_;
  const std::unique_ptr<Server> server_ =
      *Server::Start("127.0.0.1", 0, {{kService, &service_}},
                     {.credentials = identity_->ServerCredentials(ClientCertificates::kRequire),
                      .health_port = 0});
  const std::shared_ptr<grpc::Channel> probe_ = Plain(server_->health_port());
};

TEST_F(HealthPort, TellsTheHealthOfTheProcessAndOfEachService) {
  EXPECT_THAT(HealthOf(probe_, ""), IsOkAndHolds(HealthCheckResponse::SERVING));
  EXPECT_THAT(HealthOf(probe_, kService), IsOkAndHolds(HealthCheckResponse::SERVING));
  EXPECT_THAT(HealthOf(probe_, "tertial.no.v1.Service"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(HealthPort, TellsTheSameAsTheOther) {
  const auto other = ChannelTo(server_->port(), identity_->ChannelCredentials());
  for (const bool serving : {false, true}) {
    server_->SetServing(kService, serving);
    const auto expected = serving ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING;
    EXPECT_THAT(HealthOf(probe_, kService), IsOkAndHolds(expected));
    EXPECT_THAT(HealthOf(other, kService), IsOkAndHolds(expected));
  }
}

TEST_F(HealthPort, ServesNothingElse) {
  for (const char* const method :
       {"/tertial.changes.v1.ChangeService/ListRevisions",
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        "/grpc.channelz.v1.Channelz/GetServers", "/tertial.admin.v1.AdminService/Backup"}) {
    EXPECT_EQ(CodeOf(probe_, method), grpc::StatusCode::UNIMPLEMENTED) << method;
  }
  // The one beside it does.
  const auto other = ChannelTo(server_->port(), identity_->ChannelCredentials());
  EXPECT_THAT(testing::CallOver(other), IsOk());
}

TEST_F(HealthPort, IsNoWayRoundTls) {
  EXPECT_THAT(HealthOf(Plain(server_->port()), ""), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(HealthPort, TellsThatItStopsAndEndsWatches) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
  const auto watch = Health::NewStub(probe_)->Watch(&context, HealthCheckRequest());
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  std::thread stop([&] { server_->Stop(absl::ZeroDuration(), absl::Seconds(20)); });
  EXPECT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_FALSE(watch->Read(&response));
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  stop.join();
  EXPECT_THAT(HealthOf(probe_, ""), IsOkAndHolds(HealthCheckResponse::NOT_SERVING));
}

TEST_F(HealthPort, BearsAsManyWatchesAsItIsMeantTo) {
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<HealthCheckResponse>>> watches;
  const auto stub = Health::NewStub(probe_);
  const auto watch = [&] {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    watches.push_back(stub->Watch(contexts.back().get(), HealthCheckRequest()));
    HealthCheckResponse response;
    return watches.back()->Read(&response);
  };
  for (size_t i = 0; i < kMostHealthWatches; ++i) ASSERT_TRUE(watch()) << i;
  EXPECT_FALSE(watch());
  EXPECT_EQ(watches.back()->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(HealthOf(probe_, ""), IsOkAndHolds(HealthCheckResponse::SERVING));
  for (const auto& context : contexts) context->TryCancel();
}

}  // namespace
}  // namespace tertial
