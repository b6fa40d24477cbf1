#include "common/server/callers.h"

#include "common/status/status_macros.h"

namespace tertial {

absl::StatusOr<Callers> Callers::Open(const ServerOptions& options, const AreaRegistry& areas) {
  Callers callers;
  TERTIAL_ASSIGN_OR_RETURN(callers.policy_, PolicyFile::Open(options.policy_file, areas));
  TERTIAL_ASSIGN_OR_RETURN(
      callers.watches_.emplace_back(),
      WatchedFiles::Start("policy", {options.policy_file},
                          [policy = callers.policy_] { return policy->Reload(); }));
  if (options.tokens.jwks_file.empty()) return callers;
  TERTIAL_ASSIGN_OR_RETURN(callers.tokens_, TokenVerifier::Open(options.tokens));
  TERTIAL_ASSIGN_OR_RETURN(
      callers.watches_.emplace_back(),
      WatchedFiles::Start("keys of tokens", {options.tokens.jwks_file},
                          [tokens = callers.tokens_] { return tokens->Reload(); }));
  return callers;
}

}  // namespace tertial
