// The RPC class of what follows from the climate accounts.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_CLIMATE_ANALYSIS_SERVICE_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_CLIMATE_ANALYSIS_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace tertial::climate {

// Everything passed in must outlive the service.
std::unique_ptr<grpc::Service> CreateClimateAnalysisService(Serving& serving,
                                                            const AreaRegistry& areas,
                                                            Ledger& ledger);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_CLIMATE_ANALYSIS_SERVICE_H_
