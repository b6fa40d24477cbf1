// How a process listens: in plain text or with TLS, and what it asks of clients.
#ifndef TERTIAL_COMMON_SERVER_TRANSPORT_H_
#define TERTIAL_COMMON_SERVER_TRANSPORT_H_

#include <memory>
#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "common/http/http_server.h"
#include "common/security/tls.h"
#include "common/server/server.h"

namespace tertial {

struct TransportOptions {
  // All three or none: plain text.
  TlsFiles tls;
  ClientCertificates client_certificates = ClientCertificates::kRequire;
  // Plain text on addresses that others reach as well.
  bool insecure = false;
  // See Listening.
  std::optional<int> health_port;
};

// Declares the flags of `options`; it must outlive parsing.
void AddTransportFlags(CLI::App& app, TransportOptions& options);

// The certificate and the roots of the process; nullptr where it listens in plain text.
// `accepts_tokens`: whether there is another way to show who one is than a certificate.
// Errors: FAILED_PRECONDITION, with a sentence, for plain text on an address that others reach,
// unless the options say that it may be; where clients need show nothing at all; and those of
// TlsIdentity::Load.
absl::StatusOr<std::unique_ptr<TlsIdentity>> OpenTransport(const std::string& host,
                                                           const TransportOptions& options,
                                                           bool accepts_tokens);

// What the servers listen with. `identity` is what OpenTransport has opened, and must outlive them.
Listening ListeningOf(const TransportOptions& options, const TlsIdentity* identity);
std::optional<HttpTls> HttpTlsOf(const TransportOptions& options, const TlsIdentity* identity);

// Has what gRPC itself has to say written as lines of the log: of a handshake that failed all of
// it, else where in it that was.
void LogWhatGrpcSays();

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_TRANSPORT_H_
