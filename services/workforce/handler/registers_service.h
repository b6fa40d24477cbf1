// The RPC class of the registers of persons.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_REGISTERS_SERVICE_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_REGISTERS_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "services/workforce/handler/register_figures.h"
#include "services/workforce/store/person_keys.h"

namespace tertial::workforce {

// Everything passed in must outlive the service. Without `keys` every call is refused with
// PERSON_KEYS_MISSING. There must be no other RegistersService over the same ledger.
std::unique_ptr<grpc::Service> CreateRegistersService(Serving& serving, const AreaRegistry& areas,
                                                      Ledger& ledger, const PersonKeys* keys,
                                                      RegisterFigures& figures);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_REGISTERS_SERVICE_H_
