// What must be true of policies, cubes and published figures when they are written. rules.h has the
// rules of the other resources.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_CUBE_RULES_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_CUBE_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "services/workforce/domain/disclosure_policy.h"
#include "services/workforce/store/cube_keys.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

struct DisclosurePolicyRules {
  using Table = DisclosurePolicyTable;
  static constexpr auto Check = CheckDisclosurePolicy;
  // Adds POLICY_IN_FORCE when something of the year is published and the policy is not as it
  // stands.
  static absl::Status CheckReferences(const RecordReader& reader,
                                      const v1::DisclosurePolicy& policy,
                                      const Violations& violations);
  static absl::Status CheckDelete(const RecordReader& reader, const std::string& name);
};

// PublishCube alone writes these, and each once: there is no other version that could be put back.
struct CubeRules {
  using Table = CubeTable;
  static void Check(const v1::Cube& /*cube*/, const Violations& /*violations*/) {}
  // Its units, which so are not deleted: what was fixed of them is kept under their ids.
  static void ListReferences(const v1::Cube& cube, References& references);
};

struct PublishedFigureRules {
  using Table = PublishedFigureTable;
  static void Check(const v1::PublishedFigure& /*figure*/, const Violations& /*violations*/) {}
};

// Adds FIGURE_SUPPRESSED when a cube hides what the reported figure tells.
absl::Status CheckNotHidden(const RecordReader& reader, const v1::WorkforceFigure& figure,
                            const Violations& violations);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_CUBE_RULES_H_
