#include "common/ledger/ledger_keys.h"

#include <algorithm>

#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"

namespace tertial {

std::string NameKey(absl::string_view name) {
  std::string key;
  AppendUint8(kNameTag, key);
  key.append(name.data(), name.size());
  return key;
}

absl::StatusOr<std::string> EncodePrimaryKey(absl::Span<const std::string> ids) {
  std::string pk;
  for (const std::string& id : ids) TERTIAL_RETURN_IF_ERROR(AppendTextId(id, pk));
  return pk;
}

std::string CurrentKey(TableId table, absl::string_view pk) {
  std::string key;
  key.reserve(2 + pk.size());
  AppendUint8(kCurrentTag, key);
  AppendUint8(table, key);
  key.append(pk.data(), pk.size());
  return key;
}

std::optional<CurrentRow> DecodeCurrentKey(absl::string_view key) {
  if (ConsumeUint8(key) != kCurrentTag) return std::nullopt;
  const std::optional<uint8_t> table = ConsumeUint8(key);
  if (!table.has_value()) return std::nullopt;
  return CurrentRow{*table, key};
}

ScanRange CurrentRange(TableId table, absl::string_view prefix, absl::string_view after) {
  const std::string whole = CurrentKey(table, prefix);
  ScanRange range{whole, PrefixEnd(whole)};
  if (!after.empty()) range.begin = std::max(whole, KeyAfter(CurrentKey(table, after)));
  return range;
}

std::string CommitKey(Revision revision) {
  std::string key;
  AppendUint8(kCommitTag, key);
  AppendUint64(static_cast<uint64_t>(revision), key);
  return key;
}

std::optional<Revision> DecodeCommitKey(absl::string_view key) {
  if (ConsumeUint8(key) != kCommitTag) return std::nullopt;
  const std::optional<uint64_t> revision = ConsumeUint64(key);
  if (!revision.has_value() || !key.empty() || *revision > uint64_t{INT64_MAX}) {
    return std::nullopt;
  }
  return static_cast<Revision>(*revision);
}

}  // namespace tertial
