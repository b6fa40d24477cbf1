#include "services/workforce/handler/rules.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/table.h"
#include "common/rpc/references.h"
#include "common/rpc/standard_writes.h"
#include "common/status/status_macros.h"
#include "common/types/period.h"
#include "services/workforce/domain/unit_rules.h"
#include "services/workforce/handler/cube_rules.h"

namespace tertial::workforce {
namespace {

// Of a reference that may be empty.
absl::Status CheckUnitNamed(const RecordReader& reader, absl::string_view field,
                            const std::string& name, const v1::Unit& owner,
                            const Violations& violations) {
  // A unit that names itself is told so by its own rules.
  if (name.empty() || name == owner.name()) return absl::OkStatus();
  return CheckReference<UnitTable>(reader, field, name, owner.name(), violations).status();
}

}  // namespace

void UnitRules::MakeCanonical(const AreaRegistry& areas, v1::Unit& unit) {
  for (v1::UnitPlacement& placement : *unit.mutable_placements()) {
    MakeReferenceCanonical<UnitTable>(areas, placement.mutable_parent());
  }
  for (v1::UnitOrigin& origin : *unit.mutable_origins()) {
    MakeReferenceCanonical<UnitTable>(areas, origin.mutable_unit());
  }
}

absl::Status UnitRules::CheckReferences(const RecordReader& reader, const v1::Unit& unit,
                                        const Violations& violations) {
  for (int i = 0; i < unit.placements_size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(CheckUnitNamed(reader, "parent", unit.placements(i).parent(), unit,
                                           violations.At("placements", static_cast<size_t>(i))));
  }
  for (int i = 0; i < unit.origins_size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(CheckUnitNamed(reader, "unit", unit.origins(i).unit(), unit,
                                           violations.At("origins", static_cast<size_t>(i))));
  }
  if (!violations.empty() || !DependsOnOtherUnits(unit)) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           PatternOf<UnitTable>().Parse(unit.name()));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::Unit> units,
                           ReadBelow<UnitTable>(reader, {ids[0]}));
  CheckUnitAmong(unit, units, violations);
  return absl::OkStatus();
}

void UnitRules::ListReferences(const v1::Unit& unit, References& references) {
  for (const v1::UnitPlacement& placement : unit.placements()) {
    references.Add<UnitTable>(placement.parent());
  }
  for (const v1::UnitOrigin& origin : unit.origins()) references.Add<UnitTable>(origin.unit());
}

void WorkforceFigureRules::MakeCanonical(const AreaRegistry& areas, v1::WorkforceFigure& figure) {
  // The period decides whose number stands in the name of the unit, as in that of the figure.
  const absl::StatusOr<Period> period = Period::Parse(figure.period());
  MakeReferenceCanonical<UnitTable>(areas, figure.mutable_unit(),
                                    period.ok() ? std::optional<Period>(*period) : std::nullopt);
}

absl::Status WorkforceFigureRules::CheckReferences(const RecordReader& reader,
                                                   const v1::WorkforceFigure& figure,
                                                   const Violations& violations) {
  if (!figure.unit().empty()) {
    TERTIAL_RETURN_IF_ERROR(
        CheckReference<UnitTable>(reader, "unit", figure.unit(), figure.name(), violations)
            .status());
  }
  // What a cube tells is looked for by the name of the unit.
  if (!violations.empty()) return absl::OkStatus();
  return CheckNotHidden(reader, figure, violations);
}

void WorkforceFigureRules::ListReferences(const v1::WorkforceFigure& figure,
                                          References& references) {
  references.Add<UnitTable>(figure.unit());
}

TableCatalog WorkforceTables() {
  return TableCatalog({DefineResource<UnitRules>(), DefineResource<WorkforceFigureRules>(),
                       DefineResource<DisclosurePolicyRules>(), DefineResource<CubeRules>(),
                       DefineResource<PublishedFigureRules>()});
}

}  // namespace tertial::workforce
