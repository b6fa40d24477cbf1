// The RPC class of tertial.admin.v1.AuditService, for any service with a store.
#ifndef TERTIAL_COMMON_RPC_AUDIT_SERVICE_H_
#define TERTIAL_COMMON_RPC_AUDIT_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/refusal_log.h"
#include "common/rpc/serving.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace tertial {

// Its name in the contract.
inline constexpr char kAuditServiceName[] = "tertial.admin.v1.AuditService";

// What is passed by reference must outlive the service.
std::unique_ptr<grpc::Service> CreateAuditService(Serving& serving, Ledger& ledger,
                                                  RefusalLog& refusals);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_AUDIT_SERVICE_H_
