#include "services/climate/store/derived_place.h"

#include <string>

#include "common/ledger/table.h"
#include "common/status/status_macros.h"

namespace tertial::climate {
namespace {

using internal::v1::DerivedPlace;

// The end of the year 9999, as far as a timestamp goes.
absl::Time Never() { return absl::FromUnixSeconds(253402300799); }

std::string KeyOfPlace() { return *EncodePrimaryKey({"derived"}); }

}  // namespace

absl::StatusOr<std::optional<DerivedPlace>> FindDerivedPlace(const ReadView& view, absl::Time now) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> body,
                           view.FindPrivate(kDerivedPlaceTable, KeyOfPlace(), now));
  std::optional<DerivedPlace> place;
  if (body.has_value() && !place.emplace().ParseFromString(*body)) place.reset();
  return place;
}

void PutDerivedPlace(Txn& txn, const DerivedPlace& place) {
  txn.PutPrivate(kDerivedPlaceTable, KeyOfPlace(), EncodeBody(place), Never());
}

}  // namespace tertial::climate
