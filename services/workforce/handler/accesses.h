// The reads of sensitive readers: noted before they are answered, and told to auditors.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_ACCESSES_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_ACCESSES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "tertial/workforce/v1/registers_queries.pb.h"
#include "tertial/workforce/v1/registers_service.pb.h"

namespace tertial::workforce {

// Notes that `call` asks for `slice`, which was found to be right, in the store and in the log.
// When it fails, the call must not be answered.
absl::Status RecordAccess(Ledger& ledger, const CallContext& call,
                          const v1::QueryFiguresRequest& slice);

// A page of what RecordAccess noted, the newest first.
absl::StatusOr<v1::ListAccessesResponse> AnswerListAccesses(const Ledger& ledger,
                                                            const v1::ListAccessesRequest& request);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_ACCESSES_H_
