// Who has read exempt content, for auditors.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_EXEMPT_ACCESSES_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_EXEMPT_ACCESSES_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "tertial/politics/v1/exempt_content_service.pb.h"

namespace tertial::politics {

// A page of what is noted (common/rpc/access_log.h), the newest first.
absl::StatusOr<v1::ListExemptAccessesResponse> AnswerListExemptAccesses(
    const Ledger& ledger, const v1::ListExemptAccessesRequest& request);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_EXEMPT_ACCESSES_H_
