// What must be true of a case, and of what an exempt case says, whatever else is recorded.
//
// Each function adds to `violations` whatever is wrong. Names have been made canonical before. All
// are pure.
#ifndef TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_RULES_H_
#define TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_RULES_H_

#include <string>

#include "common/status/violations.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/politics/v1/exempt_content_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"
#include "tertial/politics/v1/treatments.pb.h"

namespace tertial::politics {

void CheckCase(const v1::Case& political_case, const Violations& violations);
void CheckExemptContent(const v1::ExemptContent& content, const Violations& violations);

// The name of the case that an exempt content is of: "areas/asker/cases/ks-31-2024".
std::string CaseOf(const v1::ExemptContent& content);

// What is wrong with treating the case in `body`, which is its own: BODY_NOT_VALID unless the body
// is there on a day that the case may mean.
void CheckBodyOfCase(const v1::Case& political_case, const v1::Body& body,
                     const Violations& violations);
// VOTES_EXCEED_MEMBERS for those of `votes`, given in `body` when `political_case` was treated,
// that are more than the body had members, where the day and their number are known.
void CheckVotesInBody(const google::protobuf::RepeatedPtrField<v1::Vote>& votes,
                      const v1::Case& political_case, const v1::Body& body,
                      const Violations& violations);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_DOMAIN_CASE_RULES_H_
