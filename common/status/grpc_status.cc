#include "common/status/grpc_status.h"

#include <string>

#include "absl/strings/cord.h"
#include "common/status/errors.h"
#include "common/status/rpc_status.h"

namespace tertial {
namespace {

constexpr char kPayloadUrl[] = "type.googleapis.com/google.rpc.Status";

}  // namespace

google::rpc::Status ReadRpcStatus(const absl::Status& status) {
  google::rpc::Status rpc_status;
  if (const auto payload = status.GetPayload(kPayloadUrl); payload.has_value()) {
    rpc_status.ParseFromString(std::string(*payload));
  }
  return rpc_status;
}

absl::Status WithRpcStatus(absl::Status status, const google::rpc::Status& rpc_status) {
  google::rpc::Status complete = rpc_status;
  complete.set_code(static_cast<int32_t>(status.code()));
  complete.set_message(std::string(status.message()));
  status.SetPayload(kPayloadUrl, absl::Cord(complete.SerializeAsString()));
  return status;
}

void AddErrorInfo(ErrorReason reason, const ErrorMetadata& metadata,
                  google::rpc::Status& rpc_status) {
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonName(reason));
  info.set_domain(kErrorDomain);
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  rpc_status.add_details()->PackFrom(info);
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  absl::Status shown = status;
  if (ReasonOf(status) == common::v1::ERROR_REASON_UNSPECIFIED ||
      status.code() == absl::StatusCode::kInternal) {
    shown = InternalError("The service failed; its log has the cause.");
  } else if (status.code() == absl::StatusCode::kDataLoss) {
    shown = MakeError(absl::StatusCode::kDataLoss, common::v1::ERROR_REASON_STORED_DATA_DAMAGED,
                      "The service holds data that it cannot read; its log names it.");
  }
  return grpc::Status(static_cast<grpc::StatusCode>(shown.code()), std::string(shown.message()),
                      ReadRpcStatus(shown).SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status rpc_status;
  if (!status.error_details().empty() && rpc_status.ParseFromString(status.error_details())) {
    return WithRpcStatus(std::move(result), rpc_status);
  }
  return result;
}

}  // namespace tertial
