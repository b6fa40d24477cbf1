// Stored cases, parsed as far as figures and lists need them.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_CASE_PARTS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_CASE_PARTS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

// Parses of the stored case `body` what counts: not titles, decisions, legal basis, case handler,
// printed date and provenance, nor subjects, parties, members and provenance of votes. Costs a
// fraction of parsing all of it, and follows the number of its fields, not their length. DATA_LOSS
// naming the row when it does not parse; what is skipped is not looked at.
absl::Status DecodeCaseParts(absl::string_view pk, absl::string_view body,
                             v1::Case& political_case);

// Parses all of it but the votes. Errors alike.
absl::Status DecodeCaseWithoutVotes(absl::string_view pk, absl::string_view body,
                                    v1::Case& political_case);

// Parses only what tells when it was treated: meeting and decision date. Errors alike.
absl::Status DecodeCaseDay(absl::string_view pk, absl::string_view body, v1::Case& political_case);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_CASE_PARTS_H_
