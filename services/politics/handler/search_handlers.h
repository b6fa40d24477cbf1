// Searches, as plain functions.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_SEARCH_HANDLERS_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_SEARCH_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "tertial/politics/v1/exempt_content_service.pb.h"
#include "tertial/politics/v1/politics_search.pb.h"

namespace tertial::politics {

// Reads no restricted table.
absl::StatusOr<v1::SearchTextsResponse> AnswerSearchTexts(const Ledger& ledger,
                                                          const AreaRegistry& areas,
                                                          const v1::SearchTextsRequest& request);

// Reads exempt contents alone; notes the call. For callers with kRestrictedReader.
absl::StatusOr<v1::SearchExemptContentsResponse> AnswerSearchExemptContents(
    Ledger& ledger, const AreaRegistry& areas, const CallContext& call,
    const v1::SearchExemptContentsRequest& request);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_SEARCH_HANDLERS_H_
