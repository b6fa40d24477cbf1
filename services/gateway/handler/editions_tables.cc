#include "services/gateway/handler/editions_tables.h"

#include "common/rpc/standard_writes.h"
#include "services/gateway/handler/check_rules.h"
#include "services/gateway/handler/claim_rules.h"
#include "services/gateway/handler/edition_rules.h"

namespace tertial::gateway {

TableCatalog EditionsTables() {
  return TableCatalog({DefineResource<EditionRules>(), DefineResource<FrozenPartRules>(),
                       DefineResource<ClaimRules>(), DefineResource<CheckRuleRules>(),
                       DefineResource<AcceptedFindingRules>()});
}

}  // namespace tertial::gateway
