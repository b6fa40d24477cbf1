#include "services/politics/handler/plan_rules.h"

#include <optional>
#include <string>

#include "common/ledger/table.h"
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
  for (std::string& focus_area : *plan.mutable_framework_focus_areas()) {
    MakeReferenceCanonical<FocusAreaName>(areas, &focus_area);
  }
  MakeReferenceCanonical<BodyTable>(areas, plan.mutable_adopted_by());
  MakeReferenceCanonical<CaseTable>(areas, plan.mutable_mandate_case());
  MakeReferenceCanonical<CaseTable>(areas, plan.mutable_adopted_in());
  for (std::string& matter : *plan.mutable_carried_out_by()) {
    MakeReferenceCanonical<MatterTable>(areas, &matter);
  }
}

absl::Status ThematicPlanRules::CheckReferences(const RecordReader& reader,
                                                const v1::ThematicPlan& plan,
                                                const Violations& violations) {
  const std::string& owner = plan.name();
  for (int i = 0; i < plan.responsible_bodies_size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(CheckReference<BodyTable>(reader, "", plan.responsible_bodies(i), owner,
                                                      violations.At("responsible_bodies", i))
                                .status());
  }
  TERTIAL_RETURN_IF_ERROR(
      CheckOptionalReference<BodyTable>(reader, "adopted_by", plan.adopted_by(), owner, violations)
          .status());
  TERTIAL_RETURN_IF_ERROR(CheckOptionalReference<CaseTable>(reader, "mandate_case",
                                                            plan.mandate_case(), owner, violations)
                              .status());
  TERTIAL_RETURN_IF_ERROR(
      CheckOptionalReference<CaseTable>(reader, "adopted_in", plan.adopted_in(), owner, violations)
          .status());
  for (int i = 0; i < plan.carried_out_by_size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(CheckReference<MatterTable>(reader, "", plan.carried_out_by(i), owner,
                                                        violations.At("carried_out_by", i))
                                .status());
  }
  return absl::OkStatus();
}

absl::Status ThematicPlanRules::CheckBeside(const RecordReader& reader,
                                            const v1::ThematicPlan& plan,
                                            const Violations& violations) {
  if (plan.adopted_in().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Case> adopted_in,
                           FindResource<CaseTable>(reader, plan.adopted_in()));
  if (adopted_in.has_value()) CheckAdoptedIn(plan, *adopted_in, violations);
  return absl::OkStatus();
}

void ThematicPlanRules::ListReferences(const v1::ThematicPlan& plan, References& references) {
  for (const std::string& body : plan.responsible_bodies()) references.Add<BodyTable>(body);
  references.Add<BodyTable>(plan.adopted_by());
  references.Add<CaseTable>(plan.mandate_case());
  references.Add<CaseTable>(plan.adopted_in());
  for (const std::string& matter : plan.carried_out_by()) references.Add<MatterTable>(matter);
}

}  // namespace tertial::politics
