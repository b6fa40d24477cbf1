#include "services/gateway/handler/editions_tables.h"

#include <string>

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

NotRedacted EditionsNotRedacted() {
  const std::string instead =
      "Redact the fact in it with the service that owns it: that withdraws every edition that "
      "holds it, and blanks their reports.";
  return {{EditionTable::kId, instead}, {FrozenPartTable::kId, instead}};
}

}  // namespace tertial::gateway
