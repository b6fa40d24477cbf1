// What requests for analyses have in common: the parts that name things, parsed and checked.
#ifndef TERTIAL_SERVICES_INDICATORS_HANDLER_REQUESTED_H_
#define TERTIAL_SERVICES_INDICATORS_HANDLER_REQUESTED_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "common/types/period.h"
#include "services/indicators/store/figures.h"

namespace tertial::indicators {

// A period that may be left out, or must be there. Adds FIELD_REQUIRED or INVALID_PERIOD for
// `field`, and returns nothing then.
std::optional<Period> OptionalPeriod(absl::string_view field, const std::string& text,
                                     const Violations& violations);
std::optional<Period> RequiredPeriod(absl::string_view field, const std::string& text,
                                     const Violations& violations);

// The definition of an indicator that a request names in `field`. Errors: FIELD_REQUIRED,
// INVALID_RESOURCE_NAME, INDICATOR_NOT_FOUND.
absl::StatusOr<const v1::Indicator*> RequestedIndicator(FigureReader& reader,
                                                        absl::string_view field,
                                                        const std::string& name);

// Errors: DIMENSION_NOT_DECLARED, and DUPLICATE_ELEMENT unless they are sorted, for "dimensions".
absl::Status CheckRequestedDimensions(const v1::Indicator& indicator, const Dimensions& dimensions);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_HANDLER_REQUESTED_H_
