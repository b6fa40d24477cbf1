// Figures like those of the State's statistics, as many as a bench needs: every municipality, a
// hundred indicators, a few decades. The same on every machine.
#ifndef TERTIAL_TESTS_BENCH_GENERATED_ROWS_H_
#define TERTIAL_TESTS_BENCH_GENERATED_ROWS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::bench {

inline constexpr int kAreas = 357;
inline constexpr int kIndicators = 101;
inline constexpr int kYears = 28;
inline constexpr int64_t kMostObservations = int64_t{kAreas} * kIndicators * kYears;

// "areas/…" without the prefix, `area` from 0 to kAreas - 1.
std::string AreaId(int area);

// Writes a registry with these areas into `directory`, which must be there.
absl::Status WriteAreaRegistry(const std::string& directory);

// The definition of an indicator, from 0 to kIndicators - 1.
indicators::v1::Indicator GeneratedIndicator(int indicator);

// An observation, from 0 to kMostObservations - 1, in the order in which they are published: an
// indicator after the other, of it year after year, of a year all areas. Some have no value.
// Another `version` has another value and differs in nothing else.
indicators::v1::Observation GeneratedObservation(int64_t row, int64_t version = 0);

// Rows that corrections are about: the first generated observations.
inline constexpr int64_t kCorrectedRows = 8192;

// A write that changes one of them; writes that come close together change different ones.
indicators::v1::Observation GeneratedCorrection(int64_t write);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_GENERATED_ROWS_H_
