// The RPC class of what follows from political facts.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_POLITICS_ANALYSIS_SERVICE_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_POLITICS_ANALYSIS_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace tertial::politics {

// Everything passed in must outlive the service.
std::unique_ptr<grpc::Service> CreatePoliticsAnalysisService(Serving& serving,
                                                             const AreaRegistry& areas,
                                                             Ledger& ledger);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_POLITICS_ANALYSIS_SERVICE_H_
