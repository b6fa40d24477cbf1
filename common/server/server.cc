#include "common/server/server.h"

#include <grpc/grpc.h>
#include <grpcpp/ext/health_check_service_server_builder_option.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/resource_quota.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

// A question about health, and its answer, are some bytes.
constexpr int kLargestHealthMessageBytes = 4096;

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

// Leaves out what the process has registered for each of its servers, as reflection.
class WithoutPlugins final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->clear();
  }
};

// What all servers have in common.
void PrepareBuilder(grpc::ServerBuilder& builder, int largest_message_bytes) {
  // gRPC's own service of health cannot be shared by two servers.
  builder.SetOption(std::make_unique<grpc::HealthCheckServiceServerBuilderOption>(nullptr));
  // Without this two servers would share one port, and each get a part of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, Milliseconds(kMostConnectionAge));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                             Milliseconds(kConnectionAgeGrace));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(kKeepalive));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Milliseconds(kKeepaliveTimeout));
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, Milliseconds(kLongestHandshake));
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             Milliseconds(kShortestPingInterval));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMostCallsOfConnection);
  grpc::ResourceQuota quota;
  // Reflection has a thread for each stream, and no other method is served by threads of this kind.
  // Who comes beyond is refused with RESOURCE_EXHAUSTED.
  quota.Resize(kMostTransportBytes).SetMaxThreads(kMostReflectionStreams);
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(largest_message_bytes);
  builder.SetMaxSendMessageSize(largest_message_bytes);
}

absl::Status CannotListen(const std::string& host, int port, absl::string_view flag) {
  return ServiceUnavailable(
      absl::StrCat("port ", port, " of ", host,
                   " cannot be listened on; another process uses it, so stop that one or choose "
                   "another with ",
                   flag));
}

}  // namespace

Server::Server()
    : health_service_(CreateHealthService(health_)),
      plain_health_service_(CreateHealthService(health_)) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const std::string& host, int port,
                                                      const std::vector<ServedService>& services,
                                                      const Listening& listening) {
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  auto server = std::unique_ptr<Server>(new Server());
  if (listening.health_port.has_value()) {
    TERTIAL_RETURN_IF_ERROR(server->ListenForHealth(host, *listening.health_port));
  }
  grpc::ServerBuilder builder;
  PrepareBuilder(builder, kLargestMessageBytes);
  builder.AddListeningPort(
      absl::StrCat(host, ":", port),
      listening.credentials == nullptr ? grpc::InsecureServerCredentials() : listening.credentials,
      &server->port_);
  builder.RegisterService(server->health_service_.get());
  for (const ServedService& served : services) builder.RegisterService(served.service);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || server->port_ == 0) return CannotListen(host, port, "--port");
  server->SetServing("", true);
  for (const ServedService& served : services) server->SetServing(served.name, true);
  return server;
}

absl::Status Server::ListenForHealth(const std::string& host, int port) {
  grpc::ServerBuilder builder;
  PrepareBuilder(builder, kLargestHealthMessageBytes);
  builder.SetOption(std::make_unique<WithoutPlugins>());
  builder.AddListeningPort(absl::StrCat(host, ":", port), grpc::InsecureServerCredentials(),
                           &health_port_);
  builder.RegisterService(plain_health_service_.get());
  health_server_ = builder.BuildAndStart();
  return health_server_ == nullptr || health_port_ == 0 ? CannotListen(host, port, "--health-port")
                                                        : absl::OkStatus();
}

Server::~Server() {
  if (server_ != nullptr) Stop(absl::ZeroDuration(), absl::ZeroDuration());
  if (health_server_ != nullptr) {
    health_.EndWatches();
    health_server_->Shutdown();
    health_server_->Wait();
  }
}

std::shared_ptr<grpc::Channel> Server::OwnChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLargestMessageBytes);
  arguments.SetMaxSendMessageSize(kLargestMessageBytes);
  return server_->InProcessChannel(arguments);
}

void Server::Stop(absl::Duration notice, absl::Duration drain,
                  const std::function<void()>& end_streams) {
  health_.Shutdown();
  absl::SleepFor(notice);
  if (end_streams) end_streams();
  health_.EndWatches();
  server_->Shutdown(absl::ToChronoTime(SystemClock().Now() + drain));
  server_->Wait();
  server_.reset();
}

}  // namespace tertial
