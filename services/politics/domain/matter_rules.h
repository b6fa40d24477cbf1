// What must be true of a matter on its own, whatever else is recorded.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_MATTER_RULES_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_MATTER_RULES_H_

#include "common/status/violations.h"
#include "tertial/politics/v1/meetings_resources.pb.h"

namespace tertial::politics {

// Adds to `violations` whatever is wrong. The name has been made canonical before.
void CheckMatter(const v1::Matter& matter, const Violations& violations);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_MATTER_RULES_H_
