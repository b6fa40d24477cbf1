#include "common/server/server.h"

#include <grpc/grpc.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/types/clock.h"

namespace tertial {

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const std::string& host, int port,
                                                      const std::vector<ServedService>& services) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  auto server = std::unique_ptr<Server>(new Server());
  grpc::ServerBuilder builder;
  // Without this two servers would share one port, and each get a part of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                             static_cast<int>(absl::ToInt64Milliseconds(kMostConnectionAge)));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                             static_cast<int>(absl::ToInt64Milliseconds(kConnectionAgeGrace)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS,
                             static_cast<int>(absl::ToInt64Milliseconds(kKeepalive)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                             static_cast<int>(absl::ToInt64Milliseconds(kKeepaliveTimeout)));
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             static_cast<int>(absl::ToInt64Milliseconds(kShortestPingInterval)));
  builder.SetMaxReceiveMessageSize(kLargestMessageBytes);
  builder.SetMaxSendMessageSize(kLargestMessageBytes);
  builder.AddListeningPort(absl::StrCat(host, ":", port), grpc::InsecureServerCredentials(),
                           &server->port_);
  for (const ServedService& served : services) builder.RegisterService(served.service);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || server->port_ == 0) {
    return ServiceUnavailable(absl::StrCat("port ", port, " of ", host,
                                           " cannot be listened on; another process uses it, so "
                                           "stop that one or choose another with --port"));
  }
  grpc::HealthCheckServiceInterface& health = *server->server_->GetHealthCheckService();
  health.SetServingStatus(true);
  for (const ServedService& served : services) health.SetServingStatus(served.name, true);
  return server;
}

Server::~Server() {
  if (server_ != nullptr) Stop(absl::ZeroDuration(), absl::ZeroDuration());
}

void Server::Stop(absl::Duration notice, absl::Duration drain,
                  const std::function<void()>& end_streams) {
  server_->GetHealthCheckService()->Shutdown();
  absl::SleepFor(notice);
  if (end_streams) end_streams();
  server_->Shutdown(absl::ToChronoTime(SystemClock().Now() + drain));
  server_->Wait();
  server_.reset();
}

}  // namespace tertial
