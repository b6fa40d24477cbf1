// The RPC class of what is computed from facts.
#ifndef TERTIAL_SERVICES_INDICATORS_HANDLER_ANALYSIS_SERVICE_H_
#define TERTIAL_SERVICES_INDICATORS_HANDLER_ANALYSIS_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "services/indicators/owners/owner_contacts.h"

namespace tertial::indicators {

// Everything passed in must outlive the service.
std::unique_ptr<grpc::Service> CreateAnalysisService(Serving& serving, const AreaRegistry& areas,
                                                     Ledger& ledger, const OwnerContacts& contacts);
// Of a service that follows no owners of figures.
std::unique_ptr<grpc::Service> CreateAnalysisService(Serving& serving, const AreaRegistry& areas,
                                                     Ledger& ledger);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_HANDLER_ANALYSIS_SERVICE_H_
