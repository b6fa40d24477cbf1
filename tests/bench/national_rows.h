// Figures of a country: every municipality, indicators of all services, two decades; a third of the
// cells have no value. The same on every machine. The areas are those of generated_rows.h.
#ifndef TERTIAL_TESTS_BENCH_NATIONAL_ROWS_H_
#define TERTIAL_TESTS_BENCH_NATIONAL_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tests/bench/generated_rows.h"

namespace tertial::bench {

inline constexpr int kMostNationalIndicators = 500;
inline constexpr int kLastYear = 2024;

// How many there are of each: areas and indicators from the first on, years up to kLastYear.
struct NationalSize {
  int areas = kAreas;
  int indicators = kMostNationalIndicators;
  int years = 20;

  int first_year() const { return kLastYear - years + 1; }
  int64_t observations() const { return int64_t{areas} * indicators * years; }
};

// The resource name, of `indicator` from 0 to kMostNationalIndicators - 1.
std::string NationalIndicatorName(int indicator);
indicators::v1::Indicator NationalIndicator(int indicator);

// How many decimals an indicator is printed with.
int DecimalsOfNational(int indicator);

// The value in units of the last printed decimal, never zero; nothing where the cell has none.
std::optional<int64_t> NationalValue(int area, int indicator, int year);
// A value with its decimals, as it is written.
std::string FormatNationalValue(int indicator, int64_t value);

std::string NationalObservationName(int area, int indicator, int year);
indicators::v1::Observation NationalObservation(int area, int indicator, int year);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_NATIONAL_ROWS_H_
