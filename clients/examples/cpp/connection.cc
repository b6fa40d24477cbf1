#include "connection.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"

namespace tertial::example {
namespace {

std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::system_error(errno, std::generic_category(), path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::shared_ptr<grpc::ChannelCredentials> CredentialsFrom(const Files& files) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = Content(files.ca);
  options.pem_private_key = Content(files.key);
  options.pem_cert_chain = Content(files.certificate);
  return grpc::SslCredentials(options);
}

std::shared_ptr<grpc::Channel> OpenChannel(
    const std::string& address, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  // One connection to each address that the name resolves to, and calls in turn over all of them.
  arguments.SetServiceConfigJSON(R"({"loadBalancingConfig": [{"round_robin": {}}]})");
  // While a call is under way, an idle connection is asked for a sign of life. Not below 5 seconds,
  // which the server takes for an attack, and not without a call.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
  // A watch may be quiet for long: any number of such pings.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // A service that comes back, at the same address or another, is found within seconds. gRPC would
  // wait for up to two minutes, and look a name up once in half a minute.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  // How long an attempt to connect may take, in spite of its name: who takes a connection and says
  // nothing would hold calls up for 20 seconds. Longer than the pauses between calls, since without
  // a call nothing drives the attempt. (An address that swallows packets is given up after the
  // keepalive timeout.)
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 6'000);
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, 2'000);
  // A lost question about a name is asked again after five seconds; calls would wait for more than
  // a minute where nobody answers it.
  arguments.SetInt(GRPC_ARG_DNS_ARES_QUERY_TIMEOUT_MS, 6'000);
  // The largest message that a service takes and sends; gRPC's own bound for answers is 4 MiB.
  arguments.SetMaxReceiveMessageSize(16 * 1024 * 1024);
  // A service inside the network is not reached by way of the web's proxy.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

const std::shared_ptr<grpc::Channel>& Connection::Channel() {
  std::vector<std::filesystem::file_time_type> made_of;
  for (const std::string* file : {&files_.certificate, &files_.key, &files_.ca}) {
    made_of.push_back(std::filesystem::last_write_time(*file));
  }
  if (made_of != made_of_) {
    channel_ = OpenChannel(address_, CredentialsFrom(files_));
    made_of_ = std::move(made_of);
  }
  return channel_;
}

}  // namespace tertial::example
