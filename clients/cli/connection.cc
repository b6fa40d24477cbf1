#include "clients/cli/connection.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/channel.h"
#include "common/rpc/limits.h"
#include "common/security/watched_files.h"
#include "common/status/status_macros.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace tertial::cli {
namespace {

// What the command line says, and what it came to; of the process, which is one command.
struct Connection {
  ConnectionOptions options;
  // nullptr: plain text.
  std::unique_ptr<TlsIdentity> identity;
};

Connection& OfProcess() {
  static Connection& connection = *new Connection();
  return connection;
}

}  // namespace

void AddConnectionFlags(CLI::App& command) {
  ConnectionOptions& options = OfProcess().options;
  CLI::Option* const ca =
      command
          .add_option("--tls-ca", options.tls.ca,
                      "PEM file with the roots of the services' certificates; without it plain "
                      "text")
          ->envname("TERTIAL_TLS_CA");
  CLI::Option* const certificate = command
                                       .add_option("--tls-certificate", options.tls.certificate,
                                                   "PEM file with the certificate to show")
                                       ->envname("TERTIAL_TLS_CERTIFICATE")
                                       ->needs(ca);
  CLI::Option* const key =
      command.add_option("--tls-key", options.tls.key, "PEM file with its key")
          ->envname("TERTIAL_TLS_KEY")
          ->needs(certificate);
  certificate->needs(key);
  command
      .add_option("--token-file", options.token_file,
                  "File with a bearer token to send with each call")
      ->envname("TERTIAL_TOKEN_FILE")
      ->needs(ca);
  command.parse_complete_callback([&options] {
    const absl::Status used = UseConnection(options);
    if (!used.ok()) throw CLI::ValidationError("--tls-ca", std::string(used.message()));
  });
}

absl::Status UseConnection(const ConnectionOptions& options) {
  Connection& connection = OfProcess();
  std::unique_ptr<TlsIdentity> identity;
  if (!options.tls.empty()) {
    TERTIAL_ASSIGN_OR_RETURN(identity, TlsIdentity::Load(options.tls));
  }
  if (!options.token_file.empty()) {
    TERTIAL_RETURN_IF_ERROR(ReadWholeFile("token file", options.token_file).status());
  }
  connection.options = options;
  connection.identity = std::move(identity);
  return absl::OkStatus();
}

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address) {
  const Connection& connection = OfProcess();
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLargestMessageBytes);
  // A service that was started again is to be found again soon.
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  arguments.SetInt(GRPC_ARG_DNS_ARES_QUERY_TIMEOUT_MS,
                   static_cast<int>(absl::ToInt64Milliseconds(kLongestNameQuery)));
  return grpc::CreateCustomChannel(address,
                                   connection.identity == nullptr
                                       ? grpc::InsecureChannelCredentials()
                                       : connection.identity->ChannelCredentials(),
                                   arguments);
}

void StateCaller(grpc::ClientContext& context, const std::string& caller) {
  const Connection& connection = OfProcess();
  if (connection.identity == nullptr) {
    context.AddMetadata(kCallerMetadata, caller);
    return;
  }
  if (connection.options.token_file.empty()) return;
  // Where the file has gone since, the service says that it knows no caller.
  const absl::StatusOr<std::string> token =
      ReadWholeFile("token file", connection.options.token_file);
  if (!token.ok()) return;
  context.AddMetadata(kAuthorizationMetadata,
                      absl::StrCat("Bearer ", absl::StripAsciiWhitespace(*token)));
}

}  // namespace tertial::cli
