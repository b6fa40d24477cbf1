// A hash over the content of a store, whatever the order of its rows: two stores share it if and
// only if they hold the same resources in the same versions.
#ifndef TERTIAL_COMMON_LEDGER_CONTENT_HASH_H_
#define TERTIAL_COMMON_LEDGER_CONTENT_HASH_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_keys.h"

namespace tertial {

// The sum, modulo 2^256, of the SHA-256 of every resource: over its kind, its name, its revision (8
// bytes, big-endian) and its stored bytes, each after its length (8 bytes, big-endian).
class ContentHash {
 public:
  // `kind` is the full name of the message.
  void Add(absl::string_view kind, absl::string_view name, Revision revision,
           absl::string_view body);
  // Takes back what was added.
  void Remove(absl::string_view kind, absl::string_view name, Revision revision,
              absl::string_view body);

  // 64 hexadecimal digits.
  std::string Hex() const;
  int64_t resources() const { return resources_; }

 private:
  // The least significant first.
  std::array<uint32_t, 8> sum_{};
  int64_t resources_ = 0;
};

// The hash of the resources of `ledger` after the commit `revision`, which it must hold; rows of a
// table that is restricted, or not in its catalog, are none. Errors: DEADLINE_EXCEEDED when it
// takes longer than until `deadline`.
absl::StatusOr<ContentHash> HashContent(const Ledger& ledger, Revision revision,
                                        absl::Time deadline);

// Whether a commit after `revision` blanked something: what is hashed of `revision` is another
// content since.
absl::StatusOr<bool> RedactedSince(const Ledger& ledger, Revision revision);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_CONTENT_HASH_H_
