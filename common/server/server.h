// A gRPC server that starts clearly or not at all, and stops in order.
#ifndef TERTIAL_COMMON_SERVER_SERVER_H_
#define TERTIAL_COMMON_SERVER_SERVER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/server/health.h"
#include "grpcpp/grpcpp.h"

namespace tertial {

// A service and its name in the contract, "tertial.indicators.v1.IndicatorsService": gRPC does not
// tell the one from the other.
struct ServedService {
  std::string name;
  grpc::Service* service;
};

// What a server listens with.
struct Listening {
  // nullptr: in plain text.
  std::shared_ptr<grpc::ServerCredentials> credentials = nullptr;
  // A port of its own, in plain text, where health is told and nothing else is served: the probes
  // of Kubernetes speak no TLS. Not set: there is none; 0 picks a free one.
  std::optional<int> health_port = std::nullopt;
};

// Serves until stopped. Health (grpc.health.v1) and reflection are there beside the services: the
// health of "" and of each service is SERVING from the moment the port is open, since whatever a
// service needs is open before; and NOT_SERVING from the moment Stop is called.
class Server {
 public:
  // Listens on `host`:`port`; port 0 picks a free one. `services` must outlive the server.
  // Errors: UNAVAILABLE, with a sentence, when a port is in use.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const std::string& host, int port,
                                                       const std::vector<ServedService>& services,
                                                       const Listening& listening = {});
  // Stops at once if Stop was not called.
  ~Server();

  int port() const { return port_; }
  // 0: there is none.
  int health_port() const { return health_port_; }

  // Says of a service, or of "" for the process, that it serves, or for the time being does not.
  void SetServing(const std::string& service, bool serving) { health_.Set(service, serving); }

  // Whether the process as a whole serves, as its health says.
  bool serving() const {
    return health_.Find("") == grpc::health::v1::HealthCheckResponse::SERVING;
  }

  // A channel to this server that does not leave the process: nobody else can use it. A call has
  // the peer that is stated with it (ForwardPeer). Not to be used when Stop has returned.
  std::shared_ptr<grpc::Channel> OwnChannel();

  // Says NOT_SERVING, waits for `notice` so that callers see it, refuses new calls, and gives those
  // under way `drain` to end; `end_streams` is called for those that do not end by themselves.
  // Returns when none is left.
  void Stop(absl::Duration notice, absl::Duration drain,
            const std::function<void()>& end_streams = nullptr);

 private:
  Server();

  absl::Status ListenForHealth(const std::string& host, int port);

  HealthStates health_;
  const std::unique_ptr<grpc::Service> health_service_;
  const std::unique_ptr<grpc::Service> plain_health_service_;
  int port_ = 0;
  int health_port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::Server> health_server_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_SERVER_H_
