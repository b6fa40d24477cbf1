#include "common/server/transport.h"

#include <grpc/support/log.h>
#include <netdb.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/observability/log.h"
#include "common/rpc/peer.h"
#include "common/server/options.h"
#include "common/status/errors.h"

namespace tertial {
namespace {

absl::Status CannotStart(absl::string_view sentence) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   common::v1::ERROR_REASON_SERVICE_UNAVAILABLE, sentence);
}

// Whether only this machine reaches a host; one without an address is not told of here.
bool IsOfThisMachine(const std::string& host) {
  const std::string name(absl::StripSuffix(absl::StripPrefix(host, "["), "]"));
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(name.c_str(), nullptr, &hints, &found) != 0) return true;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
    if (!IsLoopback(AddressOf(*address->ai_addr))) return false;
  }
  return true;
}

void LogOfGrpc(gpr_log_func_args* said) {
  const absl::string_view path = said->file;
  const absl::string_view file = path.substr(path.rfind('/') + 1);
  // What it says elsewhere may hold what a caller sent.
  const bool of_handshake = file == "ssl_transport_security.cc";
  // What goes wrong between it and a client is no defect of this process.
  Log(said->severity == GPR_LOG_SEVERITY_ERROR ? Severity::kWarning : Severity::kDebug, "gRPC",
      {{"place", absl::StrCat(file, ":", said->line)},
       {"message", of_handshake ? said->message : ""}});
}

}  // namespace

void AddTransportFlags(CLI::App& app, TransportOptions& options) {
  CLI::Option* const certificate =
      app.add_option("--tls-certificate", options.tls.certificate,
                     "PEM file with the certificate to show; all TLS files are read again when "
                     "they change");
  CLI::Option* const key = app.add_option("--tls-key", options.tls.key, "PEM file with its key");
  CLI::Option* const ca =
      app.add_option("--tls-ca", options.tls.ca,
                     "PEM file with the roots by which certificates of others are judged");
  certificate->needs(key)->needs(ca);
  key->needs(certificate);
  ca->needs(certificate);
  AddChoice(app, "--tls-client-certificates", options.client_certificates,
            "Whether clients must show a certificate, or may show a bearer token alone",
            {{"require", ClientCertificates::kRequire}, {"request", ClientCertificates::kRequest}});
  app.add_flag("--insecure", options.insecure,
               "Listen in plain text although others than this machine reach the address")
      ->excludes(certificate);
  app.add_option("--health-port", options.health_port,
                 "Port to tell health on in plain text (grpc.health.v1) and nothing else, for "
                 "probes that speak no TLS; 0 picks a free one and logs it. Default: none")
      ->check(CLI::Range(0, 65535));
}

absl::StatusOr<std::unique_ptr<TlsIdentity>> OpenTransport(const std::string& host,
                                                           const TransportOptions& options,
                                                           bool accepts_tokens) {
  if (!options.tls.empty()) {
    if (options.client_certificates == ClientCertificates::kRequest && !accepts_tokens) {
      return CannotStart(
          "--tls-client-certificates=request lets in clients that show no certificate, and they "
          "could show nothing else; say which bearer tokens are accepted with --jwks");
    }
    return TlsIdentity::Load(options.tls);
  }
  if (IsOfThisMachine(host)) return nullptr;
  if (!options.insecure) {
    return CannotStart(
        absl::StrCat("others than this machine reach ", host,
                     ", and calls would go in plain text; give --tls-certificate, --tls-key and "
                     "--tls-ca, or say --insecure"));
  }
  Log(Severity::kWarning, "listening in plain text beyond this machine: others can read all calls",
      {{"host", host}});
  return nullptr;
}

Listening ListeningOf(const TransportOptions& options, const TlsIdentity* identity) {
  return {.credentials = identity == nullptr
                             ? nullptr
                             : identity->ServerCredentials(options.client_certificates),
          .health_port = options.health_port};
}

std::optional<HttpTls> HttpTlsOf(const TransportOptions& options, const TlsIdentity* identity) {
  if (identity == nullptr) return std::nullopt;
  return HttpTls{.identity = identity, .demanded = options.client_certificates};
}

void LogWhatGrpcSays() { ::gpr_set_log_function(&LogOfGrpc); }

}  // namespace tertial
