// The handlers of AdminService, for any data service: what its tables are, its ledger tells.
#ifndef TERTIAL_COMMON_RPC_ADMIN_HANDLERS_H_
#define TERTIAL_COMMON_RPC_ADMIN_HANDLERS_H_

#include <atomic>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_keys.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "tertial/admin/v1/admin_service.pb.h"

namespace tertial {

// Tables whose rows are not redacted at a caller's wish (RESOURCE_IN_USE), each with a sentence on
// what to do instead.
using NotRedacted = std::map<TableId, std::string>;

class AdminHandlers {
 public:
  // What is passed by reference must outlive the object.
  AdminHandlers(Ledger& ledger, const AreaRegistry& areas, NotRedacted not_redacted)
      : ledger_(ledger), areas_(areas), not_redacted_(std::move(not_redacted)) {}

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
  const NotRedacted not_redacted_;
  // Calls under way that read the whole store.
  std::atomic<int> whole_store_calls_{0};
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_ADMIN_HANDLERS_H_
