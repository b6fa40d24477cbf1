// What activities emit, by versions of emission factors.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_EMISSION_CALCULATION_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_EMISSION_CALCULATION_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/climate/domain/gwp.h"
#include "tertial/climate/v1/accounts_resources.pb.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/climate/v1/own_operations.pb.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::climate {

// Emissions of activities are told with so many decimals.
inline constexpr int kCalculatedDecimals = 6;

// What emissions are calculated with.
struct EmissionFactors {
  // All versions of each factor by its code. A code of which none is recorded may be left out.
  std::map<std::string, std::vector<v1::EmissionFactor>, std::less<>> versions;
  // The tables of warming potentials that they name and that are recorded, by resource name.
  std::map<std::string, GwpTable, std::less<>> gwp_tables;
};

// All functions are pure, and take resources that have passed their rules.

// Whether the version is valid in the year.
bool IsValidIn(const v1::EmissionFactor& version, int year);

// Of `versions` those that are valid in the year, the one that counts first: the one published
// last, of several of one date the one of the last name; then the others in the same order. They
// point into `versions`.
std::vector<const v1::EmissionFactor*> VersionsValidIn(
    const std::vector<v1::EmissionFactor>& versions, int year);

// Why an amount in `unit` cannot be told in what the version is per: a sentence that names both
// units. Empty where it can.
std::string WhyNotConvertible(absl::string_view unit, const v1::EmissionFactor& version);

// What the activity emitted by the version, as VersionEmissions.emissions tells. Not computable
// where the activity has no value, where a warming potential is not recorded (GWP_UNKNOWN), and
// where the units do not convert (NO_OBSERVATION: no conversion is known).
common::v1::Computed EmissionsBy(const v1::ActivityFigure& activity,
                                 const v1::EmissionFactor& version, const EmissionFactors& factors);

// The activity with what it emitted by each factor that it names. Its period is a year.
v1::ActivityEmissions EmissionsOf(const v1::ActivityFigure& activity,
                                  const EmissionFactors& factors);

// The rows that are to stand below the activity, in the order of their names: one for each version
// of a factor that it names and that is valid in its year. None where the activity has a value and
// nothing can be computed. None for a period that is no year.
std::vector<v1::CalculatedEmission> CalculatedEmissionsOf(const v1::ActivityFigure& activity,
                                                          const EmissionFactors& factors);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_EMISSION_CALCULATION_H_
