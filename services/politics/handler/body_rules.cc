#include "services/politics/handler/body_rules.h"

#include "common/rpc/references.h"
#include "services/politics/domain/activity_name.h"

namespace tertial::politics {

absl::Status BodyActivityRules::CheckReferences(const RecordReader& reader,
                                                const v1::BodyActivity& activity,
                                                const Violations& violations) {
  return CheckReference<BodyTable>(reader, "name", BodyOf(activity), activity.name(), violations)
      .status();
}

}  // namespace tertial::politics
