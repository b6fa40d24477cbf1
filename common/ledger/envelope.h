// What stands around the body of a stored row:
//
//   format:1 (= 1)   state:1   revision:8   crc32:4   body
//
// Integers are big-endian. The checksum is zlib's crc32 over state, revision and body. Only a live
// version has a body.
#ifndef TERTIAL_COMMON_LEDGER_ENVELOPE_H_
#define TERTIAL_COMMON_LEDGER_ENVELOPE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/ledger_keys.h"

namespace tertial {

enum class RowState : uint8_t {
  kLive = 0,
  // The commit deleted the row.
  kTombstone = 1,
  // The version was live, and was redacted since.
  kBlanked = 2,
  // The commit redacted the row: there is none, and all earlier versions are blanked.
  kRedaction = 3,
};

struct Envelope {
  RowState state = RowState::kLive;
  // The commit that wrote this version.
  Revision revision = 0;
  // Points into the bytes it was decoded from.
  absl::string_view body;
};

// `revision` must not be negative.
std::string EncodeEnvelope(const Envelope& envelope);

// DATA_LOSS, naming `key` in hexadecimal, when `value` is too short, of another format, or does not
// agree with its checksum. The result is valid as long as the bytes of `value`.
absl::StatusOr<Envelope> DecodeEnvelope(absl::string_view key, absl::string_view value);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_ENVELOPE_H_
