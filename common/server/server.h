// A gRPC server that starts clearly or not at all, and stops in order.
#ifndef TERTIAL_COMMON_SERVER_SERVER_H_
#define TERTIAL_COMMON_SERVER_SERVER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"

namespace tertial {

// A service and its name in the contract, "tertial.indicators.v1.IndicatorsService": gRPC does not
// tell the one from the other.
struct ServedService {
  std::string name;
  grpc::Service* service;
};

// Serves until stopped. Health (grpc.health.v1) and reflection are there beside the services: the
// health of "" and of each service is SERVING from the moment the port is open, since whatever a
// service needs is open before; and NOT_SERVING from the moment Stop is called.
class Server {
 public:
  // Listens on `host`:`port`; port 0 picks a free one. `services` must outlive the server.
  // Errors: UNAVAILABLE, with a sentence, when the port is in use.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const std::string& host, int port,
                                                       const std::vector<ServedService>& services);
  // Stops at once if Stop was not called.
  ~Server();

  int port() const { return port_; }

  // Says NOT_SERVING, waits for `notice` so that callers see it, refuses new calls, and gives those
  // under way `drain` to end; `end_streams` is called for those that do not end by themselves.
  // Returns when none is left.
  void Stop(absl::Duration notice, absl::Duration drain,
            const std::function<void()>& end_streams = nullptr);

 private:
  Server() = default;

  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_SERVER_H_
