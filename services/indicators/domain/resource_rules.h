// What must be true of each resource of this service on its own, whatever else is recorded;
// indicators: definition_rules.h, targets: target_rules.h.
//
// Each function adds to `violations` whatever is wrong. The name has been made canonical before.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_RESOURCE_RULES_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_RESOURCE_RULES_H_

#include "common/status/violations.h"
#include "services/indicators/domain/target_rules.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

void CheckFramework(const v1::Framework& framework, const Violations& violations);
void CheckFocusArea(const v1::FocusArea& focus_area, const Violations& violations);
void CheckGoal(const v1::Goal& goal, const Violations& violations);
void CheckFrameworkIndicator(const v1::FrameworkIndicator& chosen, const Violations& violations);
void CheckObservation(const v1::Observation& observation, const Violations& violations);
// At most 5, each once, sorted; for the field "dimensions".
void CheckDimensionOrder(const google::protobuf::RepeatedPtrField<v1::Dimension>& dimensions,
                         const Violations& violations);
void CheckPeerGroup(const v1::PeerGroup& peer_group, const Violations& violations);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_RESOURCE_RULES_H_
