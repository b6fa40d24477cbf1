#include "services/politics/handler/plan_rules.h"

#include <string>

#include "common/status/status_macros.h"
#include "services/politics/handler/reference_rules.h"

namespace tertial::politics {

void ThematicPlanRules::MakeCanonical(const AreaRegistry& areas, v1::ThematicPlan& plan) {
  for (std::string& body : *plan.mutable_responsible_bodies()) {
    MakeReferenceCanonical<BodyTable>(areas, &body);
  }
  for (std::string& unit : *plan.mutable_responsible_units()) {
    MakeReferenceCanonical<UnitName>(areas, &unit);
  }
  MakeReferenceCanonical<BodyTable>(areas, plan.mutable_adopted_by());
}

absl::Status ThematicPlanRules::CheckReferences(const RecordReader& reader,
                                                const v1::ThematicPlan& plan,
                                                const Violations& violations) {
  for (int i = 0; i < plan.responsible_bodies_size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(CheckReference<BodyTable>(reader, "", plan.responsible_bodies(i),
                                                      plan.name(),
                                                      violations.At("responsible_bodies", i))
                                .status());
  }
  return CheckOptionalReference<BodyTable>(reader, "adopted_by", plan.adopted_by(), plan.name(),
                                           violations)
      .status();
}

void ThematicPlanRules::ListReferences(const v1::ThematicPlan& plan, References& references) {
  for (const std::string& body : plan.responsible_bodies()) references.Add<BodyTable>(body);
  references.Add<BodyTable>(plan.adopted_by());
}

}  // namespace tertial::politics
