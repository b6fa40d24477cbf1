// The public keys that bearer tokens are signed with: a JWKS file (RFC 7517).
#ifndef TERTIAL_COMMON_SECURITY_JWKS_H_
#define TERTIAL_COMMON_SECURITY_JWKS_H_

#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace tertial {

// What a key is for: a token does not choose how it is verified.
enum class TokenAlgorithm { kEs256, kRs256 };

struct TokenKey {
  TokenAlgorithm algorithm;
  // SubjectPublicKeyInfo in PEM.
  std::string pem;
};

// The keys of one file, by their ids. Does not change.
class Jwks {
 public:
  // Keys for encryption, of other types and for other algorithms are passed over, as the RFC wants.
  // INVALID_ARGUMENT with a sentence that names the place ("keys[1].n"), never a key: what is no
  // JWKS; a key to be used without an id, or with the id of another; an EC key that is no point of
  // P-256; an RSA key of less than 2048 bits or more than 8192; a private or symmetric key, which
  // has no place in such a file; no key to be used.
  static absl::StatusOr<Jwks> Parse(absl::string_view json);

  // nullptr if there is none of this id.
  const TokenKey* Find(absl::string_view id) const;
  size_t size() const { return keys_.size(); }

 private:
  absl::flat_hash_map<std::string, TokenKey> keys_;
};

// The bytes in base64url without padding; nullopt for what is not that, or not the only way to
// write them.
std::optional<std::string> DecodeBase64Url(absl::string_view text);

// A JSON object in which no name stands twice at any depth; nullopt for anything else.
std::optional<nlohmann::json> ParseJsonObject(absl::string_view text);

}  // namespace tertial

#endif  // TERTIAL_COMMON_SECURITY_JWKS_H_
