// How far what follows from facts is recorded.
#ifndef TERTIAL_SERVICES_CLIMATE_STORE_DERIVED_PLACE_H_
#define TERTIAL_SERVICES_CLIMATE_STORE_DERIVED_PLACE_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_view.h"
#include "common/ledger/txn.h"
#include "tertial/climate/internal/v1/derived_place.pb.h"

namespace tertial::climate {

// It is no fact: it stands among the private rows of the ledger (0A), apart from feed, history and
// exports, under
//
//   table 20, "derived" 00   DerivedPlace
//
// and never expires.
inline constexpr TableId kDerivedPlaceTable = 20;

// Empty when nothing was followed yet. A row that cannot be read is as if there were none.
absl::StatusOr<std::optional<internal::v1::DerivedPlace>> FindDerivedPlace(const ReadView& view,
                                                                           absl::Time now);
void PutDerivedPlace(Txn& txn, const internal::v1::DerivedPlace& place);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_STORE_DERIVED_PLACE_H_
