#include "services/climate/domain/path_rules.h"

#include "common/facts/checks.h"

namespace tertial::climate {
void CheckReferencePath(const v1::ReferencePath& path, const Violations& violations) {
  CheckProvenance("provenance", path.provenance(), violations);
}

}  // namespace tertial::climate
