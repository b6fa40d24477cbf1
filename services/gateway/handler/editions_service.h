// The RPC class of tertial.gateway.v1.EditionsService.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_EDITIONS_SERVICE_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_EDITIONS_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "services/gateway/handler/gateway_parts.h"
#include "services/gateway/withdrawals/freeze_gate.h"

namespace tertial::gateway {

// What is passed by reference must outlive the service.
std::unique_ptr<grpc::Service> CreateEditionsService(Serving& serving, Ledger& ledger,
                                                     std::shared_ptr<const GatewayParts> parts,
                                                     FreezeGate& gate);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_EDITIONS_SERVICE_H_
