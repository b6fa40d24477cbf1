// TLS of gRPC: who is let in, what is told of who is not, and what becomes of it when certificates
// are swapped.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "common/types/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/tls_fixture.h"
#include "tests/testing/eventually.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/tls_probe.h"

namespace tertial {
namespace {

using testing::CallOver;
using testing::ChannelTo;
using ::testing::ElementsAre;
using testing::Eventually;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::RequestFor;
using testing::Showing;
using testing::ShownCertificate;
using testing::TestAuthority;
using testing::TestIdentity;
using testing::TlsProbe;
using testing::TlsServer;

std::string FingerprintOf(const std::string& pem) {
  return Certificate::ParsePem(pem)->front().Fingerprint();
}

class TlsOfGrpc : public ::testing::Test {
 protected:
  // What the log says of a call with these credentials, which must fail.
  std::string LogOfRefusal(const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    ::testing::internal::CaptureStderr();
    EXPECT_THAT(CallOver(ChannelTo(server_.port(), credentials)),
                StatusIs(absl::StatusCode::kUnavailable));
    return ::testing::internal::GetCapturedStderr();
  }

  absl::Status CallShowing(const cli::IssuedCertificate& own) {
    return CallOver(ChannelTo(server_.port(), Showing(own, authority_.pem())));
  }

  const TestAuthority authority_;
  TlsServer server_{authority_};
};

TEST_F(TlsOfGrpc, TellsWhoCallsByItsCertificate) {
  const TestIdentity client(authority_, "cli");
  ASSERT_THAT(CallOver(ChannelTo(server_.port(), client->ChannelCredentials())), IsOk());
  const Peer peer = server_.service.last();
  EXPECT_TRUE(peer.encrypted);
  EXPECT_THAT(peer.identities, ElementsAre("spiffe://tertial/cli", "dns:localhost"));
  EXPECT_TRUE(IsLoopback(peer.address));
}

TEST_F(TlsOfGrpc, BelievesACertificateThatAnAuthorityBetweenHasIssued) {
  const TestAuthority between = authority_.IssueAuthority("between");
  const cli::IssuedCertificate issued = between.Issue("cli");
  EXPECT_THAT(CallShowing(issued), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(CallShowing({.certificate = issued.certificate + between.pem(), .key = issued.key}),
              IsOk());
}

TEST_F(TlsOfGrpc, RefusesAClientWithoutACertificateAndTellsWhy) {
  EXPECT_THAT(LogOfRefusal(grpc::SslCredentials({authority_.pem(), "", ""})), HasSubstr("MISSING"));
}

TEST_F(TlsOfGrpc, RefusesAnExpiredCertificateAndTellsWhy) {
  cli::CertificateRequest request = RequestFor("cli");
  request.not_after = SystemClock().Now() - absl::Minutes(1);
  const cli::IssuedCertificate expired = authority_.Issue(request);
  const std::string log = LogOfRefusal(Showing(expired, authority_.pem()));
  EXPECT_THAT(log, HasSubstr("EXPIRED"));
  EXPECT_THAT(log, HasSubstr(FingerprintOf(expired.certificate)));
}

TEST_F(TlsOfGrpc, RefusesACertificateOfAnotherAuthorityAndTellsWhy) {
  const cli::IssuedCertificate foreign = TestAuthority("another").Issue("cli");
  const std::string log = LogOfRefusal(Showing(foreign, authority_.pem()));
  EXPECT_THAT(log, HasSubstr("UNKNOWN_ISSUER"));
  // What it says of itself is not taken over.
  EXPECT_THAT(log, Not(HasSubstr("spiffe://tertial/cli")));
}

TEST_F(TlsOfGrpc, RefusesACertificateThatIsForServersAlone) {
  cli::CertificateRequest request = RequestFor("cli");
  request.for_clients = false;
  EXPECT_THAT(LogOfRefusal(Showing(authority_.Issue(request), authority_.pem())),
              HasSubstr("WRONG_PURPOSE"));
}

TEST_F(TlsOfGrpc, RefusesPlainText) {
  EXPECT_THAT(CallOver(ChannelTo(server_.port(), grpc::InsecureChannelCredentials())),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(server_.service.last().identities, IsEmpty());
}

TEST_F(TlsOfGrpc, IsOfVersion12AtLeast) {
  TlsProbe probe{.port = server_.port(),
                 .ca_pem = authority_.pem(),
                 .own = authority_.Issue("cli"),
                 .least_version = TLS1_VERSION};
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    probe.most_version = version;
    EXPECT_THAT(ShownCertificate(probe), IsOk()) << version;
  }
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    probe.most_version = version;
    EXPECT_THAT(ShownCertificate(probe), StatusIs(absl::StatusCode::kUnavailable)) << version;
  }
}

TEST_F(TlsOfGrpc, LetsInWhoShowsNoneWhereNoneIsRequiredAndJudgesWhoDoes) {
  TlsServer open(authority_, ClientCertificates::kRequest);
  EXPECT_THAT(CallOver(ChannelTo(open.port(), grpc::SslCredentials({authority_.pem(), "", ""}))),
              IsOk());
  EXPECT_TRUE(open.service.last().encrypted);
  EXPECT_THAT(open.service.last().identities, IsEmpty());
  EXPECT_THAT(CallOver(ChannelTo(open.port(),
                                 Showing(TestAuthority("another").Issue("cli"), authority_.pem()))),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(TlsOfGrpc, ChecksTheNameOfTheServer) {
  const TestIdentity client(authority_, "cli");
  cli::CertificateRequest request = RequestFor("politics");
  request.dns_names = {"elsewhere"};
  request.ip_addresses = {};
  const TestIdentity other(authority_.Issue(request), authority_.pem());
  testing::PeerNotingService service;
  const auto server =
      *Server::Start("127.0.0.1", 0, {{changes::v1::ChangeService::service_full_name(), &service}},
                     {.credentials = other->ServerCredentials(ClientCertificates::kRequire)});
  EXPECT_THAT(CallOver(ChannelTo(server->port(), client->ChannelCredentials())),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(CallOver(ChannelTo(server_.port(), client->ChannelCredentials())), IsOk());
}

TEST_F(TlsOfGrpc, RefusesAServerOfAnotherAuthority) {
  const TestIdentity client(authority_.Issue("cli"), TestAuthority("another").pem());
  EXPECT_THAT(CallOver(ChannelTo(server_.port(), client->ChannelCredentials())),
              StatusIs(absl::StatusCode::kUnavailable));
}

// Clients that call without end, over one connection and over ever new ones.
class Load {
 public:
  Load(int port, std::shared_ptr<grpc::ChannelCredentials> credentials) {
    for (int i = 0; i < 4; ++i) {
      threads_.emplace_back([this, port, credentials, kept = i % 2 == 0] {
        std::shared_ptr<grpc::Channel> channel = ChannelTo(port, credentials);
        while (!ended_) {
          if (!kept) channel = ChannelTo(port, credentials);
          if (const absl::Status called = CallOver(channel); !called.ok()) {
            ++failed_;
            ADD_FAILURE() << called;
          }
          ++made_;
        }
      });
    }
  }
  ~Load() { End(); }

  void End() {
    ended_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  int made() const { return made_; }
  int failed() const { return failed_; }

 private:
  std::atomic<bool> ended_{false};
  std::atomic<int> made_{0};
  std::atomic<int> failed_{0};
  std::vector<std::thread> threads_;
};

TEST_F(TlsOfGrpc, SwapsCertificatesUnderLoadWithoutAFailedCall) {
  const TestAuthority next("the next authority");
  const std::string both = authority_.pem() + next.pem();
  const TestIdentity client(authority_.Issue("cli"), both);
  const TlsProbe probe{.port = server_.port(), .ca_pem = both, .own = authority_.Issue("cli")};
  Load load(server_.port(), client->ChannelCredentials());
  std::string last = *ShownCertificate(probe);
  for (int swap = 0; swap < 3; ++swap) {
    const cli::IssuedCertificate own = (swap % 2 == 0 ? next : authority_).Issue("politics");
    const std::string fingerprint = FingerprintOf(own.certificate);
    server_.identity.directory().Replace(own, both);
    EXPECT_TRUE(Eventually([&] {
      const auto shown = ShownCertificate(probe);
      return shown.ok() && *shown == fingerprint;
    }));
    EXPECT_NE(last, fingerprint);
    last = fingerprint;
    const int made = load.made();
    EXPECT_TRUE(Eventually([&] { return load.made() > made + 20; }));
  }
  load.End();
  EXPECT_EQ(load.failed(), 0);
}

TEST_F(TlsOfGrpc, JudgesClientsByTheRootsThatAreThereWhenTheyConnect) {
  const TestAuthority next("the next authority");
  const cli::IssuedCertificate of_old = authority_.Issue("cli");
  const cli::IssuedCertificate of_new = next.Issue("cli");
  EXPECT_THAT(CallShowing(of_new), StatusIs(absl::StatusCode::kUnavailable));
  server_.identity.directory().ReplaceCa(next.pem());
  EXPECT_TRUE(Eventually([&] { return CallShowing(of_new).ok(); }));
  EXPECT_THAT(CallShowing(of_old), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(TlsOfGrpc, GoesOnWithWhatItHasWhenFilesAreBad) {
  const cli::IssuedCertificate next = authority_.Issue("politics");
  const TlsProbe probe{
      .port = server_.port(), .ca_pem = authority_.pem(), .own = authority_.Issue("cli")};
  const std::string before = *ShownCertificate(probe);
  // The certificate without its key, as whoever copies one after the other leaves them for a time.
  server_.identity.directory().Replace(
      {.certificate = next.certificate, .key = server_.identity->material()->key_pem},
      authority_.pem());
  ASSERT_TRUE(Eventually([&] { return !server_.identity->current(); }));
  EXPECT_EQ(*ShownCertificate(probe), before);
  server_.identity.directory().Replace(next, authority_.pem());
  EXPECT_TRUE(
      Eventually([&] { return *ShownCertificate(probe) == FingerprintOf(next.certificate); }));
}

TEST_F(TlsOfGrpc, HasAClientShowTheCertificateThatIsThereWhenItConnects) {
  TestIdentity client(authority_, "cli");
  ASSERT_THAT(CallOver(ChannelTo(server_.port(), client->ChannelCredentials())), IsOk());
  client.directory().Replace(authority_.Issue("reader"), authority_.pem());
  EXPECT_TRUE(Eventually([&] {
    EXPECT_THAT(CallOver(ChannelTo(server_.port(), client->ChannelCredentials())), IsOk());
    return server_.service.last().identities.front() == "spiffe://tertial/reader";
  }));
}

}  // namespace
}  // namespace tertial
