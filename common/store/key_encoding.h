// Keys whose byte order is the order of what they mean. A key is a sequence of:
//
//   integer   fixed width (1, 4 or 8 bytes), big-endian, unsigned
//   text id   the bytes of the id, then 00; an id never holds 00, so that "a" stands before "ab"
//             and the ids of a parent are a prefix of the ids of its children
//
// Append… and Consume… are pairs.
#ifndef TERTIAL_COMMON_STORE_KEY_ENCODING_H_
#define TERTIAL_COMMON_STORE_KEY_ENCODING_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tertial {

void AppendUint8(uint8_t value, std::string& key);
void AppendUint32(uint32_t value, std::string& key);
void AppendUint64(uint64_t value, std::string& key);

// INVALID_ARGUMENT (INVALID_TEXT), and `key` as it was, when `id` holds a byte 00.
absl::Status AppendTextId(absl::string_view id, std::string& key);

// Each takes one element from the front of `key`. Empty, and `key` as it was, when `key` does not
// begin with a whole one. The id returned by ConsumeTextId points into the bytes of `key`.
std::optional<uint8_t> ConsumeUint8(absl::string_view& key);
std::optional<uint32_t> ConsumeUint32(absl::string_view& key);
std::optional<uint64_t> ConsumeUint64(absl::string_view& key);
std::optional<absl::string_view> ConsumeTextId(absl::string_view& key);

// The smallest key above all keys that begin with `prefix`. Empty when there is none (`prefix` is
// empty or holds only ff), which a ScanRange takes as "no upper bound".
std::string PrefixEnd(absl::string_view prefix);

// The smallest key above `key` itself.
std::string KeyAfter(absl::string_view key);

}  // namespace tertial

#endif  // TERTIAL_COMMON_STORE_KEY_ENCODING_H_
