// How far what follows from facts is recorded, as a plain function.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_DERIVED_HANDLERS_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_DERIVED_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "services/climate/derived/derived_progress.h"
#include "tertial/climate/v1/derived_figures_service.pb.h"

namespace tertial::climate {

// May be called from any thread. `ledger` and `progress` must outlive the object.
class DerivedHandlers {
 public:
  DerivedHandlers(const Ledger& ledger, const DerivedProgress& progress)
      : ledger_(ledger), progress_(progress) {}

  absl::StatusOr<v1::GetDerivedStateResponse> GetDerivedState(
      const CallContext& call, const v1::GetDerivedStateRequest& request) const;

 private:
  const Ledger& ledger_;
  const DerivedProgress& progress_;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_DERIVED_HANDLERS_H_
