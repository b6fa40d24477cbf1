// Which inventory release a target is measured with.
#ifndef TERTIAL_SERVICES_CLIMATE_STORE_RELEASE_CHOICE_H_
#define TERTIAL_SERVICES_CLIMATE_STORE_RELEASE_CHOICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/record_reader.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// Releases that a request names, as they are stored; the fields of GetTargetProgressRequest. Empty:
// not named.
struct RequestedReleases {
  std::string inventory_release;
  std::string base_release;
  std::string current_release;
};

// The release to measure `target` of the area with: the one that is named, else the newest
// (domain/newest_release.h). Errors: DIFFERENT_RELEASES where several are named that are not one,
// INVALID_RESOURCE_NAME for one of another area, DIFFERENT_ACCOUNTS for one of another boundary or
// scope than the target's; INVENTORY_RELEASE_NOT_FOUND, INVENTORY_RELEASE_AMBIGUOUS.
absl::StatusOr<v1::InventoryRelease> ChooseRelease(const RecordReader& reader,
                                                   const std::string& area_id,
                                                   const v1::ClimateTarget& target,
                                                   const RequestedReleases& requested);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_STORE_RELEASE_CHOICE_H_
