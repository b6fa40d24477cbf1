// A client of TLS, of another hand than those of gRPC: it connects as it is told and says what it
// met.
#ifndef TERTIAL_TESTS_TESTING_TLS_PROBE_H_
#define TERTIAL_TESTS_TESTING_TLS_PROBE_H_

#include <openssl/ssl.h>

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/certificates/issuing.h"

namespace tertial::testing {

struct TlsProbe {
  int port = 0;
  // The roots that it believes.
  std::string ca_pem = {};
  // What it shows; not set: nothing.
  std::optional<cli::IssuedCertificate> own = std::nullopt;
  int least_version = TLS1_2_VERSION;
  int most_version = TLS1_3_VERSION;
  // What it offers to speak: "h2", "http/1.1".
  std::string protocol = "h2";
};

// Connects, and returns the fingerprint of the certificate that the server shows, as
// Certificate::Fingerprint has it. Errors: UNAVAILABLE when the handshake fails. With TLS 1.3 a
// client is refused after that.
absl::StatusOr<std::string> ShownCertificate(const TlsProbe& probe);

// Connects, sends `sent`, and returns what comes until the server closes. Errors: UNAVAILABLE when
// the handshake fails, or nothing comes.
absl::StatusOr<std::string> Exchange(const TlsProbe& probe, const std::string& sent);

// The same without TLS.
absl::StatusOr<std::string> ExchangeInPlainText(int port, const std::string& sent);

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_TLS_PROBE_H_
