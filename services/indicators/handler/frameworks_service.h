// The RPC class of frameworks and peer groups.
#ifndef TERTIAL_SERVICES_INDICATORS_HANDLER_FRAMEWORKS_SERVICE_H_
#define TERTIAL_SERVICES_INDICATORS_HANDLER_FRAMEWORKS_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace tertial::indicators {

// Everything passed in must outlive the service.
std::unique_ptr<grpc::Service> CreateFrameworksService(Serving& serving, const AreaRegistry& areas,
                                                       Ledger& ledger);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_HANDLER_FRAMEWORKS_SERVICE_H_
