// The RPC class of tertial.admin.v1.AdminService, for any data service.
#ifndef TERTIAL_COMMON_RPC_ADMIN_SERVICE_H_
#define TERTIAL_COMMON_RPC_ADMIN_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/admin_handlers.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace tertial {

// Its name in the contract.
inline constexpr char kAdminServiceName[] = "tertial.admin.v1.AdminService";

// What is passed by reference must outlive the service.
std::unique_ptr<grpc::Service> CreateAdminService(Serving& serving, const AreaRegistry& areas,
                                                  Ledger& ledger, NotRedacted not_redacted = {});

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_ADMIN_SERVICE_H_
