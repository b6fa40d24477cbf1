// How calls between services are made again, and how they are not.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "tertial/gateway/v1/gateway_service.grpc.pb.h"
#include "tests/testing/faulty_proxy.h"
#include "tests/testing/fixed_answer_server.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using gateway::v1::GatewayService;
using testing::FixedAnswerServer;

grpc::Status StatusOf(grpc::StatusCode code) { return {code, "tried by the test"}; }
grpc::Status Unavailable() { return StatusOf(grpc::StatusCode::UNAVAILABLE); }

// Calls a method that may be made again.
class ServiceChannel : public ::testing::Test {
 protected:
  std::unique_ptr<GatewayService::Stub> StubOf(int port) {
    return GatewayService::NewStub(OpenServiceChannel(
        absl::StrCat("127.0.0.1:", port), {{GatewayService::service_full_name(), "GetArea"}}));
  }

  static absl::Status GetArea(GatewayService::Stub& stub,
                              absl::Duration patience = absl::Seconds(30)) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
    gateway::v1::GetAreaResponse response;
    return FromGrpcStatus(stub.GetArea(&context, {}, &response));
  }

  static absl::Status ListAreas(GatewayService::Stub& stub) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    gateway::v1::ListAreasResponse response;
    return FromGrpcStatus(stub.ListAreas(&context, {}, &response));
  }
};

TEST_F(ServiceChannel, AReadIsMadeAgainTwice) {
  const FixedAnswerServer twice("", Unavailable(), 2);
  EXPECT_THAT(GetArea(*StubOf(twice.port())), IsOk());
  EXPECT_EQ(twice.calls(), 3);

  const FixedAnswerServer always("", Unavailable());
  EXPECT_THAT(GetArea(*StubOf(always.port())), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(always.calls(), 3);
}

// As gRPC ends what reaches a server that begins to stop.
TEST_F(ServiceChannel, AReadThatNobodyCancelledIsMadeAgain) {
  const FixedAnswerServer once("", StatusOf(grpc::StatusCode::CANCELLED), 1);
  EXPECT_THAT(GetArea(*StubOf(once.port())), IsOk());
  EXPECT_EQ(once.calls(), 2);
}

TEST_F(ServiceChannel, NothingElseIsMadeAgain) {
  const FixedAnswerServer once("", Unavailable(), 1);
  EXPECT_THAT(ListAreas(*StubOf(once.port())), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(once.calls(), 1);
}

TEST_F(ServiceChannel, OnlyWhatIsUnavailableOrCancelledIsMadeAgain) {
  for (int code = grpc::StatusCode::UNKNOWN; code <= grpc::StatusCode::UNAUTHENTICATED; ++code) {
    if (code == grpc::StatusCode::UNAVAILABLE) continue;
    const FixedAnswerServer refusing("", StatusOf(static_cast<grpc::StatusCode>(code)));
    EXPECT_THAT(GetArea(*StubOf(refusing.port())), StatusIs(static_cast<absl::StatusCode>(code)));
    EXPECT_EQ(refusing.calls(), 1) << code;
  }
}

// A service that is down is not asked three times as often as callers ask.
TEST_F(ServiceChannel, TheBudgetEndsWhatIsMadeAgain) {
  const FixedAnswerServer always("", Unavailable());
  const auto stub = StubOf(always.port());
  for (int i = 0; i < 30; ++i) {
    ASSERT_THAT(GetArea(*stub), StatusIs(absl::StatusCode::kUnavailable));
  }
  const int64_t before = always.calls();
  EXPECT_LT(before, 30 + 2 * 20);
  for (int i = 0; i < 10; ++i) {
    ASSERT_THAT(GetArea(*stub), StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_EQ(always.calls(), before + 10);
}

// A question about a name that is lost, or that nobody answers, does not hold calls up for long.
TEST_F(ServiceChannel, ANameThatNobodyAnswersIsGivenUp) {
  const int silent = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  ASSERT_EQ(::bind(silent, reinterpret_cast<const sockaddr*>(&address), length), 0);
  ASSERT_EQ(::getsockname(silent, reinterpret_cast<sockaddr*>(&address), &length), 0);
  const std::string target =
      absl::StrCat("dns://127.0.0.1:", ntohs(address.sin_port), "/editions.test:7400");
  const auto stub = GatewayService::NewStub(OpenServiceChannel(target));
  EXPECT_THAT(GetArea(*stub, 5 * kLongestNameQuery), StatusIs(absl::StatusCode::kUnavailable));
  ::close(silent);
}

TEST_F(ServiceChannel, OneThatComesBackIsFound) {
  const FixedAnswerServer server("");
  testing::FaultyProxy proxy(server.port());
  const auto stub = StubOf(proxy.port());
  proxy.Refuse();
  ASSERT_THAT(GetArea(*stub), StatusIs(absl::StatusCode::kUnavailable));
  proxy.Pass();
  const absl::Time patience = absl::Now() + absl::Seconds(30);
  while (!GetArea(*stub).ok()) ASSERT_LT(absl::Now(), patience);
}

}  // namespace
}  // namespace tertial
