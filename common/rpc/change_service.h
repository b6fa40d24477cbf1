// The RPC class of tertial.changes.v1.ChangeService, for any data service.
#ifndef TERTIAL_COMMON_RPC_CHANGE_SERVICE_H_
#define TERTIAL_COMMON_RPC_CHANGE_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace tertial {

// Its name in the contract.
inline constexpr char kChangeServiceName[] = "tertial.changes.v1.ChangeService";

// Everything passed in must outlive the service. When it is destroyed no call may be under way, and
// the waits of the ledger end (Ledger::StopWaiting).
std::unique_ptr<grpc::Service> CreateChangeService(Serving& serving, const AreaRegistry& areas,
                                                   Ledger& ledger);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_CHANGE_SERVICE_H_
