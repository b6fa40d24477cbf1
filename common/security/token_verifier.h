// Bearer tokens: JWTs of one issuer for one audience, signed with ES256 or RS256 (RFC 7519, 8725).
#ifndef TERTIAL_COMMON_SECURITY_TOKEN_VERIFIER_H_
#define TERTIAL_COMMON_SECURITY_TOKEN_VERIFIER_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/store/mutex.h"
#include "common/types/clock.h"

namespace tertial {

class Jwks;

// What an issuer puts into a token takes some hundred bytes; a longer one is not looked at.
inline constexpr size_t kLongestToken = 8 * 1024;
// By how much the clocks of issuer and service may differ.
inline constexpr absl::Duration kTokenLeeway = absl::Seconds(60);

struct TokenOptions {
  // Holds the issuer's keys.
  std::string jwks_file;
  // As `iss` has it.
  std::string issuer;
  // One of those that `aud` names.
  std::string audience;
};

// What a token vouches for.
struct TokenIdentity {
  std::string issuer;
  std::string subject;
  // When it ends, with the leeway.
  absl::Time valid_until;
};

// Thread-safe.
class TokenVerifier {
 public:
  // Errors: NOT_FOUND and INVALID_ARGUMENT, with the file, of the keys; INVALID_ARGUMENT of an
  // issuer or an audience that is empty, or an issuer with a "|", which identities are divided by.
  // `clock` must outlive the object.
  static absl::StatusOr<std::shared_ptr<TokenVerifier>> Open(TokenOptions options,
                                                             const Clock& clock = SystemClock());

  // Reads the keys again. On an error, which is one of Open's, they stay what they were.
  absl::Status Reload();

  // The identity that `token` vouches for. An error says why it vouches for none: it is for the
  // log, never for the caller, and holds nothing of the token.
  absl::StatusOr<TokenIdentity> Verify(absl::string_view token) const;

 private:
  TokenVerifier(TokenOptions options, const Clock& clock)
      : options_(std::move(options)), clock_(clock) {}

  std::shared_ptr<const Jwks> keys() const;

  const TokenOptions options_;
  const Clock& clock_;
  mutable Mutex mutex_;
  std::shared_ptr<const Jwks> keys_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_SECURITY_TOKEN_VERIFIER_H_
