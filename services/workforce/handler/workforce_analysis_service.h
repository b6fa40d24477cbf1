// The RPC class of what is computed from reported and published figures.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_WORKFORCE_ANALYSIS_SERVICE_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_WORKFORCE_ANALYSIS_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace tertial::workforce {

// Everything passed in must outlive the service.
std::unique_ptr<grpc::Service> CreateWorkforceAnalysisService(Serving& serving,
                                                              const AreaRegistry& areas,
                                                              Ledger& ledger);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_WORKFORCE_ANALYSIS_SERVICE_H_
