// What must be true of climate measures and reference paths when they are written, by themselves or
// in an import. common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_MEASURE_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_MEASURE_RULES_H_

#include "services/climate/domain/measure_rules.h"
#include "services/climate/domain/path_rules.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {

struct ClimateMeasureRules {
  using Table = ClimateMeasureTable;
  static constexpr auto Check = CheckClimateMeasure;
};

struct ReferencePathRules {
  using Table = ReferencePathTable;
  static constexpr auto Check = CheckReferencePath;
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_MEASURE_RULES_H_
