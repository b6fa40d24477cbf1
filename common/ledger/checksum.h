// The checksum of stored records: zlib's crc32.
#ifndef TERTIAL_COMMON_LEDGER_CHECKSUM_H_
#define TERTIAL_COMMON_LEDGER_CHECKSUM_H_

#include <zlib.h>

#include <cstdint>

#include "absl/strings/string_view.h"

namespace tertial {

// The checksum of what `checksum` is of, followed by `bytes`; 0 is that of nothing.
inline uint32_t AddToChecksum(uint32_t checksum, absl::string_view bytes) {
  // zlib takes a null pointer, which an empty view may hold, for the wish to begin anew.
  if (bytes.empty()) return checksum;
  return static_cast<uint32_t>(
      crc32_z(checksum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_CHECKSUM_H_
