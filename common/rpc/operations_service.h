// The RPC class of tertial.admin.v1.OperationsService, for any process.
#ifndef TERTIAL_COMMON_RPC_OPERATIONS_SERVICE_H_
#define TERTIAL_COMMON_RPC_OPERATIONS_SERVICE_H_

#include <memory>

#include "common/rpc/operations_handlers.h"
#include "common/rpc/serving.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace tertial {

// Its name in the contract.
inline constexpr char kOperationsServiceName[] = "tertial.admin.v1.OperationsService";

// `serving` must outlive the service.
std::unique_ptr<grpc::Service> CreateOperationsService(Serving& serving, OperatedProcess process);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_OPERATIONS_SERVICE_H_
