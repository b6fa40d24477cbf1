// What must be true of an observation when the figures of its indicator are another service's.
#ifndef TERTIAL_SERVICES_INDICATORS_HANDLER_OWNERSHIP_RULES_H_
#define TERTIAL_SERVICES_INDICATORS_HANDLER_OWNERSHIP_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/ledger/record_reader.h"
#include "common/status/violations.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// Adds what CheckRecordedHere (domain/ownership.h) says of an observation of `indicator` that is to
// be written, beside what is recorded now. Fails only if the store does.
absl::Status CheckOwnership(const RecordReader& reader, const v1::Indicator& indicator,
                            const v1::Observation& observation, const Violations& violations);

// FIGURE_NOT_RECORDED_HERE unless the observation `name` may be deleted by a caller.
absl::Status CheckObservationDeletable(const RecordReader& reader, absl::string_view name);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_HANDLER_OWNERSHIP_RULES_H_
