// Certificates, as values: what they name, how long they hold, and whether they are to be believed.
#ifndef TERTIAL_COMMON_SECURITY_CERTIFICATES_H_
#define TERTIAL_COMMON_SECURITY_CERTIFICATES_H_

#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace tertial {

// An X.509 certificate. Cheap to copy.
class Certificate {
 public:
  // Every certificate of a PEM text, in its order; other blocks, as a private key, are passed over.
  // Errors: INVALID_ARGUMENT when there is none or one cannot be read, with half a sentence: "holds
  // no certificate".
  static absl::StatusOr<std::vector<Certificate>> ParsePem(absl::string_view pem);
  static absl::StatusOr<Certificate> ParseDer(absl::string_view der);

  absl::Time not_before() const;
  absl::Time not_after() const;

  // Who its holder is, as a policy writes it: its SPIFFE id as it is, where it has one and no other
  // URI, and its DNS names as "dns:NAME".
  std::vector<std::string> Identities() const;

  // SHA-256 of its bytes, in hexadecimal digits: tells it from others in a log, and tells nothing
  // of its holder.
  std::string Fingerprint() const;

  X509* get() const { return x509_.get(); }

 private:
  explicit Certificate(X509* x509);

  std::shared_ptr<X509> x509_;
};

// Whether the first private key of a PEM text is that of `certificate`. Errors: INVALID_ARGUMENT,
// with half a sentence, when there is none that can be read, as one that needs a password cannot,
// or it is another's.
absl::Status CheckPrivateKey(absl::string_view key_pem, const Certificate& certificate);

// Why a certificate is not believed.
enum class CertificateFlaw {
  kNone,
  // None was shown.
  kMissing,
  kExpired,
  kNotYetValid,
  // No root that is believed has issued it, nor issued who did.
  kUnknownIssuer,
  // It is for something else, as one of a server is that a client shows.
  kWrongPurpose,
  // Anything else, as a signature that does not fit.
  kInvalid,
};

// "EXPIRED".
absl::string_view FlawName(CertificateFlaw flaw);

// What a certificate is shown for.
enum class CertificateUse { kClient, kServer };

// Certificates whose word is believed. Thread-safe. Cheap to copy.
class TrustedRoots {
 public:
  // Errors: those of Certificate::ParsePem.
  static absl::StatusOr<TrustedRoots> ParsePem(absl::string_view pem);

  const std::vector<Certificate>& certificates() const { return certificates_; }

  // What is wrong with `certificate` at `now`. `others` were shown with it, and may be what leads
  // from it to a root.
  CertificateFlaw FindFlaw(const Certificate& certificate, absl::Span<const Certificate> others,
                           CertificateUse use, absl::Time now) const;

 private:
  TrustedRoots(std::vector<Certificate> certificates, X509_STORE* store);

  std::vector<Certificate> certificates_;
  std::shared_ptr<X509_STORE> store_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_SECURITY_CERTIFICATES_H_
