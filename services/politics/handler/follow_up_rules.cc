#include "services/politics/handler/follow_up_rules.h"

#include <optional>
#include <string>

#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/politics/handler/reference_rules.h"

namespace tertial::politics {

void ResolutionFollowUpRules::MakeCanonical(const AreaRegistry& areas,
                                            v1::ResolutionFollowUp& resolution) {
  for (v1::FollowUpTreatment& treatment : *resolution.mutable_treatments()) {
    MakeReferenceCanonical<BodyTable>(areas, treatment.mutable_body());
  }
  MakeReferenceCanonical<CaseTable>(areas, resolution.mutable_decided_in());
  MakeReferenceCanonical<BodyTable>(areas, resolution.mutable_body());
  MakeReferenceCanonical<UnitName>(areas, resolution.mutable_owner_unit());
}

absl::Status ResolutionFollowUpRules::CheckReferences(const RecordReader& reader,
                                                      const v1::ResolutionFollowUp& resolution,
                                                      const Violations& violations) {
  for (int i = 0; i < resolution.treatments_size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(
        CheckOptionalReference<BodyTable>(reader, "body", resolution.treatments(i).body(),
                                          resolution.name(), violations.At("treatments", i))
            .status());
  }
  TERTIAL_RETURN_IF_ERROR(CheckOptionalReference<CaseTable>(reader, "decided_in",
                                                            resolution.decided_in(),
                                                            resolution.name(), violations)
                              .status());
  return CheckOptionalReference<BodyTable>(reader, "body", resolution.body(), resolution.name(),
                                           violations)
      .status();
}

absl::Status ResolutionFollowUpRules::CheckBeside(const RecordReader& reader,
                                                  const v1::ResolutionFollowUp& resolution,
                                                  const Violations& violations) {
  if (resolution.decided_in().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Case> decided_in,
                           FindResource<CaseTable>(reader, resolution.decided_in()));
  if (decided_in.has_value()) CheckDecidedIn(resolution, *decided_in, violations);
  return absl::OkStatus();
}

void ResolutionFollowUpRules::ListReferences(const v1::ResolutionFollowUp& resolution,
                                             References& references) {
  for (const v1::FollowUpTreatment& treatment : resolution.treatments()) {
    references.Add<BodyTable>(treatment.body());
  }
  references.Add<CaseTable>(resolution.decided_in());
  references.Add<BodyTable>(resolution.body());
}

void FollowUpEventRules::MakeCanonical(const AreaRegistry& areas, v1::FollowUpEvent& event) {
  MakeReferenceCanonical<UnitName>(areas, event.mutable_owner_unit());
  MakeReferenceCanonical<CaseTable>(areas, event.mutable_evidence_case());
}

absl::Status FollowUpEventRules::CheckReferences(const RecordReader& reader,
                                                 const v1::FollowUpEvent& event,
                                                 const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(CheckReference<ResolutionFollowUpTable>(
                              reader, "name", ResolutionOf(event), event.name(), violations)
                              .status());
  return CheckOptionalReference<CaseTable>(reader, "evidence_case", event.evidence_case(),
                                           event.name(), violations)
      .status();
}

absl::Status FollowUpEventRules::CheckBeside(const RecordReader& reader,
                                             const v1::FollowUpEvent& event,
                                             const Violations& violations) {
  if (event.due_date().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::ResolutionFollowUp> resolution,
                           FindResource<ResolutionFollowUpTable>(reader, ResolutionOf(event)));
  if (!resolution.has_value()) return absl::OkStatus();
  std::optional<v1::Case> decided_in;
  if (!resolution->decided_in().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(decided_in, FindResource<CaseTable>(reader, resolution->decided_in()));
  }
  CheckBesideDecision(event, *resolution, decided_in.has_value() ? &*decided_in : nullptr,
                      violations);
  return absl::OkStatus();
}

void FollowUpEventRules::ListReferences(const v1::FollowUpEvent& event, References& references) {
  references.Add<CaseTable>(event.evidence_case());
}

}  // namespace tertial::politics
