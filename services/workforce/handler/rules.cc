#include "services/workforce/handler/rules.h"

#include <optional>

#include "common/rpc/references.h"
#include "common/rpc/standard_writes.h"
#include "common/types/period.h"

namespace tertial::workforce {

void WorkforceFigureRules::MakeCanonical(const AreaRegistry& areas, v1::WorkforceFigure& figure) {
  // The period decides whose number stands in the name of the unit, as in that of the figure.
  const absl::StatusOr<Period> period = Period::Parse(figure.period());
  MakeReferenceCanonical<UnitTable>(areas, figure.mutable_unit(),
                                    period.ok() ? std::optional<Period>(*period) : std::nullopt);
}

absl::Status WorkforceFigureRules::CheckReferences(const RecordReader& reader,
                                                   const v1::WorkforceFigure& figure,
                                                   const Violations& violations) {
  if (figure.unit().empty()) return absl::OkStatus();
  return CheckReference<UnitTable>(reader, "unit", figure.unit(), figure.name(), violations)
      .status();
}

void WorkforceFigureRules::ListReferences(const v1::WorkforceFigure& figure,
                                          References& references) {
  references.Add<UnitTable>(figure.unit());
}

TableCatalog WorkforceTables() {
  return TableCatalog({DefineResource<UnitRules>(), DefineResource<WorkforceFigureRules>()});
}

}  // namespace tertial::workforce
