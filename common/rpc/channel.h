// How one service reaches another.
#ifndef TERTIAL_COMMON_RPC_CHANNEL_H_
#define TERTIAL_COMMON_RPC_CHANNEL_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/security/credentials.h"

namespace tertial {

// A server from which nothing comes while a call is under way is asked for a sign of life, and the
// connection closed if none comes: callers have ten seconds by default, and a silent one of two
// replicas would else take half of the calls. Servers bear to be asked this often
// (kShortestPingInterval).
inline constexpr absl::Duration kPeerKeepalive = absl::Seconds(5);
inline constexpr absl::Duration kPeerKeepaliveTimeout = absl::Seconds(2);

// How long the name of a service is asked for.
inline constexpr absl::Duration kLongestNameQuery = absl::Seconds(6);

// A method as gRPC's service config names it.
struct ReadMethod {
  std::string service;  // "tertial.workforce.v1.WorkforceService"
  std::string method;   // "GetWorkforceSection"
};

// A channel to a service, a gRPC target: "127.0.0.1:7401", "dns:///indicators:7401", or
// "ipv4:127.0.0.1:7401,127.0.0.1:7411". It need not be there; one that comes back is found within
// two seconds.
//
// Without `credentials` in plain text. With them the server must have a certificate for the name in
// `target`: "dns:///indicators:7401" asks for one of "indicators", "127.0.0.1:7401" for one of that
// address; a list of addresses names none.
//
// Calls are spread over all addresses of the target. One that fails with UNAVAILABLE, or with a
// CANCELLED that nobody here has asked for, is made again if its method is among `reads`, a few
// times and within its deadline; no other call ever is. A call to a server that has fallen silent
// fails with UNAVAILABLE after kPeerKeepalive and kPeerKeepaliveTimeout, where its deadline is
// later; where nobody knows its name, or answers who it is, after kLongestNameQuery.
std::shared_ptr<grpc::Channel> OpenServiceChannel(
    const std::string& target, const std::vector<ReadMethod>& reads = {},
    const std::shared_ptr<grpc::ChannelCredentials>& credentials = nullptr);

// The service config of such a channel, in JSON: how calls are spread, and made again.
std::string ServiceConfigOf(const std::vector<ReadMethod>& reads);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_CHANNEL_H_
