#include "common/security/certificates.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/types/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/test_certificates.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::RequestFor;
using ::testing::SizeIs;
using testing::TestAuthority;

Certificate Parsed(const std::string& pem) { return Certificate::ParsePem(pem)->front(); }

// What is wrong with a certificate for `roots`.
CertificateFlaw FlawIn(const cli::IssuedCertificate& issued, const std::string& roots,
                       CertificateUse use = CertificateUse::kClient,
                       const std::vector<Certificate>& others = {},
                       absl::Time now = SystemClock().Now()) {
  return TrustedRoots::ParsePem(roots)->FindFlaw(Parsed(issued.certificate), others, use, now);
}

// A certificate that is its own authority, with an RSA key of so many bits, in PEM.
std::string SelfSigned(unsigned int bits) {
  const std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)> key(EVP_RSA_gen(bits),
                                                                  &::EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&::X509_free)> made(::X509_new(), &::X509_free);
  X509_NAME* const name = ::X509_get_subject_name(made.get());
  ::X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("itself"), -1, -1, 0);
  ::X509_set_issuer_name(made.get(), name);
  ::X509_gmtime_adj(::X509_getm_notBefore(made.get()), -60);
  ::X509_gmtime_adj(::X509_getm_notAfter(made.get()), 3600);
  ::X509_set_pubkey(made.get(), key.get());
  EXPECT_GT(::X509_sign(made.get(), key.get(), ::EVP_sha256()), 0);
  const std::unique_ptr<BIO, decltype(&::BIO_free_all)> pem(::BIO_new(::BIO_s_mem()),
                                                            &::BIO_free_all);
  EXPECT_EQ(::PEM_write_bio_X509(pem.get(), made.get()), 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(pem.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

TEST(Certificate, TellsItsNamesAsAPolicyWritesThem) {
  const TestAuthority authority;
  cli::CertificateRequest request = RequestFor("politics");
  request.dns_names = {"politics", "politics.tertial.svc"};
  EXPECT_THAT(Parsed(authority.Issue(request).certificate).Identities(),
              ElementsAre("spiffe://tertial/politics", "dns:politics", "dns:politics.tertial.svc"));
}

TEST(Certificate, WithTwoUrisHasNoSpiffeId) {
  const TestAuthority authority;
  cli::CertificateRequest request = RequestFor("politics");
  request.uris = {"spiffe://tertial/politics", "spiffe://tertial/climate"};
  EXPECT_THAT(Parsed(authority.Issue(request).certificate).Identities(),
              ElementsAre("dns:localhost"));
  request.uris = {"https://tertial/politics"};
  EXPECT_THAT(Parsed(authority.Issue(request).certificate).Identities(),
              ElementsAre("dns:localhost"));
}

TEST(Certificate, TellsNoNameThatNoPolicyCanWrite) {
  const TestAuthority authority;
  cli::CertificateRequest request = RequestFor("cli");
  request.uris = {"spiffe://tertial/cli\nx"};
  request.dns_names = {"localhost\r\n", std::string("local\0host", 10), "local host", "\xff", ""};
  EXPECT_THAT(Parsed(authority.Issue(request).certificate).Identities(), IsEmpty());
}

TEST(Certificate, TellsWhenItIsValid) {
  const TestAuthority authority;
  cli::CertificateRequest request = RequestFor("cli");
  request.not_before = absl::FromUnixSeconds(1'600'000'000);
  request.not_after = absl::FromUnixSeconds(4'000'000'000);  // beyond 2050: written in another way
  const Certificate certificate = Parsed(authority.Issue(request).certificate);
  EXPECT_EQ(certificate.not_before(), request.not_before);
  EXPECT_EQ(certificate.not_after(), request.not_after);
}

TEST(Certificate, IsReadFromPemWithOthersBehindItAndAKeyBeforeIt) {
  const TestAuthority authority;
  const cli::IssuedCertificate issued = authority.Issue("cli");
  const auto parsed =
      Certificate::ParsePem(issued.key + "some words\n" + issued.certificate + authority.pem());
  ASSERT_TRUE(parsed.ok());
  ASSERT_THAT(*parsed, SizeIs(2));
  EXPECT_EQ((*parsed)[0].Fingerprint(), Parsed(issued.certificate).Fingerprint());
  EXPECT_EQ((*parsed)[1].Fingerprint(), Parsed(authority.pem()).Fingerprint());
}

TEST(Certificate, IsRefusedWhereThereIsNoneOrHalfOfOne) {
  const TestAuthority authority;
  const std::string pem = authority.Issue("cli").certificate;
  for (const std::string& text :
       {std::string(), std::string("no certificate"), authority.Issue("cli").key,
        pem.substr(0, pem.size() / 2), pem + pem.substr(0, pem.size() / 2)}) {
    EXPECT_EQ(Certificate::ParsePem(text).status().code(), absl::StatusCode::kInvalidArgument)
        << text;
  }
  EXPECT_EQ(Certificate::ParseDer("no certificate").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(CheckPrivateKey, TellsTheKeyOfTheCertificateFromAnother) {
  const TestAuthority authority;
  const cli::IssuedCertificate issued = authority.Issue("cli");
  const Certificate certificate = Parsed(issued.certificate);
  EXPECT_TRUE(CheckPrivateKey(issued.key, certificate).ok());
  for (const std::string& key : {authority.Issue("cli").key, std::string(), issued.certificate,
                                 issued.key.substr(0, issued.key.size() / 2)}) {
    EXPECT_EQ(CheckPrivateKey(key, certificate).code(), absl::StatusCode::kInvalidArgument) << key;
  }
}

TEST(TrustedRoots, BelieveWhatTheyHaveIssued) {
  const TestAuthority authority;
  EXPECT_EQ(FlawIn(authority.Issue("cli"), authority.pem()), CertificateFlaw::kNone);
}

TEST(TrustedRoots, BelieveWhatAnyOfThemHasIssued) {
  const TestAuthority one("one");
  const TestAuthority two("two");
  EXPECT_EQ(FlawIn(one.Issue("cli"), one.pem() + two.pem()), CertificateFlaw::kNone);
  EXPECT_EQ(FlawIn(two.Issue("cli"), one.pem() + two.pem()), CertificateFlaw::kNone);
}

TEST(TrustedRoots, DoNotBelieveWhatOthersHaveIssuedUnderTheSameName) {
  const TestAuthority own("an authority");
  const TestAuthority other("an authority");
  const CertificateFlaw flaw = FlawIn(other.Issue("cli"), own.pem());
  EXPECT_TRUE(flaw == CertificateFlaw::kUnknownIssuer || flaw == CertificateFlaw::kInvalid)
      << FlawName(flaw);
  EXPECT_EQ(FlawIn(TestAuthority("another").Issue("cli"), own.pem()),
            CertificateFlaw::kUnknownIssuer);
}

TEST(TrustedRoots, DoNotBelieveARootThatIsShownBesideTheCertificate) {
  const TestAuthority own;
  const TestAuthority other("another");
  EXPECT_EQ(FlawIn(other.Issue("cli"), own.pem(), CertificateUse::kClient, {Parsed(other.pem())}),
            CertificateFlaw::kUnknownIssuer);
}

TEST(TrustedRoots, BelieveWhatTheyHaveHadIssuedWhenThatIsShown) {
  const TestAuthority root("the root");
  const TestAuthority between = root.IssueAuthority("between");
  const cli::IssuedCertificate issued = between.Issue("cli");
  EXPECT_EQ(FlawIn(issued, root.pem()), CertificateFlaw::kUnknownIssuer);
  EXPECT_EQ(FlawIn(issued, root.pem(), CertificateUse::kClient, {Parsed(between.pem())}),
            CertificateFlaw::kNone);
}

TEST(TrustedRoots, DoNotBelieveACertificateThatIsNotValidAtTheTime) {
  const TestAuthority authority;
  const cli::IssuedCertificate issued = authority.Issue("cli");
  const Certificate certificate = Parsed(issued.certificate);
  EXPECT_EQ(FlawIn(issued, authority.pem(), CertificateUse::kClient, {},
                   certificate.not_after() + absl::Seconds(1)),
            CertificateFlaw::kExpired);
  cli::CertificateRequest later = RequestFor("cli");
  later.not_before = SystemClock().Now() + absl::Hours(1);
  EXPECT_EQ(FlawIn(authority.Issue(later), authority.pem()), CertificateFlaw::kNotYetValid);
}

TEST(TrustedRoots, DoNotBelieveACertificateThatIsForSomethingElse) {
  const TestAuthority authority;
  cli::CertificateRequest request = RequestFor("politics");
  request.for_clients = false;
  const cli::IssuedCertificate of_server = authority.Issue(request);
  EXPECT_EQ(FlawIn(of_server, authority.pem(), CertificateUse::kClient),
            CertificateFlaw::kWrongPurpose);
  EXPECT_EQ(FlawIn(of_server, authority.pem(), CertificateUse::kServer), CertificateFlaw::kNone);
}

TEST(TrustedRoots, DoNotBelieveAKeyThatIsTooShort) {
  for (const auto& [bits, flaw] :
       {std::pair(2048U, CertificateFlaw::kNone), {1024U, CertificateFlaw::kInvalid}}) {
    const std::string pem = SelfSigned(bits);
    EXPECT_EQ(TrustedRoots::ParsePem(pem)->FindFlaw(Parsed(pem), {}, CertificateUse::kClient,
                                                    SystemClock().Now()),
              flaw)
        << bits;
  }
}

TEST(TrustedRoots, DoNotBelieveWhatWasIssuedWithoutTheRightTo) {
  const TestAuthority authority;
  const auto leaf = cli::CertificateAuthority::Load(authority.Issue("cli"));
  const cli::IssuedCertificate issued = *leaf->Issue(RequestFor("admin"));
  EXPECT_NE(
      FlawIn(issued, authority.pem(), CertificateUse::kClient, {Parsed(leaf->own().certificate)}),
      CertificateFlaw::kNone);
}

}  // namespace
}  // namespace tertial
