// Emissions of own operations, as a plain function.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_OPERATIONS_HANDLERS_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_OPERATIONS_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "tertial/climate/v1/own_operations.pb.h"

namespace tertial::climate {

// May be called from any thread. `ledger` and `areas` must outlive the object.
class OperationsHandlers {
 public:
  OperationsHandlers(const Ledger& ledger, const AreaRegistry& areas)
      : ledger_(ledger), areas_(areas) {}

  absl::StatusOr<v1::GetOwnOperationsResponse> GetOwnOperations(
      const CallContext& call, const v1::GetOwnOperationsRequest& request) const;

 private:
  const Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_OPERATIONS_HANDLERS_H_
