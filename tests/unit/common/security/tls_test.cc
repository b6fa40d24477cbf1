#include "common/security/tls.h"

#include <string>
#include <vector>

#include "common/observability/certificate_ends.h"
#include "common/types/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/eventually.h"
#include "tests/testing/test_certificates.h"

namespace tertial {
namespace {

using testing::Eventually;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RequestFor;
using testing::TestAuthority;
using testing::TestIdentity;
using testing::TlsDirectory;

std::string MessageOf(const TlsFiles& files) {
  const auto loaded = TlsIdentity::Load(files);
  return loaded.ok() ? "" : std::string(loaded.status().message());
}

class TlsFilesTest : public ::testing::Test {
 protected:
  const TestAuthority authority_;
  const cli::IssuedCertificate issued_ = authority_.Issue("politics");
};

TEST_F(TlsFilesTest, AreReadWhenTheyFit) {
  const TlsDirectory directory(issued_, authority_.pem());
  const auto identity = TlsIdentity::Load(directory.files());
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ((*identity)->material()->key_pem, issued_.key);
  EXPECT_TRUE((*identity)->current());
}

TEST_F(TlsFilesTest, MayBeTheRootsAloneForAClient) {
  const TlsDirectory directory(issued_, authority_.pem());
  const auto identity = TlsIdentity::Load({.ca = directory.files().ca});
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_TRUE((*identity)->material()->chain.empty());
}

TEST_F(TlsFilesTest, ThatAreNotThereAreNamed) {
  const TlsDirectory directory(issued_, authority_.pem());
  TlsFiles files = directory.files();
  files.certificate = "/none/tls.pem";
  EXPECT_THAT(MessageOf(files), HasSubstr("/none/tls.pem"));
  files = directory.files();
  files.key = "/none/tls.key";
  EXPECT_THAT(MessageOf(files), HasSubstr("/none/tls.key"));
  files = directory.files();
  files.ca = "/none/ca.pem";
  EXPECT_THAT(MessageOf(files), HasSubstr("/none/ca.pem"));
}

TEST_F(TlsFilesTest, ThatHoldSomethingElseAreNamed) {
  const TlsDirectory no_certificate({.certificate = "words", .key = issued_.key}, authority_.pem());
  EXPECT_THAT(MessageOf(no_certificate.files()), HasSubstr(no_certificate.files().certificate));
  const TlsDirectory no_key({.certificate = issued_.certificate, .key = "words"}, authority_.pem());
  EXPECT_THAT(MessageOf(no_key.files()), HasSubstr(no_key.files().key));
  const TlsDirectory no_root(issued_, "words");
  EXPECT_THAT(MessageOf(no_root.files()), HasSubstr(no_root.files().ca));
}

TEST_F(TlsFilesTest, AreRefusedWhenTheKeyIsAnothers) {
  const TlsDirectory directory(
      {.certificate = issued_.certificate, .key = authority_.Issue("politics").key},
      authority_.pem());
  EXPECT_THAT(MessageOf(directory.files()), HasSubstr(directory.files().key));
  // Nothing of what is in it is told.
  EXPECT_THAT(MessageOf(directory.files()), Not(HasSubstr("BEGIN")));
}

TEST_F(TlsFilesTest, AreRefusedWhenTheCertificateIsNotValidNow) {
  const absl::Time now = SystemClock().Now();
  cli::CertificateRequest expired = RequestFor("politics");
  expired.not_after = now - absl::Minutes(1);
  const TlsDirectory ended(authority_.Issue(expired), authority_.pem());
  EXPECT_THAT(MessageOf(ended.files()), HasSubstr(ended.files().certificate));
  cli::CertificateRequest later = RequestFor("politics");
  later.not_before = now + absl::Minutes(10);
  const TlsDirectory not_begun(authority_.Issue(later), authority_.pem());
  EXPECT_THAT(MessageOf(not_begun.files()), HasSubstr(not_begun.files().certificate));
}

TEST_F(TlsFilesTest, MayHoldARootThatHasEndedBesideOneThatHasNot) {
  const absl::Time now = SystemClock().Now();
  const auto ended =
      cli::CertificateAuthority::Create("ended", now - absl::Hours(2), now - absl::Hours(1));
  const std::string ended_pem = ended->own().certificate;
  EXPECT_EQ(MessageOf(TlsDirectory(issued_, ended_pem + authority_.pem()).files()), "");
  EXPECT_NE(MessageOf(TlsDirectory(issued_, ended_pem).files()), "");
}

TEST_F(TlsFilesTest, ThatCannotBeUsedLeaveWhatWasRead) {
  TlsDirectory directory(issued_, authority_.pem());
  const auto identity = TlsIdentity::Load(directory.files());
  const cli::IssuedCertificate next = authority_.Issue("politics");
  directory.Replace({.certificate = next.certificate, .key = issued_.key}, authority_.pem());
  EXPECT_TRUE(Eventually([&] { return !(*identity)->current(); }));
  EXPECT_EQ((*identity)->material()->certificate_pem, issued_.certificate);
  directory.Replace(next, authority_.pem());
  EXPECT_TRUE(Eventually([&] { return (*identity)->current(); }));
  EXPECT_EQ((*identity)->material()->certificate_pem, next.certificate);
}

TEST_F(TlsFilesTest, AreToldOfWhenTheyEndSoon) {
  const auto log_of = [&](absl::Duration left) {
    cli::CertificateRequest request = RequestFor("politics");
    request.not_after = SystemClock().Now() + left;
    // Its root lasts longer than anything that is told of.
    const auto root = cli::CertificateAuthority::Create("root", SystemClock().Now(),
                                                        SystemClock().Now() + absl::Hours(9999));
    const TlsDirectory directory(*root->Issue(request), root->own().certificate);
    ::testing::internal::CaptureStderr();
    EXPECT_EQ(MessageOf(directory.files()), "");
    return ::testing::internal::GetCapturedStderr();
  };
  EXPECT_EQ(log_of(absl::Hours(24 * 31)), "");
  EXPECT_THAT(log_of(absl::Hours(24 * 29)), HasSubstr(" warning "));
  EXPECT_THAT(log_of(absl::Hours(24 * 6)), HasSubstr(" error "));
}

TEST_F(TlsFilesTest, TellOperatorsWhenTheyEnd) {
  const TestIdentity identity(issued_, authority_.pem());
  absl::Time noted;
  for (const CertificateEnd& end : CertificateEnds()) {
    if (end.file == "tls-certificate") noted = end.not_after;
  }
  EXPECT_EQ(noted, identity->material()->chain.front().not_after());
}

class IsLetInTest : public ::testing::Test {
 protected:
  // Whether who shows `shown` is let in, and what the log says.
  bool IsIn(ClientCertificates demanded, const std::string& shown) {
    ::testing::internal::CaptureStderr();
    const bool in =
        IsLetIn(*identity_->material(), demanded,
                shown.empty() ? std::vector<Certificate>() : *Certificate::ParsePem(shown), "gRPC");
    log_ = ::testing::internal::GetCapturedStderr();
    return in;
  }

  const TestAuthority authority_;
  const TestIdentity identity_{authority_, "politics"};
  std::string log_;
};

TEST_F(IsLetInTest, WhoeverHasACertificateOfTheRoots) {
  EXPECT_TRUE(IsIn(ClientCertificates::kRequire, authority_.Issue("cli").certificate));
  EXPECT_TRUE(IsIn(ClientCertificates::kRequest, authority_.Issue("cli").certificate));
  EXPECT_EQ(log_, "");
}

TEST_F(IsLetInTest, WhoeverHasNoneOnlyWhereNoneIsRequired) {
  EXPECT_TRUE(IsIn(ClientCertificates::kRequest, ""));
  EXPECT_EQ(log_, "");
  EXPECT_FALSE(IsIn(ClientCertificates::kRequire, ""));
  EXPECT_THAT(log_, HasSubstr("MISSING"));
}

TEST_F(IsLetInTest, NobodyWithOneThatIsWrongAndTheLogTellsWhyAndNoName) {
  const std::string foreign = TestAuthority("another").Issue("cli").certificate;
  for (const ClientCertificates demanded :
       {ClientCertificates::kRequire, ClientCertificates::kRequest}) {
    EXPECT_FALSE(IsIn(demanded, foreign));
    EXPECT_THAT(log_, HasSubstr("UNKNOWN_ISSUER"));
    EXPECT_THAT(log_, HasSubstr(Certificate::ParsePem(foreign)->front().Fingerprint()));
    EXPECT_THAT(log_, Not(HasSubstr("spiffe")));
  }
}

}  // namespace
}  // namespace tertial
