#include "services/politics/handler/rules.h"

#include <string>

#include "common/rpc/references.h"
#include "common/rpc/standard_writes.h"
#include "common/status/status_macros.h"
#include "services/politics/domain/activity_name.h"

namespace tertial::politics {
namespace {

// Names of the workforce service's units: their areas are made canonical, no more.
struct UnitName {
  static constexpr absl::string_view kPattern = kUnitPattern;
};

// A body that need not be known.
absl::Status CheckBodyReference(const RecordReader& reader, absl::string_view field,
                                const std::string& body, const std::string& owner,
                                const Violations& violations) {
  if (body.empty()) return absl::OkStatus();
  return CheckReference<BodyTable>(reader, field, body, owner, violations).status();
}

}  // namespace

absl::Status BodyActivityRules::CheckReferences(const RecordReader& reader,
                                                const v1::BodyActivity& activity,
                                                const Violations& violations) {
  return CheckReference<BodyTable>(reader, "name", BodyOf(activity), activity.name(), violations)
      .status();
}

void CaseRules::MakeCanonical(const AreaRegistry& areas, v1::Case& political_case) {
  MakeReferenceCanonical<BodyTable>(areas, political_case.mutable_body());
}

absl::Status CaseRules::CheckReferences(const RecordReader& reader, const v1::Case& political_case,
                                        const Violations& violations) {
  return CheckBodyReference(reader, "body", political_case.body(), political_case.name(),
                            violations);
}

void CaseRules::ListReferences(const v1::Case& political_case, References& references) {
  references.Add<BodyTable>(political_case.body());
}

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
  return CheckBodyReference(reader, "adopted_by", plan.adopted_by(), plan.name(), violations);
}

void ThematicPlanRules::ListReferences(const v1::ThematicPlan& plan, References& references) {
  for (const std::string& body : plan.responsible_bodies()) references.Add<BodyTable>(body);
  references.Add<BodyTable>(plan.adopted_by());
}

void ResolutionFollowUpRules::MakeCanonical(const AreaRegistry& areas,
                                            v1::ResolutionFollowUp& resolution) {
  for (v1::FollowUpTreatment& treatment : *resolution.mutable_treatments()) {
    MakeReferenceCanonical<BodyTable>(areas, treatment.mutable_body());
  }
}

absl::Status ResolutionFollowUpRules::CheckReferences(const RecordReader& reader,
                                                      const v1::ResolutionFollowUp& resolution,
                                                      const Violations& violations) {
  for (int i = 0; i < resolution.treatments_size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(CheckBodyReference(reader, "body", resolution.treatments(i).body(),
                                               resolution.name(), violations.At("treatments", i)));
  }
  return absl::OkStatus();
}

void ResolutionFollowUpRules::ListReferences(const v1::ResolutionFollowUp& resolution,
                                             References& references) {
  for (const v1::FollowUpTreatment& treatment : resolution.treatments()) {
    references.Add<BodyTable>(treatment.body());
  }
}

TableCatalog PoliticsTables() {
  return TableCatalog({DefineResource<BodyRules>(), DefineResource<BodyActivityRules>(),
                       DefineResource<CaseRules>(), DefineResource<ThematicPlanRules>(),
                       DefineResource<ResolutionFollowUpRules>()});
}

}  // namespace tertial::politics
