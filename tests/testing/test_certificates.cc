#include "tests/testing/test_certificates.h"

#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/types/clock.h"
#include "tests/testing/planted.h"

namespace tertial::testing {
namespace {

constexpr absl::Duration kSince = absl::Hours(1);
constexpr absl::Duration kValidity = absl::Hours(24 * 60);

}  // namespace

cli::CertificateRequest RequestFor(const std::string& name) {
  const absl::Time now = SystemClock().Now();
  return {.common_name = name,
          .uris = {absl::StrCat("spiffe://tertial/", name)},
          .dns_names = {"localhost"},
          .ip_addresses = {"127.0.0.1"},
          .not_before = now - kSince,
          .not_after = now + kValidity};
}

TestAuthority::TestAuthority(const std::string& name)
    : TestAuthority(*cli::CertificateAuthority::Create(name, SystemClock().Now() - kSince,
                                                       SystemClock().Now() + 2 * kValidity)) {}

TestAuthority::TestAuthority(cli::CertificateAuthority authority)
    : authority_(std::move(authority)) {
  PlantPrivateKey(authority_.own().key);
}

cli::IssuedCertificate TestAuthority::Issue(const cli::CertificateRequest& request) const {
  cli::IssuedCertificate issued = *authority_.Issue(request);
  PlantPrivateKey(issued.key);
  return issued;
}

TestAuthority TestAuthority::IssueAuthority(const std::string& name) const {
  cli::CertificateRequest request = RequestFor(name);
  request.is_authority = true;
  return TestAuthority(*cli::CertificateAuthority::Load(Issue(request)));
}

TlsDirectory::TlsDirectory(const cli::IssuedCertificate& own, const std::string& ca_pem) {
  Replace(own, ca_pem);
}

TlsFiles TlsDirectory::files() const {
  return {.certificate = directory_.path() + "/tls.pem",
          .key = directory_.path() + "/tls.key",
          .ca = directory_.path() + "/ca.pem"};
}

void TlsDirectory::Replace(const cli::IssuedCertificate& own, const std::string& ca_pem) {
  Write("tls.pem", own.certificate);
  Write("tls.key", own.key);
  Write("ca.pem", ca_pem);
}

void TlsDirectory::ReplaceCa(const std::string& ca_pem) { Write("ca.pem", ca_pem); }

void TlsDirectory::Write(const std::string& name, const std::string& content) const {
  // A file of its own is put in its place: one that is written in place might be seen half.
  const std::string fresh = directory_.Write(name + ".new", content);
  std::rename(fresh.c_str(), absl::StrCat(directory_.path(), "/", name).c_str());
}

TestIdentity::TestIdentity(const cli::IssuedCertificate& own, const std::string& ca_pem)
    : directory_(own, ca_pem), identity_(*TlsIdentity::Load(directory_.files())) {}

}  // namespace tertial::testing
