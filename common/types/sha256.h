// SHA-256, for fingerprints of requests and of content.
#ifndef TERTIAL_COMMON_TYPES_SHA256_H_
#define TERTIAL_COMMON_TYPES_SHA256_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace tertial {

inline constexpr size_t kSha256Bytes = 32;
using Sha256Digest = std::array<uint8_t, kSha256Bytes>;

// The 32 bytes of the hash of what was added, in pieces or as a whole.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Add(absl::string_view bytes);
  // Adds the length of `bytes` (8 bytes, big-endian) and then `bytes`, so that no two sequences of
  // fields give the same input.
  void AddField(absl::string_view bytes);
  // Ends the hash; nothing may be added any more.
  Sha256Digest Finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// The 32 bytes of the hash of `bytes`.
std::string Sha256Of(absl::string_view bytes);

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_SHA256_H_
