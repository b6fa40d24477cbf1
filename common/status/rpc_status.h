// How an absl::Status carries a google.rpc.Status. Used by this folder only.
#ifndef TERTIAL_COMMON_STATUS_RPC_STATUS_H_
#define TERTIAL_COMMON_STATUS_RPC_STATUS_H_

#include "absl/status/status.h"
#include "common/status/errors.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tertial {

// The payload of `status`, empty if it has none.
google::rpc::Status ReadRpcStatus(const absl::Status& status);
// `status` with `rpc_status` as its payload (the details; code and message are taken from
// `status`).
absl::Status WithRpcStatus(absl::Status status, const google::rpc::Status& rpc_status);
void AddErrorInfo(ErrorReason reason, const ErrorMetadata& metadata,
                  google::rpc::Status& rpc_status);

}  // namespace tertial

#endif  // TERTIAL_COMMON_STATUS_RPC_STATUS_H_
