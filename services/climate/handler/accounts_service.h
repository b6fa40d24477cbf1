// The RPC class of what the climate accounts are converted and measured with.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_ACCOUNTS_SERVICE_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_ACCOUNTS_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace tertial::climate {

// Everything passed in must outlive the service.
std::unique_ptr<grpc::Service> CreateAccountsService(Serving& serving, const AreaRegistry& areas,
                                                     Ledger& ledger);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_ACCOUNTS_SERVICE_H_
