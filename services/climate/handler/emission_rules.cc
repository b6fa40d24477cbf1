#include "services/climate/handler/emission_rules.h"

#include "common/rpc/references.h"
#include "services/climate/domain/figure_id.h"

namespace tertial::climate {
absl::Status EmissionFigureRules::CheckReferences(const RecordReader& reader,
                                                  const v1::EmissionFigure& figure,
                                                  const Violations& violations) {
  return CheckReference<InventoryReleaseTable>(reader, "name", ReleaseOf(figure), figure.name(),
                                               violations)
      .status();
}

}  // namespace tertial::climate
