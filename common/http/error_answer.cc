#include "common/http/error_answer.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "common/status/violations.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tertial {
namespace {

int HttpCodeOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
      return kHttpOk;
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::OUT_OF_RANGE:
      return 400;
    case grpc::StatusCode::UNAUTHENTICATED:
      return 401;
    case grpc::StatusCode::PERMISSION_DENIED:
      return 403;
    case grpc::StatusCode::NOT_FOUND:
      return 404;
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::ABORTED:
      return 409;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return 429;
    case grpc::StatusCode::CANCELLED:
      return 499;
    case grpc::StatusCode::UNIMPLEMENTED:
      return 501;
    case grpc::StatusCode::UNAVAILABLE:
      return 503;
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return 504;
    default:
      return 500;
  }
}

int HttpCodeOf(ErrorReason reason, int otherwise) {
  switch (reason) {
    case common::v1::ERROR_REASON_METHOD_NOT_ALLOWED:
      return 405;
    case common::v1::ERROR_REASON_BODY_TOO_LARGE:
      return 413;
    case common::v1::ERROR_REASON_CONTENT_TYPE_NOT_READ:
      return 415;
    case common::v1::ERROR_REASON_STORE_FULL:
      return 507;
    default:
      return otherwise;
  }
}

google::rpc::Status RpcStatusOf(const grpc::Status& status) {
  google::rpc::Status rpc_status;
  rpc_status.ParseFromString(status.error_details());
  // What gRPC itself says has no details.
  rpc_status.set_code(status.error_code());
  rpc_status.set_message(status.error_message());
  return rpc_status;
}

std::string JsonOf(const google::rpc::Status& rpc_status) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(rpc_status, &json).ok()) {
    // Details of a type that this program does not know.
    google::rpc::Status bare = rpc_status;
    bare.clear_details();
    json.clear();
    (void)google::protobuf::util::MessageToJsonString(bare, &json);
  }
  return json;
}

}  // namespace

std::string ErrorJson(const grpc::Status& status) { return JsonOf(RpcStatusOf(status)); }

HttpAnswer ErrorAnswer(const grpc::Status& status) {
  const google::rpc::Status rpc_status = RpcStatusOf(status);
  HttpAnswer answer{
      .status = HttpCodeOf(ReasonOf(FromGrpcStatus(status)), HttpCodeOf(status.error_code())),
      .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
      .body = JsonOf(rpc_status)};
  for (const google::protobuf::Any& detail : rpc_status.details()) {
    google::rpc::RetryInfo retry;
    if (!detail.UnpackTo(&retry)) continue;
    const int64_t seconds =
        retry.retry_delay().seconds() + (retry.retry_delay().nanos() > 0 ? 1 : 0);
    answer.headers.emplace_back("Retry-After", absl::StrCat(seconds));
  }
  return answer;
}

HttpAnswer ErrorAnswer(const absl::Status& status) { return ErrorAnswer(ToGrpcStatus(status)); }

HttpAnswer PathNotFound(absl::string_view path, absl::string_view instead) {
  return ErrorAnswer(
      MakeError(absl::StatusCode::kNotFound, common::v1::ERROR_REASON_PATH_NOT_FOUND,
                absl::StrCat("Nothing is served at ", Quoted(path), "; ", instead, ".")));
}

HttpAnswer MethodNotAllowed(absl::string_view method, const std::string& allowed) {
  HttpAnswer answer = ErrorAnswer(
      MakeError(absl::StatusCode::kUnimplemented, common::v1::ERROR_REASON_METHOD_NOT_ALLOWED,
                absl::StrCat(Quoted(method), " is not served at this path; use ", allowed, ".")));
  answer.headers.emplace_back("Allow", allowed);
  return answer;
}

}  // namespace tertial
