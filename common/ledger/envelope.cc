#include "common/ledger/envelope.h"

#include <cstdint>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/checksum.h"
#include "common/status/errors.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

constexpr uint8_t kFormat = 1;

// `state_and_revision` are the nine bytes as stored.
uint32_t ChecksumOf(absl::string_view state_and_revision, absl::string_view body) {
  return AddToChecksum(AddToChecksum(0, state_and_revision), body);
}

absl::Status Damaged(absl::string_view key, absl::string_view what) {
  return StoredDataDamaged(
      absl::StrCat("the row under key ", absl::BytesToHexString(key), ": ", what));
}

}  // namespace

std::string EncodeEnvelope(const Envelope& envelope) {
  std::string checked;
  AppendUint8(static_cast<uint8_t>(envelope.state), checked);
  AppendUint64(static_cast<uint64_t>(envelope.revision), checked);
  std::string value;
  value.reserve(1 + checked.size() + sizeof(uint32_t) + envelope.body.size());
  AppendUint8(kFormat, value);
  value += checked;
  AppendUint32(ChecksumOf(checked, envelope.body), value);
  value.append(envelope.body.data(), envelope.body.size());
  return value;
}

absl::StatusOr<Envelope> DecodeEnvelope(absl::string_view key, absl::string_view value) {
  absl::string_view rest = value;
  const std::optional<uint8_t> format = ConsumeUint8(rest);
  const absl::string_view checked = rest;
  const std::optional<uint8_t> state = ConsumeUint8(rest);
  const std::optional<uint64_t> revision = ConsumeUint64(rest);
  const size_t checked_size = checked.size() - rest.size();
  const std::optional<uint32_t> checksum = ConsumeUint32(rest);
  if (!format || !state || !revision || !checksum) return Damaged(key, "too short");
  if (*format != kFormat) return Damaged(key, absl::StrCat("unknown format ", *format));
  if (*checksum != ChecksumOf(checked.substr(0, checked_size), rest)) {
    return Damaged(key, "wrong checksum");
  }
  if (*state > static_cast<uint8_t>(RowState::kRedaction) || *revision > uint64_t{INT64_MAX}) {
    return Damaged(key, "unknown state or revision");
  }
  return Envelope{static_cast<RowState>(*state), static_cast<Revision>(*revision), rest};
}

}  // namespace tertial
