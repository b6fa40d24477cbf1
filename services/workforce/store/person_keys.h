// The secret keys that persons' keys are hashed with: rows are kept under hashes that nobody
// without the keys can make.
//
//   h1 = HMAC-SHA-256(K1, area 00 person_key), the first 16 bytes of it
//   h2 = HMAC-SHA-256(K2, h1), likewise, and so on
//
// A register is kept under the hash of as many keys as the file had when it was uploaded, or when
// the keys were rotated last. A key is added by adding a line to the file; the earlier ones stay,
// as links of the chain: who has them without the newest can make nothing that is stored.
#ifndef TERTIAL_SERVICES_WORKFORCE_STORE_PERSON_KEYS_H_
#define TERTIAL_SERVICES_WORKFORCE_STORE_PERSON_KEYS_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tertial::workforce {

inline constexpr size_t kPersonHashBytes = 16;

// kPersonHashBytes bytes.
using PersonHash = std::string;

// Does not change after Load; may be used by several threads.
class PersonKeys {
 public:
  // Reads a file of one key per line, 64 hexadecimal digits; lines that begin with "#", and empty
  // ones, are left out. FAILED_PRECONDITION with a sentence, which never holds what the file does,
  // when it cannot be read, is for others too, holds no key, one that is no key, or one twice. For
  // others is one that anybody may read or write, or the group of a file of this process's user; of
  // another user's file the group may read it, as Kubernetes shows a Secret to a process.
  static absl::StatusOr<PersonKeys> Load(const std::string& file);
  // The same of a text, named `name` in sentences.
  static absl::StatusOr<PersonKeys> Parse(absl::string_view name, absl::string_view text);

  size_t count() const { return keys_.size(); }
  // The first 8 bytes of SHA-256 over each key, in their order.
  std::vector<std::string> Fingerprints() const;
  // Whether hashes that were made with keys of these fingerprints are made with the first of these
  // keys, as many as there are fingerprints.
  template <typename Strings>
  bool Extends(const Strings& fingerprints) const {
    const std::vector<std::string> own = Fingerprints();
    size_t i = 0;
    for (const auto& fingerprint : fingerprints) {
      if (i == own.size() || own[i++] != fingerprint) return false;
    }
    return true;
  }

  // The hash made with the first `keys` of the keys, 1 to count().
  PersonHash Hash(absl::string_view area_id, absl::string_view person_key, size_t keys) const;
  // Of a hash made with the first `from_keys`, that made with the first `to_keys`.
  PersonHash Rehash(const PersonHash& hash, size_t from_keys, size_t to_keys) const;
  // The hashes made with the first key, the first two, and so on to all.
  std::vector<PersonHash> EveryHash(absl::string_view area_id, absl::string_view person_key) const;

 private:
  explicit PersonKeys(std::vector<std::string> keys) : keys_(std::move(keys)) {}

  // Of 32 bytes each.
  std::vector<std::string> keys_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_STORE_PERSON_KEYS_H_
