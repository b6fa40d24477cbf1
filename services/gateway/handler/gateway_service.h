// The RPC class of the gateway.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_SERVICE_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_SERVICE_H_

#include <memory>

#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "services/gateway/clients/data_services.h"

namespace tertial::gateway {

// Everything passed in by reference must outlive the service.
std::unique_ptr<grpc::Service> CreateGatewayService(Serving& serving, const AreaRegistry& areas,
                                                    const Endpoints& endpoints);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_GATEWAY_SERVICE_H_
