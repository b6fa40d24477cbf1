// The keys that bearer tokens are signed with (common/security/jwks.h): a JWKS file, and the text
// of a token's parts.
//
// Whatever stands in it: it is refused with a sentence that holds no key, or has keys that OpenSSL
// can use for the algorithm that they are for.
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "common/security/jwks.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/said.h"

namespace tertial::fuzz {
namespace {

void CheckKey(const TokenKey& key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bytes(
      BIO_new_mem_buf(key.pem.data(), static_cast<int>(key.pem.size())), &BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> read(
      PEM_read_bio_PUBKEY(bytes.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  Require(read != nullptr, "a key can be used");
  const bool is_ec = EVP_PKEY_base_id(read.get()) == EVP_PKEY_EC;
  Require(is_ec == (key.algorithm == TokenAlgorithm::kEs256), "a key is for its algorithm");
  Require(is_ec ? EVP_PKEY_bits(read.get()) == 256 : EVP_PKEY_bits(read.get()) >= 2048,
          "a key is long enough");
}

void CheckText(absl::string_view text) {
  const auto bytes = DecodeBase64Url(text);
  if (!bytes.has_value()) return;
  std::string again = absl::WebSafeBase64Escape(*bytes);
  Require(again == text, "bytes are written in one way", text);
}

}  // namespace

const char* const kCorpus = "jwks";

void RunInput(absl::string_view input) {
  CheckText(input);
  const auto object = ParseJsonObject(input);
  const absl::StatusOr<Jwks> keys = Jwks::Parse(input);
  if (!keys.ok()) {
    Require(keys.status().code() == absl::StatusCode::kInvalidArgument &&
                !keys.status().message().empty() && IsUtf8(keys.status().message()),
            "keys are refused with a sentence", keys.status().ToString());
    RequireNoSecret(keys.status().message());
    return;
  }
  Require(keys->size() > 0, "a file of keys has keys");
  Require(object.has_value(), "a file of keys is an object of JSON");
  for (const auto& key : object->at("keys")) {
    if (!key.is_object() || !key.contains("kid") || !key["kid"].is_string()) continue;
    const TokenKey* const found = keys->Find(key["kid"].get<std::string>());
    if (found != nullptr) CheckKey(*found);
  }
}

}  // namespace tertial::fuzz
