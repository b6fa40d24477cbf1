#include "common/types/hmac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>

namespace tertial {

Sha256Digest HmacSha256(absl::string_view key, absl::string_view message) {
  // No key at all is told from an empty one by the pointer.
  const char* const key_bytes = key.empty() ? "" : key.data();
  Sha256Digest digest;
  unsigned int size = 0;
  // Fails only when there is no memory or no such algorithm: nothing could go on.
  if (HMAC(EVP_sha256(), key_bytes, static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(),
           &size) == nullptr ||
      size != kSha256Bytes) {
    std::abort();
  }
  return digest;
}

}  // namespace tertial
