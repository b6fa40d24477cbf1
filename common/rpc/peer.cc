#include "common/rpc/peer.h"

#include <arpa/inet.h>
#include <grpc/grpc_security_constants.h>
#include <netinet/in.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/authenticator.h"
#include "common/status/errors.h"

namespace tertial {
namespace {

constexpr char kKeyMetadata[] = "tertial-process-key";
constexpr char kAddressMetadata[] = "tertial-peer-address";
constexpr char kEncryptedMetadata[] = "tertial-peer-encrypted";
constexpr char kIdentityMetadata[] = "tertial-peer-identity";

constexpr char kDnsIdentity[] = "dns:";
constexpr char kPlainText[] = "insecure";

// Of this process, and told to no other.
const std::string& ProcessKey() {
  static const std::string& key = *new std::string([] {
    std::array<unsigned char, 32> bytes;
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) std::abort();
    return absl::BytesToHexString(
        absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  }());
  return key;
}

// In the same time whatever is different.
bool IsProcessKey(absl::string_view stated) {
  const std::string& key = ProcessKey();
  return stated.size() == key.size() && CRYPTO_memcmp(stated.data(), key.data(), key.size()) == 0;
}

absl::string_view ViewOf(const grpc::string_ref& text) { return {text.data(), text.size()}; }

// As the certificate of the connection names the client.
std::vector<std::string> IdentitiesOf(const grpc::AuthContext& connection) {
  std::vector<std::string> identities;
  for (const grpc::string_ref& id :
       connection.FindPropertyValues(GRPC_PEER_SPIFFE_ID_PROPERTY_NAME)) {
    identities.emplace_back(id.data(), id.size());
  }
  for (const grpc::string_ref& name : connection.FindPropertyValues(GRPC_PEER_DNS_PROPERTY_NAME)) {
    identities.push_back(absl::StrCat(kDnsIdentity, ViewOf(name)));
  }
  return identities;
}

Peer ForwardedPeer(const grpc::ServerContextBase& context) {
  Peer peer{.address = MetadataOf(context, kAddressMetadata),
            .encrypted = !MetadataOf(context, kEncryptedMetadata).empty()};
  const auto [first, last] = context.client_metadata().equal_range(kIdentityMetadata);
  for (auto identity = first; identity != last; ++identity) {
    peer.identities.emplace_back(identity->second.data(), identity->second.size());
  }
  return peer;
}

}  // namespace

std::string AddressOf(const sockaddr& address) {
  char host[INET6_ADDRSTRLEN] = {};
  if (address.sa_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &v4.sin_addr, host, sizeof(host));
    return absl::StrCat("ipv4:", host, ":", ntohs(v4.sin_port));
  }
  if (address.sa_family != AF_INET6) return "";
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
    ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], host, sizeof(host));
    return absl::StrCat("ipv4:", host, ":", ntohs(v6.sin6_port));
  }
  ::inet_ntop(AF_INET6, &v6.sin6_addr, host, sizeof(host));
  return absl::StrCat("ipv6:%5B", host, "%5D:", ntohs(v6.sin6_port));
}

bool IsLoopback(absl::string_view address) {
  return absl::StartsWith(address, "ipv4:127.") || absl::StartsWith(address, "ipv6:[::1]") ||
         absl::StartsWith(address, "ipv6:%5B::1%5D") || absl::StartsWith(address, "unix:");
}

absl::StatusOr<Peer> PeerOf(const grpc::ServerContextBase& context) {
  if (const std::string key = MetadataOf(context, kKeyMetadata); !key.empty()) {
    if (IsProcessKey(key)) return ForwardedPeer(context);
    return CallerUnknown();
  }
  Peer peer{.address = context.peer()};
  const std::shared_ptr<const grpc::AuthContext> connection = context.auth_context();
  if (connection == nullptr) return peer;
  // gRPC names a type for plain text as well.
  for (const grpc::string_ref& type :
       connection->FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME)) {
    peer.encrypted = peer.encrypted || type != kPlainText;
  }
  peer.identities = IdentitiesOf(*connection);
  return peer;
}

void ForwardPeer(const Peer& peer, grpc::ClientContext& context) {
  context.AddMetadata(kKeyMetadata, ProcessKey());
  context.AddMetadata(kAddressMetadata, peer.address);
  if (peer.encrypted) context.AddMetadata(kEncryptedMetadata, "tls");
  for (const std::string& identity : peer.identities) {
    context.AddMetadata(kIdentityMetadata, identity);
  }
}

}  // namespace tertial
