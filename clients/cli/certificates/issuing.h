// Certificates for development and tests: an authority of their own, and what it issues.
#ifndef TERTIAL_CLIENTS_CLI_CERTIFICATES_ISSUING_H_
#define TERTIAL_CLIENTS_CLI_CERTIFICATES_ISSUING_H_

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tertial::cli {

// Both PEM; the key without a password.
struct IssuedCertificate {
  std::string certificate;
  std::string key;
};

// What a certificate is to say.
struct CertificateRequest {
  std::string common_name;
  std::vector<std::string> uris = {};
  std::vector<std::string> dns_names = {};
  std::vector<std::string> ip_addresses = {};
  absl::Time not_before;
  absl::Time not_after;
  // What it may be shown for.
  bool for_clients = true;
  bool for_servers = true;
  // Whether it may issue others; it is shown for nothing then.
  bool is_authority = false;
};

// Issues certificates over keys of its own making: P-256, signed with SHA-256.
class CertificateAuthority {
 public:
  // One with a certificate of its own, that nobody else has issued.
  static absl::StatusOr<CertificateAuthority> Create(const std::string& common_name,
                                                     absl::Time not_before, absl::Time not_after);
  // Errors: INVALID_ARGUMENT where the two are no certificate with its key.
  static absl::StatusOr<CertificateAuthority> Load(const IssuedCertificate& own);

  const IssuedCertificate& own() const { return own_; }

  // Errors: INVALID_ARGUMENT for an address that is none.
  absl::StatusOr<IssuedCertificate> Issue(const CertificateRequest& request) const;

 private:
  CertificateAuthority(IssuedCertificate own, std::shared_ptr<X509> certificate,
                       std::shared_ptr<EVP_PKEY> key);

  IssuedCertificate own_;
  std::shared_ptr<X509> certificate_;
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CERTIFICATES_ISSUING_H_
