// What must be true of climate targets when they are written, by themselves or in an import.
// common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_TARGET_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_TARGET_RULES_H_

#include "services/climate/domain/target_rules.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {

struct ClimateTargetRules {
  using Table = ClimateTargetTable;
  static constexpr auto Check = CheckClimateTarget;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_TARGET_RULES_H_
