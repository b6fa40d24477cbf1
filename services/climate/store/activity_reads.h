// Activity figures that name emission factors, and the factors, read from one state of the store.
#ifndef TERTIAL_SERVICES_CLIMATE_STORE_ACTIVITY_READS_H_
#define TERTIAL_SERVICES_CLIMATE_STORE_ACTIVITY_READS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/record_reader.h"
#include "common/types/period.h"
#include "services/climate/domain/emission_calculation.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// The area's activity figures of the period that name an emission factor, in the order of their
// names; of one boundary, or of all where it is empty. Figures of other periods are skipped by
// their keys.
absl::StatusOr<std::vector<v1::ActivityFigure>> ReadActivitiesWithFactors(
    const RecordReader& reader, const std::string& area_id, const Period& period,
    absl::string_view boundary);

// All versions of a factor, in the order of their names.
absl::StatusOr<std::vector<v1::EmissionFactor>> ReadFactorVersions(const RecordReader& reader,
                                                                   absl::string_view factor);

// All versions of the factors of these codes, with the GWP tables that they name.
absl::StatusOr<EmissionFactors> ReadEmissionFactors(const RecordReader& reader,
                                                    const std::set<std::string>& factors);

// The codes of the factors that the figures name.
std::set<std::string> FactorsNamedBy(const std::vector<v1::ActivityFigure>& activities);

// Calls `visitor` for the activity figures of all areas that name the factor, each once, in the
// order of their names. False ends the scan.
absl::Status ScanFactorUsers(const RecordReader& reader, absl::string_view factor,
                             absl::FunctionRef<bool(const v1::ActivityFigure& activity)> visitor);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_STORE_ACTIVITY_READS_H_
