// Climate budgets, as a plain function.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_BUDGET_HANDLERS_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_BUDGET_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "tertial/climate/v1/climate_budgets.pb.h"

namespace tertial::climate {

// May be called from any thread. `ledger` and `areas` must outlive the object.
class BudgetHandlers {
 public:
  BudgetHandlers(const Ledger& ledger, const AreaRegistry& areas)
      : ledger_(ledger), areas_(areas) {}

  absl::StatusOr<v1::GetClimateBudgetResponse> GetClimateBudget(
      const CallContext& call, const v1::GetClimateBudgetRequest& request) const;

 private:
  const Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_BUDGET_HANDLERS_H_
