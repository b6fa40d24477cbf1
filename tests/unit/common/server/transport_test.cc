#include "common/server/transport.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_certificates.h"

namespace tertial {
namespace {

using ::testing::HasSubstr;
using testing::TestAuthority;
using testing::TlsDirectory;

// What the flags come to; nothing where they are refused.
std::optional<TransportOptions> Parsed(std::vector<std::string> arguments) {
  CLI::App app;
  TransportOptions options;
  AddTransportFlags(app, options);
  std::reverse(arguments.begin(), arguments.end());  // as CLI::App::parse asks for it
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError&) {
    return std::nullopt;
  }
  return options;
}

TEST(TransportFlags, NameAllTlsFilesOrNone) {
  EXPECT_TRUE(Parsed({}).has_value());
  EXPECT_TRUE(Parsed({"--tls-certificate=c", "--tls-key=k", "--tls-ca=a"}).has_value());
  EXPECT_FALSE(Parsed({"--tls-certificate=c", "--tls-key=k"}).has_value());
  EXPECT_FALSE(Parsed({"--tls-certificate=c", "--tls-ca=a"}).has_value());
  EXPECT_FALSE(Parsed({"--tls-key=k", "--tls-ca=a"}).has_value());
  EXPECT_FALSE(Parsed({"--tls-ca=a"}).has_value());
}

TEST(TransportFlags, DemandCertificatesUnlessTheySayOtherwise) {
  EXPECT_EQ(Parsed({})->client_certificates, ClientCertificates::kRequire);
  EXPECT_EQ(Parsed({"--tls-client-certificates=request"})->client_certificates,
            ClientCertificates::kRequest);
  EXPECT_FALSE(Parsed({"--tls-client-certificates=none"}).has_value());
}

TEST(TransportFlags, HaveNoPortOfHealthUnlessOneIsNamed) {
  EXPECT_FALSE(Parsed({})->health_port.has_value());
  EXPECT_EQ(Parsed({"--health-port=0"})->health_port, 0);
  EXPECT_FALSE(Parsed({"--health-port=70000"}).has_value());
}

TEST(TransportFlags, SayPlainTextOrTls) {
  EXPECT_TRUE(Parsed({"--insecure"})->insecure);
  EXPECT_FALSE(
      Parsed({"--insecure", "--tls-certificate=c", "--tls-key=k", "--tls-ca=a"}).has_value());
}

class OpenTransportTest : public ::testing::Test {
 protected:
  const TestAuthority authority_;
  const TlsDirectory directory_{authority_.Issue("politics"), authority_.pem()};
  const TransportOptions tls_{.tls = directory_.files()};
};

TEST_F(OpenTransportTest, IsInPlainTextWhereOnlyThisMachineReachesTheAddress) {
  for (const char* const host : {"127.0.0.1", "127.0.0.2", "[::1]", "localhost"}) {
    const auto opened = OpenTransport(host, {}, false);
    ASSERT_THAT(opened, IsOk()) << host;
    EXPECT_EQ(*opened, nullptr) << host;
  }
}

TEST_F(OpenTransportTest, RefusesPlainTextWhereOthersReachTheAddress) {
  for (const char* const host : {"0.0.0.0", "[::]", "192.0.2.1"}) {
    EXPECT_THAT(OpenTransport(host, {}, false), StatusIs(absl::StatusCode::kFailedPrecondition))
        << host;
    EXPECT_THAT(OpenTransport(host, {}, false), MessageNames(host));
  }
}

TEST_F(OpenTransportTest, AllowsItWhereItIsSaidAndTellsSoInTheLog) {
  TransportOptions insecure;
  insecure.insecure = true;
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(OpenTransport("0.0.0.0", insecure, false), IsOk());
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr(" warning "));
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(OpenTransport("127.0.0.1", insecure, false), IsOk());
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST_F(OpenTransportTest, TakesTlsOnAnyAddress) {
  const auto opened = OpenTransport("0.0.0.0", tls_, false);
  ASSERT_THAT(opened, IsOk());
  ASSERT_NE(*opened, nullptr);
  EXPECT_NE(ListeningOf(tls_, opened->get()).credentials, nullptr);
  EXPECT_EQ(HttpTlsOf(tls_, opened->get())->identity, opened->get());
}

TEST_F(OpenTransportTest, RefusesFilesThatCannotBeUsed) {
  TransportOptions options = tls_;
  options.tls.key = "/none/tls.key";
  EXPECT_THAT(OpenTransport("127.0.0.1", options, false), MessageNames("/none/tls.key"));
}

TEST_F(OpenTransportTest, LetsInWhoShowsNoCertificateOnlyWhereTokensAreAccepted) {
  TransportOptions options = tls_;
  options.client_certificates = ClientCertificates::kRequest;
  EXPECT_THAT(OpenTransport("127.0.0.1", options, false),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(OpenTransport("127.0.0.1", options, true), IsOk());
}

}  // namespace
}  // namespace tertial
