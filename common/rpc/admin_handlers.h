// The handlers of AdminService, for any data service: what its tables are, its ledger tells.
#ifndef TERTIAL_COMMON_RPC_ADMIN_HANDLERS_H_
#define TERTIAL_COMMON_RPC_ADMIN_HANDLERS_H_

#include <atomic>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "tertial/admin/v1/admin_service.pb.h"

namespace tertial {

class AdminHandlers {
 public:
  // Everything passed in must outlive the object.
  AdminHandlers(Ledger& ledger, const AreaRegistry& areas) : ledger_(ledger), areas_(areas) {}

  absl::StatusOr<admin::v1::RestoreRevisionResponse> RestoreRevision(
      const CallContext& call, const admin::v1::RestoreRevisionRequest& request);
  absl::StatusOr<admin::v1::RedactResourceResponse> RedactResource(
      const CallContext& call, const admin::v1::RedactResourceRequest& request);
  absl::StatusOr<admin::v1::ListPendingReleasesResponse> ListPendingReleases(
      const CallContext& call, const admin::v1::ListPendingReleasesRequest& request);
  absl::StatusOr<admin::v1::CancelPendingReleaseResponse> CancelPendingRelease(
      const CallContext& call, const admin::v1::CancelPendingReleaseRequest& request);
  absl::StatusOr<admin::v1::CreateBackupResponse> CreateBackup(
      const CallContext& call, const admin::v1::CreateBackupRequest& request);
  absl::StatusOr<admin::v1::CheckStoreResponse> CheckStore(
      const CallContext& call, const admin::v1::CheckStoreRequest& request);
  absl::StatusOr<admin::v1::GetContentHashResponse> GetContentHash(
      const CallContext& call, const admin::v1::GetContentHashRequest& request);

 private:
  Ledger& ledger_;
  const AreaRegistry& areas_;
  // Calls under way that read the whole store.
  std::atomic<int> whole_store_calls_{0};
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_ADMIN_HANDLERS_H_
