#include "common/store/key_encoding.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

template <typename T>
void AppendBigEndian(T value, std::string& key) {
  for (int shift = 8 * (static_cast<int>(sizeof(T)) - 1); shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>(static_cast<uint8_t>(value >> shift)));
  }
}

template <typename T>
std::optional<T> ConsumeBigEndian(absl::string_view& key) {
  if (key.size() < sizeof(T)) return std::nullopt;
  uint64_t value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    value = value << 8 | static_cast<uint8_t>(key[i]);
  }
  key.remove_prefix(sizeof(T));
  return static_cast<T>(value);
}

}  // namespace

void AppendUint8(uint8_t value, std::string& key) { AppendBigEndian(value, key); }
void AppendUint32(uint32_t value, std::string& key) { AppendBigEndian(value, key); }
void AppendUint64(uint64_t value, std::string& key) { AppendBigEndian(value, key); }

absl::Status AppendTextId(absl::string_view id, std::string& key) {
  if (id.find('\0') != absl::string_view::npos) {
    return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_TEXT,
                     absl::StrCat("The id ", Quoted(id), " may not hold the character 00."));
  }
  key.append(id.data(), id.size());
  key.push_back('\0');
  return absl::OkStatus();
}

std::optional<uint8_t> ConsumeUint8(absl::string_view& key) {
  return ConsumeBigEndian<uint8_t>(key);
}
std::optional<uint32_t> ConsumeUint32(absl::string_view& key) {
  return ConsumeBigEndian<uint32_t>(key);
}
std::optional<uint64_t> ConsumeUint64(absl::string_view& key) {
  return ConsumeBigEndian<uint64_t>(key);
}

std::optional<absl::string_view> ConsumeTextId(absl::string_view& key) {
  const size_t end = key.find('\0');
  if (end == absl::string_view::npos) return std::nullopt;
  const absl::string_view id = key.substr(0, end);
  key.remove_prefix(end + 1);
  return id;
}

std::string PrefixEnd(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<uint8_t>(end.back()) + 1);
  return end;
}

std::string KeyAfter(absl::string_view key) {
  std::string after(key);
  after.push_back('\0');
  return after;
}

}  // namespace tertial
