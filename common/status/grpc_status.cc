#include "common/status/grpc_status.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/rpc_status.h"
#include "google/rpc/error_details.pb.h"

namespace tertial {
namespace {

constexpr char kPayloadUrl[] = "type.googleapis.com/google.rpc.Status";

// An error travels in metadata, of which a client takes 8 KiB: of a larger one it is told that, and
// nothing of the error. On their way a sentence may be thrice and details four thirds as long.
constexpr size_t kLongestSentence = 1024;
constexpr size_t kLargestDetails = 3 * 1024;
constexpr size_t kLongestMetadata = 256;

// `text`, or its beginning, up to the end of a character.
std::string Beginning(const std::string& text, size_t longest) {
  if (text.size() <= longest) return text;
  size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), "…");
}

// Of what is wrong with a request, what fits into `room` bytes: the first at least.
google::rpc::BadRequest Fitting(const google::rpc::BadRequest& bad_request, size_t room) {
  // Of an element, beside what it holds.
  constexpr size_t kFraming = 4;
  google::rpc::BadRequest fitting;
  for (const auto& violation : bad_request.field_violations()) {
    auto shown = violation;
    shown.set_field(Beginning(violation.field(), kLongestMetadata));
    shown.set_description(Beginning(violation.description(), kLongestMetadata));
    const size_t needed = shown.ByteSizeLong() + kFraming;
    if (needed > room && fitting.field_violations_size() > 0) break;
    room -= std::min(room, needed);
    *fitting.add_field_violations() = std::move(shown);
  }
  return fitting;
}

// Of what is too large to travel, as much as does: of texts the beginnings, of a list the first.
google::rpc::Status Fitting(google::rpc::Status status) {
  status.set_message(Beginning(status.message(), kLongestSentence));
  if (status.ByteSizeLong() <= kLargestDetails) return status;
  for (google::protobuf::Any& detail : *status.mutable_details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    if (detail.UnpackTo(&info)) {
      for (auto& [key, value] : *info.mutable_metadata()) {
        value = Beginning(value, kLongestMetadata);
      }
      detail.PackFrom(info);
    } else if (detail.UnpackTo(&bad_request)) {
      detail.clear_value();
      const size_t taken = status.ByteSizeLong();
      detail.PackFrom(Fitting(bad_request, kLargestDetails - std::min(kLargestDetails, taken)));
    }
  }
  return status;
}

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
  const google::rpc::Status details = Fitting(ReadRpcStatus(shown));
  return grpc::Status(static_cast<grpc::StatusCode>(shown.code()), details.message(),
                      details.SerializeAsString());
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
