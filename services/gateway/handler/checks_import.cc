#include "services/gateway/handler/checks_import.h"

#include "common/rpc/importing.h"
#include "services/gateway/handler/check_rules.h"
#include "services/gateway/handler/claim_rules.h"

namespace tertial::gateway {

std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>> OpenChecksImport(
    Ledger& ledger, const AreaRegistry& areas, const CallContext& call) {
  return OpenImport<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::ChecksRow, ClaimRules,
                    CheckRuleRules, AcceptedFindingRules>(ledger, areas, call);
}

}  // namespace tertial::gateway
