#include "services/climate/domain/factor_rules.h"

#include "common/facts/checks.h"

namespace tertial::climate {
void CheckEmissionFactor(const v1::EmissionFactor& factor, const Violations& violations) {
  CheckProvenance("provenance", factor.provenance(), violations);
}

}  // namespace tertial::climate
