#include "common/rpc/authenticator.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

constexpr char kBearer[] = "bearer ";
constexpr char kDns[] = "dns:";
constexpr char kSpiffe[] = "spiffe://";

absl::Status Refused(absl::string_view why) { return absl::UnauthenticatedError(why); }

// What the caller is told, whatever is wrong; why it is, the log and the audit trail have
// (refusal_log.h).
absl::Status Unknown(const absl::Status& why) {
  return WithHiddenCause(CallerUnknown(), why.message());
}

// The names of hosts are the same in capitals.
std::string AsPolicyWrites(const std::string& identity) {
  return absl::StartsWith(identity, kDns) ? absl::AsciiStrToLower(identity) : identity;
}

}  // namespace

absl::StatusOr<Credentials> CredentialsOf(const grpc::ServerContextBase& context) {
  Credentials credentials;
  TERTIAL_ASSIGN_OR_RETURN(credentials.peer, PeerOf(context));
  const auto [first, last] = context.client_metadata().equal_range(kAuthorizationMetadata);
  for (auto value = first; value != last; ++value) {
    credentials.authorization.emplace_back(value->second.data(), value->second.size());
  }
  credentials.stated_name = MetadataOf(context, kCallerMetadata);
  return credentials;
}

absl::StatusOr<Authenticator> Authenticator::Load(const std::string& policy_file,
                                                  const AreaRegistry& areas) {
  TERTIAL_ASSIGN_OR_RETURN(std::shared_ptr<const PolicyFile> policy,
                           PolicyFile::Open(policy_file, areas));
  return Authenticator(std::move(policy));
}

absl::StatusOr<Authenticator> Authenticator::Parse(absl::string_view policy_json,
                                                   const AreaRegistry& areas) {
  TERTIAL_ASSIGN_OR_RETURN(std::shared_ptr<const Policy> policy, Policy::Parse(policy_json, areas));
  return Authenticator(PolicyFile::Of(std::move(policy)));
}

absl::Status Authenticator::Authenticate(const Credentials& credentials, Authenticated& who) const {
  // Read before the policy: a change in between is then met by Refresh.
  who.generation = policy_->generation();
  who.policy = policy_->policy();
  absl::Status status = Identify(credentials, who);
  if (status.ok()) status = FindCaller(who);
  return status.ok() ? status : Unknown(status);
}

absl::Status Authenticator::Refresh(Authenticated& who) const {
  if (SystemClock().Now() >= who.valid_until) return Unknown(Refused("Its token has ended."));
  const uint64_t generation = policy_->generation();
  if (generation == who.generation) return absl::OkStatus();
  who.generation = generation;
  who.policy = policy_->policy();
  const absl::Status found = FindCaller(who);
  return found.ok() ? found : Unknown(found);
}

absl::Status Authenticator::Identify(const Credentials& credentials, Authenticated& who) const {
  if (!credentials.authorization.empty()) return IdentifyByToken(credentials.authorization, who);
  if (!credentials.peer.identities.empty()) return IdentifyByCertificate(credentials, who);
  if (credentials.peer.encrypted) return Refused("It shows neither a certificate nor a token.");
  if (!IsLoopback(credentials.peer.address)) {
    return Refused("It comes over plain text from another machine.");
  }
  who.identity =
      absl::StrCat("name:", credentials.stated_name.empty() ? kAnonymous : credentials.stated_name);
  return absl::OkStatus();
}

absl::Status Authenticator::IdentifyByToken(const std::vector<std::string>& authorization,
                                            Authenticated& who) const {
  absl::string_view value = authorization.front();
  if (authorization.size() > 1) return Refused("It has more than one authorization.");
  if (!absl::StartsWithIgnoreCase(value, kBearer)) {
    return Refused("Its authorization is no bearer token.");
  }
  if (tokens_ == nullptr) return Refused("It has a token, and this service accepts none.");
  value.remove_prefix(sizeof(kBearer) - 1);
  const absl::StatusOr<TokenIdentity> token = tokens_->Verify(absl::StripAsciiWhitespace(value));
  if (!token.ok()) {
    return Refused(absl::StrCat("Its token is not accepted: ", token.status().message()));
  }
  who.identity = absl::StrCat("token:", token->issuer, "|", token->subject);
  who.valid_until = token->valid_until;
  return absl::OkStatus();
}

absl::Status Authenticator::IdentifyByCertificate(const Credentials& credentials,
                                                  Authenticated& who) const {
  // A certificate may bear several names: those that the policy knows must all be of one caller.
  const PolicyCaller* known = nullptr;
  for (const std::string& shown : credentials.peer.identities) {
    const std::string identity = AsPolicyWrites(shown);
    if (who.identity.empty()) who.identity = identity;
    const PolicyCaller* const caller = who.policy->FindByIdentity(identity);
    if (caller == nullptr) continue;
    if (known != nullptr && caller != known) {
      return Refused("The names in its certificate are of several callers.");
    }
    if (known == nullptr) who.identity = identity;
    known = caller;
    if (absl::StartsWith(identity, kSpiffe)) break;
  }
  if (known != nullptr && known->intermediary) who.on_behalf_of = credentials.stated_name;
  return absl::OkStatus();
}

absl::Status Authenticator::FindCaller(Authenticated& who) const {
  who.caller = who.policy->FindByIdentity(who.identity);
  if (who.caller == nullptr) return Refused("The policy names no caller with its identity.");
  if (who.on_behalf_of.empty()) return absl::OkStatus();
  if (!who.caller->intermediary) return Refused("It is no intermediary any more.");
  who.caller = who.policy->Find(who.on_behalf_of);
  return who.caller != nullptr ? absl::OkStatus()
                               : Refused("It calls for somebody whom the policy does not name.");
}

std::string MetadataOf(const grpc::ServerContextBase& context, absl::string_view key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(grpc::string_ref(key.data(), key.size()));
  if (found == metadata.end()) return "";
  return std::string(found->second.data(), found->second.size());
}

}  // namespace tertial
