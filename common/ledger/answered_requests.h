// Requests that were answered: the memory that makes it safe to ask again.
#ifndef TERTIAL_COMMON_LEDGER_ANSWERED_REQUESTS_H_
#define TERTIAL_COMMON_LEDGER_ANSWERED_REQUESTS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/store/key_value_store.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

using AnsweredRequest = common::internal::v1::AnsweredRequest;

// The answer to a request with the id of `info`, as `bytes` (the value under its key) have it, if
// it is not forgotten at `now`. Errors: REQUEST_ID_REUSED when it was another request.
absl::StatusOr<std::optional<CommitResult>> ReplayOf(const CommitInfo& info,
                                                     const std::optional<std::string>& bytes,
                                                     const std::string& epoch, absl::Time now);
// The same, looked up in `snapshot`. Empty when the request has no id.
absl::StatusOr<std::optional<CommitResult>> FindReplay(const StoreSnapshot& snapshot,
                                                       const CommitInfo& info,
                                                       const std::string& epoch, absl::Time now);

// The value that is kept for a request.
std::string EncodeAnswer(const CommitInfo& info, const CommitResult& result, absl::Time expires);
// Adds to `batch` that the request was answered with `result`. Nothing when it has no id.
absl::Status AddAnswer(const CommitInfo& info, const CommitResult& result, absl::Time expires,
                       WriteBatch& batch);
// Adds to `batch` that requests whose time has ended are forgotten, some of them. Returns whether
// there may be more.
absl::StatusOr<bool> ForgetDueRequests(const StoreSnapshot& snapshot, absl::Time now,
                                       WriteBatch& batch);

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_ANSWERED_REQUESTS_H_
