// Who calls: the one place where a call gets its caller and the caller its roles.
//
// Before certificates and tokens are built, services listen on loopback only and believe the name
// that a call states in the metadata entry "tertial-caller". The policy file says what each name
// may do; a call without a name is "anonymous".
#ifndef TERTIAL_COMMON_RPC_AUTHENTICATOR_H_
#define TERTIAL_COMMON_RPC_AUTHENTICATOR_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call_context.h"
#include "grpcpp/server_context.h"

namespace tertial {

inline constexpr char kCallerMetadata[] = "tertial-caller";
inline constexpr char kRequestIdMetadata[] = "tertial-request-id";
inline constexpr char kAnonymous[] = "anonymous";

class Authenticator {
 public:
  // Reads a policy file: tertial.common.internal.v1.Policy in protobuf's JSON mapping. An unknown
  // field or role, a caller without a name or named twice is an error that says which.
  static absl::StatusOr<Authenticator> Load(const std::string& policy_file);
  static absl::StatusOr<Authenticator> Parse(absl::string_view policy_json);

  // The caller of a call from `peer` (as gRPC writes it) that states `name`, empty if none.
  // Errors: CallerUnknown when the peer is not on loopback or the policy does not know the name.
  absl::StatusOr<Caller> Authenticate(absl::string_view peer, absl::string_view name) const;

 private:
  std::map<std::string, Caller> callers_;
};

// The first value of a metadata entry, empty if there is none.
std::string MetadataOf(const grpc::ServerContextBase& context, absl::string_view key);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_AUTHENTICATOR_H_
