// Who is at the other end of a call, as its connection tells: before any policy.
#ifndef TERTIAL_COMMON_RPC_PEER_H_
#define TERTIAL_COMMON_RPC_PEER_H_

#include <sys/socket.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/client_context.h"
#include "grpcpp/server_context.h"

namespace tertial {

struct Peer {
  // As gRPC writes it, "ipv4:127.0.0.1:52114" or "ipv6:%5B::1%5D:52114". Empty: not known.
  std::string address;
  // Whether the connection is TLS.
  bool encrypted = false;
  // What the certificate that the client showed names, which was verified when the connection was
  // made: its SPIFFE id as it is, its DNS names as "dns:NAME". Empty: it showed none.
  std::vector<std::string> identities = {};
};

// An address as gRPC writes it; one of IPv4 that came over IPv6 is one of IPv4.
std::string AddressOf(const sockaddr& address);

// Whether an address, as gRPC writes it, is one of this machine's own.
bool IsLoopback(absl::string_view address);

// The peer of a call. A call that this process makes to its own server has the peer that it is made
// for (ForwardPeer), and no other call can state one.
// Errors: UNAUTHENTICATED for a call that states one without being this process's.
absl::StatusOr<Peer> PeerOf(const grpc::ServerContextBase& context);

// States with a call of this process to its own server who it is made for: whoever sent a request
// of HTTP. It is believed for a key that is drawn when the process starts and never leaves it, so
// the channel must be one inside of the process (Server::OwnChannel).
void ForwardPeer(const Peer& peer, grpc::ClientContext& context);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_PEER_H_
