// What a climate target is measured by, read from one state of the store.
#ifndef TERTIAL_SERVICES_CLIMATE_STORE_TARGET_READS_H_
#define TERTIAL_SERVICES_CLIMATE_STORE_TARGET_READS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/record_reader.h"
#include "services/climate/domain/target_figures.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// The activity figures of the area that an intensity is divided by, of all periods. Empty for a
// target that is no intensity. The cost is that of the figures of the metric and boundary.
absl::StatusOr<Denominators> ReadDenominators(const RecordReader& reader,
                                              const std::string& area_id,
                                              const v1::ClimateTarget& target);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_STORE_TARGET_READS_H_
