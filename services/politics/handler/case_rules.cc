#include "services/politics/handler/case_rules.h"

#include <string>

#include "common/status/status_macros.h"
#include "services/politics/handler/reference_rules.h"

namespace tertial::politics {

void CaseRules::MakeCanonical(const AreaRegistry& areas, v1::Case& political_case) {
  MakeReferenceCanonical<BodyTable>(areas, political_case.mutable_body());
}

absl::Status CaseRules::CheckReferences(const RecordReader& reader, const v1::Case& political_case,
                                        const Violations& violations) {
  return CheckOptionalReference<BodyTable>(reader, "body", political_case.body(),
                                           political_case.name(), violations)
      .status();
}

void CaseRules::ListReferences(const v1::Case& political_case, References& references) {
  references.Add<BodyTable>(political_case.body());
}

}  // namespace tertial::politics
