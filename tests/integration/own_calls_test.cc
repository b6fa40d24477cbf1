// Calls that a process makes to its own server for others, and who cannot make them.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/tls_fixture.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using testing::CallOver;
using testing::ChannelTo;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TestAuthority;
using testing::TlsServer;

class OwnCalls : public ::testing::Test {
 protected:
  // The peer that a call over `channel` has which states `metadata`.
  absl::StatusOr<Peer> PeerOfCall(
      const std::shared_ptr<grpc::Channel>& channel,
      const std::vector<std::pair<std::string, std::string>>& metadata) {
    grpc::ClientContext context;
    for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
    if (const absl::Status called = CallOver(channel, context); !called.ok()) return called;
    return server_.service.last();
  }

  std::shared_ptr<grpc::Channel> Outside() {
    return ChannelTo(server_.port(),
                     testing::Showing(authority_.Issue("reader"), authority_.pem()));
  }

  const TestAuthority authority_;
  TlsServer server_{authority_};
};

TEST_F(OwnCalls, AreThoseOfWhomTheyAreMadeFor) {
  const Peer made_for{.address = "ipv4:192.0.2.7:4711",
                      .encrypted = true,
                      .identities = {"spiffe://tertial/cli", "dns:cli"}};
  grpc::ClientContext context;
  ForwardPeer(made_for, context);
  ASSERT_THAT(CallOver(server_.server->OwnChannel(), context), IsOk());
  const Peer peer = server_.service.last();
  EXPECT_EQ(peer.address, made_for.address);
  EXPECT_TRUE(peer.encrypted);
  EXPECT_EQ(peer.identities, made_for.identities);
}

TEST_F(OwnCalls, AreOfNobodyWhereItIsNotStated) {
  const auto peer = PeerOfCall(server_.server->OwnChannel(), {});
  ASSERT_THAT(peer, IsOk());
  EXPECT_FALSE(IsLoopback(peer->address));
  EXPECT_THAT(peer->identities, IsEmpty());
}

TEST_F(OwnCalls, CannotBeFeignedFromOutside) {
  // The names are those that ForwardPeer gives: a call that goes the other way tells them.
  EXPECT_THAT(PeerOfCall(Outside(), {{"tertial-process-key", std::string(64, '0')},
                                     {"tertial-peer-identity", "spiffe://tertial/cli"}}),
              StatusIs(absl::StatusCode::kUnauthenticated));
  const auto peer = PeerOfCall(Outside(), {{"tertial-peer-address", "ipv4:127.0.0.1:1"},
                                           {"tertial-peer-identity", "spiffe://tertial/cli"}});
  ASSERT_THAT(peer, IsOk());
  EXPECT_THAT(peer->identities, ElementsAre("spiffe://tertial/reader", "dns:localhost"));
  EXPECT_NE(peer->address, "ipv4:127.0.0.1:1");
}

}  // namespace
}  // namespace tertial
