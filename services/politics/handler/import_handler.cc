// Imports: what each kind of row is checked with.
#include "common/rpc/importing.h"
#include "services/politics/domain/activity_name.h"
#include "services/politics/domain/resource_rules.h"
#include "services/politics/handler/politics_handlers.h"
#include "services/politics/store/keys.h"

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

absl::Status CheckActivityReferences(const RecordReader& reader, const v1::BodyActivity& activity,
                                     const Violations& violations) {
  return CheckReference<BodyTable>(reader, "name", BodyOf(activity), activity.name(), violations)
      .status();
}

absl::Status CheckCaseReferences(const RecordReader& reader, const v1::Case& political_case,
                                 const Violations& violations) {
  return CheckBodyReference(reader, "body", political_case.body(), political_case.name(),
                            violations);
}

absl::Status CheckPlanReferences(const RecordReader& reader, const v1::ThematicPlan& plan,
                                 const Violations& violations) {
  for (int i = 0; i < plan.responsible_bodies_size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(CheckReference<BodyTable>(reader, "", plan.responsible_bodies(i),
                                                      plan.name(),
                                                      violations.At("responsible_bodies", i))
                                .status());
  }
  return CheckBodyReference(reader, "adopted_by", plan.adopted_by(), plan.name(), violations);
}

absl::Status CheckResolutionReferences(const RecordReader& reader,
                                       const v1::ResolutionFollowUp& resolution,
                                       const Violations& violations) {
  for (int i = 0; i < resolution.treatments_size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(CheckBodyReference(reader, "body", resolution.treatments(i).body(),
                                               resolution.name(), violations.At("treatments", i)));
  }
  return absl::OkStatus();
}

void MakePlanReferencesCanonical(const AreaRegistry& areas, v1::ThematicPlan& plan) {
  for (std::string& body : *plan.mutable_responsible_bodies()) {
    MakeReferenceCanonical<BodyTable>(areas, &body);
  }
  for (std::string& unit : *plan.mutable_responsible_units()) {
    MakeReferenceCanonical<UnitName>(areas, &unit);
  }
  MakeReferenceCanonical<BodyTable>(areas, plan.mutable_adopted_by());
}

void MakeResolutionReferencesCanonical(const AreaRegistry& areas,
                                       v1::ResolutionFollowUp& resolution) {
  for (v1::FollowUpTreatment& treatment : *resolution.mutable_treatments()) {
    MakeReferenceCanonical<BodyTable>(areas, treatment.mutable_body());
  }
}

absl::Status ApplyRow(ImportRun& run, v1::PoliticsRow& row, const Violations& violations) {
  switch (row.row_case()) {
    case v1::PoliticsRow::kBody:
      return run.Put<BodyTable>(*row.mutable_body(), violations.At("body"), CheckBody);
    case v1::PoliticsRow::kBodyActivity:
      return run.Put<BodyActivityTable>(*row.mutable_body_activity(),
                                        violations.At("body_activity"), CheckBodyActivity,
                                        CheckActivityReferences);
    case v1::PoliticsRow::kPoliticalCase:
      MakeReferenceCanonical<BodyTable>(run.areas(), row.mutable_political_case()->mutable_body());
      return run.Put<CaseTable>(*row.mutable_political_case(), violations.At("political_case"),
                                CheckCase, CheckCaseReferences);
    case v1::PoliticsRow::kThematicPlan:
      MakePlanReferencesCanonical(run.areas(), *row.mutable_thematic_plan());
      return run.Put<ThematicPlanTable>(*row.mutable_thematic_plan(),
                                        violations.At("thematic_plan"), CheckThematicPlan,
                                        CheckPlanReferences);
    case v1::PoliticsRow::kResolutionFollowUp:
      MakeResolutionReferencesCanonical(run.areas(), *row.mutable_resolution_follow_up());
      return run.Put<ResolutionFollowUpTable>(*row.mutable_resolution_follow_up(),
                                              violations.At("resolution_follow_up"),
                                              CheckResolutionFollowUp, CheckResolutionReferences);
    case v1::PoliticsRow::ROW_NOT_SET:
      break;  // ImportSink has refused it
  }
  return absl::OkStatus();
}

}  // namespace

std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>>
PoliticsHandlers::ImportRows(const CallContext& call) {
  using Sink = ImportSink<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::PoliticsRow>;
  return std::make_unique<Sink>(
      ledger_, areas_, call, [](const v1::PoliticsRow& row) { return row.row_case(); }, ApplyRow);
}

}  // namespace tertial::politics
