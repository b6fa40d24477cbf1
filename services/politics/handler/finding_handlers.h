// What is odd in series of numbers, as a plain function.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_FINDING_HANDLERS_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_FINDING_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "tertial/politics/v1/politics_analysis.pb.h"

namespace tertial::politics {

// May be called from any thread. `ledger` and `areas` must outlive the object.
class FindingHandlers {
 public:
  FindingHandlers(const Ledger& ledger, const AreaRegistry& areas)
      : ledger_(ledger), areas_(areas) {}

  // Reads the series of one body after the other until the page is full, or the year that is asked
  // for as a whole.
  absl::StatusOr<v1::ListNumberFindingsResponse> ListNumberFindings(
      const CallContext& call, const v1::ListNumberFindingsRequest& request) const;

 private:
  const Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_FINDING_HANDLERS_H_
