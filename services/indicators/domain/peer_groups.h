// Who belongs to a peer group, and when.
#ifndef TERTIAL_SERVICES_INDICATORS_DOMAIN_PEER_GROUPS_H_
#define TERTIAL_SERVICES_INDICATORS_DOMAIN_PEER_GROUPS_H_

#include <set>
#include <string>

#include "common/types/period.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

// The ids of the areas that are members on the last day of `period`.
std::set<std::string> MembersIn(const v1::PeerGroup& group, const Period& period);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_DOMAIN_PEER_GROUPS_H_
