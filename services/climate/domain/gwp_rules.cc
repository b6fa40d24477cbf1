#include "services/climate/domain/gwp_rules.h"

#include "common/facts/checks.h"

namespace tertial::climate {
void CheckGwpTable(const v1::GwpTable& table, const Violations& violations) {
  CheckProvenance("provenance", table.provenance(), violations);
}

}  // namespace tertial::climate
