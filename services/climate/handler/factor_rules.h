// What must be true of activity figures and emission factors when they are written, by themselves
// or in an import. common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_FACTOR_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_FACTOR_RULES_H_

#include "services/climate/domain/activity_rules.h"
#include "services/climate/domain/factor_rules.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {

struct ActivityFigureRules {
  using Table = ActivityFigureTable;
  static constexpr auto Check = CheckActivityFigure;
};

struct EmissionFactorRules {
  using Table = EmissionFactorTable;
  static constexpr auto Check = CheckEmissionFactor;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_FACTOR_RULES_H_
