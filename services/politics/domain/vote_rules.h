// What must be true of the votes of a case, whatever else is recorded.
//
// Each function adds to `violations` whatever is wrong. All are pure.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_VOTE_RULES_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_VOTE_RULES_H_

#include <cstdint>

#include "common/status/violations.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/politics/v1/treatments.pb.h"

namespace tertial::politics {

// `votes`, of the message that `violations` are of.
void CheckVotes(const google::protobuf::RepeatedPtrField<v1::Vote>& votes,
                const Violations& violations);

// VOTES_EXCEED_MEMBERS for each of `votes` in which more voted or were absent than the body has
// `members`. A choice that has no number of its own counts as many as parties or members are named
// with.
void CheckVotesWithin(const google::protobuf::RepeatedPtrField<v1::Vote>& votes, int32_t members,
                      const Violations& violations);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_VOTE_RULES_H_
