// Who calls: the one place where a call gets its caller.
//
// What tells it, in this order; the first that a call brings along counts, and where that does not
// hold nothing else is looked at:
//
// - 1 a bearer token in `authorization` (token_verifier.h). A certificate beside it only carries
// the
//   call: the token is the caller.
// - 2 the certificate that the client showed: its SPIFFE id, else its DNS names.
// - 3 over plain text from the same machine, the name in the metadata "tertial-caller"; without one
//   the caller is "anonymous".
//
// The policy names the caller with that identity (common/security/policy.h). Who is an intermediary
// there may state in "tertial-caller" for whom it calls.
#ifndef TERTIAL_COMMON_RPC_AUTHENTICATOR_H_
#define TERTIAL_COMMON_RPC_AUTHENTICATOR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/rpc/peer.h"
#include "common/security/policy.h"
#include "common/security/token_verifier.h"
#include "common/types/area_registry.h"
#include "grpcpp/server_context.h"

namespace tertial {

inline constexpr char kAuthorizationMetadata[] = "authorization";
inline constexpr char kCallerMetadata[] = "tertial-caller";
inline constexpr char kRequestIdMetadata[] = "tertial-request-id";
inline constexpr char kAnonymous[] = "anonymous";

// What a call brings along.
struct Credentials {
  Peer peer;
  // The values of `authorization`.
  std::vector<std::string> authorization = {};
  // That of "tertial-caller"; empty if there is none.
  std::string stated_name = {};
};

// Errors: CALLER_UNKNOWN of a peer that is not to be believed (PeerOf).
absl::StatusOr<Credentials> CredentialsOf(const grpc::ServerContextBase& context);

// Who a call is from.
struct Authenticated {
  // As the policy writes it, "spiffe://…". Told also where no caller has it; empty where a call
  // shows none.
  std::string identity;
  // Of an intermediary: the caller that it states.
  std::string on_behalf_of;
  // When the token ends. The call has no caller any more then.
  absl::Time valid_until = absl::InfiniteFuture();
  // The policy that `caller` is of, and its number in its file.
  std::shared_ptr<const Policy> policy;
  uint64_t generation = 0;
  const PolicyCaller* caller = nullptr;
};

// Thread-safe.
class Authenticator {
 public:
  // Without `tokens` no bearer token is accepted.
  explicit Authenticator(std::shared_ptr<const PolicyFile> policy,
                         std::shared_ptr<const TokenVerifier> tokens = nullptr)
      : policy_(std::move(policy)), tokens_(std::move(tokens)) {}
  // Of a policy that stays as it is. Errors: those of PolicyFile::Open and Policy::Parse.
  static absl::StatusOr<Authenticator> Load(const std::string& policy_file,
                                            const AreaRegistry& areas);
  static absl::StatusOr<Authenticator> Parse(absl::string_view policy_json,
                                             const AreaRegistry& areas);

  // Finds the caller. Errors: CALLER_UNKNOWN, always the same, with why as its hidden cause.
  absl::Status Authenticate(const Credentials& credentials, Authenticated& who) const;

  // Whether the caller is still one: the policy may have changed since, and the token have ended.
  // Takes over what the policy grants now. Errors: CALLER_UNKNOWN.
  absl::Status Refresh(Authenticated& who) const;

 private:
  // Why there is no identity, for the log.
  absl::Status Identify(const Credentials& credentials, Authenticated& who) const;
  absl::Status IdentifyByToken(const std::vector<std::string>& authorization,
                               Authenticated& who) const;
  absl::Status IdentifyByCertificate(const Credentials& credentials, Authenticated& who) const;
  // Finds the caller with who.identity.
  absl::Status FindCaller(Authenticated& who) const;

  std::shared_ptr<const PolicyFile> policy_;
  std::shared_ptr<const TokenVerifier> tokens_;
};

// The first value of a metadata entry, empty if there is none.
std::string MetadataOf(const grpc::ServerContextBase& context, absl::string_view key);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_AUTHENTICATOR_H_
