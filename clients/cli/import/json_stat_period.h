// Periods as statistical tables write them.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_PERIOD_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_PERIOD_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/types/period.h"

namespace tertial::cli {

// The period that a code of a time dimension names: "2024"; "2024K1" or "2024Q1" (a quarter),
// "2024M03", "2024H1" (half a year), "2024T1" (four months); and every form that Period reads.
// INVALID_PERIOD for any other, with a sentence that says what to do. Weeks ("2024U05") are no
// periods here. "2023-2024" may be a school year, a season or the mean of two years: the map says.
absl::StatusOr<Period> ParseTablePeriod(absl::string_view code);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_JSON_STAT_PERIOD_H_
