// Whether a target is met.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_TARGETS_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_TARGETS_H_

#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"
#include "tertial/indicators/v1/indicators_sections.pb.h"

namespace tertial::indicators {

// Compares the observation of one period with a target (method THRESHOLD: met, not met, distance).
// `observed` names the observation and holds its cell, if there is one. A period without a value,
// or a target without one, is NOT_COMPUTABLE; it is never "not met".
v1::TargetAssessment AssessTarget(const v1::Target& target, const std::string& period,
                                  const common::v1::Operand& observed);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_TARGETS_H_
