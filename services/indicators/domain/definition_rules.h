// What must be true of the definition of an indicator on its own, and of an observation beside the
// definition it is of. Each function adds to `violations` whatever is wrong.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_DEFINITION_RULES_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_DEFINITION_RULES_H_

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

void CheckIndicator(const v1::Indicator& indicator, const Violations& violations);

// Scale, dimensions, basis and life cycle; and that it is recorded at all.
void CheckObservationAgainst(const v1::Indicator& indicator, const v1::Observation& observation,
                             const Violations& violations);

// DIMENSION_NOT_DECLARED, for `field` and its elements, of dimensions and members that the
// definition does not declare.
void CheckDimensionsAgainst(const v1::Indicator& indicator, absl::string_view field,
                            const google::protobuf::RepeatedPtrField<v1::Dimension>& dimensions,
                            const Violations& violations);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_DEFINITION_RULES_H_
