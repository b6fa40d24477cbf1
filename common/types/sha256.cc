#include "common/types/sha256.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace tertial {

struct Sha256::Context {
  EVP_MD_CTX* digest = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(digest); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  // Fails only when there is no memory or no such algorithm: nothing could go on.
  if (EVP_DigestInit_ex(context_->digest, EVP_sha256(), nullptr) != 1) std::abort();
}

Sha256::~Sha256() = default;

void Sha256::Add(absl::string_view bytes) {
  if (EVP_DigestUpdate(context_->digest, bytes.data(), bytes.size()) != 1) std::abort();
}

void Sha256::AddField(absl::string_view bytes) {
  std::string length;
  for (int shift = 56; shift >= 0; shift -= 8) {
    length.push_back(static_cast<char>(static_cast<uint64_t>(bytes.size()) >> shift));
  }
  Add(length);
  Add(bytes);
}

Sha256Digest Sha256::Finish() {
  Sha256Digest digest;
  if (EVP_DigestFinal_ex(context_->digest, digest.data(), nullptr) != 1) std::abort();
  return digest;
}

std::string Sha256Of(absl::string_view bytes) {
  Sha256 hash;
  hash.Add(bytes);
  const Sha256Digest digest = hash.Finish();
  return std::string(digest.begin(), digest.end());
}

}  // namespace tertial
