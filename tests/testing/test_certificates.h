// Certificates for tests: an authority, and files as a process is told of them.
#ifndef TERTIAL_TESTS_TESTING_TEST_CERTIFICATES_H_
#define TERTIAL_TESTS_TESTING_TEST_CERTIFICATES_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "clients/cli/certificates/issuing.h"
#include "common/security/tls.h"
#include "tests/testing/temp_dir.h"

namespace tertial::testing {

// "localhost" and 127.0.0.1, with the SPIFFE id spiffe://tertial/<name>, valid from an hour ago for
// sixty days.
cli::CertificateRequest RequestFor(const std::string& name);

class TestAuthority {
 public:
  explicit TestAuthority(const std::string& name = "the authority of a test");

  const std::string& pem() const { return authority_.own().certificate; }

  cli::IssuedCertificate Issue(const cli::CertificateRequest& request) const;
  cli::IssuedCertificate Issue(const std::string& name) const { return Issue(RequestFor(name)); }

  // One that it has issued.
  TestAuthority IssueAuthority(const std::string& name) const;

 private:
  explicit TestAuthority(cli::CertificateAuthority authority);

  cli::CertificateAuthority authority_;
};

// A directory of a process: tls.pem, tls.key and ca.pem.
class TlsDirectory {
 public:
  TlsDirectory(const cli::IssuedCertificate& own, const std::string& ca_pem);

  TlsFiles files() const;

  // Puts these in the place of what is there, each file as a whole.
  void Replace(const cli::IssuedCertificate& own, const std::string& ca_pem);
  void ReplaceCa(const std::string& ca_pem);

 private:
  void Write(const std::string& name, const std::string& content) const;

  TempDir directory_;
};

// Who this is, with files that last as long as it.
class TestIdentity {
 public:
  TestIdentity(const TestAuthority& authority, const std::string& name)
      : TestIdentity(authority.Issue(name), authority.pem()) {}
  TestIdentity(const cli::IssuedCertificate& own, const std::string& ca_pem);

  TlsDirectory& directory() { return directory_; }
  const TlsIdentity& operator*() const { return *identity_; }
  const TlsIdentity* operator->() const { return identity_.get(); }
  const TlsIdentity* get() const { return identity_.get(); }

 private:
  TlsDirectory directory_;
  std::unique_ptr<TlsIdentity> identity_;
};

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_TEST_CERTIFICATES_H_
