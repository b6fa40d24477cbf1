// Which derived rows hold what was redacted.
#ifndef TERTIAL_SERVICES_CLIMATE_DERIVED_REDACTIONS_H_
#define TERTIAL_SERVICES_CLIMATE_DERIVED_REDACTIONS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/read_view.h"
#include "services/climate/derived/touched.h"

namespace tertial::climate {

// Adds the derived rows, deleted ones included, that a row which was redacted may have been part
// of: the levels of a target; those by a release of which a version was made of the figure's period
// or is uncertain by figures of another; those per unit of an activity figure of the base period;
// the emissions of an activity figure; those by a version of a factor.
absl::Status AddMadeOf(const ReadView& view, const RowKey& redacted, std::vector<RowKey>& rows);

// Whether what the derived row is named after, or the figure that it is made of, is redacted.
absl::StatusOr<bool> IsMadeOfRedacted(const ReadView& view, const RowKey& row);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DERIVED_REDACTIONS_H_
