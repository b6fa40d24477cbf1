#include "services/workforce/store/frozen_slices.h"

#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/ledger/table.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace tertial::workforce {
namespace {

using internal::v1::FrozenSlice;

// Longer than anybody publishes: whoever published a cube publishes the same for ever.
absl::Time Expiry() { return absl::FromCivil(absl::CivilDay(2200, 1, 1), absl::UTCTimeZone()); }

// The beginning of the keys of all slices of one table.
std::string TableKey(absl::string_view area_id, DisclosureTable table) {
  std::string key(area_id);
  key.push_back('\0');
  key.push_back(static_cast<char>(table));
  return key;
}

absl::Status Parse(absl::string_view key, absl::string_view bytes, FrozenSlice& slice) {
  if (slice.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return absl::OkStatus();
  return StoredDataDamaged(absl::StrCat("a fixed slice under ", absl::CHexEscape(key)));
}

}  // namespace

std::string FrozenKey(absl::string_view area_id, DisclosureTable table, const CubeSlice& slice) {
  std::string key = absl::StrCat(TableKey(area_id, table), slice.id());
  key.push_back('\0');
  return key;
}

absl::StatusOr<FrozenTables> ReadFrozen(const ReadView& view, absl::Time now,
                                        absl::string_view area_id, const CubeSlice& slice,
                                        absl::Span<const DisclosureTable> tables) {
  FrozenTables frozen;
  for (const DisclosureTable table : tables) {
    const std::string key = FrozenKey(area_id, table, slice);
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                             view.FindPrivate(kFrozenTable, key, now));
    if (bytes.has_value()) TERTIAL_RETURN_IF_ERROR(Parse(key, *bytes, frozen[table]));
  }
  return frozen;
}

absl::StatusOr<FrozenTables> ReadFrozenBefore(const ReadView& view, absl::Time now,
                                              absl::string_view area_id, const CubeSlice& slice,
                                              absl::Span<const DisclosureTable> tables) {
  FrozenTables frozen;
  for (const DisclosureTable table : tables) {
    const std::string before = FrozenKey(area_id, table, slice);
    std::string last_key;
    std::string last;
    // Ids of days, and of periods of one kind, stand in their order in time.
    TERTIAL_RETURN_IF_ERROR(view.ScanPrivate(kFrozenTable, TableKey(area_id, table), "", now,
                                             [&](absl::string_view key, absl::string_view bytes) {
                                               if (key >= before) return false;
                                               last_key = std::string(key);
                                               last = std::string(bytes);
                                               return true;
                                             }));
    if (!last_key.empty()) TERTIAL_RETURN_IF_ERROR(Parse(last_key, last, frozen[table]));
  }
  return frozen;
}

void PutFrozen(Txn& txn, absl::string_view area_id, const CubeSlice& slice,
               const FrozenTables& frozen) {
  for (const auto& [table, row] : frozen) {
    txn.PutPrivate(kFrozenTable, FrozenKey(area_id, table, slice), EncodeBody(row), Expiry());
  }
}

}  // namespace tertial::workforce
