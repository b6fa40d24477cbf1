#include "common/status/errors.h"

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/status/rpc_status.h"

namespace tertial {
namespace {

// "ERROR_REASON_BODY_ACTIVITY_NOT_FOUND" → "body activity".
std::string NounOf(ErrorReason reason) {
  std::string noun = absl::AsciiStrToLower(ReasonName(reason));
  noun = std::string(absl::StripSuffix(noun, "_not_found"));
  return absl::StrReplaceAll(noun, {{"_", " "}});
}

}  // namespace

std::string ReasonName(ErrorReason reason) {
  return std::string(absl::StripPrefix(common::v1::ErrorReason_Name(reason), "ERROR_REASON_"));
}

ErrorReason ReasonOf(const absl::Status& status) {
  const google::rpc::Status rpc_status = ReadRpcStatus(status);
  for (const google::protobuf::Any& detail : rpc_status.details()) {
    google::rpc::ErrorInfo info;
    if (!detail.UnpackTo(&info) || info.domain() != kErrorDomain) continue;
    ErrorReason reason;
    if (common::v1::ErrorReason_Parse(absl::StrCat("ERROR_REASON_", info.reason()), &reason)) {
      return reason;
    }
  }
  return common::v1::ERROR_REASON_UNSPECIFIED;
}

absl::Status MakeError(absl::StatusCode code, ErrorReason reason, absl::string_view message,
                       const ErrorMetadata& metadata) {
  google::rpc::Status rpc_status;
  AddErrorInfo(reason, metadata, rpc_status);
  return WithRpcStatus(absl::Status(code, message), rpc_status);
}

absl::Status InternalError(absl::string_view message) {
  return MakeError(absl::StatusCode::kInternal, common::v1::ERROR_REASON_INTERNAL, message);
}

absl::Status StoredDataDamaged(absl::string_view where) {
  return MakeError(absl::StatusCode::kDataLoss, common::v1::ERROR_REASON_STORED_DATA_DAMAGED,
                   absl::StrCat("Stored data cannot be read: ", where));
}

absl::Status ServiceUnavailable(absl::string_view message) {
  return MakeError(absl::StatusCode::kUnavailable, common::v1::ERROR_REASON_SERVICE_UNAVAILABLE,
                   message);
}

absl::Status DeadlineExceeded() {
  return MakeError(absl::StatusCode::kDeadlineExceeded, common::v1::ERROR_REASON_DEADLINE_EXCEEDED,
                   "The deadline passed before the answer was ready; allow more time.");
}

absl::Status CallCancelled() {
  return MakeError(absl::StatusCode::kCancelled, common::v1::ERROR_REASON_CANCELLED,
                   "The caller ended the call.");
}

absl::Status TooManyCalls(absl::Duration retry_after) {
  google::rpc::Status rpc_status;
  AddErrorInfo(common::v1::ERROR_REASON_TOO_MANY_CALLS, {}, rpc_status);
  google::rpc::RetryInfo retry;
  const int64_t nanos = absl::ToInt64Nanoseconds(retry_after);
  retry.mutable_retry_delay()->set_seconds(nanos / 1'000'000'000);
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
  rpc_status.add_details()->PackFrom(retry);
  return WithRpcStatus(
      absl::ResourceExhaustedError(absl::StrCat("Too many calls are waiting; try again in ",
                                                absl::FormatDuration(retry_after), ".")),
      rpc_status);
}

absl::Status ImportTooLarge(int64_t limit, absl::string_view unit) {
  return MakeError(
      absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_IMPORT_TOO_LARGE,
      absl::StrCat("One import takes at most ", limit, " ", unit, "; send it in parts."),
      {{"limit", absl::StrCat(limit)}, {"unit", std::string(unit)}});
}

absl::Status CallerUnknown(absl::string_view why) {
  return MakeError(absl::StatusCode::kUnauthenticated, common::v1::ERROR_REASON_CALLER_UNKNOWN,
                   why);
}

absl::Status RoleMissing(absl::string_view caller, absl::string_view role,
                         absl::string_view method) {
  return MakeError(absl::StatusCode::kPermissionDenied, common::v1::ERROR_REASON_ROLE_MISSING,
                   absl::StrCat("Caller \"", caller, "\" lacks the role ", role, " that ", method,
                                " asks for; the policy file grants roles."),
                   {{"caller", std::string(caller)},
                    {"role", std::string(role)},
                    {"method", std::string(method)}});
}

absl::Status InvalidStream(absl::string_view what) {
  return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_STREAM,
                   what);
}

absl::Status ResourceNotFound(ErrorReason reason, absl::string_view name) {
  return MakeError(absl::StatusCode::kNotFound, reason,
                   absl::StrCat("No ", NounOf(reason), " is recorded as \"", name, "\"."),
                   {{"name", std::string(name)}});
}

absl::Status AreaNotFound(absl::string_view area) {
  return MakeError(absl::StatusCode::kNotFound, common::v1::ERROR_REASON_AREA_NOT_FOUND,
                   absl::StrCat("No area has the id or the number \"", area,
                                "\"; the gateway's ListAreas names those that are known."),
                   {{"area", std::string(area)}});
}

}  // namespace tertial
