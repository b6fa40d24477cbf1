// The RPC class of tertial.gateway.v1.ReportService.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_SERVICE_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_SERVICE_H_

#include <memory>

#include "common/rpc/serving.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "services/gateway/handler/gateway_parts.h"

namespace tertial::gateway {

// `serving` must outlive the service.
std::unique_ptr<grpc::Service> CreateReportService(Serving& serving,
                                                   std::shared_ptr<const GatewayParts> parts);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_SERVICE_H_
