// What must be true of thematic plans when they are written, by themselves or in an import.
// common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_PLAN_RULES_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_PLAN_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/politics/domain/plan_rules.h"
#include "services/politics/store/keys.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

struct ThematicPlanRules {
  using Table = ThematicPlanTable;
  static constexpr auto Check = CheckThematicPlan;
  static void MakeCanonical(const AreaRegistry& areas, v1::ThematicPlan& plan);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::ThematicPlan& plan,
                                      const Violations& violations);
  static absl::Status CheckBeside(const RecordReader& reader, const v1::ThematicPlan& plan,
                                  const Violations& violations);
  static void ListReferences(const v1::ThematicPlan& plan, References& references);
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_PLAN_RULES_H_
