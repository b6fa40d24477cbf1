// How one service reaches another.
#ifndef TERTIAL_COMMON_RPC_CHANNEL_H_
#define TERTIAL_COMMON_RPC_CHANNEL_H_

#include <memory>
#include <string>

#include "grpcpp/channel.h"

namespace tertial {

// A channel to a service, a gRPC target such as "127.0.0.1:7401" or "dns:///indicators:7401". It
// need not be there; one that comes back is found within two seconds.
std::shared_ptr<grpc::Channel> OpenServiceChannel(const std::string& address);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_CHANNEL_H_
