// Resources of any kinds by their names, at one state.
#ifndef TERTIAL_COMMON_RPC_NAMED_RESOURCES_H_
#define TERTIAL_COMMON_RPC_NAMED_RESOURCES_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "tertial/changes/v1/changes_service.pb.h"

namespace tertial {

// ChangeService.BatchGetResources: a result for each name, in their order. Reads of what is
// restricted are noted; to callers who may not see it there is no such kind.
absl::StatusOr<changes::v1::BatchGetResourcesResponse> BatchGetNamedResources(
    Ledger& ledger, const AreaRegistry& areas, const CallContext& call,
    const changes::v1::BatchGetResourcesRequest& request);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_NAMED_RESOURCES_H_
