// The list of what is followed up, as a plain function.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_FOLLOW_UP_HANDLERS_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_FOLLOW_UP_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "tertial/politics/v1/politics_analysis.pb.h"

namespace tertial::politics {

// May be called from any thread. `ledger` and `areas` must outlive the object.
class FollowUpHandlers {
 public:
  FollowUpHandlers(const Ledger& ledger, const AreaRegistry& areas)
      : ledger_(ledger), areas_(areas) {}

  // Reads the follow-ups of the body that is asked for, or all of the area, at every page; and of
  // those that come next, as many as one page may look at, their events.
  absl::StatusOr<v1::ListFollowUpsResponse> ListFollowUps(
      const CallContext& call, const v1::ListFollowUpsRequest& request) const;

 private:
  const Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_FOLLOW_UP_HANDLERS_H_
