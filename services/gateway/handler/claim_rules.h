// What must be true of a claim when it is written. common/rpc/standard_writes.h tells what the
// members are for.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_CLAIM_RULES_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_CLAIM_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/gateway/domain/claims/claim_rules.h"
#include "services/gateway/store/keys.h"
#include "tertial/gateway/v1/claims_resources.pb.h"

namespace tertial::gateway {

struct ClaimRules {
  using Table = ClaimTable;
  static constexpr auto Check = CheckClaim;
  static void MakeCanonical(const AreaRegistry& areas, v1::Claim& claim);
  // The claims that it computes with are recorded, and none leads back to it.
  static absl::Status CheckReferences(const RecordReader& reader, const v1::Claim& claim,
                                      const Violations& violations);
  static void ListReferences(const v1::Claim& claim, References& references);
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_CLAIM_RULES_H_
