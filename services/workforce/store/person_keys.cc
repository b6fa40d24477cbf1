#include "services/workforce/store/person_keys.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status_macros.h"
#include "common/types/hmac.h"
#include "common/types/sha256.h"

namespace tertial::workforce {
namespace {

constexpr size_t kKeyDigits = 64;
constexpr size_t kFingerprintBytes = 8;
// Far more keys than anybody will have.
constexpr int64_t kMostKeyFileBytes = 1 << 20;

absl::Status FileError(absl::string_view file, absl::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat("the person keys ", file, " ", what));
}

// A file of another user's is read as one of the group: so Kubernetes shows a Secret to a process.
bool IsForOthers(const struct stat& about) {
  const mode_t for_others =
      about.st_uid == ::geteuid() ? S_IRWXG | S_IRWXO : S_IWGRP | S_IXGRP | S_IRWXO;
  return (about.st_mode & for_others) != 0;
}

PersonHash HashWith(absl::string_view key, absl::string_view message) {
  const Sha256Digest digest = HmacSha256(key, message);
  return PersonHash(digest.begin(), digest.begin() + kPersonHashBytes);
}

}  // namespace

absl::StatusOr<PersonKeys> PersonKeys::Load(const std::string& file) {
  struct stat about;
  if (::stat(file.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) {
    return FileError(file, "cannot be read; name a file of keys");
  }
  if (IsForOthers(about)) {
    return FileError(
        file,
        "may be read or written by others; give them the mode 0600, or 0440 where they "
        "belong to another user and the group is this service's");
  }
  if (about.st_size > kMostKeyFileBytes) return FileError(file, "are no file of keys: too large");
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) return FileError(file, "cannot be read; name a file of keys");
  return Parse(file, text);
}

absl::StatusOr<PersonKeys> PersonKeys::Parse(absl::string_view name, absl::string_view text) {
  std::vector<std::string> keys;
  int line = 0;
  for (const absl::string_view raw : absl::StrSplit(text, '\n')) {
    ++line;
    const absl::string_view digits = absl::StripAsciiWhitespace(raw);
    if (digits.empty() || digits.front() == '#') continue;
    const bool is_key = digits.size() == kKeyDigits &&
                        std::all_of(digits.begin(), digits.end(), absl::ascii_isxdigit);
    if (!is_key) {
      return FileError(
          name, absl::StrCat("hold no key in line ", line, "; write 64 hexadecimal digits there"));
    }
    std::string key = absl::HexStringToBytes(digits);
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
      return FileError(name, absl::StrCat("hold a key of an earlier line in line ", line,
                                          "; write each key once"));
    }
    keys.push_back(std::move(key));
  }
  if (keys.empty()) return FileError(name, "hold no key; write one line of 64 hexadecimal digits");
  return PersonKeys(std::move(keys));
}

std::vector<std::string> PersonKeys::Fingerprints() const {
  std::vector<std::string> fingerprints;
  for (const std::string& key : keys_) {
    fingerprints.push_back(Sha256Of(key).substr(0, kFingerprintBytes));
  }
  return fingerprints;
}

PersonHash PersonKeys::Hash(absl::string_view area_id, absl::string_view person_key,
                            size_t keys) const {
  std::string message(area_id);
  message.push_back('\0');
  message.append(person_key.data(), person_key.size());
  return Rehash(HashWith(keys_.front(), message), 1, keys);
}

PersonHash PersonKeys::Rehash(const PersonHash& hash, size_t from_keys, size_t to_keys) const {
  PersonHash rehashed = hash;
  for (size_t i = from_keys; i < to_keys; ++i) rehashed = HashWith(keys_[i], rehashed);
  return rehashed;
}

std::vector<PersonHash> PersonKeys::EveryHash(absl::string_view area_id,
                                              absl::string_view person_key) const {
  std::vector<PersonHash> hashes = {Hash(area_id, person_key, 1)};
  while (hashes.size() < keys_.size()) {
    hashes.push_back(Rehash(hashes.back(), hashes.size(), hashes.size() + 1));
  }
  return hashes;
}

}  // namespace tertial::workforce
