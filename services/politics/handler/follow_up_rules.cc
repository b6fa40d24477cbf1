#include "services/politics/handler/follow_up_rules.h"

#include <string>

#include "common/status/status_macros.h"
#include "services/politics/handler/reference_rules.h"

namespace tertial::politics {

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
    TERTIAL_RETURN_IF_ERROR(
        CheckOptionalReference<BodyTable>(reader, "body", resolution.treatments(i).body(),
                                          resolution.name(), violations.At("treatments", i))
            .status());
  }
  return absl::OkStatus();
}

void ResolutionFollowUpRules::ListReferences(const v1::ResolutionFollowUp& resolution,
                                             References& references) {
  for (const v1::FollowUpTreatment& treatment : resolution.treatments()) {
    references.Add<BodyTable>(treatment.body());
  }
}

}  // namespace tertial::politics
