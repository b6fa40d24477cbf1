#include "services/climate/domain/emission_rules.h"

#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/inventory.h"

namespace tertial::climate {
namespace {

// Land takes up carbon as well: the only sector below zero.
constexpr char kLandUseSector[] = "land-use";

void CheckPartOf(const v1::EmissionFigure& figure, const Violations& violations) {
  CheckCode("part_of", figure.part_of(), Presence::kOptional, violations);
  if (!figure.object().empty()) {
    if (figure.part_of() == figure.sector()) return;
    violations.Add("part_of", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(figure.part_of()), " is not the sector of the object; set ",
                                Quoted(figure.sector()), "."));
  } else if (figure.part_of() == figure.sector() && !figure.sector().empty()) {
    violations.Add("part_of", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(figure.part_of()),
                                " is the sector itself; leave it empty, or name another one."));
  } else if (figure.sector() == kTotalSector && !figure.part_of().empty()) {
    violations.Add(
        "part_of", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat("The total is no part of ", Quoted(figure.part_of()), "; leave it empty."));
  }
}

void CheckEmissionUnit(const v1::EmissionFigure& figure, const Violations& violations) {
  CheckUnit("unit", figure.unit(), Presence::kRequired, violations);
  if (figure.unit().empty() || figure.unit() == kEmissionUnit) return;
  violations.Add("unit", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(figure.unit()), " is not the unit of emissions, which is ",
                              Quoted(kEmissionUnit), "."));
}

void CheckNotNegative(const v1::EmissionFigure& figure, const Violations& violations) {
  if (figure.sector() == kLandUseSector || figure.part_of() == kLandUseSector) return;
  const std::optional<Decimal> value = ParseDecimal(figure.cell().value());
  if (!value.has_value() || !value->IsNegative()) return;
  violations.Add("cell.value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(figure.cell().value()), " is negative; only ",
                              Quoted(kLandUseSector), " takes up more than it emits."));
}

}  // namespace

void CheckEmissionFigure(const v1::EmissionFigure& figure, const Violations& violations) {
  CheckCode("sector", figure.sector(), Presence::kRequired, violations);
  CheckPartOf(figure, violations);
  CheckObject(figure, violations);
  CheckPeriod("period", figure.period(), Presence::kRequired, violations);
  CheckEmissionUnit(figure, violations);
  CheckCell("cell", figure.cell(), violations);
  CheckNotNegative(figure, violations);
  CheckProvenance("provenance", figure.provenance(), violations);
  const std::optional<Period> period = ParsePeriod(figure.period());
  if (!period.has_value()) return;
  CheckLastId(figure.name(), "emissions",
              FormatEmissionId(figure.sector(), *period, figure.object()), violations);
}

}  // namespace tertial::climate
