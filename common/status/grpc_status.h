// The one place where a status becomes a gRPC status, and back.
#ifndef TERTIAL_COMMON_STATUS_GRPC_STATUS_H_
#define TERTIAL_COMMON_STATUS_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace tertial {

// What goes to a caller. Details travel as a google.rpc.Status in grpc-status-details-bin. A status
// that carries no reason is a defect of ours: it becomes INTERNAL. What a handler threw (INTERNAL)
// and what the storage layer said (DATA_LOSS) are replaced by a sentence without keys and paths.
// What would be too large for a client to take goes in part: of long texts the beginnings, of the
// violations the first.
grpc::Status ToGrpcStatus(const absl::Status& status);

// What came from a service, with its details.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace tertial

#endif  // TERTIAL_COMMON_STATUS_GRPC_STATUS_H_
