// TLS of HTTP: the same as of gRPC, by another library.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/http/http_server.h"
#include "common/types/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/eventually.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_certificates.h"
#include "tests/testing/tls_probe.h"

namespace tertial {
namespace {

using testing::Eventually;
using testing::Exchange;
using testing::ExchangeInPlainText;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RequestFor;
using testing::ShownCertificate;
using testing::TestAuthority;
using testing::TestIdentity;
using testing::TlsProbe;

constexpr char kRequest[] = "GET /who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

// Answers with who sent the request.
class WhoHandler final : public HttpHandler {
 public:
  std::optional<HttpAnswer> Refuse(const HttpRequest& /*request*/) override { return std::nullopt; }
  void Handle(std::shared_ptr<HttpExchange> exchange) override {
    exchange->Answer([exchange] {
      const Peer& peer = exchange->request().peer;
      return HttpAnswer{.status = kHttpOk,
                        .headers = {},
                        .body = absl::StrCat(IsLoopback(peer.address) ? "near " : "far ",
                                             peer.encrypted ? "TLS " : "plain ",
                                             absl::StrJoin(peer.identities, ","), ".")};
    });
  }
};

std::string FingerprintOf(const std::string& pem) {
  return Certificate::ParsePem(pem)->front().Fingerprint();
}

class TlsOfHttp : public ::testing::Test {
 protected:
  TlsProbe Probe(std::optional<cli::IssuedCertificate> own) const {
    return {.port = server_->port(),
            .ca_pem = authority_.pem(),
            .own = std::move(own),
            .protocol = "http/1.1"};
  }

  // What the log says of a request of who shows this, which must fail.
  std::string LogOfRefusal(std::optional<cli::IssuedCertificate> own) {
    ::testing::internal::CaptureStderr();
    EXPECT_THAT(Exchange(Probe(std::move(own)), kRequest),
                StatusIs(absl::StatusCode::kUnavailable));
    return ::testing::internal::GetCapturedStderr();
  }

  const TestAuthority authority_;
  TestIdentity identity_{authority_, "gateway"};
  WhoHandler handler_;
  const std::unique_ptr<HttpServer> server_ =
      *HttpServer::Start("127.0.0.1", 0, handler_, HttpTls{.identity = identity_.get()});
};

TEST_F(TlsOfHttp, TellsWhoSendsByItsCertificate) {
  const auto answer = Exchange(Probe(authority_.Issue("cli")), kRequest);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(*answer, HasSubstr("near TLS spiffe://tertial/cli,dns:localhost."));
}

TEST_F(TlsOfHttp, TellsThatPlainTextIsPlain) {
  const auto plain = *HttpServer::Start("127.0.0.1", 0, handler_);
  const auto answer = ExchangeInPlainText(plain->port(), kRequest);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(*answer, HasSubstr("near plain ."));
}

TEST_F(TlsOfHttp, RefusesAClientWithoutACertificateAndTellsWhy) {
  EXPECT_THAT(LogOfRefusal(std::nullopt), HasSubstr("MISSING"));
}

TEST_F(TlsOfHttp, RefusesAnExpiredCertificateAndTellsWhy) {
  cli::CertificateRequest request = RequestFor("cli");
  request.not_after = SystemClock().Now() - absl::Minutes(1);
  const cli::IssuedCertificate expired = authority_.Issue(request);
  const std::string log = LogOfRefusal(expired);
  EXPECT_THAT(log, HasSubstr("EXPIRED"));
  EXPECT_THAT(log, HasSubstr(FingerprintOf(expired.certificate)));
}

TEST_F(TlsOfHttp, RefusesACertificateOfAnotherAuthorityAndTellsWhy) {
  const std::string log = LogOfRefusal(TestAuthority("another").Issue("cli"));
  EXPECT_THAT(log, HasSubstr("UNKNOWN_ISSUER"));
  EXPECT_THAT(log, Not(HasSubstr("spiffe://tertial/cli")));
}

TEST_F(TlsOfHttp, LetsInWhoShowsNoneWhereNoneIsRequired) {
  const auto open = *HttpServer::Start(
      "127.0.0.1", 0, handler_,
      HttpTls{.identity = identity_.get(), .demanded = ClientCertificates::kRequest});
  TlsProbe probe = Probe(std::nullopt);
  probe.port = open->port();
  const auto answer = Exchange(probe, kRequest);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(*answer, HasSubstr("near TLS ."));
  probe.own = TestAuthority("another").Issue("cli");
  EXPECT_THAT(Exchange(probe, kRequest), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(TlsOfHttp, RefusesPlainText) {
  EXPECT_THAT(ExchangeInPlainText(server_->port(), kRequest), Not(IsOk()));
}

TEST_F(TlsOfHttp, IsOfVersion12AtLeast) {
  TlsProbe probe = Probe(authority_.Issue("cli"));
  probe.least_version = TLS1_VERSION;
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    probe.most_version = version;
    EXPECT_THAT(Exchange(probe, kRequest), IsOk()) << version;
  }
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    probe.most_version = version;
    EXPECT_THAT(ShownCertificate(probe), StatusIs(absl::StatusCode::kUnavailable)) << version;
  }
}

TEST_F(TlsOfHttp, SwapsCertificatesUnderLoadWithoutAFailedRequest) {
  const TestAuthority next("the next authority");
  const std::string both = authority_.pem() + next.pem();
  TlsProbe probe = Probe(authority_.Issue("cli"));
  probe.ca_pem = both;
  std::atomic<bool> ended = false;
  std::atomic<int> made = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      while (!ended) {
        EXPECT_THAT(Exchange(probe, kRequest), IsOk());
        ++made;
      }
    });
  }
  for (int swap = 0; swap < 3; ++swap) {
    const cli::IssuedCertificate own = (swap % 2 == 0 ? next : authority_).Issue("gateway");
    identity_.directory().Replace(own, both);
    EXPECT_TRUE(Eventually([&] {
      const auto shown = ShownCertificate(probe);
      return shown.ok() && *shown == FingerprintOf(own.certificate);
    }));
    const int before = made;
    EXPECT_TRUE(Eventually([&] { return made > before + 20; }));
  }
  ended = true;
  for (std::thread& client : clients) client.join();
}

TEST_F(TlsOfHttp, JudgesClientsByTheRootsThatAreThereWhenTheyConnect) {
  const TestAuthority next("the next authority");
  const cli::IssuedCertificate of_new = next.Issue("cli");
  EXPECT_THAT(Exchange(Probe(of_new), kRequest), StatusIs(absl::StatusCode::kUnavailable));
  identity_.directory().ReplaceCa(next.pem());
  EXPECT_TRUE(Eventually([&] { return Exchange(Probe(of_new), kRequest).ok(); }));
  EXPECT_THAT(Exchange(Probe(authority_.Issue("cli")), kRequest),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace tertial
