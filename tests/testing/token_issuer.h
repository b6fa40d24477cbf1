// Keys of an issuer of bearer tokens, and tokens that it signs: right ones, and such as it would
// never make.
#ifndef TERTIAL_TESTS_TESTING_TOKEN_ISSUER_H_
#define TERTIAL_TESTS_TESTING_TOKEN_ISSUER_H_

#include <openssl/evp.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"

namespace tertial::testing {

inline constexpr char kTestIssuer[] = "https://id.example.org";
inline constexpr char kTestAudience[] = "tertial";

// A key pair and what it signs.
class SigningKey {
 public:
  // A new one: of the curve, or of that many bits.
  static SigningKey Ec(std::string id, const char* curve = "P-256");
  static SigningKey Rsa(std::string id, int bits = 2048);

  // "ES256" or "RS256".
  std::string algorithm() const;
  const std::string& id() const { return id_; }
  // The public key as an element of a JWKS.
  nlohmann::json Jwk() const;
  // The public key in PEM.
  std::string Pem() const;
  // The signature of a token, base64url.
  std::string Sign(absl::string_view text) const;

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  SigningKey(std::string id, EVP_PKEY* key) : id_(std::move(id)), key_(key) {}

  std::string id_;
  std::unique_ptr<EVP_PKEY, Free> key_;
};

class TokenIssuer {
 public:
  TokenIssuer() : key_(SigningKey::Ec("es-1")), rsa_key_(SigningKey::Rsa("rs-1")) {}

  const SigningKey& key() const { return key_; }
  const SigningKey& rsa_key() const { return rsa_key_; }
  // Both.
  std::string Jwks() const;

  // What is valid from `now` for an hour.
  static nlohmann::json Claims(const std::string& subject, absl::Time now);
  // The header that tokens signed with `key` have.
  static nlohmann::json Header(const SigningKey& key);

  // A token of these parts, whatever they are.
  static std::string SignedText(const SigningKey& key, absl::string_view header,
                                absl::string_view claims);
  static std::string Signed(const SigningKey& key, const nlohmann::json& header,
                            const nlohmann::json& claims);
  // A right one, valid from now for an hour.
  std::string Token(const std::string& subject) const;

 private:
  const SigningKey key_;
  const SigningKey rsa_key_;
};

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_TOKEN_ISSUER_H_
