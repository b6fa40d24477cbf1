// How this command connects to services: in plain text, or with TLS and what shows who it is.
#ifndef TERTIAL_CLIENTS_CLI_CONNECTION_H_
#define TERTIAL_CLIENTS_CLI_CONNECTION_H_

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "common/security/tls.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace tertial::cli {

// The caller that the CLI is in plain text on this machine, for the policy of the services.
inline constexpr char kCliCaller[] = "cli";

struct ConnectionOptions {
  // Without roots: plain text. Certificate and key, which stand together, are shown to services.
  TlsFiles tls;
  // A file with a bearer token, read for each call; empty: none. Only with TLS.
  std::string token_file = {};
};

// Declares the flags of a command that calls services, with their variables (TERTIAL_TLS_CA and so
// on), and opens the files when the command line is parsed.
void AddConnectionFlags(CLI::App& command);

// Has the process connect in this way from now on. Errors: those of TlsIdentity::Load, and for a
// token file that cannot be read.
absl::Status UseConnection(const ConnectionOptions& options);

// A channel that takes messages as large as the services send them. With TLS the service must have
// a certificate for the name or the address in `address`.
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address);

// Says who calls: the bearer token, if there is one; `caller`, which is believed in plain text on
// one machine alone.
void StateCaller(grpc::ClientContext& context, const std::string& caller);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CONNECTION_H_
