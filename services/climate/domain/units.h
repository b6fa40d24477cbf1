// Units of activities, emissions and emission factors, and the exact conversions between them.
//
// A unit is a code ("gwh", "tonnes_co2e") or a quotient of two ("kg_co2e_per_kwh"). Units convert
// where they measure the same. What looks alike and is not does not convert: a mass of a gas is no
// amount of CO2 equivalents, which takes a warming potential, and litres are no kilowatt-hours,
// which takes a calorific value: both are facts and no units.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_UNITS_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_UNITS_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "common/types/rational.h"

namespace tertial::climate {

// What a unit measures.
enum class Dimension {
  kEnergy,
  kVolume,
  kMass,
  // Masses of CO2 equivalents.
  kCo2e,
  kLength,
  kArea,
  kPieces,
  kPersons,
  kPassengerTransport,
  kFreightTransport,
  kMoney,
  kTime,
};

// What the code of a single unit measures; nothing where it is not known, or is a quotient.
std::optional<Dimension> DimensionOf(absl::string_view unit);

// The two parts of "a_per_b", parted at the first "_per_".
struct UnitQuotient {
  absl::string_view numerator;
  absl::string_view denominator;
};

// The parts, views of `unit`; nothing where it is no quotient or a part is empty.
std::optional<UnitQuotient> SplitQuotient(absl::string_view unit);

// An amount in `from` times this is the amount in `to`: 1/1000 from "kg_co2e" to "tonnes_co2e".
// Nothing where they do not convert. Any unit, also one that is not known, converts into itself.
std::optional<Rational> ConversionFactor(absl::string_view from, absl::string_view to);

// A positive fraction in lowest terms.
struct Fraction {
  int64_t numerator = 1;
  int64_t denominator = 1;
};

// An amount in `activity` times a factor in `factor`, a quotient, times this is the emission in
// `emission`: 5/18 for "gj", "kg_co2e_per_kwh" and "tonnes_co2e". Nothing where `activity` does not
// convert into what the factor is per, or what it is of into `emission`; all must be known.
std::optional<Fraction> FactorConversion(absl::string_view activity, absl::string_view factor,
                                         absl::string_view emission);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_UNITS_H_
