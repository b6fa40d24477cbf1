// How long a section of a report stays true when nobody commits anything.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_SECTION_AGE_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_SECTION_AGE_H_

#include <map>
#include <string>

#include "absl/time/time.h"
#include "services/gateway/domain/report_sections.h"

namespace tertial::gateway {

// Until when a section that was asked for at `pulled` is the newest, if nothing is committed:
//
// - the end of the day in Europe/Oslo, and a second more since clocks differ: what is overdue, and
//   where a follow-up stands, is told as of that day;
// - a few seconds where it shows figures that another service owns: how fresh they are is known to
//   the indicators service alone, and changes without a commit.
absl::Time GrowsOldAt(const Section& section, absl::Time pulled);

// The other services whose figures it shows, each with whether it says that some of them may be
// outdated.
std::map<std::string, bool> OwnersIn(const Section& section);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_SECTION_AGE_H_
