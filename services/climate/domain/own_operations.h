// The emissions of activities, summed.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_OWN_OPERATIONS_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_OWN_OPERATIONS_H_

#include <vector>

#include "absl/types/span.h"
#include "tertial/climate/v1/own_operations.pb.h"

namespace tertial::climate {

// The totals are told with so many decimals.
inline constexpr int kOperationsDecimals = 3;

// The totals of activities of one area and year, by scope and method, in the order of both: one for
// each that a factor is of. Pure. What a version gives that does not count is in none of them.
//
// An activity is a gap in a total where something of it cannot be computed, and in that of one
// method where it names factors of the other method only. What names a factor of which no version
// is recorded any more is a gap in a total of its own, without a scope.
std::vector<v1::OperationsTotal> OperationsTotals(
    absl::Span<const v1::ActivityEmissions> activities);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_OWN_OPERATIONS_H_
