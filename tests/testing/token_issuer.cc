#include "tests/testing/token_issuer.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/testing/planted.h"

namespace tertial::testing {
namespace {

using nlohmann::json;

constexpr int kCoordinateBytes = 32;

// The bytes of a number of a key, `size` of them; 0: as many as it has.
std::string NumberOf(const EVP_PKEY* key, const char* name, int size) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) std::abort();
  if (size == 0) size = BN_num_bytes(number);
  std::string bytes(static_cast<size_t>(size), '\0');
  if (BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size) != size) {
    std::abort();
  }
  BN_free(number);
  return bytes;
}

// A signature of ECDSA as tokens have it: two numbers of 32 bytes.
std::string AsTokensHave(const std::vector<unsigned char>& der) {
  const unsigned char* at = der.data();
  ECDSA_SIG* parsed = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  if (parsed == nullptr) std::abort();
  std::string bytes(2 * kCoordinateBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(parsed), out, kCoordinateBytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(parsed), out + kCoordinateBytes, kCoordinateBytes);
  ECDSA_SIG_free(parsed);
  return bytes;
}

}  // namespace

SigningKey SigningKey::Ec(std::string id, const char* curve) {
  return {std::move(id), EVP_EC_gen(curve)};
}

SigningKey SigningKey::Rsa(std::string id, int bits) {
  return {std::move(id), EVP_RSA_gen(static_cast<size_t>(bits))};
}

std::string SigningKey::algorithm() const {
  return EVP_PKEY_is_a(key_.get(), "EC") == 1 ? "ES256" : "RS256";
}

json SigningKey::Jwk() const {
  json jwk = {{"kid", id_}, {"use", "sig"}, {"alg", algorithm()}};
  const auto add = [&](const char* member, const char* name, int size) {
    jwk[member] = absl::WebSafeBase64Escape(NumberOf(key_.get(), name, size));
  };
  if (algorithm() == "ES256") {
    jwk["kty"] = "EC";
    jwk["crv"] = "P-256";
    add("x", OSSL_PKEY_PARAM_EC_PUB_X, kCoordinateBytes);
    add("y", OSSL_PKEY_PARAM_EC_PUB_Y, kCoordinateBytes);
  } else {
    jwk["kty"] = "RSA";
    add("n", OSSL_PKEY_PARAM_RSA_N, 0);
    add("e", OSSL_PKEY_PARAM_RSA_E, 0);
  }
  return jwk;
}

std::string SigningKey::Pem() const {
  BIO* out = BIO_new(BIO_s_mem());
  if (PEM_write_bio_PUBKEY(out, key_.get()) != 1) std::abort();
  char* text = nullptr;
  const long size = BIO_get_mem_data(out, &text);
  std::string pem(text, static_cast<size_t>(size));
  BIO_free(out);
  return pem;
}

std::string SigningKey::Sign(absl::string_view text) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = 0;
  if (EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context, nullptr, &size, bytes, text.size()) != 1) {
    std::abort();
  }
  std::vector<unsigned char> signature(size);
  if (EVP_DigestSign(context, signature.data(), &size, bytes, text.size()) != 1) std::abort();
  signature.resize(size);
  EVP_MD_CTX_free(context);
  if (algorithm() == "ES256") return absl::WebSafeBase64Escape(AsTokensHave(signature));
  return absl::WebSafeBase64Escape(
      absl::string_view(reinterpret_cast<const char*>(signature.data()), signature.size()));
}

std::string TokenIssuer::Jwks() const {
  return json{{"keys", {key_.Jwk(), rsa_key_.Jwk()}}}.dump();
}

json TokenIssuer::Claims(const std::string& subject, absl::Time now) {
  return {{"iss", kTestIssuer},
          {"aud", kTestAudience},
          {"sub", subject},
          {"nbf", absl::ToUnixSeconds(now)},
          {"exp", absl::ToUnixSeconds(now + absl::Hours(1))}};
}

json TokenIssuer::Header(const SigningKey& key) {
  return {{"alg", key.algorithm()}, {"kid", key.id()}, {"typ", "JWT"}};
}

std::string TokenIssuer::SignedText(const SigningKey& key, absl::string_view header,
                                    absl::string_view claims) {
  const std::string text =
      absl::StrCat(absl::WebSafeBase64Escape(header), ".", absl::WebSafeBase64Escape(claims));
  const std::string signature = key.Sign(text);
  // Of those that tests cut short this is what is left.
  if (claims.size() > signature.size()) {
    Plant(Secret::kBearerToken, absl::WebSafeBase64Escape(claims));
  }
  return absl::StrCat(text, ".", Plant(Secret::kBearerToken, signature));
}

std::string TokenIssuer::Signed(const SigningKey& key, const json& header, const json& claims) {
  return SignedText(key, header.dump(), claims.dump());
}

std::string TokenIssuer::Token(const std::string& subject) const {
  return Signed(key_, Header(key_), Claims(subject, absl::Now()));
}

}  // namespace tertial::testing
