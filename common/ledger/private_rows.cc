#include "common/ledger/private_rows.h"

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

}  // namespace

std::string EncodePrivateRow(const PrivateRow& row) {
  std::string expiry;
  AppendUint64(static_cast<uint64_t>(absl::ToUnixMicros(row.expiry)), expiry);
  std::string value;
  AppendUint8(kFormat, value);
  value += expiry;
  AppendUint32(AddToChecksum(AddToChecksum(0, expiry), row.body), value);
  value.append(row.body.data(), row.body.size());
  return value;
}

absl::StatusOr<PrivateRow> DecodePrivateRow(absl::string_view key, absl::string_view value) {
  absl::string_view rest = value;
  const std::optional<uint8_t> format = ConsumeUint8(rest);
  const absl::string_view checked = rest;
  const std::optional<uint64_t> expiry = ConsumeUint64(rest);
  const std::optional<uint32_t> checksum = ConsumeUint32(rest);
  if (format != kFormat || !expiry.has_value() || !checksum.has_value() ||
      *checksum != AddToChecksum(AddToChecksum(0, checked.substr(0, sizeof(uint64_t))), rest)) {
    return StoredDataDamaged(
        absl::StrCat("the private row under key ", absl::BytesToHexString(key)));
  }
  return PrivateRow{absl::FromUnixMicros(static_cast<int64_t>(*expiry)), rest};
}

}  // namespace tertial
