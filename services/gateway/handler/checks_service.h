// The RPC class of tertial.gateway.v1.ChecksService.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_CHECKS_SERVICE_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_CHECKS_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "services/gateway/handler/gateway_parts.h"

namespace tertial::gateway {

// What is passed by reference must outlive the service.
std::unique_ptr<grpc::Service> CreateChecksService(Serving& serving, Ledger& ledger,
                                                   std::shared_ptr<const GatewayParts> parts);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_CHECKS_SERVICE_H_
