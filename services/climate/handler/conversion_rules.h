// What must be true of warming potentials and crosswalks when they are written, by themselves or in
// an import. common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_CONVERSION_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_CONVERSION_RULES_H_

#include "services/climate/domain/crosswalk_rules.h"
#include "services/climate/domain/gwp_rules.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {

struct GwpTableRules {
  using Table = GwpTableTable;
  static constexpr auto Check = CheckGwpTable;
};

struct SectorCrosswalkRules {
  using Table = SectorCrosswalkTable;
  static constexpr auto Check = CheckSectorCrosswalk;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_CONVERSION_RULES_H_
