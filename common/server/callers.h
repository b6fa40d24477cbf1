// What callers are known by, and what they may do: the files of a process, read again in place when
// they change.
#ifndef TERTIAL_COMMON_SERVER_CALLERS_H_
#define TERTIAL_COMMON_SERVER_CALLERS_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/authenticator.h"
#include "common/security/policy.h"
#include "common/security/token_verifier.h"
#include "common/security/watched_files.h"
#include "common/server/options.h"
#include "common/types/area_registry.h"

namespace tertial {

class Callers {
 public:
  // The policy, and the keys of bearer tokens where the options name any. An invalid file that
  // comes later is logged and changes nothing. `areas` must outlive the object. Errors: those of
  // PolicyFile::Open and TokenVerifier::Open.
  static absl::StatusOr<Callers> Open(const ServerOptions& options, const AreaRegistry& areas);

  // May outlive this object: then nothing is read again.
  Authenticator authenticator() const { return Authenticator(policy_, tokens_); }

 private:
  std::shared_ptr<PolicyFile> policy_;
  // nullptr: no bearer token is accepted.
  std::shared_ptr<TokenVerifier> tokens_;
  std::vector<std::unique_ptr<WatchedFiles>> watches_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_CALLERS_H_
