// The handlers of ChangeService, for any data service: what its tables are, its ledger tells.
#ifndef TERTIAL_COMMON_RPC_CHANGE_HANDLERS_H_
#define TERTIAL_COMMON_RPC_CHANGE_HANDLERS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/ledger/feed.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/rpc/commit_listeners.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "tertial/changes/v1/changes_service.pb.h"

namespace tertial {

class ChangeHandlers {
 public:
  // Everything passed in must outlive the object.
  ChangeHandlers(Ledger& ledger, const AreaRegistry& areas)
      : ledger_(ledger), areas_(areas), listeners_(ledger) {}

  absl::StatusOr<changes::v1::ListChangesResponse> ListChanges(
      const CallContext& call, const changes::v1::ListChangesRequest& request) const;
  absl::StatusOr<std::unique_ptr<Source<changes::v1::WatchChangesResponse>>> WatchChanges(
      const CallContext& call, const changes::v1::WatchChangesRequest& request);
  absl::StatusOr<changes::v1::ListRevisionsResponse> ListRevisions(
      const CallContext& call, const changes::v1::ListRevisionsRequest& request) const;
  absl::StatusOr<std::unique_ptr<Source<changes::v1::ExportResourcesResponse>>> ExportResources(
      const CallContext& call, const changes::v1::ExportResourcesRequest& request) const;
  absl::StatusOr<changes::v1::BatchGetResourcesResponse> BatchGetResources(
      const CallContext& call, const changes::v1::BatchGetResourcesRequest& request) const;

 private:
  // Notes the call where it asks for what is restricted.
  absl::StatusOr<FeedFilter> ParseFilter(const CallContext& call,
                                         const changes::v1::ChangeFilter& filter) const;

  Ledger& ledger_;
  const AreaRegistry& areas_;
  CommitListeners listeners_;
};

// A change of the feed as it is told.
changes::v1::Change ToProto(const Ledger& ledger, const FeedChange& change);
changes::v1::ChangeType ToProto(ChangeOp op);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_CHANGE_HANDLERS_H_
