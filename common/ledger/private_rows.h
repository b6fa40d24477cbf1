// Rows that must be erasable: registers of persons. They have a retention time and no history; they
// are in no feed, hash or export; they are purged when their time has ended, and erased by key when
// asked, until no byte of them is left on disk.
//
// The value of a private row, integers big-endian:
//
//   format:1 (= 1)   expiry:8 (microseconds)   crc32:4 (over expiry and body)   body
#ifndef TERTIAL_COMMON_LEDGER_PRIVATE_ROWS_H_
#define TERTIAL_COMMON_LEDGER_PRIVATE_ROWS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tertial {

struct PrivateRow {
  absl::Time expiry;
  // Points into the bytes it was decoded from.
  absl::string_view body;
};

std::string EncodePrivateRow(const PrivateRow& row);
// DATA_LOSS, naming `key` in hexadecimal, when `value` was not made by EncodePrivateRow.
absl::StatusOr<PrivateRow> DecodePrivateRow(absl::string_view key, absl::string_view value);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_PRIVATE_ROWS_H_
