// What publications have fixed of the slices of an area: rows that are put once and never changed.
#ifndef TERTIAL_SERVICES_WORKFORCE_STORE_FROZEN_SLICES_H_
#define TERTIAL_SERVICES_WORKFORCE_STORE_FROZEN_SLICES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_view.h"
#include "common/ledger/txn.h"
#include "services/workforce/domain/cube_slices.h"
#include "services/workforce/domain/frozen_slice.h"

namespace tertial::workforce {

inline constexpr TableId kFrozenTable = 23;

// The key of one slice of one table.
std::string FrozenKey(absl::string_view area_id, DisclosureTable table, const CubeSlice& slice);

// Those of `tables` that were fixed of the slice.
absl::StatusOr<FrozenTables> ReadFrozen(const ReadView& view, absl::Time now,
                                        absl::string_view area_id, const CubeSlice& slice,
                                        absl::Span<const DisclosureTable> tables);

// Of each of `tables`, the last slice that was fixed before this one.
absl::StatusOr<FrozenTables> ReadFrozenBefore(const ReadView& view, absl::Time now,
                                              absl::string_view area_id, const CubeSlice& slice,
                                              absl::Span<const DisclosureTable> tables);

// Fixes a slice.
void PutFrozen(Txn& txn, absl::string_view area_id, const CubeSlice& slice,
               const FrozenTables& frozen);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_STORE_FROZEN_SLICES_H_
