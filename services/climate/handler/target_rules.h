// What must be true of climate targets when they are written, by themselves or in an import.
// common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_CLIMATE_HANDLER_TARGET_RULES_H_
#define TERTIAL_SERVICES_CLIMATE_HANDLER_TARGET_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/climate/domain/target_rules.h"
#include "services/climate/store/keys.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

struct ClimateTargetRules {
  using Table = ClimateTargetTable;
  static constexpr auto Check = CheckClimateTarget;
  static void MakeCanonical(const AreaRegistry& areas, v1::ClimateTarget& target);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::ClimateTarget& target,
                                      const Violations& violations);
  // That the release it was set on is of its boundary and scope, and holds its base period.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::ClimateTarget& target,
                                  const Violations& violations);
  static void ListReferences(const v1::ClimateTarget& target, References& references);
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_HANDLER_TARGET_RULES_H_
