// Whether other servers serve, as they say themselves (grpc.health.v1).
#ifndef TERTIAL_SERVICES_GATEWAY_CLIENTS_HEALTH_H_
#define TERTIAL_SERVICES_GATEWAY_CLIENTS_HEALTH_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/rpc/call_context.h"
#include "grpcpp/channel.h"
#include "tertial/gateway/v1/gateway_resources.pb.h"

namespace tertial::gateway {

// A server whose health is asked for.
struct HealthTarget {
  std::string service;
  std::string address;
  std::shared_ptr<grpc::Channel> channel;
};

// Asks all targets at once, for `call`, and gives each `patience` to answer; the statuses stand in
// their order.
std::vector<v1::ServiceStatus> CheckHealth(const CallContext& call,
                                           const std::vector<HealthTarget>& targets,
                                           absl::Duration patience);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CLIENTS_HEALTH_H_
