#include "common/status/errors.h"

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/status/rpc_status.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

// Not what goes over the wire (grpc_status.cc).
constexpr char kHiddenCauseUrl[] = "tertial/hidden-cause";

// "ERROR_REASON_BODY_ACTIVITY_NOT_FOUND" → "body activity".
std::string NounOf(ErrorReason reason) {
  std::string noun = absl::AsciiStrToLower(ReasonName(reason));
  noun = std::string(absl::StripSuffix(noun, "_not_found"));
  return absl::StrReplaceAll(noun, {{"_", " "}});
}

// `status` with `reason`, and when to try again.
absl::Status WithRetry(const absl::Status& status, ErrorReason reason, absl::Duration after) {
  google::rpc::Status rpc_status;
  AddErrorInfo(reason, {}, rpc_status);
  google::rpc::RetryInfo retry;
  const int64_t nanos = absl::ToInt64Nanoseconds(after);
  retry.mutable_retry_delay()->set_seconds(nanos / 1'000'000'000);
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
  rpc_status.add_details()->PackFrom(retry);
  return WithRpcStatus(status, rpc_status);
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

std::string ErrorMetadataOf(const absl::Status& status, absl::string_view key) {
  const google::rpc::Status rpc_status = ReadRpcStatus(status);
  for (const google::protobuf::Any& detail : rpc_status.details()) {
    google::rpc::ErrorInfo info;
    if (!detail.UnpackTo(&info) || info.domain() != kErrorDomain) continue;
    const auto found = info.metadata().find(std::string(key));
    if (found != info.metadata().end()) return found->second;
  }
  return "";
}

absl::Status WithHiddenCause(absl::Status status, absl::string_view cause) {
  status.SetPayload(kHiddenCauseUrl, absl::Cord(cause));
  return status;
}

std::string HiddenCauseOf(const absl::Status& status) {
  const absl::optional<absl::Cord> cause = status.GetPayload(kHiddenCauseUrl);
  return cause.has_value() ? std::string(*cause) : "";
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
  return WithRetry(
      absl::ResourceExhaustedError(absl::StrCat("Too many calls are waiting; try again in ",
                                                absl::FormatDuration(retry_after), ".")),
      common::v1::ERROR_REASON_TOO_MANY_CALLS, retry_after);
}

absl::Status WriterBusy() {
  return WithRetry(absl::UnavailableError("An import is being applied, so nothing else can be "
                                          "written for a moment; try again in a second."),
                   common::v1::ERROR_REASON_WRITER_BUSY, absl::Seconds(1));
}

absl::Status StoreFull() {
  return MakeError(absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_STORE_FULL,
                   "The disk of the service is full, so nothing new is written; have room made on "
                   "it, and ask again.");
}

absl::Status ImportTooLarge(int64_t limit, absl::string_view unit) {
  return MakeError(
      absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_IMPORT_TOO_LARGE,
      absl::StrCat("One import takes at most ", limit, " ", unit, "; send it in parts."),
      {{"limit", absl::StrCat(limit)}, {"unit", std::string(unit)}});
}

absl::Status RequestIdReused(absl::string_view request_id) {
  return MakeError(absl::StatusCode::kAlreadyExists, common::v1::ERROR_REASON_REQUEST_ID_REUSED,
                   absl::StrCat("The request id \"", request_id,
                                "\" was used for another request; choose a new one."),
                   {{"request_id", std::string(request_id)}});
}

absl::Status CallerUnknown() {
  return MakeError(absl::StatusCode::kUnauthenticated, common::v1::ERROR_REASON_CALLER_UNKNOWN,
                   "The caller could not be identified; call with a client certificate or a bearer "
                   "token of a caller that the policy names.");
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

absl::Status AreaNotPermitted(absl::string_view caller, absl::string_view role,
                              absl::string_view area) {
  return MakeError(
      absl::StatusCode::kPermissionDenied, common::v1::ERROR_REASON_AREA_NOT_PERMITTED,
      absl::StrCat("Caller \"", caller, "\" has the role ", role, ", but not for ",
                   area == "-" ? "all areas" : absl::StrCat("the area \"", area, "\""),
                   ", which the request is about; the policy file grants areas."),
      {{"caller", std::string(caller)}, {"role", std::string(role)}, {"area", std::string(area)}});
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

absl::Status ResourceExists(absl::string_view name) {
  return MakeError(absl::StatusCode::kAlreadyExists, common::v1::ERROR_REASON_RESOURCE_EXISTS,
                   absl::StrCat(Quoted(name), " is recorded already; update it."),
                   {{"name", std::string(name)}});
}

absl::Status EtagMismatch(absl::string_view name) {
  return MakeError(absl::StatusCode::kAborted, common::v1::ERROR_REASON_ETAG_MISMATCH,
                   absl::StrCat(Quoted(name),
                                " has changed since this etag was given; read it again, and decide "
                                "on what it holds now."),
                   {{"name", std::string(name)}});
}

absl::Status ResourceInUse(absl::string_view name, absl::string_view user) {
  if (user.empty()) {
    return MakeError(absl::StatusCode::kFailedPrecondition,
                     common::v1::ERROR_REASON_RESOURCE_IN_USE,
                     absl::StrCat("Something that not everybody may see stands below ",
                                  Quoted(name), "; have it deleted first by one who may."),
                     {{"name", std::string(name)}});
  }
  return MakeError(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_RESOURCE_IN_USE,
                   absl::StrCat(Quoted(user), " stands below ", Quoted(name),
                                " or refers to it; delete or change that first."),
                   {{"name", std::string(name)}, {"user", std::string(user)}});
}

absl::Status NotComparable(absl::string_view why, const ErrorMetadata& issues) {
  std::string names;
  for (const auto& [name, areas] : issues) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", name);
  }
  return MakeError(
      absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_NOT_COMPARABLE,
      absl::StrCat(why, " Accept ", names, " to have the figures compared all the same."), issues);
}

absl::Status TokenOfOtherService(absl::string_view field) {
  return InvalidField(field, common::v1::ERROR_REASON_TOKEN_OF_OTHER_SERVICE,
                      "It was made by another service; hand it in where it was answered.");
}

absl::Status TokenOfOtherEpoch(absl::string_view field) {
  return InvalidField(field, common::v1::ERROR_REASON_TOKEN_OF_OTHER_EPOCH,
                      "It was made before the store was restored from a backup, and what it stands "
                      "for may be gone; read again from the beginning.");
}

}  // namespace tertial
