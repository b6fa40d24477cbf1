// What must be true of a term on its own, whatever else is recorded.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_TERM_RULES_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_TERM_RULES_H_

#include "common/status/violations.h"
#include "tertial/politics/v1/meetings_resources.pb.h"

namespace tertial::politics {

// Adds to `violations` whatever is wrong. The name has been made canonical before.
void CheckTerm(const v1::Term& term, const Violations& violations);

// Whether two terms, both of which CheckTerm accepts, share a day.
bool ShareADay(const v1::Term& a, const v1::Term& b);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_TERM_RULES_H_
