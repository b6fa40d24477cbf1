// HMAC-SHA-256 (RFC 2104): a hash that only who has the key can make.
#ifndef TERTIAL_COMMON_TYPES_HMAC_H_
#define TERTIAL_COMMON_TYPES_HMAC_H_

#include "absl/strings/string_view.h"
#include "common/types/sha256.h"

namespace tertial {

// `key` and `message` of any length. No copy of the key is left in memory.
Sha256Digest HmacSha256(absl::string_view key, absl::string_view message);

}  // namespace tertial

#endif  // TERTIAL_COMMON_TYPES_HMAC_H_
