// Cases by their number, and matters with all that was done with them, as plain functions.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_MATTER_HANDLERS_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_MATTER_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "tertial/politics/v1/politics_analysis.pb.h"

namespace tertial::politics {

// All functions may be called from any thread. `ledger` and `areas` must outlive the object.
class MatterHandlers {
 public:
  MatterHandlers(const Ledger& ledger, const AreaRegistry& areas)
      : ledger_(ledger), areas_(areas) {}

  absl::StatusOr<v1::FindCasesResponse> FindCases(const CallContext& call,
                                                  const v1::FindCasesRequest& request) const;
  absl::StatusOr<v1::GetMatterHistoryResponse> GetMatterHistory(
      const CallContext& call, const v1::GetMatterHistoryRequest& request) const;

 private:
  const Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_MATTER_HANDLERS_H_
