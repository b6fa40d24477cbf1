// Every error a caller of Tertial can meet, as a named function.
//
// An error is an absl::Status with a code, one sentence that says what to do, and a payload: a
// google.rpc.Status whose details hold ErrorInfo (the reason, as in tertial.common.v1.ErrorReason,
// and metadata), and BadRequest or RetryInfo where they apply. grpc_status.h turns it into what
// goes over the wire; nothing else does.
//
// Errors about several fields at once are made by violations.h.
#ifndef TERTIAL_COMMON_STATUS_ERRORS_H_
#define TERTIAL_COMMON_STATUS_ERRORS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tertial/common/v1/errors.pb.h"

namespace tertial {

using ErrorReason = common::v1::ErrorReason;
using ErrorMetadata = std::vector<std::pair<std::string, std::string>>;

// The domain of every ErrorInfo.
inline constexpr char kErrorDomain[] = "tertial";

// The reason's name as it stands in ErrorInfo: "AREA_NOT_FOUND".
std::string ReasonName(ErrorReason reason);

// The reason that `status` carries; ERROR_REASON_UNSPECIFIED if it carries none.
ErrorReason ReasonOf(const absl::Status& status);

// What the status's ErrorInfo says under `key`; empty where it says nothing.
std::string ErrorMetadataOf(const absl::Status& status, absl::string_view key);

// `status` with why it is so, which the caller is not told: for the log and the audit trail.
absl::Status WithHiddenCause(absl::Status status, absl::string_view cause);
// Empty where it has none.
std::string HiddenCauseOf(const absl::Status& status);

// A status of `code` with `reason` and `metadata`. The functions below are made with it; a caller
// outside this folder needs it only for an error that is its own alone.
absl::Status MakeError(absl::StatusCode code, ErrorReason reason, absl::string_view message,
                       const ErrorMetadata& metadata = {});

// The service is at fault.
absl::Status InternalError(absl::string_view message);
// `where` names the key or the file at fault; it goes to the log and is not shown to a caller.
absl::Status StoredDataDamaged(absl::string_view where);
absl::Status ServiceUnavailable(absl::string_view message);
absl::Status DeadlineExceeded();
absl::Status CallCancelled();
// With RetryInfo: try again after `retry_after`.
absl::Status TooManyCalls(absl::Duration retry_after);
absl::Status ImportTooLarge(int64_t limit, absl::string_view unit);
// The request id was used for another request.
absl::Status RequestIdReused(absl::string_view request_id);
// The writer is held by an import. With RetryInfo.
absl::Status WriterBusy();
// The disk has no room for what is new. Without RetryInfo: somebody has to make room.
absl::Status StoreFull();

// The caller is at fault.
// The same for whatever is wrong with how a caller shows who it is: it learns neither what is known
// nor how close it came.
absl::Status CallerUnknown();
absl::Status RoleMissing(absl::string_view caller, absl::string_view role,
                         absl::string_view method);
// `area` is an id, or "-" where all areas are asked for.
absl::Status AreaNotPermitted(absl::string_view caller, absl::string_view role,
                              absl::string_view area);
absl::Status InvalidStream(absl::string_view what);

// What was asked for is not there. `reason` is one of the …_NOT_FOUND reasons, `name` what was
// asked for.
absl::Status ResourceNotFound(ErrorReason reason, absl::string_view name);
// `area` is an id or an official number.
absl::Status AreaNotFound(absl::string_view area);

// What is recorded is not as the caller takes it to be. `name` is a resource name.
absl::Status ResourceExists(absl::string_view name);
absl::Status EtagMismatch(absl::string_view name);
// `user` is the name of a resource that stands below it or refers to it. Empty: it is not told.
absl::Status ResourceInUse(absl::string_view name, absl::string_view user);

// Figures of several areas do not stand on one basis. `why` says so in sentences; `issues` are the
// names of the issues, as a caller may accept them, each with the areas that it is about.
absl::Status NotComparable(absl::string_view why, const ErrorMetadata& issues);

// The token in `field` (a page token, an etag) is not one of this store, or of its present epoch.
absl::Status TokenOfOtherService(absl::string_view field);
absl::Status TokenOfOtherEpoch(absl::string_view field);

}  // namespace tertial

#endif  // TERTIAL_COMMON_STATUS_ERRORS_H_
