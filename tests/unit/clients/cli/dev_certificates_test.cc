#include "clients/cli/certificates/dev_certificates.h"

#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <filesystem>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/security/certificates.h"
#include "common/security/watched_files.h"
#include "common/types/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class DevCertificatesTest : public ::testing::Test {
 protected:
  DevCertificates Wanted() const { return {.directory = directory_.path() + "/tls"}; }

  std::string Read(const std::string& name) const {
    return *ReadWholeFile("file", directory_.path() + "/tls/" + name);
  }
  Certificate Of(const std::string& holder) const {
    return Certificate::ParsePem(Read(holder + ".pem"))->front();
  }

  const absl::Time now_ = SystemClock().Now();
  const TempDir directory_;
};

TEST_F(DevCertificatesTest, AreMadeForEveryServiceTheCommandAndAReader) {
  const auto made = MakeDevCertificates(Wanted(), now_);
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(*made, SizeIs(16));
  const auto roots = TrustedRoots::ParsePem(Read("ca.pem"));
  for (const std::string& holder :
       {"gateway", "indicators", "workforce", "politics", "climate", "cli", "reader"}) {
    const Certificate certificate = Of(holder);
    EXPECT_THAT(certificate.Identities(),
                ElementsAre("spiffe://tertial/" + holder, "dns:" + holder, "dns:localhost"));
    EXPECT_TRUE(CheckPrivateKey(Read(holder + ".key"), certificate).ok());
    for (const CertificateUse use : {CertificateUse::kClient, CertificateUse::kServer}) {
      EXPECT_EQ(roots->FindFlaw(certificate, {}, use, now_), CertificateFlaw::kNone);
    }
    EXPECT_THAT(TlsIdentity::Load(CertificatesIn(Wanted().directory, holder)), IsOk());
  }
}

TEST_F(DevCertificatesTest, HaveKeysThatOnlyTheirOwnerMayRead) {
  const auto made = MakeDevCertificates(Wanted(), now_);
  int keys = 0;
  for (const std::string& path : *made) {
    struct stat about = {};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    if (!absl::EndsWith(path, ".key")) continue;
    ++keys;
    EXPECT_EQ(about.st_mode & 0777, 0600U) << path;
  }
  EXPECT_EQ(keys, 8);
}

TEST_F(DevCertificatesTest, AreOfTheHostsAndTheDaysAskedFor) {
  DevCertificates wanted = Wanted();
  wanted.hosts = {"tertial.example", "192.0.2.7"};
  wanted.days = 3;
  ASSERT_THAT(MakeDevCertificates(wanted, now_), IsOk());
  const Certificate certificate = Of("gateway");
  EXPECT_THAT(certificate.Identities(), Contains("dns:tertial.example"));
  EXPECT_LE(certificate.not_after(), now_ + absl::Hours(72));
  EXPECT_GT(certificate.not_after(), now_ + absl::Hours(71));
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "192.0.2.7", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "127.0.0.1", 0), 1);
}

TEST_F(DevCertificatesTest, AreMadeForOtherCallersAsWell) {
  DevCertificates wanted = Wanted();
  wanted.callers = {"auditor", "cli"};
  const auto made = MakeDevCertificates(wanted, now_);
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(*made, SizeIs(18));
  EXPECT_THAT(Of("auditor").Identities(), Contains("spiffe://tertial/auditor"));
}

TEST_F(DevCertificatesTest, AreNotMadeForWhatIsNoName) {
  for (const char* const caller : {"", "../cli", "a b", "Auditor", "ca"}) {
    DevCertificates wanted = Wanted();
    wanted.callers = {caller};
    EXPECT_THAT(MakeDevCertificates(wanted, now_), StatusIs(absl::StatusCode::kInvalidArgument))
        << caller;
  }
  EXPECT_FALSE(std::filesystem::exists(Wanted().directory));
}

TEST_F(DevCertificatesTest, AreNotOverwritten) {
  ASSERT_THAT(MakeDevCertificates(Wanted(), now_), IsOk());
  const std::string before = Read("ca.pem") + Read("gateway.pem");
  EXPECT_THAT(MakeDevCertificates(Wanted(), now_), StatusIs(absl::StatusCode::kAlreadyExists));
  // Not even where one file alone is there.
  std::filesystem::remove(Wanted().directory + "/ca.pem");
  EXPECT_THAT(MakeDevCertificates(Wanted(), now_), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_TRUE(absl::EndsWith(before, Read("gateway.pem")));
}

TEST_F(DevCertificatesTest, AreRenewedByTheSameAuthority) {
  ASSERT_THAT(MakeDevCertificates(Wanted(), now_), IsOk());
  const std::string authority = Read("ca.pem");
  std::set<std::string> fingerprints = {Of("gateway").Fingerprint()};
  DevCertificates wanted = Wanted();
  wanted.renew = true;
  const auto renewed = MakeDevCertificates(wanted, now_);
  ASSERT_THAT(renewed, IsOk());
  EXPECT_THAT(*renewed, SizeIs(14));
  EXPECT_EQ(Read("ca.pem"), authority);
  EXPECT_TRUE(fingerprints.insert(Of("gateway").Fingerprint()).second);
  EXPECT_EQ(
      TrustedRoots::ParsePem(authority)->FindFlaw(Of("gateway"), {}, CertificateUse::kClient, now_),
      CertificateFlaw::kNone);
}

TEST_F(DevCertificatesTest, AreNotRenewedWithoutAnAuthorityThatOutlastsThem) {
  DevCertificates wanted = Wanted();
  wanted.renew = true;
  EXPECT_THAT(MakeDevCertificates(wanted, now_), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(MakeDevCertificates(Wanted(), now_), IsOk());
  EXPECT_THAT(MakeDevCertificates(wanted, now_ + absl::Hours(24 * 365 * 10)),
              StatusIs(absl::StatusCode::kInvalidArgument));
  directory_.Write("tls/ca.key", Read("gateway.key"));
  EXPECT_THAT(MakeDevCertificates(wanted, now_), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace tertial::cli
