#include "services/climate/domain/crosswalk_rules.h"

#include "common/facts/checks.h"

namespace tertial::climate {
void CheckSectorCrosswalk(const v1::SectorCrosswalk& crosswalk, const Violations& violations) {
  CheckProvenance("provenance", crosswalk.provenance(), violations);
}

}  // namespace tertial::climate
