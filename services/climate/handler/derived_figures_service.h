// The RPC class of what the service records of what follows from facts.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_DERIVED_FIGURES_SERVICE_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_DERIVED_FIGURES_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "services/climate/derived/derived_progress.h"

namespace tertial::climate {

// Everything passed in must outlive the service.
std::unique_ptr<grpc::Service> CreateDerivedFiguresService(Serving& serving,
                                                           const AreaRegistry& areas,
                                                           Ledger& ledger,
                                                           const DerivedProgress& progress);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_DERIVED_FIGURES_SERVICE_H_
